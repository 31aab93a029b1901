"""Linking over a store: what a store must be able to do, and the steps of the command, without knowing which store it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from onrecord.errors import InputError
from onrecord.link.engine import Progress, link
from onrecord.link.score import compare
from onrecord.link.types import (
    Judgement,
    Link,
    Linked,
    LinkRecord,
    LinkReport,
    Verdict,
    event_from_row,
    judgement_from_row,
    link_from_row,
    record_from_row,
    report_from_row,
    to_row,
)

Row = Mapping[str, Any]


class LinkStore(Protocol):
    """What linking asks of a store. Rows are plain mappings; their fields are those of the types of `onrecord.link`."""

    def link_records(self) -> Iterator[Row]:
        """All records, each with `report_id`, `published`, `title` and `text_of_report` of its report."""
        ...

    def links(self) -> Iterable[Row]:
        """The links of the last time; none before the first."""
        ...

    def events(self) -> Iterable[Row]:
        """The events of the last time."""
        ...

    def ledger(self) -> Iterable[Row]:
        """All judgements, oldest first."""
        ...

    def append_ledger(self, rows: Iterable[Row]) -> None:
        """Add judgements; none is ever changed."""
        ...

    def replace_events(self, events: Iterable[Row], links: Iterable[Row], *, package: str) -> None:
        """Put events and links in the place of the earlier ones, all at once."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """What linking changed.

    Attributes:
        linked: the outcome as a whole.
        new_events, gone_events: numbers of event ids that were not there before, and that are no longer.
        moved: number of records that changed their event.
    """

    linked: Linked
    new_events: int
    gone_events: int
    moved: int


def read(store: LinkStore, progress: Progress | None = None) -> tuple[list[LinkRecord], list[LinkReport]]:
    """All records of a store, and their reports once each."""
    records: list[LinkRecord] = []
    reports: dict[str, LinkReport] = {}
    for number, row in enumerate(store.link_records()):
        if progress is not None and number % 5_000 == 0:
            progress("reading records", number, 0)
        records.append(record_from_row(row))
        if records[-1].report_id not in reports:
            reports[records[-1].report_id] = report_from_row(row)
    return records, list(reports.values())


def link_store(store: LinkStore, *, package: str, anew: bool = False, progress: Progress | None = None) -> Change:
    """Link what a store holds and write events and links back.

    Args:
        package: version of onrecord, which the store keeps with the rows.
        anew: compare all records again rather than those that are new or touched by new ones.
    """
    records, reports = read(store, progress)
    earlier = [link_from_row(row) for row in store.links()]
    judgements = [judgement_from_row(row) for row in store.ledger()]
    events = [] if anew else [event_from_row(row) for row in store.events()]
    linked = link(records, reports, earlier=earlier, events=events, judgements=judgements, anew=anew, progress=progress)
    store.replace_events(
        [to_row(event) for event in linked.events], [to_row(one) for one in linked.links], package=package
    )
    before, after = {one.event for one in earlier}, {event.id for event in linked.events}
    old = {one.record: one.event for one in earlier}
    moved = sum(old.get(one.record, one.event) != one.event for one in linked.links)
    return Change(linked, len(after - before), len(before - after), moved)


def judge(store: LinkStore, a: str, b: str, verdict: Verdict, *, author: str, at: str, reason: str = "") -> Judgement:
    """Put a judgement on two records into the ledger.

    Args:
        a, b: ids of records, or the beginning of one.
        at: moment, ISO 8601.

    Raises:
        InputError: there is no such record, or nothing to undo.
    """
    by_id = {record.id: record for record in (record_from_row(row) for row in store.link_records())}
    one, other = _record(a, by_id), _record(b, by_id)
    if one.id == other.id:
        raise InputError(f"{a} and {b} are one record", "Name two records.")
    if verdict == "undone" and not _judged(one.id, other.id, store.ledger()):
        raise InputError(
            f"nobody has judged {one.id} and {other.id}", '`onrecord query STORE "FROM ledger"` lists judgements.'
        )
    row = Judgement(at, author, one.id, other.id, verdict, round(compare(one, other).score, 4), reason)
    store.append_ledger([to_row(row)])
    return row


def _judged(a: str, b: str, rows: Iterable[Row]) -> bool:
    verdicts = [row["verdict"] for row in rows if {row["record_a"], row["record_b"]} == {a, b}]
    return bool(verdicts) and verdicts[-1] != "undone"


def _record(beginning: str, by_id: Mapping[str, LinkRecord]) -> LinkRecord:
    if beginning in by_id:
        return by_id[beginning]
    found = [one for one in by_id if one.startswith(beginning)]
    if len(found) != 1:
        raise InputError(
            f"{len(found) or 'no'} records have an id that begins with {beginning}",
            'Ids stand in `onrecord query STORE "SELECT record, sentence FROM records"`.',
        )
    return by_id[found[0]]


def tell(store: LinkStore, wanted: str) -> tuple[Row, list[tuple[LinkRecord, Link]]]:
    """An event as it was linked last, with its records that are still there and why they belong to it.

    Args:
        wanted: id of the event or of one of its records, or the beginning of one.

    Raises:
        InputError: no event answers to it, or more than one.
    """
    links = {one.record: one for one in map(link_from_row, store.links())}
    events = {str(row["id"]): row for row in store.events()}
    found = {event for event in events if event.startswith(wanted)}
    found = found or {one.event for one in links.values() if one.record.startswith(wanted)}
    if len(found) != 1:
        raise InputError(
            f"{len(found) or 'no'} events answer to {wanted}",
            "Give more of the id of an event or of one of its records, or run `onrecord link STORE` first.",
        )
    event = events[found.pop()]
    members = {str(record): number for number, record in enumerate(event["records"])}
    rows = (row for row in store.link_records() if row["id"] in members)
    records = sorted((record_from_row(row) for row in rows), key=lambda record: members[record.id])
    return event, [(record, links[record.id]) for record in records]
