"""Whether two names of parties are one: words in common, spellings of one name, initials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.knowledge.words import fold
from onrecord.link.settings import Settings
from onrecord.link.types import Party

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’](?:s\b)?")
MAX_WORDS = 120
# Spellings ("Roman Protasevich", "Raman Pratasevich"): long words that share this part of their letter pairs, beside them shorter ones.
_LONG, _LONG_SHARE = 6, 0.7
_SHORT, _SHORT_SHARE = 4, 0.5
_INITIALS = range(2, 8)


@dataclass(frozen=True, slots=True)
class Name:
    """A party with its name taken apart.

    Attributes:
        words: folded words that tell which one it is (no role words, no numbers).
        proper: how many of them are written with a capital letter.
        pairs: letter pairs of each of the words that is not too short.
        initials: first letters of its capitalised words in order, or "".
        short: words in capitals only, as initials of a longer name are written.
    """

    party: Party
    words: frozenset[str]
    proper: int
    pairs: tuple[frozenset[str], ...]
    initials: str
    short: frozenset[str]


def words_of(text: str) -> list[str]:
    """The words of a text, folded, at most MAX_WORDS of them."""
    return [fold(word) for word in raw_words(text)]


def raw_words(text: str) -> Sequence[str]:
    """The words of a text as written, at most MAX_WORDS of them."""
    return _WORD.findall(_POSSESSIVE.sub(" ", text))[:MAX_WORDS]


def name_of(party: Party, settings: Settings) -> Name:
    """The name of a party, taken apart."""
    raw = raw_words(party.name)
    told = {fold(word): word for word in raw if fold(word) not in settings.role_words and not word.isdigit()}
    capital = [word for word in raw if word[0].isupper() and fold(word) not in settings.function_words]
    return Name(
        party, frozenset(told), sum(word[0].isupper() for word in told.values()),
        tuple(_pairs(word) for word in sorted(told) if len(word) >= _SHORT),
        "".join(word[0] for word in capital).lower() if len(capital) > 1 else "",
        frozenset(fold(word) for word in raw if word.isupper() and len(word) in _INITIALS),
    )  # fmt: skip


def one_name(a: Name, b: Name) -> bool:
    """Whether two parties are one in the knowledge base, or one name holds the other, in whatever spelling, or is its initials."""
    if a.party.entity is not None and a.party.entity == b.party.entity:
        return True
    shared = a.words & b.words
    if shared and len(shared) >= min(len(a.words), len(b.words)):
        return True
    if (a.initials and a.initials in b.short) or (b.initials and b.initials in a.short):
        return True
    return len(a.pairs) == len(a.words) and len(b.pairs) == len(b.words) and _spelt_alike(a.pairs, b.pairs)


def other_name(a: Name, b: Name) -> bool:
    """Whether both are proper names of two words and more that have nothing in common."""
    return min(a.proper, b.proper) >= 2 and not a.words & b.words


def _spelt_alike(ours: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> bool:
    """Whether each word of the shorter name is one of the longer in some spelling, a long word at least among them."""
    few, many = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    longest = max((len(pairs) for pairs in few), default=0)
    return longest >= _LONG - 1 and all(any(_alike(one, other) for other in many) for one in few)


def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[at : at + 2] for at in range(len(word) - 1))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    share = _LONG_SHARE if min(len(a), len(b)) >= _LONG - 1 else _SHORT_SHARE
    return 2 * len(a & b) >= share * (len(a) + len(b))
