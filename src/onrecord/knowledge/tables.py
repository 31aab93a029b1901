"""All names, roles and small words of the knowledge files, entered once and taken apart when they are looked up.

codes.csv       sector codes and country codes that are no states, with the part each plays in the rules
countries.csv   states, territories, breakaway entities, former states, parts of the world
seats.csv       words that stand for one organ, medium or firm of a state
bodies.csv      intergovernmental and non-governmental bodies, groups of states
groups.csv      armed groups, parties, movements, with the years in which a row holds
holders.csv     persons with the office they held, from when to when
roles.csv       role nouns and adjectives with the sector that they give
grammar.csv     prepositions, determiners and other small words that shape a noun phrase
ambiguous.csv   names that several countries share, with the words that settle them
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from onrecord.knowledge.codes import Codes
from onrecord.knowledge.rows import COLUMNS, Row, country_code, read_row, read_rows
from onrecord.knowledge.words import key_of

Kind = Literal["state", "people", "capital", "seat", "place", "organ", "body", "group", "person", "role"]
_PARTS = re.compile(r"[^\w.]|_")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name or a role noun stands for.

    Attributes:
        id: id in the knowledge base, kind and slug ("person:..."); empty for roles.
        kind: which column or file the names come from; for countries, COUNTRY_KINDS.
        since, until: first and last day as ISO text that compares with ISO days; empty where unbounded.
        title: office of a person.
        part: how a role noun behaves in its phrase, one of PARTS.
        priority: strength of a role, 0 to 99; of two roles in a phrase the stronger decides.
        abroad: the role is held away from home ("ambassador"), so a place after it is not its country.
        states: ministers and envoys of this body count as government.
        aliases: other names of it.
    """

    id: str
    kind: str
    name: str
    country: str | None
    sector: str | None = None
    second: str | None = None
    since: str = ""
    until: str = ""
    title: str = ""
    part: str = ""
    priority: int = 0
    abroad: bool = False
    states: bool = False
    aliases: tuple[str, ...] = ()

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies in the time for which the entry holds."""
        return self.since <= day and (not self.until or day <= self.until)


class Sense(NamedTuple):
    """One meaning of a name: its kind, what it stands for, and its shape, a letter for each word: `U` must be
    written in capitals, `C` begins with a capital, `l` any case."""

    kind: Kind
    entry: Entry
    shape: str


class Ambiguity(NamedTuple):
    """A name that several countries share: the usual country or None, and folded words that point to another."""

    candidates: tuple[str, ...]
    default: str | None
    cues: tuple[tuple[str, str], ...]


# A name as a line gives it, not yet taken apart: the line, the kind, the name, and whether it may stand in any case.
Mention: TypeAlias = tuple[Row, Kind, str, bool]
NamesIn: TypeAlias = Callable[[Row], list[tuple[Kind, str, bool]]]


def shape_of(name: str, key: str) -> str:
    """Which words of a name must be capitals or begin with one.

    Acronyms must stand in capitals, since "US", "WHO" and "MEND" are words of the language as well; a form like
    "Nato" is a name of its own in the files.
    """
    if name.islower():
        return "l" * (key.count(" ") + 1)
    plain = name.isascii() and name.replace(" ", "").isalnum()
    words = name.split() if plain else [word for word in _PARTS.split(name) if word.strip(".")]
    if len(words) != key.count(" ") + 1:
        return "C" + "l" * key.count(" ")
    return "".join(_shape(word.replace(".", "")) for word in words)


def _shape(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return "U"
    return "C" if word[0].isupper() else "l"


class Names(Mapping[str, tuple[Sense, ...]]):
    """Meanings by folded name. A name is taken apart when it is first asked for, since most never are.

    Args:
        entry_of: makes the entry of a line.
        names_in: the names of a line.
    """

    def __init__(self, entry_of: Callable[[Row], Entry], names_in: NamesIn) -> None:
        self._entry_of, self._names_in = entry_of, names_in
        self._mentions: dict[str, list[Mention]] = {}
        self._places: Mapping[str, str] = {}
        self._text_of: Callable[[str], str] = str
        self._lines: dict[str, list[str]] = {}
        self._rows: dict[str, Row] = {}
        self._senses: dict[str, tuple[Sense, ...]] = {}
        # Persons apart, names that several lines give: of persons, two may always share one.
        self._shared: dict[str, list[Mention]] = {}
        self._entries: dict[int, Entry] = {}
        self._surnames: dict[str, list[str]] = {}

    def enter(self, key: str, mention: Mention) -> None:
        """Enter one name of a line under its folded form."""
        known = self._mentions.get(key)
        if known is None:
            self._mentions[key] = [mention]
        else:
            known.append(mention)
            if mention[1] != "person":
                self._shared[key] = known

    def use(self, places: Mapping[str, str], text_of: Callable[[str], str]) -> None:
        """Take the names from an index (see index.py), their lines from the text of the files when they are asked for."""
        self._places, self._text_of = places, text_of

    def mentions(self, key: str) -> list[Mention]:
        """Where a folded name stands; raises KeyError for one that stands nowhere."""
        found = self._mentions.get(key)
        if found is None:
            # Two threads may both do this; what they find is the same.
            found = self._mentions[key] = [self._mention(place) for place in self._places[key].split(" ")]
        return found

    def _mention(self, place: str) -> Mention:
        line, _, number = place.rpartition(":")
        row = self._rows.get(line)
        if row is None:
            row = self._rows.setdefault(line, self._row(line))
        kind, name, loose = self._names_in(row)[int(number)]
        return row, kind, name, loose

    def _row(self, place: str) -> Row:
        number, line = map(int, place.split(":"))
        file = tuple(COLUMNS)[number]
        lines = self._lines.get(file)
        if lines is None:
            lines = self._lines[file] = self._text_of(file).split("\n")
        return read_row(file, line, lines[line - 1])

    def __getitem__(self, key: str) -> tuple[Sense, ...]:
        found = self._senses.get(key)
        if found is None:
            found = self._senses[key] = tuple(dict.fromkeys(self._sense(key, m) for m in self.mentions(key)))
        return found

    def find(self, key: str) -> tuple[Sense, ...]:
        """Meanings of a folded name, none where it is unknown, as most words of a phrase are."""
        found = self._senses.get(key)
        if found is None:
            return self[key] if key in self._mentions or key in self._places else ()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places or self._mentions)

    def __len__(self) -> int:
        return len(self._places or self._mentions)

    def __contains__(self, key: object) -> bool:
        return key in self._mentions or key in self._places

    def of_surname(self, word: str) -> Sequence[str]:
        """Folded names of persons that begin or end with a word; family names come first in some languages."""
        if not self._surnames:
            surnames: dict[str, list[str]] = {}
            person = f"{tuple(COLUMNS).index('holders.csv')}:"
            for key in self:
                words = key.split(" ")
                if len(words) > 1 and (
                    self._places[key].startswith(person) if self._places else self._mentions[key][0][1] == "person"
                ):
                    for one in dict.fromkeys((words[0], words[-1])):
                        surnames.setdefault(one, []).append(key)
            # Set whole, so that another thread sees all of it or none.
            self._surnames = surnames
        return self._surnames.get(word, ())

    def spelling(self, key: str) -> str:
        """A name as the files write it, by its folded form."""
        return self.mentions(key)[0][2]

    def _sense(self, key: str, mention: Mention) -> Sense:
        row, kind, name, loose = mention
        entry = self._entries.get(id(row))
        if entry is None:
            entry = self._entries.setdefault(id(row), self._entry_of(row))
        shape = shape_of(name, key)
        return Sense(kind, entry, "l" * len(shape) if loose else shape)

    def check(self, free: Mapping[str, Ambiguity]) -> None:
        """Raise KnowledgeError where two lines give one name meanings that cannot both stand.

        Args:
            free: names that are known to be ambiguous.
        """
        for key, mentions in self._shared.items():
            if key in free:
                continue
            earlier: list[tuple[Row, Sense]] = []
            for mention in mentions:
                row, kind, name, _ = mention
                if kind == "person":
                    continue
                sense = self._sense(key, mention)
                for other, own in earlier:
                    if other is not row and _collide(sense, own):
                        raise row.wrong(
                            f"{name!r} already stands for {own.entry.id or own.entry.name} ({own.entry.country})",
                            "Delete one of the two, give them years that do not overlap, or list the name in ambiguous.csv.",
                        )
                earlier.append((row, sense))


def _collide(one: Sense, other: Sense) -> bool:
    """Whether two senses of a name cannot both stand: rows may follow in time, and role nouns are no names."""
    if one.kind == "role" or other.kind == "role":
        return one.kind == other.kind
    if any((a == "U") != (b == "U") for a, b in zip(one.shape, other.shape, strict=True)):
        # An acronym and a word of the same letters can be told apart.
        return False
    first, second = one.entry, other.entry
    if first.until and second.since and first.until < second.since:
        return False
    return not (second.until and first.since and second.until < first.since)


class Tables:
    """The knowledge files, ready for matching.

    Attributes:
        senses: meanings by folded name.
        longest: by first folded word, the number of words of the longest name that begins with it, where it is above 1.
        grammar: class by folded word.
        ambiguous: by folded name.
        known: country codes that a row may use.
        countries: name of each country by its code.
    """

    def __init__(self, codes: Codes, entry_of: Callable[[Tables, Row], Entry], names_in: NamesIn) -> None:
        self.codes = codes
        self.known = set(codes.countries)
        self.countries: dict[str, str] = {}
        self.senses = Names(lambda row: entry_of(self, row), names_in)
        self.longest: dict[str, int] = {}
        self.grammar: dict[str, str] = {}
        self.ambiguous: dict[str, Ambiguity] = {}
        self._keys: dict[str, str] = {}

    def enter(self, row: Row, names: list[tuple[Kind, str, bool]]) -> None:
        """Enter the names of a line; raises KnowledgeError for one that holds no word."""
        keys = self._keys
        for kind, name, loose in names:
            key = keys.get(name)
            if key is None:
                # The rows of one person repeat the names.
                key = keys[name] = key_of(name)
                if not key:
                    raise row.wrong(f"{name!r} holds no word", "Correct or delete the name.")
            self.senses.enter(key, (row, kind, name, loose))

    def use(self, places: Mapping[str, str], longest: Mapping[str, int], text_of: Callable[[str], str]) -> None:
        """Take the names from an index instead, and their lines from the text of the files."""
        self.senses.use(places, text_of)
        self.longest.update(longest)

    def finish(self) -> None:
        """Check the names against each other and note how long the longest are, once all are entered."""
        self._keys.clear()
        self.senses.check(self.ambiguous)
        longest = self.longest
        for key in self.senses:
            words = key.count(" ")
            if words:
                first = key[: key.index(" ")].rstrip("'")
                if words >= longest.get(first, 1):
                    longest[first] = words + 1

    def places_called(self, key: str) -> set[str]:
        """Codes of the countries that have, or are, a place of this folded name; former states and peoples left out."""
        return {
            sense.entry.country
            for sense in self.senses.find(key)
            if sense.kind in ("state", "capital", "place")
            and sense.entry.kind not in ("region", "former")
            and sense.entry.country
        }

    def sector(self, row: Row, column: str = "sector") -> str | None:
        """The sector in a cell, None where it is empty."""
        code = row[column]
        if code and code not in self.codes.sectors:
            raise row.wrong(f"unknown {column} {code!r}", "Use a code of codebook.yaml or leave it empty.")
        return code or None

    def country(self, row: Row, column: str = "country") -> str | None:
        """The country code in a cell, None where it is empty."""
        code = row[column]
        if code and code not in self.known:
            raise row.wrong(f"unknown {column} {code!r}", "Use a code of countries.csv, IGO, NGO or INT.")
        return code or None


__all__ = ["Ambiguity", "Entry", "Kind", "Names", "Row", "Sense", "Tables", "country_code", "read_rows", "shape_of"]
