"""Records as they stand after judgements, of one coding."""

import datetime

import pytest

from onrecord.model import Span, When
from onrecord.output.contract import from_contract, to_contract
from onrecord.review import reviewed
from onrecord.review.ledger import added_id
from tests.review.build import CODING, MARCHED, REPORT, SHELLED, Desk, party_tree, span, tree

ADDED = {
    "category": "COERCE",
    "mode": "arrest",
    "trigger": tree("arrested"),
    "factuality": "asserted",
    "actors": [party_tree("Police", "UKR", "COP")],
}


def test_nothing_judged_is_the_machines_coding() -> None:
    standing = reviewed(CODING, [])
    assert standing.coding == CODING
    assert {mark.state for mark in standing.marks.values()} == {"open"}
    assert standing.kept().records == CODING.records


def test_accept_and_reject() -> None:
    desk = Desk()
    desk.judge("accept", "shelled")
    desk.judge("reject", "marched", by="Bob")
    standing = desk.standing()
    assert standing.coding.records == CODING.records
    assert [standing.marks[name].state for name in ("shelled", "denied", "marched")] == ["accepted", "open", "rejected"]
    assert (standing.marks["marched"].reviewer, standing.marks["marched"].at) == (
        "Bob",
        "2024-05-01T10:00:02.000000+00:00",
    )
    assert standing.machine == {"marched": MARCHED}
    assert [record.id for record in standing.kept().records] == ["shelled", "denied"]
    assert standing.kept().rejected == 1


def test_a_category_takes_its_cameo_code_along_and_leaves_a_mode_that_it_lacks() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"category": "PROTEST"})
    record = desk.record("shelled")
    assert (record.category, record.mode, record.cameo) == ("PROTEST", None, "140")
    desk.judge("correct", "shelled", {"mode": "riot"})
    record = desk.record("shelled")
    assert (record.category, record.mode) == ("PROTEST", "riot")
    assert record.cameo == "145"
    # A category again: the mode of the other one is gone; that of the machine holds where it fits.
    desk.judge("correct", "shelled", {"category": "COERCE"})
    assert (desk.record("shelled").category, desk.record("shelled").mode) == ("COERCE", None)
    desk.judge("correct", "shelled", {"category": "ASSAULT"})
    assert (desk.record("shelled").category, desk.record("shelled").mode) == ("ASSAULT", "heavy-weapons")
    assert desk.standing().machine["shelled"] == SHELLED


def test_a_trigger_takes_its_sentence_along() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"trigger": tree("killing")})
    record = desk.record("shelled")
    assert record.trigger == span("killing")
    assert record.mentions == ()
    desk.judge("correct", "shelled", {"trigger": tree("arrested")})
    assert desk.record("shelled").sentence == span("Police arrested ten students.")
    assert desk.record("shelled").mentions == (span("killing"),)


def test_all_other_fields() -> None:
    values = {
        "actors": [party_tree("Police", "UKR", "COP")], "recipients": [], "place": None, "factuality": "denied",
        "date": {"spans": [], "start": "2024-03-01", "end": "2024-03-31", "granularity": "month", "basis": "context"},
        "factuality_spans": [tree("denied")], "sources": [{**party_tree("The army", None, "MIL"), "cue": tree("denied")}],
        "counts": {"injured": {"value": 10, "spans": [tree("ten")]}},
    }  # fmt: skip
    desk = Desk()
    desk.judge("correct", "shelled", values)
    record = desk.record("shelled")
    assert [(p.name, p.country, p.sector, p.spans) for p in record.actors] == [
        ("Police", "UKR", "COP", (span("Police"),))
    ]
    assert (record.recipients, record.place, record.factuality, record.factuality_spans) == (
        (),
        None,
        "denied",
        (span("denied"),),
    )
    assert record.date == When((), datetime.date(2024, 3, 1), datetime.date(2024, 3, 31), "month", "context")
    assert record.sources[0].cue == span("denied")
    assert record.killed is None
    assert record.injured is not None
    assert (record.injured.value, record.injured.bound) == (10, "exact")
    assert (record.category, record.confidence, record.trigger) == ("ASSAULT", 0.9, SHELLED.trigger)
    assert set(desk.standing().marks["shelled"].fields) == set(values)
    assert from_contract(to_contract(desk.standing().coding)).records == desk.standing().coding.records


def test_what_is_asserted_has_no_words_of_doubt() -> None:
    desk = Desk()
    desk.judge("correct", "denied", {"factuality": "asserted"})
    assert desk.record("denied").factuality_spans == ()
    desk.judge("correct", "denied", {"factuality": "possible"})
    assert desk.record("denied").factuality_spans == (span("denied"),)


def test_of_what_is_done_jointly_all_are_actors() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"category": "CONSULT"})
    assert [p.name for p in desk.record("shelled").actors] == ["Rebels", "Tarn"]
    assert desk.record("shelled").recipients == ()
    desk.judge("correct", "shelled", {"recipients": [party_tree("Tarn")]})
    assert [p.name for p in desk.record("shelled").recipients] == ["Tarn"]


