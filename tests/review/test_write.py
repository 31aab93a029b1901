"""Judgements in the ledger of a store."""

from __future__ import annotations

import json
import multiprocessing
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import deltalake
import pytest

from onrecord.errors import InputError
from onrecord.review import (
    Judgement,
    Review,
    ReviewConflictError,
    ReviewError,
    reviewed_codings,
    reviewed_contract,
    reviewed_report,
    row_trees,
    write,
)
from onrecord.review.ledger import from_rows, to_row
from onrecord.store import Run, Store
from onrecord.store.log import Log
from onrecord.store.reviewing import MOST_FILES
from tests.review.build import CODING, REPORT, SHELLED, party_tree, span, tree

RUN = Run("run-1", "model-a", "codebook-a", "0.2.0", "2024-03-01T00:00:00+00:00")
NEWER = Run("run-2", "model-b", "codebook-a", "0.2.0", "2024-04-01T00:00:00+00:00")
ARRESTED = {"category": "COERCE", "mode": "arrest", "trigger": tree("arrested"), "factuality": "asserted"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store")
    made.write("a", [CODING], RUN)
    return made


def judge(
    store: Store, action: str, record: str | None = None, seen: Review | None = None, by: str = "Ann", **more: Any
) -> Review:
    return write(store, Judgement(action, "r1", by, record, **more), seen.id if seen else None, package="0.2.0")


def test_a_judgement_comes_back_as_it_was_written(store: Store) -> None:
    row = judge(
        store,
        "correct",
        "shelled",
        values={"actors": [party_tree("Police", "UKR", "COP")]},
        note=" by hand\n",
        by=" Ann  Analyst ",
    )
    assert (row.reviewer, row.note, row.seen, row.at[-6:]) == ("Ann Analyst", "by hand", None, "+00:00")
    assert row.anchor.machine is not None
    assert (row.anchor.trigger, row.anchor.sentence) == (SHELLED.trigger, SHELLED.sentence)
    assert from_rows(store.reviews("r1")) == from_rows(store.reviews()) == [row]
    assert store.reviews("r2") == []
    (flat,) = store.query(
        "SELECT reviewer, record, action, trigger_start, sentence_start, category, mode, corrected, package FROM reviews"
    )
    assert json.loads(flat.pop("corrected")) == row.values
    assert flat == {
        "reviewer": "Ann Analyst", "record": "shelled", "action": "correct", "trigger_start": 7, "sentence_start": 0,
        "category": "ASSAULT", "mode": "heavy-weapons", "package": "0.2.0",
    }  # fmt: skip


def test_the_store_as_it_stands(store: Store) -> None:
    first = judge(store, "accept", "shelled")
    lift = judge(store, "undo", "shelled", first, by="Bob", undoes=first.id)
    added = judge(store, "add", values=ARRESTED)
    standing = reviewed_report(store, "r1")
    assert standing is not None
    assert standing.marks[added.record].state == "added"
    rows = row_trees(standing)
    assert [(row["action"], row["undone"], row["record"]) for row in rows] == [
        ("accept", True, "shelled"), ("undo", False, "shelled"), ("add", False, added.record),
    ]  # fmt: skip
    assert standing.newest["shelled"] == lift.id
    tree = reviewed_contract(standing)
    assert [record["review"]["state"] for record in tree["records"]] == ["open", "open", "open", "added"]
    assert tree["records"][-1]["review"] == {
        "state": "added", "reviewer": "Ann", "at": added.at, "fields": ["category", "mode", "trigger", "factuality"],
    }  # fmt: skip
    assert (
        [s.coding for s in reviewed_codings(store)]
        == [s.coding for s in reviewed_codings(store, judged_only=True)]
        == [standing.coding]
    )
    assert reviewed_report(store, "none") is None


def test_coding_anew_leaves_the_ledger(store: Store) -> None:
    judge(store, "reject", "shelled")
    store.write("a", [replace(CODING, records=(replace(SHELLED, id="s2", mode=None, cameo="190"),))], NEWER)
    standing = reviewed_report(store, "r1")
    assert standing is not None
    assert standing.marks["s2"].state == "rejected"
    assert row_trees(standing)[0]["record"] == "s2"
    store.drop("a")
    assert len(store.reviews()) == 1
    assert list(reviewed_codings(store, judged_only=True)) == []


# --- one judges, another too ----------------------------------------------------------------------------------


def test_who_has_not_seen_the_newest_row_is_refused(store: Store) -> None:
    first = judge(store, "accept", "shelled")
    with pytest.raises(ReviewConflictError, match="Ann judged"):
        judge(store, "reject", "shelled", by="Bob")
    judge(store, "reject", "shelled", first, by="Bob")
    with pytest.raises(ReviewConflictError, match="Bob judged"):
        judge(store, "correct", "shelled", first, values={"place": None})
    with pytest.raises(ReviewConflictError, match="nobody"):
        judge(store, "accept", "marched", first)
    # Other records of the report are nobody's business.
    judge(store, "accept", "marched", by="Cid")
    assert [row["action"] for row in store.reviews()] == ["accept", "reject", "accept"]


def test_a_clock_that_goes_back_puts_no_row_before_one_that_was_seen(store: Store) -> None:
    first = judge(store, "accept", "shelled")
    late = replace(first, id="late", at="2099-01-01T00:00:00.000000+00:00", seen=first.id)
    store.append_reviews([to_row(late)])
    second = judge(store, "reject", "shelled", late)
    assert second.at == "2099-01-01T00:00:00.000001+00:00"
    standing = reviewed_report(store, "r1")
    assert standing is not None
    assert standing.marks["shelled"].state == "rejected"


def test_somebody_is_faster_between_the_look_and_the_commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Store(store.path)
    append = Store.append_reviews

    def slow(self: Store, rows: Any, **options: Any) -> None:
        monkeypatch.setattr(Store, "append_reviews", append)
        judge(other, "accept", "shelled", by="Bob")
        judge(other, "accept", "marched", by="Bob")
        append(self, rows, **options)

    monkeypatch.setattr(Store, "append_reviews", slow)
    with pytest.raises(ReviewConflictError, match="Bob"):
        judge(store, "reject", "shelled")
    assert [(row["record"], row["action"]) for row in store.reviews()] == [("shelled", "accept"), ("marched", "accept")]
    folder = store.path / "reviews"
    assert {path.name for path in folder.iterdir()} == {
        Path(f.path).name for f in Log(store.path).files() if f.table == "reviews"
    }


def _race(path: str, name: str, ready: Any, outcomes: Any) -> None:
    store = Store(path)
    ready.wait()
    try:
        judge(store, "correct", "shelled", by=name, values={"place": None})
        outcomes.put("won")
    except ReviewConflictError:
        outcomes.put("lost")
    # Each judges a record of its own as well, and both are kept.
    judge(store, "accept", {"Ann": "denied", "Bob": "marched"}[name], by=name)


def test_of_two_processes_one_wins_and_nothing_is_lost(store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    ready, outcomes = context.Barrier(2), context.Queue()
    racers = [context.Process(target=_race, args=(str(store.path), name, ready, outcomes)) for name in ("Ann", "Bob")]
    for racer in racers:
        racer.start()
    found = sorted(outcomes.get(timeout=120) for _ in racers)
    for racer in racers:
        racer.join()
    assert [racer.exitcode for racer in racers] == [0, 0]
    assert found == ["lost", "won"]
    assert sorted(row["record"] for row in store.reviews()) == ["denied", "marched", "shelled"]


def test_many_threads_on_one_record(store: Store) -> None:
    outcomes: list[str] = []

    def race(name: str) -> None:
        try:
            judge(Store(store.path), "accept", "shelled", by=name)
            outcomes.append("won")
        except ReviewConflictError:
            outcomes.append("lost")

    threads = [threading.Thread(target=race, args=(f"reviewer {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost"] * 3 + ["won"]
    assert len(store.reviews()) == 1


# --- what is no judgement -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judgement", "words"),
    [
        (Judgement("praise", "r1", "Ann", "shelled"), "no judgement"),
        (Judgement("accept", "r2", "Ann", "shelled"), "no report"),
        (Judgement("accept", "r1", "Ann", "none"), "no record"),
        (Judgement("accept", "r1", "Ann"), "record's id"),
        (Judgement("accept", "r1", "", "shelled"), "reviewer"),
        (Judgement("accept", "r1", "A" * 101, "shelled"), "longer"),
        (Judgement("accept", "r1", "Ann\x00", "shelled"), "belong to no text"),
        (Judgement("accept", "r1", "Ann", "shelled", note="n" * 3_000), "longer"),
        (Judgement("accept", "r1", "Ann", "shelled", values={"place": None}), "takes no values"),
        (Judgement("correct", "r1", "Ann", "shelled"), "needs values"),
        (Judgement("undo", "r1", "Ann", "shelled"), "needs row to undo"),
        (Judgement("undo", "r1", "Ann", "shelled", undoes="none"), "has this id"),
        (Judgement("add", "r1", "Ann", values={"category": "ASSAULT"}), "needs trigger, factuality"),
        (Judgement("add", "r1", "Ann", values={**ARRESTED, "mode": "riot"}), "no mode riot"),
        (Judgement("correct", "r1", "Ann", "shelled", values={"mode": "riot"}), "no mode riot"),
        (Judgement("add", "r1", "Ann", values={"category": "PROTEST", "mode": "demo", "trigger": tree("marched"), "factuality": "asserted"}),
         "on record already"),
    ],
)  # fmt: skip
def test_what_is_no_judgement_is_refused(store: Store, judgement: Judgement, words: str) -> None:
    with pytest.raises(ReviewError, match=words):
        write(store, judgement, None)
    assert store.reviews() == []
    assert store.version == 1


def test_a_row_is_undone_once(store: Store) -> None:
    first = judge(store, "accept", "shelled")
    lift = judge(store, "undo", "shelled", first, undoes=first.id)
    with pytest.raises(ReviewError, match="undone already"):
        judge(store, "undo", "shelled", lift, undoes=first.id)
    with pytest.raises(ReviewError, match="has this id"):
        judge(store, "undo", "marched", undoes=first.id)


def test_an_older_version_is_not_written(store: Store) -> None:
    with pytest.raises(InputError, match="older"):
        judge(Store(store.path, version=1), "accept", "shelled")


# --- the table ------------------------------------------------------------------------------------------------


def test_a_store_without_the_table_can_be_read_and_gets_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from onrecord.store import log  # noqa: PLC0415

    whole = log._delta_schema
    monkeypatch.setattr(
        log,
        "_delta_schema",
        lambda schema: deltalake.Schema(
            [f for f in whole(schema).fields if f.name not in ("reviewer", "corrected", "seen")]
        ),
    )
    old = Store.create(tmp_path / "old")
    old.write("a", [CODING], RUN)
    monkeypatch.undo()
    reopened = Store(old.path)
    assert reopened.reviews() == []
    assert len(list(reopened.codings())) == 1
    judge(reopened, "accept", "shelled")
    assert "reviewer" in {field.name for field in deltalake.DeltaTable(old.path).schema().fields}
    assert len(Store(old.path).reviews()) == 1
    reopened.write("b", [replace(CODING, report=replace(REPORT, id="r2"))], RUN)
    assert len(list(old.codings())) == 2


def test_many_rows_are_put_into_one_file(store: Store) -> None:
    last = judge(store, "accept", "shelled")
    for number in range(MOST_FILES + 1):
        last = replace(last, id=f"row{number:02d}", at=f"2099-01-01T00:00:{number:02d}.000000+00:00")
        store.append_reviews([to_row(last)])
    files = [file for file in Log(store.path).files() if file.table == "reviews"]
    assert len(files) <= 2
    assert len(store.reviews()) == MOST_FILES + 2
    assert len(Store(store.path, version=5).reviews()) == 4
    assert from_rows(store.reviews())[-1] == last


def test_one_report_is_found(store: Store) -> None:
    store.write("b", [replace(CODING, report=replace(REPORT, id="it's"))], RUN)
    assert store.coding("it's") == next(c for c in store.codings() if c["report"]["id"] == "it's")
    assert store.coding("none") is None
    assert Store.create(store.path.parent / "empty").coding("r1") is None


def test_the_words_count_in_code_points(store: Store) -> None:
    row = judge(store, "correct", "shelled", values={"actors": [party_tree("students")]})
    assert row.values is not None
    assert row.values["actors"][0]["spans"][0]["start"] == span("students").start
