"""The make-up of a noun phrase: clauses parted by commas, in them segments parted by prepositions.

the US ambassador to Kenya, Meg Whitman     two clauses; segments of the first: "the US ambassador", "to Kenya"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.knowledge.match import Piece
from onrecord.knowledge.tables import Entry

# Classes of prepositions.
LINKS = ("owner", "place", "away", "to")


@dataclass(slots=True)
class Segment:
    """A head with its modifiers, or a preposition with what it governs.

    Attributes:
        link: class of the preposition ("owner": of; "place": in, from; "away": to, against), empty for the first.
        pieces: without determiners and numbers.
        joined: what follows an "and" that joins two heads; it never decides a sector.
        direction: whether a word like "northern" stands in it, which makes a country name a stretch of land.
        definite: whether it begins with the definite article.
    """

    link: str = ""
    pieces: list[Piece] = field(default_factory=list)
    joined: list[Piece] = field(default_factory=list)
    direction: bool = False
    definite: bool = False

    @property
    def roles(self) -> list[Piece]:
        """The role nouns and adjectives before an "and" that joins two heads."""
        return [piece for piece in self.pieces if piece.kind == "role"]

    @property
    def head(self) -> Piece | None:
        """The last role that can stand as a noun of its own."""
        for piece in reversed(self.pieces):
            if piece.kind == "role" and is_noun(piece):
                return piece
        return None


def role_of(piece: Piece) -> Entry:
    """The entry of a role piece."""
    return piece.senses[0].entry


def is_noun(piece: Piece) -> bool:
    """Whether a role piece can be the head of a phrase."""
    return piece.kind == "role" and role_of(piece).part not in ("modifier", "former")


def clauses_of(pieces: Iterable[Piece]) -> list[list[Segment]]:
    """The clauses of a phrase, each a list of segments, the first without a preposition."""
    clauses: list[list[Segment]] = [[Segment()]]
    skipping = False
    for piece in pieces:
        if not piece.tokens[0].is_word and not piece.senses:
            clauses.append([Segment()])
            skipping = False
            continue
        # A relative clause tells of something else: nothing in it counts until the next comma. A participle
        # before any noun ("detained activists") begins none.
        clausal = piece.word_class == "stop" or (piece.word_class in ("neutral", "weak") and not piece.tokens[0].glued)
        skipping = skipping or (clausal and bool(clauses[-1][-1].pieces))
        if skipping or clausal or piece.tokens[0].text[0].isdigit():
            continue
        _place(piece, clauses[-1])
    found = [[segment for segment in clause if segment.pieces or segment.link] for clause in clauses]
    return [clause for clause in found if any(segment.pieces for segment in clause)]


def _place(piece: Piece, clause: list[Segment]) -> None:
    segment = clause[-1]
    if piece.word_class in LINKS and not piece.tokens[0].glued:
        clause.append(Segment(link=_link(segment) if piece.word_class == "to" else piece.word_class))
    elif piece.word_class == "and":
        if any(is_noun(known) for known in segment.pieces) or (segment.joined or _ends_in_name(segment.pieces)):
            segment.joined.append(piece)
    elif piece.word_class == "direction":
        segment.direction = segment.direction or not segment.pieces
    elif piece.word_class == "definite":
        segment.definite = segment.definite or not segment.pieces
    elif piece.word_class in ("light", "neutral", "weak", "prefix", "minority"):
        return
    elif segment.joined and _joins(segment):
        segment.joined.append(piece)
    else:
        segment.pieces.append(piece)


def _link(segment: Segment) -> str:
    """What "to" leads to: whom an aide or adviser serves; otherwise where somebody goes or is posted."""
    head = segment.head
    return "owner" if head is not None and role_of(head).part == "relational" and not role_of(head).abroad else "away"


def _ends_in_name(pieces: Sequence[Piece]) -> bool:
    return bool(pieces) and pieces[-1].kind in ("state", "capital", "people", "place", "body", "group", "person")


def _joins(segment: Segment) -> bool:
    """Whether the words after "and" begin a head of their own rather than share the one to come."""
    return any(is_noun(piece) for piece in segment.pieces)