def test_rows_on_top_of_one_another() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"}, by="Ann")
    desk.judge("correct", "shelled", {"place": None}, by="Bob")
    desk.judge("accept", "shelled", by="Cid")
    mark = desk.standing().marks["shelled"]
    assert (mark.state, mark.reviewer, mark.fields) == ("corrected", "Cid", ("place", "factuality"))
    assert (desk.record("shelled").factuality, desk.record("shelled").place) == ("possible", None)
    desk.judge("correct", "shelled", {"factuality": "planned"}, by="Dee")
    assert (desk.record("shelled").factuality, desk.record("shelled").place) == ("planned", None)


def test_reject_then_undo_is_what_stood_before() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"})
    before = desk.standing()
    rejection = desk.judge("reject", "shelled", by="Bob")
    lift = desk.undo(rejection)
    after = desk.standing()
    assert (after.coding, after.marks, after.machine) == (before.coding, before.marks, before.machine)
    assert rejection.id in after.undone
    again = desk.undo(lift, by="Bob")
    assert desk.state("shelled") == "rejected"
    assert desk.standing().newest["shelled"] == again.id
    assert desk.standing().undone == {lift.id}


def test_a_row_in_the_middle_is_undone() -> None:
    desk = Desk()
    first = desk.judge("correct", "shelled", {"category": "PROTEST", "factuality": "possible"})
    desk.judge("correct", "shelled", {"factuality": "planned"})
    desk.undo(first)
    assert (desk.record("shelled").category, desk.record("shelled").factuality) == ("ASSAULT", "planned")
    assert desk.standing().marks["shelled"].fields == ("factuality",)


def test_an_accept_of_a_correction_that_is_undone_accepts_the_machine() -> None:
    desk = Desk()
    first = desk.judge("correct", "shelled", {"category": "PROTEST"})
    desk.judge("accept", "shelled", by="Bob")
    desk.undo(first)
    assert desk.state("shelled") == "accepted"
    assert desk.record("shelled") == SHELLED


def test_a_judgement_after_a_rejection_brings_the_record_back() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"})
    desk.judge("reject", "shelled")
    desk.judge("accept", "shelled", by="Bob")
    assert desk.state("shelled") == "corrected"
    assert desk.record("shelled").factuality == "possible"


def test_an_added_record() -> None:
    desk = Desk()
    row = desk.judge("add", values=ADDED)
    name = added_id(row.id)
    record = desk.record(name)
    assert (record.category, record.mode, record.cameo, record.sentence) == (
        "COERCE",
        "arrest",
        "173",
        span("Police arrested ten students."),
    )
    assert (desk.state(name), record.confidence, record.sources) == ("added", 1.0, ())
    desk.judge("correct", name, {"mode": None}, by="Bob")
    assert (desk.state(name), desk.record(name).mode) == ("added", None)
    desk.judge("accept", name)
    assert desk.state(name) == "added"
    desk.judge("reject", name)
    assert desk.state(name) == "rejected"
    assert desk.standing().machine == {}
    assert [r.id for r in desk.standing().kept().records] == ["shelled", "denied", "marched"]


def test_an_added_record_goes_and_comes_with_its_row() -> None:
    desk = Desk()
    row = desk.judge("add", values=ADDED)
    name = added_id(row.id)
    desk.judge("correct", name, {"mode": None})
    lift = desk.undo(row)
    standing = desk.standing()
    assert standing.coding == CODING
    assert standing.newest[name] == lift.id
    desk.undo(lift)
    assert desk.record(name).mode is None


def test_a_category_that_the_codebook_lost_is_told_and_left_out() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"category": "WEATHER"})
    desk.judge("correct", "marched", {"sources": [party_tree("Police") | {"cue": None}]})
    assert desk.issues() == ["review-unfit"]
    assert desk.record("shelled") == SHELLED
    assert desk.state("shelled") == "open"
    assert desk.state("marched") == "corrected"


def test_rows_come_in_any_order() -> None:
    desk = Desk()
    desk.judge("correct", "shelled", {"factuality": "possible"})
    desk.judge("correct", "shelled", {"factuality": "planned"})
    desk.judge("add", values=ADDED)
    assert reviewed(CODING, desk.rows[::-1]) == desk.standing()


def test_the_machines_coding_is_never_changed() -> None:
    before = to_contract(CODING)
    desk = Desk()
    desk.judge("correct", "shelled", {"actors": [], "category": "PROTEST"})
    desk.judge("reject", "marched")
    desk.standing()
    assert to_contract(CODING) == before
    assert CODING.report == REPORT
    assert Span(0, 6, "Rebels") == CODING.records[0].actors[0].spans[0]


@pytest.mark.parametrize("twice", [False, True])
def test_two_records_of_one_id_are_both_kept(twice: bool) -> None:
    """No coder writes that, but a store may hold it; nothing may be lost."""
    other = MARCHED if twice else SHELLED
    coding = CODING.__class__(
        REPORT,
        (SHELLED, other.__class__(**{**{n: getattr(other, n) for n in other.__dataclass_fields__}, "id": "shelled"})),
    )
    desk = Desk(coding)
    desk.judge("accept", "shelled")
    assert len(desk.standing().coding.records) == 2
