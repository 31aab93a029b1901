"""Who the words of a report name: country, sector and entity, each with the words and the rule that gave it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.knowledge.country import STAFF, WORLD, Claim, country_of
from onrecord.knowledge.match import Piece, find_pieces
from onrecord.knowledge.people import FORMER, OFFICIAL, standing
from onrecord.knowledge.phrase import Segment, clauses_of, role_of
from onrecord.knowledge.sector import STATE_KINDS, Vote, sector_of
from onrecord.knowledge.setting import countries_in
from onrecord.knowledge.tables import Tables
from onrecord.knowledge.words import joined, normalise, tokenise
from onrecord.model import Basis

# What people of an intergovernmental body may be besides its officials (guideline 4.7).
_OF_BODY = frozenset({"MIL", "COP", "JUD", "LEG"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a noun phrase names.

    Attributes:
        country: ISO 3166-1 alpha-3, IGO, NGO, INT, XKX, or None.
        sector, second: codes of the codebook, or None.
        entity: id of the person, body, group, organ or state that the words themselves name, or None.
        name: best name of that entity, or None.
        basis: the words and rule behind each value, and why one is missing where the words are ambiguous.
    """

    country: str | None = None
    sector: str | None = None
    second: str | None = None
    entity: str | None = None
    name: str | None = None
    basis: tuple[Basis, ...] = ()


class Knowledge:
    """Look-up of names, offices and role nouns over the tables. Holds no state of its own; safe to share."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def identify(self, words: str, on: datetime.date | None = None) -> Identity:
        """Country, sector and entity of a noun phrase as it stands in a report.

        Args:
            words: the phrase; longer ones than anybody is named in are cut.
            on: day of the event, on which offices must have been held; without it only what holds at all times counts.
        """
        day = on.isoformat() if on else None
        clauses = clauses_of(self._pieces(words, day))
        if not clauses:
            return Identity()
        found = _identity(clauses[0], day)
        for clause in clauses[1:]:
            # An apposition fills in what the name left open, and a list of states has no single country.
            if _is_list(clause):
                return replace(found, country=None, entity=None, name=None, basis=(*found.basis, _SEVERAL))
            if found.country and found.sector and found.entity:
                break
            found = _merged(found, _identity(clause, day))
        return found

    def country_of_place(self, name: str) -> str | None:
        """Country code of a place known to the tables; None where it is unknown or several countries have one."""
        tokens = [token for token in tokenise(normalise(name)) if token.is_word]
        grammar = self._tables.grammar
        while len(tokens) > 1 and joined(tokens) not in self._tables.senses:
            if grammar.get(tokens[0].key) in _BEFORE_A_PLACE:
                tokens.pop(0)
            elif grammar.get(tokens[-1].key) == "area":
                tokens.pop()
            else:
                break
        codes = self._tables.places_called(joined(tokens))
        shared = self._tables.ambiguous.get(joined(tokens))
        if len(codes) > 1 and shared and shared.default in codes:
            return shared.default
        return codes.pop() if len(codes) == 1 else None

    def is_state(self, words: str) -> bool:
        """Whether the words are nothing but the name of a country, its capital or the seat of its government."""
        pieces = [piece for piece in self._pieces(words, None) if piece.word_class not in ("definite", "light")]
        return (
            len(pieces) == 1
            and pieces[0].kind in STATE_KINDS
            and not pieces[0].possessive
            and pieces[0].senses[0].entry.kind != "region"
        )

    def countries_in(self, text: str) -> Counter[str]:
        """How often a text names each state, by its name, people, capital, places or organs."""
        return countries_in(text, self._tables)

    def _pieces(self, words: str, day: str | None) -> list[Piece]:
        text = normalise(words)
        return find_pieces(text, tokenise(text), self._tables, day)


# Small words that may stand before the name of a place: "the city of", "northern".
_BEFORE_A_PLACE = ("definite", "light", "direction", "area", "owner", "place")
_SEVERAL = Basis("", "several countries")


def _identity(segments: Sequence[Segment], day: str | None) -> Identity:
    claim = country_of(segments, day)
    vote = _former(segments, _kin(segments, sector_of(segments, 0, day), day))
    country = claim.code if claim else None
    sector, second = (vote.sector, vote.second) if vote else (None, None)
    if country == "IGO":
        sector = _of_body(sector, claim, segments)
    elif country == STAFF and sector is not None:
        sector = STAFF
    elif claim is not None and claim.second == STAFF:
        sector, second = "SOC", STAFF
    second = _second(segments, claim, sector, second)
    basis = tuple(Basis(part.words, part.rule) for part in (claim, vote) if part is not None)
    entity, name = _entity(segments, day)
    return Identity(country, sector, second if second != sector else None, entity, name, tuple(dict.fromkeys(basis)))


def _of_body(sector: str | None, claim: Claim | None, segments: Sequence[Segment]) -> str | None:
    """Officials of an intergovernmental body repeat its code; soldiers, police, judges and ministers keep theirs."""
    if sector is None or claim is None or sector in _OF_BODY:
        return sector
    head = segments[0].head
    states = claim.piece.kind == "body" and claim.piece.senses[0].entry.states
    if sector == "GOV" and states and head is not None and role_of(head).sector == "GOV":
        return sector
    return "IGO"


def _second(segments: Sequence[Segment], claim: Claim | None, sector: str | None, second: str | None) -> str | None:
    if claim is not None and claim.second:
        return claim.second
    for piece in segments[0].roles:
        role = role_of(piece)
        if second is None and role.part == "modifier" and role.second and sector is not None:
            return role.second
    return second


def _kin(segments: Sequence[Segment], vote: Vote | None, day: str | None) -> Vote | None:
    """Relatives of officials are former elite's company: the codebook counts both as ELI."""
    head = segments[0].head
    if head is None or role_of(head).part != "kin":
        return vote
    owner = [vote] if vote and vote.piece is not head else []
    inner = sector_of(segments, 1, day) if len(segments) > 1 and segments[1].link == "owner" else None
    if any(one.sector in OFFICIAL or one.sector == FORMER for one in (*owner, *([inner] if inner else []))):
        return Vote(FORMER, None, 99, head.words, "relative of an official", head)
    role = role_of(head)
    return Vote(role.sector, None, role.priority, head.words, f"role noun: {role.name}", head)


