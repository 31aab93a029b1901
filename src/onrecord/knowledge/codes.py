"""The codes that the rules of identification speak of, by the part they play: data, so that no rule names one itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.errors import KnowledgeError
from onrecord.knowledge.rows import Row

KINDS = ("sector", "country")
# Parts that exactly one code plays.
_ONE = ("state", "people", "former", "party", "opposition", "medium", "society", "body", "staff", "world")
_SEVERAL = ("official", "kept")


@dataclass(frozen=True, slots=True)
class Codes:
    """Sector codes, and country codes that are no states, with the part each plays.

    Attributes:
        sectors, countries: all codes of each kind.
        state: sector of a state, capital or people that acts; people: of people of a state.
        former: sector of whoever has left an office in one of the sectors `official`.
        party, opposition: parties, and whoever stands against the government.
        medium: newspapers, agencies, broadcasters; they give their sector to whoever works for them.
        society: sector of the national section of a non-governmental body.
        body: country and sector of an intergovernmental body; its people whose sector is in `kept` keep their own.
        staff: country and sector of a non-governmental body and all who work for it.
        world: country of whoever belongs to no one state.
    """

    sectors: frozenset[str]
    countries: frozenset[str]
    official: frozenset[str]
    kept: frozenset[str]
    state: str
    people: str
    former: str
    party: str
    opposition: str
    medium: str
    society: str
    body: str
    staff: str
    world: str


def codes_from(rows: Iterable[Row]) -> Codes:
    """The codes from the lines of codes.csv; raises KnowledgeError for an unknown kind or trait, or a part left open."""
    kinds: dict[str, set[str]] = {kind: set() for kind in KINDS}
    traits: dict[str, list[str]] = {trait: [] for trait in (*_ONE, *_SEVERAL)}
    for row in rows:
        for kind in row.several("kinds"):
            if kind not in kinds:
                raise row.wrong(f"unknown kind {kind!r}", f"Use {' or '.join(KINDS)}.")
            kinds[kind].add(row["code"])
        for trait in row.several("traits"):
            if trait not in traits:
                raise row.wrong(f"unknown trait {trait!r}", f"Use one of {', '.join(traits)}.")
            traits[trait].append(row["code"])
    for trait in _ONE:
        if len(traits[trait]) != 1:
            raise KnowledgeError(
                f"codes.csv: {len(traits[trait])} codes are {trait!r}", "Give the trait to exactly one."
            )
    one = {trait: traits[trait][0] for trait in _ONE}
    official, kept = (frozenset(traits[trait]) for trait in _SEVERAL)
    return Codes(frozenset(kinds["sector"]), frozenset(kinds["country"]), official, kept, **one)
