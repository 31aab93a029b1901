import datetime
import json
import os
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.model import Coding, Report
from onrecord.output.contract import to_contract
from onrecord.store import Store
from onrecord.store.errors import StoreBusyError, StoreFullError
from onrecord.store.log import ConflictError, Log
from tests.store.build import NEWER, RUN, coding, codings


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def ids(store: Store) -> list[str]:
    return sorted(tree["report"]["id"] for tree in store.codings())


def test_what_was_written_comes_back_as_it_was(store: Store) -> None:
    given = [*codings(range(3)), Coding(Report("bare", "")), coding("none", day=None)]
    written = store.write("a", given, RUN)
    assert (written.changed, written.replaced, written.records) == (True, False, 8)
    assert list(store.codings()) == [to_contract(one) for one in given]
    assert list(Store(store.path).codings(batch="a")) == [to_contract(one) for one in given]
    assert list(store.codings(batch="b")) == []


def test_lines_of_the_contract_can_be_written_as_well(store: Store) -> None:
    line = json.loads(json.dumps(to_contract(coding(1))))
    store.write("a", [line], RUN)
    assert list(store.codings()) == [line]


@pytest.mark.parametrize(
    "text", ["a\x00b", "\x85\u2028\u2029", "e\u0301 \U0001f4a5 \u0645", "'\"\\;--", "\r\n\t", "NULL", "  "]
)
def test_text_comes_back_as_it_was(store: Store, text: str) -> None:
    given = Coding(Report(text, text, text, None, text, text, "en"))
    store.write(text, [given], RUN)
    assert list(store.codings()) == [to_contract(given)]


def test_the_same_input_again_changes_nothing(store: Store) -> None:
    store.write("a", codings([1]), RUN, "digest")
    version, files = store.version, sorted(store.path.rglob("*.parquet"))
    assert store.done("a", RUN, "digest")
    again = store.write("a", codings([1]), RUN, "digest")
    assert (again.changed, store.version) == (False, version)
    assert sorted(store.path.rglob("*.parquet")) == files


def test_done_tells_the_coder_and_the_input_apart(store: Store) -> None:
    store.write("a", codings([1]), RUN, "digest")
    assert not store.done("a", NEWER, "digest")
    assert not store.done("a", RUN, "other")
    assert not store.done("b", RUN, "digest")
    assert not store.done("a", RUN, "digest", source="folder")


def test_a_newer_coding_takes_the_place_and_the_older_stays_readable(store: Store) -> None:
    store.write("a", codings([1, 2]), RUN)
    store.write("b", codings([3]), RUN)
    before = store.version
    assert store.write("a", codings([1], factuality="planned"), NEWER).replaced
    assert ids(store) == ["report-1", "report-3"]
    assert {(row["record"], row["factuality"], row["model"], row["run"]) for row in store.records(category="ASSAULT")} == {
        ("report-1/a", "planned", "model-b", "run-2"), ("report-3/a", "asserted", "model-a", "run-1"),
    }  # fmt: skip
    old = Store(store.path, version=before)
    assert ids(old) == ["report-1", "report-2", "report-3"]
    assert len(old.records(factuality="asserted", category="ASSAULT")) == 3
    assert old.version == before


def test_time_travel_by_moment(store: Store) -> None:
    store.write("a", codings([1]), RUN)
    moment = datetime.datetime.now(datetime.UTC)
    store.write("a", codings([1, 2]), NEWER)
    assert ids(Store(store.path, at=moment)) == ["report-1"]
    assert ids(Store(store.path, at="9999-01-01")) == ["report-1", "report-2"]
    with pytest.raises(InputError, match="did not exist"):
        Store(store.path, at="2001-01-01")
    with pytest.raises(InputError, match="no moment"):
        Store(store.path, at="yesterday")


def test_an_older_version_cannot_be_written(store: Store) -> None:
    store.write("a", codings([1]), RUN)
    old = Store(store.path, version=0)
    for change in (lambda: old.write("b", codings([2]), RUN), lambda: old.drop("a"), lambda: old.append_ledger([])):
        with pytest.raises(InputError, match="older one"):
            change()


