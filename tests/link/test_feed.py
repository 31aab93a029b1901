import datetime

import pytest
from click.testing import CliRunner

from onrecord.commands import link as command
from onrecord.errors import InputError
from onrecord.link.feed import judge, link_store, tell
from onrecord.link.types import event_from_row, judgement_from_row, link_from_row, record_from_row, to_row
from tests.link.build import MemoryStore, later, record


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(
        [record("a1", killed=3), record("a2", killed=5), record("b1", place="Sutton", sentence="A bridge was mined.")]
    )


@pytest.fixture
def run(store: MemoryStore, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "open_store", lambda _path: store)

    def call(*words: str):
        return CliRunner().invoke(command.command, ["store", *words], env={"ONRECORD_AUTHOR": "Ada"})

    return call


def test_linking_writes_events_and_links_and_tells_what_changed(store: MemoryStore) -> None:
    change = link_store(store, package="1")
    assert (len(store.kept_events), len(store.kept_links), change.new_events) == (2, 3, 2)
    store.records.append(record("a3", published=later(1)))
    change = link_store(store, package="1")
    assert (change.new_events, change.gone_events, change.moved) == (0, 0, 0)
    assert change.linked.relinked < 4


def test_judgements_are_only_added_and_can_be_undone(store: MemoryStore) -> None:
    judge(store, "a1", "a2", "different", author="Ada", at="2024-06-01")
    assert link_store(store, package="1").linked.events.__len__() == 3
    judge(store, "a1", "a2", "undone", author="Bo", at="2024-06-02", reason="a slip")
    assert len(link_store(store, package="1").linked.events) == 2
    assert [row["verdict"] for row in store.judgements] == ["different", "undone"]
    with pytest.raises(InputError, match="nobody has judged"):
        judge(store, "a1", "a2", "undone", author="Ada", at="2024-06-03")


@pytest.mark.parametrize(
    ("a", "b", "told"), [("x", "b1", "no records"), ("a", "b1", "2 records"), ("b1", "b", "one record")]
)
def test_a_judgement_needs_two_records(store: MemoryStore, a: str, b: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        judge(store, a, b, "same", author="Ada", at="2024-06-01")
    assert store.judgements == []


def test_an_event_is_told_with_its_records(store: MemoryStore) -> None:
    link_store(store, package="1")
    event, members = tell(store, "a2")
    assert event["killed"] == [3, 5]
    assert [one.id for one, _ in members] == ["a1", "a2"]
    with pytest.raises(InputError, match="no events answer"):
        tell(store, "zz")


def test_rows_come_back_as_they_were() -> None:
    one = record("a", sources="the mayor/AAA/GOV", killed=2, lat=1.5, lon=2.5)
    assert record_from_row(to_row(one)) == one
    linked = link_store(MemoryStore([one]), package="1").linked
    assert link_from_row(to_row(linked.links[0])) == linked.links[0]
    assert event_from_row(to_row(linked.events[0])) == linked.events[0]


def test_absent_numbers_of_tables_are_none() -> None:
    row = to_row(record("a")) | {
        "killed": float("nan"),
        "lat": float("nan"),
        "published": datetime.datetime(2024, 5, 10, 3),
    }
    found = record_from_row(row)
    assert (found.killed, found.lat, found.published) == (None, None, later(0))


@pytest.mark.parametrize(
    "wrong", [{"id": None}, {"factuality": "likely"}, {"actors": 7}, {"date_start": "May"}, {"category": ""}]
)
def test_a_row_that_is_no_record_is_refused(wrong: dict) -> None:
    with pytest.raises(InputError, match="cannot be linked"):
        record_from_row(to_row(record("a")) | wrong)


def test_a_row_of_the_ledger_that_is_no_judgement_is_refused() -> None:
    with pytest.raises(InputError, match="no judgement"):
        judgement_from_row({"at": "2024", "author": "Ada", "record_a": "a", "record_b": "b", "verdict": "maybe"})


def test_the_command_links_judges_and_shows(run, store: MemoryStore) -> None:
    assert "2 events" in run().output
    told = run("--different", "a1", "a2", "--reason", "two streets").output
    assert "a1 and a2: different, by Ada" in told
    assert "3 events" in told
    assert store.judgements[0]["reason"] == "two streets"
    assert "2 events" in run("--undo", "a1", "a2").output
    shown = run("--show", "a1").output
    assert "killed: 3 to 5" in shown
    assert "same place Norton" in shown


def test_the_command_takes_one_wish_at_a_time(run) -> None:
    found = run("--same", "a1", "a2", "--show", "a1")
    assert isinstance(found.exception, InputError)


def test_the_help_tells_what_standing_means(run) -> None:
    assert "corroborated" in run("--help").output
