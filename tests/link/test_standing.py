import pytest

from onrecord.link import link
from tests.link.build import judged, later, record


def event_of(*told, **more):
    """The one event of records made of (factuality, sources, days after, further values)."""
    records = []
    for number, (factuality, sources, days, *rest) in enumerate(told):
        values = {"factuality": factuality, "sources": sources, "published": later(days), **(rest[0] if rest else {})}
        records.append(record(f"{number}", **values))
    rows = [judged("0", f"{number}", "same") for number in range(1, len(records))]
    (event,) = link(records, judgements=rows, **more).events
    return event


MAYOR, DOCTOR, REBELS = "the mayor/AAA/GOV", "a doctor/AAA/MED", "the Red Front/AAA/REB"


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ([("asserted", "", 0)], "single-source"),
        ([("asserted", "", 0), ("asserted", "", 1)], "corroborated"),
        ([("asserted", MAYOR, 0), ("asserted", "Mayor/AAA/GOV", 1)], "single-source"),
        ([("asserted", MAYOR, 0), ("asserted", "the army/AAA/MIL", 1)], "single-source"),
        ([("asserted", MAYOR, 0), ("asserted", DOCTOR, 0)], "corroborated"),
        ([("asserted", MAYOR, 0), ("asserted", "the mayor/BBB/GOV", 0)], "corroborated"),
        ([("asserted", MAYOR, 0), ("denied", REBELS, 1)], "disputed"),
        ([("asserted", "", 0), ("asserted", MAYOR, 0), ("denied", REBELS, 1)], "disputed"),
        ([("denied", REBELS, 0), ("denied", "", 1)], "denied"),
        ([("planned", MAYOR, 0)], "planned"),
        ([("planned", MAYOR, 0), ("asserted", "", 1)], "planned-then-done"),
        ([("planned", MAYOR, 0), ("denied", MAYOR, 1)], "denied"),
        ([("planned", MAYOR, 0), ("denied", REBELS, 1)], "disputed"),
        ([("possible", MAYOR, 0)], "possible"),
        ([("possible", MAYOR, 0), ("asserted", DOCTOR, 1)], "single-source"),
        ([("asserted", MAYOR, 0), ("denied", "the mayor/AAA/GOV", 1)], "retracted"),
        ([("asserted", MAYOR, 0), ("asserted", DOCTOR, 0), ("denied", MAYOR, 1)], "disputed"),
        ([("asserted", "", 0), ("denied", "", 1, {"title": "Correction: granary was not burned"})], "retracted"),
        ([("asserted", "", 0), ("denied", "", 1)], "disputed"),
        ([("denied", MAYOR, 0), ("asserted", MAYOR, 1)], "disputed"),
    ],
)
def test_standing(told: list, standing: str) -> None:
    assert event_of(*told).standing == standing


def test_who_asserts_denies_and_plans_is_named() -> None:
    event = event_of(("planned", REBELS, 0), ("asserted", MAYOR, 1), ("asserted", "", 1), ("denied", REBELS, 2))
    assert event.asserted_by == ("the mayor", "report r-2")
    assert event.denied_by == ("the Red Front",)
    assert event.planned_by == ("the Red Front",)


def test_a_report_does_not_confirm_the_source_that_it_cites() -> None:
    event = event_of(("asserted", "", 0, {"report_id": "r"}), ("asserted", MAYOR, 0, {"report_id": "r"}))
    assert (event.standing, event.asserted_by) == ("single-source", ("the mayor",))


def test_the_innermost_source_makes_the_claim() -> None:
    event = event_of(("asserted", f"Interpress/CCC/JRN; {MAYOR}", 0), ("asserted", f"Daily News/BBB/JRN; {MAYOR}", 1))
    assert event.standing == "single-source"


def test_denials_do_not_enter_the_values_and_tolls_are_ranges() -> None:
    event = event_of(
        ("asserted", MAYOR, 0, {"killed": 18, "injured": 4}), ("asserted", DOCTOR, 1, {"killed": 32}),
        ("denied", REBELS, 2, {"killed": 900, "place": "Norton West"}),
    )  # fmt: skip
    assert (event.killed, event.injured, event.place) == ((18, 32), (4, 4), "Norton")
    assert (event.date_start, event.date_end) == (later(0), later(0))
