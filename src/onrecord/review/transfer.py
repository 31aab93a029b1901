"""Judgements as JSON lines: out of one copy of a store, into another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from onrecord.codebook import load_codebook
from onrecord.output.contract import Json
from onrecord.review.errors import ReviewError
from onrecord.review.ledger import Review, check_row, from_rows, to_row

if TYPE_CHECKING:
    from onrecord.store import Store

MOST_BYTES = 256 * 1024 * 1024
LONGEST_LINE = 4 * 1024 * 1024
_REMEDY = "Write the file with `onrecord review STORE --export-ledger FILE`."


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: rows that came, rows that were there already, and rows on reports that the store does not have."""

    added: int
    known: int
    elsewhere: int


def export_ledger(store: Store, handle: TextIO) -> int:
    """Write every row of the ledger, one JSON object a line, in the order in which they are in force; how many."""
    rows = from_rows(store.reviews())
    for row in rows:
        handle.write(json.dumps(to_row(row), ensure_ascii=True, sort_keys=True, separators=(",", ":")) + "\n")
    return len(rows)


def import_ledger(store: Store, path: Path, *, package: str = "") -> Taken:
    """Add the rows of a file that are not there yet, in one atomic commit. The same row twice is one.

    Raises:
        ReviewError: a line is no row, or differs from the row of the same id; nothing is added then.
        InputError: an older version of the store is open.
    """
    known = {row.id: row for row in from_rows(store.reviews())}
    fresh: dict[str, Review] = {}
    count = 0
    for where, tree in _lines(path):
        try:
            row = check_row(tree, load_codebook())
        except ReviewError as fault:
            raise ReviewError(f"{where}: {fault.message}", fault.remedy) from fault
        before = known.get(row.id) or fresh.get(row.id)
        if before is not None and before != row:
            raise ReviewError(f"{where}: the row {row.id} is not the one that is known by this id", _REMEDY)
        if before is None:
            fresh[row.id] = row
        else:
            count += 1
    here = {row["report"] for row in store.query("SELECT DISTINCT report FROM reports")} if fresh else set()
    store.append_reviews([to_row(row) for row in sorted(fresh.values(), key=lambda row: row.key)], package=package)
    return Taken(len(fresh), count, sum(row.report not in here for row in fresh.values()))


def _lines(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ReviewError(f"{path} is larger than {MOST_BYTES // 1024 // 1024} MB", "Split it.")
        with path.open("rb") as handle:
            number = 0
            while line := handle.readline(LONGEST_LINE):
                number += 1
                if line.strip():
                    yield f"{path}, line {number}", _tree(f"{path}, line {number}", line)
    except OSError as fault:
        raise ReviewError(f"{path} cannot be read: {fault.strerror or fault}", "Check the path.") from fault


def _tree(where: str, line: bytes) -> Json:
    try:
        tree = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise ReviewError(f"{where} is no JSON: {fault}", _REMEDY) from fault
    if not isinstance(tree, dict):
        raise ReviewError(f"{where} is no row of a ledger", _REMEDY)
    return tree
