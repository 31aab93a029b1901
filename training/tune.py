"""Choose the decoder's thresholds on the whole reports kept aside, and write them into the package's model.json.

    python -m training.tune [--model src/onrecord/tagger] [--long 120]

"event" is the least probability of a trigger's tags and category, chosen for the F1 of events. "actor_last" and
"recipient_last" are the least logits, below the threshold of an arc, at which an event that has nobody in a role takes the
likeliest mention; the latter is chosen for each category, since a threat is made to somebody and a curfew need not be. They
are chosen for the share of events whose parties are exactly right. "by_last" is the like for the speaker of a cue, and is not
tuned: a speaker is nearly always named. "confidence_slope" and "confidence_offset" turn a trigger's score into the share of such
triggers that are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from onrecord.codebook import load_codebook
from onrecord.markup import Mark, Passage
from onrecord.model import Span, Tagging, Trigger
from onrecord.tagger.network import Network
from onrecord.tagger.tag import tag
from training.calibrate import calibrate
from training.examples import same_party
from training.export import PACKAGE
from training.passages import CORPUS, kept_aside, load_passages
from training.train import log

EVENT = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
BY_LAST = -4.0
LAST = (0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0)
# A category leaves the common value only where that gives at least so many more events right: fewer are chance.
MARGIN = 3

Pair = tuple[Mark, Trigger]


def tune(network: Network, passages: Sequence[Passage]) -> dict[str, float]:
    """The best thresholds, each chosen with the others as they stand."""
    thresholds = network.thresholds
    for name in [name for name in thresholds if "/" in name]:
        del thresholds[name]
    for name in ("confidence_slope", "confidence_offset"):
        thresholds.pop(name, None)
    thresholds |= {"trigger": 0.0, "actor_last": 0.0, "recipient_last": 0.0, "by_last": BY_LAST}
    scores = {}
    for value in EVENT:
        thresholds["event"] = value
        scores[value] = events_f1(passages, _tag(network, passages))
    thresholds["event"] = _safest(scores)
    _tell("event", thresholds["event"], scores)
    for role in ("actor", "recipient"):
        right: dict[float, Counter[str]] = {}
        for value in LAST:
            thresholds[f"{role}_last"] = value
            right[value] = parties_right(passages, _tag(network, passages), role)
        totals = {value: float(counts.total()) for value, counts in right.items()}
        common = thresholds[f"{role}_last"] = _safest(totals, 1.0)
        _tell(f"{role}_last", common, totals)
        for category in load_codebook().categories if role == "recipient" else ():
            best = max(LAST, key=lambda value: (right[value][category], -abs(value - common)))
            if right[best][category] >= right[common][category] + MARGIN:
                thresholds[f"{role}_last/{category}"] = best
                _tell(f"  {category}", best, {value: float(right[value][category]) for value in LAST})
    slope, offset = calibrate(*outcomes(passages, _tag(network, passages)))
    thresholds |= {"confidence_slope": slope, "confidence_offset": offset}
    log(f"confidence       logit' = {slope:.2f} logit + {offset:.2f}")
    return thresholds


def outcomes(passages: Sequence[Passage], taggings: Sequence[Tagging]) -> tuple[list[float], list[bool]]:
    """The scores of all triggers, and whether each is a marked event of its category."""
    scores: list[float] = []
    right: list[bool] = []
    for passage, tagging in zip(passages, taggings, strict=True):
        for trigger in tagging.triggers:
            scores.append(trigger.score)
            right.append(_told(passage, trigger))
    return scores, right


def _tag(network: Network, passages: Sequence[Passage]) -> list[Tagging]:
    return [tag(passage.text, network) for passage in passages]


def _safest(scores: dict[float, float], near: float = 0.002) -> float:
    """Of the values that score as good as best, the middle one."""
    best = max(scores.values())
    good = [value for value, score in scores.items() if score >= best - near]
    return good[len(good) // 2]


def _tell(name: str, chosen: float, scores: dict[float, float]) -> None:
    log(f"{name:16} {chosen:5.2f}   " + "  ".join(f"{value:g}: {score:.3f}" for value, score in scores.items()))


def events_f1(passages: Sequence[Passage], taggings: Sequence[Tagging]) -> float:
    """F1 of events by category and trigger. Further triggers of an event already found are neither right nor wrong."""
    hit = gold = found = 0
    for passage, tagging in zip(passages, taggings, strict=True):
        pairs = match(passage, tagging)
        hit += len(pairs)
        gold += len(passage.of_kind("e"))
        found += len(pairs) + sum(not _told(passage, trigger) for trigger in tagging.triggers)
    return 2 * hit / max(1, gold + found)


def parties_right(passages: Sequence[Passage], taggings: Sequence[Tagging], role: str) -> Counter[str]:
    """For each category how many of the events found have exactly the marked parties in a role, by any of their words."""
    right: Counter[str] = Counter()
    for passage, tagging in zip(passages, taggings, strict=True):
        root = same_party(passage.marks)
        words: dict[str, list[Span]] = {}
        for name, stands_for in root.items():
            words.setdefault(stands_for, []).extend(passage.span(part) for part in passage.marks[name].parts)
        for mark, trigger in match(passage, tagging):
            wanted = [words[party] for party in dict.fromkeys(root[name] for name in mark.refers(role))]
            given = [tagging.mentions[i].span for i in (trigger.actors if role == "actor" else trigger.recipients)]
            met = [any(a.overlaps(b) for a in given for b in spans) for spans in wanted]
            stray = [a for a in given if not any(a.overlaps(b) for spans in wanted for b in spans)]
            right[trigger.category] += all(met) and not stray
    return right


def match(passage: Passage, tagging: Tagging) -> list[Pair]:
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
    passages = kept_aside(load_passages(options.corpus), options.long)
    log(f"{len(passages)} passages")
    thresholds = tune(Network(options.model), passages)
    path = options.model / "model.json"
    facts = json.loads(path.read_text())
    facts["thresholds"] = thresholds
    path.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
