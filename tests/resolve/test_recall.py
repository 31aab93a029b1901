import pytest

from onrecord.model import Record
from tests.resolve.build import code

STRUCK = "{m1 SRB MIL|Serb gunners} {e1 ASSAULT/heavy-weapons actor=m1 recipient=m2 at=p1 on=d1|shelled} {m2 BIH CVL|shoppers} in {p1 BIH|Sarajevo} {d1 2023-03-07|on Tuesday}. "


def second(after: str) -> Record:
    """The record of what is told after the shelling."""
    records = code(STRUCK + after).records
    assert len(records) == 2, [record.trigger.text for record in records]
    return records[1]


def test_a_denied_attack_that_was_told_before_has_its_day_and_place() -> None:
    record = second(
        "{m3 SRB GOV|Belgrade} {c1 by=m3 says=q1 also=e2|denied} {q1|a role in the {e2 ASSAULT is=denied|attack}}."
    )
    assert record.factuality == "denied"
    assert record.date is not None
    assert (record.date.start.isoformat(), record.date.basis) == ("2023-03-07", "context")
    assert record.place is not None
    assert (record.place.name, record.place.basis) == ("Sarajevo", "earlier mention")
    assert [span.text for span in record.date.spans] == ["on Tuesday"]


@pytest.mark.parametrize(
    "after",
    [
        "{m3 SRB GOV|Belgrade} {n1 of=e2|denied} an {e2 ASSAULT is=denied|attack}.",
        "{m3 SRB GOV|Belgrade} {n1 of=e2|denied} the {e2 COERCE is=denied|blockade}.",
        "{m3 HRV MIL|Croat gunners} {n1 of=e2|denied} the {e2 ASSAULT actor=m3 is=denied|attack}.",
    ],
    ids=["an attack", "another category", "another doer"],
)
def test_what_does_not_point_back_keeps_to_itself(after: str) -> None:
    record = second(after)
    assert record.place is None
    assert record.date is None or record.date.basis == "published"


def test_an_own_day_is_kept() -> None:
    record = second(
        "{m3 SRB GOV|Belgrade} {n1 of=e2|denied} the {e2 ASSAULT on=d2 is=denied|attack} {d2 2023-03-01|on March 1}."
    )
    assert record.date is not None
    assert record.date.start.isoformat() == "2023-03-01"


def test_any_part_in_it() -> None:
    record = second("{m3 SRB GOV|Belgrade} {n1 of=e2|denied} any {e2 ASSAULT is=denied|part} in it.")
    assert record.date is not None
    assert (record.date.start.isoformat(), record.date.basis) == ("2023-03-07", "context")


def test_of_two_attacks_the_one_at_the_place_named_is_meant() -> None:
    later = "{m4 SRB MIL|Gunners} {e3 ASSAULT/aerial actor=m4 recipient=m5 at=p2 on=d2|bombed} {m5 BIH CVL|a school} in {p2 BIH|Tuzla} {d2 2023-03-08|on Wednesday}. "
    told = "{m3 SRB GOV|Belgrade} {n1 of=e2|denied} a role in the Sarajevo {e2 ASSAULT is=denied|killings}."
    found = [record for record in code(STRUCK + later + told).records if record.factuality == "denied"]
    assert [record.date.start.isoformat() for record in found if record.date] == ["2023-03-07"]
