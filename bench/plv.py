"""PLOVER categories with the parties given: the field's PLV sentences, never trained on.

    python -m bench.plv [--gold ../shared/gold/plv/train.jsonl]

For each sentence the category of our record between the two given parties; where we make none, that of the best-scoring trigger
between them. Prints accuracy and macro-F1 over the corpus's 15 root categories, the four quad classes, and conflict against
cooperation. YIELD, the older name, is CONCEDE and RETREAT together.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.codebook import load_codebook
from onrecord.model import Span, Tagging, Trigger
from onrecord.tagger.network import Network, load_network
from onrecord.tagger.tag import tag

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
# How much a given party in the right role is worth beside the probability of a trigger, and in the wrong one.
RIGHT, WRONG = 0.5, 0.2


def guess(text: str, source: Sequence[Span], target: Sequence[Span], network: Network) -> str | None:
    """The category of what the source does to the target, or None where nothing at all is found."""
    tagging = tag(text, network)
    best = max(tagging.triggers, key=lambda t: (worth(tagging, t, source, target), -t.spans[0].start), default=None)
    return best.category if best else None


def worth(tagging: Tagging, trigger: Trigger, source: Sequence[Span], target: Sequence[Span]) -> float:
    """How likely a trigger is the one between the two parties."""

    def named(mentions: Sequence[int], spans: Sequence[Span]) -> bool:
        return any(tagging.mentions[m].span.overlaps(span) for m in mentions for span in spans)

    value = trigger.score
    value += RIGHT * named(trigger.actors, source) + RIGHT * named(trigger.recipients, target)
    # In symmetric events both are actors; in visits and passives roles may be the corpus's, not ours.
    value += RIGHT * named(trigger.actors, target) * named(trigger.actors, source)
    return value + WRONG * named(trigger.actors, target) + WRONG * named(trigger.recipients, source)


def spans(rows: Sequence[dict[str, Any]]) -> list[Span]:
    """Marked parties as spans."""
    return [Span(row["start"], row["end"], row["text"]) for row in rows]


def macro(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the classes of the gold."""
    hit, gold, found = Counter[str](), Counter[str](), Counter[str]()
    for right, ours in pairs:
        gold[right] += 1
        found[ours] += 1
        hit[right] += right == ours
    return sum(2 * hit[c] / (gold[c] + found[c]) for c in gold) / len(gold)


def measure(network: Network, gold: Path) -> dict[str, float]:
    """Accuracy and macro-F1 over root categories, quad classes, and conflict against cooperation.

    Args:
        network: the tagger's weights.
        gold: the corpus as JSONL.
    """
    quads = {category.id: category.quad for category in load_codebook().categories.values()}
    # Every trigger counts here, however unlikely: the sentence is known to hold an event.
    kept = dict(network.thresholds)
    network.thresholds |= {"event": 0.0, "trigger": -4.0}
    pairs: dict[str, list[tuple[str, str]]] = {"root": [], "quad": [], "binary": []}
    try:
        for line in gold.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                row = json.loads(line)
                ours = guess(row["text"], spans(row["source_all"]), spans(row["target_all"]), network) or "none"
                quad = quads.get(ours, "none").replace("_", " ")
                pairs["root"].append((row["root"], YIELD.get(ours, ours)))
                pairs["quad"].append((row["quad"], quad))
                pairs["binary"].append((row["quad"].split()[-1], quad.split()[-1]))
    finally:
        network.thresholds = kept
    found: dict[str, float] = {"sentences": len(pairs["root"])}
    for name, both in pairs.items():
        found |= {f"{name} accuracy": sum(a == b for a, b in both) / len(both), f"{name} macro-F1": macro(both)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/plv/train.jsonl"))
    found = measure(load_network(), parser.parse_args().gold)
    for name in ("root", "quad", "binary"):
        print(f"{name:8} accuracy {found[f'{name} accuracy']:.3f}  macro-F1 {found[f'{name} macro-F1']:.3f}  "  # noqa: T201
              f"({found['sentences']} sentences)")  # fmt: skip


if __name__ == "__main__":
    main()
