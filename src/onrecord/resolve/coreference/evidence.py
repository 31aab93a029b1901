"""What speaks for an entity as that which a pronoun stands for: named features, whose weights are data."""

from __future__ import annotations

import math
from dataclasses import dataclass

from onrecord.resolve.coreference.candidates import Candidate
from onrecord.resolve.coreference.lexicon import Kind, Lexicon
from onrecord.resolve.coreference.reading import Reading

# Distances in sentences up to which one feature holds.
_STEPS = (0, 1, 2, 4, 8)
_CLAUSE_REACH = 12
_SENTENCE_REACH = 30
_MOST_COUNT = 8
_PERSONAL = ("he", "she")


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how something is mentioned.

    Attributes:
        at, end: words, half open.
        form: the pronoun's form, or "" for a noun phrase.
        use: "subject", "object", "possessive", "reflexive"; of a noun phrase also "governed".
        definite: 1, 0 or -1, as of a candidate.
    """

    at: int
    end: int
    sentence: int
    paragraph: int
    form: str
    use: str
    quoted: bool
    definite: int = 0
    named: bool = False

    @classmethod
    def of_candidate(cls, candidate: Candidate, reading: Reading) -> Place:
        """The place of a noun phrase."""
        use = (
            "subject"
            if candidate.subject
            else "possessive"
            if candidate.owner
            else "governed"
            if candidate.governed
            else "object"
        )
        return cls(
            candidate.first, candidate.last, candidate.sentence, reading.paragraph[candidate.first], "", use,
            bool(reading.words[candidate.first].quoted), candidate.definite, candidate.named,
        )  # fmt: skip

    @classmethod
    def of_pronoun(cls, at: int, form: str, use: str, reading: Reading) -> Place:
        """The place of a pronoun."""
        return cls(at, at + 1, reading.sentence[at], reading.paragraph[at], form, use, bool(reading.words[at].quoted))


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an entity at a point of the text.

    Attributes:
        last: its latest mention, pronouns included.
        count: mentions so far.
        number: the candidate that named it last.
        kind: gender that a pronoun has told, else None.
        opening: whether it was first mentioned in the title or the first sentence.
        words: most words that a mention of it has.
    """

    last: Place
    count: int
    number: int | None
    kind: Kind | None = None
    opening: bool = False
    words: int = 1


def evidence(
    place: Place, kind: Kind, state: State, rank: int, named: bool, speaks: bool, reading: Reading, lexicon: Lexicon
) -> dict[str, float]:
    """Features of a pronoun and an entity.

    Args:
        place: the pronoun.
        kind: what the entity is.
        state: the entity's mentions so far, or the one that follows.
        rank: how many entities that agree were mentioned later than this one.
        named: whether the entity has a proper name.
        speaks: whether it says the words in which the pronoun stands.
    """
    last = state.last
    group = "person" if place.form in _PERSONAL else place.form
    found: dict[str, float] = {
        f"{group} for {_shared(kind)}{', long' if kind == 'name' and state.words > 1 else ''}": 1.0,
        f"{group} rank {min(rank, 4)}": 1.0,
    }
    if last.at > place.at:
        found["follows"] = 1.0
        found[
            "follows a sentence's beginning" if reading.opens(place.at) or _early(place, reading) else "follows within"
        ] = 1.0
    else:
        found[f"{group} distance {_step(place.sentence - last.sentence)}"] = 1.0
        found[f"{place.use} after {last.use}"] = 1.0
        if last.paragraph == place.paragraph:
            found["same paragraph"] = 1.0
        if last.sentence == place.sentence:
            _within(found, place, last, reading, lexicon)
    if last.form:
        found["pronoun before"] = 1.0
        if last.form == place.form:
            found[f"{group} before"] = 1.0
    elif last.definite:
        found["definite before" if last.definite > 0 else f"indefinite before, {group}"] = 1.0
    found["mentions so far"] = math.log1p(min(state.count, _MOST_COUNT))
    if state.opening:
        found["of the opening"] = 1.0
    if named:
        found[f"named, {group}"] = 1.0
    if speaks:
        found["speaks, quoted" if place.quoted else "speaks, reported"] = 1.0
    if place.quoted and last.quoted and last.paragraph == place.paragraph:
        found["both quoted"] = 1.0
    elif place.quoted != last.quoted:
        found["one quoted"] = 1.0
    return found


def _within(found: dict[str, float], place: Place, last: Place, reading: Reading, lexicon: Lexicon) -> None:
    """Features of two mentions in one sentence: a clause's object is not its own subject; "X and its Y"."""
    between = range(last.end, place.at)
    if place.use == "possessive" and len(between) == 1 and reading.lower[last.end] == "and":
        found["joined to its own"] = 1.0
    clause = len(between) <= _CLAUSE_REACH and not any(
        lexicon.has("clause", reading.lower[at])
        or (not reading.words[at].text[0].isalnum() and reading.lower[at] not in "-'\u2019.")
        for at in between
    )
    if clause:
        found[f"same clause, {place.use} after {last.use}"] = 1.0


def _early(place: Place, reading: Reading) -> bool:
    """Whether no comma stands before the pronoun in its sentence, and one after it."""
    start = reading.starts[place.sentence]
    stop = reading.starts[place.sentence + 1] if place.sentence + 1 < len(reading.starts) else len(reading.words)
    start, stop = max(start, place.at - _SENTENCE_REACH), min(stop, place.at + _SENTENCE_REACH)
    return "," not in reading.lower[start : place.at] and "," in reading.lower[place.at : stop]


def _shared(kind: Kind) -> str:
    return "gender" if kind in ("male", "female") else kind


def _step(distance: int) -> str:
    for step in _STEPS:
        if distance <= step:
            return f"up to {step}"
    return f"over {_STEPS[-1]}"
