"""Place names to places, offline: GeoNames cities and districts (CC BY 4.0, see NOTICE) and the regions of `regions.csv`."""

from __future__ import annotations

import bisect
import functools
import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np

from onrecord.errors import KnowledgeError
from onrecord.knowledge.regions import Region, load_country_names, load_regions

Precision = Literal["city", "district", "province", "country", "other"]
# Of two cities of one name in different countries the larger is meant where it has this many times the people.
_CLEARLY_LARGER = 5
# What the compiled file is made of; see scripts/build_gazetteer.py.
ARRAYS = ("names", "name_sizes", "name_counts", "others", "other_sizes", "other_counts", "other_places", "geonames",
          "points", "people", "region", "level", "country", "regions", "shown_at", "shown", "shown_sizes", "codes")  # fmt: skip
LEVELS: tuple[Precision, ...] = ("city", "province", "district")
# Coordinates are kept as 24-bit whole numbers of this fraction of a degree, from the south pole and the date line on.
DEGREE, SOUTH, WEST = 10_000, 90, 180
# "No region" in the column of regions, and more digits of a population than its three leading ones.
NO_REGION = 65_535
_EARTH_KM = 6371.0
# Namesakes looked at, the most populous ones first, and names kept in memory once looked up.
_NAMESAKES, _KEPT = 200, 8192
_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_LETTERS = str.maketrans(
    {"\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00f0": "d", "\u00fe": "th", "\u00e6": "ae", "\u0153": "oe",
     "\u0131": "i", "\u0259": "e", "\u0127": "h", **dict.fromkeys(_APOSTROPHES + ".", ""),
     **dict.fromkeys("-\u2010\u2011\u2013/,", " ")}
)  # fmt: skip
_ARTICLE, _SAINT = "the ", re.compile(r"\bsaint(e?) ")


@dataclass(frozen=True, slots=True)
class City:
    """A place of the gazetteer: a populated place, or an administrative area at its centre.

    Attributes:
        geonames: GeoNames id, or None where it is not known.
        country: ISO 3166-1 alpha-3.
        admin1: name of the first-level region, or empty.
        lat, lon: WGS 84 degrees.
        population: people, to three digits; of an area, of the cities listed in it.
        precision: what kind of place it is.
        admin2: name of the district, or empty.
    """

    geonames: int | None
    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    precision: Precision = "city"
    admin2: str = ""

    def distance(self, other: City) -> float:
        """Great-circle distance in kilometres."""
        return distance(self.lat, self.lon, other.lat, other.lon)


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres of two points in degrees."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


class Index(Protocol):
    """Places by folded name."""

    def find(self, key: str) -> Sequence[City]:
        """The places of a folded name, the most populous first."""


class Gazetteer:
    """Places by name.

    Args:
        index: the compiled cities and districts.
        regions: by folded name, countries and regions that come before those of the index.
        abbreviations: by folded name, regions that are named by it only after a town and a comma, or with a full stop.
        peoples: by folded demonym, the country of that people.
    """

    def __init__(
        self,
        index: Index,
        regions: Mapping[str, Sequence[City]] | None = None,
        abbreviations: Mapping[str, Sequence[City]] | None = None,
        peoples: Mapping[str, Sequence[City]] | None = None,
    ) -> None:
        self._index, self._regions = index, regions or {}
        self._abbreviations, self._peoples = abbreviations or {}, peoples or {}
        self._find = functools.lru_cache(maxsize=_KEPT)(self._look_up)

    def find(self, name: str) -> tuple[City, ...]:
        """All places that bear a name: countries and regions first, then the most populous."""
        return self._find(fold(name))

    def abbreviated(self, name: str) -> Sequence[City]:
        """The regions that an abbreviation such as "Ill." or "NSW" stands for."""
        return self._abbreviations.get(fold(name), ())

    def of_people(self, name: str) -> Sequence[City]:
        """The countries whose people or adjective a word is ("Kenyan")."""
        return self._peoples.get(fold(name), ())

    def city(self, name: str, country: str | None = None, setting: str | None = None) -> City | None:
        """The city that a name means: the largest in the country given, else in the report's setting, else the clearly largest."""
        found = [city for city in self.find(name) if city.precision == "city"]
        for wanted in (country, setting):
            if wanted is not None:
                inside = [city for city in found if city.country == wanted]
                if inside or wanted == country:
                    return inside[0] if inside else None
        if not found:
            return None
        rival = next((city for city in found if city.country != found[0].country), None)
        if rival is None or found[0].population >= _CLEARLY_LARGER * max(1, rival.population):
            return found[0]
        return None

    def _look_up(self, key: str) -> tuple[City, ...]:
        first = tuple(self._regions.get(key, ()))
        known = {region.geonames for region in first if region.geonames is not None}
        listed = {(region.country, region.precision) for region in first}
        rest = (
            place
            for place in (self._index.find(key) if key else ())
            if place.geonames not in known
            and not (place.precision == "province" and (place.country, "province") in listed)
        )
        return (*first, *rest)


