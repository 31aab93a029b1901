"""Judgements survive that a report is coded anew, by another model or with another text."""

from dataclasses import replace

import pytest

from onrecord.model import Coding
from onrecord.review.ledger import added_id
from tests.review.build import CODING, DENIED, MARCHED, REPORT, SHELLED, Desk, moved, party, party_tree, span, tree

OTHER = Coding(
    REPORT, (replace(MARCHED, id="m2", mode="riot", cameo="145"), replace(SHELLED, id="s2", mode=None, cameo="190"))
)


def test_by_the_id() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"})
    desk.code(replace(CODING, records=(DENIED, replace(SHELLED, place=None))))
    assert (desk.record("shelled").factuality, desk.record("shelled").place) == ("possible", None)
    assert desk.issues() == []


def test_an_id_that_another_trigger_has_now_is_another_record() -> None:
    desk = Desk()
    desk.judge("reject", "marched")
    desk.code(replace(CODING, records=(replace(MARCHED, trigger=span("Thousands")),)))
    assert desk.state("marched") == "open"
    assert desk.issues() == ["review-unmatched"]


def test_by_the_trigger_where_the_id_changed() -> None:
    desk = Desk()
    desk.judge("correct", "marched", {"factuality": "possible"})
    desk.judge("accept", "shelled", by="Bob")
    desk.code(OTHER)
    standing = desk.standing()
    assert (standing.marks["m2"].state, standing.marks["s2"].state) == ("corrected", "accepted")
    assert (desk.record("m2").factuality, desk.record("m2").mode) == ("possible", "riot")
    assert standing.newest == {"m2": "row01", "s2": "row02"}
    assert standing.current == {"row01": "m2", "row02": "s2"}
    assert standing.machine["m2"] == OTHER.records[0]
    assert desk.issues() == []


def test_what_was_accepted_stays_as_it_was_accepted() -> None:
    desk = Desk()
    desk.judge("accept", "shelled")
    desk.code(replace(CODING, records=(replace(SHELLED, id="s2", actors=(), mode=None, cameo="190"),)))
    assert desk.record("s2") == replace(SHELLED, id="s2")
    assert desk.standing().machine["s2"].actors == ()
    desk.judge("correct", "s2", {"factuality": "possible"}, by="Bob")
    assert desk.record("s2") == replace(SHELLED, id="s2", factuality="possible")


def test_judgements_on_both_names_of_a_record_are_one_line() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"place": None})
    desk.code(OTHER)
    second = desk.judge("correct", "s2", {"factuality": "possible"}, by="Bob")
    assert second.seen == "row01"
    assert desk.standing().marks["s2"].fields == ("place", "factuality")
    desk.code(CODING)
    assert desk.standing().marks["shelled"].fields == ("place", "factuality")
    assert desk.state("denied") == "open"


def test_two_records_on_one_trigger_are_told_apart() -> None:
    desk = Desk()
    desk.judge("reject", "denied")
    desk.judge("accept", "shelled")
    both = (replace(DENIED, id="d2", sources=()), replace(SHELLED, id="s2", sources=()))
    desk.code(replace(CODING, records=both))
    assert (desk.state("d2"), desk.state("s2")) == ("rejected", "accepted")


def test_a_rejected_denial_that_is_gone_does_not_reject_the_deed() -> None:
    desk = Desk()
    desk.judge("accept", "shelled")
    desk.judge("reject", "denied")
    desk.code(replace(CODING, records=(SHELLED,)))
    assert desk.state("shelled") == "accepted"
    assert desk.issues() == ["review-unmatched"]


def test_a_rejection_is_of_what_was_rejected() -> None:
    desk = Desk()
    desk.judge("reject", "marched")
    desk.code(replace(CODING, records=(replace(MARCHED, id="m2", category="MOBILIZE", mode=None, cameo="150"),)))
    assert desk.state("m2") == "open"
    assert desk.issues() == ["review-unmatched"]


@pytest.mark.parametrize(("category", "now"), [("PROTEST", "PROTEST"), ("ASSAULT", "PROTEST")])
def test_a_mode_holds_its_category(category: str, now: str) -> None:
    desk = Desk()
    desk.judge("correct", "marched", {"mode": "riot"})
    cameo = {"PROTEST": "140", "ASSAULT": "190"}[category]
    desk.code(replace(CODING, records=(replace(MARCHED, id="m2", category=category, mode=None, cameo=cameo),)))
    record = desk.record("m2")
    assert (record.category, record.mode, record.cameo) == (now, "riot", "145")


