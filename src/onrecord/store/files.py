"""Parquet files of a store: written beside what counts, under names of their own, until a commit names them."""

from __future__ import annotations

import json
import re
import shutil
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from onrecord.store.errors import damaged, write_fault
from onrecord.store.log import File
from onrecord.store.schema import Table, load_schema, stored_name

# Delta leaves alone what begins with an underscore.
_STAGING = "_staging"
_LITTER_AGE = 24 * 3600
_SURROGATE = re.compile("[\ud800-\udfff]")
# JSON of one row; a report has at most 5 million characters, and its text stands once in a row.
_LARGEST_ROW = 1 << 30


def write_rows(
    root: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]], batch: str, stamp: str, *, empty: bool = False
) -> list[File]:
    """A file for the rows of each table (columns that a row lacks are null); nothing sees them until they are committed.

    Args:
        empty: whether a table without rows gets a file as well.

    Raises:
        StoreWriteError: the folder cannot be written, or is full. No file is left then.
    """
    staging = root / _STAGING / uuid.uuid4().hex
    made: list[File] = []
    try:
        staging.mkdir(parents=True)
        with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as connection:
            for name, table_rows in rows.items():
                if table_rows or empty:
                    lines = staging / f"{name}.jsonl"
                    _write_lines(lines, table_rows)
                    asked = _reading(lines, load_schema().tables[name])
                    made.append(write_answer(root, connection, asked, (name, batch, stamp)))
    except OSError as fault:
        discard(root, made)
        raise write_fault(root, fault) from fault
    except BaseException:
        discard(root, made)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return made


def _write_lines(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        for row in rows:
            handle.write(_SURROGATE.sub("\ufffd", json.dumps(row, ensure_ascii=False)) + "\n")


def _reading(lines: Path, table: Table) -> str:
    """SQL that reads JSON lines as rows of a table."""
    names = [stored_name(table, column) for column in table.stored]
    kinds = ", ".join(f"{quoted(n)}: {literal(c.kind)}" for n, c in zip(names, table.stored, strict=True))
    return (
        f"SELECT {', '.join(map(quoted, names))} FROM read_json({literal(escaped(lines))}, "
        f"format='newline_delimited', maximum_object_size={_LARGEST_ROW}, columns={{{kinds}}})"
    )


def write_answer(root: Path, connection: duckdb.DuckDBPyConnection, asked: str, place: tuple[str, str, str]) -> File:
    """A file of what a query gives. `place` is table, batch and stamp."""
    table, batch, stamp = place
    path = f"{table}/{batch}-{uuid.uuid4().hex}.parquet"
    whole = root / path
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        copied = connection.execute(f"COPY ({asked}) TO {literal(whole)} (FORMAT parquet, COMPRESSION zstd)").fetchone()
        size = whole.stat().st_size
    except (duckdb.Error, OSError) as fault:
        whole.unlink(missing_ok=True)
        raise write_fault(root, fault) from fault
    return File(path, table, batch, stamp, int(copied[0]) if copied else 0, size)


def discard(root: Path, files: Sequence[File]) -> None:
    """Take away files that no commit names."""
    for file in files:
        (root / file.path).unlink(missing_ok=True)


def sweep(root: Path) -> None:
    """Take away what writers that were killed a day ago or earlier left in the staging folder."""
    staging = root / _STAGING
    if staging.is_dir():
        for entry in staging.iterdir():
            # Another writer may take the same entry away first.
            try:
                old = time.time() - entry.stat().st_mtime > _LITTER_AGE
            except FileNotFoundError:
                continue
            if old:
                shutil.rmtree(entry, ignore_errors=True)


def scan(root: Path, files: Sequence[File], *, filename: bool = False) -> str:
    """SQL that reads files of one table."""
    paths = ", ".join(literal(escaped(root / file.path)) for file in files)
    return f"read_parquet([{paths}]{', filename=true' if filename else ''})"


def remainder(root: Path, files: Sequence[File], gone: Sequence[str], stamp: str) -> list[File]:
    """The rows of a batch's files without those of some reports, as new files; none where no report is left.

    Args:
        files: all files of one batch.
        gone: ids of the reports that leave it.
    """
    by_table: dict[str, list[File]] = {}
    for file in files:
        by_table.setdefault(file.table, []).append(file)
    made: list[File] = []
    with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as connection:
        try:
            connection.execute("CREATE TABLE gone AS SELECT unnest($1::VARCHAR[]) AS report", [list(gone)])
            reports = scan(root, by_table["reports"])
            connection.execute(
                "CREATE TABLE kept AS SELECT run, count(*) AS reports, sum(records) AS records, sum(statements) AS statements "
                f"FROM {reports} ANTI JOIN gone USING (report) GROUP BY run"
            )
            if connection.execute("SELECT count(*) FROM kept").fetchone() == (0,):
                return []
            for name, group in sorted(by_table.items()):
                asked = _REMAINDER if load_schema().tables[name].of_report else _REMAINING_BATCH
                made.append(
                    write_answer(root, connection, asked.format(scan(root, group)), (name, group[0].batch, stamp))
                )
        except duckdb.Error as fault:
            discard(root, made)
            raise damaged(root, fault) from fault
    return made


def gathered(root: Path, files: Sequence[File], most: int) -> tuple[list[File], list[File]]:
    """Files of one table to be put together, and the one file with all their rows; none where there are `most` or fewer."""
    if len(files) <= most:
        return [], []
    first = files[0]
    with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as connection:
        asked = f"SELECT * FROM {scan(root, files)}"
        return list(files), [write_answer(root, connection, asked, (first.table, first.batch, first.stamp))]


_REMAINDER = "SELECT * FROM {} ANTI JOIN gone USING (report)"
_REMAINING_BATCH = (
    "SELECT b.* REPLACE (k.reports::INTEGER AS reports, k.records::INTEGER AS records, k.statements::INTEGER AS statements) "
    "FROM {} AS b JOIN kept AS k USING (run)"
)


def literal(text: object) -> str:
    """Words as a string of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name of a column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def escaped(path: Path) -> str:
    """A path that is not taken for a pattern."""
    return re.sub(r"[\[*?]", lambda found: f"[{found[0]}]", str(path))
