"""Find the names, role nouns and small words of a phrase: the longest match first, over all tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.knowledge.tables import Sense, Tables
from onrecord.knowledge.words import Token, fold, joined

# Which meaning counts where one spelling has several: states before towns, names before role nouns.
_ORDER = ("state", "seat", "capital", "organ", "body", "group", "people", "place", "person", "role")
_WITHOUT_DATES = ("organ", "body", "role")
_SETTLED_LATER = ("group", "person")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a phrase that one entry of the tables explains, or a single word that none does.

    Attributes:
        senses: the meanings left; several only for persons and rows of one group at different times.
        word_class: class of grammar.csv for a small word, else empty.
        rivals: codes of the countries that share the name, where nothing in the phrase settles it.
        neutral: the words only qualify another word ("Saudi-led") and give no code.
        weak: they give a country only where nothing else does ("London-based").
    """

    tokens: tuple[Token, ...]
    words: str
    senses: tuple[Sense, ...] = ()
    word_class: str = ""
    rivals: tuple[str, ...] = ()
    neutral: bool = False
    weak: bool = False

    @property
    def kind(self) -> str:
        """Kind of its meaning, empty where it has none."""
        return self.senses[0].kind if self.senses and not self.neutral else ""

    @property
    def possessive(self) -> bool:
        """Whether it ends in a possessive."""
        return self.tokens[-1].possessive

    @property
    def is_name_word(self) -> bool:
        """A capitalised word that no table knows: part of somebody's name."""
        return not self.senses and not self.word_class and self.tokens[0].capital


def find_pieces(text: str, tokens: Sequence[Token], tables: Tables, day: str | None) -> list[Piece]:
    """Cut a phrase into pieces.

    Args:
        text: the normalised phrase that the tokens point into.
        day: ISO day on which names and offices must hold, or None.
    """
    keys = frozenset(token.key for token in tokens)
    pieces: list[Piece] = []
    at = 0
    while at < len(tokens):
        length, senses, rivals = _longest(tokens, at, tables, day, keys)
        if length > 1 and tables.grammar.get(tokens[at].key) == "definite":
            # "The Guardian Council" is no Guardian.
            after, *_ = _longest(tokens, at + 1, tables, day, keys)
            if after >= length:
                length, senses, rivals = 1, (), ()
        part = tuple(tokens[at : at + length])
        words = text[part[0].start : part[-1].end]
        word_class = "" if senses or rivals else tables.grammar.get(part[0].key, "")
        pieces.append(Piece(part, words, senses, word_class, rivals))
        at += length
    return _qualified(_without_namesakes(_without_surnames(pieces), tables.grammar))


def _longest(
    tokens: Sequence[Token], at: int, tables: Tables, day: str | None, keys: frozenset[str]
) -> tuple[int, tuple[Sense, ...], tuple[str, ...]]:
    """Number of tokens of the longest name that begins here (at least 1), its meanings, and rival countries."""
    longest = min(tables.longest.get(tokens[at].key, 1), len(tokens) - at)
    for length in range(longest, 0, -1):
        part = tokens[at : at + length]
        key = joined(part)
        senses = [sense for sense in tables.senses.find(key) if _fits(sense, part)]
        if not senses:
            continue
        shared = tables.ambiguous.get(key)
        if shared:
            code = next((code for cue, code in shared.cues if _has(cue, keys)), shared.default)
            senses = [sense for sense in senses if sense.entry.country == code]
            if not senses:
                return length, (), shared.candidates
        return length, _narrow(senses, day), ()
    return 1, (), ()


def _has(cue: str, keys: frozenset[str]) -> bool:
    return all(word in keys for word in cue.split())


def _fits(sense: Sense, part: Sequence[Token]) -> bool:
    for letter, token in zip(sense.shape, part, strict=True):
        if letter == "l":
            continue
        if letter == "C" and not (token.text[0].isupper() or token.text[0].isdigit()):
            return False
        if letter == "U" and not token.text.isupper():
            return False
    return True


def _narrow(senses: Sequence[Sense], day: str | None) -> tuple[Sense, ...]:
    """The meanings of the kind that counts most and, for countries, of the right time."""
    kind = min((sense.kind for sense in senses), key=_ORDER.index)
    left = [sense for sense in senses if sense.kind == kind]
    if kind in _SETTLED_LATER:
        return tuple(left)
    if kind not in _WITHOUT_DATES and len(left) > 1:
        fitting = [s for s in left if (s.entry.holds(day) if day else not s.entry.until)]
        left = fitting or left
    return (left[0],)


