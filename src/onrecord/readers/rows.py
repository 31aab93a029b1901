"""Reports from tables: CSV, row by row."""

from __future__ import annotations

import csv
import datetime
import io
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.model import Issue, Report
from onrecord.readers import issues as problems
from onrecord.readers.decode import Decoded, decode
from onrecord.readers.jsonl import entry_report, read_line, wide_lines
from onrecord.readers.text import failed
from onrecord.readers.unpack import DamagedError

COLUMNS = ("id", "published", "title", "text", "url", "source")
_DELIMITERS = (",", ";", "\t", "|")
# Cells are joined by a character that texts do not hold, to be decoded together: one cell is too little to tell a charset by.
_BETWEEN = "\x1b"
_TOLD = 20


def read_csv(stream: io.BufferedReader, name: str, published: datetime.date | None = None) -> Iterator[Report]:
    """The reports of a CSV file, lazily; memory is bounded by the largest row allowed.

    Args:
        stream: the first row names the columns (id, published, title, text, url, source, in any order; others are passed
            over, which the first report says). Cells are separated by commas, semicolons, tabs or bars.
        name: what messages and ids call the file.
        published: day of publication for rows that do not say it.
    """
    lines = _Lines(stream)
    rows = _rows(lines, name, published)
    try:
        yield from rows
    except DamagedError as fault:
        # What follows may begin within a cell, so that no row could be trusted.
        where = f"line {lines.number + 1}"
        yield failed(
            problems.unreadable(f"{name}, {where} and what follows", f"the archive is damaged: {fault}"),
            name=f"{name}:{where}",
            published=published,
        )


def is_csv_head(head: str) -> bool:
    """Whether the first line names columns of reports."""
    names = _names(_cells(head.split("\n", 1)[0])[1])
    return "text" in names and len(set(names) & set(COLUMNS)) > 1


def ignored(names: Sequence[str], name: str) -> tuple[Issue, ...]:
    """The issue that tells which columns are not read, where there are such."""
    others = [column or "(without a name)" for column in names if column not in COLUMNS]
    if not others:
        return ()
    told = ", ".join(column[:60] for column in others[:_TOLD])
    more = f" and {len(others) - _TOLD} more" if len(others) > _TOLD else ""
    return (problems.ignored_columns(name, told + more),)


def row_report(
    names: Sequence[str], cells: Sequence[Any], name: str, where: str, published: datetime.date | None, issues: tuple[Issue, ...]
) -> Report:  # fmt: skip
    """A report from one row. Of two columns with one name the first counts."""
    entry = {column: cell for column, cell in reversed(list(zip(names, cells, strict=True))) if column in COLUMNS}
    return entry_report(entry, name, where, published, issues)


def _rows(lines: _Lines, name: str, published: datetime.date | None) -> Iterator[Report]:
    head = lines.first()
    if not head.strip():
        yield failed(problems.EMPTY, name=name, published=published)
        return
    delimiter, cells = _cells(_decoded(head).text)
    names = _names(cells)
    if "text" not in names:
        told = ", ".join(column[:60] for column in names[:_TOLD])
        yield failed(problems.no_text_column(name, told), name=name, published=published)
        return
    # The limit is one for the process; it only says when a cell is given up.
    csv.field_size_limit(problems.MAX_CHARACTERS * 4)
    # Strict: a quotation mark in the wrong place would otherwise swallow rows without a word.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    further, seen = ignored(names, name), False
    while True:
        lines.begin()
        where = f"line {lines.number + 1}"
        try:
            row = next(reader, None)
        except csv.Error as fault:
            yield failed(problems.bad_row(name, where, str(fault)), name=f"{name}:{where}", published=published)
            lines.again()
            seen = True
            continue
        except _TooLongError:
            issue = problems.too_large(f"{name}, {where} has more than {problems.MAX_BYTES:,} bytes")
            yield failed(issue, name=f"{name}:{where}", published=published)
            lines.again()
            seen = True
            continue
        if row is None:
            break
        if not row:
            continue
        seen = True
        report = _row(row, names, name, where, published, further)
        further = () if set(further) <= set(report.issues) else further
        yield report
    if not seen:
        yield failed(problems.EMPTY, name=name, published=published)


def _row(
    row: Sequence[str], names: Sequence[str], name: str, where: str, published: datetime.date | None, further: tuple[Issue, ...]
) -> Report:  # fmt: skip
    if len(row) != len(names):
        issue = problems.bad_row(name, where, f"it has {len(row)} cells, and there are {len(names)} columns")
        return failed(issue, name=f"{name}:{where}", published=published)
    texts, issues = _texts(row)
    return row_report(names, texts, name, where, published, (*issues, *further))


class _TooLongError(Exception):
    """A row has more bytes than any report."""


class _Lines:
    """The lines of a table as characters that stand for bytes (ISO 8859-1), so that rows are cut before their charset is known.

    Attributes:
        number: of the last line given, counted from 1.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._inner = self._bytes()
        self._size = 0
        self._row: list[bytes] = []
        self._again: deque[bytes] = deque()
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._inner)
        self.number += 1
        self._size += problems.MAX_BYTES + 1 if line is None else len(line)
        if line is not None:
            self._row.append(line)
        if line is None or self._size > problems.MAX_BYTES:
            raise _TooLongError
        return line.decode("latin-1")

    def begin(self) -> None:
        """A row begins with the next line."""
        self._size = 0
        self._row.clear()

    def again(self) -> None:
        """Give all lines of the row but its first once more: a quotation mark out of place must not cost the rows behind it."""
        rest = self._row[1:]
        self._again.extendleft(reversed(rest))
        self.number -= len(rest)

    def first(self) -> str:
        """The first line, empty where there is none or it is longer than any names of columns."""
        try:
            return next(self, "")
        except _TooLongError:
            return ""

    def _bytes(self) -> Iterator[bytes | None]:
        first = read_line(self._stream)
        if (wide := wide_lines(first, self._stream)) is not None:
            yield from wide
            return
        line: bytes | None = first.removeprefix(b"\xef\xbb\xbf") if first else first
        while line is None or line:
            yield line
            line = read_line(self._stream)


def _cells(line: str) -> tuple[str, list[str]]:
    """What separates the cells of the first line, and the cells: the character that gives most names of our columns."""
    line = line.rstrip("\r\n")
    best: tuple[int, str, list[str]] = (-1, _DELIMITERS[0], [line])
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        known = len(set(_names(cells)) & set(COLUMNS))
        if known > best[0]:
            best = (known, delimiter, cells)
    return best[1], best[2]


def _names(cells: Sequence[str]) -> list[str]:
    return [cell.strip("\ufeff \t\"'").lower() for cell in cells]


def _decoded(text: str) -> Decoded:
    return decode(text.encode("latin-1"))


def _texts(row: Sequence[str]) -> tuple[list[str], tuple[Issue, ...]]:
    """The cells of a row in their charset."""
    if all(cell.isascii() for cell in row):
        return list(row), ()
    together = _decoded(_BETWEEN.join(row))
    cells = together.text.split(_BETWEEN)
    if len(cells) == len(row):
        return cells, together.issues
    apart = [_decoded(cell) for cell in row]
    return [cell.text for cell in apart], tuple(dict.fromkeys(issue for cell in apart for issue in cell.issues))
