"""Who the words of a report name: country, sector and entity, each with the words and the rule that gave it."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.knowledge.codes import Codes
from onrecord.knowledge.country import Claim, country_of
from onrecord.knowledge.match import Piece, find_pieces
from onrecord.knowledge.people import Reading, standing
from onrecord.knowledge.phrase import Segment, clauses_of, role_of
from onrecord.knowledge.sector import STATE_KINDS, Vote, is_whole, sector_of
from onrecord.knowledge.setting import countries_in
from onrecord.knowledge.tables import Tables
from onrecord.knowledge.titled import with_titled
from onrecord.knowledge.words import joined, normalise, tokenise
from onrecord.model import Basis


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a noun phrase names.

    Attributes:
        country: ISO 3166-1 alpha-3, IGO, NGO, INT, XKX, or None.
        sector, second: codes of the codebook, or None.
        entity: id of the person, body, group, organ or state that the words themselves name, or None.
        name: best name of that entity, or None.
        basis: the words and rule behind each value, and why one is missing where the words are ambiguous.
        country_by, sector_by: of these, what gave the country, and what gave the sector; where the sector is None, what
            says that there is none.
    """

    country: str | None = None
    sector: str | None = None
    second: str | None = None
    entity: str | None = None
    name: str | None = None
    basis: tuple[Basis, ...] = ()
    country_by: Basis | None = None
    sector_by: Basis | None = None


# Longer phrases than this are not kept, so that what is kept stays small.
_KEPT_LENGTH, _KEPT = 80, 4096


