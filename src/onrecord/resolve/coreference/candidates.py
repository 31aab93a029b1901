"""Noun phrases that a pronoun may stand for: the tagger's mentions, names, and phrases whose head noun we know. No parser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.knowledge import Knowledge
from onrecord.model import Tagging
from onrecord.resolve.coreference.kinds import Kinds
from onrecord.resolve.coreference.lexicon import Kind, Lexicon
from onrecord.resolve.coreference.reading import APOSTROPHES, Reading
from onrecord.tagger.words import BREAKS, SHAPES

_NUMBER = SHAPES.index("number")
_NONE = BREAKS.index("none")
# Words of a phrase before its head that are looked at, and words of a name.
_REACH = 5
_MOST_NAME = 12
_JOINTS = frozenset({"-", "'", "\u2019", "."})
_MANY = frozenset({"plural", "things", "other", "pair"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase that names somebody or something.

    Attributes:
        first, last: words of the text, half open.
        head: the word that tells the kind.
        kind: what it names, as far as its words tell.
        named: whether it holds a proper name.
        mention: index of the tagger's mention, or None.
        sentence: number of its sentence.
        definite: 1 where it points back ("the"), -1 where it brings somebody new ("a"), else 0.
        subject: whether it looks like the subject of a clause.
        governed: whether a preposition stands before it.
        owner: whether 's follows it.
    """

    first: int
    last: int
    head: int
    kind: Kind
    named: bool
    mention: int | None = None
    sentence: int = 0
    definite: int = 0
    subject: bool = False
    governed: bool = False
    owner: bool = False


def find_candidates(
    reading: Reading, tagging: Tagging, lexicon: Lexicon, knowledge: Knowledge | None
) -> list[Candidate]:
    """Every candidate in the order of the text: mentions first, then what lies outside them or owns a part of them."""
    finder = _Finder(reading, lexicon, knowledge)
    found = finder.phrases()
    taken: list[Candidate] = []
    covered: dict[int, int] = {}
    for number, mention in enumerate(tagging.mentions):
        first, last = reading.at(mention.span.start, mention.span.end)
        if first < last and not (last == first + 1 and reading.lower[first] in lexicon.pronouns):
            taken.append(finder.mention(number, first, last))
            covered.update(dict.fromkeys(range(first, last), len(taken) - 1))
    loose: list[Candidate] = []
    for candidate in found:
        inside = sorted({covered[at] for at in range(candidate.first, candidate.last) if at in covered})
        if not inside:
            loose.append(candidate)
            continue
        for number in inside:
            taken[number] = _enriched(taken[number], candidate)
        outer = taken[inside[0]]
        owns = reading.owner(candidate.last) and candidate.last <= outer.head
        if owns or (candidate.first > outer.head and lexicon.has("prepositions", reading.lower[candidate.first - 1])):
            loose.append(candidate)
    placed = [finder.placed(candidate) for candidate in sorted((*taken, *loose), key=lambda c: (c.first, c.last))]
    return sorted((*placed, *_pairs(placed, reading)), key=lambda c: (c.first, c.last))


