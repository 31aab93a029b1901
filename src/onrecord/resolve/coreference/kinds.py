"""What a noun phrase names, by its words: a man, a woman, a body, a place, many persons."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.knowledge import Knowledge
from onrecord.resolve.coreference.lexicon import Kind, Lexicon
from onrecord.resolve.coreference.reading import APOSTROPHES, Reading

# Endings of plural nouns that mean no persons.
_ABSTRACT = ("tions", "sions", "ments", "nesses", "isms", "ances", "ences", "ures", "ings")
# Endings of capitalised plurals that mean the members of a people or party.
_GROUPS = ("ans", "ists", "crats")


class Kinds:
    """Kinds of phrases of one report.

    Args:
        reading: the report's words.
        lexicon: word lists.
        knowledge: tells places and well-known persons, where given.
    """

    def __init__(self, reading: Reading, lexicon: Lexicon, knowledge: Knowledge | None) -> None:
        self.reading, self.lexicon, self.knowledge = reading, lexicon, knowledge
        self.words, self.lower = reading.words, reading.lower

    def kind(self, first: int, last: int) -> Kind:
        """What a phrase names, by its words."""
        stop = self.core(first, last)
        kind = self._core_kind(first, stop)
        if kind in ("person", "name", "other") and stop < last:
            # "the co-founder of the firm, Anna Weber"
            comma = next((at for at in range(stop, last) if self.lower[at] == "," and at + 1 < last), None)
            further = self._core_kind(comma + 1, self.core(comma + 1, last)) if comma is not None else kind
            if further in ("male", "female"):
                return further
        return kind

    def _core_kind(self, first: int, stop: int) -> Kind:
        cores = range(first, stop)
        lower, has = self.lower, self.lexicon.has
        run = [at for at in cores if self.reading.capital(at) and not (has("determiners", lower[at]))]
        final = lower[stop - 1]
        for at in cores:
            if has("female", lower[at]) or (
                has("titles_female", lower[at]) and self.reading.capital(at) and at + 1 < stop
            ):
                return "female" if at == stop - 1 or self.reading.capital(stop - 1) else self._noun(stop - 1)
            if has("male", lower[at]) or (has("titles_male", lower[at]) and self.reading.capital(at) and at + 1 < stop):
                return "male" if at == stop - 1 or self.reading.capital(stop - 1) else self._noun(stop - 1)
        if not self.reading.capital(stop - 1) and final in self.lexicon.nouns:
            return self.lexicon.nouns[final]
        if run and run[-1] == stop - 1:
            return self._named(first, stop, run)
        return self._noun(stop - 1)

    def _noun(self, at: int) -> Kind:
        word = self.lower[at]
        if word in self.lexicon.nouns:
            return self.lexicon.nouns[word]
        return "things" if self.is_many(word) else "other"

    def is_many(self, word: str) -> bool:
        """Whether a noun that we do not know may be one for many persons, going by its ending."""
        if not _plural(word) or word in self.lexicon.lists["stop"] or word in self.lexicon.lists["no_party"]:
            return False
        return not word.endswith(_ABSTRACT)

    def _named(self, first: int, stop: int, run: Sequence[int]) -> Kind:
        """The kind of a phrase that ends in a name."""
        lower, has, words = self.lower, self.lexicon.has, self.words
        final = lower[stop - 1]
        if has("body_names", final):
            return "body"
        if has("place_names", final):
            return "place"
        people = any(self.lexicon.nouns.get(lower[at]) == "person" for at in range(first, stop - 1))
        people = people or (len(run) > 1 and any(has("titles_person", lower[at]) for at in range(first, stop - 1)))
        for at in run:
            gender = self.lexicon.given.get(words[at].text)
            if gender is not None and (at < stop - 1 or len(run) == 1 or people):
                return _of_gender(gender)
        if people:
            return "person"
        return self.lexicon.nouns.get(final) or self._known(first, stop) or self._by_shape(first, stop, run)

    def _by_shape(self, first: int, stop: int, run: Sequence[int]) -> Kind:
        """The kind of a name that no list knows."""
        final = self.lower[stop - 1]
        short = len(run) == 1 and self.words[stop - 1].text.isupper() and len(final) > 1
        if short or any(self.lexicon.has("body_names", self.lower[at]) for at in run):
            return "body"
        group = self.lexicon.has("determiners", self.lower[first]) or final.endswith(_GROUPS)
        return "plural" if len(run) == 1 and _plural(final) and group else "name"

    def _known(self, first: int, stop: int) -> Kind | None:
        """What the knowledge base tells of a name: a place, or a person whose full name holds a given name."""
        if self.knowledge is None:
            return None
        text = self.reading.span(first, stop).text
        if self.knowledge.is_state(text) or self.knowledge.country_of_place(text) is not None:
            return "place"
        name = self.knowledge.identify(text).name
        gender = self.lexicon.given.get(name.split()[0]) if name and len(name.split()) > 1 else None
        return None if gender is None else _of_gender(gender)

    def core(self, first: int, last: int) -> int:
        """Where the part of a phrase ends that holds its head: before the first preposition or comma, but a possessor is no head."""
        begin = first
        for at in range(first, last):
            if at > first and self.lexicon.has("prepositions", self.lower[at]):
                break
            if self.words[at].text in APOSTROPHES and self.reading.owner(at) and at + 2 < last:
                begin = at + 1 + (self.lower[at + 1] == "s")
        for at in range(begin + 1, last):
            if self.lexicon.has("prepositions", self.lower[at]) or self.lower[at] in (",", "(", "who", "that", "which"):
                return at
        return last


def _of_gender(gender: str) -> Kind:
    return "male" if gender == "male" else "female" if gender == "female" else "person"


def _plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word.isalpha()
