"""Fill the tables from the knowledge files, in an order in which each can be checked against those before."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

from onrecord.codebook import load_codebook
from onrecord.errors import KnowledgeError
from onrecord.knowledge.identify import Knowledge
from onrecord.knowledge.tables import (
    CLASSES,
    COLUMNS,
    COUNTRY_KINDS,
    PARTS,
    Ambiguity,
    Entry,
    Kind,
    Row,
    Tables,
    country_code,
    period,
    read_rows,
)
from onrecord.knowledge.words import key_of


@functools.cache
def load() -> Knowledge:
    """The knowledge that ships with the package; raises KnowledgeError where a file breaks its own rules."""
    folder = resources.files("onrecord.knowledge")
    return Knowledge(build({file: folder.joinpath(file).read_text(encoding="utf-8") for file in COLUMNS}))


def build(files: Mapping[str, str]) -> Tables:
    """Tables from the text of the files by name; raises KnowledgeError naming file, line and what to do."""
    codebook = load_codebook()
    tables = Tables(frozenset(codebook.sectors), frozenset(codebook.special_countries))
    rows = {file: list(read_rows(file, files[file])) for file in COLUMNS}
    tables.codes.update(country_code(row, "code") for row in rows["countries.csv"] if row["kind"] != "region")
    for file, fill in _FILLERS.items():
        for row in rows[file]:
            fill(tables, row)
    return tables


def _ambiguity(tables: Tables, row: Row) -> None:
    candidates = tuple(row.several("candidates"))
    cues: list[tuple[str, str]] = []
    for cue in row.several("cues"):
        code, _, word = cue.partition("=")
        cues.append((key_of(word), code.strip()))
    for code in (*candidates, *(code for _, code in cues), *([row["default"]] if row["default"] else [])):
        if code not in candidates or code not in tables.codes:
            raise row.wrong(f"{code!r} is no candidate of {row['name']!r}", "Use country codes, cues as CODE=word.")
    if key_of(row["name"]) in tables.ambiguous:
        raise row.wrong(f"{row['name']!r} stands here twice", "Delete one of the two lines.")
    tables.ambiguous[key_of(row["name"])] = Ambiguity(candidates, row["default"] or None, tuple(cues))


def _country(tables: Tables, row: Row) -> None:
    if row["kind"] not in COUNTRY_KINDS:
        raise row.wrong(f"unknown kind {row['kind']!r}", f"Use one of {', '.join(COUNTRY_KINDS)}.")
    code = country_code(row, "code")
    if row["iso"]:
        country_code(row, "iso")
    name = _name(row, "name")
    entry = Entry(
        f"state:{row['iso'] or _slug(name)}", row["kind"], name, code, "GOV", tables.sector(row, "second"), *period(row)
    )
    cased = set(row.several("cased"))
    kinds: tuple[tuple[Kind, list[str]], ...] = (
        ("state", [name, *row.several("aliases")]),
        ("people", row.several("demonyms")),
        ("capital", row.several("capital")),
        ("seat", row.several("seats")),
        ("place", row.several("places")),
    )
    for kind, names in kinds:
        for one in names:
            loose = kind in ("state", "people") and len(one) > 4 and one not in cased
            tables.add(row, one, kind, entry, loose)


def _seat(tables: Tables, row: Row) -> None:
    name, country = _name(row, "name"), tables.country(row)
    slug = f"organ:{(country or 'none').lower()}-{_slug(name)}"
    entry = Entry(slug, "organ", name, country, _required(tables.sector(row), row, "sector"))
    for one in (name, *row.several("aliases")):
        tables.add(row, one, "organ", entry)


def _body(tables: Tables, row: Row) -> None:
    name = _name(row, "name")
    if row["states"] not in ("", "yes"):
        raise row.wrong(f"states is {row['states']!r}", "Write yes or nothing.")
    country = _required(tables.country(row), row, "country")
    entry = Entry(f"body:{_slug(name)}", "body", name, country, tables.sector(row), states=row["states"] == "yes")
    for one in (name, *row.several("aliases")):
        tables.add(row, one, "body", entry)


def _group(tables: Tables, row: Row) -> None:
    name = _name(row, "name")
    since, until = period(row)
    entry = Entry(
        f"group:{_slug(name)}", "group", name, tables.country(row), tables.sector(row), tables.sector(row, "second"),
        since, until,
    )  # fmt: skip
    for one in (name, *row.several("aliases")):
        tables.add(row, one, "group", entry)


def _holder(tables: Tables, row: Row) -> None:
    name = _name(row, "person")
    since, until = period(row)
    entry = Entry(
        f"person:{_slug(name)}", "person", name, _required(tables.country(row), row, "country"), tables.sector(row),
        None, since, until, row["title"],
    )  # fmt: skip
    for one in (name, *row.several("aliases")):
        tables.add(row, one, "person", entry)


def _role(tables: Tables, row: Row) -> None:
    if row["part"] not in PARTS:
        raise row.wrong(f"unknown part {row['part']!r}", f"Use one of {', '.join(PARTS)}.")
    if not row["priority"].isascii() or not row["priority"].isdigit():
        raise row.wrong(f"priority is {row['priority']!r}", "Write a whole number from 0 to 99.")
    if row["abroad"] not in ("", "yes"):
        raise row.wrong(f"abroad is {row['abroad']!r}", "Write yes or nothing.")
    _name(row, "words")
    names = row.several("words")
    entry = Entry(
        "", "role", names[0], tables.country(row), tables.sector(row), tables.sector(row, "second"),
        part=row["part"], priority=int(row["priority"]), abroad=row["abroad"] == "yes",
    )  # fmt: skip
    for one in names:
        tables.add(row, one, "role", entry)


def _grammar(tables: Tables, row: Row) -> None:
    if row["class"] not in CLASSES:
        raise row.wrong(f"unknown class {row['class']!r}", f"Use one of {', '.join(CLASSES)}.")
    if key_of(row["word"]) in tables.grammar:
        raise row.wrong(f"{row['word']!r} stands here twice", "Delete one of the two lines.")
    tables.grammar[key_of(row["word"])] = row["class"]


def _name(row: Row, column: str) -> str:
    if not row[column]:
        raise row.wrong(f"{column} is empty", "Write a name or delete the line.")
    return row[column]


def _required(value: str | None, row: Row, column: str) -> str:
    if value is None:
        raise row.wrong(f"{column} is empty", "Fill it in or delete the line.")
    return value


def _slug(name: str) -> str:
    return key_of(name).replace(" ", "-")


# In this order: names that several countries share must be known before the names themselves.
_FILLERS = {
    "ambiguous.csv": _ambiguity,
    "countries.csv": _country,
    "seats.csv": _seat,
    "bodies.csv": _body,
    "groups.csv": _group,
    "holders.csv": _holder,
    "roles.csv": _role,
    "grammar.csv": _grammar,
}

__all__ = ["KnowledgeError", "build", "load"]
