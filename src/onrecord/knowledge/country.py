"""The country of a phrase: the owner before the modifier, the modifier before the place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.knowledge.match import Piece
from onrecord.knowledge.people import Reading, standing
from onrecord.knowledge.phrase import Segment, role_of

PLACE_KINDS = ("state", "people", "capital", "seat", "place")
# The lower, the more it counts as the owner of the head.
_OWNER, _STAFF, _NAMED, _BODY, _MODIFIER, _POSTED, _PERSON, _ROLE, _WORLD, _WEAK = range(10)


@dataclass(frozen=True, slots=True)
class Claim:
    """A country that some words give, and why. `code` is None where they name a country that cannot be told."""

    code: str | None
    rank: int
    words: str
    rule: str
    piece: Piece
    second: str | None = None


def country_of(segments: Sequence[Segment], reading: Reading) -> Claim | None:
    """The country claim that counts, or None where no words name a country."""
    head = segments[0].head
    abroad = head is not None and role_of(head).abroad
    first = sorted(_claims(segments[0], abroad, reading), key=lambda claim: claim.rank)
    if first and first[0].rank < _WORLD:
        best = _joint(segments[0], first) or first[0]
        return _acting(segments, best, reading) or _serving(segments, best, reading) or best
    for segment in segments[1:]:
        # What is posted abroad ends the search: no place behind it is its own ("the embassy in Niamey").
        if abroad and segment.link != "owner":
            break
        abroad = abroad or (segment.head is not None and role_of(segment.head).abroad)
        if segment.link == "away":
            continue
        claims = sorted(_claims(segment, abroad, reading), key=lambda claim: claim.rank)
        if claims:
            return _joint(segment, claims) or claims[0]
    return first[0] if first else None


def _claims(segment: Segment, abroad: bool, reading: Reading) -> Iterator[Claim]:
    before: Piece | None = None
    codes = reading.codes
    for piece in segment.pieces:
        if piece.rivals:
            rule = f"ambiguous: {' or '.join(piece.rivals)}"
            yield Claim(None, _MODIFIER, piece.words, rule, piece)
        elif piece.kind in PLACE_KINDS:
            entry = piece.senses[0].entry
            rank = _WEAK if piece.weak else _OWNER if piece.possessive else _MODIFIER
            if entry.kind == "region" and not piece.weak:
                rank = _WORLD
            yield Claim(entry.country, rank, piece.words, f"{piece.kind}: {entry.name}", piece, _breakaway(piece))
        elif piece.kind in ("organ", "body"):
            entry = piece.senses[0].entry
            rank = _NAMED if piece.kind == "organ" else _POSTED if abroad and not piece.possessive else _BODY
            if entry.country == codes.staff and before is not None and before.kind in ("state", "people"):
                # "The Indian Red Cross": a national section belongs to its state (guideline 4.8).
                home = before.senses[0].entry.country
                yield Claim(home, _OWNER, f"{before.words} {piece.words}", "national section", piece, codes.staff)
            elif entry.country:
                yield Claim(entry.country, rank, piece.words, f"{piece.kind}: {entry.name}", piece)
        elif piece.kind in ("group", "person"):
            known = standing(piece, reading)
            # Parties of many states share names: "the Israeli Labour leader".
            rank = (
                _PERSON
                if piece.kind == "person"
                else _POSTED
                if known.sector in (codes.party, codes.opposition)
                else _NAMED
            )
            if known.country or known.entry is None:
                yield Claim(known.country, rank, piece.words, known.rule, piece)
        elif piece.kind == "role" and role_of(piece).country:
            rank = _STAFF if role_of(piece).country == codes.staff else _ROLE
            yield Claim(role_of(piece).country, rank, piece.words, f"role noun: {role_of(piece).name}", piece)
        before = piece


def _breakaway(piece: Piece) -> str | None:
    entry = piece.senses[0].entry
    return entry.second if entry.kind == "breakaway" else None


def _joint(segment: Segment, claims: Sequence[Claim]) -> Claim | None:
    """Two states joined by "and" are no single country."""
    if not segment.joined:
        return None
    codes = {claim.code for claim in claims if claim.rank in (_OWNER, _MODIFIER) and claim.piece.kind in PLACE_KINDS}
    if len(codes) < 2:
        return None
    return Claim(None, claims[0].rank, claims[0].words, "several countries", claims[0].piece)


def _serving(segments: Sequence[Segment], best: Claim, reading: Reading) -> Claim | None:
    """Who serves an international body is the body's, whatever the passport ("the American head of the mission")."""
    head = segments[0].head
    if best.piece.kind != "people" or head is None or role_of(head).part not in ("relational", "of_state", "partitive"):
        return None
    if len(segments) < 2 or segments[1].link != "owner" or segments[0].joined:
        return None
    claims = sorted(_claims(segments[1], False, reading), key=lambda claim: claim.rank)
    return claims[0] if claims and claims[0].piece.kind == "body" else None


def _acting(segments: Sequence[Segment], best: Claim, reading: Reading) -> Claim | None:
    """A group without a home state takes the state in which the phrase puts it ("the affiliate in Mozambique")."""
    if best.code != reading.codes.world or best.piece.kind != "group":
        return None
    for segment in segments[1:]:
        if segment.link == "place":
            for claim in _claims(segment, False, reading):
                if claim.piece.kind in PLACE_KINDS and claim.code not in (None, reading.codes.world):
                    return claim
    return None
