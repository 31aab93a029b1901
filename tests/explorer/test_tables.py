from typing import Any

import pytest

from onrecord.explorer import Explorer
from onrecord.explorer.errors import NotThereError, RequestError

SORTS = ("date", "published", "category", "place", "confidence")


def names(page: dict[str, Any]) -> list[str]:
    return [row["record"] for row in page["rows"]]


def test_a_row_has_what_a_table_shows(explorer: Explorer) -> None:
    row = explorer.records(report="r1", factuality="asserted", category="ASSAULT")["rows"][0]
    assert row == {
        "record": "shelled", "report": "r1", "title": "Title of r1", "published": "2024-03-05", "date_start": "2024-03-04",
        "date_end": "2024-03-04", "category": "ASSAULT", "mode": "heavy-weapons",
        "actors": [{"name": "Rebels", "country": "UKR", "sector": "REB"}], "recipients": [{"name": "Tarn", "country": "UKR", "sector": None}],
        "place": "Tarn", "place_country": "UKR", "factuality": "asserted", "sources": ["the mayor"], "killed": 2, "injured": None,
        "confidence": 0.95, "event": "e1", "standing": "disputed", "review": "open",
        "sentence": "Rebels shelled Tarn on Monday, killing two, the mayor said.",
    }  # fmt: skip


def test_a_report_without_a_title_goes_by_its_first_line(explorer: Explorer) -> None:
    row = explorer.records(category="AID")["rows"][0]
    assert row["title"].startswith("Rebels shelled Tarn")
    assert "\n" not in row["title"]
    assert len(row["title"]) <= 120


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{name}" for name in SORTS)])
def test_pages_in_any_order_hold_every_record_once(explorer: Explorer, sort: str) -> None:
    whole = names(explorer.records(sort=sort))
    assert len(set(whole)) == 9
    pages = [names(explorer.records(offset=at, limit=2, sort=sort)) for at in range(0, 10, 2)]
    assert [name for page in pages for name in page] == whole
    assert names(explorer.records(offset=50, sort=sort)) == []


def test_orders(explorer: Explorer) -> None:
    by_day = explorer.records(sort="-date")["rows"]
    assert [row["date_start"] for row in by_day] == [
        "2024-04-01", "2024-03-04", "2024-03-04", "2024-03-04", "2024-03-01", "2024-02-28", "2023-12-30", None, None,
    ]  # fmt: skip
    # Of one day those of the earlier report first, whichever way the days go.
    assert names(explorer.records(sort="-date"))[1:4] == ["shelled", "denied", "shelled-again"]
    assert names(explorer.records(sort="date"))[3:6] == ["shelled", "denied", "shelled-again"]
    assert names(explorer.records(sort="date"))[-2:] == ["bare", "undated"]
    assert names(explorer.records(sort="confidence"))[:2] == ["undated", "shelled-again"]
    assert [row["place"] for row in explorer.records(sort="-place")["rows"]][:3] == ["Vell", "Tarn", "Tarn"]
    assert explorer.records(sort="category")["rows"][0]["category"] == "CONSULT"


@pytest.mark.parametrize(
    "wrong",
    [
        {"sort": "title"},
        {"sort": "--date"},
        {"sort": "date; DROP"},
        {"limit": 0},
        {"limit": 1001},
        {"offset": -1},
        {"offset": 10**9},
    ],
)
def test_what_no_page_can_have_is_refused(explorer: Explorer, wrong: dict[str, Any]) -> None:
    for ask in (explorer.records, explorer.events):
        with pytest.raises(RequestError):
            ask(**wrong)


# --- events -------------------------------------------------------------------------------------------------------------


def test_events_come_with_all_claims_about_them(explorer: Explorer) -> None:
    page = explorer.events(who="RUS")
    assert page["matched"] == 1
    row = page["rows"][0]
    assert row["event"] == "e1"
    assert row["standing"] == "disputed"
    assert row["killed"] == [2, 3]
    # Also those of records that the filter does not pass, by day of publication.
    assert [(claim["voice"], claim["own"], claim["stance"], claim["day"]) for claim in row["claims"]] == [
        ("the mayor", False, "asserts", "2024-03-05"),
        ("The army", False, "denies", "2024-03-05"),
        ("Wire", True, "asserts", "2024-03-06"),
    ]


def test_events_are_sorted_and_paged(explorer: Explorer) -> None:
    assert [row["event"] for row in explorer.events()["rows"]] == ["e1", "e2"]
    assert [row["event"] for row in explorer.events(sort="date")["rows"]] == ["e2", "e1"]
    assert [row["event"] for row in explorer.events(sort="-reports", limit=1)["rows"]] == ["e1"]
    assert [row["event"] for row in explorer.events(sort="origins", offset=1)["rows"]] == ["e1"]
    assert explorer.events(category="AID")["matched"] == 0


def test_an_event_is_told_side_by_side(explorer: Explorer) -> None:
    found = explorer.event("e1")
    assert [(telling["record"], telling["medium"]) for telling in found["tellings"]] == [
        ("shelled", "The Courier"), ("denied", "The Courier"), ("shelled-again", "Wire"),
    ]  # fmt: skip
    assert found["tellings"][0]["score"] == 0.75
    assert found["tellings"][0]["reasons"] == ["same day"]
    with pytest.raises(NotThereError):
        explorer.event("e99")
