import pytest

from onrecord.resolve.certainty import announced, evidence
from tests.marked import passage_of
from tests.resolve.build import code, only, resources, tagging_of


@pytest.mark.parametrize(
    ("category", "mode", "factuality", "expected"),
    [
        ("CONSULT", "visit", "planned", ("AGREE", None, "asserted")),
        ("SUPPORT", None, "planned", ("AGREE", None, "asserted")),
        ("AID", None, "planned", ("AGREE", None, "asserted")),
        ("COOPERATE", None, "planned", ("AGREE", None, "asserted")),
        ("RETREAT", "withdraw", "planned", ("CONCEDE", None, "asserted")),
        ("ASSAULT", "aerial", "planned", ("ASSAULT", "aerial", "planned")),
        ("PROTEST", "strike", "planned", ("PROTEST", "strike", "planned")),
        ("CONSULT", "visit", "possible", ("CONSULT", "visit", "possible")),
        ("RETREAT", "release", "denied", ("RETREAT", "release", "denied")),
        ("AID", None, "asserted", ("AID", None, "asserted")),
    ],
)
def test_what_is_announced_is_a_promise_already_made(
    category: str, mode: str | None, factuality: str, expected: object
) -> None:
    assert announced(category, mode, factuality, resources().words) == expected  # type: ignore[arg-type]


def test_the_words_that_made_it_planned_stay_in_evidence_when_it_becomes_a_promise() -> None:
    record = only(
        code(
            "{m1 FRA GOV|France} {n1 of=e1|plans to} {e1 AID actor=m1 recipient=m2 is=planned|send} grain to {m2 LBN -|Lebanon}."
        )
    )
    assert (record.category, record.factuality) == ("AGREE", "asserted")
    assert [span.text for span in record.factuality_spans] == ["plans to"]


def test_evidence_is_the_certainty_words_and_the_cue_in_the_order_of_the_text() -> None:
    tagging = tagging_of(
        passage_of(
            "{m1 SDN MIL|The army} {c1 by=m1 says=q1 also=e1|denied} {q1|that it {n1 of=e1|ever} {e1 ASSAULT actor=m1 is=denied|shelled} them, "
            "{n2 of=e1|not once}}."
        )
    )
    assert [span.text for span in evidence(tagging, [0])] == ["denied", "ever", "not once"]
    assert evidence(tagging, []) == ()


def test_an_asserted_record_cites_no_certainty_words() -> None:
    record = only(code("{m1 SDN MIL|The army} {e1 ASSAULT actor=m1|shelled} the town."))
    assert (record.factuality, record.factuality_spans) == ("asserted", ())


def test_less_than_asserted_without_words_is_an_issue() -> None:
    coding = code(
        "{q1|{m1 SDN MIL|The army} {e1 ASSAULT actor=m1 is=denied|{n1 of=e1|never}} came}, {m2 SDN GOV|Khartoum} {c1 by=m2 says=q1|said}. "
        "{m3 SDN MIL|Soldiers} will {e2 ASSAULT actor=m3 is=planned under=c1|storm} it."
    )
    assert [(i.code, i.span.text if i.span else "") for i in coding.issues if i.code == "no-certainty-words"] == []
    open_ended = code(
        "{m1 SDN MIL|Soldiers} {c1 by=m1 says=q1|said} {q1|{m2 =m1|they} would {e1 ASSAULT actor=m2 is=planned under=c1|storm} it}."
    )
    assert open_ended.records[0].factuality_spans


def test_denied_by_its_own_cue_is_one_record() -> None:
    record = only(
        code(
            "{m1 SDN MIL|The army} {c1 by=m1 says=q1 also=e1|denied} {q1|{e1 ASSAULT actor=m1 is=denied|shelling} the town}."
        )
    )
    assert record.factuality == "denied"
    assert [span.text for span in record.factuality_spans] == ["denied"]
    assert [source.participant.name for source in record.sources] == ["The army"]
