"""Who is meant: coreference on Wikinews reports annotated by GUM, never trained on.

    python -m bench.gum [--gold ../shared/gold/gum/news.jsonl]

Pronouns: of the gold's third-person pronouns for persons, organisations and places, the share whose party in our reading is named by
words that overlap a gold name of the same entity. Coreference: F1 of MUC, B-cubed and CEAF-e over mentions of those entities that
are mentioned twice or more, ours matched to the gold's by the words that they share most of.

Our tagger marks who acts, is acted on or speaks, and nobody else: a person who is merely described is not found, and counts against us.
"""

from __future__ import annotations

import argparse
import datetime
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from onrecord.knowledge import load as load_knowledge
from onrecord.model import Span, Tagging
from onrecord.resolve.who import Who
from onrecord.resolve.words import load_words
from onrecord.tagger.network import load_network
from onrecord.tagger.tag import tag

TYPES = ("person", "organization", "place")
PRONOUNS = frozenset(
    ("he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "theirs",
     "himself", "herself", "itself", "themselves")
)  # fmt: skip
Cluster = frozenset[tuple[int, int]]
Counts = tuple[float, float, float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/gum/news.jsonl"))
    options = parser.parse_args()
    network, knowledge, words = load_network(), load_knowledge(), load_words()
    n = Counter[str]()
    sums = {name: np.zeros(4) for name in METRICS}
    for line in options.gold.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        row = json.loads(line)
        tagging = tag(row["text"], network)
        who = Who(tagging, knowledge, words, datetime.date.fromisoformat(row["date"]))
        gold = gold_clusters(row["entities"])
        _count_pronouns(row["entities"], tagging, who, n)
        ours = our_clusters(tagging, who, [mention for cluster in gold for mention in cluster])
        for name, metric in METRICS.items():
            sums[name] += np.asarray(metric(gold, ours))
    print(f"pronouns: {n['all']}, marked by us {n['marked'] / n['all']:.3f}, linked to the right entity {n['right'] / n['all']:.3f}, "  # noqa: T201
          f"of those marked {n['right'] / max(1, n['marked']):.3f}")  # fmt: skip
    scores = {name: f1(*sums[name]) for name in METRICS}
    print("coreference F1: " + ", ".join(f"{name} {score:.3f}" for name, score in scores.items())  # noqa: T201
          + f", mean {sum(scores.values()) / len(scores):.3f}")  # fmt: skip


def gold_clusters(entities: Sequence[dict[str, Any]]) -> list[Cluster]:
    """Entities of the types looked at that are mentioned twice or more."""
    groups: dict[str, set[tuple[int, int]]] = {}
    for entity in entities:
        if entity["type"] in TYPES:
            groups.setdefault(entity["coref"], set()).add((entity["start"], entity["end"]))
    return [frozenset(group) for group in groups.values() if len(group) > 1]


def our_clusters(tagging: Tagging, who: Who, gold: Sequence[tuple[int, int]]) -> list[Cluster]:
    """Our parties of two mentions or more; a mention takes the offsets of the gold's that it shares most of its words with."""
    clusters: list[Cluster] = []
    taken: set[tuple[int, int]] = set()
    for party in who.parties:
        own: set[tuple[int, int]] = set()
        for index in party.mentions:
            span = tagging.mentions[index].span
            best = max((g for g in gold if g not in taken), key=lambda g: likeness(span, g), default=(0, 0))
            place = best if likeness(span, best) >= 0.5 else (span.start, span.end)
            taken.add(place)
            own.add(place)
        if len(own) > 1:
            clusters.append(frozenset(own))
    return clusters


def likeness(span: Span, other: tuple[int, int]) -> float:
    """Characters that two stretches share, of all that either has."""
    shared = max(0, min(span.end, other[1]) - max(span.start, other[0]))
    return shared / (max(span.end, other[1]) - min(span.start, other[0]))


def _count_pronouns(entities: Sequence[dict[str, Any]], tagging: Tagging, who: Who, n: Counter[str]) -> None:
    names: dict[str, list[tuple[int, int]]] = {}
    for entity in entities:
        if entity["text"].lower() not in PRONOUNS:
            names.setdefault(entity["coref"], []).append((entity["start"], entity["end"]))
    for entity in entities:
        if entity["text"].lower() not in PRONOUNS or entity["type"] not in TYPES or entity["coref"] not in names:
            continue
        n["all"] += 1
        found = named_by(tagging, who, entity["start"], entity["end"])
        if found is not None:
            n["marked"] += 1
            n["right"] += any(likeness(found, name) > 0 for name in names[entity["coref"]])


def named_by(tagging: Tagging, who: Who, start: int, end: int) -> Span | None:
    """The words that name the party of a pronoun, or None where it is no mention of ours nor the owner in one ("its troops")."""
    for index, mention in enumerate(tagging.mentions):
        if (mention.span.start, mention.span.end) == (start, end):
            return tagging.mentions[who.parties[who.party_of[index]].naming].span
        if mention.span.start == start and mention.whole is not None:
            return tagging.mentions[who.parties[who.party_of[mention.whole]].naming].span
    return None


def muc(gold: Sequence[Cluster], ours: Sequence[Cluster]) -> Counts:
    """Links kept: (recall's part and whole, precision's part and whole)."""
    return (*_muc(gold, ours), *_muc(ours, gold))


def _muc(keys: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    of = {mention: number for number, cluster in enumerate(others) for mention in cluster}
    part = whole = 0
    for key in keys:
        pieces = {of.get(mention, ("alone", mention)) for mention in key}
        part += len(key) - len(pieces)
        whole += len(key) - 1
    return part, whole


def b_cubed(gold: Sequence[Cluster], ours: Sequence[Cluster]) -> Counts:
    """Of each mention's entity the share found, and the reverse."""
    return (*_b_cubed(gold, ours), *_b_cubed(ours, gold))


def _b_cubed(keys: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    of = {mention: cluster for cluster in others for mention in cluster}
    part = sum(len(key & of.get(mention, frozenset())) / len(key) for key in keys for mention in key)
    return part, sum(len(key) for key in keys)


def ceaf(gold: Sequence[Cluster], ours: Sequence[Cluster]) -> Counts:
    """The best one-to-one match of entities, by their likeness."""
    table = np.asarray([[2 * len(g & o) / (len(g) + len(o)) for o in ours] for g in gold]).reshape(len(gold), len(ours))
    rows, columns = linear_sum_assignment(-table)
    part = float(table[rows, columns].sum())
    return part, len(gold), part, len(ours)


def f1(part: float, whole: float, other_part: float, other_whole: float) -> float:
    """F1 of recall part / whole and precision other_part / other_whole."""
    recall, precision = part / max(whole, 1e-9), other_part / max(other_whole, 1e-9)
    return 2 * recall * precision / max(recall + precision, 1e-9)


METRICS: dict[str, Callable[[Sequence[Cluster], Sequence[Cluster]], Counts]] = {
    "MUC": muc,
    "B-cubed": b_cubed,
    "CEAF-e": ceaf,
}


if __name__ == "__main__":
    main()
