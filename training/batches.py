"""Put examples together: joined windows, padded batches, candidate pairs with their targets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from onrecord.tagger.labels import CHOICES, POOLED, RELATION_INDEX, RELATIONS
from onrecord.tagger.pairs import Pairs, candidate_pairs, cue_words
from onrecord.tagger.pieces import Pieces
from onrecord.tagger.words import BREAKS
from training.examples import IGNORE, Example, SpanExample

START, PARAGRAPH = BREAKS.index("start"), BREAKS.index("paragraph")


def join(examples: Sequence[Example]) -> Example:
    """Several passages as paragraphs of one window; arcs between them are absent, and so learned as absent."""
    if len(examples) == 1:
        return examples[0]
    whole = Example("+".join(e.id for e in examples), _join_pieces(examples), [w for e in examples for w in e.words],
                    np.concatenate([e.tags for e in examples]), [])  # fmt: skip
    total, word_offset = len(whole.words), 0
    for example in examples:
        span_offset = len(whole.spans)
        whole.spans.extend(replace(s, start=s.start + word_offset, end=s.end + word_offset) for s in example.spans)
        for ours, theirs in ((whole.arcs, example.arcs), (whole.open_arcs, example.open_arcs)):
            ours.update((r, a + span_offset, b + span_offset) for r, a, b in theirs)
        whole.asked.update(index + span_offset for index in example.asked)
        whole.telling.update(index + span_offset for index in example.telling)
        for cue, tags in example.contents.items():
            wide = np.zeros(total, dtype=np.int64)
            wide[word_offset : word_offset + len(tags)] = tags
            whole.contents[cue + span_offset] = wide
        word_offset += len(example.words)
    return whole


def _join_pieces(examples: Sequence[Example]) -> Pieces:
    ids, features, first, last = [examples[0].pieces.ids[:1]], [examples[0].pieces.features[:1]], [], []
    offset = 0
    for place, example in enumerate(examples):
        own = example.pieces
        ids.append(own.ids[1:-1])
        inner = own.features[1:-1].copy()
        if place and len(own.last):
            head = slice(0, int(own.last[0]))
            inner[head] += PARAGRAPH - START
        features.append(inner)
        first.append(own.first + offset)
        last.append(own.last + offset)
        offset += len(own.ids) - 2
    ids.append(examples[-1].pieces.ids[-1:])
    features.append(examples[-1].pieces.features[-1:])
    return Pieces(*(np.concatenate(part) for part in (ids, features, first, last)))


@dataclass(slots=True)
class Batch:
    """Padded windows. `first` and `last` point at piece 0 for words that are padding; `word_mask` tells them."""

    examples: list[Example]
    ids: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    word_mask: Tensor
    tags: Tensor


def collate(examples: list[Example]) -> Batch:
    """Pad the windows of one batch."""
    rows = len(examples)
    pieces = max(len(e.pieces.ids) for e in examples)
    words = max(len(e.words) for e in examples)
    ids, features = np.zeros((2, rows, pieces), dtype=np.int64)
    mask = np.zeros((rows, pieces), dtype=bool)
    first, last = np.zeros((2, rows, words), dtype=np.int64)
    word_mask = np.zeros((rows, words), dtype=bool)
    tags = np.full((rows, words, examples[0].tags.shape[1]), IGNORE, dtype=np.int64)
    for row, example in enumerate(examples):
        p, w = len(example.pieces.ids), len(example.words)
        ids[row, :p], features[row, :p], mask[row, :p] = example.pieces.ids, example.pieces.features, True
        first[row, :w], last[row, :w], word_mask[row, :w] = example.pieces.first, example.pieces.last, True
        tags[row, :w] = example.tags
    return Batch(examples, *(torch.from_numpy(part) for part in (ids, features, mask, first, last, word_mask, tags)))


@dataclass(slots=True)
class Links:
    """Spans and pairs of a batch, in flattened words (row * width + word); `row` and `place` tell a span's window and word in it."""

    start: Tensor
    end: Tensor
    kind: Tensor
    row: Tensor
    place: Tensor
    spans: list[SpanExample]
    a: Tensor
    b: Tensor
    low: Tensor
    high: Tensor
    distance: Tensor
    types: Tensor
    target: Tensor
    weight: Tensor
    cue: Tensor
    cue_word: Tensor
    cue_distance: Tensor
    cue_target: Tensor

    def apart(self) -> Tensor:
        """[S, S] what keeps spans of different windows from seeing each other: 0 within a window, else far below it."""
        return (self.row[:, None] != self.row[None, :]).to(torch.float32) * -1e4


