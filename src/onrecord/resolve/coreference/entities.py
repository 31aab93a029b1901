"""Candidates that name the same one: repeated names, short names, abbreviations, titles in apposition, descriptions by their head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import Tagging
from onrecord.resolve.coreference.candidates import Candidate
from onrecord.resolve.coreference.lexicon import Kind, Lexicon, is_person
from onrecord.resolve.coreference.reading import Reading

# How much a kind says: the entity takes the kind of the mention that says most, the earlier where two say as much.
_SAYING: tuple[Kind, ...] = ("other", "things", "name", "person", "place", "body", "plural", "pair", "male", "female")
_FRONT = 6
# Longer names with a word in common that are compared.
_NAMESAKES = 50


@dataclass(frozen=True, slots=True)
class Entity:
    """Candidates that stand for one.

    Attributes:
        members: numbers of candidates in the order of the text.
        kind: what it is, as far as any member tells.
        naming: number of the candidate whose words name it best.
    """

    members: tuple[int, ...]
    kind: Kind
    naming: int


def group(candidates: Sequence[Candidate], reading: Reading, tagging: Tagging, lexicon: Lexicon) -> list[Entity]:
    """The entities of a report, in the order of their first mention."""
    return _Grouping(candidates, reading, tagging, lexicon).entities()


class _Grouping:
    def __init__(self, candidates: Sequence[Candidate], reading: Reading, tagging: Tagging, lexicon: Lexicon) -> None:
        self.candidates, self.reading, self.tagging, self.lexicon = candidates, reading, tagging, lexicon
        self.root = list(range(len(candidates)))
        self.kinds: dict[int, Kind] = {number: c.kind for number, c in enumerate(candidates)}

    def entities(self) -> list[Entity]:
        """Join what names the same, then sum up."""
        self._by_tagger()
        self._by_apposition()
        self._by_name()
        self._by_head()
        groups: dict[int, list[int]] = {}
        for number in range(len(self.candidates)):
            groups.setdefault(self._find(number), []).append(number)
        return [Entity(tuple(group), self.kinds[root], self._naming(group)) for root, group in groups.items()]

    def _find(self, number: int) -> int:
        while self.root[number] != number:
            self.root[number] = self.root[self.root[number]]
            number = self.root[number]
        return number

    def _join(self, number: int, earlier: int) -> None:
        """Make two one, unless their kinds forbid it."""
        one, other = self._find(number), self._find(earlier)
        if one == other or not _compatible(self.kinds[one], self.kinds[other]):
            return
        first, second = min(one, other), max(one, other)
        self.root[second] = first
        self.kinds[first] = max(self.kinds[first], self.kinds[second], key=_SAYING.index)

    def _by_tagger(self) -> None:
        of = {c.mention: number for number, c in enumerate(self.candidates) if c.mention is not None}
        for mention, number in of.items():
            antecedent = self.tagging.mentions[mention].antecedent if mention is not None else None
            if antecedent in of and self._may_be_one(self._key(number), self._key(of[antecedent])):
                self._join(number, of[antecedent])

    def _may_be_one(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Two names without a word in common are two; one is a short form of the other, or a description stands for it."""
        if not one or not other or set(one) & set(other):
            return True
        return any(len(a) == 1 and a[0] == self._initials(b) for a, b in ((one, other), (other, one)))

    def _initials(self, key: tuple[str, ...]) -> str:
        return "".join(word[0] for word in key if word not in self.lexicon.lists["inside_names"])

    def _by_apposition(self) -> None:
        """ "Anna Weber, the chairwoman," and "The chairwoman, Anna Weber,"."""
        lower = self.reading.lower
        for number in range(len(self.candidates) - 1):
            one, two = self.candidates[number], self.candidates[number + 1]
            if (
                "pair" in (one.kind, two.kind)
                or two.first != one.last + 1
                or lower[one.last] != ","
                or one.named == two.named
                or one.sentence != two.sentence
            ):
                continue
            person = is_person(one.kind) or is_person(two.kind)
            closed = (
                two.last >= len(lower)
                or not lower[two.last].isalnum()
                or lower[two.last] in ("of", "for", "who", "and", "said")
            )
            new = self.lexicon.has("determiners", lower[two.first]) or two.named
            if person and closed and new and not (one.governed and two.named):
                self._join(number + 1, number)

    def _by_name(self) -> None:
        """The same name, a surname or other part of a longer name, an abbreviation of it."""
        full: dict[tuple[str, ...], int] = {}
        parts: dict[str, list[int]] = {}
        initials: dict[str, int] = {}
        for number in sorted(range(len(self.candidates)), key=lambda n: (len(self._key(n)) < 2, n)):
            key = self._key(number)
            if not key:
                continue
            if key in full:
                self._join(number, full[key])
                if len(key) == 1:
                    full[key] = number
                continue
            if len(key) == 1:
                self._short(number, key[0], parts, initials)
            else:
                for other in parts.get(key[-1], [])[-_NAMESAKES:]:
                    theirs = self._key(other)
                    if is_person(self.kinds[self._find(number)]) and theirs[-1] == key[-1] and theirs[0] == key[0]:
                        self._join(number, other)
                        break
                initials.setdefault(self._initials(key), number)
                for word in key:
                    parts.setdefault(word, []).append(number)
            full[key] = number

    def _short(self, number: int, word: str, parts: dict[str, list[int]], initials: dict[str, int]) -> None:
        """One word joins the longer name that ends in it (the latest before it, else the first), else the only one that holds it."""
        if word in initials:
            self._join(number, initials[word])
            return
        holders = parts.get(word, [])
        ends = [
            n
            for n in holders
            if self._key(n)[-1] == word and self.kinds[self._find(n)] not in ("body", "place", "plural")
        ]
        if ends:
            before = [n for n in ends if n < number]
            chosen = max(before) if before else ends[0]
            if self.kinds[self._find(number)] == "place":
                # A surname that is a town's name as well ("Paris").
                self.kinds[self._find(number)] = "name"
            self._join(number, chosen)
        elif len({self._find(n) for n in holders}) == 1 and self.kinds[self._find(number)] != "place":
            self._join(number, holders[0])

    def _by_head(self) -> None:
        """A description that points back joins the latest one with the same head noun."""
        latest: dict[str, int] = {}
        lower = self.reading.lower
        for number, candidate in enumerate(self.candidates):
            if candidate.kind == "pair":
                continue
            if candidate.named and self.reading.capital(candidate.head):
                # "the Farm Party" is named again by "the party".
                if candidate.kind in ("body", "place") and candidate.last - candidate.first > 1:
                    latest[lower[candidate.head]] = number
                continue
            head = lower[candidate.head]
            if head in latest and candidate.definite == 1 and candidate.last - candidate.first <= 2:
                self._join(number, latest[head])
            latest[head] = number

    def _key(self, number: int) -> tuple[str, ...]:
        """The words of a name without titles, roles and determiners; empty for a description."""
        candidate = self.candidates[number]
        if not candidate.named or candidate.kind == "pair":
            return ()
        lists, reading = self.lexicon.lists, self.reading
        # The name is the last run of capitals up to the head, so that roles before it do not count.
        end = candidate.head + 1
        first = end
        while first > candidate.first and end - first < _FRONT:
            word = reading.lower[first - 1]
            if not (reading.capital(first - 1) or word in lists["inside_names"] or not word[0].isalnum()):
                break
            if word in lists["determiners"]:
                break
            first -= 1
        words = [reading.lower[at] for at in range(first, end) if reading.lower[at][0].isalnum()]
        titles = lists["titles_male"] | lists["titles_female"] | lists["titles_person"]
        if self.candidates[number].kind not in ("body", "place"):
            while len(words) > 1 and (words[0] in titles or words[0] in self.lexicon.nouns):
                words = words[1:]
        return tuple(words) if reading.capital(end - 1) else ()

    def _naming(self, members: Sequence[int]) -> int:
        named = [n for n in members if self.candidates[n].named]
        if named:
            return max(named, key=lambda n: (min(self.candidates[n].last - self.candidates[n].first, _FRONT), -n))
        return members[0]


def _compatible(one: Kind, other: Kind) -> bool:
    kinds = {one, other}
    if len(kinds) == 1 or "other" in kinds or "name" in kinds:
        return True
    return kinds in (
        {"male", "person"},
        {"female", "person"},
        {"plural", "body"},
        {"plural", "things"},
        {"body", "place"},
    )