def test_versions_say_what_was_done(store: Store) -> None:
    store.write("a", codings([1]), RUN)
    store.drop("a")
    assert [(v.number, v.action) for v in store.versions()] == [(2, "drop"), (1, "write"), (0, "create")]
    assert store.versions()[1].details == {"batch": "a", "run": "run-1", "reports": 1, "records": 2, "statements": 2}
    assert [v.number for v in store.versions(limit=1)] == [2]
    assert [v.number for v in Store(store.path, version=1).versions()] == [1, 0]


def test_drop(store: Store) -> None:
    store.write("a", codings([1]), RUN)
    assert store.drop("a")
    assert not store.drop("a")
    assert ids(store) == []
    assert ids(Store(store.path, version=1)) == ["report-1"]


def test_every_row_says_who_made_it(store: Store) -> None:
    store.write("a", codings([1]), RUN)
    for view in ("reports", "records", "participants", "sources", "statements", "issues", "batches"):
        rows = store.query(f"SELECT DISTINCT batch, run, model, codebook, package FROM {view}")
        assert rows == [
            {"batch": "a", "run": "run-1", "model": "model-a", "codebook": "codebook-a", "package": "0.1.0"}
        ]


class TestSource:
    """A source keeps each of its reports once, whatever batch it comes in."""

    def test_a_report_that_moves_to_another_batch_leaves_the_first(self, store: Store) -> None:
        store.write("a", codings([1, 2, 3]), RUN, source="folder")
        store.write("b", codings([3, 4]), NEWER, source="folder")
        assert ids(store) == ["report-1", "report-2", "report-3", "report-4"]
        assert store.query("SELECT report, model FROM reports ORDER BY report") == [
            {"report": "report-1", "model": "model-a"}, {"report": "report-2", "model": "model-a"},
            {"report": "report-3", "model": "model-b"}, {"report": "report-4", "model": "model-b"},
        ]  # fmt: skip
        counted = store.query("SELECT batch, reports, records FROM batches ORDER BY batch")
        assert counted == [{"batch": "a", "reports": 2, "records": 4}, {"batch": "b", "reports": 2, "records": 4}]
        assert store.query("SELECT count(*) AS n FROM participants WHERE report = 'report-3'") == [{"n": 3}]

    def test_a_report_that_is_no_longer_in_the_input_stays(self, store: Store) -> None:
        store.write("a", codings([1, 2]), RUN, source="folder")
        store.write("a", codings([2, 3]), NEWER, source="folder")
        assert ids(store) == ["report-1", "report-2", "report-3"]
        assert store.query("SELECT model FROM reports WHERE report = 'report-1'") == [{"model": "model-a"}]
        assert store.done("a", NEWER, source="folder")
        store.write("a", codings([1, 2, 3]), NEWER, "again", source="folder")
        assert ids(store) == ["report-1", "report-2", "report-3"]
        assert store.query("SELECT DISTINCT model FROM reports") == [{"model": "model-b"}]

    def test_a_batch_all_of_whose_reports_moved_is_gone(self, store: Store) -> None:
        store.write("a", codings([1]), RUN, source="folder")
        store.write("b", codings([1]), RUN, source="folder")
        assert store.query("SELECT batch FROM batches") == [{"batch": "b"}]

    def test_other_sources_are_left_alone(self, store: Store) -> None:
        store.write("a", codings([1]), RUN, source="folder")
        store.write("a", codings([1]), RUN, source="other")
        assert ids(store) == ["report-1", "report-1"]


def test_two_reports_of_one_id_in_a_batch_are_refused(store: Store) -> None:
    with pytest.raises(InputError, match="report-1"):
        store.write("a", codings([1, 1]), RUN)
    assert ids(store) == []


