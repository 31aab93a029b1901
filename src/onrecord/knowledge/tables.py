"""Read the knowledge files and check them loudly: every fault names the file, the line and what to do.

countries.csv   states, territories, breakaway entities, former states, parts of the world
seats.csv       words that stand for one organ or medium of a state
bodies.csv      intergovernmental and non-governmental bodies, groups of states
groups.csv      armed groups, parties, movements, with the years in which a row holds
holders.csv     persons with the office they held, from when to when
roles.csv       role nouns and adjectives with the sector that they give
grammar.csv     prepositions, determiners and other small words that shape a noun phrase
ambiguous.csv   names that several countries share, with the words that settle them
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from onrecord.errors import KnowledgeError
from onrecord.knowledge.words import key_of

Kind = Literal["state", "people", "capital", "seat", "place", "organ", "body", "group", "person", "role"]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "countries.csv": ("iso", "code", "name", "kind", "aliases", "demonyms", "capital", "seats", "places",
                      "second", "from", "to", "cased"),
    "seats.csv": ("name", "aliases", "country", "sector"),
    "bodies.csv": ("name", "aliases", "country", "sector", "states"),
    "groups.csv": ("name", "aliases", "country", "sector", "second", "from", "to"),
    "holders.csv": ("person", "aliases", "country", "sector", "title", "from", "to"),
    "roles.csv": ("words", "sector", "second", "part", "priority", "country", "abroad"),
    "grammar.csv": ("word", "class"),
    "ambiguous.csv": ("name", "candidates", "default", "cues"),
}  # fmt: skip
COUNTRY_KINDS = ("state", "territory", "breakaway", "former", "region")
PARTS = ("head", "modifier", "both", "relational", "of_state", "partitive", "kin", "former")
CLASSES = ("owner", "place", "away", "stop", "and", "definite", "light", "direction", "neutral", "weak", "prefix",
           "minority", "area")  # fmt: skip
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_PARTS = re.compile(r"[^\w.]|_")
_COUNTRY = re.compile(r"[A-Z]{3}")


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


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a knowledge file, its cells stripped."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell of a column."""
        return self.cells[column]

    def several(self, column: str) -> list[str]:
        """A cell that is a list, its parts separated by `;`."""
        return [part.strip() for part in self.cells[column].split(";") if part.strip()] if self.cells[column] else []

    def wrong(self, what: str, remedy: str) -> KnowledgeError:
        """The error that names this file and line."""
        return KnowledgeError(f"{self.file}:{self.line}: {what}", remedy)


def read_rows(file: str, text: str) -> Iterator[Row]:
    """The lines of a knowledge file; raises KnowledgeError for a wrong header or a line with too many or few cells."""
    columns = COLUMNS[file]
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            raise KnowledgeError(f"{file}:1: the header is {','.join(header)}", f"Write {','.join(columns)}.")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(columns):
                remedy = "Separate the cells by commas, lists by ';', and quote a cell that holds a comma."
                raise KnowledgeError(f"{file}:{reader.line_num}: {len(cells)} cells, not {len(columns)}", remedy)
            yield Row(file, reader.line_num, dict(zip(columns, map(str.strip, cells), strict=True)))
    except csv.Error as fault:
        raise KnowledgeError(f"{file}:{reader.line_num}: no CSV: {fault}", "Close the quotes of the cell.") from fault


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


