"""Read regions.csv: countries with their centre, first-level regions, and areas that are no administrative unit."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from onrecord.errors import KnowledgeError
from onrecord.knowledge.tables import Row, country_code, read_rows

FILE = "regions.csv"
COLUMNS = ("name", "aliases", "abbreviations", "kind", "country", "lat", "lon", "geonames")
_EXISTING = ("state", "territory")
KINDS = ("country", "province", "area")
# How strongly a name speaks for a country or region against towns of the same name, as a number of people.
_WEIGHTS = {"country": 20_000_000, "province": 2_000_000, "area": 500_000}


@dataclass(frozen=True, slots=True)
class Region:
    """A country, a first-level region or another area.

    Attributes:
        abbreviations: forms that name it only after a town and a comma or with a full stop ("Ill.", "NSW").
        kind: one of KINDS.
        country: ISO 3166-1 alpha-3; empty for an area that lies in several countries.
        lat, lon: approximate centre, WGS 84 degrees.
        geonames: GeoNames id, or None.
        weight: how strongly the name speaks for it against towns of that name, as a number of people.
    """

    name: str
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...]
    kind: str
    country: str
    lat: float
    lon: float
    geonames: int | None
    weight: int


@functools.cache
def load_regions() -> tuple[Region, ...]:
    """The regions that ship with the package; raises KnowledgeError where the file breaks its rules."""
    return read_regions(resources.files("onrecord.knowledge").joinpath(FILE).read_text(encoding="utf-8"))


def read_regions(text: str) -> tuple[Region, ...]:
    """Regions from the text of the file; raises KnowledgeError naming line and remedy."""
    found: list[Region] = []
    seen: set[tuple[str, str, str]] = set()
    numbers: dict[int, str] = {}
    for row in _rows(text):
        region = _region(row)
        key = (region.kind, region.country, region.name)
        if key in seen:
            raise row.wrong(f"{region.name!r} stands here twice", "Delete one of the two lines.")
        seen.add(key)
        if region.geonames is not None and numbers.setdefault(region.geonames, region.name) != region.name:
            raise row.wrong(f"{region.geonames} is the id of {numbers[region.geonames]!r}", "Correct one of the two.")
        found.append(region)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class CountryNames:
    """What countries.csv calls a country: its further names, and its people and their adjectives."""

    names: tuple[str, ...]
    peoples: tuple[str, ...]


@functools.cache
def load_country_names() -> Mapping[str, CountryNames]:
    """Names of the countries that exist, by ISO 3166-1 alpha-3; raises KnowledgeError where countries.csv breaks its rules."""
    text = resources.files("onrecord.knowledge").joinpath("countries.csv").read_text(encoding="utf-8")
    return {
        row["iso"]: CountryNames((row["name"], *row.several("aliases")), tuple(row.several("demonyms")))
        for row in read_rows("countries.csv", text)
        if row["iso"] and row["kind"] in _EXISTING and not row["to"]
    }


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != COLUMNS:
            raise KnowledgeError(f"{FILE}:1: the header is {','.join(header)}", f"Write {','.join(COLUMNS)}.")
        for cells in reader:
            if len(cells) != len(COLUMNS):
                raise KnowledgeError(
                    f"{FILE}:{reader.line_num}: {len(cells)} cells, not {len(COLUMNS)}",
                    "Separate the cells by commas, lists by ';', and quote a cell that holds a comma.",
                )
            yield Row(FILE, reader.line_num, dict(zip(COLUMNS, map(str.strip, cells), strict=True)))
    except csv.Error as fault:
        raise KnowledgeError(f"{FILE}:{reader.line_num}: no CSV: {fault}", "Close the quotes of the cell.") from fault


def _region(row: Row) -> Region:
    if not row["name"]:
        raise row.wrong("the name is missing", "Write it in the first cell.")
    if row["kind"] not in KINDS:
        raise row.wrong(f"unknown kind {row['kind']!r}", f"Use one of {', '.join(KINDS)}.")
    country = country_code(row, "country") if row["country"] or row["kind"] != "area" else ""
    number = row["geonames"]
    if number and not (number.isascii() and number.isdigit()):
        raise row.wrong(f"geonames is {number!r}", "Write the whole number of the place on geonames.org, or nothing.")
    return Region(
        row["name"], tuple(row.several("aliases")), tuple(row.several("abbreviations")), row["kind"], country,
        _degrees(row, "lat", 90), _degrees(row, "lon", 180), int(number) if number else None, _WEIGHTS[row["kind"]],
    )  # fmt: skip


def _degrees(row: Row, column: str, most: int) -> float:
    try:
        value = float(row[column])
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        raise row.wrong(f"{column} is {row[column]!r}", f"Write degrees between -{most} and {most}.")
    return value
