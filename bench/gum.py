"""Who is meant: coreference on Wikinews reports annotated by GUM, never trained on.

    python -m bench.gum [--gold ../shared/gold/gum/news.jsonl]

Pronouns: of the gold's third-person pronouns for persons, organisations and places, possessives included, the share that our
resolver gives to the right entity: of all mentions of the gold, the one that shares most of its words with those that name ours
is a name or description of the same entity. Pronouns whose entity the gold never names are left out.

Coreference: F1 of MUC, B-cubed and CEAF-e over mentions of those entities that are mentioned twice or more, ours matched to the
gold's by the words that they share most of; once for the resolver's chains over the whole text, once for the parties of records,
which hold only who acts, is acted on or speaks.
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
from onrecord.model import Span
from onrecord.resolve.coreference.lexicon import load_lexicon
from onrecord.resolve.coreference.pronouns import Link, Pronouns
from onrecord.resolve.who import Who
from onrecord.resolve.words import load_words
from onrecord.tagger.network import load_network
from onrecord.tagger.tag import tag

TYPES = ("person", "organization", "place")
PRONOUNS = frozenset(
    ("he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "theirs",
     "himself", "herself", "itself", "themselves")
)  # fmt: skip
KINDS = ("chains of the text", "parties of records")
Cluster = frozenset[tuple[int, int]]
Counts = tuple[float, float, float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/gum/news.jsonl"))
    values = measure(parser.parse_args().gold)
    resolved, right = f"{values['linked']:.3f}", f"{values['right']:.3f}"
    print(f"pronouns: {values['pronouns']:.0f}, resolved {resolved}, to the right entity {right}")  # noqa: T201
    for kind in KINDS:
        scores = ", ".join(f"{name} {values[f'{kind}, {name}']:.3f}" for name in (*METRICS, "mean"))
        print(f"coreference F1, {kind}: {scores}")  # noqa: T201


def measure(path: Path) -> dict[str, float]:
    """Of the reports of a file: how many pronouns can be resolved, the shares resolved and resolved rightly, F1 of coreference."""
    network, knowledge, words, lexicon = load_network(), load_knowledge(), load_words(), load_lexicon()
    n = Counter[str]()
    sums = {(kind, name): np.zeros(4) for kind in KINDS for name in METRICS}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        row = json.loads(line)
        tagging = tag(row["text"], network)
        pronouns = Pronouns(tagging, lexicon, knowledge)
        count_pronouns(row["entities"], pronouns.links(), n)
        who = Who(tagging, knowledge, words, datetime.date.fromisoformat(row["date"]))
        parties = [tuple(who.tagging.mentions[index].span for index in party.mentions) for party in who.parties]
        gold = gold_clusters(row["entities"])
        mentions = [mention for cluster in gold for mention in cluster]
        for kind, found in zip(KINDS, (pronouns.chains(), parties), strict=True):
            ours = our_clusters(found, mentions)
            for name, metric in METRICS.items():
                sums[kind, name] += np.asarray(metric(gold, ours))
    values = {f"{kind}, {name}": f1(*parts) for (kind, name), parts in sums.items()}
    values |= {f"{kind}, mean": sum(values[f"{kind}, {name}"] for name in METRICS) / len(METRICS) for kind in KINDS}
    return {"pronouns": n["all"], "linked": n["linked"] / n["all"], "right": n["right"] / n["all"], **values}


def gold_clusters(entities: Sequence[dict[str, Any]]) -> list[Cluster]:
    """Entities of the types looked at that are mentioned twice or more."""
    groups: dict[str, set[tuple[int, int]]] = {}
    for entity in entities:
        if entity["type"] in TYPES:
            groups.setdefault(entity["coref"], set()).add((entity["start"], entity["end"]))
    return [frozenset(group) for group in groups.values() if len(group) > 1]


def our_clusters(found: Sequence[Sequence[Span]], gold: Sequence[tuple[int, int]]) -> list[Cluster]:
    """Our chains of two mentions or more; a mention takes the offsets of the gold's that it shares most of its words with."""
    clusters: list[Cluster] = []
    taken: set[tuple[int, int]] = set()
    for spans in found:
        own: set[tuple[int, int]] = set()
        for span in spans:
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


def count_pronouns(entities: Sequence[dict[str, Any]], links: Sequence[Link], n: Counter[str]) -> None:
    """Count the pronouns that can be resolved, those that we resolve and those that we resolve rightly."""
    by_start = {link.pronoun.start: link for link in links}
    names = [entity for entity in entities if entity["text"].lower() not in PRONOUNS]
    named = {entity["coref"] for entity in names}
    for entity in entities:
        form = entity["text"].lower()
        if form not in PRONOUNS or entity["type"] not in TYPES or entity["coref"] not in named:
            continue
        link = by_start.get(entity["start"])
        right = link is not None and entity["coref"] == _named_by(link.antecedent, names)
        n["all"] += 1
        n["linked"] += link is not None
        n["right"] += right


def _named_by(span: Span, names: Sequence[dict[str, Any]]) -> str | None:
    """The entity of the gold whose words some words share most of, or None where they share none."""
    best = max(names, key=lambda name: likeness(span, (name["start"], name["end"])))
    return str(best["coref"]) if likeness(span, (best["start"], best["end"])) > 0 else None


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
