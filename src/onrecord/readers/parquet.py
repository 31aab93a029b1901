"""Reports from Parquet files, a group of rows at a time, by whichever library is there."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord.errors import SetupError
from onrecord.model import Report
from onrecord.readers import issues as problems
from onrecord.readers.rows import COLUMNS, ignored, row_report
from onrecord.readers.text import failed

_ROWS = 64
# What a group of rows may hold unpacked, in bytes: it has to be in memory.
_GROUP = 1_000_000_000
_MEMORY = "512MB"


def read_parquet(path: Path, name: str, published: datetime.date | None = None) -> Iterator[Report]:
    """The reports of a Parquet file, lazily; columns as in CSV files. Memory is bounded by the file's largest group of rows.

    Raises:
        SetupError: neither pyarrow nor duckdb is installed.
    """
    try:
        reader = importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError:
        yield from _by_duckdb(path, name, published)
        return
    pyarrow = importlib.import_module("pyarrow")
    faults = (pyarrow.ArrowException, OSError, ValueError)
    try:
        opened = reader.ParquetFile(path)
    except faults as fault:
        yield _unreadable(name, fault, published)
        return
    with opened:
        names = list(opened.schema_arrow.names)
        if "text" not in names:
            yield failed(problems.no_text_column(name, ", ".join(names[:20])), name=name, published=published)
            return
        wanted = [column for column in COLUMNS if column in names]
        further, row = ignored(names, name), 0
        for group in range(opened.num_row_groups):
            facts = opened.metadata.row_group(group)
            if facts.total_byte_size > _GROUP:
                where = f"{name}, rows {row + 1} to {row + facts.num_rows}"
                issue = problems.too_large(f"{where} have {facts.total_byte_size:,} bytes")
                yield failed(issue, name=where, published=published)
                row += facts.num_rows
                continue
            begin = row
            try:
                for batch in opened.iter_batches(_ROWS, [group], wanted, use_threads=False):
                    for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        row += 1
                        yield _report(batch.schema.names, cells, name, row, published, further)
                        further = ()
            except faults as fault:
                yield _unreadable(f"{name}, row {row + 1} and those behind it in its group", fault, published)
            row = begin + facts.num_rows
        if not row:
            yield failed(problems.EMPTY, name=name, published=published)


def _by_duckdb(path: Path, name: str, published: datetime.date | None) -> Iterator[Report]:
    try:
        duckdb = importlib.import_module("duckdb")
    except ModuleNotFoundError as fault:
        raise SetupError(
            f"{name} is a Parquet file and nothing is installed to read it",
            "Install it: pip install 'onrecord[parquet]'",
        ) from fault
    row = 0
    settings = {"threads": 1, "memory_limit": _MEMORY, "autoinstall_known_extensions": False}
    with duckdb.connect(config=settings) as connection:
        try:
            source = "read_parquet(?)"
            described = connection.execute(f"DESCRIBE SELECT * FROM {source}", [str(path)]).fetchall()
            names = [column for column, *_ in described]
            if "text" not in names:
                yield failed(problems.no_text_column(name, ", ".join(names[:20])), name=name, published=published)
                return
            wanted = [column for column in COLUMNS if column in names]
            further = ignored(names, name)
            quoted = ", ".join(f'"{column}"' for column in wanted)
            asked = f"SELECT {quoted} FROM {source}"
            answer = connection.execute(asked, [str(path)])
            while rows := answer.fetchmany(_ROWS):
                for cells in rows:
                    row += 1
                    yield _report(wanted, cells, name, row, published, further)
                    further = ()
        except duckdb.Error as fault:
            yield _unreadable(f"{name}, row {row + 1} and those behind it" if row else name, fault, published)
            return
    if not row:
        yield failed(problems.EMPTY, name=name, published=published)


def _report(names: Sequence[str], cells: Sequence[Any], name: str, row: int, published: Any, further: Any) -> Report:
    return row_report(names, [_plain(cell) for cell in cells], name, f"row {row}", published, further)


def _plain(cell: Any) -> Any:
    """A cell as JSON has it."""
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell


def _unreadable(where: str, fault: Exception, published: datetime.date | None) -> Report:
    reason = str(fault).split("\n", 1)[0][:200]
    return failed(problems.unreadable(where, reason), name=where, published=published)
