"""Fill the tables from the knowledge files, in an order in which each can be checked against those before."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import resources

from onrecord.errors import KnowledgeError
from onrecord.knowledge.codes import codes_from
from onrecord.knowledge.entries import entry_of, names_in
from onrecord.knowledge.identify import Knowledge
from onrecord.knowledge.index import INDEX, digest_of, unpack
from onrecord.knowledge.rows import COLUMNS, Row, country_code, filled, period, read_rows
from onrecord.knowledge.tables import Ambiguity, Tables
from onrecord.knowledge.words import key_of

COUNTRY_KINDS = ("state", "territory", "breakaway", "former", "region")
PARTS = ("head", "modifier", "both", "relational", "of_state", "partitive", "kin", "apart", "former")
CLASSES = ("owner", "place", "away", "stop", "and", "definite", "light", "direction", "neutral", "weak", "prefix",
           "minority", "area", "to", "namesake")  # fmt: skip


@functools.cache
def load() -> Knowledge:
    """The knowledge that ships with the package; raises KnowledgeError where a file breaks its own rules.

    Names come from the index that was made of the files, so that none need be read before it is asked for; where a
    file has been edited since, or there is no index, from the files themselves.
    """
    folder = resources.files("onrecord.knowledge")
    files = {file: folder.joinpath(file).read_text(encoding="utf-8") for file in COLUMNS}
    index = folder.joinpath(INDEX)
    packed = unpack(index.read_text(encoding="utf-8"), digest_of(files)) if index.is_file() else None
    if packed is None:
        return Knowledge(build(files))
    tables = start(files)
    tables.use(packed.places, packed.longest, files.__getitem__)
    return Knowledge(tables)


def build(files: Mapping[str, str]) -> Tables:
    """Tables from the text of the files by name; raises KnowledgeError naming file, line and what to do."""
    with _uncollected():
        tables = start(files)
        for file, check in _CHECKS.items():
            for row in read_rows(file, files[file]):
                check(tables, row)
                tables.enter(row, names_in(row))
        tables.finish()
    return tables


def start(files: Mapping[str, str]) -> Tables:
    """Tables with all that is small: codes, countries, grammar and ambiguous names, but no names."""
    tables = Tables(codes_from(read_rows("codes.csv", files["codes.csv"])), entry_of, names_in)
    for row in read_rows("countries.csv", files["countries.csv"]):
        if row["kind"] != "region":
            tables.known.add(country_code(row, "code"))
        if row["iso"] == row["code"]:
            tables.countries.setdefault(row["code"], row["name"])
    for row in read_rows("ambiguous.csv", files["ambiguous.csv"]):
        _ambiguity(tables, row)
    for row in read_rows("grammar.csv", files["grammar.csv"]):
        _grammar(tables, row)
    return tables


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cyclic garbage meanwhile: there is none, and to look through the growing tables doubles the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _ambiguity(tables: Tables, row: Row) -> None:
    candidates = tuple(row.several("candidates"))
    cues: list[tuple[str, str]] = []
    for cue in row.several("cues"):
        code, _, word = cue.partition("=")
        cues.append((key_of(word), code.strip()))
    for code in (*candidates, *(code for _, code in cues), *([row["default"]] if row["default"] else [])):
        if code not in candidates or code not in tables.known:
            raise row.wrong(f"{code!r} is no candidate of {row['name']!r}", "Use country codes, cues as CODE=word.")
    if key_of(row["name"]) in tables.ambiguous:
        raise row.wrong(f"{row['name']!r} stands here twice", "Delete one of the two lines.")
    tables.ambiguous[key_of(row["name"])] = Ambiguity(candidates, row["default"] or None, tuple(cues))


def _grammar(tables: Tables, row: Row) -> None:
    if row["class"] not in CLASSES:
        raise row.wrong(f"unknown class {row['class']!r}", f"Use one of {', '.join(CLASSES)}.")
    if key_of(row["word"]) in tables.grammar:
        raise row.wrong(f"{row['word']!r} stands here twice", "Delete one of the two lines.")
    tables.grammar[key_of(row["word"])] = row["class"]


def _country(tables: Tables, row: Row) -> None:
    if row["kind"] not in COUNTRY_KINDS:
        raise row.wrong(f"unknown kind {row['kind']!r}", f"Use one of {', '.join(COUNTRY_KINDS)}.")
    country_code(row, "code")
    if row["iso"]:
        country_code(row, "iso")
    filled(row, "name")
    tables.sector(row, "second")
    period(row)


def _seat(tables: Tables, row: Row) -> None:
    filled(row, "name")
    filled(row, "sector")
    _coded(tables, row)


def _body(tables: Tables, row: Row) -> None:
    filled(row, "name")
    filled(row, "country")
    _yes(row, "states")
    _coded(tables, row)


def _group(tables: Tables, row: Row) -> None:
    filled(row, "name")
    tables.sector(row, "second")
    period(row)
    _coded(tables, row)


def _holder(tables: Tables, row: Row) -> None:
    filled(row, "person")
    filled(row, "country")
    period(row)
    _coded(tables, row)


def _role(tables: Tables, row: Row) -> None:
    if row["part"] not in PARTS:
        raise row.wrong(f"unknown part {row['part']!r}", f"Use one of {', '.join(PARTS)}.")
    if not row["priority"].isascii() or not row["priority"].isdigit():
        raise row.wrong(f"priority is {row['priority']!r}", "Write a whole number from 0 to 99.")
    _yes(row, "abroad")
    filled(row, "words")
    tables.sector(row, "second")
    _coded(tables, row)


def _coded(tables: Tables, row: Row) -> None:
    tables.country(row)
    tables.sector(row)


def _yes(row: Row, column: str) -> None:
    if row[column] not in ("", "yes"):
        raise row.wrong(f"{column} is {row[column]!r}", "Write yes or nothing.")


_CHECKS: Mapping[str, Callable[[Tables, Row], None]] = {
    "countries.csv": _country,
    "seats.csv": _seat,
    "bodies.csv": _body,
    "groups.csv": _group,
    "holders.csv": _holder,
    "roles.csv": _role,
}

__all__ = ["KnowledgeError", "build", "load"]
