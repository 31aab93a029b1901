"""Scores of each head on marked passages: spans by their tags, classes and arcs on the gold spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import torch

from onrecord.tagger.labels import LAYERS, RELATIONS
from onrecord.tagger.spans import runs
from training.batches import CHOICE_INDEX, Batch, Links, collate, link
from training.examples import IGNORE, Example
from training.network import Tagger, running_sums


def score_heads(network: Tagger, examples: Sequence[Example]) -> dict[str, float]:
    """F1 of spans by layer, of triggers with their category, of arcs by relation, of attributed words; accuracy of classes."""
    n: Counter[str] = Counter()
    with torch.no_grad():
        for example in examples:
            batch = collate([example])
            vectors, tags = network.reader(
                network.reader.words(batch.ids), batch.features, batch.first, batch.last, batch.mask
            )
            _score_layers(network, batch, vectors[0], tags[0], n)
            links = link(batch, [[]])
            if links.spans:
                _score_links(network, vectors[0], links, n)
    return {name: round(value, 3) for name, value in sorted(_rates(n).items())}


def _score_layers(network: Tagger, batch: Batch, words: torch.Tensor, tags: torch.Tensor, n: Counter[str]) -> None:
    example = batch.examples[0]
    best = tags.argmax(-1).numpy()
    for layer, letter in enumerate(LAYERS):
        gold, found = set(runs(example.tags[:, layer])), set(runs(best[:, layer]))
        _count(n, f"span {letter}", gold, found)
        if letter == "e" and found:
            spans = sorted(found)
            start, end = (torch.tensor(side) for side in zip(*spans, strict=True))
            linker = network.linker
            events = linker.event(linker.spans(words, running_sums(words), start, end, torch.full_like(start, 1)))
            label = {(s.start, s.end): s.event for s in example.spans if s.event != IGNORE}
            chosen = {(*span, int(c)) for span, c in zip(spans, events.argmax(-1), strict=True) if int(c)}
            _count(n, "trigger+label", {(*span, c) for span, c in label.items()}, chosen)
            category = linker.category_of.tolist()
            _count(
                n,
                "trigger+category",
                {(*span, category[c]) for span, c in label.items()},
                {(*s, category[c]) for *s, c in chosen},
            )
        elif letter == "e":
            gold = {(s.start, s.end) for s in example.spans if s.event != IGNORE}
            _count(n, "trigger+label", gold, set())
            _count(n, "trigger+category", gold, set())


def _score_links(network: Tagger, words: torch.Tensor, links: Links, n: Counter[str]) -> None:
    linker, sums = network.linker, running_sums(words)
    spans = linker.spans(words, sums, links.start, links.end, links.kind)
    for values, name in zip(linker.classes(spans), ("event", "factuality", "sector", "realm"), strict=False):
        for span, guess in zip(links.spans, values.argmax(-1).tolist(), strict=True):
            gold = getattr(span, name)
            if gold != IGNORE:
                n[f"right {name}"] += gold == guess
                n[f"all {name}"] += 1
                if name == "factuality" and gold:
                    n["right unasserted"] += gold == guess
                    n["all unasserted"] += 1
    if len(links.a):
        mixed = linker.mixed(spans, links.place, links.apart())
        scores = linker.pairs(mixed, sums, links.low, links.high, links.a, links.b, links.distance, links.types)
        for relation, (name, _, _) in enumerate(RELATIONS):
            _count(n, f"arc {name}", *_arcs(scores[:, relation], links, relation))
    if len(links.cue):
        inside = linker.contents(words, spans, links.cue, links.cue_word, links.cue_distance).argmax(-1) > 0
        gold = links.cue_target > 0
        n["hit content"] += int((inside & gold).sum())
        n["gold content"] += int(gold.sum())
        n["found content"] += int(inside.sum())


def _arcs(scores: torch.Tensor, links: Links, relation: int) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    gold: set[tuple[int, int]] = set()
    found: set[tuple[int, int]] = set()
    best: dict[int, tuple[float, int, bool]] = {}
    for index in (links.weight[:, relation] > 0).nonzero()[:, 0].tolist():
        pair, score = (int(links.a[index]), int(links.b[index])), float(scores[index])
        right = bool(links.target[index, relation])
        if relation in CHOICE_INDEX:
            # Any earlier words for the same thing are right: an antecedent counts once for each first span.
            if right:
                gold.add((pair[0], -1))
            if score > best.get(pair[0], (0.0, 0, False))[0]:
                best[pair[0]] = (score, pair[1], right)
        else:
            if right:
                gold.add(pair)
            if score > 0:
                found.add(pair)
    found |= {(first, -1 if right else second) for first, (_, second, right) in best.items()}
    return gold, found


def _count(n: Counter[str], name: str, gold: AbstractSet[tuple[int, ...]], found: AbstractSet[tuple[int, ...]]) -> None:
    n[f"hit {name}"] += len(gold & found)
    n[f"gold {name}"] += len(gold)
    n[f"found {name}"] += len(found)


def _rates(n: Counter[str]) -> dict[str, float]:
    rates = {
        name[5:]: 2 * n[f"hit {name[5:]}"] / max(1, n[name] + n[f"found {name[5:]}"])
        for name in n
        if name.startswith("gold ")
    }
    return rates | {name[4:]: n[f"right {name[4:]}"] / n[name] for name in n if name.startswith("all ")}
