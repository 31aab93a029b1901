"""Pages of records."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import islice
from typing import Any

import numpy as np

from onrecord.explorer.columns import NONE, Codes, Mask
from onrecord.explorer.errors import RequestError
from onrecord.explorer.facts import Facts
from onrecord.output.contract import Json

MOST_ROWS, MOST_OFFSET, ROWS = 1_000, 100_000_000, 200
# What one row may hold: a table needs no more, and the report has all.
MOST_NAME = 500
_MOST_PARTIES, _MOST_SENTENCE = 20, 2_000


def chosen_order(sort: str, allowed: Mapping[str, Any]) -> tuple[Any, bool]:
    """The order that a sort key names, and whether it goes down ("-date"); raises RequestError for an unknown one."""
    name = sort.removeprefix("-")
    if name not in allowed:
        raise RequestError(
            f"sort is {sort[:50]!r}", f"It can be {', '.join(allowed)}, each with a minus before it to go down."
        )
    return allowed[name], sort.startswith("-")


def sorted_rows(facts: Facts, mask: Mask, sort: str) -> Codes:
    """Numbers of the rows of a mask in an order."""
    order, down = chosen_order(sort, facts.orders)
    rows: Codes = order.down if down else order.up
    return rows[mask[rows]]


def record_page(facts: Facts, mask: Mask, offset: int, limit: int, sort: str) -> Json:
    """The JSON object `RecordPage`."""
    rows = sorted_rows(facts, mask, sort)
    numbers = rows[offset : offset + limit].tolist()
    found = zip(numbers, facts.rows(numbers), strict=True)
    return {
        "version": facts.version,
        "matched": len(rows),
        "offset": offset,
        "rows": [record_row(facts, number, row) for number, row in found],
    }


def record_row(facts: Facts, number: int, row: Mapping[str, Any]) -> Json:
    """The JSON object `RecordRow`."""
    report = facts.base.reports[int(facts.columns.report[number])]
    event, standing = int(facts.columns.event[number]), int(facts.standing.codes[number])
    return {
        "record": row["record"], "report": report.id, "title": report.title, "published": report.published,
        "date_start": iso(row["date_start"]), "date_end": iso(row["date_end"]),
        "category": row["category"], "mode": row["mode"],
        "actors": whos(row["actors"], row["actor_countries"], row["actor_sectors"]),
        "recipients": whos(row["recipients"], row["recipient_countries"], row["recipient_sectors"]),
        "place": row["place"], "place_country": row["place_country"], "factuality": row["factuality"],
        "sources": chain(row["source_names"]), "killed": row["killed"], "injured": row["injured"],
        "confidence": row["confidence"],
        "event": None if event == NONE else facts.base.events[event],
        "standing": None if standing == NONE else facts.standing.words.values[standing],
        "review": row["state"], "sentence": row["sentence"][:_MOST_SENTENCE],
    }  # fmt: skip


def whos(names: Any, countries: Any, sectors: Any) -> list[Json]:
    """Parties from the lists of their values."""
    parties = zip(names or (), countries or (), sectors or (), strict=True)
    return [
        {"name": name[:MOST_NAME], "country": country, "sector": sector}
        for name, country, sector in islice(parties, _MOST_PARTIES)
    ]


def chain(names: Any) -> list[str]:
    """The names of a chain of sources."""
    return [name[:MOST_NAME] for name in names or ()]


def iso(day: datetime.date | None) -> str | None:
    """A day as ISO text."""
    return None if day is None else day.isoformat()


def matched_reports(facts: Facts, mask: Mask) -> list[int]:
    """Numbers of the reports with a record that passes."""
    return [int(number) for number in np.unique(facts.columns.report[mask])]
