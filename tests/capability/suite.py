"""The capability suite: short marked passages in pairs or triples that differ in one thing, and what is checked of each.

A file is a class; its first line says what its passages are about: `# checks: events actor recipient`. The passages of a
group share their id but for the last letter ("voice-03a", "voice-03b"). An id may name variants after a plus sign
("robustness-02+upper+crlf"): the group is then the passage and its variants, made by a change of single characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.codebook import load_codebook
from onrecord.markup import Mark, Passage, read_passages
from onrecord.model import Coding, Participant, Record, Span
from onrecord.resolve.words import Words
from tests.marked import Part, Party, chain, days, parties, party

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Group:
    """Passages that differ in one thing; a group passes if all of them do."""

    kind: str
    id: str
    passages: tuple[Passage, ...]
    checks: tuple[str, ...]


def read_suite() -> list[Group]:
    """Every group of every class; raises ValueError where a file names no checks or unknown ones."""
    return [group for path in sorted(FOLDER.glob("*.txt")) for group in read_class(path)]


def read_class(path: Path) -> Iterator[Group]:
    """The groups of one class in the order of the file."""
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    label, _, names = first.partition(":")
    checks = tuple(names.split())
    if label != "# checks" or not checks or set(checks) - CHECKS.keys():
        raise ValueError(f"{path.name}: the first line is '# checks: ...' of {', '.join(CHECKS)}")
    groups: dict[str, list[Passage]] = {}
    for passage in read_passages(path, load_codebook()):
        stem, *variants = passage.id.split("+")
        own = groups.setdefault(stem if variants else stem[:-1], [])
        own += [replace(passage, id=stem), *(changed(passage, name) for name in variants)]
    for identifier, passages in groups.items():
        yield Group(path.stem, identifier, tuple(passages), checks)


# --- variants -------------------------------------------------------------------------------------------


def _curly(text: str, at: int) -> str:
    if text[at] == "'":
        return "\u2019"
    if text[at] != '"':
        return text[at]
    return "\u201c" if text[:at].count('"') % 2 == 0 else "\u201d"


VARIANTS: Mapping[str, Callable[[str, int], str]] = {
    "upper": lambda text, at: text[at].upper(),
    "lower": lambda text, at: text[at].lower(),
    "crlf": lambda text, at: "\r\n" if text[at] == "\n" else text[at],
    "wrapped": lambda text, at: "\n" if text[at] == " " and text[:at].count(" ") % 9 == 8 else text[at],
    "wide": lambda text, at: "  " if text[at] == " " else text[at],
    "nbsp": lambda text, at: "\u00a0" if text[at] == " " else text[at],
    "curly": _curly,
    "decomposed": lambda text, at: unicodedata.normalize("NFD", text[at]),
}


def changed(passage: Passage, variant: str) -> Passage:
    """The passage with each character replaced, marks and furniture moved along."""
    pieces = [VARIANTS[variant](passage.text, at) for at in range(len(passage.text))]
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))

    def moved(part: Part) -> Part:
        return starts[part[0]], starts[part[1]]

    marks = {name: replace(mark, parts=[moved(part) for part in mark.parts]) for name, mark in passage.marks.items()}
    furniture = tuple(moved(part) for part in passage.furniture)
    return Passage(f"{passage.id.split('+')[0]}+{variant}", passage.published, "".join(pieces), marks, furniture)


# --- what is checked ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """One passage with its coding, and the record that tells each marked event, where one does."""

    passage: Passage
    coding: Coding
    words: Words
    told: Mapping[str, Record]


def faults(passage: Passage, coding: Coding, checks: tuple[str, ...], words: Words) -> list[str]:
    """What is wrong with the coding of a passage, in words; empty where all checks hold."""
    if coding.report.text != passage.text:
        return ["the text was changed"]
    told = {mark.id: record for mark in passage.of_kind("e") if (record := telling(mark, coding)) is not None}
    case = Case(passage, coding, words, told)
    return [f"{name}: {fault}" for name in checks for fault in CHECKS[name](case)]


def telling(mark: Mark, coding: Coding) -> Record | None:
    """The record of a marked event: of its category, on its words, with its factuality if there are several."""
    category = mark.words[0].partition("/")[0]
    found = [
        r
        for r in coding.records
        if r.category == category and any(_on(s, mark.parts) for s in (r.trigger, *r.mentions))
    ]
    return min(found, key=lambda r: r.factuality != mark.attributes.get("is", "asserted"), default=None)


def _on(span: Span, parts: object) -> bool:
    return any(span.start < end and start < span.end for start, end in parts)  # type: ignore[attr-defined]


def _is(participant: Participant, wanted: Party) -> bool:
    return any(_on(span, wanted.parts) for span in participant.spans)


def _events(case: Case) -> Iterator[str]:
    for mark in case.passage.of_kind("e"):
        if mark.id not in case.told:
            yield f"no {mark.words[0]} on {_words(case.passage, mark)!r}"


def _nothing_else(case: Case) -> Iterator[str]:
    parts = [part for mark in case.passage.of_kind("e") for part in mark.parts]
    for record in case.coding.records:
        if not any(_on(span, parts) for span in (record.trigger, *record.mentions)):
            yield f"{record.category} on {record.trigger.text!r}"
    told = {record.id for record in case.told.values()}
    for record in case.coding.records:
        if record.id not in told and any(
            _on(record.trigger, mark.parts) for mark in case.passage.of_kind("e") if mark.id in case.told
        ):
            yield f"a second record, {record.category} {record.factuality}, on {record.trigger.text!r}"


def _mode(case: Case) -> Iterator[str]:
    for mark, record in _told(case):
        wanted = mark.words[0].partition("/")[2]
        if (record.mode or "") != wanted:
            yield f"{record.trigger.text!r} is {record.mode}, not {wanted or None}"


def _role(role: str, attribute: str) -> Callable[[Case], Iterator[str]]:
    def check(case: Case) -> Iterator[str]:
        for mark, record in _told(case):
            wanted = parties(case.passage, mark, role)
            found: tuple[Participant, ...] = getattr(record, attribute)
            yield from (
                f"{w.words!r} is missing of {record.trigger.text!r}"
                for w in wanted
                if not any(_is(p, w) for p in found)
            )
            yield from (
                f"{p.name!r} is none of {record.trigger.text!r}" for p in found if not any(_is(p, w) for w in wanted)
            )

    return check


def _factuality(case: Case) -> Iterator[str]:
    for mark, record in _told(case):
        wanted = mark.attributes.get("is", "asserted")
        if record.factuality != wanted:
            yield f"{record.trigger.text!r} is {record.factuality}, not {wanted}"


def _chain(case: Case) -> Iterator[str]:
    for mark, record in _told(case):
        wanted = chain(case.passage, mark, case.words)
        found = [source.participant for source in record.sources]
        if len(wanted) != len(found) or not all(_is(p, w) for p, w in zip(found, wanted, strict=True)):
            yield f"of {record.trigger.text!r} {[p.name for p in found]}, not {[w.words for w in wanted]}"


def _date(case: Case) -> Iterator[str]:
    for mark, record in _told(case):
        values = [case.passage.marks[name].words[0] for name in mark.refers("on")]
        found = (record.date.start, record.date.end) if record.date else None
        if values and found != days(values[0]):
            yield f"{record.trigger.text!r} is dated {found and found[0]} to {found and found[1]}, not {values[0]}"
        if not values and record.date is not None and record.date.basis == "expression":
            yield f"{record.trigger.text!r} is dated by {record.date.spans[0].text!r}"


def _place(case: Case) -> Iterator[str]:
    for mark, record in _told(case):
        parts = [part for name in mark.refers("at") for part in case.passage.marks[name].parts]
        found = record.place.spans if record.place else ()
        if bool(parts) != bool(found) or (parts and not any(_on(span, parts) for span in found)):
            yield f"of {record.trigger.text!r} is {record.place.name if record.place else None}"


def _codes(case: Case) -> Iterator[str]:
    for mark, record in _told(case):
        for role, found in (("actor", record.actors), ("recipient", record.recipients)):
            for wanted in parties(case.passage, mark, role):
                for one in (p for p in found if _is(p, wanted)):
                    if (one.country or "-", one.sector or "-") != (wanted.country, wanted.sector):
                        yield f"{one.name!r} is {one.country} {one.sector}, not {wanted.country} {wanted.sector}"


def _named(case: Case) -> Iterator[str]:
    for mark, record in _told(case):
        for role, found in (("actor", record.actors), ("recipient", record.recipients)):
            for wanted in parties(case.passage, mark, role):
                root = case.passage.marks[wanted.id].parts
                if not any(_on(span, root) for one in found if _is(one, wanted) for span in one.spans):
                    yield f"{wanted.words!r} does not name the {role} of {record.trigger.text!r}"


def _counts(case: Case) -> Iterator[str]:
    for mark in case.passage.of_kind("k"):
        record = next((case.told[name] for name in mark.refers("of") if name in case.told), None)
        for name in ("killed", "injured"):
            count = getattr(record, name) if record else None
            if name in mark.attributes and (count is None or count.value != int(mark.attributes[name].strip("<>=~"))):
                yield f"{name} is {count and count.value}, not {mark.attributes[name]}"


def _speakers(case: Case) -> Iterator[str]:
    """Every attributed content of four words or more is a statement of its speaker, but for what a verbal act is about."""
    acts = [part for mark in case.passage.of_kind("e") for part in mark.parts]
    for cue in case.passage.of_kind("c"):
        if any(_on(case.passage.span(part), acts) for part in cue.parts):
            continue
        wanted = [party(case.passage, name) for name in cue.refers("by")]
        for name in cue.refers("says"):
            parts = case.passage.marks[name].parts
            words = " ".join(case.passage.text[a:b] for a, b in parts)
            found = [s for s in case.coding.statements if any(_half(span, parts) for span in s.spans)]
            if len(words.split()) < 4:
                continue
            if not found:
                yield f"no statement {words[:50]!r}"
            elif wanted and not any(s.speaker is not None and any(_is(s.speaker, w) for w in wanted) for s in found):
                yield f"{words[:50]!r} is said by {[s.speaker.name if s.speaker else None for s in found]}, not {wanted[0].words!r}"


def _half(span: Span, parts: list[Part]) -> bool:
    """Whether a span shares half of its characters and half of those of a part with it."""
    shared = max(min(span.end, end) - max(span.start, start) for start, end in parts)
    return any(2 * shared >= end - start for start, end in parts) and 2 * shared >= span.end - span.start


def _furniture(case: Case) -> Iterator[str]:
    cited = [
        span
        for r in case.coding.records
        for span in (r.trigger, *r.mentions, *(s for p in (*r.actors, *r.recipients) for s in p.spans))
    ]
    cited += [span for s in case.coding.statements for span in s.spans]
    cited += [span for r in case.coding.records for source in r.sources for span in source.participant.spans]
    yield from (f"cites {span.text!r}" for span in cited if _on(span, case.passage.furniture))


def _told(case: Case) -> list[tuple[Mark, Record]]:
    return [(case.passage.marks[name], record) for name, record in case.told.items()]


def _words(passage: Passage, mark: Mark) -> str:
    return " ... ".join(passage.text[start:end] for start, end in sorted(mark.parts))


CHECKS: Mapping[str, Callable[[Case], Iterator[str]]] = {
    "events": _events, "nothing-else": _nothing_else, "mode": _mode, "actor": _role("actor", "actors"),
    "recipient": _role("recipient", "recipients"), "factuality": _factuality, "chain": _chain, "date": _date, "place": _place,
    "codes": _codes, "named": _named, "counts": _counts, "speakers": _speakers, "furniture": _furniture,
}  # fmt: skip
