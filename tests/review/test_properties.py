"""Whatever is judged, in whatever order: offsets hold, order does not matter, and undoing the last row restores what stood."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Coding
from onrecord.output.contract import from_contract, to_contract
from onrecord.review import Reviewed, reviewed
from onrecord.review.ledger import Action
from tests.review.build import CODING, MARCHED, REPORT, SHELLED, TEXT, Desk, moved, party_tree, tree

WORDS = ("Rebels", "Tarn", "the mayor", "The army", "students", "\U0001f4a5", "marched", "killing", "arrested", "said")
_PARTIES = st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(
    lambda names: [party_tree(n, "UKR", "MIL") for n in names]
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(("ASSAULT", "PROTEST", "CONSULT", "AID", "NONE")),
        "mode": st.sampled_from((None, "riot", "visit", "aerial")),
        "trigger": st.sampled_from(WORDS).map(tree),
        "actors": _PARTIES, "recipients": _PARTIES,
        "sources": _PARTIES.map(lambda parties: [{**party, "cue": tree("said")} for party in parties]),
        "factuality": st.sampled_from(("asserted", "denied", "planned", "possible")),
        "factuality_spans": st.lists(st.sampled_from(WORDS).map(tree), max_size=2),
        "place": st.sampled_from((None, {"spans": [tree("Halve")], "name": "Halve", "lat": 1.0, "lon": 2.0})),
        "date": st.sampled_from((None, {"spans": [tree("Monday")], "start": "2024-03-04", "end": "2024-03-05", "granularity": "range"})),
        "counts": st.sampled_from(({}, {"killed": {"value": 7, "spans": [tree("two")]}})),
    },
).filter(bool)  # fmt: skip
ANEW = (
    CODING,
    Coding(REPORT, (replace(SHELLED, id="s2", mode=None, cameo="190"), MARCHED)),
    Coding(REPORT, ()),
    moved(CODING, "\U0001f4a5\n"),
    Coding(replace(REPORT, text=TEXT.replace("Police", "Somebody")), (SHELLED,)),
)
STEP = st.tuples(
    st.sampled_from(("accept", "correct", "reject", "add", "undo", "code")),
    st.integers(0, 30),
    VALUES,
    st.sampled_from(("Ann", "Bob")),
)


def work(steps: list[tuple[str, int, dict[str, Any], str]]) -> Desk:
    desk = Desk()
    for action, number, values, who in steps:
        standing = desk.standing()
        if action == "code":
            desk.code(ANEW[number % len(ANEW)])
        elif action == "add" and desk.coding.report.text == TEXT:
            desk.judge(
                "add", values={"category": "AID", "trigger": tree("said"), "factuality": "asserted", **values}, by=who
            )
        elif action == "undo" and desk.rows:
            desk.undo(desk.rows[number % len(desk.rows)], by=who)
        elif action in ("accept", "correct", "reject") and standing.marks:
            name = list(standing.marks)[number % len(standing.marks)]
            _judge(desk, action, name, values, who)
    return desk


def _judge(desk: Desk, action: Any, name: str, values: dict[str, Any], who: str) -> None:
    if action != "correct" or desk.coding.report.text == TEXT:
        desk.judge(action, name, values if action == "correct" else None, by=who)


def whole(standing: Reviewed) -> None:
    """Everything is of the contract, every span holds, and every record has a state."""
    assert from_contract(to_contract(standing.coding)) == standing.coding
    assert from_contract(to_contract(standing.kept())).records == standing.kept().records
    names = [record.id for record in standing.coding.records]
    assert len(set(names)) == len(names)
    assert set(standing.marks) == set(names)
    assert set(standing.current) == {row.id for row in standing.reviews}
    for record in standing.coding.records:
        if standing.marks[record.id].state == "open":
            assert record in standing.coded.records
        assert record.sentence.covers(record.trigger) or record.sentence.start <= record.trigger.start


@settings(max_examples=80, deadline=None)
@given(st.lists(STEP, max_size=12))
def test_any_sequence_keeps_offsets_valid(steps: list[Any]) -> None:
    desk = work(steps)
    whole(desk.standing())
    for coding in ANEW:
        whole(reviewed(coding, desk.rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(STEP, max_size=10), st.randoms(use_true_random=False))
def test_rows_come_in_any_order(steps: list[Any], shuffling: Any) -> None:
    desk = work(steps)
    rows = list(desk.rows)
    shuffling.shuffle(rows)
    assert reviewed(desk.coding, rows) == desk.standing()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(STEP, max_size=10), st.sampled_from(("accept", "correct", "reject", "undo")), st.integers(0, 30), VALUES
)
def test_undoing_the_last_row_restores_exactly(steps: list[Any], action: Action, number: int, values: Any) -> None:
    desk = work([*steps, ("code", 0, {}, "Ann")])
    before = desk.standing()
    if action == "undo":
        if not desk.rows:
            return
        row = desk.undo(desk.rows[number % len(desk.rows)], by="Cid")
    else:
        name = list(before.marks)[number % len(before.marks)]
        row = desk.judge(action, name, values if action == "correct" else None, by="Cid")
    desk.undo(row, by="Dee")
    after = desk.standing()
    assert after.coding == before.coding
    assert after.marks == before.marks
    assert after.machine == before.machine
