"""What the network is asked to minimise: one joint likelihood of tags, classes, arcs and contents."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from onrecord.tagger.labels import LAYERS, POOLED
from onrecord.tagger.spans import runs
from training.batches import CHOICE_INDEX, FREE_INDEX, Batch, Links, link
from training.examples import IGNORE, SpanExample
from training.network import Tagger, running_sums

WEIGHTS = {"tags": 1.0, "classes": 2.0, "arcs": 1.0, "choices": 1.0, "contents": 0.4}


# Vocabulary indices of BERT: the piece that stands for a hidden one; those up to it are no words.
MASK = 103


def batch_loss(network: Tagger, batch: Batch, *, hard: bool, masked: float = 0.0) -> tuple[Tensor, dict[str, float]]:
    """Loss of one batch, per ten words, and its parts.

    `hard` adds the network's own false spans as negatives; `masked` is the share of word pieces that it may not see.
    """
    ids = hide(batch.ids, masked) if masked else batch.ids
    vectors, tags = network.reader(network.reader.words(ids), batch.features, batch.first, batch.last, batch.mask)
    extra = false_spans(batch, tags) if hard else [[] for _ in batch.examples]
    links = link(batch, extra)
    parts = {"tags": F.cross_entropy(tags.reshape(-1, 3), batch.tags.reshape(-1), ignore_index=IGNORE, reduction="sum")}
    words = vectors.reshape(-1, vectors.shape[-1])
    parts |= link_loss(network, words, links)
    scale = batch.word_mask.sum() / 10
    total = torch.stack([WEIGHTS[name] * value for name, value in parts.items()]).sum() / scale
    return total, {name: float(value.detach() / scale) for name, value in parts.items()}


def hide(ids: Tensor, share: float) -> Tensor:
    """Replace a random share of the word pieces, so that what surrounds a word must do for it now and then."""
    hidden = (torch.rand(ids.shape) < share) & (ids > MASK)
    return torch.where(hidden, torch.full_like(ids, MASK), ids)


def link_loss(network: Tagger, words: Tensor, links: Links) -> dict[str, Tensor]:
    """Losses of span classes, arcs and contents of flattened words [N, hidden]."""
    linker, zero = network.linker, words.sum() * 0
    if not links.spans:
        return {"classes": zero, "arcs": zero, "choices": zero, "contents": zero}
    sums = running_sums(words)
    spans = linker.spans(words, sums, links.start, links.end, links.kind)
    classes = zero
    logits = linker.classes(spans)
    for values, name in zip(logits, ("event", "factuality", "sector", "realm"), strict=False):
        target = torch.tensor([getattr(span, name) for span in links.spans])
        if bool((target != IGNORE).any()):
            classes = classes + F.cross_entropy(values, target, ignore_index=IGNORE, reduction="sum")
    target = torch.tensor([span.event for span in links.spans])
    known = target != IGNORE
    if bool(known.any()):
        category = linker.category(linker.drop(spans[known]))
        classes = classes + F.cross_entropy(category, linker.category_of[target[known]], reduction="sum")
    harmed = [index for index, span in enumerate(links.spans) if span.harm is not None]
    if harmed:
        target = torch.tensor([links.spans[index].harm for index in harmed], dtype=torch.float32)
        classes = classes + F.binary_cross_entropy_with_logits(logits[4][harmed], target, reduction="sum")
    arcs, choices = zero, zero
    if len(links.a):
        mixed = linker.mixed(spans, links.place, links.apart())
        scores = linker.pairs(mixed, sums, links.low, links.high, links.a, links.b, links.distance, links.types)
        free = list(FREE_INDEX)
        arcs = F.binary_cross_entropy_with_logits(
            scores[:, free], links.target[:, free], links.weight[:, free], reduction="sum"
        )
        for relation in CHOICE_INDEX:
            choices = choices + choice_loss(scores[:, relation], links, relation)
    contents = zero
    if len(links.cue):
        values = linker.contents(words, spans, links.cue, links.cue_word, links.cue_distance)
        contents = F.cross_entropy(values, links.cue_target, reduction="sum")
    return {"classes": classes, "arcs": arcs, "choices": choices, "contents": contents}


def choice_loss(scores: Tensor, links: Links, relation: int) -> Tensor:
    """Negative log likelihood of the right partner, or of none, for each first span."""
    weight, target = links.weight[:, relation], links.target[:, relation]
    used = (weight > 0).nonzero(as_tuple=True)[0]
    if not len(used):
        return scores.sum() * 0
    powers = torch.exp(torch.clamp(scores[used], max=30.0))
    groups, place = torch.unique(links.a[used], return_inverse=True)
    whole = torch.ones(len(groups)).index_add(0, place, powers)
    right = torch.zeros(len(groups)).index_add(0, place, powers * target[used])
    none = torch.zeros(len(groups)).index_add(0, place, target[used]) == 0
    return (torch.log(whole) - torch.log(torch.where(none, torch.ones_like(right), right))).sum()


def false_spans(batch: Batch, tags: Tensor) -> list[list[SpanExample]]:
    """Mentions, triggers and certainty words that the network tags now and that are no gold span."""
    best = tags.detach().argmax(-1).numpy()
    result: list[list[SpanExample]] = []
    for row, example in enumerate(batch.examples):
        gold = {(span.kind, span.start, span.end) for span in example.spans}
        found: list[SpanExample] = []
        for letter in "menp":
            layer, kind = LAYERS.index(letter), POOLED.index(letter)
            for start, end in runs(best[row, : len(example.words), layer]):
                if (kind, start, end) in gold:
                    continue
                overlap = any(k == kind and s < end and start < e for k, s, e in gold)
                event = 0 if letter == "e" and not overlap else IGNORE
                found.append(SpanExample(kind, start, end, "", event=event))
        result.append(found)
    return result
