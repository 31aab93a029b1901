"""Whom a third-person pronoun stands for, over the whole report and without a parser.

Candidates are grouped into entities; going through the text once, each pronoun is given to the entity that agrees in gender and
number and has the most evidence for it. A pronoun that was given away is a mention of its entity for those that follow. The
evidence is a weighted sum whose weights were learned on our own corpus (`python -m training.pronouns`).
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from onrecord.knowledge import Knowledge
from onrecord.model import Span, Tagging
from onrecord.resolve.coreference.candidates import Candidate, find_candidates
from onrecord.resolve.coreference.entities import Entity, group
from onrecord.resolve.coreference.evidence import Place, State, evidence
from onrecord.resolve.coreference.lexicon import Kind, Lexicon, Pronoun, agrees, forbids, load_lexicon
from onrecord.resolve.coreference.reading import Reading

# Entities last named more sentences ago than this are forgotten, and no more than the latest are weighed: time stays linear.
_SENTENCES = 40
_MOST_ENTITIES = 40
_EMPTY_REACH = 4
Options = Sequence[tuple[int, Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Link:
    """A pronoun and whom it stands for.

    Attributes:
        pronoun: the pronoun's words.
        antecedent: the words that name the entity best.
        nearest: its last words before the pronoun that are no pronoun, else its first after it.
        mentions: the tagger's mentions of the entity, pronouns apart.
        kind: what the entity is, as far as its words tell.
        probability: share of the evidence that speaks for the entity, 0 to 1; 1 where the tagger gave it.
        overrules: whether the tagger gave another antecedent that gender or number forbids.
    """

    pronoun: Span
    antecedent: Span
    nearest: Span
    mentions: tuple[int, ...]
    kind: Kind
    probability: float
    overrules: bool = False


def resolve_pronouns(
    tagging: Tagging, knowledge: Knowledge | None = None, lexicon: Lexicon | None = None
) -> tuple[Link, ...]:
    """Every third-person pronoun that stands for a party or place, in the order of the text.

    Args:
        tagging: what the tagger found; an antecedent that it gives a pronoun is kept where gender and number allow it.
        knowledge: names places and well-known persons, where given.
        lexicon: word lists and weights; those of the package unless given.
    """
    return Pronouns(tagging, lexicon or load_lexicon(), knowledge).links()


@dataclass(slots=True)
class _Decision:
    entity: int
    probability: float
    overrules: bool


@dataclass(slots=True)
class Pronouns:
    """The pronouns, candidates and entities of one report."""

    tagging: Tagging
    lexicon: Lexicon
    knowledge: Knowledge | None = None
    reading: Reading = field(init=False)
    candidates: list[Candidate] = field(init=False)
    entities: list[Entity] = field(init=False)
    decisions: dict[int, _Decision] = field(init=False, default_factory=dict)
    _of: dict[int, int] = field(init=False, default_factory=dict)
    _mention_at: dict[int, int] = field(init=False, default_factory=dict)
    _contents: dict[int, tuple[int, ...]] = field(init=False, default_factory=dict)
    _by_mention: dict[int, int] = field(init=False, default_factory=dict)
    _mentions: list[tuple[int, ...]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.reading = Reading(self.tagging.text)
        self.candidates = find_candidates(self.reading, self.tagging, self.lexicon, self.knowledge)
        self.entities = group(self.candidates, self.reading, self.tagging, self.lexicon)
        self._of = {number: e for e, entity in enumerate(self.entities) for number in entity.members}
        self._mentions = [
            tuple(m for n in entity.members if (m := self.candidates[n].mention) is not None)
            for entity in self.entities
        ]
        self._by_mention = {c.mention: self._of[n] for n, c in enumerate(self.candidates) if c.mention is not None}
        for number, mention in enumerate(self.tagging.mentions):
            first, last = self.reading.at(mention.span.start, mention.span.end)
            if last == first + 1 and self.reading.lower[first] in self.lexicon.pronouns:
                self._mention_at[first] = number
        self._contents = self._speakers()

    def links(self) -> tuple[Link, ...]:
        """Decide on every pronoun by the learned weights."""
        self.walk(self.choose)
        return tuple(self._link(at, decision) for at, decision in sorted(self.decisions.items()))

    def chains(self) -> list[tuple[Span, ...]]:
        """All mentions of each entity that is mentioned twice or more, pronouns included, once `links` has decided on these."""
        found: list[tuple[Span, ...]] = []
        pronouns: dict[int, list[Span]] = {}
        for at, decision in self.decisions.items():
            pronouns.setdefault(decision.entity, []).append(self.reading.span(at, at + 1))
        for number, entity in enumerate(self.entities):
            own = {self.reading.span(self.candidates[n].first, self.candidates[n].last) for n in entity.members}
            chain = sorted(own | set(pronouns.get(number, ())))
            if len(chain) > 1:
                found.append(tuple(chain))
        return found

    def choose(self, _at: int, options: Options) -> tuple[int, float] | None:
        """The entity with the most evidence and its share of it; None without options."""
        if not options:
            return None
        sums = [
            sum(self.lexicon.weights.get(name, 0.0) * value for name, value in found.items()) for _, found in options
        ]
        most = max(sums)
        best = sums.index(most)
        return options[best][0], 1.0 / sum(math.exp(max(value - most, -50.0)) for value in sums)

    def walk(self, choose: Callable[[int, Options], tuple[int, float] | None]) -> None:
        """Go through the text; `choose` is given each pronoun's word and its options with their evidence."""
        states: dict[int, State] = {}
        upcoming = sorted(
            range(len(self.candidates)), key=lambda n: (self.candidates[n].first, -self.candidates[n].last)
        )
        turn = 0
        for at, word in enumerate(self.reading.lower):
            pronoun = self.lexicon.pronouns.get(word)
            if pronoun is not None and not self._is_empty(at, pronoun):
                self._decide(at, pronoun, states, upcoming[turn : turn + _MOST_ENTITIES], choose)
            while turn < len(upcoming) and self.candidates[upcoming[turn]].first <= at:
                number = upcoming[turn]
                _see(states, self._of[number], Place.of_candidate(self.candidates[number], self.reading), number)
                turn += 1

    def _decide(
        self, at: int, pronoun: Pronoun, states: dict[int, State], ahead: Sequence[int],
        choose: Callable[[int, Options], tuple[int, float] | None],
    ) -> None:  # fmt: skip
        use = self._use(at, pronoun)
        place = Place.of_pronoun(at, pronoun.form, use, self.reading)
        given = self._by_tagger(at)
        allowed = given is not None and not forbids(pronoun.form, self._kind(given, states))
        decided = (given, 1.0) if given is not None and allowed else choose(at, self._options(place, states, ahead))
        if decided is not None:
            entity, probability = decided
            self.decisions[at] = _Decision(entity, probability, given is not None and not allowed)
            _see(states, entity, place, None)

    def _options(self, place: Place, states: dict[int, State], ahead: Sequence[int]) -> Options:
        """The entities that agree, the latest named first, each with its evidence."""
        recent = takewhile(lambda e: states[e].last.sentence >= place.sentence - _SENTENCES, reversed(states))
        near = list(islice(recent, _MOST_ENTITIES))
        later: dict[int, Candidate] = {}
        for number in ahead:
            candidate = self.candidates[number]
            if candidate.sentence != place.sentence:
                break
            # Only a name can be pointed at before it was said ("Before he left, Park spoke").
            if not candidate.named:
                continue
            if self._of[number] not in states:
                later.setdefault(self._of[number], candidate)
        around = {
            self._of[n] for n in (*ahead[:8], *(states[e].number for e in near if states[e].number is not None))
            if n is not None and self.candidates[n].first <= place.at < self.candidates[n].last
        }  # fmt: skip
        speakers = {e for mention in self._contents.get(place.at, ()) if (e := self._entity_of(mention)) is not None}
        options: list[tuple[int, Mapping[str, float]]] = []
        rank = 0
        for entity in near:
            kind = self._kind(entity, states)
            if agrees(place.form, kind) and entity not in around:
                named = self.candidates[self.entities[entity].naming].named
                options.append(
                    (
                        entity,
                        evidence(
                            place, kind, states[entity], rank, named, entity in speakers, self.reading, self.lexicon
                        ),
                    )
                )
                rank += 1
        for entity, candidate in later.items():
            kind = self.entities[entity].kind
            if agrees(place.form, kind) and entity not in around and candidate.first > place.at:
                state = State(
                    Place.of_candidate(candidate, self.reading), 0, None, words=candidate.last - candidate.first
                )
                options.append(
                    (
                        entity,
                        evidence(
                            place, kind, state, rank, candidate.named, entity in speakers, self.reading, self.lexicon
                        ),
                    )
                )
                rank += 1
        return options

    def _by_tagger(self, at: int) -> int | None:
        """The entity of the antecedent that the tagger gives a pronoun."""
        mention = self._mention_at.get(at)
        antecedent = self.tagging.mentions[mention].antecedent if mention is not None else None
        return None if antecedent is None else self._entity_of(antecedent)

    def _kind(self, entity: int, states: Mapping[int, State]) -> Kind:
        """What an entity is by the pronouns for it so far, else by its words."""
        told = states[entity].kind if entity in states else None
        return told or self.entities[entity].kind

    def _entity_of(self, mention: int) -> int | None:
        """The entity of a mention of the tagger's, a pronoun by what was decided on it."""
        span = self.tagging.mentions[mention].span
        first, _ = self.reading.at(span.start, span.end)
        if self._mention_at.get(first) == mention:
            decision = self.decisions.get(first)
            return None if decision is None else decision.entity
        return self._by_mention.get(mention)

    def _speakers(self) -> dict[int, tuple[int, ...]]:
        """For each pronoun inside attributed words the mentions that speak the innermost of them."""
        found: dict[int, tuple[int, tuple[int, ...]]] = {}
        for cue in self.tagging.cues:
            for content in (self.tagging.contents[index] for index in cue.contents):
                for span in content.spans:
                    for at in range(*self.reading.at(span.start, span.end)):
                        if self.reading.lower[at] in self.lexicon.pronouns and (
                            at not in found or content.size < found[at][0]
                        ):
                            found[at] = (content.size, cue.speakers)
        return {at: speakers for at, (_, speakers) in found.items()}

    def _use(self, at: int, pronoun: Pronoun) -> str:
        """Subject, object, possessive or reflexive."""
        if pronoun.use != "either":
            return pronoun.use
        lower, has = self.reading.lower, self.lexicon.has
        after = lower[at + 1] if at + 1 < len(lower) else ""
        if pronoun.form == "she":
            noun = (
                bool(after)
                and after[0].isalpha()
                and (after not in self.lexicon.lists["stop"] or after in ("own", "last", "other"))
            )
            return "possessive" if noun else "object"
        before = lower[at - 1] if at else ""
        verb = (
            has("being", after)
            or after.endswith("ed")
            or after in ("had", "did", "does", "could", "can", "should", "was")
        )
        return "subject" if self.reading.opens(at) or verb or has("clause", before) or before == "," else "object"

    def _is_empty(self, at: int, pronoun: Pronoun) -> bool:
        """ "It" that stands for nothing: "it is clear that"."""
        lower, has = self.reading.lower, self.lexicon.has
        if pronoun.form != "it" or lower[at] != "it":
            return False
        if at + 1 >= len(lower) or not (has("being", lower[at + 1]) or lower[at + 1] in ("'", "\u2019")):
            return False
        window = lower[at + 2 : at + 2 + _EMPTY_REACH]
        return any(has("empty", word) for word in window) and any(
            word in ("that", "to", "for", "whether", "if", "how") for word in window
        )

    def _link(self, at: int, decision: _Decision) -> Link:
        entity = self.entities[decision.entity]
        before = bisect.bisect_left(entity.members, at, key=lambda number: self.candidates[number].first)
        nearest = self.candidates[entity.members[max(before - 1, 0)]]
        naming = self.candidates[entity.naming]
        return Link(
            pronoun=self.reading.span(at, at + 1),
            antecedent=self.reading.span(naming.first, naming.last),
            nearest=self.reading.span(nearest.first, nearest.last),
            mentions=self._mentions[decision.entity],
            kind=entity.kind,
            probability=decision.probability,
            overrules=decision.overrules,
        )


def _see(states: dict[int, State], entity: int, place: Place, number: int | None) -> None:
    """Note a mention of an entity; the dictionary keeps the latest last."""
    old = states.pop(entity, None)
    kind = old.kind if old else None
    if place.form in ("he", "she"):
        kind = "male" if place.form == "he" else "female"
    states[entity] = State(
        place, (old.count if old else 0) + 1, number if number is not None else old.number if old else None, kind,
        old.opening if old else place.sentence <= 1, max(old.words if old else 1, place.end - place.at),
    )  # fmt: skip
