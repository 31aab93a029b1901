"""Choose the decoder's thresholds on the whole reports kept aside, and write them into the package's model.json.

    python -m training.tune [--model src/onrecord/tagger] [--long 120]

For each threshold in turn the value is taken that gives the best F1 of what it governs: "trigger" (added to a word's log
probability of being no trigger) and "event" (least probability of tags and label) by events, "actor", "recipient", "on" and
"at" (least logit of an arc) by arcs of the events found, "actor_last" and "recipient_last" (least logit, relative to the
former, of the best arc where there is no other) likewise.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from onrecord.codebook import load_codebook
from onrecord.markup import Mark, Passage
from onrecord.model import Span, Tagging, Trigger
from onrecord.tagger.network import Network
from onrecord.tagger.tag import tag
from training.export import PACKAGE
from training.train import CORPUS, is_development, load_passages, log

GRIDS = {
    "trigger": (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0),
    "event": (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6),
    "actor": (-1.5, -1.0, -0.5, 0.0, 0.5),
    "recipient": (-1.5, -1.0, -0.5, 0.0, 0.5),
    "actor_last": (-5.0, -4.0, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0),
    "recipient_last": (-5.0, -4.0, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0),
    "on": (-1.5, -1.0, -0.5, 0.0, 0.5),
    "at": (-1.5, -1.0, -0.5, 0.0, 0.5),
}


def tune(network: Network, passages: Sequence[Passage]) -> dict[str, float]:
    """The best thresholds, each chosen with the others as they stand, two rounds for those that act on each other."""
    for name in (*GRIDS, "trigger", "event"):
        scores = []
        for value in GRIDS[name]:
            network.thresholds[name] = value
            taggings = [tag(passage.text, network) for passage in passages]
            scores.append((score(name, passages, taggings), value))
        # Of values that score alike the one nearest to the middle of the grid is the safest.
        best = max(score for score, _ in scores)
        near = [value for score, value in scores if score >= best - 0.002]
        network.thresholds[name] = near[len(near) // 2]
        log(f"{name:10} {network.thresholds[name]:5.2f}  " + "  ".join(f"{v:g}: {s:.3f}" for s, v in scores))
    return network.thresholds


def score(name: str, passages: Sequence[Passage], taggings: Sequence[Tagging]) -> float:
    """F1 of what a threshold governs."""
    hit = gold = found = 0
    for passage, tagging in zip(passages, taggings, strict=True):
        pairs = _match(passage, tagging)
        if name in ("trigger", "event"):
            hit += len(pairs)
            gold += len(passage.of_kind("e"))
            # Further triggers of an event already found are neither right nor wrong.
            found += len(pairs) + sum(not _told(passage, trigger) for trigger in tagging.triggers)
            continue
        role = name.removesuffix("_last")
        for mark, trigger in pairs:
            wanted = [passage.span(p) for n in mark.refers(role) for p in passage.marks[n].parts]
            given = _given(tagging, trigger, role)
            hit += sum(any(a.overlaps(b) for b in wanted) for a in given)
            gold += len(mark.refers(role))
            found += len(given)
    return 2 * hit / max(1, gold + found)


def _given(tagging: Tagging, trigger: Trigger, name: str) -> list[Span]:
    if name == "on":
        return [tagging.dates[i] for i in trigger.dates[:1]]
    if name == "at":
        places = [tagging.places[i] for i in trigger.places]
        return (places or [tagging.mentions[i].span for i in trigger.place_mentions])[:1]
    return [tagging.mentions[i].span for i in (trigger.actors if name == "actor" else trigger.recipients)]


def _match(passage: Passage, tagging: Tagging) -> list[tuple[Mark, Trigger]]:
    """Each marked event with the best trigger of its category that touches one of its parts."""
    pairs = []
    for mark in passage.of_kind("e"):
        spans = [passage.span(part) for part in mark.parts]
        category = mark.words[0].partition("/")[0]
        fitting = [t for t in tagging.triggers if t.category == category and any(t.spans[0].overlaps(s) for s in spans)]
        if fitting:
            pairs.append((mark, max(fitting, key=lambda t: len(t.actors) + len(t.recipients))))
    return pairs


def _told(passage: Passage, trigger: Trigger) -> bool:
    return any(
        passage.span(part).overlaps(trigger.spans[0]) and mark.words[0].partition("/")[0] == trigger.category
        for mark in passage.of_kind("e")
        for part in mark.parts
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=PACKAGE)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--long", type=int, default=120, help="fewest words of a passage")
    options = parser.parse_args()
    load_codebook()
    passages = [
        p for p in load_passages(options.corpus) if is_development(p.id) and len(p.text.split()) >= options.long
    ]
    log(f"{len(passages)} passages")
    thresholds = tune(Network(options.model), passages)
    path = options.model / "model.json"
    facts = json.loads(path.read_text())
    facts["thresholds"] = thresholds
    path.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
