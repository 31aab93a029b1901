"""Datelines: where a report was filed and when, told from what merely looks like one."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dates import find_dateline

BODY = "Armed men attacked a camp near the town, officials said."


@pytest.mark.parametrize(
    ("head", "place", "day"),
    [
        ("KYIV, March 8 (Reuters) - ", "KYIV", "March 8"),
        ("BEIJING, March 10 -- ", "BEIJING", "March 10"),
        ("BUNIA, Democratic Republic of Congo, May 31 (Reuters) - ", "BUNIA, Democratic Republic of Congo", "May 31"),
        ("GENEVA/NEW YORK - ", "GENEVA/NEW YORK", None),
        ("TUNIS – ", "TUNIS", None),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE, Haiti", None),
        ("Kyiv, 8 March 2022 (Ukrinform) - ", "Kyiv", "8 March 2022"),
        ("LONDON, Tuesday, March 8, 2022 - ", "LONDON", "Tuesday, March 8, 2022"),
        ("NAIROBI, Wednesday (Wire) – ", "NAIROBI", "Wednesday"),
        ("ST. PETERSBURG, Russia, Feb. 13 (AP) -- ", "ST. PETERSBURG, Russia", "Feb. 13"),
        ("N'DJAMENA — ", "N'DJAMENA", None),
        ("STEPANAKERT, Sept 19 (Reuters) ", "STEPANAKERT", "Sept 19"),
        ("BANGKOK: ", "BANGKOK", None),
        ("March 8, 2022 (Reuters) - ", None, "March 8, 2022"),
        ("ILIGAN, Philippines, May 24 (Mindanao Wire)\n\n", "ILIGAN, Philippines", "May 24"),
    ],
)
@pytest.mark.parametrize(
    "title", ["", "Camp attacked, dozens feared dead\n\n", "Camp attacked\r\nBy A. Writer\r\n\r\n"]
)
def test_datelines(title: str, head: str, place: str | None, day: str | None) -> None:
    text = title + head + BODY
    found = find_dateline(text)
    assert found is not None
    assert (found.place.text if found.place else None, found.day.text if found.day else None) == (place, day)
    for span in (found.place, found.day):
        assert span is None or text[span.start : span.end] == span.text
    assert text[found.end :] == BODY


@pytest.mark.parametrize(
    "text",
    [
        "PARIS, 12 avr. (AFP) " + BODY,
        "UPDATE 1 - " + BODY,
        "EXCLUSIVE - " + BODY,
        "BREAKING: " + BODY,
        "TAGS: Bunia, raids, Congo and more of that kind",
        "KYIV BRIEFING - " + BODY,
        "He went to Paris - and then he came back to London.",
        "Police in Paris (the capital) said they had arrested five men.",
        "UKRAINE WAR - DAY 14",
        "",
        "-",
        "- (Reuters) - " + BODY,
        "On Monday: " + BODY,
        "x" * 3000 + "\nKYIV, March 8 - " + BODY,
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_the_day_with_its_year() -> None:
    found = find_dateline("KYIV, Tuesday, 8 March 2022 (Wire) - " + BODY)
    assert found is not None
    assert (found.date, found.weekday) == (datetime.date(2022, 3, 8), 2)


@pytest.mark.parametrize("day", ["March 8", "31 April 2022", "9/3/2023", "Friday"])
def test_a_day_without_year_or_place_in_the_calendar_is_no_date(day: str) -> None:
    found = find_dateline(f"KYIV, {day} (Wire) - {BODY}")
    assert found is not None
    assert found.date is None


@given(st.text(max_size=400) | st.text(alphabet="AB ,.(-—:8)\nMarch", max_size=400))
def test_any_text(text: str) -> None:
    found = find_dateline(text)
    if found is not None:
        assert found.end <= len(text)
        for span in (found.place, found.day):
            assert span is None or text[span.start : span.end] == span.text


@pytest.mark.parametrize("piece", ["A", "A ", "A-", "A,", "(", "(a)", " ", "\n", "--", "A'", "A.", "1 March, "])
def test_hostile_beginnings_cost_nothing(piece: str) -> None:
    begun = time.perf_counter()
    find_dateline(piece * 200_000)
    assert time.perf_counter() - begun < 0.5
