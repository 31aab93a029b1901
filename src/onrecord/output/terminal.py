"""A coding for people: the text with its evidence lit up, then tables of records and statements.

Report text is hostile: control and direction-changing characters are shown as a dot, one for one, so that nothing in a
report can drive the terminal and offsets still hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.model import Coding, Participant, Record, Report, Source, Span, Statement, When

STYLES = {
    "furniture": "dim strike",
    "statement": "italic",
    "cue": "yellow",
    "source": "yellow underline",
    "actor": "bold cyan",
    "recipient": "bold magenta",
    "place": "green",
    "date": "blue",
    "certainty": "bold yellow",
    "count": "red",
    "trigger": "bold white on red",
}
_FACTUALITY = {"asserted": "white", "denied": "bold red", "planned": "bold blue", "possible": "bold yellow"}


def printable(text: str) -> str:
    """The text with every character that a terminal could obey replaced by a dot, of the same length."""
    return "".join("\u00b7" if _obeyed(char) else char for char in text)


def _obeyed(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def render(coding: Coding, *, full: bool = True) -> RenderableType:
    """One report: its text with evidence (where `full`), records, statements and issues."""
    parts: list[RenderableType] = [_heading(coding.report)]
    if full:
        parts += [Padding(highlighted(coding), (1, 2)), legend()]
    if coding.records:
        parts += [Text(""), _records(coding.records)]
    else:
        parts.append(Text("no event on record", style="dim"))
    if coding.statements:
        parts += [Text(""), _statements(coding.statements)]
    parts += [_issue(issue.code, issue.message) for issue in coding.issues]
    return Group(*parts)


def render_record(coding: Coding, record: Record) -> RenderableType:
    """One record: every value with the words that it came from and the rule that led to it."""
    grid = Table.grid(padding=(0, 2))
    for column in ("bold", "", "dim"):
        grid.add_column(style=column)
    _row(grid, "event", f"{label(record)} (CAMEO {record.cameo})", _quote([record.trigger, *record.mentions]))
    for name, participants in (("actor", record.actors), ("recipient", record.recipients)):
        for participant in participants:
            _row(grid, name, party(participant), _why(participant))
    _row(
        grid,
        "factuality",
        record.factuality,
        _quote(record.factuality_spans),
    )
    for source in record.sources:
        _row(
            grid,
            "source",
            party(source.participant),
            _quote([*source.participant.spans, *([source.cue] if source.cue else [])]),
        )
    if not record.sources:
        _row(grid, "source", "the report itself", "")
    if record.date:
        _row(grid, "date", when(record.date), _quote(record.date.spans) or "day of publication")
    if record.place:
        where = printable(record.place.name) + (f" ({record.place.country})" if record.place.country else "")
        point = "" if record.place.lat is None else f" {record.place.lat:.2f}, {record.place.lon:.2f}"
        _row(grid, "place", where + point, _quote(record.place.spans))
    for name, count in (("killed", record.killed), ("injured", record.injured)):
        if count:
            _row(grid, name, f"{count.value} ({count.bound})", _quote(count.spans))
    _row(grid, "confidence", f"{record.confidence:.2f}", "")
    sentence = highlighted(coding, only=record)[record.sentence.start : record.sentence.end]
    return Group(Text(f"record {record.id}", style="bold"), grid, Padding(sentence, (1, 2)))


def _row(grid: Table, name: str, value: str, words: str) -> None:
    """A row of plain text: square brackets of a report are no markup."""
    grid.add_row(Text(name), Text(value, style=_FACTUALITY.get(value, "")), Text(words))


def highlighted(coding: Coding, only: Record | None = None) -> Text:
    """The report's text with the evidence of all records, or of one, in colour."""
    text = Text(printable(coding.report.text))

    def paint(name: str, spans: Sequence[Span]) -> None:
        for span in spans:
            text.stylize(STYLES[name], span.start, span.end)

    if only is None:
        paint("furniture", coding.furniture)
        for statement in coding.statements:
            paint("statement", statement.spans)
            paint("cue", [statement.cue] if statement.cue else [])
    for record in (only,) if only else coding.records:
        paint("date", record.date.spans if record.date else ())
        paint("place", record.place.spans if record.place else ())
        for name, participants in (("actor", record.actors), ("recipient", record.recipients)):
            paint(name, [participant.spans[0] for participant in participants])
        for source in record.sources:
            paint("source", source.participant.spans[:1])
            paint("cue", [source.cue] if source.cue else [])
        for count in (record.killed, record.injured):
            paint("count", count.spans if count else ())
        paint("certainty", record.factuality_spans)
        paint("trigger", [record.trigger, *record.mentions])
    return text