def _former(segments: Sequence[Segment], vote: Vote | None) -> Vote | None:
    """An office with "former", "ousted" or "retired" before it makes its holder ELI."""
    if vote is None or vote.sector not in OFFICIAL:
        return vote
    for piece in segments[0].pieces:
        if piece is vote.piece or piece.possessive:
            return vote
        if piece.kind == "role" and role_of(piece).part == "former":
            return Vote(FORMER, None, 99, f"{piece.words} {vote.words}", f"former official ({vote.rule})", vote.piece)
    return vote


def _entity(segments: Sequence[Segment], day: str | None) -> tuple[str | None, str | None]:
    """The entity that the words name themselves: a person, or a body, group, organ or state with no role noun."""
    segment = segments[0]
    for piece in segment.pieces:
        if piece.kind == "person" and not piece.possessive:
            entry = standing(piece.senses, day).entry
            return (entry.id, entry.name) if entry else (None, None)
    last = segment.pieces[-1] if segment.pieces else None
    if last is None or segment.head is not None or last.possessive or not last.senses or segment.joined:
        return None, None
    if last.kind in ("organ", "body", "group", *STATE_KINDS) and last.senses[0].entry.kind != "region":
        return last.senses[0].entry.id, last.senses[0].entry.name
    return None, None


def _is_list(clause: Sequence[Segment]) -> bool:
    """Whether a clause is the end of a list of states: "Switzerland and Russia"."""
    names = [piece for piece in clause[0].pieces if piece.kind in ("state", "capital")]
    return bool(clause[0].joined) and len(names) > 1 and len(names) == len(clause[0].pieces)


def _merged(first: Identity, more: Identity) -> Identity:
    basis = (*first.basis, *(one for one in more.basis if one not in first.basis))
    takes_country = first.country is None or (first.country == WORLD and more.country is not None)
    return Identity(
        more.country if takes_country else first.country,
        first.sector or more.sector,
        first.second or (more.second if first.sector is None else None),
        first.entity or more.entity,
        first.name or more.name,
        basis,
    )
