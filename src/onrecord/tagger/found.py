"""What the network found in the windows of one report, gathered over windows before it becomes a Tagging."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onrecord.tagger.labels import CHOICES, FACTUALITY, LAYERS, POOLED, REALMS, RELATION_INDEX, RELATIONS
from onrecord.tagger.network import Linked, Network
from onrecord.tagger.pairs import Pairs, candidate_pairs, cue_words
from onrecord.tagger.segments import Window
from onrecord.tagger.spans import best_tags, runs, whole_mentions
from onrecord.tagger.words import Word, word_list

ROLES = ("actor", "recipient")
# Which of the candidates tells a country only the resolver knows: several are kept, likeliest first.
SETTING, MOST_SETTINGS = "setting", 12
BY = "by"
# Relations of which the likeliest partner may be taken although it is not likely; no arc is kept below this logit.
LIKELIEST = (*ROLES, SETTING, BY)
LEAST = -5.0
CUE, EVENT = POOLED.index("c"), POOLED.index("e")


@dataclass(slots=True)
class Found:
    """A pooled span [start, end) of words, with its layer and classes.

    Attributes:
        score: probability of the tags; `event` the label's index (0: none), `event_score` its probability.
        sector: index (0: none) and its probability; realm, factuality: names.
    """

    kind: int
    start: int
    end: int
    score: float
    event: int = 0
    event_score: float = 0.0
    factuality: str = FACTUALITY[0]
    sector: int = 0
    sector_score: float = 0.0
    realm: str = REALMS[0]
    harm: tuple[float, float] = (0.0, 0.0)


@dataclass(slots=True)
class Gathered:
    """Everything found in one report, in words.

    Attributes:
        arcs: for each relation, (first, second) span to the best score seen (logit).
        contents: for each cue's span index, the first word looked at and the tags, from there on, of what it attributes.
        furniture: word ranges.
    """

    spans: list[Found] = field(default_factory=list)
    arcs: dict[str, dict[tuple[int, int], float]] = field(
        default_factory=lambda: {name: {} for name, _, _ in RELATIONS}
    )
    contents: dict[int, tuple[int, NDArray[np.int64]]] = field(default_factory=dict)
    furniture: list[tuple[int, int]] = field(default_factory=list)


def find_spans(
    words: Sequence[Word], logs: NDArray[np.float32], windows: Sequence[Window], trigger_bias: float
) -> Gathered:
    """Spans of all layers from [W, layers, 3] log probabilities; `trigger_bias` is added to a word's being no trigger."""
    gathered = Gathered()
    biased = logs.copy()
    biased[:, LAYERS.index("e"), 0] += trigger_bias
    tags = np.zeros(biased.shape[:2], dtype=np.int64)
    for window in windows:
        tags[window.home : window.end] = best_tags(biased[window.home : window.end])
    found: list[Found] = []
    for layer, letter in enumerate(LAYERS):
        spans = runs(tags[:, layer])
        for start, end in whole_mentions(words, spans, word_list("articles.txt")) if letter == "m" else spans:
            if letter == "x":
                gathered.furniture.append((start, end))
                continue
            taken = logs[np.arange(start, end), layer, tags[start:end, layer]]
            score = float(np.exp(taken.mean()))
            found.append(Found(POOLED.index(letter), start, end, score))
    gathered.spans = sorted(found, key=lambda span: (span.start, span.end, span.kind))
    return gathered


