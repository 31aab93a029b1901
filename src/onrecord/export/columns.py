"""Columns of a table: what a cell holds, where it comes from and how it is made, said once for writer, dictionary and docs."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TextIO, TypeVar

from onrecord.model import Report
from onrecord.output.table import safe_cell

Row = TypeVar("Row")
Scalar = str | int | float | bool | datetime.date
Value = Scalar | tuple[str | None, ...] | None
NEVER = "not known to onrecord"

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# XML 1.0 allows no other characters.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        name: the header, spelled as readers of the format expect it.
        type: text, integer, number, date, boolean or list of text.
        source: the field of the output contract that it is made from, or empty.
        meaning: one sentence.
        get: the value in a row, None where it is unknown. None as a whole: always empty, and the notes say why.
    """

    name: str
    type: str
    source: str
    meaning: str
    get: Callable[[Row], Value] | None
    notes: str = ""


def report_columns(report: Callable[[Row], Report]) -> tuple[Column[Row], ...]:
    """What a flat table says of the report that a row comes from, behind its id."""
    return (
        Column("published", "date", "report.published", "Day of publication.", lambda row: report(row).published),
        Column("title", "text", "report.title", "Title of the report.", lambda row: report(row).title or None),
        Column("publisher", "text", "report.source", "Publisher.", lambda row: report(row).source),
        Column("url", "text", "report.url", "Address of the report.", lambda row: report(row).url),
        Column(
            "language",
            "text",
            "report.language",
            "Language of the report (ISO 639-1).",
            lambda row: report(row).language,
        ),
    )


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """The columns of one file of a format. `file` is its name in a folder, empty where the format is one file."""

    columns: tuple[Column[Row], ...]
    file: str = ""

    @property
    def names(self) -> list[str]:
        """The header."""
        return [column.name for column in self.columns]

    def values(self, row: Row) -> list[Value]:
        """The values of a row in the order of the columns."""
        return [column.get(row) if column.get else None for column in self.columns]


def unknown(name: str, type_: str, meaning: str, why: str = NEVER) -> Column[Any]:
    """A column that readers of the format expect and that stays empty."""
    return Column(name, type_, "", meaning, None, f"Always empty: {why}.")


def plain(value: Value, joint: str = "; ") -> str:
    """A value as text without protection: None is empty, dates are ISO, lists are joined."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return joint.join((part or "").replace(joint.strip(), ",") for part in value)
    if isinstance(value, float):
        return format(value, ".10g")
    return clean(value) if isinstance(value, str) else str(value)


def cell(value: Value, joint: str = "; ") -> str:
    """A value as a cell on one line that no spreadsheet takes for a formula."""
    text = plain(value, joint)
    return safe_cell(clean(text)) if isinstance(value, (str, tuple)) else text


def clean(text: str) -> str:
    """Text without lone surrogates (replaced, so that offsets hold) and control characters."""
    return _CONTROL.sub("", whole(text))


def whole(text: str) -> str:
    """Text that can be encoded: each lone surrogate becomes U+FFFD, so that offsets still hold."""
    return _SURROGATE.sub("\ufffd", text)


def xml_text(text: str) -> str:
    """Text for XML: characters that XML 1.0 does not allow are dropped, the rest is escaped."""
    kept = _NOT_XML.sub("", text)
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def write_csv(handle: TextIO, table: Table[Row], rows: Iterable[Row], missing: str = "") -> int:
    """Write a comma-separated table with a header; `missing` stands for unknown values. Returns the number of rows."""
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(table.names)
    count = 0
    for row in rows:
        writer.writerow([missing if value is None else cell(value) for value in table.values(row)])
        count += 1
    return count


def write_tabs(handle: TextIO, table: Table[Row], rows: Iterable[Row], *, header: bool, joint: str = ";") -> int:
    """Write a tab-separated table without any quoting, as readers of event data expect it.

    Tabs and line ends become spaces. A double quote becomes a single one, since readers take it for the start of a quoted cell.
    """
    if header:
        handle.write("\t".join(table.names) + "\n")
    count = 0
    for row in rows:
        handle.write("\t".join(tab_cells(table.values(row), joint)) + "\n")
        count += 1
    return count


def tab_cells(values: Sequence[Value], joint: str) -> list[str]:
    """The cells of one line of a tab-separated table."""
    return [cell(value, joint).replace('"', "'") for value in values]
