from __future__ import annotations

import csv
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from onrecord.explorer import Explorer
from onrecord.explorer.errors import RequestError
from onrecord.review import ReviewConflictError, ReviewError
from onrecord.store import Store
from tests.explorer.build import TEXT, make_store


def judge(action: str, record: str | None, last: str | None = None, **more: Any) -> dict[str, Any]:
    return {"action": action, "report": "r1", "record": record, "reviewer": "Ann", "last_seen": last, **more}


def tree(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


POLICE = {"spans": [tree("Police")], "name": "Police", "country": "FJI", "sector": "COP", "entity": None}
ADDED = {
    "category": "COERCE",
    "mode": "arrest",
    "trigger": tree("arrested"),
    "factuality": "asserted",
    "actors": [POLICE],
}


def states(found: dict[str, Any]) -> dict[str, str]:
    return {record["id"]: record["review"]["state"] for record in found["records"]}


def test_a_correction_wins_in_lists_charts_and_exports(own: Explorer, tmp_path: Path) -> None:
    before = own.store()["version"]
    row = own.review(judge("correct", "marched", values={"category": "COERCE", "mode": "arrest", "actors": [POLICE]}))
    assert (row["action"], row["reviewer"], row["undone"]) == ("correct", "Ann", False)
    assert own.store()["version"] > before
    assert own.store()["reviewers"] == ["Ann"]
    found = own.overview(category="COERCE/arrest")
    assert found["matched"] == 2
    assert {row["value"] for row in found["facets"]["who"]} == {"KEN", "FJI"}
    assert own.overview(category="PROTEST")["matched"] == 0
    assert own.overview(who="FJI")["network"]["edges"] == []
    # Somebody whom only a reviewer named.
    assert own.overview(node="police\x1fFJI")["matched"] == 1
    listed = own.records(who="FJI")["rows"]
    assert [(row["record"], row["review"], row["category"]) for row in listed] == [("marched", "corrected", "COERCE")]
    assert own.overview()["total"] == 9
    report = own.report("r1")
    assert states(report) == {"shelled": "open", "denied": "open", "marched": "corrected"}
    assert report["machine"]["marched"]["category"] == "PROTEST"
    assert report["records"][2]["review"]["fields"] == ["category", "mode", "actors"]
    assert [one["id"] for one in report["reviews"]] == [row["id"]]
    out = own.export("csv", tmp_path / "out.csv", who="FJI")
    with out.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["record"], row["category"]) for row in rows] == [("marched", "COERCE")]


def test_a_rejected_record_is_not_counted_unless_asked_for(own: Explorer, tmp_path: Path) -> None:
    own.review(judge("reject", "shelled"))
    assert own.overview(category="ASSAULT")["matched"] == 2
    facet = {row["value"]: row["count"] for row in own.overview()["facets"]["review"]}
    assert facet == {"open": 8, "rejected": 1}
    assert own.overview(review="rejected")["matched"] == 1
    assert states(own.report("r1"))["shelled"] == "rejected"
    assert [claim["record"] for claim in own.event("e1")["claims"]] == ["denied", "shelled-again"]
    lines = own.export("jsonl", tmp_path / "out.jsonl", report="r1").read_text("utf-8").splitlines()
    assert [record["id"] for record in json.loads(lines[0])["records"]] == ["denied", "marched"]


def test_an_added_record_is_one_like_the_others(own: Explorer) -> None:
    row = own.review(judge("add", None, values=ADDED))
    found = own.records(review="added")["rows"]
    assert [(one["record"], one["report"], one["actors"][0]["country"], one["event"]) for one in found] == [
        (row["record"], "r1", "FJI", None)
    ]
    assert own.store()["records"] == 10
    assert own.overview(category="COERCE")["matched"] == 2
    own.review(judge("undo", row["record"], row["id"], undoes=row["id"]))
    assert own.store()["records"] == 9
    assert own.overview(review="added")["matched"] == 0


def test_an_undo_brings_back_what_was_before(own: Explorer) -> None:
    first = own.overview()
    row = own.review(judge("correct", "marched", values={"factuality": "denied"}))
    assert own.overview(factuality="denied")["matched"] == 2
    own.review(judge("undo", "marched", row["id"], undoes=row["id"]))
    again = own.overview()
    assert {**again, "version": 0} == {**first, "version": 0}
    assert [one["undone"] for one in own.report("r1")["reviews"]] == [True, False]