def legend() -> Text:
    """What the colours mean."""
    line = Text("  ")
    for name, style in STYLES.items():
        line.append(name, style=style)
        line.append("  ")
    return line


def label(record: Record) -> str:
    """CATEGORY or CATEGORY/mode."""
    return f"{record.category}/{record.mode}" if record.mode else record.category


def party(participant: Participant) -> str:
    """A participant's name with its codes."""
    codes = " ".join(code for code in (participant.country, participant.sector, participant.second) if code)
    return printable(participant.name) + (f" [{codes}]" if codes else "")


def when(date: When) -> str:
    """A date as short as it is known."""
    if date.granularity == "range":
        return f"{date.start} to {date.end}"
    return date.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[date.granularity]]


def print_coding(console: Console, coding: Coding, *, full: bool = True) -> None:
    """Print one report."""
    console.print(render(coding, full=full), highlight=False)


def _heading(report: Report) -> Text:
    title = " ".join(printable(report.title or report.text[:80].strip()).split())[:100]
    day = report.published.isoformat() if report.published else "no day of publication"
    return Text.assemble(
        (title or report.id, "bold underline"), ("  " + day, "dim"), ("  " + printable(report.id), "dim")
    )


def _records(records: Sequence[Record]) -> Table:
    table = Table(title=f"{len(records)} records", title_justify="left", box=None, header_style="bold", padding=(0, 1))
    for column in ("event", "words", "actor", "recipient", "certainty", "according to", "when", "where"):
        table.add_column(column, overflow="fold")
    for record in records:
        hurt = [f"{c.value} {name}" for name, c in (("killed", record.killed), ("injured", record.injured)) if c]
        table.add_row(
            label(record), Text(" ".join([printable(record.trigger.text), *([f"({', '.join(hurt)})"] if hurt else [])])),
            Text("\n".join(party(p) for p in record.actors)), Text("\n".join(party(p) for p in record.recipients)),
            Text(record.factuality, style=_FACTUALITY[record.factuality]), Text(_chain(record.sources)),
            when(record.date) if record.date else "", Text(printable(record.place.name) if record.place else ""),
        )  # fmt: skip
    return table


def _statements(statements: Sequence[Statement]) -> Table:
    table = Table(
        title=f"{len(statements)} statements", title_justify="left", box=None, header_style="bold", padding=(0, 1)
    )
    for column in ("speaker", "through", "kind", "words"):
        table.add_column(column, overflow="fold")
    for statement in statements:
        words = " ... ".join(" ".join(printable(span.text).split()) for span in statement.spans)
        speaker = party(statement.speaker) if statement.speaker else ""
        table.add_row(Text(speaker), Text(_chain(statement.via)), statement.kind, Text(words))
    return table


def _chain(sources: Sequence[Source]) -> str:
    return " > ".join(printable(source.participant.name) for source in sources)


def _issue(code: str, message: str) -> Text:
    return Text.assemble((f"{code}: ", "bold yellow"), (printable(message), "yellow"))


def _quote(spans: Sequence[Span]) -> str:
    return ", ".join(f"\u201c{' '.join(printable(span.text).split())}\u201d" for span in spans)


def _why(participant: Participant) -> str:
    rules = "; ".join(f"{basis.rule}: {printable(basis.words)}" for basis in participant.basis)
    return _quote(participant.spans) + (f" ({rules})" if rules else "")
