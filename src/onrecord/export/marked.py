"""The project's own markup: codings as marked passages, so that corrected records become training passages."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from typing import TextIO

from onrecord.codebook import Codebook
from onrecord.errors import MarkupError
from onrecord.export.columns import Column, Table, cell, clean
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job, Note
from onrecord.export.marks import Marks
from onrecord.export.nesting import nest, plain_text, render
from onrecord.markup import parse_passage
from onrecord.model import Coding
from onrecord.review import JudgedCoding

_BLANK = re.compile(r"\s+")
_LONGEST_NAME = 100
Notes = list[tuple[str, str]]


def write(job: Job) -> None:
    """Write a passage a report; what could not be marked goes into the job's notes."""
    used: Counter[str] = Counter()
    with text_file(job.path) as handle:
        handle.write(
            f"# Passages for training, from records by {job.reference.codebook.ontology}. Read and correct before use.\n"
        )
        for coding in job.whole_reports():
            notes: Notes = _reviewed(coding)
            written = _write_passage(handle, coding, job.reference.codebook, _identifier(coding.report.id, used), notes)
            for what, why in notes:
                if job.note is not None:
                    job.note((coding.report.id, what, why))
            if not written:
                job.tally.left_out["reports that the markup cannot hold (see the notes)"] += 1
                job.tally.rows -= 1
                job.tally.records -= len(coding.records)


def _reviewed(coding: Coding) -> Notes:
    """What people said of the records."""
    if not isinstance(coding, JudgedCoding):
        return []
    found = []
    for record in coding.records:
        mark = coding.marks[record.id]
        if mark.state != "open":
            fields = f": {', '.join(mark.fields)}" if mark.fields else ""
            found.append(
                (f"the record {record.category} on {record.trigger.text!r}", f"{mark.state} by {mark.reviewer}{fields}")
            )
    return found


def _write_passage(handle: TextIO, coding: Coding, codebook: Codebook, identifier: str, notes: Notes) -> bool:
    published = coding.report.published
    if published is None:
        notes.append(("report", "it has no day of publication, which a passage needs"))
        return False
    body = passage(coding, codebook, notes)
    if body is None:
        return False
    try:
        # Nothing is written that the reader of the markup would refuse.
        parse_passage(identifier, published.isoformat(), body, codebook)
    except MarkupError as fault:
        notes.append(("report", f"the passage would break the rules of the markup: {fault.message}"))
        return False
    handle.write(f"\n## {identifier} {published.isoformat()}\n" + body.replace("\n\n", "\n~\n") + "\n")
    return True


def passage(coding: Coding, codebook: Codebook, notes: Notes) -> str | None:
    """The marked text of a report, paragraphs parted by an empty line; None where it cannot be marked.

    What is left out or changed is added to `notes`, as what and why.
    """
    plain = plain_text(coding.report.text)
    if not plain.text:
        notes.append(("report", "it has no text"))
        return None
    for sign in plain.changed:
        notes.append((f"the sign {sign!r}", "it belongs to the markup, and another stands for it"))
    marks = Marks(coding, plain, codebook, notes)
    parts, dropped, too_many = nest(plain.text, marks.parts())
    if too_many:
        notes.append(("report", "too many marks cross one another"))
        return None
    for part in dropped:
        notes.append((f"a mark of {part.mark[0]} on {plain.text[part.start : part.end]!r}", "it crosses another mark"))
    names, labels = marks.labels(parts)
    kept = [part for part in parts if part.mark in names]
    for part in kept:
        part.mark = names[part.mark]
    return render(plain.text, kept, labels)


def notes_writer(handle: TextIO) -> Callable[[Note], None]:
    """Write the header of the table of notes; what comes back writes a row."""
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(NOTES.names)
    return lambda note: writer.writerow([cell(value) for value in NOTES.values(note)])


def _identifier(identifier: str, used: Counter[str]) -> str:
    """A header's id: without blanks, each used once."""
    name = _BLANK.sub("-", clean(identifier)).strip("-")[:_LONGEST_NAME] or "report"
    while used[name]:
        used[name] += 1
        name = f"{name}-{used[name]}"
    used[name] += 1
    return name


NOTES: Table[Note] = Table((
    Column("report", "text", "report.id", "The report.", lambda row: row[0]),
    Column("what", "text", "", "What was left out, changed or reviewed.", lambda row: row[1]),
    Column("why", "text", "", "Why, or by whom.", lambda row: row[2]),
))  # fmt: skip
TABLE: Table[Coding] = Table((
    Column("m", "mark", "actors, recipients, sources, speakers", "A party with country and sector, or '=' the one that names it.", None),
    Column("p", "mark", "record.place", "A place with its country.", None, "at=m where a party is the place."),
    Column("d", "mark", "record.date", "A date expression with its value.", None, "Publication day has no words and no mark."),
    Column("e", "mark", "record", "A record on its trigger; further triggers are parts of the mark.", None),
    Column("n", "mark", "record.factuality_spans", "Words that make a record less than asserted.", None,
           "also= on the cue where the cue does that."),
    Column("c", "mark", "statement.cue, record.sources.cue", "A cue with speaker and content.", None),
    Column("q", "mark", "statement.spans", "What is said.", None,
           "Where a cue has no statement on record, the words of the record itself, and a note says so. "
           "Cut in parts where it crosses a mark."),
    Column("k", "mark", "record.counts", "Words that say how many were hurt.", None),
    Column("x", "mark", "furniture", "A piece of the page that is no report.", None),
))  # fmt: skip
FORMAT = Format(
    "markup",
    "the project's own markup, for training",
    "A passage a report, as in [the markup](markup.md), to be corrected by hand and put into `corpus/`. `OUT.notes.csv` beside it "
    "lists what could not be marked, and "
    "why: marks that cross others, sources without words, reports without a day of publication; "
    "and what reviewers said of the records. Blanks are tidied, and the signs "
    "`{`, `}` and `|` become "
    "`(`, `)` and `/`. Options that choose records choose the reports that hold one; a report is handed on whole.",
    "reports",
    (TABLE,),
    write,
    "txt",
    noted=True,
)
