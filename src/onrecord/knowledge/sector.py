"""The sector of a phrase: what its nouns and names vote for, the strongest first, the head before its modifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.knowledge.codes import Codes
from onrecord.knowledge.match import Piece
from onrecord.knowledge.people import Reading, standing
from onrecord.knowledge.phrase import Segment, is_noun, role_of

# How strong names are next to the priorities of roles.csv (0 to 99).
STRENGTH = {"seat": 40, "organ": 54, "body": 45, "group": 55, "person": 12, "bare": 15}
MEDIUM_STRENGTH = 58
# From here on a role that takes its sector from what it belongs to is a modifier as well ("the president's office").
OFFICE_STRENGTH = 40
# An organisation's staff take its code whatever they do (guideline 4.8).
STAFF_STRENGTH = 75
STATE_KINDS = ("state", "capital", "seat")
NAME_KINDS = ("seat", "organ", "body", "group", "person")


@dataclass(frozen=True, slots=True)
class Vote:
    """A sector that some words give, how strongly, and why. `bare` marks a state name that stands alone."""

    sector: str | None
    second: str | None
    strength: int
    words: str
    rule: str
    piece: Piece
    bare: bool = False


def sector_of(segments: Sequence[Segment], at: int, reading: Reading, served: bool = False) -> Vote | None:
    """The winning vote of a segment, or of the one that it hands over to ("a spokesman for the army").

    Args:
        served: somebody acts for what the segment names.
    """
    if at >= len(segments):
        return None
    segment = segments[at]
    head = segment.head
    votes = list(_votes(segment, head, reading, served or head is not None))
    if head is not None and role_of(head).part == "apart":
        best = max(_attributes(segment, head, votes), key=lambda vote: vote.strength, default=None)
        if best is None and _has_owner(segments, at, head):
            # Known to have none, unlike "a lawyer" of whom the words say nothing.
            return Vote(
                None, None, role_of(head).priority, head.words, "acts for somebody without being part of him", head
            )
    elif head is not None and role_of(head).part in ("partitive", "relational", "of_state"):
        best = _handed_over(segments, at, head, votes, reading)
    else:
        best = max(votes, key=lambda vote: vote.strength, default=None)
    return _in_office(best, votes, reading.codes)


def _in_office(best: Vote | None, votes: Sequence[Vote], codes: Codes) -> Vote | None:
    """Who leads a party is government or opposition by his own office on the day (guideline 4.2)."""
    if best is None or best.sector != codes.party or best.piece.kind != "group":
        return best
    own = (vote for vote in votes if vote.piece.kind == "person" and not vote.piece.possessive)
    return next((vote for vote in own if vote.sector in (codes.state, codes.opposition)), best)


def _attributes(segment: Segment, head: Piece, votes: Sequence[Vote]) -> list[Vote]:
    """What qualifies a head that acts for its owner and is no part of him: "opposition lawyers", not "X's lawyers"."""
    owners = [at for at, piece in enumerate(segment.pieces) if piece.possessive and piece is not head]
    own = segment.pieces[owners[-1] + 1 :] if owners else segment.pieces
    return [vote for vote in votes if vote.piece in own and vote.piece.kind != "person"]


def _has_owner(segments: Sequence[Segment], at: int, head: Piece) -> bool:
    """Whether the words name whom a head belongs to: "Smith's lawyers", "lawyers for the company"."""
    if any(piece.possessive for piece in segments[at].pieces if piece is not head):
        return True
    return at + 1 < len(segments) and segments[at + 1].link == "owner"


def _handed_over(segments: Sequence[Segment], at: int, head: Piece, votes: list[Vote], reading: Reading) -> Vote | None:
    role = role_of(head)
    others = [vote for vote in votes if vote.piece is not head]
    strongest = max(others, key=lambda vote: vote.strength, default=None)
    inner = _inner(segments, at, reading)
    if role.part == "partitive" and inner and (strongest is None or inner.strength >= strongest.strength):
        return inner
    if strongest is not None and strongest.strength >= role.priority:
        return strongest
    if inner is not None and not (inner.bare and role.sector):
        return inner
    if role.sector and (role.part != "of_state" or inner is not None or _has_country(segments[at])):
        return Vote(role.sector, role.second, role.priority, head.words, f"role noun: {role.name}", head)
    return None


def _inner(segments: Sequence[Segment], at: int, reading: Reading) -> Vote | None:
    """What the next segment says, where "of", "for" or "in" leads to it and no second head was joined by "and"."""
    if segments[at].joined or at + 1 >= len(segments) or segments[at + 1].link == "away":
        return None
    vote = sector_of(segments, at + 1, reading, served=True)
    # "An official in Kenya": a state after "in" is where, not who.
    return vote if vote and not (vote.bare and segments[at + 1].link == "place") else None


def _has_country(segment: Segment) -> bool:
    return any(piece.kind in (*STATE_KINDS, "people", "place") for piece in segment.pieces)


def _votes(segment: Segment, head: Piece | None, reading: Reading, served: bool) -> Iterator[Vote]:
    """Votes in the order of the words reversed, so that of two equally strong the later wins."""
    for piece in reversed(segment.pieces):
        if piece.kind == "role":
            role = role_of(piece)
            if role.sector and not (role.part in ("head", "kin") and piece is not head) and role.part != "former":
                if role.part in ("relational", "of_state") and piece is not head and role.priority < OFFICE_STRENGTH:
                    continue
                yield Vote(role.sector, role.second, role.priority, piece.words, f"role noun: {role.name}", piece)
        elif piece.kind in NAME_KINDS:
            yield from _named(piece, reading, served)
    if segment.pieces and head is None and not segment.pieces[-1].possessive:
        yield from _alone(segment, segment.pieces[-1], reading.codes)


def _named(piece: Piece, reading: Reading, served: bool) -> Iterator[Vote]:
    entry, kind, codes = piece.senses[0].entry, piece.kind, reading.codes
    sector, second, rule, strength = entry.sector, entry.second, f"{kind}: {entry.name}", STRENGTH[kind]
    if kind in ("person", "group"):
        known = standing(piece, reading)
        sector, second, rule = known.sector, known.second, known.rule
        if kind == "group" and served and (sector, second) == (codes.party, codes.opposition):
            # Whoever acts for a party that stands against the government.
            sector, second, rule = codes.opposition, None, f"{rule}, in opposition"
    elif kind == "organ" and sector == codes.medium:
        strength = MEDIUM_STRENGTH
    elif kind == "body" and sector == codes.staff:
        strength = STAFF_STRENGTH
    if sector:
        yield Vote(sector, second, strength, piece.words, rule, piece)


def _alone(segment: Segment, last: Piece, codes: Codes) -> Iterator[Vote]:
    """A state, capital or people with no role noun."""
    if not last.senses:
        return
    entry = last.senses[0].entry
    if last.kind in ("state", "capital") and is_whole(segment) and entry.kind != "region":
        yield Vote(
            entry.sector, entry.second, STRENGTH["bare"], last.words, f"{last.kind} that acts: government", last, True
        )
    elif last.senses[0].kind == "people" and is_plural(last) and not segment.definite:
        # "The Russians" are an army or a government as often as people: left open.
        yield Vote(codes.people, entry.second, STRENGTH["bare"], last.words, "people of a state", last, True)


def is_whole(segment: Segment) -> bool:
    """Whether a place at the end of a segment is all of its name: "Real Madrid" is no capital, "northern Israel" no state."""
    return not segment.direction and not (len(segment.pieces) > 1 and segment.pieces[-2].is_name_word)


def is_plural(piece: Piece) -> bool:
    """Whether a word for people is a plural noun ("Syrians", "Frenchmen") and not an adjective ("Syrian", "Swiss")."""
    key = piece.tokens[-1].key
    return (key.endswith("s") and not key.endswith("ss")) or key.endswith("men")


__all__ = ["NAME_KINDS", "STATE_KINDS", "Vote", "is_noun", "is_plural", "is_whole", "sector_of"]
