import datetime
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.store import Store
from tests.store.build import NEWER, RUN, codings

EVENT = {
    "id": "e1", "category": "ASSAULT", "mode": None, "records": ["report-1/a", "report-2/a"], "first_report": "report-1", "reports": 2,
    "origins": 1, "standing": "single-source", "asserted_by": ["the mayor"], "denied_by": [], "planned_by": [],
    "actors": [{"name": "The army", "country": "RUS", "sector": None}], "recipients": [], "date_start": "2024-03-04",
    "date_end": "2024-03-04", "place": "Tarn", "place_country": None, "lat": 49.5, "lon": 36.25, "killed": [2, 3], "injured": None,
}  # fmt: skip
LINK = {"record": "report-1/a", "event": "e1", "score": 0.9, "reasons": ["same place", "same day"], "digest": "d"}
JUDGEMENT = {
    "at": "2024-05-01T10:00:00", "author": "A. Analyst", "record_a": "report-1/a", "record_b": "report-2/a", "verdict": "same", "score": 0.5,
    "reason": "the same shell",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store")
    made.write("a", codings([1]), RUN)
    return made


def test_records_for_linking(store: Store) -> None:
    full, bare = store.link_records()
    assert full == {
        "id": "report-1/a", "report_id": "report-1", "published": datetime.date(2024, 3, 5), "title": "Title 1", "category": "ASSAULT",
        "mode": "aerial", "actors": [{"name": "The army", "country": "RUS", "sector": "MIL", "entity": None}, {"name": "Halve", "country": None, "sector": None, "entity": None}],
        "recipients": [{"name": "Tarn", "country": "UKR", "sector": None, "entity": None}], "date_start": datetime.date(2024, 3, 4),
        "date_end": datetime.date(2024, 3, 4), "date_basis": "expression", "granularity": "day", "place": "Tarn", "place_country": "UKR",
        "lat": 49.5, "lon": 36.25, "place_precision": "city", "factuality": "asserted", "sources": [{"name": "the mayor", "country": "UKR", "sector": "GOV", "entity": None}],
        "killed": 2, "injured": None, "trigger": "shelled", "sentence": full["sentence"], "text_of_report": full["text_of_report"],
    }  # fmt: skip
    assert full["text_of_report"].startswith(full["sentence"])
    assert (bare["actors"], bare["sources"], bare["date_start"], bare["killed"]) == ([], [], None, None)


def test_records_of_new_batches_only(store: Store) -> None:
    version = store.version
    store.write("b", codings([2]), RUN)
    assert [row["id"] for row in store.link_records(since_batch=version)] == ["report-2/a", "report-2/b"]
    store.write("a", codings([1]), NEWER)
    assert {row["report_id"] for row in store.link_records(since_batch=version)} == {"report-1", "report-2"}
    assert list(store.link_records(since_batch=store.version)) == []


def test_a_report_in_two_sources_is_linked_once(store: Store) -> None:
    store.write("b", codings([1, 2]), RUN)
    assert sorted(row["id"] for row in store.link_records()) == ["report-1/a", "report-1/b", "report-2/a", "report-2/b"]


def test_events_and_links_come_back_as_they_were(store: Store) -> None:
    assert store.linked_version() is None
    extra = {**EVENT, "id": "e2", "weather": {"rain": True}, "killed": None, "date_start": None, "date_end": None}
    store.replace_events([EVENT, extra], [LINK], package="0.1.0")
    assert store.events() == [EVENT, extra]
    assert store.links() == [LINK]
    assert store.linked_version() == 1
    assert store.query("SELECT actors, actor_countries, killed_high, package FROM events WHERE event = 'e1'") == [
        {"actors": ["The army"], "actor_countries": ["RUS"], "killed_high": 3, "package": "0.1.0"}
    ]
    assert store.counts(["standing", "actor"], events=True) == [
        {"standing": "single-source", "actor": "RUS", "count": 2}
    ]
    with pytest.raises(InputError):
        store.counts("standing", events=True, actor="RUS")


def test_events_are_replaced_as_a_whole(store: Store) -> None:
    store.replace_events([EVENT], [LINK])
    before = store.version
    store.replace_events([{**EVENT, "id": "e9"}], [])
    assert [event["id"] for event in store.events()] == ["e9"]
    assert store.links() == []
    assert [event["id"] for event in Store(store.path, version=before).events()] == ["e1"]
    store.replace_events([], [])
    assert store.events() == []
    assert store.linked_version() == before + 1


def test_coding_anew_leaves_events_and_judgements(store: Store) -> None:
    store.replace_events([EVENT], [LINK])
    store.append_ledger([JUDGEMENT])
    store.write("a", codings([1]), NEWER)
    store.drop("a")
    assert store.events() == [EVENT]
    assert store.ledger() == [JUDGEMENT]


def test_the_ledger_only_grows(store: Store) -> None:
    later = {**JUDGEMENT, "at": "2024-05-02T10:00:00", "verdict": "undone", "score": None, "reason": ""}
    also = {**JUDGEMENT, "record_b": "report-3/a", "note": "n"}
    store.append_ledger([later])
    store.append_ledger([JUDGEMENT, also])
    store.append_ledger([])
    store.replace_events([], [])
    assert store.ledger() == [JUDGEMENT, also, later]


@pytest.mark.parametrize("change", [{"verdict": "maybe"}, {"author": ""}, {"at": None}, {"record_b": None}])
def test_what_is_no_judgement_is_refused(store: Store, change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        store.append_ledger([JUDGEMENT, {**JUDGEMENT, **change}])
    assert store.ledger() == []


@pytest.mark.parametrize("events", [[EVENT, EVENT], [{"id": "e1"}], [{**EVENT, "records": None}]])
def test_what_is_no_event_is_refused(store: Store, events: list[dict[str, object]]) -> None:
    with pytest.raises(InputError):
        store.replace_events(events, [])
    assert store.events() == []
