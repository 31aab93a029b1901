"""Codings of single reports, read from the files of their batch alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from onrecord.explorer.base import Base
from onrecord.explorer.errors import NotThereError
from onrecord.output.contract import Json
from onrecord.store.files import scan
from onrecord.store.log import File
from onrecord.store.rows import coding_of

_OF_REPORT = ("records", "statements", "issues")


def read_coding(base: Base, report: str) -> Json:
    """The machine's coding of a report, as the output contract writes it; raises NotThereError."""
    number = base.report_numbers.get(report)
    if number is None:
        raise NotThereError(
            f"there is no report {report[:100]!r}", "It may have been taken out of the store: look it up in the list."
        )
    return next(read_codings(base, [number]))


def read_codings(base: Base, numbers: Sequence[int]) -> Iterator[Json]:
    """The machine's codings of reports, batch by batch; memory is bounded by the largest batch."""
    wanted = sorted(numbers, key=lambda number: (base.reports[number].part, number))
    for part, group in groupby(wanted, key=lambda number: base.reports[number].part):
        yield from _of_batch(base, part, [base.reports[number].id for number in group])


def _of_batch(base: Base, part: str, ids: Sequence[str]) -> Iterator[Json]:
    snapshot = base.snapshot
    batch = next(file.batch for file in snapshot.files["reports"] if file.path.endswith(part))
    rows: dict[str, dict[str, list[Json]]] = {}
    for name in _OF_REPORT:
        rows[name] = {}
        files = _files(base, name, batch)
        if files:
            asked = f"SELECT * FROM {scan(snapshot.root, files)} SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS report) AS w USING (report) "
            for row in snapshot.rows(asked + "ORDER BY report, position", [list(ids)]):
                rows[name].setdefault(row["report"], []).append(row)
    asked = f"SELECT * FROM {scan(snapshot.root, _files(base, 'reports', batch))} SEMI JOIN "
    asked += "(SELECT unnest(?::VARCHAR[]) AS report) AS w USING (report) ORDER BY report"
    for report in snapshot.rows(asked, [list(ids)]):
        yield coding_of(report, *(rows[name].get(report["report"], []) for name in _OF_REPORT))


def _files(base: Base, table: str, batch: str) -> list[File]:
    return [file for file in base.snapshot.files[table] if file.batch == batch]