@pytest.mark.parametrize("change", [
    {"mood": "grim"}, {"records": [{"id": "x"}]}, {"report": {"id": "r"}}, {"furniture": [{"start": 0, "end": 3, "text": "xyz"}]},
])  # fmt: skip
def test_what_is_no_coding_is_refused_and_leaves_nothing(store: Store, change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        store.write("a", [{**to_contract(coding(1)), **change}], RUN)
    assert store.version == 0
    assert not list(store.path.rglob("*.parquet"))


def test_a_batch_may_be_empty(store: Store) -> None:
    assert store.write("a", [], RUN).records == 0
    assert store.done("a", RUN)
    assert list(store.codings()) == []
    assert store.query("SELECT batch, reports FROM batches") == [{"batch": "a", "reports": 0}]


def test_codings_are_of_one_version_whatever_is_written_meanwhile(store: Store) -> None:
    for name in "abc":
        store.write(name, codings([name]), RUN)
    reading = store.codings()
    first = next(reading)["report"]["id"]
    other = Store(store.path)
    for name in "abc":
        other.write(name, [], NEWER)
    store.query("SELECT 1")
    assert sorted([first, *(tree["report"]["id"] for tree in reading)]) == ["report-a", "report-b", "report-c"]
    assert ids(store) == []


def test_a_folder_name_that_looks_like_a_pattern(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "it's [a] * store?")
    store.write("it's", codings(["it's"]), RUN, source="x'y")
    store.write("b", codings(["it's", 2]), RUN, source="x'y")
    assert ids(store) == ["report-2", "report-it's"]
    assert len(store.search("shelled")) == 2


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_interrupt_around_the_commit_leaves_a_whole_store(
    store: Store, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    commit = Log.commit

    def interrupted(log: Log, *arguments: Any) -> None:
        if moment == "after":
            commit(log, *arguments)
        raise KeyboardInterrupt

    store.write("a", codings([1, 2]), RUN, source="folder")
    monkeypatch.setattr(Log, "commit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.write("b", codings([2, 3]), RUN, source="folder")
    monkeypatch.undo()
    assert ids(Store(store.path)) == ["report-1", "report-2", *(["report-3"] if moment == "after" else [])]
    assert store.done("b", RUN, source="folder") == (moment == "after")
    store.write("b", codings([2, 3]), RUN, source="folder")
    assert ids(store) == ["report-1", "report-2", "report-3"]


def test_a_write_that_fails_leaves_no_files(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write("a", codings([1]), RUN, source="folder")
    before = sorted(store.path.rglob("*.parquet"))

    def full(*_: Any) -> None:
        raise StoreFullError("no room")

    monkeypatch.setattr(Log, "commit", full)
    with pytest.raises(StoreFullError):
        store.write("b", codings([1, 2]), NEWER, source="folder")
    assert sorted(store.path.rglob("*.parquet")) == before


def test_a_writer_that_is_always_late_gives_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: Any) -> None:
        raise ConflictError

    monkeypatch.setattr(Log, "commit", late)
    monkeypatch.setattr("onrecord.store.store.PATIENCE_S", 0.1)
    with pytest.raises(StoreBusyError) as told:
        store.write("a", codings([1]), RUN)
    assert told.value.code == "store-busy"
    assert not list(store.path.rglob("*.parquet"))


def test_what_a_killed_writer_left_is_swept_away_after_a_day(store: Store) -> None:
    old, new = store.path / "_staging" / "old", store.path / "_staging" / "new"
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    Store.create(store.path)
    assert [entry.name for entry in (store.path / "_staging").iterdir()] == ["new"]


def test_a_writer_that_is_overtaken_while_it_looks_does_not_double(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer commits after this one has listed the files that it will replace, and before it has seen what is in them."""
    store.write("a", codings(range(3)), RUN, source="here")
    rival, overtaken = Store(store.path), []
    scan = Store._as_looked_at

    def overtake(self: Store) -> Any:
        if self is store and not overtaken:
            overtaken.append(True)
            rival.write("a", codings(range(3)), NEWER, "newer", source="here")
        return scan(self)

    monkeypatch.setattr(Store, "_as_looked_at", overtake)
    store.write("a", codings(range(3)), RUN, "again", source="here")
    assert overtaken
    assert ids(Store(store.path)) == sorted(f"report-{number}" for number in range(3))
