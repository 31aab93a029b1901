"""All that is known of a name on a day, and what decides: what `onrecord who` shows."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.knowledge.identify import Identity, Knowledge
from onrecord.knowledge.match import Piece, find_pieces
from onrecord.knowledge.tables import Ambiguity, Entry, Tables
from onrecord.knowledge.titled import with_titled
from onrecord.knowledge.words import joined, key_of, normalise, tokenise

When = Literal["before", "on", "after"]
# A name is compared with all others; longer ones than this are nobody's.
_LONGEST_NAME = 60
_SHORTEST_WORD = 4
_ALIKE = 0.75
# Of so many stretches of unknown words names that are spelt alike are looked for.
_COMPARED = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One line of what somebody or something was.

    Attributes:
        title: the office, empty for what is no person.
        since, until: first and last year, month or day as the files give them; empty where unbounded.
        when: whether the term lies before the day asked for, on it, or after it; None where no day was asked for.
    """

    title: str
    country: str | None
    sector: str | None
    second: str | None
    since: str
    until: str
    when: When | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a name may mean, with all its terms in the order of time."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the words with what is known of it.

    Attributes:
        kind: kind of name, "role" or "small word", or empty for words that nobody knows.
        subjects: whom a name may mean; the first is the one taken on the day, the others are namesakes.
        role: for a role noun, its entry.
        ambiguity: for a name that several countries share, what decides.
        similar: for unknown words, names that are spelt alike.
    """

    words: str
    kind: str
    subjects: tuple[Subject, ...] = ()
    role: Entry | None = None
    ambiguity: Ambiguity | None = None
    similar: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Who some words name on a day, and all that stands behind it."""

    words: str
    on: datetime.date | None
    identity: Identity
    title: str | None
    parts: tuple[Part, ...]

    @property
    def is_empty(self) -> bool:
        """Whether none of the words is known."""
        return not any(part.subjects or part.role or part.ambiguity for part in self.parts)


def dossier(knowledge: Knowledge, words: str, on: datetime.date | None = None) -> Dossier:
    """What the knowledge base knows of a name, a role noun or a phrase on a day, and why.

    Args:
        knowledge: the knowledge base.
        words: the name or phrase; longer ones than anybody is named in are cut.
        on: the day on which offices must be held; without it only what holds at all times counts.
    """
    identity = knowledge.identify(words, on)
    day = on.isoformat() if on else None
    text = normalise(words)
    pieces = with_titled(find_pieces(text, tokenise(text), knowledge.tables, day), knowledge.tables, day)
    parts: list[Part] = []
    unknown = 0
    for piece in _joined_unknown(pieces, text):
        part = _part(piece, knowledge.tables, day, identity.entity)
        if not part.kind and unknown < _COMPARED:
            unknown += 1
            part = replace(part, similar=similar(knowledge.tables, part.words))
        parts.append(part)
    return Dossier(words, on, identity, _title(parts, identity), tuple(parts))


def similar(tables: Tables, words: str, most: int = 5) -> tuple[str, ...]:
    """Names of persons, places, groups and bodies that are spelt like some words, the likest first."""
    key = key_of(words[:_LONGEST_NAME])
    found = _alike(tables, key, most)
    if not found and " " in key:
        # Of a name of which no word is right as a whole, perhaps one word is nearly so.
        single = [word for word in key.split(" ") if len(word) >= _SHORTEST_WORD][:_COMPARED]
        found = [other for word in single for other in _alike(tables, word, most)][:most]
    return tuple(dict.fromkeys(tables.senses.spelling(other) for other in found))


def _alike(tables: Tables, key: str, most: int) -> list[str]:
    if not key:
        return []
    near = [other for other in tables.senses if abs(len(other) - len(key)) <= max(2, len(key) // 4)]
    return difflib.get_close_matches(key, near, n=most, cutoff=_ALIKE)


def _joined_unknown(pieces: Sequence[Piece], text: str) -> Iterator[Piece]:
    """The pieces, neighbouring words that no table knows taken together, since they may be one name."""
    run: list[Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and not (piece.senses or piece.word_class or piece.rivals) and piece.tokens[0].is_word:
            run.append(piece)
            continue
        if run:
            tokens = tuple(token for one in run for token in one.tokens)
            yield Piece(tokens, text[tokens[0].start : tokens[-1].end])
            run = []
        if piece is not None and piece.tokens[0].is_word:
            yield piece


def _part(piece: Piece, tables: Tables, day: str | None, chosen: str | None) -> Part:
    ambiguity = tables.ambiguous.get(joined(piece.tokens))
    if piece.kind == "role":
        return Part(piece.words, "role", role=piece.senses[0].entry, ambiguity=ambiguity)
    if piece.senses:
        found = {sense.entry.id: _subject(sense.entry, tables, day) for sense in piece.senses}
        subjects = sorted(found.values(), key=lambda one: one.id != chosen)
        return Part(piece.words, piece.senses[0].kind, tuple(subjects), ambiguity=ambiguity)
    if piece.rivals:
        return Part(piece.words, "place", ambiguity=ambiguity)
    if piece.word_class:
        return Part(piece.words, "small word")
    return Part(piece.words, "")


def _subject(entry: Entry, tables: Tables, day: str | None) -> Subject:
    """All lines of one person, group or other thing: they share the name that the files write first."""
    lines = {sense.entry for sense in tables.senses.find(key_of(entry.name)) if sense.entry.id == entry.id}
    lines.add(entry)
    ordered = sorted(lines, key=lambda line: (line.since, line.until or "9999"))
    aliases = dict.fromkeys(alias for line in ordered for alias in line.aliases)
    return Subject(entry.id, entry.kind, entry.name, tuple(aliases), tuple(_term(line, day) for line in ordered))


def _term(entry: Entry, day: str | None) -> Term:
    when: When | None = None
    if day is not None:
        when = "on" if entry.holds(day) else "after" if entry.since > day else "before"
    until = entry.until.replace("-99", "")
    return Term(entry.title, entry.country, entry.sector, entry.second, entry.since, until, when)


def _title(parts: Sequence[Part], identity: Identity) -> str | None:
    """The office that the person named holds on the day."""
    for part in parts:
        for subject in part.subjects:
            if subject.id == identity.entity:
                held = [term for term in subject.terms if term.when == "on" and term.title]
                # Of two offices the later counts, as it does for the codes.
                return held[-1].title if held else None
    return None
