"""Which spans may be linked to which, and what the network is told of a pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.tagger.labels import DISTANCE_BOUNDS, POOLED, RELATIONS

Ints = NDArray[np.int64]


def _allowed() -> NDArray[np.bool_]:
    table = np.zeros((len(POOLED), len(POOLED)), dtype=bool)
    for _, first, seconds in RELATIONS:
        for second in seconds:
            table[POOLED.index(first), POOLED.index(second)] = True
    return table


ALLOWED = _allowed()
_BOUNDS = np.asarray(DISTANCE_BOUNDS)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs of spans.

    Attributes:
        a, b: [A] first and second span.
        low, high: [A] half-open range of the words between the two, empty where they touch.
        distance: [A] bucket of the signed distance in words.
        types: [A] index of the two layers.
    """

    a: Ints
    b: Ints
    low: Ints
    high: Ints
    distance: Ints
    types: Ints


def distance_buckets(words: Ints) -> Ints:
    """Buckets of signed distances in words: 0 to 2 * len(DISTANCE_BOUNDS)."""
    steps = np.searchsorted(_BOUNDS, np.abs(words), side="right")
    return (len(DISTANCE_BOUNDS) + np.sign(words) * steps).astype(np.int64)


def candidate_pairs(kind: Ints, start: Ints, end: Ints) -> Pairs:
    """All pairs that some relation allows. Within one layer the second span stands before the first."""
    table = ALLOWED[kind[:, None], kind[None, :]]
    same = kind[:, None] == kind[None, :]
    table = table & (~same | (start[None, :] < start[:, None]))
    np.fill_diagonal(table, False)
    a, b = (side.astype(np.int64) for side in np.nonzero(table))
    after = start[b] >= end[a]
    gap = np.where(after, start[b] - end[a] + 1, end[b] - start[a] - 1)
    low, high = np.minimum(end[a], end[b]), np.maximum(start[a], start[b])
    low, high = np.minimum(low, high), np.maximum(low, high)
    return Pairs(a, b, low, high, distance_buckets(gap), kind[a] * len(POOLED) + kind[b])


def cue_words(cue: Ints, start: Ints, words: int) -> tuple[Ints, Ints, Ints]:
    """For cues (indices of spans, with all spans' starts) and every word: cue index, word index, distance bucket."""
    word = np.tile(np.arange(words, dtype=np.int64), len(cue))
    which = np.repeat(cue, words)
    return which, word, distance_buckets(word - start[which])