def _without_surnames(pieces: list[Piece]) -> list[Piece]:
    """Read a role noun as a surname where a forename stands before it: "Richard Cook", "Patrick Stevedores"."""
    kept = list(pieces)
    for index in range(1, len(pieces)):
        piece, before = pieces[index], pieces[index - 1]
        if piece.kind != "role" or len(piece.tokens) > 1 or not piece.tokens[0].capital or piece.tokens[0].glued:
            continue
        starts = index < 2 or pieces[index - 2].kind == "role"
        if before.is_name_word and not before.possessive and before.tokens[0].text.isalpha() and starts:
            kept[index] = Piece(piece.tokens, piece.words)
    return kept


def _without_namesakes(pieces: list[Piece], grammar: Mapping[str, str]) -> list[Piece]:
    """Drop a person known by surname alone where another name stands beside it, which makes it somebody else."""
    kept: list[Piece] = []
    for index, piece in enumerate(pieces):
        if _is_part_of_a_name(pieces, index, grammar):
            kept.append(Piece(piece.tokens, piece.words))
            continue
        if piece.kind != "person" or len(piece.tokens) > 1:
            kept.append(piece)
            continue
        own = {word for sense in piece.senses for word in fold(sense.entry.name).replace("-", " ").split()}
        beside = [pieces[i] for i in (index - 1, index + 1) if 0 <= i < len(pieces)]
        if piece.possessive:
            beside = [other for other in beside if other is not pieces[min(index + 1, len(pieces) - 1)]]
        stranger = any(o.is_name_word and not o.possessive and o.tokens[0].key not in own for o in beside)
        kept.append(Piece(piece.tokens, piece.words) if stranger else piece)
    return kept


def _is_part_of_a_name(pieces: Sequence[Piece], index: int, grammar: Mapping[str, str]) -> bool:
    """Whether a place is somebody's name: a town between two words of it ("Albert Ondo Ossa"), or one that is listed
    as a surname ("Michael Jordan") after a word that may be a forename."""
    piece, before = pieces[index], pieces[index - 1] if index else None
    if before is None or not before.is_name_word or before.possessive or before.tokens[0].text.isupper():
        return False
    if piece.kind in ("place", "capital") and index + 1 < len(pieces):
        after = pieces[index + 1]
        if after.is_name_word and not piece.possessive and not after.tokens[0].glued:
            return True
    if piece.kind not in ("state", "capital", "place") or len(piece.tokens) > 1 or piece.tokens[0].glued:
        return False
    return grammar.get(piece.tokens[0].key) == "namesake"


def _qualified(pieces: list[Piece]) -> list[Piece]:
    """Mark what only qualifies: "Saudi-led", "rebel-held", "pro-Russian"; and what is weak: "London-based"."""
    marked = list(pieces)
    for index, piece in enumerate(pieces):
        glued = piece.tokens[0].glued
        if glued and index and piece.kind == pieces[index - 1].kind == "people":
            # "Danish-Bahraini", "Cuban-American": the last one says where they are at home.
            marked[index - 1] = _with(marked[index - 1], neutral=True, weak=False)
        if piece.word_class == "minority" and index + 1 < len(pieces):
            # "Ethnic Albanian": a people, not a state.
            marked[index + 1] = _with(pieces[index + 1], neutral=True, weak=False)
        if piece.word_class in ("neutral", "weak") and index and (glued or piece.word_class == "neutral"):
            before = marked[index - 1]
            if glued and before.senses:
                weak = piece.word_class == "weak"
                marked[index - 1] = _with(before, neutral=not weak, weak=weak)
        if piece.word_class == "prefix" and index + 1 < len(pieces) and pieces[index + 1].tokens[0].glued:
            marked[index + 1] = _with(pieces[index + 1], neutral=True, weak=False)
    return marked


def _with(piece: Piece, *, neutral: bool, weak: bool) -> Piece:
    return Piece(piece.tokens, piece.words, piece.senses, piece.word_class, piece.rivals, neutral, weak)
