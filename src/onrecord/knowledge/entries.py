"""What a line of a knowledge file stands for, and the names that it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onrecord.knowledge.rows import Row, period
from onrecord.knowledge.tables import Entry, Kind, Tables
from onrecord.knowledge.words import key_of

# Kind of the names of a file with one kind.
_KINDS: Mapping[str, Kind] = {
    "seats.csv": "organ", "bodies.csv": "body", "groups.csv": "group", "holders.csv": "person", "roles.csv": "role",
}  # fmt: skip
_PLACES: tuple[tuple[Kind, str], ...] = (("capital", "capital"), ("seat", "seats"), ("place", "places"))


def names_in(row: Row) -> list[tuple[Kind, str, bool]]:
    """The names of a line in the order of its cells: kind, name, and whether it may be written in any case."""
    if row.file == "countries.csv":
        return _country_names(row)
    kind = _KINDS[row.file]
    if kind == "role":
        return [(kind, name, False) for name in row.several("words")]
    first = row["person"] if kind == "person" else row["name"]
    if not row["aliases"]:
        return [(kind, first, False)]
    return [(kind, name, False) for name in (first, *row.several("aliases"))]


def _country_names(row: Row) -> list[tuple[Kind, str, bool]]:
    cased = set(row.several("cased"))
    names: list[tuple[Kind, str, bool]] = []
    for kind, some in (("state", [row["name"], *row.several("aliases")]), ("people", row.several("demonyms"))):
        # A short one, and one that is a word of the language as well, must be written as the file has it.
        names += [
            ("state" if kind == "state" else "people", name, len(name) > 4 and name not in cased) for name in some
        ]
    for place, column in _PLACES:
        names += [(place, name, False) for name in row.several(column)]
    return names


def entry_of(tables: Tables, row: Row) -> Entry:
    """What a line that has been checked stands for."""
    return _MAKERS[row.file](tables, row)


def _state(tables: Tables, row: Row) -> Entry:
    since, until = period(row)
    return Entry(
        f"state:{row['iso'] or _slug(row['name'])}", row["kind"], row["name"], row["code"], tables.codes.state,
        tables.sector(row, "second"), since, until, aliases=tuple(row.several("aliases")),
    )  # fmt: skip


def _seat(tables: Tables, row: Row) -> Entry:
    country = tables.country(row)
    slug = f"organ:{(country or 'none').lower()}-{_slug(row['name'])}"
    return Entry(slug, "organ", row["name"], country, tables.sector(row), aliases=tuple(row.several("aliases")))


def _body(tables: Tables, row: Row) -> Entry:
    return Entry(
        f"body:{_slug(row['name'])}", "body", row["name"], tables.country(row), tables.sector(row),
        states=row["states"] == "yes", aliases=tuple(row.several("aliases")),
    )  # fmt: skip


def _group(tables: Tables, row: Row) -> Entry:
    since, until = period(row)
    return Entry(
        f"group:{_slug(row['name'])}", "group", row["name"], tables.country(row), tables.sector(row),
        tables.sector(row, "second"), since, until, aliases=tuple(row.several("aliases")),
    )  # fmt: skip


def _holder(tables: Tables, row: Row) -> Entry:
    since, until = period(row)
    return Entry(
        f"person:{_slug(row['person'])}", "person", row["person"], tables.country(row), tables.sector(row), None,
        since, until, row["title"], aliases=tuple(row.several("aliases")),
    )  # fmt: skip


def _role(tables: Tables, row: Row) -> Entry:
    names = row.several("words")
    return Entry(
        "", "role", names[0], tables.country(row), tables.sector(row), tables.sector(row, "second"),
        part=row["part"], priority=int(row["priority"]), abroad=row["abroad"] == "yes", aliases=tuple(names[1:]),
    )  # fmt: skip


def _slug(name: str) -> str:
    return key_of(name).replace(" ", "-")


_MAKERS: Mapping[str, Callable[[Tables, Row], Entry]] = {
    "countries.csv": _state,
    "seats.csv": _seat,
    "bodies.csv": _body,
    "groups.csv": _group,
    "holders.csv": _holder,
    "roles.csv": _role,
}
