"""A flat table: one line a record, lists joined by semicolons, for spreadsheets and R."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Coding, Participant, Record, Source

COLUMNS = (
    "report", "published", "record", "category", "mode", "cameo", "trigger", "actors", "actor_countries", "actor_sectors",
    "recipients", "recipient_countries", "recipient_sectors", "factuality", "sources", "date_start", "date_end", "place",
    "place_country", "lat", "lon", "killed", "injured", "confidence", "trigger_start", "trigger_end", "sentence",
)  # fmt: skip


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def rows(coding: Coding) -> list[list[str]]:
    """The lines of one report, in the order of COLUMNS. Missing values are empty."""
    published = coding.report.published.isoformat() if coding.report.published else ""
    return [[safe_cell(cell) for cell in (coding.report.id, published, *_cells(record))] for record in coding.records]


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, on one line."""
    line = " ".join(text.split())
    return "'" + line if line[:1] in ("=", "+", "@", "-") and not _NUMBER.fullmatch(line) else line


def _cells(record: Record) -> list[str]:
    place, date = record.place, record.date
    return [
        record.id, record.category, record.mode or "", record.cameo, record.trigger.text,
        *_parties(record.actors), *_parties(record.recipients), record.factuality, chain(record.sources),
        date.start.isoformat() if date else "", date.end.isoformat() if date else "",
        place.name if place else "", (place.country or "") if place else "",
        "" if place is None or place.lat is None else f"{place.lat:.4f}",
        "" if place is None or place.lon is None else f"{place.lon:.4f}",
        str(record.killed.value) if record.killed else "", str(record.injured.value) if record.injured else "",
        f"{record.confidence:.4f}", str(record.trigger.start), str(record.trigger.end), record.sentence.text,
    ]  # fmt: skip


def chain(sources: Sequence[Source]) -> str:
    """A chain of sources, outermost first."""
    return " > ".join(source.participant.name for source in sources)


def _parties(participants: Sequence[Participant]) -> list[str]:
    return [
        "; ".join(p.name for p in participants),
        "; ".join(p.country or "" for p in participants),
        "; ".join(p.sector or "" for p in participants),
    ]
