"""The data dictionary of an export and the page of the documentation, made from the definitions that write the tables."""

from __future__ import annotations

import csv
from typing import TextIO

from onrecord.export.columns import cell
from onrecord.export.job import Format
from onrecord.export.registry import FORMATS
from onrecord.export.select import Selection

HEADER = ("column", "meaning", "type", "source", "notes", "file")
_OPTIONS = """\
`onrecord export SOURCE --as FORMAT --out PATH` hands records on. SOURCE is a coded JSONL file (the
[output contract](output.md)) or a store.

- `--factuality` chooses records by how certain they are. Formats of deeds (marked below) hold **asserted** records only
  unless told otherwise, since a reader of theirs takes each row for something that happened; `--factuality all` gives all.
- `--since` and `--until` choose records whose days overlap with them. A record without a date is then left out, and counted.
- `--category` chooses categories or `CATEGORY/mode`.
- What reviewers corrected in a store ([reviews](review.md)) is handed on as they left it, records that they added are among
  the others, and records that they rejected are left out and counted. `csv`, `r-csv`, `parquet`, `jsonl` and the notes of
  `markup` say which records these are. `--machine` gives all records as they were coded.
- An export is there whole or not at all. A file of the same name is replaced; a folder must be new or empty.
- `PATH.dictionary.csv` beside it says which records the export holds, and for each column what this page says.
- Nothing unknown is filled in: it is empty, and columns that onrecord can never fill say so.
- In files that a spreadsheet may open, a cell that would be taken for a formula begins with an apostrophe. The exact
  characters are in Parquet and JSONL.
- The codes of other tables (states, sectors, kinds of event) stand in `src/onrecord/export/*.csv`, to be corrected there.
"""


def write_dictionary(handle: TextIO, form: Format, selection: Selection) -> None:
    """Write the data dictionary of an export as CSV: first a row on what it holds, then a row for each column."""
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerow([cell(value) for value in ("(rows)", _held(form, selection), "", "", _why(form, selection), "")])
    for table in form.tables:
        for column in table.columns:
            row = (column.name, column.meaning, column.type, column.source, column.notes, table.file)
            writer.writerow([cell(value) for value in row])


def _held(form: Format, selection: Selection) -> str:
    """What an export holds, in one sentence."""
    if form.unit == "statements":
        return "Every statement."
    kinds = (
        f"{' and '.join(sorted(selection.factuality))} records"
        if selection.factuality
        else "records of every factuality"
    )
    parts = [
        f"of the categories {', '.join(sorted(selection.labels))}" if selection.labels else "",
        f"since {selection.since}" if selection.since else "",
        f"until {selection.until}" if selection.until else "",
    ]
    whose = "Reports, whole, that hold " if form.unit == "reports" and not selection.everything else ""
    sentence = " ".join(filter(None, (f"{whose}{kinds}", *parts)))
    return f"{sentence[0].upper()}{sentence[1:]}."


def _why(form: Format, selection: Selection) -> str:
    if form.deeds and selection.factuality == {"asserted"}:
        return "This format has no room for what is denied, planned or possible, so it holds what is asserted unless told otherwise."
    undated = selection.since is not None or selection.until is not None
    return "Records without a date are left out." if undated else ""


def render_docs() -> str:
    """docs/reference/exports.md: every format, column by column."""
    parts = ["# Exports\n\nGenerated from the definitions that write the files.\n", _OPTIONS]
    rows = "\n".join(
        f"| [{f.name}](#{f.name}) | {f.title} | {'asserted' if f.deeds else 'all'} |" for f in FORMATS.values()
    )
    parts.append(f"| format | what it is | records |\n|---|---|---|\n{rows}\n")
    parts += [_section(form) for form in FORMATS.values()]
    return "\n".join(parts)


def _section(form: Format) -> str:
    lines = [f"## {form.name}", "", f"{form.title[0].upper()}{form.title[1:]}. {form.about}", ""]
    lines += [f"Records: {'asserted, unless told otherwise' if form.deeds else 'all, unless told otherwise'}.", ""]
    for table in form.tables:
        if table.file:
            lines += [f"### {form.name}: {table.file}", ""]
        lines += ["| column | type | from | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            told = " ".join(filter(None, (column.meaning, column.notes)))
            lines.append(f"| {_code(column.name)} | {column.type} | {_code(column.source)} | {_escaped(told)} |")
        lines.append("")
    return "\n".join(lines)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
