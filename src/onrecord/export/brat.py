"""brat standoff: each report as .txt and .ann beside each other, with an annotation.conf made from the codebook."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.codebook.load import FACTUALITY
from onrecord.export.columns import Column, Table, clean, whole
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job
from onrecord.export.reference import Reference
from onrecord.model import Coding, Count, Participant, Record, Span, Statement

# A line of standoff cannot hold these; a span with one becomes a span of several fragments.
_BREAK = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


def write(job: Job) -> None:
    """Write a pair of files a report, and the configuration."""
    with text_file(job.path / "annotation.conf") as handle:
        handle.write(configuration(job.reference))
    names = FileNames()
    for coding in job.whole_reports():
        name = names.of(coding.report.id)
        with text_file(job.path / f"{name}.txt") as handle:
            handle.write(whole(coding.report.text))
        with text_file(job.path / f"{name}.ann") as handle:
            handle.writelines(f"{line}\n" for line in standoff(coding, job.reference))


def standoff(coding: Coding, reference: Reference) -> Iterator[str]:
    """The lines of annotation of one report."""
    return iter(_Standoff(coding.report.text, reference).report(coding))


class FileNames:
    """Names of files out of ids of reports: safe on any system, each used once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def of(self, identifier: str) -> str:
        """A name for a report; another one each time."""
        plain = _NAME.sub("_", identifier)[:_LONGEST_NAME].strip("._-")
        name, number = plain or "report", 1
        while name.casefold() in self._used:
            # Ids that differ only in signs, or in capitals, which some systems do not tell apart.
            digest = hashlib.sha256(f"{identifier}\x1f{number}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
            name, number = f"{plain or 'report'}-{digest}", number + 1
        self._used.add(name.casefold())
        return name


class _Standoff:
    """The annotations of one report: text-bound first needed, first numbered."""

    def __init__(self, text: str, reference: Reference) -> None:
        self.text = text
        self.known = {"Country": countries(reference), "Sector": frozenset(reference.codebook.sectors)}
        self.lines: list[str] = []
        self._texts: dict[tuple[str, ...], str] = {}
        self._said: set[tuple[str, ...]] = set()
        self._numbers: dict[str, int] = {}

    def report(self, coding: Coding) -> list[str]:
        for record in coding.records:
            self._record(record)
        for statement in coding.statements:
            self._statement(statement)
        for span in coding.furniture:
            self._text("Furniture", (span,))
        return self.lines

    def _next(self, letter: str) -> str:
        self._numbers[letter] = self._numbers.get(letter, 0) + 1
        return f"{letter}{self._numbers[letter]}"

    def _text(self, kind: str, spans: Sequence[Span], extra: tuple[str, ...] = ()) -> str:
        """A text-bound annotation, one for the same words as the same kind (and, where given, the same codes)."""
        parts = _merged(part for span in spans for part in _fragments(span))
        place = ";".join(f"{start} {end}" for start, end in parts)
        key = (kind, place, *extra)
        if key not in self._texts:
            self._texts[key] = name = self._next("T")
            self.lines.append(
                f"{name}\t{kind} {place}\t{' '.join(whole(self.text[start:end]) for start, end in parts)}"
            )
        return self._texts[key]

    def _attribute(self, kind: str, of: str, value: str) -> None:
        self.lines.append(f"{self._next('A')}\t{kind} {of} {value}")

    def _relation(self, kind: str, left: str, right: str) -> None:
        if (kind, left, right) not in self._said and left != right:
            self._said.add((kind, left, right))
            self.lines.append(f"{self._next('R')}\t{kind} Arg1:{left} Arg2:{right}")

    def _note(self, of: str, text: str) -> None:
        self.lines.append(f"{self._next('#')}\tAnnotatorNotes {of}\t{clean(_BREAK.sub(' ', text))}")

    def _party(self, party: Participant) -> str:
        new = len(self._texts)
        codes = (party.country or "", party.sector or "", party.name)
        name = self._text("Party", party.spans[:1], codes)
        if len(self._texts) > new:
            for kind, value in (("Country", party.country), ("Sector", party.sector)):
                # brat refuses values that its configuration lacks.
                if value in self.known[kind]:
                    self._attribute(kind, name, value)
            self._note(name, f"name: {party.name}" + (f"; entity: {party.entity}" if party.entity else ""))
        for span in party.spans[1:]:
            self._relation("NamedBy", name, self._text("Name", (span,)))
        return name

    def _record(self, record: Record) -> None:
        trigger = self._text(record.category, (record.trigger,), (record.id,))
        roles: list[tuple[str, str]] = []
        for role, parties in (("Actor", record.actors), ("Recipient", record.recipients)):
            roles += [(role, self._party(party)) for party in parties]
        if record.place and record.place.spans:
            roles.append(("Place", self._text("Place", record.place.spans[:1])))
        if record.date and record.date.spans:
            roles.append(("Date", self._text("Date", record.date.spans)))
        roles += [("Certainty", self._text("Certainty", (span,))) for span in record.factuality_spans]
        counts = [(role, count) for role, count in (("Killed", record.killed), ("Injured", record.injured)) if count]
        roles += [(role, self._text("Count", count.spans)) for role, count in counts if count.spans]
        roles += [("Source", self._party(source.participant)) for source in record.sources]
        event = self._next("E")
        self.lines.append(f"{event}\t{record.category}:{trigger}{_arguments(roles)}")
        self._attribute("Factuality", event, record.factuality)
        if record.mode:
            self._attribute("Mode", event, record.mode)
        self._note(event, _told(record, counts))
        for span in record.mentions:
            again = self._next("E")
            self.lines.append(f"{again}\t{record.category}:{self._text(record.category, (span,), (record.id,))}")
            self._relation("Same", again, event)

    def _statement(self, statement: Statement) -> None:
        content = self._text("Content", statement.spans, (statement.id,))
        self._attribute("Kind", content, statement.kind)
        if statement.speaker:
            self._relation("SaidBy", content, self._party(statement.speaker))
        if statement.cue:
            self._relation("Cue", content, self._text("Cue", (statement.cue,)))
        for source in statement.via:
            self._relation("Via", content, self._party(source.participant))


def _fragments(span: Span) -> list[tuple[int, int]]:
    """The parts of a span between line breaks and tabs."""
    found, at = [], 0
    for gap in [*_BREAK.finditer(span.text), None]:
        end = gap.start() if gap else len(span.text)
        if end > at:
            found.append((span.start + at, span.start + end))
        at = gap.end() if gap else end
    return found


def _merged(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts in order, those that overlap as one, since brat knows no fragments that do."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _arguments(roles: Sequence[tuple[str, str]]) -> str:
    """Roles of an event; a role that is there again gets a number, so that their order can be read."""
    counted: dict[str, int] = {}
    text = ""
    for role, target in roles:
        counted[role] = counted.get(role, 0) + 1
        text += f" {role}{counted[role] if counted[role] > 1 else ''}:{target}"
    return text


def _told(record: Record, counts: Sequence[tuple[str, Count]]) -> str:
    parts = [f"record: {record.id}", f"confidence: {record.confidence:.4f}"]
    if record.date:
        parts.append(f"date: {record.date.start.isoformat()} to {record.date.end.isoformat()}")
    parts += [f"{role.lower()}: {count.bound} {count.value}" for role, count in counts]
    return "; ".join(parts)


def countries(reference: Reference) -> frozenset[str]:
    """Codes of states, and codes of the codebook that are no states."""
    return frozenset((*reference.states, *reference.codebook.special_countries))


def configuration(reference: Reference) -> str:
    """annotation.conf: what brat needs to know of types, roles and values."""
    book = reference.codebook
    events = "|".join(book.categories)
    modes = "|".join(sorted({mode.id for category in book.categories.values() for mode in category.modes}))
    roles = ("Actor*:Party, Recipient*:Party, Source*:Party, Place?:Place, Date?:Date, Certainty*:Certainty, "
             "Killed?:Count, Injured?:Count")  # fmt: skip
    lines = [
        "[entities]", *(name for name, _ in _TEXTS), "",
        "[relations]", "NamedBy\tArg1:Party, Arg2:Name", "SaidBy\tArg1:Content, Arg2:Party", "Via\tArg1:Content, Arg2:Party",
        "Cue\tArg1:Content, Arg2:Cue", f"Same\tArg1:{events}, Arg2:{events}", "",
        "[events]", *(f"{name}\t{roles}" for name in book.categories), "",
        "[attributes]", f"Factuality\tArg:<EVENT>, Value:{'|'.join(FACTUALITY)}", f"Mode\tArg:<EVENT>, Value:{modes}",
        f"Country\tArg:Party, Value:{'|'.join(sorted(countries(reference)))}", f"Sector\tArg:Party, Value:{'|'.join(book.sectors)}",
        "Kind\tArg:Content, Value:direct|indirect|mixed",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


_TEXTS = (
    ("Party", "the words for a party in the clause"),
    ("Name", "the words that name it, where the former do not"),
    ("Place", "the words for the place"),
    ("Date", "the words for the date"),
    ("Certainty", "the words that make the event less than asserted"),
    ("Count", "the words that say how many were hurt"),
    ("Content", "what is said"),
    ("Cue", "the words that attribute it"),
    ("Furniture", "a piece of the page that is no report"),
)
_SOURCES = {
    "Party": "actors, recipients, sources, speaker",
    "Name": "participant.spans",
    "Place": "record.place.spans",
    "Date": "record.date.spans",
    "Certainty": "record.factuality_spans",
    "Count": "record.counts",
    "Content": "statement.spans",
    "Cue": "statement.cue",
    "Furniture": "furniture",
}
TABLE: Table[Coding] = Table((
    *(Column(name, "T: text-bound", _SOURCES[name], f"{meaning[0].upper()}{meaning[1:]}.", None) for name, meaning in _TEXTS),
    Column("(category)", "T: text-bound", "record.trigger", "The trigger, its type the category.", None),
    Column("(category)", "E: event", "record", "A record with its parties, sources, place, date, words of certainty and counts.", None,
           "A role that is there again is numbered; sources stand outermost first."),
    Column("NamedBy, SaidBy, Via, Cue, Same", "R: relation", "participant.spans, statement, record.mentions",
           "Party and name; content and speaker, medium, cue; a further trigger of the same event.", None),
    Column("Factuality, Mode, Country, Sector, Kind", "A: attribute", "record, participant, statement", "Their values.", None),
    Column("AnnotatorNotes", "#: note", "record, participant", "Id, confidence, days, counts; name and entity.", None),
))  # fmt: skip
FORMAT = Format(
    "brat",
    "brat standoff, a folder of .txt and .ann",
    "A folder with a `.txt` and an `.ann` for each report, and an `annotation.conf` made from the codebook. The text is "
    "unchanged, offsets are code points; "
    "a span over a line break has several fragments. Options that choose records choose the reports that hold one; a report is "
    "handed on whole.",
    "reports",
    (TABLE,),
    write,
    "folder",
    folder=True,
)
