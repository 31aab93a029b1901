"""Marked passages to training examples: word pieces, layer tags, spans with classes, arcs and contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.knowledge import load as load_knowledge
from onrecord.markup import Mark, Passage
from onrecord.tagger.labels import (
    BEGIN,
    FACTUALITY,
    INSIDE,
    LAYERS,
    NO_SECTOR,
    POOLED,
    REALMS,
    RELATION_INDEX,
)
from onrecord.tagger.pieces import Pieces, encode_words
from onrecord.tagger.words import BREAKS, Word, split_words, words_between

IGNORE = -100


@dataclass(slots=True)
class SpanExample:
    """A gold span: words [start, end), layer, classes (IGNORE where the layer has none)."""

    kind: int
    start: int
    end: int
    mark: str
    event: int = IGNORE
    factuality: int = IGNORE
    sector: int = IGNORE
    realm: int = IGNORE
    harm: tuple[int, int] | None = None


@dataclass(slots=True)
class Example:
    """One window of training text.

    Attributes:
        tags: [words, layers] outside, begin, inside.
        arcs: (relation, first span, second span) that hold; `open_arcs` those that count neither way.
        contents: for a cue's span index the [words] tags of what it attributes.
        asked: spans of mentions whose country their own words do not tell; `telling` those whose words tell one.
    """

    id: str
    pieces: Pieces
    words: list[Word]
    tags: NDArray[np.int64]
    spans: list[SpanExample]
    arcs: set[tuple[int, int, int]] = field(default_factory=set)
    open_arcs: set[tuple[int, int, int]] = field(default_factory=set)
    contents: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    telling: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Labels:
    """Indices of event labels and sectors; index 0 of events is "no event", of sectors "no sector"."""

    events: Sequence[str]
    sectors: Sequence[str]

    def event(self, label: str) -> int:
        return self.events.index(label) + 1

    def sector(self, code: str) -> int:
        return 0 if code == NO_SECTOR else self.sectors.index(code) + 1


def build_example(passage: Passage, labels: Labels, tokenizer: Tokenizer) -> Example:
    """The example of one passage. Marks are widened to whole words."""
    words = split_words(passage.text)
    tags = np.zeros((len(words), len(LAYERS)), dtype=np.int64)
    for start, end in passage.furniture:
        _tag(tags, words_between(words, start, end), LAYERS.index("x"))
    example = Example(passage.id, encode_words(words, tokenizer), words, tags, [])
    taken: dict[tuple[int, int, int], int] = {}
    parts: dict[str, list[int]] = {}
    for mark in passage.marks.values():
        if mark.kind == "q":
            continue
        for start, end in sorted(mark.parts):
            found = words_between(words, start, end)
            if found is None:
                continue
            kind = POOLED.index(mark.kind)
            key = (kind, *found)
            if key not in taken:
                taken[key] = len(example.spans)
                example.spans.append(_span(mark, kind, found, passage.marks, labels))
                _tag(tags, found, LAYERS.index(mark.kind))
            parts.setdefault(mark.id, []).append(taken[key])
    _add_arcs(example, passage.marks, parts)
    _add_contents(example, passage, parts)
    _add_setting(example, passage, parts)
    return example


def cropped(example: Example, most: int) -> Example:
    """The paragraphs of an example that fit a number of word pieces, with what lies wholly in them; as much as fits of the first."""
    if len(example.pieces.ids) <= most:
        return example
    fitting = int(np.searchsorted(example.pieces.last, most - 1))
    breaks = [at for at in range(1, fitting) if example.words[at].gap == BREAKS.index("paragraph")]
    size = breaks[-1] if breaks else fitting
    kept = [index for index, span in enumerate(example.spans) if span.end <= size]
    new = {old: index for index, old in enumerate(kept)}
    own, end = example.pieces, int(example.pieces.last[size - 1]) + 1
    pieces = Pieces(
        np.append(own.ids[:end], own.ids[-1:]), np.append(own.features[:end], own.features[-1:]), own.first[:size], own.last[:size]
    )  # fmt: skip
    arcs, open_arcs = (
        {(relation, new[a], new[b]) for relation, a, b in side if a in new and b in new}
        for side in (example.arcs, example.open_arcs)
    )
    return Example(
        example.id, pieces, example.words[:size], example.tags[:size], [example.spans[index] for index in kept],
        arcs, open_arcs, {new[cue]: tags[:size] for cue, tags in example.contents.items() if cue in new},
        {new[index] for index in example.asked if index in new}, {new[index] for index in example.telling if index in new},
    )  # fmt: skip


def _tag(tags: NDArray[np.int64], found: tuple[int, int] | None, layer: int) -> None:
    if found is not None and not tags[found[0] : found[1], layer].any():
        tags[found[0], layer] = BEGIN
        tags[found[0] + 1 : found[1], layer] = INSIDE


def _span(mark: Mark, kind: int, found: tuple[int, int], marks: Mapping[str, Mark], labels: Labels) -> SpanExample:
    span = SpanExample(kind, *found, mark.id)
    if mark.kind == "e":
        span.event = labels.event(mark.words[0])
        span.factuality = FACTUALITY.index(mark.attributes.get("is", "asserted"))
    elif mark.kind == "m":
        country, sector = party_codes(mark, marks)
        span.sector = labels.sector(sector)
        span.realm = REALMS.index(country if country in REALMS else "none" if country == "-" else "state")
    elif mark.kind == "k":
        span.harm = (int("killed" in mark.attributes), int("injured" in mark.attributes))
    return span


def party_codes(mark: Mark, marks: Mapping[str, Mark]) -> tuple[str, str]:
    """Country and sector of a mention, its own or those of the one it repeats or belongs to; '-' where unknown."""
    seen: set[str] = set()
    while len(mark.words) != 2 and mark.id not in seen:
        seen.add(mark.id)
        target = mark.same_as or next(iter(mark.refers("in")), None)
        if target is None:
            return "-", "-"
        mark = marks[target]
    return (mark.words[0], mark.words[1]) if len(mark.words) == 2 else ("-", "-")


def same_party(marks: Mapping[str, Mark]) -> dict[str, str]:
    """For each mention the id that stands for its party, following '='."""
    root: dict[str, str] = {}
    for mark in marks.values():
        if mark.kind != "m":
            continue
        at, seen = mark, {mark.id}
        while at.same_as and at.same_as not in seen:
            at = marks[at.same_as]
            seen.add(at.id)
        root[mark.id] = at.id
    return root


def _add_arcs(example: Example, marks: Mapping[str, Mark], parts: Mapping[str, list[int]]) -> None:
    root = same_party(marks)
    party: dict[str, list[int]] = {}
    for identifier, indices in parts.items():
        if identifier in root:
            party.setdefault(root[identifier], []).extend(indices)
    for mark in marks.values():
        if mark.id not in parts:
            continue
        for name, relation, reverse in (
            ("actor", "actor", False), ("recipient", "recipient", False), ("at", "at", False), ("on", "on", False),
            ("by", "by", False), ("of", "certainty" if mark.kind == "n" else "count", False), ("also", "touches", False),
            ("under", "touches", True), ("in", "whole", False),
        ):  # fmt: skip
            for target in mark.refers(name):
                if target in parts:
                    ends = (parts[target], parts[mark.id]) if reverse else (parts[mark.id], parts[target])
                    _arc(example, RELATION_INDEX[relation], *ends, party.get(root.get(target, ""), []))
    for indices in party.values():
        _chain(example, "antecedent", indices)
    for identifier, indices in parts.items():
        if marks[identifier].kind == "e":
            _chain(example, "same", indices)


def _arc(example: Example, relation: int, left: Sequence[int], right: Sequence[int], alike: Iterable[int]) -> None:
    """The nearest pair of parts holds; the other parts, and other words for the same party, count neither way."""
    spans = example.spans
    best = min(((a, b) for a in left for b in right), key=lambda pair: _gap(spans[pair[0]], spans[pair[1]]))
    example.arcs.add((relation, *best))
    for a in left:
        for b in {*right, *alike}:
            if (a, b) != best:
                example.open_arcs.add((relation, a, b))


def _gap(a: SpanExample, b: SpanExample) -> int:
    return max(a.start, b.start) - min(a.end, b.end)


def _chain(example: Example, relation: str, indices: Sequence[int]) -> None:
    """Every earlier span of the same thing is a right antecedent."""
    ordered = sorted(set(indices), key=lambda index: example.spans[index].start)
    for place, later in enumerate(ordered):
        for earlier in ordered[:place]:
            example.arcs.add((RELATION_INDEX[relation], later, earlier))


def _add_setting(example: Example, passage: Passage, parts: Mapping[str, list[int]]) -> None:
    """Link mentions whose words tell no country to the mentions and places around that tell theirs."""
    knowledge = load_knowledge()
    told: dict[int, str] = {}
    wanted: dict[int, str] = {}
    for mark in passage.marks.values():
        for index, (start, end) in zip(parts.get(mark.id, ()), sorted(mark.parts), strict=False):
            words = passage.text[start:end]
            if mark.kind == "p":
                country = knowledge.country_of_place(words)
            elif mark.kind == "m" and not mark.same_as:
                country = knowledge.identify(words, passage.published).country
                gold = party_codes(mark, passage.marks)[0]
                if country is None and gold != "-":
                    wanted[index] = gold
            else:
                continue
            if country is not None:
                told[index] = country
    example.telling = set(told)
    for index, gold in wanted.items():
        right = [other for other, country in told.items() if country == gold]
        if right:
            example.asked.add(index)
            example.arcs.update((RELATION_INDEX["setting"], index, other) for other in right)


def _add_contents(example: Example, passage: Passage, parts: Mapping[str, list[int]]) -> None:
    for mark in passage.of_kind("c"):
        for index in parts.get(mark.id, ()):
            tags = example.contents.setdefault(index, np.zeros(len(example.words), dtype=np.int64))
            for content in mark.refers("says"):
                for start, end in passage.marks[content].parts:
                    found = words_between(example.words, start, end)
                    if found is not None:
                        tags[found[0]] = BEGIN
                        tags[found[0] + 1 : found[1]] = INSIDE
