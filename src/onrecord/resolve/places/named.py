"""A text as the search for place names sees it: its words, the names that the gazetteer knows, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.resolve.places.gazetteer import City, Gazetteer, fold
from onrecord.resolve.places.placewords import PlaceWords
from onrecord.tagger.words import BREAKS, SHAPES, Word, split_words

# Words of the longest name looked up, full stops and hyphens counted, and of what follows it that is looked at.
_LONGEST, _FOLLOWING = 10, 6
_JOINING = frozenset("-'\u2019.")
_APOSTROPHES = frozenset("'\u2019")
_ENDS = frozenset('.!?:;\u201c\u201d"\u2026\u2014\u2013-()[]|\u2022*/')
_LINE = BREAKS.index("line")
_CAPITALS = frozenset(SHAPES.index(name) for name in ("capital", "upper", "mixed"))
UPPER, LOWER = SHAPES.index("upper"), SHAPES.index("lower")
# A title or initial before a full stop is no longer than this; initials of countries neither.
_TITLE, _SHORT = 5, 3


@dataclass(frozen=True, slots=True)
class Match:
    """Words `start` to `end` (half open) that bear a name; `kind` is "name", "people" or "short" (an abbreviation)."""

    start: int
    end: int
    candidates: tuple[City, ...]
    kind: str

    @property
    def single(self) -> bool:
        """Whether it is one word."""
        return self.end - self.start == 1

    @property
    def biggest(self) -> int:
        """People of the most populous place of the name."""
        return max(place.population for place in self.candidates)


class NamedText:
    """The words of a text and the known names among them.

    Attributes:
        words: the words in order.
        keys: the words in lower case.
        matches: the longest known names, from left to right.
    """

    def __init__(self, text: str, gazetteer: Gazetteer, lists: PlaceWords) -> None:
        self.text, self.gazetteer, self.lists = text, gazetteer, lists
        self._openers = lists.common | lists.before
        self.words: list[Word] = split_words(text)
        self.keys = [word.text.lower() for word in self.words]
        self.lower = {word.text for word in self.words if word.shape == LOWER}
        self.matches = list(self._matches())

    def _matches(self) -> Iterator[Match]:
        """The longest known names, from left to right."""
        at = 0
        while at < len(self.words):
            match = self.longest(at) if self.capital(at) else None
            if match is None:
                at += 1
            else:
                yield match
                at = match.end

    def longest(self, at: int) -> Match | None:
        """The longest known name that begins at a word."""
        if fold(self.words[at].text + " x") == "x":
            return None  # An article, which is no part of a name as names are compared.
        spared: Match | None = None
        ends = [at + 1]
        while len(ends) < _LONGEST and ends[-1] < len(self.words) and self._joined(ends[-1]):
            ends.append(ends[-1] + 1)
        for end in reversed(ends):
            if end - 1 > at and not (self.capital(end - 1) or self.text[self.words[end - 1].start] == "."):
                continue
            match = self._known(at, end)
            if match is not None and self._cuts_body(match):
                spared = spared or match
            elif match is not None:
                return match
        return spared

    def _cuts_body(self, match: Match) -> bool:
        """Whether a further name of a town takes the first noun of a body ("Nairobi City" of "Nairobi City Council")."""
        if match.single or self.keys[match.end - 1] not in self.lists.bodies or not self.capital(match.end):
            return False
        key = fold(self.piece(match))
        return self.near(match.end - 1, match.end) and all(fold(place.name) != key for place in match.candidates)

    def _joined(self, at: int) -> bool:
        """Whether a word may go on with the name before it: on the same line, after a blank, hyphen, apostrophe or initial."""
        word, before = self.words[at], self.words[at - 1]
        if word.gap >= _LINE:
            return False
        if word.text in _JOINING:
            return word.start == before.end
        if not word.text[0].isalnum():
            return False
        return word.start > before.end or before.text in _JOINING

    def _known(self, at: int, end: int) -> Match | None:
        first, last = self.words[at], self.words[end - 1]
        piece = self.text[first.start : last.end]
        if last.text in _JOINING and (last.text != "." or end - at == 1):
            return None
        if last.text == ".":
            short = tuple(self.gazetteer.abbreviated(piece))
            if short:
                return Match(at, end, short, "short")
            dotted = self.gazetteer.find(piece) if piece.count(".") > 1 else ()
            return Match(at, end, dotted, "name") if dotted else None
        names = self.gazetteer.find(piece)
        if names and not self._shouted(at, end, names):
            return Match(at, end, names, "name")
        people = tuple(self.gazetteer.of_people(piece))
        if people:
            return Match(at, end, people, "people")
        short = tuple(self.gazetteer.abbreviated(piece))
        return Match(at, end, short, "short") if short else None

    def _shouted(self, at: int, end: int, names: Sequence[City]) -> bool:
        """Whether a short word in capitals is no name: only countries are called by their initials."""
        word = self.words[at]
        if end - at > 1:
            return False
        if len(word.text) <= _SHORT and word.shape == UPPER:
            return names[0].precision != "country"
        # "us" and "usa" in other letters are words.
        return (
            len(word.text) <= _SHORT
            and names[0].precision == "country"
            and word.shape != UPPER
            and len(names[0].name) > 5
        )

    def beside(self, match: Match) -> tuple[int | None, int | None]:
        """The capitalised words directly before and after a match, in the same name."""
        before = match.start - 1
        if before >= 0 and self.words[before].text == "." and before > 0 and len(self.keys[before - 1]) <= _TITLE:
            before -= 1  # "J. Springfield", "Gov. Springfield"
        if (
            before < 0
            or not self.capital(before)
            or not self.near(before, match.start)
            or self.words[match.start].gap >= _LINE
        ):
            left = None
        else:
            left = before
        after = match.end
        if self.possessive(match):
            after += 2
        right = after if after < len(self.words) and self.capital(after) and self.near(after - 1, after) else None
        if right is not None and self.words[right].gap >= _LINE:
            right = None
        if left is not None and self.opens(left) and self.keys[left] in self._openers:
            left = None
        return left, right

    def near(self, left: int, right: int) -> bool:
        """Whether nothing but a blank or a full stop parts two words."""
        gap = self.text[self.words[left].end : self.words[right].start]
        return gap.strip() in ("", ".")

    def tail(self, at: int) -> list[str]:
        """The words of a name from one of its words on, at most six."""
        keys = [self.keys[at]]
        while len(keys) < _FOLLOWING and at + 1 < len(self.words) and self.capital(at + 1) and self.near(at, at + 1):
            if (
                self.words[at + 1].gap >= _LINE
                or not self.text[self.words[at].end : self.words[at + 1].start].isspace()
            ):
                break
            at += 1
            keys.append(self.keys[at])
        return keys

    def possessive(self, match: Match) -> bool:
        """Whether a possessive ending follows."""
        end = match.end
        return end + 1 < len(self.words) and self.words[end].text in _APOSTROPHES and self.keys[end + 1] == "s"

    def opens(self, at: int) -> bool:
        """Whether a word stands at the start of a sentence or line."""
        return at == 0 or self.words[at].gap >= _LINE or self.words[at - 1].text in _ENDS

    def piece(self, match: Match) -> str:
        """The words of a match as they stand."""
        return self.text[self.words[match.start].start : self.words[match.end - 1].end]

    def key(self, at: int) -> str:
        """A word in lower case; empty outside the text."""
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def capital(self, at: int) -> bool:
        """Whether a word begins with a capital."""
        return 0 <= at < len(self.words) and self.words[at].shape in _CAPITALS and self.words[at].text[0].isupper()

    def people_at(self, at: int) -> bool:
        """Whether a word is the name or adjective of a people."""
        return bool(self.gazetteer.of_people(self.words[at].text))
