"""What a marked passage says its coding should be: the gold values of events, read off the marks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.codebook import load_codebook
from onrecord.markup import Mark, Passage, parse_passage
from onrecord.resolve.words import Words

Part = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Party:
    """A marked party: the id of the mention that names it, all offsets it stands at, its codes ("-" where unknown)."""

    id: str
    words: str
    parts: frozenset[Part]
    country: str
    sector: str


def passage_of(body: str, published: str = "2023-03-09") -> Passage:
    """A marked passage; a line that holds only `~` starts a new paragraph."""
    return parse_passage("p", published, "\n\n".join(" ".join(p.split()) for p in body.split("~")), load_codebook())


def naming(marks: Mapping[str, Mark], mark: Mark) -> Mark:
    """The mention that names a party, following '='."""
    seen = {mark.id}
    while mark.same_as and mark.same_as not in seen:
        mark = marks[mark.same_as]
        seen.add(mark.id)
    return mark


def codes(marks: Mapping[str, Mark], mark: Mark) -> tuple[str, str]:
    """Country and sector of a mention: its own, else of the one it repeats or belongs to."""
    seen: set[str] = set()
    while len(mark.words) != 2 and mark.id not in seen:
        seen.add(mark.id)
        target = mark.same_as or next(iter(mark.refers("in")), None)
        if target is None:
            return "-", "-"
        mark = marks[target]
    return (mark.words[0], mark.words[1]) if len(mark.words) == 2 else ("-", "-")


def party(passage: Passage, identifier: str) -> Party:
    """The party that a mention stands for."""
    marks = passage.marks
    root = naming(marks, marks[identifier])
    parts = {
        part for mark in marks.values() if mark.kind == "m" and naming(marks, mark).id == root.id for part in mark.parts
    }
    start, end = root.parts[0]
    return Party(root.id, passage.text[start:end], frozenset(parts), *codes(marks, marks[identifier]))


def parties(passage: Passage, mark: Mark, role: str) -> list[Party]:
    """The parties in a role of an event, or the speakers of a cue, each once."""
    return list({found.id: found for found in (party(passage, name) for name in mark.refers(role))}.values())


def covering(passage: Passage, part: Part) -> list[Mark]:
    """The cues whose contents hold a stretch of text, outermost first."""
    found = []
    for cue in passage.of_kind("c"):
        inside = [p for name in cue.refers("says") for p in passage.marks[name].parts]
        if any(a <= part[0] and part[1] <= b for a, b in inside) and not any(
            a < part[1] and part[0] < b for a, b in cue.parts
        ):
            found.append((-sum(b - a for a, b in inside), cue.parts[0], cue.id, cue))
    return [row[-1] for row in sorted(found, key=lambda row: row[:3])]


def chain(passage: Passage, mark: Mark, words: Words) -> list[Party]:
    """The sources of an event, outermost first; the speaker of a verbal act is none (guidelines 9.5, 17.23)."""
    cues = covering(passage, min(mark.parts))
    if "under" in mark.attributes:
        under = passage.marks[mark.attributes["under"]]
        cues = [*covering(passage, under.parts[0]), under]
    speakers = [found for cue in cues for found in parties(passage, cue, "by")]
    category = mark.words[0].partition("/")[0]
    asserted = mark.attributes.get("is", "asserted") == "asserted"
    if (
        speakers
        and asserted
        and category in words.verbal
        and speakers[-1].id in {p.id for p in parties(passage, mark, "actor")}
    ):
        speakers.pop()
    return without_repeats(speakers)


def without_repeats(links: Iterable[Party]) -> list[Party]:
    """A chain in which no link names the same party as the one before it."""
    kept: list[Party] = []
    for link in links:
        if not kept or kept[-1].id != link.id:
            kept.append(link)
    return kept


def days(value: str) -> tuple[datetime.date, datetime.date]:
    """First and last day of a marked date."""
    low, _, high = value.partition("..")
    return _first(low), _last(high or low)


def _first(value: str) -> datetime.date:
    return datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :])


def _last(value: str) -> datetime.date:
    first = _first(value)
    if len(value) == 10:
        return first
    after = first.replace(year=first.year + 1) if len(value) == 4 else (first + datetime.timedelta(31)).replace(day=1)
    return after - datetime.timedelta(1)
