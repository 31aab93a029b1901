"""City names to places, offline, from a GeoNames extract that ships with the package (CC BY 4.0, see NOTICE)."""

from __future__ import annotations

import functools
import gzip
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from onrecord.errors import KnowledgeError

# Of two cities of one name in different countries the larger is meant where it has this many times the people.
_CLEARLY_LARGER = 5
_COLUMNS = ["geonames", "name", "country", "admin1", "lat", "lon", "population", "alternates"]


@dataclass(frozen=True, slots=True)
class City:
    """A city of 15,000 people or more. Latitude and longitude in WGS 84 degrees; admin1 is GeoNames' own code."""

    geonames: int
    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int


class Gazetteer:
    """Cities by name.

    Args:
        cities: for a folded name, the cities that bear it, largest first.
    """

    def __init__(self, cities: Mapping[str, Sequence[City]]) -> None:
        self._cities = cities

    def city(self, name: str, country: str | None = None, setting: str | None = None) -> City | None:
        """The city that a name means: the largest in the country given, else in the report's setting, else the clearly largest."""
        found = self._cities.get(fold(name), ())
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


def fold(name: str) -> str:
    """A name without case, accents and a leading article."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return plain.replace("\u2019", "'").removeprefix("the ").strip()


@functools.cache
def load_gazetteer() -> Gazetteer:
    """The cities that ship with the package; raises KnowledgeError where the file is damaged."""
    data = resources.files("onrecord.knowledge").joinpath("cities.tsv.gz").read_bytes()
    try:
        lines = gzip.decompress(data).decode("utf-8").splitlines()
    except (OSError, EOFError, UnicodeDecodeError) as fault:
        raise _wrong(str(fault)) from fault
    if lines[0].split("\t") != _COLUMNS:
        raise _wrong(f"its columns are not {', '.join(_COLUMNS)}")
    table: dict[str, list[City]] = {}
    for number, line in enumerate(lines[1:], 2):
        try:
            city, names = _row(line)
        except ValueError as fault:
            raise _wrong(f"line {number}: {fault}") from fault
        for name in names:
            table.setdefault(name, []).append(city)
    return Gazetteer(table)


def _row(line: str) -> tuple[City, set[str]]:
    geonames, name, country, admin1, lat, lon, population, alternates = line.split("\t")
    city = City(int(geonames), name, country, admin1, float(lat), float(lon), int(population))
    return city, {fold(name), *(fold(other) for other in alternates.split(";") if other)}


def _wrong(message: str) -> KnowledgeError:
    return KnowledgeError(
        f"knowledge/cities.tsv.gz: {message}", "Install onrecord again, or run scripts/build_gazetteer.py."
    )
