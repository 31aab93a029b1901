"""Learn the weights of the pronoun resolver on the corpus.

    python -m training.pronouns [--corpus corpus] [--out src/onrecord/resolve/coreference/pronoun_weights.csv]

The marks `{m2 =m1|He}` of our own passages tell whom a pronoun stands for. A log-linear model over the entities that agree is
fitted by its exact gradient, with a quadratic penalty: no chance is involved, and the same corpus gives the same weights. From
every second passage the mentions are taken out, so that what the text alone offers is learned as well. The tenth of the passages
that training keeps aside is only scored.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from onrecord.knowledge import Knowledge
from onrecord.knowledge import load as load_knowledge
from onrecord.markup import Passage
from onrecord.model import Content, Cue, Mention, Tagging
from onrecord.resolve.coreference.lexicon import Lexicon, load_lexicon
from onrecord.resolve.coreference.pronouns import Options, Pronouns
from training.passages import CORPUS, is_development, load_passages

_ROUNDS = 300
_RATE = 0.5
_PENALTY = 2.0
# What the corpus cannot teach: of possessives it marks mostly those that somebody else acts on ("arrested his brother"), and two
# parties that one pronoun stands for are not marked. Taken from plain English: a possessive mostly belongs to its clause, and
# nobody calls himself "he" in his own words.
FIXED = {
    "same clause, possessive after subject": 1.0,
    "same clause, possessive after object": 0.5,
    "same clause, possessive after governed": 0.5,
    "same clause, possessive after possessive": 0.5,
    "they for pair": 1.5,
    "joined to its own": 3.0,
    "speaks, quoted": -3.0,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A pronoun's options: (options, features) values, and which of them are right."""

    options: tuple[dict[str, float], ...]
    right: tuple[bool, ...]
    aside: bool
    word: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/resolve/coreference/pronoun_weights.csv"))
    options = parser.parse_args()
    lexicon, knowledge = load_lexicon(), load_knowledge()
    examples: list[Example] = []
    missed = 0
    for passage in load_passages(options.corpus):
        found, lost = examples_of(passage, lexicon, knowledge)
        examples.extend(found)
        missed += lost
    weights = fit([example for example in examples if not example.aside])
    aside = [example for example in examples if example.aside]
    print(f"{len(examples)} pronouns, {missed} without the right candidate; right of {len(aside)} kept aside: "  # noqa: T201
          f"{share_right(aside, weights):.3f}")  # fmt: skip
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{weight:.3f}") for name, weight in sorted(weights.items()))


