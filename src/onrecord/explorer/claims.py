"""Events with the claims about them: who asserts, who denies, who plans, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from onrecord.explorer.columns import NONE, Mask
from onrecord.explorer.errors import NotThereError
from onrecord.explorer.facts import Facts
from onrecord.explorer.filters import REVIEW
from onrecord.explorer.tables import chain, chosen_order, iso, whos
from onrecord.output.contract import Json

# What a row of a list, and an event on its own, tells at most.
_CLAIMS_OF_A_ROW, MOST_TELLINGS = 200, 2_000
STANCES = {"asserted": "asserts", "denied": "denies", "planned": "plans", "possible": "thinks possible"}
_SORTS = {"date": "date_start", "reports": "reports", "origins": "origins"}
_ORDERED = """
SELECT e FROM events SEMI JOIN (SELECT unnest(?::INTEGER[]) AS e) AS wanted USING (e)
ORDER BY {column} {direction} NULLS LAST, e LIMIT ? OFFSET ?
"""
_BY_NUMBER = "SELECT events.* FROM events SEMI JOIN (SELECT unnest(?::INTEGER[]) AS e) AS wanted USING (e)"


def event_page(facts: Facts, mask: Mask, offset: int, limit: int, sort: str) -> Json:
    """The JSON object `EventPage`: events with a record that passes, each with all claims about it."""
    column, down = chosen_order(sort, _SORTS)
    codes = facts.columns.event[mask]
    events = np.unique(codes[codes != NONE])
    asked = _ORDERED.format(column=column, direction="DESC" if down else "ASC")
    numbers = [row["e"] for row in facts.base.ask(asked, [events.tolist(), limit, offset])] if len(events) else []
    found = {row["e"]: row for row in facts.base.ask(_BY_NUMBER, [numbers])} if numbers else {}
    members = _members(facts, numbers, _CLAIMS_OF_A_ROW)
    return {
        "version": facts.version,
        "matched": len(events),
        "offset": offset,
        "rows": [_event_row(facts, found[number], members[number]) for number in numbers],
    }


def event_detail(facts: Facts, event: str) -> Json:
    """The JSON object `EventDetail`; raises NotThereError."""
    number = facts.base.event_numbers.get(event)
    if number is None:
        raise NotThereError(
            f"there is no event {event[:100]!r}", "It may have been linked anew: look it up in the list of events."
        )
    row = facts.base.ask(_BY_NUMBER, [[number]])[0]
    members = _members(facts, [number], MOST_TELLINGS)[number]
    why = {
        link["record"]: link
        for link in facts.base.ask("SELECT record, score, reasons FROM links WHERE event = ?", [event])
    }
    return {
        **_event_row(facts, row, members),
        "version": facts.version,
        "tellings": [_telling(facts, number, record, why.get(record["record"], {})) for number, record in members],
    }


Members = Sequence[tuple[int, Json]]


def _members(facts: Facts, events: Sequence[int], most: int) -> dict[int, Members]:
    """The records of events by day of publication, with their numbers, without rejected ones."""
    columns = facts.columns
    rejected = facts.review.codes == REVIEW.index("rejected")
    rows = np.flatnonzero(np.isin(columns.event, list(events)) & facts.alive & ~rejected)
    rows = rows[np.argsort(columns.published[rows], kind="stable")]
    by_event: dict[int, list[int]] = {event: [] for event in events}
    for row in rows.tolist():
        own = by_event[int(columns.event[row])]
        if len(own) < most:
            own.append(row)
    wanted = [row for own in by_event.values() for row in own]
    found = dict(zip(wanted, facts.rows(wanted), strict=True))
    return {event: [(row, found[row]) for row in own] for event, own in by_event.items()}


def _event_row(facts: Facts, event: Mapping[str, Any], members: Members) -> Json:
    return {
        "event": event["event"], "category": event["category"], "mode": event["mode"], "standing": event["standing"],
        "date_start": iso(event["date_start"]), "date_end": iso(event["date_end"]),
        "actors": whos(event["actors"], event["actor_countries"], event["actor_sectors"]),
        "recipients": whos(event["recipients"], event["recipient_countries"], event["recipient_sectors"]),
        "place": event["place"], "place_country": event["place_country"],
        "reports": event["reports"], "origins": event["origins"],
        "killed": _toll(event, "killed"), "injured": _toll(event, "injured"),
        "claims": [_claim(facts, number, record) for number, record in members],
    }  # fmt: skip


def _toll(event: Mapping[str, Any], harm: str) -> list[int] | None:
    low, high = event[f"{harm}_low"], event[f"{harm}_high"]
    return None if low is None else [low, high]


def _claim(facts: Facts, number: int, record: Mapping[str, Any]) -> Json:
    report = facts.base.reports[int(facts.columns.report[number])]
    sources = chain(record["source_names"])
    return {
        "voice": sources[-1] if sources else report.medium or report.title or report.id,
        "own": not sources,
        "stance": STANCES[record["factuality"]],
        "day": report.published,
        "record": record["record"],
        "report": report.id,
    }


def _telling(facts: Facts, number: int, record: Mapping[str, Any], why: Mapping[str, Any]) -> Json:
    report = facts.base.reports[int(facts.columns.report[number])]
    return {
        "record": record["record"], "report": report.id, "title": report.title, "published": report.published,
        "medium": report.medium, "factuality": record["factuality"], "sources": chain(record["source_names"]),
        "sentence": record["sentence"][:2_000], "score": why.get("score"), "reasons": list(why.get("reasons") or ()),
    }  # fmt: skip