def link_window(network: Network, gathered: Gathered, window: Window, vectors: NDArray[np.float32]) -> None:
    """Classify the spans of one window and link them. Takes from a window what touches its home, in place."""
    low, high = (bisect_left(gathered.spans, at, key=lambda span: span.start) for at in (window.start, window.end))
    here = [index for index in range(low, high) if gathered.spans[index].end <= window.end]
    if not here:
        return
    spans = [gathered.spans[index] for index in here]
    kind, start, end = (
        np.asarray(side, dtype=np.int64) for side in zip(*((s.kind, s.start, s.end) for s in spans), strict=True)
    )
    start, end = start - window.start, end - window.start
    pairs = candidate_pairs(kind, start, end)
    cues = np.nonzero(kind == CUE)[0].astype(np.int64)
    linked = network.link(vectors, (kind, start, end), pairs, cue_words(cues, start, len(vectors)))
    home = window.home - window.start
    for place, span in enumerate(spans):
        if start[place] >= home:
            _classify(span, linked, place, network.categories)
    at_home = start >= home
    _keep_arcs(gathered, here, pairs, linked, at_home, network.thresholds)
    if not len(cues):
        return
    attributed = best_tags(linked.contents.transpose(1, 0, 2))
    for row, cue in enumerate(cues.tolist()):
        own = attributed[:, row]
        if at_home[cue]:
            gathered.contents[here[cue]] = (window.start, own)
        elif here[cue] in gathered.contents:
            # A later window answers for the words of its home, and knows the cue from its context.
            first, before = gathered.contents[here[cue]]
            gathered.contents[here[cue]] = (first, np.concatenate([before[: window.home - first], own[home:]]))


def _best_label(probabilities: NDArray[np.float32], categories: NDArray[np.int64]) -> tuple[int, float]:
    """The best label of the best category, and the probability of that category: all its modes speak for it."""
    sums = np.bincount(categories, weights=probabilities)
    best = 1 + int(sums[1:].argmax())
    own = np.nonzero(categories == best)[0]
    return int(own[probabilities[own].argmax()]), float(sums[best])


def _classify(span: Found, linked: Linked, place: int, categories: NDArray[np.int64]) -> None:
    if span.kind == EVENT:
        span.event, span.event_score = _best_label(linked.event[place], categories)
    span.factuality = FACTUALITY[int(linked.factuality[place].argmax())]
    span.sector = int(linked.sector[place].argmax())
    span.sector_score = float(linked.sector[place, span.sector])
    span.realm = REALMS[int(linked.realm[place].argmax())]
    span.harm = (float(linked.harm[place, 0]), float(linked.harm[place, 1]))


def _keep_arcs(
    gathered: Gathered,
    here: Sequence[int],
    pairs: Pairs,
    linked: Linked,
    at_home: NDArray[np.bool_],
    thresholds: Mapping[str, float],
) -> None:
    """Keep the arcs that have an end in the home of the window, each with its logit above the relation's threshold."""
    kinds = [POOLED[gathered.spans[index].kind] for index in here]
    for name, first, seconds in RELATIONS:
        column = linked.arcs[:, RELATION_INDEX[name]] - thresholds.get(name, 0.0)
        kept = gathered.arcs[name]
        # Here arcs below their threshold are kept as well: the best is taken where an event or a cue has nobody.
        least = LEAST if name in LIKELIEST else 0.0
        for pair in np.nonzero(column > least)[0].tolist():
            a, b = int(pairs.a[pair]), int(pairs.b[pair])
            if kinds[a] == first and kinds[b] in seconds and (at_home[a] or at_home[b]):
                key = (here[a], here[b])
                kept[key] = max(kept.get(key, least), float(column[pair]))


def chosen(gathered: Gathered, relation: str) -> dict[int, list[int]]:
    """The partners of each first span by falling score: all of them, or the one best where a relation has one partner."""
    by_first: dict[int, list[tuple[float, int]]] = {}
    for (first, second), score in gathered.arcs[relation].items():
        if score <= 0 and relation != SETTING:
            continue
        by_first.setdefault(first, []).append((-score, second))
    ranked = {first: [second for _, second in sorted(rows)] for first, rows in by_first.items()}
    most = MOST_SETTINGS if relation == SETTING else 1
    return {first: rows[:most] for first, rows in ranked.items()} if relation in CHOICES else ranked
