"""Agreement: the figure against published examples, and what counts as a unit."""

from dataclasses import replace

import pytest

from onrecord.model import Coding
from onrecord.review import reviewed
from onrecord.review.agreement import Agreement, agreement, units_of
from onrecord.review.alpha import nominal_alpha
from tests.review.build import CODING, MARCHED, REPORT, SHELLED, Desk, party_tree, span, tree


def units(*coders: str) -> list[list[str | None]]:
    return [[None if value == "." else value for value in unit] for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coders", "alpha"),
    [
        # Krippendorff 2011, A to C: two coders and two values; two coders and five values; four coders with gaps.
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)  # fmt: skip
def test_published_examples(coders: tuple[str, ...], alpha: float) -> None:
    found = nominal_alpha(units(*coders))
    assert found is not None
    assert round(found, 3) == alpha


def test_the_ends_of_the_scale() -> None:
    assert nominal_alpha(units("abab", "abab")) == 1
    worse = nominal_alpha(units("abab", "baba"))
    assert worse is not None
    assert worse < 0
    assert nominal_alpha(units("aaaa", "aaaa")) is None
    assert nominal_alpha(units("ab", "a.")) is None
    assert nominal_alpha([]) is None


def of(found: Agreement, field: str) -> tuple[float | None, int, float | None, int]:
    (one,) = [one for one in found.fields if one.field == field]
    return one.between, one.units, one.with_machine, one.units_with_machine


def test_what_each_left_is_what_he_judged() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"}, by="Ann")
    desk.judge("correct", "shelled", {"actors": [party_tree("Police", "UKR", "COP")]}, by="Bob")
    desk.judge("reject", "marched", by="Ann")
    desk.judge("accept", "marched", by="Bob")
    shelled, marched = units_of(desk.standing())
    assert shelled.machine["factuality"] == "asserted"
    assert shelled.people["Ann"]["factuality"] == shelled.people["Bob"]["factuality"] == "possible"
    assert (shelled.people["Ann"]["actor sector"], shelled.people["Bob"]["actor sector"]) == ("REB", "COP")
    assert marched.people["Ann"] == {"found": "no"}
    assert marched.people["Bob"]["found"] == "yes"
    found = agreement([desk.standing()])
    assert (found.reviewed, found.reviewers) == (2, ("Ann", "Bob"))
    assert of(found, "found")[1] == 2
    assert of(found, "actor sector")[1:] == (
        1,
        pytest.approx(nominal_alpha([("REB", "REB"), ("REB", "COP"), ("CVL", "CVL")])),
        3,
    )


def test_reviewers_on_copies_of_a_store_are_independent() -> None:
    one, other = Desk(), Desk()
    one.judge("correct", "shelled", {"factuality": "possible"}, by="Ann")
    other.judge("accept", "shelled", by="Bob")
    theirs = [replace(row, id=f"other-{row.id}", at=row.at.replace("10:00", "11:00")) for row in other.rows]
    (unit,) = units_of(reviewed(CODING, [*one.rows, *theirs]))
    assert {name: values["factuality"] for name, values in unit.people.items()} == {
        "Ann": "possible",
        "Bob": "asserted",
    }


def test_what_is_undone_does_not_count() -> None:
    desk = Desk()
    row = desk.judge("reject", "shelled", by="Ann")
    desk.undo(row, by="Bob")
    assert agreement([desk.standing()]).reviewed == 0
    desk.judge("accept", "shelled", by="Bob")
    assert agreement([desk.standing()]).reviewers == ("Bob",)


def test_added_records() -> None:
    desk = Desk()
    values = {"trigger": tree("arrested"), "factuality": "asserted"}
    desk.judge("add", values={**values, "category": "COERCE"}, by="Ann")
    desk.judge("add", values={**values, "category": "SANCTION"}, by="Bob")
    (unit,) = units_of(desk.standing())
    assert unit.machine == {"found": "no"}
    assert {name: values["category"] for name, values in unit.people.items()} == {"Ann": "COERCE", "Bob": "SANCTION"}
    desk.judge("add", values={**values, "category": "ASSAULT"}, by="Bob")
    assert len(list(units_of(desk.standing()))) == 2


def test_a_record_that_the_model_no_longer_finds() -> None:
    desk = Desk()
    desk.judge("accept", "shelled")
    desk.code(replace(CODING, records=(MARCHED,)))
    (unit,) = units_of(desk.standing())
    assert (unit.machine, unit.people["Ann"]["category"]) == ({"found": "no"}, "ASSAULT")


def test_the_json_of_the_api() -> None:
    coding = Coding(
        REPORT,
        tuple(
            replace(SHELLED, id=f"s{n}", trigger=t) for n, t in enumerate(map(span, ("shelled", "killing", "denied")))
        ),
    )
    desk = Desk(coding)
    for number, record in enumerate(coding.records):
        desk.judge("accept", record.id, by="Ann")
        desk.judge("correct", record.id, {"factuality": ["denied", "asserted", "asserted"][number]}, by="Bob")
    tree = agreement([desk.standing()]).to_json()
    (row,) = [row for row in tree["fields"] if row["field"] == "factuality"]
    assert row["units"] == 3
    assert row["units_with_machine"] == 6
    assert row["by_reviewer"] == {"Ann": None, "Bob": pytest.approx(0)}
    assert [row["field"] for row in tree["fields"]] == [
        "found", "category", "mode", "factuality", "actor country", "actor sector", "recipient country", "recipient sector", "date start",
        "place country",
    ]  # fmt: skip
