"""Near-duplicate reports: copies of a wire and updates of one text, by MinHash over word shingles.

MinHash: A. Broder, On the resemblance and containment of documents, 1997. The signatures only propose pairs; whether two
texts are one is decided on their shingles, so that the answer depends on the two alone and on nothing else in the collection.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.link.sets import Groups
from onrecord.link.settings import NearDuplicates, load_settings
from onrecord.link.types import LinkReport

Hashes = npt.NDArray[np.uint64]
_WORD = re.compile(r"[^\W_]+")
MAX_WORDS = 3_000
# In a bucket of many like texts each is held against this many before it and against the first: enough to chain them.
_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text: its day of publication, its sorted shingle hashes, and their least ones by permutation."""

    day: int | None
    shingles: Hashes
    least: Hashes


def near_duplicates(reports: Iterable[LinkReport], settings: NearDuplicates | None = None) -> dict[str, str]:
    """For each report the id of the origin that it belongs to: the least id of its near-duplicates, or its own.

    The order of the reports does not matter. Time grows linearly with the number of reports.
    """
    settings = settings or load_settings().near_duplicates
    sign = Signer(settings)
    return origins({report.id: sign(report) for report in reports}, settings)


class Signer:
    """Makes signatures of reports."""

    def __init__(self, settings: NearDuplicates) -> None:
        self._settings = settings
        # Fixed odd multipliers and offsets: the same text has the same signature in every run and on every machine.
        rng = np.random.Generator(np.random.PCG64(20210917))
        self._factor = rng.integers(1, 2**63, settings.permutations, dtype=np.uint64) | np.uint64(1)
        self._offset = rng.integers(0, 2**63, settings.permutations, dtype=np.uint64)
        self._hash = functools.lru_cache(maxsize=200_000)(
            lambda word: zlib.crc32(word.encode("utf-8", "surrogatepass"))
        )

    def __call__(self, report: LinkReport) -> Signature:
        """The signature of one report; texts of fewer words than a shingle have none."""
        words = [found[0] for _, found in zip(range(MAX_WORDS), _WORD.finditer(report.text.lower()), strict=False)]
        codes = np.array([self._hash(word) for word in words], dtype=np.uint64)
        count = max(0, len(codes) - self._settings.shingle + 1)
        mixed = np.zeros(count, dtype=np.uint64)
        for place in range(self._settings.shingle if count else 0):
            mixed = _mix(mixed * np.uint64(0x9E3779B97F4A7C15) + codes[place : place + count])
        shingles = np.unique(mixed)
        least = self._least(shingles)
        return Signature(report.published.toordinal() if report.published else None, shingles, least)

    def _least(self, shingles: Hashes) -> Hashes:
        if not len(shingles):
            return np.zeros(0, dtype=np.uint64)
        table = _mix(shingles[None, :] * self._factor[:, None] + self._offset[:, None])
        return np.asarray(table.min(axis=1), dtype=np.uint64)


def _mix(values: Hashes) -> Hashes:
    # The high half folded down: products alone leave the low bits poorly mixed.
    return np.asarray(values ^ (values >> np.uint64(29)), dtype=np.uint64)


def alike(a: Signature, b: Signature, settings: NearDuplicates) -> bool:
    """Whether two texts are copies or updates of one another, by their shingles and days of publication."""
    if a.day is not None and b.day is not None and abs(a.day - b.day) > settings.days:
        return False
    least = min(len(a.shingles), len(b.shingles))
    if least < max(1, settings.least_shingles):
        return False
    common = len(np.intersect1d(a.shingles, b.shingles, assume_unique=True))
    union = len(a.shingles) + len(b.shingles) - common
    return common >= settings.jaccard * union or common >= settings.containment * least


def origins(signatures: Mapping[str, Signature], settings: NearDuplicates) -> dict[str, str]:
    """Report id to the least id of its group of near-duplicates."""
    ids = sorted(signatures)
    groups = Groups(ids)
    for a, b in _pairs(ids, signatures, settings):
        if groups.find(a) != groups.find(b) and alike(signatures[a], signatures[b], settings):
            groups.join(a, b)
    return {one: groups.find(one) for one in ids}


def _pairs(
    ids: Sequence[str], signatures: Mapping[str, Signature], settings: NearDuplicates
) -> Iterator[tuple[str, str]]:
    if len(ids) <= 12:  # all pairs are cheaper than buckets, and nothing is missed
        yield from ((a, b) for at, a in enumerate(ids) for b in ids[at + 1 :])
        return
    dated = sorted(ids, key=lambda one: (signatures[one].day or 0, one))
    for band in range(0, settings.permutations, settings.rows):
        buckets: dict[bytes, list[str]] = {}
        for one in dated:
            least = signatures[one].least
            if len(least):
                buckets.setdefault(least[band : band + settings.rows].tobytes(), []).append(one)
        for bucket in buckets.values():
            for at, one in enumerate(bucket[1:], 1):
                for other in dict.fromkeys((bucket[0], *bucket[max(0, at - _NEIGHBOURS) : at])):
                    yield other, one
