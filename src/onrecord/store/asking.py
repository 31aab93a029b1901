"""Asking a store: in Python, in SQL, and for words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from pathlib import Path
from typing import Any

from onrecord.errors import InputError
from onrecord.output.contract import Json
from onrecord.store import linking, reviewing
from onrecord.store.choose import choose_records, choose_statements, count_by
from onrecord.store.files import literal, scan
from onrecord.store.log import File, Log, Version
from onrecord.store.reader import FORMS, Answer, Snapshot
from onrecord.store.rows import coding_of
from onrecord.store.search import Hit, search_store

LIMIT_S = 60.0
MEMORY = "2GB"
_OF_REPORT = ("reports", "records", "statements", "issues")


class Asking:
    """A store that can be asked; see `Store`, which can be written as well."""

    def __init__(
        self,
        path: str | Path,
        *,
        version: int | None = None,
        at: datetime.datetime | str | None = None,
        memory: str = MEMORY,
    ) -> None:
        self.path = Path(path).absolute()
        if at is not None:
            if version is not None:
                raise InputError("a version and a moment were given", "Give one of them.")
            version = Log(self.path).at(_moment(at))
        self.pinned = version is not None
        self._memory = memory
        self._log = Log(self.path, version)
        self._opened: Snapshot | None = None

    @property
    def version(self) -> int:
        """Number of the version that is read: the newest, unless the store was opened at another."""
        self._refresh()
        return self._log.version

    def versions(self, limit: int | None = None) -> list[Version]:
        """The commits, newest first: number, moment, what was done."""
        self._refresh()
        return self._log.versions(limit)

    def codings(self, *, batch: str | None = None) -> Iterator[Json]:
        """The coding of every report as the output contract writes it, batch by batch.

        Args:
            batch: only reports of one batch.

        Memory is bounded by the largest batch. All are of one version, whatever is written meanwhile.
        """
        snapshot = self._snapshot()
        for group in _by_batch(snapshot):
            yield from _codings_of(snapshot, group, None if batch is None else f"batch = {literal(batch)}")

    def coding(self, report: str) -> Json | None:
        """The coding of one report as the output contract writes it, or None where the store has no such report."""
        snapshot = self._snapshot()
        if not snapshot.files["reports"]:
            return None
        asked = f"SELECT filename FROM {scan(snapshot.root, snapshot.files['reports'], filename=True)} WHERE report = ?"
        holding = {Path(row["filename"]).name for row in snapshot.rows(asked, [report])}
        for group in _by_batch(snapshot):
            if any(Path(file.path).name in holding for file in group["reports"]):
                return next(_codings_of(snapshot, group, f"report = {literal(report)}"), None)
        return None

    def records(self, *, as_: str = "rows", limit_s: float = LIMIT_S, **filters: Any) -> Any:
        """Records, flat, by day of publication.

        Args:
            as_: "rows" (a list of dicts), "pandas", "polars" or "arrow" (a pyarrow table).
            limit_s: seconds after which the question is given up.
            filters: those of `choose_records`: actor, recipient, party, name, category, factuality, sector, country, since,
                until, by.

        Raises:
            InputError: a filter that no record can pass. QueryLimitError, DamagedStoreError.
        """
        choice = _chosen(choose_records, filters)
        return self._table(f"SELECT * FROM records{choice.where()} ORDER BY published NULLS LAST, report, position",
                           limit_s, choice.values, as_)  # fmt: skip

    def statements(self, *, as_: str = "rows", limit_s: float = LIMIT_S, **filters: Any) -> Any:
        """Statements, flat, by day of publication; `filters` are those of `choose_statements`, the rest as in `records`."""
        choice = _chosen(choose_statements, filters)
        return self._table(f"SELECT * FROM statements{choice.where()} ORDER BY published NULLS LAST, report, position",
                           limit_s, choice.values, as_)  # fmt: skip

    def counts(
        self,
        by: str | Sequence[str],
        *,
        events: bool = False,
        as_: str = "rows",
        limit_s: float = LIMIT_S,
        **filters: Any,
    ) -> Any:
        """Numbers of records by month, category, dyad and the like, null where it is unknown.

        Args:
            by: names of COUNTED, or "dyad". A record counts once for each of its parties.
            events: count events instead, each once however many reports tell it.
            filters: those of `records`; events can be counted without any.
        """
        if events and filters:
            raise InputError("events are counted without filters", "Leave them out, or ask in SQL.")
        choice = _chosen(choose_records, filters)
        return self._table(
            count_by([by] if isinstance(by, str) else by, choice, events=events), limit_s, choice.values, as_
        )

    def query(self, sql: str, *, limit_s: float = LIMIT_S, as_: str = "rows") -> Any:
        """The answer to one SELECT over the views (docs/reference/store.md).

        Raises:
            QueryWritesError: it would write. QueryLimitError: it took too long or too much memory.
            QueryError: it cannot be answered. DamagedStoreError.
        """
        return self._table(sql, limit_s, (), as_)

    def ask(self, sql: str, *, limit_s: float = LIMIT_S) -> AbstractContextManager[Answer]:
        """As `query`, with the rows streamed inside of a `with`."""
        return self._snapshot().ask(sql, limit_s)

    def save(self, sql: str, path: str | Path, *, limit_s: float = LIMIT_S) -> int:
        """Write the answer to one SELECT as a Parquet file; the number of rows."""
        return self._snapshot().save(sql, Path(path).absolute(), limit_s)

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Reports and statements with these words, best first.

        Args:
            text: words; "a phrase" in quotation marks, AND, OR, NOT and brackets as in most search engines.
            limit: how many at most.

        The index is brought up to date first where batches were written since.
        """
        if self.pinned:
            raise InputError("only the newest version can be searched", "Open the store without a version.")
        return search_store(self.path, self._snapshot(), text, limit)

    # --- for linking ------------------------------------------------------------------------------------------

    def link_records(self, since_batch: int | None = None) -> Iterator[Json]:
        """What linking needs of every record, batch by batch; one row for each id.

        Args:
            since_batch: a version: only records of batches written after it.
        """
        snapshot = self._snapshot()
        older = set() if since_batch is None else {file.path for file in Log(self.path, since_batch).files()}
        seen: set[str] = set()
        for group in _by_batch(snapshot):
            if not group["records"] or not any(file.path not in older for file in group["records"]):
                continue
            asked = linking.LINK_RECORDS.format(
                records=scan(self.path, group["records"]), reports=scan(self.path, group["reports"])
            )
            for row in snapshot.rows(asked):
                # Two sources may hold one report; it is one telling all the same.
                if row["id"] not in seen:
                    seen.add(row["id"])
                    yield row

    def ledger(self) -> list[Json]:
        """All judgements, in the order in which they were made."""
        rows = self._snapshot().rows(
            "SELECT * FROM ledger ORDER BY judged_at, position, record_a, record_b, verdict, author"
        )
        return [linking.judgement_from_row(row) for row in rows]

    def events(self) -> list[Json]:
        """The events as linking wrote them, by id."""
        return [linking.event_from_row(row) for row in self._snapshot().rows("SELECT * FROM events ORDER BY event")]

    def links(self) -> list[Json]:
        """The links as linking wrote them, by record."""
        return [
            linking.link_from_row(row) for row in self._snapshot().rows("SELECT * FROM links ORDER BY record, event")
        ]

    def linked_version(self) -> int | None:
        """The version whose records were linked last, or None; give it to `link_records` to get what is new."""
        self._refresh()
        stamps = {file.stamp for file in self._log.files() if file.table in ("events", "links")}
        return max((int(stamp) for stamp in stamps), default=None)

    # --- for review -------------------------------------------------------------------------------------------

    def reviews(self, report: str | None = None) -> list[Json]:
        """Judgements of people on records, in the order in which they were made; of one report, or all.

        A row is an object with `id`, `at`, `reviewer`, `report`, `record`, `action`, `values`, `undoes`, `note` and `seen`, and
        what it was judged on: `category`, `mode`, `factuality`, `trigger`, `sentence`, `text_digest` and `machine`.
        """
        return reviewing.found_in(self._snapshot(), None if report is None else [report])

    # --- the version that is read -----------------------------------------------------------------------------

    def _refresh(self) -> None:
        if not self.pinned:
            self._log.refresh()

    def _snapshot(self) -> Snapshot:
        """The newest version, to answer from. An older one stays open for whoever still reads it."""
        self._refresh()
        return self._as_looked_at()

    def _as_looked_at(self) -> Snapshot:
        """The version that the log stands at: a writer decides by it and commits on top of it, so it may not move in between."""
        if self._opened is None or self._opened.version != self._log.version:
            self._opened = Snapshot(self.path, self._log.version, self._log.files(), self._memory)
        return self._opened

    def _table(self, sql: str, limit_s: float, values: Sequence[Any], form: str) -> Any:
        if form not in FORMS:
            raise InputError(f"there is no form {form!r}", f"It can be {', '.join(FORMS)}.")
        return self._snapshot().table(sql, limit_s, values, form)