@pytest.mark.parametrize("action", ["accept", "correct"])
def test_a_record_that_the_model_no_longer_finds_stays(action: str) -> None:
    desk = Desk()
    desk.judge(action, "shelled", {"recipients": [party_tree("Halve")]} if action == "correct" else None)  # type: ignore[arg-type]
    before = desk.record("shelled")
    desk.code(replace(CODING, records=(MARCHED,)))
    assert [record.id for record in desk.standing().coding.records] == ["marched", "shelled"]
    assert desk.record("shelled") == before
    assert desk.issues() == ["review-unmatched"]
    # It can be judged on, and comes back to the machine's when that finds it again.
    desk.judge("correct", "shelled", {"place": None}, by="Bob")
    assert desk.record("shelled").place is None
    desk.judge("reject", "shelled", by="Bob")
    assert [record.id for record in desk.standing().kept().records] == ["marched"]
    desk.code(CODING)
    assert desk.state("shelled") == "rejected"
    assert desk.issues() == []


def test_a_rejected_record_that_the_model_no_longer_finds_is_told() -> None:
    desk = Desk()
    desk.judge("reject", "shelled")
    desk.code(replace(CODING, records=(MARCHED,)))
    assert [record.id for record in desk.standing().coding.records] == ["marched"]
    assert desk.issues() == ["review-unmatched"]
    assert desk.standing().newest["shelled"] == "row01"


def test_what_is_undone_is_not_missed() -> None:
    desk = Desk()
    row = desk.judge("correct", "shelled", {"place": None})
    desk.undo(row)
    desk.code(replace(CODING, records=(MARCHED,)))
    assert desk.standing().coding.records == (MARCHED,)
    assert desk.issues() == []


def test_an_added_record_stays_and_meets_the_machines() -> None:
    desk = Desk()
    values = {
        "category": "COERCE",
        "trigger": tree("arrested"),
        "factuality": "asserted",
        "actors": [party_tree("Police")],
    }
    name = added_id(desk.judge("add", values=values).id)
    desk.code(OTHER)
    assert desk.state(name) == "added"
    arrested = replace(
        MARCHED,
        id="machine",
        category="COERCE",
        mode=None,
        cameo="170",
        trigger=span("arrested"),
        actors=(party("students"),),
    )
    desk.code(Coding(REPORT, (arrested,)))
    standing = desk.standing()
    assert [record.id for record in standing.coding.records] == ["machine"]
    assert [p.name for p in desk.record("machine").actors] == ["Police"]
    assert standing.marks["machine"].state == "added"
    assert standing.machine["machine"] == arrested


# --- another text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["\U0001f4a5 Updated. ", ""])
def test_a_text_that_was_changed_elsewhere(before: str) -> None:
    desk = Desk()
    values = {
        "actors": [party_tree("Police")], "factuality": "denied", "factuality_spans": [tree("denied")],
        "sources": [{**party_tree("The army"), "cue": tree("denied")}], "counts": {"killed": {"value": 3, "spans": [tree("two"), tree("ten")]}},
    }  # fmt: skip
    desk.judge("correct", "shelled", values)
    now = moved(CODING, before, " More follows.")
    desk.code(replace(now, records=tuple(replace(record, id=f"{record.id}-2") for record in now.records)))
    record = desk.record("shelled-2")
    text = now.report.text
    assert record.actors[0].spans == (span("Police", text),)
    assert record.factuality_spans == (span("denied", text),)
    assert record.sources[0].cue == span("denied", text)
    assert record.killed is not None
    assert record.killed.spans == (span("two", text), span("ten", text))
    assert desk.issues() == []


def test_words_that_are_gone_leave_the_machines_value_and_are_told() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"actors": [party_tree("Police")], "factuality": "possible"})
    text = REPORT.text.replace("Police arrested ten students.", "Nobody was hurt.")
    desk.code(Coding(replace(REPORT, text=text), (replace(SHELLED, id="s2"),)))
    assert (desk.record("s2").actors, desk.record("s2").factuality) == (SHELLED.actors, "possible")
    assert desk.standing().marks["s2"].fields == ("factuality",)
    assert desk.issues() == ["review-unfit"]


def test_a_lost_record_stays_in_a_changed_text() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"})
    desk.code(replace(moved(CODING, "Updated. "), records=()))
    record = desk.record("shelled")
    assert record.trigger == span("shelled", "Updated. " + REPORT.text)
    assert record.actors[0].spans[0].start == 9
    assert desk.issues() == ["review-unmatched"]


@pytest.mark.parametrize("text", ["Rebels shelled Halve on Monday.", "", REPORT.text + "\n" + REPORT.text])
def test_a_sentence_that_is_gone_or_stands_twice_is_told(text: str) -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"})
    desk.code(Coding(replace(REPORT, text=text), ()))
    assert desk.standing().coding.records == ()
    assert desk.issues() == ["review-unmatched"]
    assert desk.standing().newest == {"shelled": "row01"}


def test_the_ledger_of_a_report_that_came_back_to_its_first_text_holds() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"})
    desk.code(Coding(replace(REPORT, text="Nothing."), ()))
    desk.standing()
    desk.code(CODING)
    assert desk.record("shelled").factuality == "possible"