def examples_of(passage: Passage, lexicon: Lexicon, knowledge: Knowledge) -> tuple[list[Example], int]:
    """The pronouns of a passage that are marked, and how many of them had no right option."""
    digest = hashlib.sha256(passage.id.encode()).digest()
    aside = is_development(passage.id)
    chains = _chains(passage)
    bare = digest[1] % 2 == 0
    tagging = _tagging(passage, bare)
    if digest[2] % 3 == 0:
        # Names whose gender nobody knows come up in every report.
        lexicon = replace(lexicon, given={})
    pronouns = Pronouns(tagging, lexicon, knowledge)
    owners, countries = _owners(passage), _countries(passage)
    found: list[Example] = []
    missed = 0

    def choose(at: int, options: Options) -> tuple[int, float] | None:
        nonlocal missed
        start = pronouns.reading.words[at].start
        own = {owners[start]} if start in owners else _fellows(passage, chains, countries.get(start))
        if not own:
            return None
        options = [option for option in options if pronouns.entities[option[0]].kind != "pair"]
        right = {entity for entity, _ in options if _is_right(pronouns, entity, own, chains)}
        if not right and start not in owners:
            return None
        if not right:
            missed += 1
            return None
        found.append(Example(
            tuple(dict(values) for _, values in options), tuple(e in right for e, _ in options), aside,
            pronouns.reading.lower[at],
        ))  # fmt: skip
        return next(entity for entity, _ in options if entity in right), 1.0

    pronouns.walk(choose)
    return found, missed


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Weights by gradient ascent with a step for each feature (Adagrad), from zero; those of FIXED stay."""
    names = sorted({name for example in examples for option in example.options for name in option})
    number = {name: index for index, name in enumerate(names)}
    rows, columns, values, owner, right = [], [], [], [], []
    row = 0
    for index, example in enumerate(examples):
        for option, is_right in zip(example.options, example.right, strict=True):
            for name, value in option.items():
                rows.append(row)
                columns.append(number[name])
                values.append(value)
            owner.append(index)
            right.append(is_right)
            row += 1
    dense = np.zeros((row, len(names)))
    dense[rows, columns] = values
    owners, truth = np.asarray(owner), np.asarray(right, dtype=float)
    weights, squares = np.array([FIXED.get(name, 0.0) for name in names]), np.full(len(names), 1e-6)
    free = np.array([name not in FIXED for name in names])
    for _ in range(_ROUNDS):
        scores = dense @ weights
        top = np.full(len(examples), -np.inf)
        np.maximum.at(top, owners, scores)
        odds = np.exp(scores - top[owners])
        share = odds / np.bincount(owners, odds)[owners]
        true = odds * truth
        target = true / np.bincount(owners, true)[owners]
        gradient = free * (dense.T @ (target - share) - _PENALTY * weights)
        squares += gradient**2
        weights += _RATE * gradient / np.sqrt(squares)
    return {**FIXED, **{name: float(weights[index]) for name, index in number.items()}}


def share_right(examples: Sequence[Example], weights: dict[str, float]) -> float:
    """Share of the examples whose best option is right."""
    hits = 0
    for example in examples:
        sums = [sum(weights.get(name, 0.0) * value for name, value in option.items()) for option in example.options]
        hits += example.right[sums.index(max(sums))]
    return hits / max(1, len(examples))


def _tagging(passage: Passage, bare: bool) -> Tagging:
    """The marked mentions and attributions without links between mentions; bare without the mentions that nobody speaks."""
    marks = passage.of_kind("m")
    speaking = {name for cue in passage.of_kind("c") for name in cue.refers("by")}
    kept = [mark for mark in marks if not bare or mark.id in speaking]
    index = {mark.id: number for number, mark in enumerate(kept)}
    mentions = tuple(Mention(passage.span(min(mark.parts))) for mark in kept)
    contents = {
        mark.id: Content(tuple(passage.span(part) for part in sorted(mark.parts))) for mark in passage.of_kind("q")
    }
    place = {name: number for number, name in enumerate(contents)}
    cues = tuple(
        Cue(passage.span(min(cue.parts)), tuple(index[name] for name in cue.refers("by") if name in index),
            tuple(place[name] for name in cue.refers("says") if name in place))
        for cue in passage.of_kind("c")
    )  # fmt: skip
    return replace(Tagging(passage.text), mentions=mentions, cues=cues, contents=tuple(contents.values()))


def _chains(passage: Passage) -> dict[str, list[tuple[int, int]]]:
    """By the id of the mention that names a party, all its offsets."""
    chains: dict[str, list[tuple[int, int]]] = {}
    for mark in passage.of_kind("m"):
        chains.setdefault(_root(passage, mark.id), []).extend(mark.parts)
    return chains


def _root(passage: Passage, name: str) -> str:
    seen = {name}
    while (earlier := passage.marks[name].same_as) is not None and earlier not in seen:
        name = earlier
        seen.add(name)
    return name


def _owners(passage: Passage) -> dict[int, str]:
    """By the offset of a pronoun the party that it stands for: a mention itself, or the owner of one ("its troops")."""
    owners: dict[int, str] = {}
    for mark in passage.of_kind("m"):
        start, end = min(mark.parts)
        if " " not in passage.text[start:end]:
            if mark.same_as is not None:
                owners[start] = _root(passage, mark.id)
        elif "in" in mark.attributes:
            owners.setdefault(start, _root(passage, mark.refers("in")[0]))
    return owners


def _countries(passage: Passage) -> dict[int, str]:
    """By the offset of a possessive that begins a mention ("its troops") the country of that mention."""
    return {
        min(mark.parts)[0]: mark.words[0]
        for mark in passage.of_kind("m")
        if len(mark.words) == 2 and mark.words[0] != "-" and " " in passage.text[slice(*min(mark.parts))]
    }


def _fellows(passage: Passage, chains: dict[str, list[tuple[int, int]]], country: str | None) -> set[str]:
    """The parties of a country: who owns what is of a country is most likely of it, too."""
    return {name for name in chains if country is not None and passage.marks[name].words[:1] == (country,)}


def _is_right(pronouns: Pronouns, entity: int, own: set[str], chains: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether the nearest words of an entity are, more than anything else, words of the chain."""
    for number in pronouns.entities[entity].members:
        candidate = pronouns.candidates[number]
        span = pronouns.reading.span(candidate.first, candidate.last)
        best, most = None, 0.0
        for name, parts in chains.items():
            for start, end in parts:
                shared = max(0, min(end, span.end) - max(start, span.start)) / (
                    max(end, span.end) - min(start, span.start)
                )
                if shared > most:
                    best, most = name, shared
        if best in own:
            return True
    return False


if __name__ == "__main__":
    main()