def _pairs(candidates: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    """ "Anna Weber and the mayor": two persons, bodies or places joined, which only "they" can stand for."""
    for one, two in pairwise(candidates):
        joined = two.first == one.last + 1 and reading.lower[one.last] == "and" and one.sentence == two.sentence
        if joined and one.kind not in _MANY and two.kind not in _MANY and not one.owner:
            yield Candidate(
                one.first, two.last, two.head, "pair", one.named or two.named, None, one.sentence, 0, one.subject or two.subject,
                one.governed, two.owner,
            )  # fmt: skip


def _enriched(mention: Candidate, phrase: Candidate) -> Candidate:
    """A mention takes the kind of a phrase around it or at its head ("spokeswoman" around a name)."""
    if phrase.first <= mention.first and mention.last <= phrase.last and mention.kind in ("name", "other", "person"):
        return replace(mention, kind=phrase.kind if phrase.kind != "name" else mention.kind)
    return mention


class _Finder:
    def __init__(self, reading: Reading, lexicon: Lexicon, knowledge: Knowledge | None) -> None:
        self.reading, self.lexicon, self.kinds = reading, lexicon, Kinds(reading, lexicon, knowledge)
        self.words, self.lower = reading.words, reading.lower
        self.common = {w.text for w in self.words if w.text.islower()}
        self.proper = {
            self.words[i].text for i in range(len(self.words)) if reading.capital(i) and not reading.opens(i)
        }

    def phrases(self) -> list[Candidate]:
        """Names and phrases with a known head, longest first where they overlap."""
        names = list(self._names())
        begins = dict(names)
        inside = {at: (first, last) for first, last in names for at in range(first, last)}
        found: list[Candidate] = []
        used: set[int] = set()
        for head in range(len(self.words)):
            kind = self._head(head, inside)
            if kind is None or head in used:
                continue
            first = self._begin(head, inside)
            last = head + 1
            if kind not in ("plural", "things") and last in begins and self.reading.joined(last):
                last = begins[last]
            used.update(range(first, last))
            found.append(self._candidate(first, last, head))
        found.extend(
            self._candidate(a, b, b - 1) for a, b in names if not used & set(range(a, b)) and self._is_name(a, b)
        )
        found = [c for c in found if c.kind != "other"]
        found.sort(key=lambda c: (c.first, c.last))
        return found

    def mention(self, number: int, first: int, last: int) -> Candidate:
        """The tagger's mention as a candidate."""
        while last - first > 1 and (self.lower[last - 1] == "s" or self.words[last - 1].text in APOSTROPHES):
            last -= 1
        head = self._head_of(first, last)
        named = any(self.reading.capital(at) for at in range(first + self.reading.opens(first), last))
        named = named or (self.reading.capital(first) and self.lower[first] not in self.lexicon.nouns)
        return Candidate(first, last, head, self.kinds.kind(first, last), named, number)

    def placed(self, candidate: Candidate) -> Candidate:
        """A candidate with its sentence and what its neighbours tell of its use."""
        first, last, lower, has = candidate.first, candidate.last, self.lower, self.lexicon.has
        before = lower[first - 1] if first and self.reading.sentence[first - 1] == self.reading.sentence[first] else ""
        after = lower[last] if last < len(lower) and self.words[last].gap == _NONE else ""
        owner = self.reading.owner(last)
        governed = has("prepositions", before)
        verb = has("saying", after) or has("verbs", after) or after.endswith("ed")
        verb = verb or (
            after.endswith("s") and not after.endswith("ss") and len(after) > 2 and after not in self.lexicon.nouns
        )
        definite = 1 if has("definite", lower[first]) else -1 if has("indefinite", lower[first]) else 0
        kind = candidate.kind
        if kind in ("name", "other") and (after == "who" or (after == "," and lower[last + 1 : last + 2] == ["who"])):
            kind = "person"
        elif kind == "name" and has("locative", before):
            kind = "place"
        return replace(
            candidate, sentence=self.reading.sentence[first], definite=definite, governed=governed, owner=owner, kind=kind,
            subject=not governed and not owner and (verb or self.reading.opens(first)),
        )  # fmt: skip

    def _head_of(self, first: int, last: int) -> int:
        return self.kinds.core(first, last) - 1

    def _candidate(self, first: int, last: int, head: int) -> Candidate:
        named = any(self.reading.capital(at) and self.lower[at] not in self.lexicon.nouns for at in range(head, last))
        return Candidate(first, last, self._head_of(first, last), self.kinds.kind(first, last), named)

    def _head(self, at: int, inside: dict[int, tuple[int, int]]) -> Kind | None:
        """The kind that a common noun at the end of its phrase tells, else None."""
        word = self.lower[at]
        if at in inside and not self.reading.opens(at):
            return None
        kind = self.lexicon.nouns.get(word)
        if kind is None and self.kinds.is_many(word) and self._counted(at):
            kind = "things"
        if kind is None:
            return None
        following = self.lower[at + 1] if at + 1 < len(self.lower) and self.reading.joined(at + 1) else ""
        if following in self.lexicon.nouns and at + 1 not in inside and not self.lexicon.has("stop", following):
            return None
        return kind

    def _counted(self, at: int) -> bool:
        """Whether a determiner or number stands shortly before a word, with no function word between."""
        for before in range(at - 1, max(at - 4, -1), -1):
            if not self.reading.joined(before + 1):
                return False
            if self.lexicon.has("determiners", self.lower[before]) or self.words[before].shape == _NUMBER:
                return True
            if self.lexicon.has("stop", self.lower[before]) or not self.words[before].text[0].isalnum():
                return False
        return False

    def _begin(self, head: int, inside: dict[int, tuple[int, int]]) -> int:
        """First word of the phrase of a head."""
        first = head
        while head - first < _REACH and first > 0 and self.reading.joined(first):
            word = self.lower[first - 1]
            if self.lexicon.has("determiners", word):
                # "Women said that girls wept": that is no determiner of a plural.
                joins = word in ("that", "this") and self.lexicon.nouns.get(self.lower[head], "things") in (
                    "plural",
                    "things",
                )
                return first if joins else first - 1
            if self.lexicon.has("stop", word) or word in self.lexicon.pronouns:
                break
            hyphen = word == "-" and self.words[first - 1].end == self.words[first].start
            if not (self.words[first - 1].text[0].isalnum() or hyphen) or word.endswith("ed") or word == "s":
                break
            first = inside[first - 1][0] if first - 1 in inside else first - 1
        return first

    def _names(self) -> Iterator[tuple[int, int]]:
        """Runs of capitalised words, with initials, joints and the small words that names hold."""
        at = 0
        while at < len(self.words):
            if not self.reading.capital(at) or self.lower[at] in self.lexicon.lists["stop"]:
                at += 1
                continue
            first = at
            at += 1
            while at < len(self.words) and at - first < _MOST_NAME:
                step = self._step(at)
                if not step:
                    break
                at += step
            yield first, at

    def _step(self, at: int) -> int:
        """How many words a name goes on by at `at`: 0 where it ends."""
        if not self.reading.joined(at):
            return 0
        if self.reading.capital(at) and not self.lexicon.has("stop", self.lower[at]):
            return 1
        joint = self.words[at].text in _JOINTS and self.words[at].start == self.words[at - 1].end
        ahead = at + 1 < len(self.words) and self.reading.joined(at + 1)
        if joint and ahead and self.words[at].text == ".":
            return 2 if len(self.lower[at - 1]) <= 3 and self.reading.capital(at + 1) else 0
        if joint and ahead:
            return 2 if self.words[at + 1].start == self.words[at].end and self.lower[at + 1] != "s" else 0
        size = 0
        while size < 3 and at + size < len(self.words) and self.lexicon.has("inside_names", self.lower[at + size]):
            size += 1
        end = at + size
        return (
            size + 1 if size and end < len(self.words) and self.reading.joined(end) and self.reading.capital(end) else 0
        )

    def _is_name(self, first: int, last: int) -> bool:
        """Whether a run is a name, and no word that only begins a sentence."""
        word = self.words[first].text
        if last - first == 1 and (self.lower[first] in self.lexicon.lists["determiners"] or word.isdigit()):
            return False
        if last - first > 1 or not self.reading.opens(first):
            return True
        if word in self.proper:
            return True
        return word.lower() not in self.common and not word.endswith(("ing", "ed", "ly"))