class Tables:
    """All names, roles and small words of the knowledge files, ready for matching.

    Attributes:
        senses: by folded name.
        longest: by first folded word, the number of words of the longest name that begins with it.
        grammar: class by folded word.
        ambiguous: by folded name.
        codes: country codes that a row may use.
    """

    def __init__(self, sectors: frozenset[str], special: frozenset[str]) -> None:
        self.sectors = sectors
        self.codes = set(special)
        self.senses: dict[str, list[Sense]] = {}
        self.longest: dict[str, int] = {}
        self.grammar: dict[str, str] = {}
        self.ambiguous: dict[str, Ambiguity] = {}
        self._folded: dict[str, tuple[str, str]] = {}

    def add(self, row: Row, name: str, kind: Kind, entry: Entry, loose: bool = False) -> None:
        """Enter one name; raises KnowledgeError where another row already gives it another meaning."""
        key, shape = self._folded.get(name) or self._fold(row, name)
        sense = Sense(kind, entry, "l" * len(shape) if loose else shape)
        known = self.senses.setdefault(key, [])
        for other in known:
            if other.entry is entry:
                if other.shape == sense.shape:
                    return
                continue
            if key not in self.ambiguous and _collide(sense, other):
                raise row.wrong(
                    f"{name!r} already stands for {other.entry.id or other.entry.name} ({other.entry.country})",
                    "Delete one of the two, give them years that do not overlap, or list the name in ambiguous.csv.",
                )
        known.append(sense)
        first = key.partition(" ")[0].rstrip("'")
        self.longest[first] = max(self.longest.get(first, 0), key.count(" ") + 1)

    def _fold(self, row: Row, name: str) -> tuple[str, str]:
        """Key and shape of a name, kept because the rows of one person repeat the names."""
        key = key_of(name)
        if not key:
            raise row.wrong(f"{name!r} holds no word", "Correct or delete the name.")
        self._folded[name] = key, shape_of(name, key)
        return self._folded[name]

    def places_called(self, key: str) -> set[str]:
        """Codes of the countries that have, or are, a place of this folded name; former states and peoples left out."""
        return {
            sense.entry.country
            for sense in self.senses.get(key, ())
            if sense.kind in ("state", "capital", "place")
            and sense.entry.kind not in ("region", "former")
            and sense.entry.country
        }

    def sector(self, row: Row, column: str = "sector") -> str | None:
        """The sector in a cell, None where it is empty."""
        if row[column] and row[column] not in self.sectors:
            raise row.wrong(f"unknown {column} {row[column]!r}", "Use a code of codebook.yaml or leave it empty.")
        return row[column] or None

    def country(self, row: Row, column: str = "country") -> str | None:
        """The country code in a cell, None where it is empty."""
        if row[column] and row[column] not in self.codes:
            raise row.wrong(f"unknown {column} {row[column]!r}", "Use a code of countries.csv, IGO, NGO or INT.")
        return row[column] or None


def _collide(one: Sense, other: Sense) -> bool:
    """Whether two senses of a name cannot both stand: persons share surnames, and rows may follow in time."""
    if one.kind == "role" or other.kind == "role":
        return one.kind == other.kind
    if one.kind == "person" or other.kind == "person":
        return False
    if any((a == "U") != (b == "U") for a, b in zip(one.shape, other.shape, strict=True)):
        # An acronym and a word of the same letters can be told apart.
        return False
    first, second = one.entry, other.entry
    if first.until and second.since and first.until < second.since:
        return False
    return not (second.until and first.since and second.until < first.since)


def period(row: Row) -> tuple[str, str]:
    """First and last day of a row as ISO text; raises KnowledgeError for what is no year, month or day."""
    for column in ("from", "to"):
        if row[column] and not _is_date(row[column]):
            raise row.wrong(f"{column} is {row[column]!r}", "Write a year, YYYY-MM or YYYY-MM-DD, or nothing.")
    since, until = row["from"], row["to"] and row["to"] + "-99-99"[: 6 - 3 * row["to"].count("-")]
    if since and until and since > until:
        raise row.wrong(f"begins in {since} and ends in {row['to']}", "Exchange the two.")
    return since, until


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01-01"[: 6 - 3 * text.count("-")])
    except ValueError:
        return False
    return True


def country_code(row: Row, column: str) -> str:
    """A cell that must be three capitals."""
    if not _COUNTRY.fullmatch(row[column]):
        raise row.wrong(f"{column} is {row[column]!r}", "Write three capital letters.")
    return row[column]