def test_accepting_changes_the_state_alone(own: Explorer) -> None:
    own.review(judge("accept", "shelled"))
    assert own.overview(review="accepted", who="UKR")["matched"] == 1
    assert own.overview(who="UKR")["matched"] == 3


def test_of_two_reviewers_the_slower_is_told(own: Explorer, store: Store) -> None:
    other = Explorer(store.path)
    own.review(judge("accept", "shelled"))
    with pytest.raises(ReviewConflictError):
        other.review({**judge("reject", "shelled"), "reviewer": "Ben"})
    seen = other.report("r1")["reviews"][-1]["id"]
    other.review({**judge("reject", "shelled", seen), "reviewer": "Ben"})
    assert own.store()["reviewers"] == ["Ann", "Ben"]


def test_many_reviewers_at_once_lose_nothing(own: Explorer) -> None:
    outcomes: list[str] = []

    def accept(number: int) -> None:
        try:
            own.review({**judge("accept", ("shelled", "denied", "marched")[number % 3]), "reviewer": f"R{number}"})
            outcomes.append("written")
        except ReviewConflictError:
            outcomes.append("conflict")

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 3 + ["written"] * 3
    assert len(own.report("r1")["reviews"]) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "praise"}, {"record": "nothing"}, {"report": "r9"}, {"action": "correct"}, {"action": "correct", "values": {"category": "WAR"}},
        {"action": "correct", "values": {"trigger": {"start": 0, "end": 3, "text": "xyz"}}}, {"reviewer": " "},
        {"action": "correct", "values": {"color": "red"}}, {"action": "undo", "undoes": "nothing"}, {"extra": 1}, {"reviewer": 3},
        {"values": []}, {"action": ["accept"]},
    ],
)  # fmt: skip
def test_what_is_no_judgement_changes_nothing(own: Explorer, wrong: dict[str, Any]) -> None:
    before = own.store()["version"]
    with pytest.raises((ReviewError, RequestError)):
        own.review(judge("accept", "shelled") | wrong)
    assert own.store()["version"] == before


def test_an_older_version_is_read_as_it_was(own: Explorer, store: Store) -> None:
    version = own.store()["version"]
    own.review(judge("reject", "shelled"))
    older = Explorer(store.path, version=version)
    assert older.store()["writable"] is False
    assert older.overview()["matched"] == 9
    assert older.store()["reviewers"] == []
    with pytest.raises(RequestError, match="older version"):
        older.review(judge("accept", "shelled"))
    with pytest.raises(RequestError, match="cannot be searched"):
        older.overview(q="army")


def test_reviews_survive_coding_anew(own: Explorer, store: Store) -> None:
    from tests.explorer.build import RUN, world  # noqa: PLC0415

    own.review(judge("correct", "marched", values={"factuality": "denied"}))
    store.write("batch-0", world()[:2], RUN, again=True)
    fresh = Explorer(store.path)
    assert fresh.overview(factuality="denied", review="corrected")["matched"] == 1


# --- the store changes underneath ---------------------------------------------------------------------------------------


def test_what_others_write_is_seen(own: Explorer, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.explorer.build import RUN, coding, record  # noqa: PLC0415

    monkeypatch.setattr("onrecord.explorer.explorer._SHARE", 0.0)
    assert own.store()["records"] == 9
    assert own.store()["stale_links"] is False
    store.write("more", [coding("r9", [record("new")])], RUN)
    info = own.store()
    assert (info["records"], info["stale_links"], info["version"]) == (10, True, store.version)
    assert own.report("r9")["records"][0]["id"] == "new"
    store.drop("more")
    assert own.store()["records"] == 9


def test_while_others_keep_writing_answers_may_be_a_little_old(
    own: Explorer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.explorer.build import RUN, coding, record  # noqa: PLC0415

    monkeypatch.setattr("onrecord.explorer.explorer._SHARE", 1e9)
    version = own.store()["version"]
    store.write("more", [coding("r9", [record("new")])], RUN)
    assert own.overview()["version"] == version
    assert own.overview()["matched"] == 9
    # But never for whoever writes himself.
    own.review(judge("accept", "shelled"))
    assert own.overview()["matched"] == 10


def test_an_older_version_stays_what_it_is(tmp_path: Path) -> None:
    from tests.explorer.build import RUN, coding, record  # noqa: PLC0415

    store = make_store(tmp_path / "own")
    older = Explorer(store.path, at=None, version=store.version)
    store.write("more", [coding("r9", [record("new")])], RUN)
    assert older.overview()["matched"] == 9
