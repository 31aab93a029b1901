"""The lines of the knowledge files, and what is wrong with one: every fault names file, line and what to do."""

from __future__ import annotations

import csv
import datetime
import functools
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onrecord.errors import KnowledgeError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "codes.csv": ("code", "kinds", "traits"),
    "countries.csv": ("iso", "code", "name", "kind", "aliases", "demonyms", "capital", "seats", "places",
                      "second", "from", "to", "cased"),
    "seats.csv": ("name", "aliases", "country", "sector"),
    "bodies.csv": ("name", "aliases", "country", "sector", "states"),
    "groups.csv": ("name", "aliases", "country", "sector", "second", "from", "to"),
    "holders.csv": ("person", "aliases", "country", "sector", "title", "from", "to"),
    "roles.csv": ("words", "sector", "second", "part", "priority", "country", "abroad"),
    "grammar.csv": ("word", "class"),
    "ambiguous.csv": ("name", "candidates", "default", "cues"),
}  # fmt: skip
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
# White space that a cell may begin or end with.
_LOOSE = re.compile(r"[,\n\"][^\S\n]|[^\S\n][,\n\"]")
_COUNTRY = re.compile(r"[A-Z]{3}")


@dataclass(slots=True, eq=False)
class Row:
    """One line of a knowledge file, its cells stripped."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell of a column."""
        return self.cells[column]

    def several(self, column: str) -> list[str]:
        """A cell that is a list, its parts separated by `;`."""
        return several(self[column])

    def wrong(self, what: str, remedy: str) -> KnowledgeError:
        """The error that names this file and line."""
        return KnowledgeError(f"{self.file}:{self.line}: {what}", remedy)


def several(cell: str) -> list[str]:
    """The parts of a cell that is a list, stripped, empty ones left out."""
    return [part for part in map(str.strip, cell.split(";")) if part] if cell else []


def read_rows(file: str, text: str) -> Iterator[Row]:
    """The lines of a knowledge file; raises KnowledgeError for a wrong header or a line with too many or few cells."""
    columns = COLUMNS[file]
    width = len(columns)
    reader = csv.reader(io.StringIO(text), strict=True)
    loose = _LOOSE.search(text) is not None
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            raise KnowledgeError(f"{file}:1: the header is {','.join(header)}", f"Write {','.join(columns)}.")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != width:
                remedy = "Separate the cells by commas, lists by ';', and quote a cell that holds a comma."
                raise KnowledgeError(f"{file}:{reader.line_num}: {len(cells)} cells, not {width}", remedy)
            yield Row(file, reader.line_num, dict(zip(columns, map(str.strip, cells) if loose else cells, strict=True)))
    except csv.Error as fault:
        raise KnowledgeError(f"{file}:{reader.line_num}: no CSV: {fault}", "Close the quotes of the cell.") from fault


def read_row(file: str, line: int, text: str) -> Row:
    """One line of a knowledge file that has been read and checked before."""
    return Row(file, line, dict(zip(COLUMNS[file], map(str.strip, next(csv.reader([text]))), strict=True)))


def period(row: Row) -> tuple[str, str]:
    """First and last day of a row as ISO text; raises KnowledgeError for what is no year, month or day."""
    since, to = row.cells["from"], row.cells["to"]
    for column, date in (("from", since), ("to", to)):
        if not _is_date(date):
            raise row.wrong(f"{column} is {date!r}", "Write a year, YYYY-MM or YYYY-MM-DD, or nothing.")
    until = to and to + "-99-99"[: 6 - 3 * to.count("-")]
    if until and since > until:
        raise row.wrong(f"begins in {since} and ends in {to}", "Exchange the two.")
    return since, until


@functools.lru_cache(maxsize=8192)
def _is_date(text: str) -> bool:
    if not text:
        return True
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01-01"[: 6 - 3 * text.count("-")])
    except ValueError:
        return False
    return True


def country_code(row: Row, column: str) -> str:
    """A cell that must be three capitals."""
    if not _COUNTRY.fullmatch(row[column]):
        raise row.wrong(f"{column} is {row[column]!r}", "Write three capital letters.")
    return row[column]


def filled(row: Row, column: str) -> str:
    """A cell that may not be empty."""
    if not row[column]:
        raise row.wrong(f"{column} is empty", "Fill it in or delete the line.")
    return row[column]
