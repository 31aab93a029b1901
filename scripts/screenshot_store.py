"""The store that the pictures of the documentation show: passages of the corpus as reports, coded, linked and judged in part.

Media and judgements are made up; everything else is what onrecord makes of the passages.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.passages import CORPUS, load_passages

from onrecord import __version__
from onrecord.coder import Coder
from onrecord.commands.store import code_into
from onrecord.errors import InputError
from onrecord.explorer import Explorer
from onrecord.link.feed import link_store
from onrecord.markup import Passage
from onrecord.model import Report
from onrecord.store import Store

# Two years that many passages tell of, so that several reports tell one event.
PERIOD = (datetime.date(2021, 1, 1), datetime.date(2022, 12, 31))
MOST_REPORTS, FEWEST_WORDS = 120, 120
MEDIA = ("Meridian Wire", "The Lantern", "Harbour Courier", "Northgate Gazette", "Plainview Press", "Evening Ledger")
REVIEWERS = ("A. Reader", "B. Second")
JUDGED, JUDGED_TWICE = 36, 24
# A headline: one line that is no sentence, without the marks of a page's navigation.
_HEADLINE = re.compile(r"[^·§|▸›/>]{20,90}(?<![.:])")


def make_store(path: Path) -> None:
    """Make the store of the corpus, code, link and judge it."""
    code_into(path, [("news", reports())], Coder())
    link_store(Store(path), package=__version__)
    judge(path)


def reports() -> Iterator[Report]:
    """Long passages of the period as reports, in the order of their days."""
    found = [passage for passage in load_passages(CORPUS) if _is_report(passage)]
    found.sort(key=lambda passage: (-len(passage.text.split()), passage.id))
    for passage in sorted(found[:MOST_REPORTS], key=lambda passage: (str(passage.published), passage.id)):
        number = hashlib.sha256(passage.id.encode()).digest()[0]
        yield Report(
            passage.id, passage.text, _headline(passage), passage.published, None, MEDIA[number % len(MEDIA)], "en"
        )


def _headline(passage: Passage) -> str:
    return passage.text.partition("\n")[0].strip()


def _is_report(passage: Passage) -> bool:
    if passage.published is None or not PERIOD[0] <= passage.published <= PERIOD[1]:
        return False
    return len(passage.text.split()) >= FEWEST_WORDS and _HEADLINE.fullmatch(_headline(passage)) is not None


def judge(path: Path) -> None:
    """Judgements of two reviewers who do not always agree; the same records get the same ones."""
    explorer = Explorer(path)
    try:
        rows = explorer.records(limit=JUDGED, sort="published", review="open")["rows"]
        for number, row in enumerate(rows):
            first = _judgement("reject" if number % 7 == 5 else "accept", row, REVIEWERS[0], None)
            if number % 9 == 4 and row["factuality"] != "possible":
                first |= {"action": "correct", "values": {"factuality": "possible"}}
            seen = explorer.review(first)["id"]
            if number < JUDGED_TWICE:
                explorer.review(_second(number, row, seen))
    finally:
        explorer.close()


def _second(number: int, row: dict[str, Any], seen: str) -> dict[str, Any]:
    """What the second reviewer says; mostly the same."""
    rejects = (number % 7 == 5) != (number % 12 == 3)
    if not rejects and number % 10 == 7:
        return _judgement("correct", row, REVIEWERS[1], seen) | {"values": {"date": None, "actors": []}}
    return _judgement("reject" if rejects else "accept", row, REVIEWERS[1], seen)


def _judgement(action: str, row: dict[str, Any], reviewer: str, seen: str | None) -> dict[str, Any]:
    return {
        "action": action, "report": row["report"], "record": row["record"], "reviewer": reviewer, "last_seen": seen,
    }  # fmt: skip


def telling_record(explorer: Explorer) -> dict[str, Any]:
    """The row of a record that shows much: a chain of sources in one sentence, both parties, a place, a day, a denial."""
    rows: list[dict[str, Any]] = []
    while len(page := explorer.records(offset=len(rows), limit=1_000)["rows"]):
        rows += page

    def shows(row: dict[str, Any]) -> tuple[Any, ...]:
        parts = (row["actors"], row["recipients"], row["place"], row["date_start"])
        chain = len(set(row["sources"])) >= 2 and all(source in row["sentence"] for source in row["sources"])
        return chain, sum(map(bool, parts)), row["factuality"] == "denied", row["confidence"], row["record"]

    return max(rows, key=shows)


def told_event(explorer: Explorer) -> str:
    """The id of the event that most reports tell, each in few words; one that is disputed if there is any.

    Raises:
        InputError: nothing is linked.
    """
    disputed: dict[str, Any] = {"standing": "disputed"}
    for filters in (disputed, {}):
        rows = explorer.events(limit=100, sort="-reports", **filters)["rows"]
        if rows:
            return str(min(rows, key=lambda row: (-row["reports"], len(row["claims"]), row["event"]))["event"])
    raise InputError(f"{explorer.path} holds no events", "Run `onrecord link` on it first.")


__all__ = ["REVIEWERS", "judge", "make_store", "telling_record", "told_event"]
