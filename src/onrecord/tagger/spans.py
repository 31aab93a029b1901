"""Tags of words to spans: the most probable tagging of each layer that begins before it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from onrecord.tagger.labels import BEGIN, INSIDE, OUTSIDE
from onrecord.tagger.words import BREAKS, Word

Floats = NDArray[np.float32]
# Punctuation that never begins or ends a name.
LOOSE = frozenset(",;:-\u2013\u2014")
PARAGRAPH = BREAKS.index("paragraph")


def best_tags(logs: Floats) -> NDArray[np.int64]:
    """The best tagging of every layer at once.

    Args:
        logs: [W, layers, 3] log probabilities of outside, begin, inside.

    Returns:
        [W, layers] tags in which no "inside" follows an "outside" or stands first.
    """
    words, layers, _ = logs.shape
    back = np.zeros((words, layers, 3), dtype=np.int64)
    score = logs[0].astype(np.float64).copy()
    score[:, INSIDE] = -np.inf
    rows = np.arange(layers)
    following = np.empty_like(score)
    for word in range(1, words):
        free = score.argmax(1)
        going = np.where(score[:, BEGIN] >= score[:, INSIDE], BEGIN, INSIDE)
        back[word, :, OUTSIDE] = back[word, :, BEGIN] = free
        back[word, :, INSIDE] = going
        following[:, OUTSIDE] = following[:, BEGIN] = score[rows, free]
        following[:, INSIDE] = score[rows, going]
        score = following + logs[word]
    tags = np.zeros((words, layers), dtype=np.int64)
    tags[-1] = score.argmax(1)
    for word in range(words - 1, 0, -1):
        tags[word - 1] = back[word, rows, tags[word]]
    return tags


def runs(tags: NDArray[np.int64] | Sequence[int]) -> list[tuple[int, int]]:
    """Half-open word ranges of the spans in one layer's tags; an inside after an outside opens a span too."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for place, tag in enumerate([*np.asarray(tags).tolist(), OUTSIDE]):
        if start is not None and tag != INSIDE:
            found.append((start, place))
            start = None
        if start is None and tag in (BEGIN, INSIDE):
            start = place
    return found


def whole_mentions(
    words: Sequence[Word], spans: Sequence[tuple[int, int]], articles: AbstractSet[str]
) -> list[tuple[int, int]]:
    """Mentions without loose punctuation at their edges; an article left alone joins the mention that follows it, or is dropped.

    Args:
        words: the words of the report.
        spans: half-open word ranges in order.
        articles: lower-case articles.
    """
    kept: list[tuple[int, int]] = []
    pending: int | None = None
    for span in spans:
        start, end = _bare(words, *span)
        if not any(word.text[0].isalnum() for word in words[start:end]):
            continue
        if end - start == 1 and words[start].text.lower() in articles:
            pending = start
            continue
        joined = pending is not None and pending + 1 == start and words[start].gap != PARAGRAPH
        kept.append((start - 1 if joined else start, end))
        pending = None
    return kept


def _bare(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    while start < end and words[start].text in LOOSE:
        start += 1
    while start < end and words[end - 1].text in LOOSE:
        end -= 1
    return start, end
