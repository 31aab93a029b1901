"""The one place where the explorer meets the ledger of reviews."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord import __version__
from onrecord.codebook import load_codebook
from onrecord.explorer.base import Base
from onrecord.explorer.errors import RequestError
from onrecord.explorer.nodes import Node, id_without_entity
from onrecord.explorer.reading import read_coding, read_codings
from onrecord.export.source import check_coding
from onrecord.model import Coding
from onrecord.output.contract import Json, from_contract
from onrecord.review import (
    Judgement,
    Review,
    Reviewed,
    machine_contract,
    reviewed,
    reviewed_codings,
    reviewed_contract,
    reviews_by_report,
    row_tree,
    row_trees,
    write,
)
from onrecord.review.agreement import agreement
from onrecord.review.ledger import from_rows
from onrecord.review.passages import judged_codings
from onrecord.store import Store

# Tables of the store that hold reviews: where nothing but these was written, the machine's records are as they were.
TABLES = ("reviews",)
_FIELDS = {"action", "report", "record", "undoes", "values", "note", "reviewer", "last_seen"}
_NEEDED = ("action", "report", "reviewer", "last_seen")


@dataclass(frozen=True, slots=True)
class Override:
    """A record that a person judged, as it stands.

    Attributes:
        record: its id.
        replaces: whether it stands in the place of a record of the machine; one that was added does not.
        state: accepted, corrected, rejected or added.
        row: the values of a row of the machine's records, with `state`.
        parties: under "actors" and "recipients".
    """

    record: str
    replaces: bool
    state: str
    row: Json
    parties: Mapping[str, Sequence[Node]]


class Reviews:
    """The ledger of one store, and the records as they stand by it. May be used by several threads.

    Args:
        store: the store; where an older version of it is open, its reviews are those of that version.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        # What each reviewed report came to, by the rows and the records that it was worked out from.
        self._known: dict[str, tuple[tuple[Any, ...], list[Override]]] = {}
        self.reviewers: list[str] = []

    def by_report(self) -> dict[str, list[Review]]:
        """All rows by report."""
        with self._lock:
            return reviews_by_report(self._store)

    def overrides(self, base: Base) -> list[Override]:
        """The records that people judged, as they stand now, in the order of the reports."""
        rows = {report: own for report, own in self.by_report().items() if report in base.report_numbers}
        self.reviewers = sorted({row.reviewer for own in rows.values() for row in own})
        keys = {report: (base.snapshot.version, *(row.id for row in own)) for report, own in rows.items()}
        fresh = [report for report, key in keys.items() if self._known.get(report, ((), []))[0] != key]
        codings = read_codings(base, [base.report_numbers[report] for report in fresh])
        for tree in codings:
            report = tree["report"]["id"]
            standing = reviewed(from_contract(tree), rows[report], load_codebook())
            self._known[report] = keys[report], list(_overrides(standing, base))
        self._known = {report: self._known[report] for report in keys}
        return [
            override
            for report in sorted(keys, key=base.report_numbers.__getitem__)
            for override in self._known[report][1]
        ]

    def report(self, base: Base, report: str) -> Json:
        """What ReportDetail says of a report's records and of the ledger.

        Raises:
            NotThereError: there is no such report.
        """
        coding = from_contract(read_coding(base, report))
        with self._lock:
            rows = from_rows(self._store.reviews(report))
        standing = reviewed(coding, rows, load_codebook())
        tree = reviewed_contract(standing)
        return {**tree, "machine": machine_contract(standing), "reviews": row_trees(standing)}

    def codings(self, codings: Iterator[Json], kept: frozenset[str] | None) -> Iterator[Coding]:
        """Codings as they stand, without rejected records.

        Args:
            kept: ids of the records that are wanted; None for all.
        """
        rows = self.by_report()
        for tree in codings:
            coding, own = from_contract(tree), rows.get(tree["report"]["id"])
            if own:
                coding = reviewed(coding, own, load_codebook()).kept()
            check_coding(f"report {coding.report.id}", coding, load_codebook())
            yield coding if kept is None else replace(coding, records=tuple(r for r in coding.records if r.id in kept))

    def agreement(self) -> Json:
        """The JSON object `Agreement`."""
        with self._lock:
            return agreement(reviewed_codings(self._store, judged_only=True)).to_json()

    def judged(self, *, partial: bool) -> Iterator[Coding]:
        """The codings of reports of which every record was judged, or some where `partial` is set."""
        with self._lock:
            standings = list(reviewed_codings(self._store, judged_only=True))
        return judged_codings(standings, partial=partial)

    def add(self, judgement: Mapping[str, Any]) -> Json:
        """Write a judgement: a NewReview in, a ReviewRow out.

        Raises:
            ReviewConflictError: somebody else judged the record meanwhile.
            RequestError, ReviewError: it is no judgement.
        """
        unknown = sorted(judgement.keys() - _FIELDS)
        missing = [name for name in _NEEDED if name not in judgement]
        if unknown or missing:
            what = f"lacks {', '.join(missing)}" if missing else f"has the unknown {', '.join(unknown)}"
            raise RequestError(f"the judgement {what}"[:300], "docs/reference/api.md describes it.")
        wrong = [name for name in _FIELDS - {"values"} if not isinstance(judgement.get(name), str | None)]
        if wrong or not isinstance(judgement.get("values"), Mapping | None):
            raise RequestError(
                f"{', '.join(sorted(wrong)) or 'values'} is of the wrong kind", "docs/reference/api.md describes it."
            )
        values = {name: judgement.get(name) for name in _FIELDS - {"last_seen"}}
        with self._lock:
            return row_tree(write(self._store, Judgement(**values), judgement["last_seen"], package=__version__))  # type: ignore[arg-type]


def _overrides(standing: Reviewed, base: Base) -> Iterator[Override]:
    coding = reviewed_contract(standing)
    for position, record in enumerate(coding["records"]):
        state = standing.marks[record["id"]].state
        if state != "open":
            yield override_of(coding["report"], record, position, state, replaces=record["id"] in base.record_numbers)


def override_of(
    report: Mapping[str, Any], record: Mapping[str, Any], position: int, state: str, *, replaces: bool
) -> Override:
    """A record of the output contract as an override; `position` is its place in the report."""
    place, date, counts = record["place"] or {}, record["date"] or {}, record["counts"]
    row: Json = {
        "record": record["id"], "report": report["id"], "position": position, "published": _day(report["published"]), "state": state,
        "source_names": [source["name"] for source in record["sources"]],
        "date_start": _day(date.get("start")), "date_end": _day(date.get("end")),
        "place": place.get("name"), "place_country": place.get("country"), "lat": place.get("lat"), "lon": place.get("lon"),
        "place_precision": place.get("precision"), "sentence": record["sentence"]["text"],
        "killed": counts["killed"]["value"] if "killed" in counts else None,
        "injured": counts["injured"]["value"] if "injured" in counts else None,
        **{name: record[name] for name in ("category", "mode", "factuality", "confidence")},
    }  # fmt: skip
    for role, name in (("actors", "actor"), ("recipients", "recipient")):
        row[role] = [party["name"] for party in record[role]]
        row[f"{name}_countries"] = [party["country"] for party in record[role]]
        row[f"{name}_sectors"] = [party["sector"] for party in record[role]]
    parties = {role: [_node(party) for party in record[role]] for role in ("actors", "recipients")}
    return Override(record["id"], replaces, state, row, parties)


def _node(party: Mapping[str, Any]) -> Node:
    own = id_without_entity(party["name"], party["country"])
    return Node(party["entity"] or own, party["name"], party["country"], party["sector"])


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