class Knowledge:
    """Look-up of names, offices and role nouns over the tables. Safe to share; the latest look-ups are kept.

    Attributes:
        tables: what the files say.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._kept = functools.lru_cache(maxsize=_KEPT)(self.work_out)

    def identify(self, words: str, on: datetime.date | None = None) -> Identity:
        """Country, sector and entity of a noun phrase as it stands in a report.

        Args:
            words: the phrase; longer ones than anybody is named in are cut.
            on: day of the event, on which offices must have been held; without it only what holds at all times counts.
        """
        return (self._kept if len(words) <= _KEPT_LENGTH else self.work_out)(words, on)

    def work_out(self, words: str, on: datetime.date | None) -> Identity:
        """What `identify` gives, worked out anew."""
        reading = self.reading(on)
        clauses = clauses_of(with_titled(self._pieces(words, reading.day), self.tables, reading.day))
        if not clauses:
            return Identity()
        found = _identity(clauses[0], reading)
        for clause in clauses[1:]:
            # An apposition fills in what the name left open, and a list of states has no single country.
            if _is_list(clause):
                return replace(found, country=None, entity=None, name=None, basis=(*found.basis, _SEVERAL))
            more = _identity(clause, reading)
            if _is_kin(clauses[0]) and more.sector not in (None, reading.codes.people):
                # "His brother, the defence minister": an office of one's own outranks kinship.
                found = replace(found, sector=None, second=None)
            if found.country and found.sector and found.entity:
                break
            found = _merged(found, more, reading.codes.world)
        return found

    def reading(self, on: datetime.date | None) -> Reading:
        """What a phrase is read by on a day."""
        return Reading(on.isoformat() if on else None, self.tables.codes)

    def is_kin(self, words: str) -> bool:
        """Whether a phrase names somebody as a relative: "his daughter"."""
        clauses = clauses_of(self._pieces(words, None))
        return bool(clauses) and _is_kin(clauses[0])

    def country_of_place(self, name: str) -> str | None:
        """Country code of a place known to the tables; None where it is unknown or several countries have one."""
        tokens = [token for token in tokenise(normalise(name)) if token.is_word]
        grammar = self.tables.grammar
        while len(tokens) > 1 and joined(tokens) not in self.tables.senses:
            if grammar.get(tokens[0].key) in _BEFORE_A_PLACE:
                tokens.pop(0)
            elif grammar.get(tokens[-1].key) == "area":
                tokens.pop()
            else:
                break
        codes = self.tables.places_called(joined(tokens))
        shared = self.tables.ambiguous.get(joined(tokens))
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
        return countries_in(text, self.tables)

    def _pieces(self, words: str, day: str | None) -> list[Piece]:
        text = normalise(words)
        return find_pieces(text, tokenise(text), self.tables, day)


# Small words that may stand before the name of a place: "the city of", "northern".
_BEFORE_A_PLACE = ("definite", "light", "direction", "area", "owner", "place")
_SEVERAL = Basis("", "several countries")


def _identity(segments: Sequence[Segment], reading: Reading) -> Identity:
    codes = reading.codes
    claim = country_of(segments, reading)
    vote = _former(segments, _kin(segments, sector_of(segments, 0, reading), reading), reading)
    country = claim.code if claim else None
    sector, second = (vote.sector, vote.second) if vote else (None, None)
    if country == codes.body and sector == codes.former:
        # Who has left an international body belongs to no body, and the words do not say to which state.
        country = None
    elif country == codes.body:
        sector = _of_body(sector, claim, segments, codes)
    elif country == codes.staff and sector is not None:
        sector = codes.staff
    elif claim is not None and claim.second == codes.staff:
        sector, second = codes.society, codes.staff
    second = _second(segments, claim, sector, second)
    entity, name = _entity(segments, reading)
    by_claim = Basis(claim.words, claim.rule) if claim else None
    by_vote = Basis(vote.words, vote.rule) if vote else None
    return Identity(
        country,
        sector,
        second if second != sector else None,
        entity,
        name,
        tuple(dict.fromkeys(basis for basis in (by_claim, by_vote) if basis)),
        by_claim,
        by_vote,
    )


def _of_body(sector: str | None, claim: Claim | None, segments: Sequence[Segment], codes: Codes) -> str | None:
    """Officials of an intergovernmental body repeat its code; soldiers, police, judges and ministers keep theirs."""
    if sector == codes.body and segments[0].head is not None and role_of(segments[0].head).sector in codes.kept:
        # "The UN force": what they are, though the body's name is the stronger word.
        return role_of(segments[0].head).sector
    if sector is None or claim is None or sector in codes.kept:
        return sector
    head = segments[0].head
    states = claim.piece.kind == "body" and claim.piece.senses[0].entry.states
    if sector == codes.state and states and head is not None and role_of(head).sector == codes.state:
        return sector
    return codes.body


def _second(segments: Sequence[Segment], claim: Claim | None, sector: str | None, second: str | None) -> str | None:
    if claim is not None and claim.second:
        return claim.second
    for piece in segments[0].roles:
        role = role_of(piece)
        if second is None and role.part == "modifier" and role.second and sector is not None:
            return role.second
    return second


def _kin(segments: Sequence[Segment], vote: Vote | None, reading: Reading) -> Vote | None:
    """Relatives of officials count as the former elite does in the codebook."""
    head, codes = segments[0].head, reading.codes
    if head is None or not _is_kin(segments):
        return vote
    owner = [vote] if vote and vote.piece is not head else []
    inner = sector_of(segments, 1, reading) if len(segments) > 1 and segments[1].link == "owner" else None
    if any(one.sector in codes.official or one.sector == codes.former for one in (*owner, *([inner] if inner else []))):
        return Vote(codes.former, None, 99, head.words, "relative of an official", head)
    role = role_of(head)
    return Vote(role.sector, None, role.priority, head.words, f"role noun: {role.name}", head)


def _former(segments: Sequence[Segment], vote: Vote | None, reading: Reading) -> Vote | None:
    """An office with "former", "ousted" or "retired" before it makes its holder one of the former elite."""
    if vote is None or vote.sector not in reading.codes.official:
        return vote
    for piece in segments[0].pieces:
        if piece is vote.piece or piece.possessive:
            return vote
        if piece.kind == "role" and role_of(piece).part == "former":
            words = f"{piece.words} {vote.words}"
            return Vote(reading.codes.former, None, 99, words, f"former official ({vote.rule})", vote.piece)
    return vote


def _entity(segments: Sequence[Segment], reading: Reading) -> tuple[str | None, str | None]:
    """The entity that the words name themselves: a person, or a body, group, organ or state with no role noun."""
    segment = segments[0]
    for piece in segment.pieces:
        if piece.kind == "person" and not piece.possessive:
            entry = standing(piece, reading).entry
            return (entry.id, entry.name) if entry else (None, None)
    last = segment.pieces[-1] if segment.pieces else None
    if last is None or segment.head is not None or last.possessive or not last.senses or segment.joined:
        return None, None
    if last.kind in STATE_KINDS and not is_whole(segment):
        return None, None
    if last.kind in ("organ", "body", "group", *STATE_KINDS) and last.senses[0].entry.kind != "region":
        return last.senses[0].entry.id, last.senses[0].entry.name
    return None, None


def _is_kin(segments: Sequence[Segment]) -> bool:
    head = segments[0].head
    return head is not None and role_of(head).part == "kin"


def _is_list(clause: Sequence[Segment]) -> bool:
    """Whether a clause is the end of a list of states: "Switzerland and Russia"."""
    names = [piece for piece in clause[0].pieces if piece.kind in ("state", "capital")]
    return bool(clause[0].joined) and len(names) > 1 and len(names) == len(clause[0].pieces)


def _merged(first: Identity, more: Identity, world: str) -> Identity:
    basis = (*first.basis, *(one for one in more.basis if one not in first.basis))
    takes_country = first.country is None or (first.country == world and more.country is not None)
    return Identity(
        more.country if takes_country else first.country,
        first.sector or more.sector,
        first.second or (more.second if first.sector is None else None),
        first.entity or more.entity,
        first.name or more.name,
        basis,
        more.country_by if takes_country else first.country_by,
        first.sector_by if first.sector else more.sector_by or first.sector_by,
    )
