"""Records by hand, as short as a test needs them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onrecord.link import Judgement, LinkRecord, LinkReport, Party
from onrecord.link.types import to_row

DAY = datetime.date(2024, 5, 10)


def parties(words: str) -> tuple[Party, ...]:
    """Parties of "the army/AAA/MIL; rebels/AAA/REB"; a missing code is None."""
    found = []
    for part in filter(None, (piece.strip() for piece in words.split(";"))):
        name, country, sector = (*part.split("/"), "", "")[:3]
        found.append(Party(name, country or None, sector or None))
    return tuple(found)


def record(
    id: str, actors: str = "the army/AAA/MIL", recipients: str = "villagers/AAA/CVL", **values: Any
) -> LinkRecord:
    """An assault of 10 May 2024 in Norton, told the same day in report "r-ID" unless said otherwise."""
    plain: dict[str, Any] = {
        "report_id": f"r-{id}", "published": DAY, "title": "", "category": "ASSAULT", "mode": None, "date_start": DAY,
        "place": "Norton", "place_country": "AAA", "lat": None, "lon": None, "factuality": "asserted", "killed": None,
        "injured": None, "sentence": "Troops burned the granary of Norton at dawn.", "sources": "",
    }  # fmt: skip
    plain |= values
    plain.setdefault("date_end", plain["date_start"])
    plain["sources"] = parties(plain["sources"])
    return LinkRecord(id=id, actors=parties(actors), recipients=parties(recipients), **plain)


def later(days: int) -> datetime.date:
    """So many days after the day of the records."""
    return DAY + datetime.timedelta(days=days)


def judged(a: str, b: str, verdict: Any, at: str = "2024-06-01T10:00:00+00:00", author: str = "Ada") -> Judgement:
    """A judgement on two records."""
    return Judgement(at, author, a, b, verdict)


class MemoryStore:
    """A store that lives in memory and does what linking asks of one."""

    def __init__(self, records: Iterable[LinkRecord], texts: Mapping[str, str] | None = None) -> None:
        self.records = list(records)
        self.texts = dict(texts or {})
        self.kept_events: list[Mapping[str, Any]] = []
        self.kept_links: list[Mapping[str, Any]] = []
        self.judgements: list[Mapping[str, Any]] = []

    def link_records(self) -> Iterator[Mapping[str, Any]]:
        for one in self.records:
            yield {**to_row(one), "text_of_report": self.texts.get(one.report_id, "")}

    def links(self) -> list[Mapping[str, Any]]:
        return self.kept_links

    def events(self) -> list[Mapping[str, Any]]:
        return self.kept_events

    def ledger(self) -> list[Mapping[str, Any]]:
        return self.judgements

    def append_ledger(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.judgements.extend(rows)

    def replace_events(
        self, events: Iterable[Mapping[str, Any]], links: Iterable[Mapping[str, Any]], *, package: str
    ) -> None:
        assert package
        self.kept_events, self.kept_links = list(events), list(links)


def groups(links: Iterable[Any]) -> set[frozenset[str]]:
    """The records of each event, whatever its id."""
    found: dict[str, set[str]] = {}
    for one in links:
        found.setdefault(one.event, set()).add(one.record)
    return {frozenset(group) for group in found.values()}


__all__ = ["DAY", "LinkReport", "MemoryStore", "groups", "judged", "later", "parties", "record"]
