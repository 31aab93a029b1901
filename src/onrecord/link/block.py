"""Blocking: which pairs of records are worth comparing, without looking at all of them.

Each record has a handful of keys: its category with a country, with the place, with a telling word of a party's name; and pairs of
near categories with place or countries. Within a key records are sorted by day, and each is paired with those that follow it within
the window of dates, up to a number of neighbours. So time grows linearly however many like records there are; in a block denser than
the number of neighbours some pairs are seen only through their other keys.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.link.prepare import Prepared
from onrecord.link.settings import Settings

Ints = npt.NDArray[np.int64]
_NEVER = 9_000_000  # day number of records without any date: they are candidates of one another only
_KM_PER_DEGREE = 111.2
_MAX_KEYS = 24
_CHUNK = 4_000_000


def candidates(records: Sequence[Prepared], settings: Settings) -> tuple[Ints, Ints]:
    """Pairs of positions in `records`, the lower first, each pair once, in order."""
    size = len(records)
    starts = np.array([_NEVER if r.start is None else r.start for r in records], dtype=np.int64)
    ends = np.array([_NEVER if r.end is None else r.end for r in records], dtype=np.int64)
    gaps = np.array([r.window.gap for r in records], dtype=np.int64)
    keys, owners = _keyed(records, settings)
    ties = np.array([_tie(r) for r in records], dtype=np.int64)
    order = np.lexsort((owners, ties[owners], ends[owners], keys))
    keys, owners = keys[order], owners[order]
    near = _Near(records, settings)
    found: list[Ints] = []
    held = 0
    for step in range(1, settings.neighbours + 1):
        i, j = owners[:-step], owners[step:]
        good = keys[:-step] == keys[step:]
        i, j = i[good], j[good]
        if not len(i):
            break
        apart = np.maximum(starts[i], starts[j]) - np.minimum(ends[i], ends[j])
        keep = (apart <= np.maximum(gaps[i], gaps[j])) & (i != j) & near(i, j)
        i, j = i[keep], j[keep]
        found.append(np.minimum(i, j) * size + np.maximum(i, j))
        held += len(i)
        if held > _CHUNK:
            found, held = [np.unique(np.concatenate(found))], 0
    packed = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return packed // max(size, 1), packed % max(size, 1)


class _Near:
    """Whether two places, where both are known, are near enough or of one country."""

    def __init__(self, records: Sequence[Prepared], settings: Settings) -> None:
        self._lat = np.array([_coordinate(r.record.lat) for r in records])
        self._lon = np.array([_coordinate(r.record.lon) for r in records])
        # Where place says little, or a region holds a town, distance must not decide alone: twice the region, and weights.
        self._limit = np.array([np.inf if r.window.place < 1 else 3 * settings.place.region_km for r in records])

    def __call__(self, i: Ints, j: Ints) -> npt.NDArray[np.bool_]:
        north = self._lat[i] - self._lat[j]
        east = (self._lon[i] - self._lon[j] + 180) % 360 - 180
        km = _KM_PER_DEGREE * np.hypot(north, east * np.cos(np.radians(self._lat[i])))
        return np.asarray(~(km > np.minimum(self._limit[i], self._limit[j])))  # unknown distances are NaN, and pass


def _coordinate(value: float | None) -> float:
    return float("nan") if value is None else value


def _keyed(records: Sequence[Prepared], settings: Settings) -> tuple[Ints, Ints]:
    partners: dict[str, list[str]] = {}
    for pair in sorted(settings.near):
        for category in pair:
            partners.setdefault(category, []).append("~".join(pair))
    numbers: dict[str, int] = {}
    keys, owners = [], []
    for at, record in enumerate(records):
        unique = dict.fromkeys(_keys(record, partners.get(record.record.category, ())))
        for key in list(unique)[:_MAX_KEYS]:
            keys.append(numbers.setdefault(key, len(numbers)))
            owners.append(at)
    return np.array(keys, dtype=np.int64), np.array(owners, dtype=np.int64)


def _keys(record: Prepared, pairs: Sequence[str]) -> Iterator[str]:
    category = record.record.category
    parties = (*record.actors, *record.recipients)
    countries = sorted(
        {p.party.country for p in parties if p.party.country} | {record.record.place_country or ""} - {""}
    )
    place = " ".join(sorted(record.place))
    names = sorted({word for p in parties for word in p.words})
    if place:
        yield f"{category} at {place}"
    yield from (f"{category} of {country}" for country in countries or ("?",))
    for pair in pairs:
        if place:
            yield f"{pair} at {place}"
        yield f"{pair} of {' '.join(countries)}"
    yield from (f"{category} by {name}" for name in names[:6])
    yield from (f"{category} in {word}" for word in sorted(record.place))


def _tie(record: Prepared) -> int:
    # Of one day, records of one place and with a word in common come to lie together.
    where = zlib.crc32(" ".join(sorted(record.place)).encode("utf-8", "surrogatepass"))
    word = min((zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in record.words), default=0)
    return (where << 31) | (word >> 1)