@functools.lru_cache(maxsize=_KEPT)
def fold(name: str) -> str:
    """A name as it is compared: no case, accents, full stops, apostrophes and leading article; hyphens are blanks, Saint is St."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = " ".join(plain.translate(_LETTERS).split()).removeprefix(_ARTICLE)
    return _SAINT.sub(r"st\1 ", plain) if "saint" in plain else plain


class CompiledIndex:
    """The compiled file: sorted folded names, searched by halving, and columns of places in the order of their names.

    Args:
        arrays: the arrays named in ARRAYS.
        names: for GeoNames ids of regions, the names to show in place of their own.
    """

    def __init__(self, arrays: Mapping[str, Any], names: Mapping[int, str] | None = None) -> None:
        self._renamed = names or {}
        self._names = _Names(arrays["names"], arrays["name_sizes"])
        self._others = _Names(arrays["others"], arrays["other_sizes"])
        self._shown = _Names(arrays["shown"], arrays["shown_sizes"])
        self._starts, self._other_starts = _offsets(arrays["name_counts"]), _offsets(arrays["other_counts"])
        self._points = arrays["points"].tobytes()
        self._codes = arrays["codes"].tobytes().decode("ascii")
        # A memory view hands out plain numbers, many times faster than an array does one by one.
        (
            self._geonames,
            self._people,
            self._region,
            self._level,
            self._country,
            self._regions,
            self._shown_at,
            self._other_places,
        ) = (
            _view(arrays[name])
            for name in ("geonames", "people", "region", "level", "country", "regions", "shown_at", "other_places")
        )
        self._areas = functools.lru_cache(maxsize=_KEPT)(self._area)
        columns = (self._people, self._region, self._level, self._country)
        if len(self._points) != 6 * len(self) or any(len(column) != len(self) for column in columns):
            raise ValueError("its columns differ in length")
        if self._starts[-1] != len(self) or self._other_starts[-1] != len(self._other_places):
            raise ValueError("its names are not those of its places")

    def __len__(self) -> int:
        """Number of places."""
        return len(self._geonames)

    def find(self, key: str) -> Sequence[City]:
        """The places of a folded name, the most populous first."""
        word = key.encode("utf-8", "surrogatepass")
        numbers: list[int] = []
        at = self._names.find(word)
        if at is not None:
            numbers.extend(range(self._starts[at], self._starts[at + 1]))
        at = self._others.find(word)
        if at is not None:
            numbers.extend(self._other_places[self._other_starts[at] : self._other_starts[at + 1]])
        if len(numbers) > 1:
            numbers = sorted(numbers, key=lambda number: -self._population(number))[:_NAMESAKES]
        return [self.place(number) for number in numbers]

    def place(self, number: int) -> City:
        """The place of a number, from 0."""
        point = self._points[6 * number : 6 * number + 6]
        code = 3 * self._country[number]
        name, level = self.shown(number), LEVELS[self._level[number]]
        first, second = self._areas(self._region[number])
        return City(
            self._geonames[number], name, self._codes[code : code + 3], name if level == "province" else first,
            round(int.from_bytes(point[:3], "big") / DEGREE - SOUTH, 4),
            round(int.from_bytes(point[3:], "big") / DEGREE - WEST, 4),
            self._population(number), level, name if level == "district" else second,
        )  # fmt: skip

    def shown(self, number: int) -> str:
        """The name of a place as it is written."""
        other = self._renamed.get(self._geonames[number])
        if other is not None:
            return other
        at = bisect.bisect_left(self._shown_at, number)
        if at < len(self._shown_at) and self._shown_at[at] == number:
            return self._shown[at].decode()
        return capitalised(self._names[bisect.bisect_right(self._starts, number) - 1].decode())

    def _area(self, region: int) -> tuple[str, str]:
        """Names of the first- and the second-level region that a region is or lies in."""
        names = {"province": "", "district": ""}
        while region != NO_REGION:
            above = self._regions[region]
            names[LEVELS[self._level[above]]] = self.shown(above)
            # A region lies in one of a higher level or in none, so this ends.
            region = self._region[above] if self._level[above] == LEVELS.index("district") else NO_REGION
        return names["province"], names["district"]

    def _population(self, number: int) -> int:
        more, leading = divmod(self._people[number], 1000)
        return int(leading * 10**more)


def capitalised(key: str) -> str:
    """A folded name with capital letters: what most names look like, so that only the others are stored."""
    return " ".join(word.capitalize() for word in key.split(" "))


class _Names:
    """Words end to end in one stretch of bytes."""

    def __init__(self, blob: Any, sizes: Any) -> None:
        self._blob: bytes = blob.tobytes()
        self._offsets = _offsets(sizes)
        if self._offsets[-1] != len(self._blob):
            raise ValueError("its names are cut short")

    def __getitem__(self, at: int) -> bytes:
        return self._blob[self._offsets[at] : self._offsets[at + 1]]

    def find(self, word: bytes) -> int | None:
        """The number of a word where the words are sorted, or None."""
        blob, offsets = self._blob, self._offsets
        low, high = 0, len(offsets) - 1
        while low < high:
            middle = (low + high) // 2
            if blob[offsets[middle] : offsets[middle + 1]] < word:
                low = middle + 1
            else:
                high = middle
        return low if low < len(offsets) - 1 and self[low] == word else None


def _view(array: Any) -> memoryview:
    """The numbers of an array, handed out as plain ones."""
    return memoryview(array.tobytes()).cast(array.dtype.char)


def _offsets(sizes: Any) -> memoryview:
    """Where each word or group begins, and where the last ends."""
    ends = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=ends[1:])
    return _view(ends)


@functools.cache
def load_gazetteer() -> Gazetteer:
    """The places that ship with the package; raises KnowledgeError where a file is damaged or breaks its rules."""
    data = resources.files("onrecord.knowledge").joinpath("cities.npz").read_bytes()
    regions = load_regions()
    names = {row.geonames: row.name for row in regions if row.geonames is not None and row.kind == "province"}
    return Gazetteer(read_index(data, names), *_tables(regions))


def read_index(data: bytes, names: Mapping[int, str] | None = None) -> CompiledIndex:
    """The index in the bytes of the compiled file, some regions renamed by id; raises KnowledgeError where they are damaged."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            return CompiledIndex({name: archive[name] for name in ARRAYS}, names)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile, UnicodeDecodeError) as fault:
        raise KnowledgeError(
            f"knowledge/cities.npz: {fault}", "Install onrecord again, or run scripts/build_gazetteer.py."
        ) from fault


class _Tables(NamedTuple):
    """Countries and regions by their folded names, by their abbreviations, and countries by their people."""

    names: dict[str, list[City]]
    abbreviations: dict[str, list[City]]
    peoples: dict[str, list[City]]


def _tables(rows: Sequence[Region]) -> _Tables:
    tables = _Tables({}, {}, {})
    countries = load_country_names()
    # "Scotland" stands among the names of its state, but is a region here.
    regions = {(row.country, fold(name)) for row in rows if row.kind != "country" for name in (row.name, *row.aliases)}
    for row in rows:
        precision: Precision = "country" if row.kind == "country" else "province" if row.kind == "province" else "other"
        place = City(
            row.geonames, row.name, row.country, row.name if precision == "province" else "",
            row.lat, row.lon, row.weight, precision,
        )  # fmt: skip
        country = countries.get(row.country) if precision == "country" else None
        named = (row.name, *row.aliases, *(country.names if country else ()))
        for table, words in zip(tables, (named, row.abbreviations, country.peoples if country else ()), strict=True):
            for word in words:
                if country and table is tables.names and (row.country, fold(word)) in regions:
                    continue
                known = table.setdefault(fold(word), [])
                if place not in known:
                    known.append(place)
    return tables