def link(batch: Batch, extra: Sequence[Sequence[SpanExample]]) -> Links:
    """All candidate pairs of a batch, gold spans first in each window, then `extra` spans that are no gold."""
    width = batch.word_mask.shape[1]
    spans: list[SpanExample] = []
    columns: list[list[NDArray[np.int64]]] = []
    tables: list[NDArray[np.float32]] = []
    cues: list[list[NDArray[np.int64]]] = []
    for row, example in enumerate(batch.examples):
        offset, base = row * width, len(spans)
        own = [*example.spans, *extra[row]]
        spans.extend(replace(s, start=s.start + offset, end=s.end + offset) for s in own)
        kind, start, end = (
            np.asarray([getattr(s, name) for s in own], dtype=np.int64) for name in ("kind", "start", "end")
        )
        pairs = candidate_pairs(kind, start, end)
        columns.append(
            [pairs.a + base, pairs.b + base, pairs.low + offset, pairs.high + offset, pairs.distance, pairs.types]
        )
        tables.append(_targets(example, own, pairs))
        for cue, tags in example.contents.items():
            which, word, distance = cue_words(np.asarray([cue]), start, len(tags))
            cues.append([which + base, word + offset, distance, tags])
    span_start, span_end, span_kind = (
        torch.tensor([getattr(s, name) for s in spans], dtype=torch.int64) for name in ("start", "end", "kind")
    )
    target, weight = (torch.from_numpy(np.concatenate([table[side] for table in tables], 0)) for side in (0, 1))
    a, b, low, high, distances, types = _stack(columns, 6)
    cue_column, word_column, cue_distance, cue_target = _stack(cues, 4)
    return Links(
        span_start, span_end, span_kind, span_start // width, span_start % width, spans, a, b, low, high, distances, types, target, weight,
        cue_column, word_column, cue_distance, cue_target,
    )  # fmt: skip


def _stack(rows: list[list[NDArray[np.int64]]], columns: int) -> list[Tensor]:
    if not rows:
        return [torch.zeros(0, dtype=torch.int64) for _ in range(columns)]
    return [torch.from_numpy(np.concatenate([row[column] for row in rows])) for column in range(columns)]


def _targets(example: Example, spans: Sequence[SpanExample], pairs: Pairs) -> NDArray[np.float32]:
    """[2, A, relations]: whether each relation holds for each pair, and whether it counts."""
    table = np.zeros((2, len(pairs.a), len(RELATIONS)), dtype=np.float32)
    clash = _clashes(spans, len(example.spans))
    free = np.asarray([index not in clash for index in range(len(spans))], dtype=bool)
    table[1] = APPLIES[pairs.types] * (free[pairs.a] & free[pairs.b])[:, None]
    # Only mentions whose words tell no country are asked, and only spans whose words tell one can answer.
    asks = np.asarray([index in example.asked for index in range(len(spans))], dtype=bool)
    tells = np.asarray([index in example.telling for index in range(len(spans))], dtype=bool)
    table[1, :, SETTING] *= asks[pairs.a] & tells[pairs.b]
    place = {pair: index for index, pair in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))}
    for arcs, holds in ((example.open_arcs, 0.0), (example.arcs, 1.0)):
        for relation, a, b in arcs:
            index = place.get((a, b))
            if index is not None:
                table[:, index, relation] = holds
    return table


def _clashes(spans: Sequence[SpanExample], gold: int) -> set[int]:
    """Extra spans that overlap a gold span of their layer: neither right nor plainly wrong."""
    return {
        index
        for index in range(gold, len(spans))
        if any(
            s.kind == spans[index].kind and s.start < spans[index].end and spans[index].start < s.end
            for s in spans[:gold]
        )
    }


def _applies() -> NDArray[np.float32]:
    """[type pairs, relations]: whether a relation is defined between two layers."""
    table = np.zeros((len(POOLED) ** 2, len(RELATIONS)), dtype=np.float32)
    for index, (_, first, seconds) in enumerate(RELATIONS):
        for second in seconds:
            table[POOLED.index(first) * len(POOLED) + POOLED.index(second), index] = 1.0
    return table


APPLIES = _applies()
SETTING = RELATION_INDEX["setting"]
CHOICE_INDEX = tuple(RELATION_INDEX[name] for name in CHOICES)
FREE_INDEX = tuple(index for index in range(len(RELATIONS)) if index not in CHOICE_INDEX)


def windows(examples: Sequence[Example], order: random.Random, most_pieces: int, share_joined: float) -> list[Example]:
    """Shuffle examples and join a share of the short ones into longer windows."""
    shuffled = list(examples)
    order.shuffle(shuffled)
    result: list[Example] = []
    pending: list[Example] = []
    size = 0
    limit = most_pieces
    for example in shuffled:
        if order.random() > share_joined or len(example.pieces.ids) > most_pieces // 2:
            result.append(example)
            continue
        if pending and size + len(example.pieces.ids) > limit:
            result.append(join(pending))
            pending, size = [], 0
            limit = order.randint(most_pieces // 3, most_pieces)
        pending.append(example)
        size += len(example.pieces.ids)
    if pending:
        result.append(join(pending))
    return result


def batches(examples: Sequence[Example], order: random.Random, most_pieces: int) -> Iterator[list[Example]]:
    """Groups of windows of like length whose padded size stays under `most_pieces`, in random order."""
    ranked = sorted(examples, key=lambda e: len(e.pieces.ids) + order.random())
    groups: list[list[Example]] = []
    current: list[Example] = []
    for example in ranked:
        if current and (len(current) + 1) * len(example.pieces.ids) > most_pieces:
            groups.append(current)
            current = []
        current.append(example)
    if current:
        groups.append(current)
    order.shuffle(groups)
    yield from groups
