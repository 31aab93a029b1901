"""The output contract itself, and statements as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.export import parties as of
from onrecord.export.columns import Column, Table, Value, report_columns, write_csv
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job
from onrecord.model import Coding, Participant, Report, Statement
from onrecord.output.contract import as_line, to_contract
from onrecord.review import JudgedCoding, judged_contract


def write_contract(job: Job) -> None:
    """Write one JSON object a report."""
    with text_file(job.path) as handle:
        for coding in job.whole_reports():
            tree = judged_contract(coding) if isinstance(coding, JudgedCoding) else to_contract(coding)
            handle.write(as_line(tree) + "\n")


@dataclass(frozen=True, slots=True)
class Said:
    """A row of the table of statements."""

    report: Report
    statement: Statement


def write_statements(job: Job) -> None:
    """Write one row a statement."""
    with text_file(job.path) as handle:
        write_csv(handle, STATEMENTS, _said(job))


def _said(job: Job) -> Iterator[Said]:
    for coding in job.reports():
        for statement in coding.statements:
            job.tally.rows += 1
            yield Said(coding.report, statement)


def _speaker(of_one: Callable[[Participant], str | None]) -> Callable[[Said], Value]:
    return lambda said: of_one(said.statement.speaker) if said.statement.speaker else None


def _words(said: Said) -> str:
    return " ... ".join(span.text for span in said.statement.spans)


STATEMENTS: Table[Said] = Table((
    Column("statement", "text", "statement.id", "The statement.", lambda s: s.statement.id),
    Column("report", "text", "report.id", "The report.", lambda s: s.report.id),
    *report_columns(lambda s: s.report),
    Column("speaker", "text", "statement.speaker.name", "Who says it.", _speaker(lambda p: p.name), "Empty where nobody is named."),
    Column("speaker_country", "text", "statement.speaker.country", "Country of the speaker (ISO 3166-1 alpha-3, IGO, NGO, INT).",
           _speaker(lambda p: p.country)),
    Column("speaker_sector", "text", "statement.speaker.sector", "Sector of the speaker.", _speaker(lambda p: p.sector)),
    Column("speaker_entity", "text", "statement.speaker.entity", "Id of the speaker in the knowledge base.", _speaker(lambda p: p.entity)),
    Column("speaker_words", "text", "statement.speaker.spans", "The words for the speaker in the clause.",
           _speaker(lambda p: p.spans[0].text if p.spans else None)),
    Column("via", "list of text", "statement.via.name", "Through whom, outermost first.", lambda s: of.chain(s.statement.via),
           "Joined by '; '."),
    Column("kind", "text", "statement.kind", "direct, indirect or mixed.", lambda s: s.statement.kind),
    Column("cue", "text", "statement.cue.text", "The words that attribute it.",
           lambda s: s.statement.cue.text if s.statement.cue else None),
    Column("words", "text", "statement.spans", "What is said, without quotation marks.", _words,
           "Parts of a broken statement are joined by ' ... '."),
    Column("start", "integer", "statement.spans.start", "Code-point offset of its first character in the text of the report.",
           lambda s: s.statement.spans[0].start if s.statement.spans else None),
    Column("end", "integer", "statement.spans.end", "Offset after its last character.",
           lambda s: s.statement.spans[-1].end if s.statement.spans else None),
))  # fmt: skip
STATEMENT_FORMAT = Format(
    "statements",
    "statements, CSV",
    "One row a statement: who said what, through whom. UTF-8; unknown values are empty. Options that choose records have no "
    "meaning here and are refused.",
    "statements",
    (STATEMENTS,),
    write_statements,
    "csv",
)
CONTRACT: Table[Coding] = Table((
    Column("report", "object", "report", "The report: id, title, published, text, url, source, language.", None),
    Column("records", "list of objects", "records", "Its records.", None,
           "Where somebody judged a record of the report, each has `review`: state, reviewer, at and the fields that a person set."),
    Column("statements", "list of objects", "statements", "Its statements.", None),
    Column("furniture", "list of spans", "furniture", "Pieces of the page that are no report.", None),
    Column("issues", "list of objects", "issues", "What could not be read or worked out.", None),
))  # fmt: skip
JSONL = Format(
    "jsonl",
    "the output contract, one JSON object a report",
    "As in [the output contract](output.md). Options that choose records choose the reports that hold one; a report is handed on whole.",
    "reports",
    (CONTRACT,),
    write_contract,
    "jsonl",
)