def _by_batch(snapshot: Snapshot) -> Iterator[dict[str, list[File]]]:
    """The files of each batch by table, in the order of the batches' names in the log."""
    files = sorted((file for group in snapshot.files.values() for file in group), key=lambda file: file.batch)
    for _, group in groupby(files, key=lambda file: file.batch):
        found: dict[str, list[File]] = {name: [] for name in snapshot.files}
        for file in group:
            found[file.table].append(file)
        if found["reports"]:
            yield found


def _codings_of(snapshot: Snapshot, group: Mapping[str, list[File]], condition: str | None) -> Iterator[Json]:
    """The codings of a batch's files; those alone that meet a condition on `batch` or `report`."""
    where = "" if condition is None else f" WHERE {condition}"
    rows: dict[str, dict[str, list[Json]]] = {}
    for name in _OF_REPORT[1:]:
        rows[name] = {}
        if group[name]:
            for row in snapshot.rows(
                f"SELECT * FROM {scan(snapshot.root, group[name])}{where} ORDER BY report, position"
            ):
                rows[name].setdefault(row["report"], []).append(row)
    asked = f"SELECT * FROM {scan(snapshot.root, group['reports'])}{where} ORDER BY position, report"
    for report in snapshot.rows(asked):
        yield coding_of(report, *(rows[name].get(report["report"], []) for name in _OF_REPORT[1:]))


def _chosen(choose: Any, filters: Mapping[str, Any]) -> Any:
    known = choose.__kwdefaults__
    for name in filters:
        if name not in known:
            raise InputError(f"there is no filter {name}", f"There are {', '.join(known)}.")
    return choose(**filters)


def _moment(value: datetime.datetime | str) -> datetime.datetime:
    """A moment in UTC; a day means its end."""
    if isinstance(value, str):
        try:
            day = datetime.date.fromisoformat(value)
        except ValueError:
            # Not a day alone, so a moment.
            pass
        else:
            return datetime.datetime.combine(day, datetime.time.max, datetime.UTC)
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError as fault:
            raise InputError(f"{value!r} is no moment", "Write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM.") from fault
    return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
