"""Find the place names of a report: names that the gazetteer knows, where the words around do not make them another name.

    find_toponyms(text, gazetteer, words)    which stretches of the text name a place
    disambiguate.resolve(...)                which place each of them means

Two uses are told apart, as in work on geoparsing: *literal* names, where something is or happens ("in Accra"), and
*associative* ones, that only lend a place's name to something else ("Accra police", "Ghanaian voters"). An event happens at
literal places only.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.model import Span
from onrecord.resolve.places.gazetteer import City, Gazetteer, fold
from onrecord.resolve.places.named import UPPER, Match, NamedText
from onrecord.resolve.places.placewords import PlaceWords

# Characters of a text looked at, and words of a list of names.
_LIST = 12
_REACH = 400_000
# A single word that names a place of fewer people than this needs words that speak for it.
_WELL_KNOWN = 15_000
# A name beside an unknown one lends its name only where it is one that readers know by itself.
_LENDING = 100_000
# Capitals and the like speak ("Moscow said"); towns of fewer people than this do not.
_FAMOUS = 800_000
# Capitals alone up to this length are rather initials than a town.
_INITIALS = 5
# An abbreviation of a region that stands by itself is longer than this, full stops counted.
_SHORTEST = 3
_WIDE = ("country", "province", "other")


@dataclass(frozen=True, slots=True)
class Toponym:
    """A stretch of text that names a place.

    Attributes:
        candidates: the places that bear the name.
        literal: whether it names where something is, rather than lending its name to something else.
        region: index, in the list found, of the toponym that says which region it lies in ("Springfield, Ill."), or None.
        rule: what made it one.
    """

    span: Span
    candidates: tuple[City, ...]
    literal: bool
    region: int | None = None
    rule: str = ""


def find_toponyms(text: str, gazetteer: Gazetteer, words: PlaceWords, given: Sequence[Span] = ()) -> list[Toponym]:
    """The place names of a text in order, none overlapping another.

    Args:
        given: stretches that are known to be places (from the tagger): a name in one needs no other support.
    """
    return _Finder(text[:_REACH], gazetteer, words, given).found()


class _Finder(NamedText):
    def __init__(self, text: str, gazetteer: Gazetteer, lists: PlaceWords, given: Sequence[Span]) -> None:
        super().__init__(text, gazetteer, lists)
        self.given = sorted((span.start, span.end) for span in given)
        self._pairs: dict[tuple[str, str], bool] = {}
        self.surnames = self._surnames()

    def found(self) -> list[Toponym]:
        """All place names."""
        kept: list[tuple[Match, Toponym]] = []
        spared: list[Match] = []
        last: Match | None = None
        for match in self.matches:
            region = len(kept) - 1 if last is not None and kept and self._follows(last, match) else None
            rule = "region" if region is not None else self._rule(match)
            last = None
            if rule is None:
                spared.append(match)
                continue
            if region is not None:
                before, toponym = kept[region]
                kept[region] = before, replace(toponym, region=len(kept))
            kept.append((match, self._toponym(match, rule)))
            last = match
        return self._completed(kept, spared)

    def _completed(self, kept: Sequence[tuple[Match, Toponym]], spared: Sequence[Match]) -> list[Toponym]:
        """The names found, and those of the spared that the others speak for: repeated ones, and towns of regions named."""
        sure = {fold(self.piece(match)) for match, toponym in kept if toponym.literal and match.kind == "name"}
        regions = [
            place for _, t in kept for place in t.candidates if place.precision == "province" and len(t.candidates) < 4
        ]
        homes = {(place.country, fold(place.admin1)) for place in regions}
        added = []
        for match in spared:
            if match.kind != "name" or self._barred(match) or self._is_person(match) or self._plain(match):
                continue
            rule = self._within_name(match)
            repeated = fold(self.piece(match)) in sure
            home = any((place.country, fold(place.admin1)) in homes for place in match.candidates)
            if rule is not None and (repeated or (home and self._fair(match))):
                added.append(self._toponym(match, rule or ("repeated" if repeated else "home")))
        everything = sorted([*(toponym for _, toponym in kept), *added], key=lambda toponym: toponym.span)
        at = {toponym.span: index for index, toponym in enumerate(everything)}
        plain = [toponym for _, toponym in kept]
        return [t if t.region is None else replace(t, region=at[plain[t.region].span]) for t in everything]

    def _toponym(self, match: Match, rule: str) -> Toponym:
        span = Span.of(self.text, self.words[match.start].start, self._end(match, rule))
        candidates = match.candidates
        if rule == "area":
            candidates = self.gazetteer.find(span.text) or candidates
        elif rule == "areas":
            # "Harvey, Harper and Kingman counties"
            candidates = next(
                (c for noun in self._nouns(match) if (c := self.gazetteer.find(f"{span.text} {noun}"))), candidates
            )
        return Toponym(span, candidates, not rule.startswith("lends"), None, rule)

    # --- what the words around say -------------------------------------------------------------------------

    def _rule(self, match: Match) -> str | None:
        """Why a match names a place, or None where it does not."""
        if match.kind == "short":
            return "abbreviation" if self._stands_alone(match) else None
        if match.kind == "people":
            return None if self._is_person(match) or self._brand(match) else "lends: people"
        if self._barred(match) or self._is_person(match):
            return None
        if self._nouns(match):
            return "areas"
        rule = self._within_name(match)
        if rule == "":
            return "tagger" if self._in_given(match) else self._alone(match)
        return rule

    def _barred(self, match: Match) -> bool:
        """Whether the words are such as name no place by themselves: nouns of bodies, months, points of the compass."""
        key, lists = self.piece(match).lower(), self.lists
        if len(key) < 2 or key in lists.never or key in lists.qualifiers:
            return True
        best, first = match.candidates[0], self.words[match.start]
        if best.precision != "country" and match.single and first.shape == UPPER:
            # Initials of something else, unless a dateline.
            return len(key) <= _INITIALS and not self._dateline(match)
        if best.precision == "city" and self.possessive(match) and self.keys[match.start] == "st":
            return True  # "St. Mary's"
        if not match.single and best.precision in _WIDE and best.population > _LENDING:
            return False  # "West Bank"
        nouns = (
            lists.bodies | lists.titles | lists.titled | lists.areas | lists.features | lists.streets | lists.generic
        )
        return all(word in nouns or not word[0].isalpha() for word in self.keys[match.start : match.end])

    def _brand(self, match: Match) -> bool:
        """Whether a demonym is a part of some other name ("American Legion"), not of the name of an office or force."""
        _, after = self.beside(match)
        lists = self.lists
        if after is None or self.possessive(match):
            return False
        if any(key in lists.bodies | lists.titles | lists.areas | lists.features for key in self.tail(after)[:3]):
            return self.keys[after] in lists.titled
        return (
            not self.people_at(after)
            and self._unlisted(after)
            and self.keys[after] not in lists.qualifiers | lists.generic
        )

    def _nouns(self, match: Match) -> list[str]:
        """The singular of the areas' noun that ends a list ("Harper and Kingman counties")."""
        at = match.end
        while at < match.end + _LIST and (self.key(at) in (",", "and", "or") or self.capital(at)):
            at += 1
        noun = self.key(at)
        return [area for area in sorted(self.lists.areas) if noun in (f"{area}s", f"{area[:-1]}ies", f"{area}es")]

    def _within_name(self, match: Match) -> str | None:
        """The rule where capitals stand directly before or after; empty where the name decides alone."""
        before, after = self.beside(match)
        if after is not None:
            if self.possessive(match):
                return ""
            rule = self._ahead(match, self.tail(after))
            if rule != "":
                return rule
        if (
            before is not None
            and self.keys[before] not in self.lists.qualifiers | self.lists.features | self.lists.areas
        ):
            if self.people_at(before) or self._ends_name(before):
                return ""
            return "lends: name" if self._lends(match) and after is None else None
        if after is not None:
            return "lends: name" if self._lends(match) else None
        return ""

    def _ahead(self, match: Match, tail: Sequence[str]) -> str | None:
        """The rule that the capitalised words after a name give; empty where they are of no kind known."""
        lists, sure = self.lists, self._sure(match)
        rule: str | None = ""
        body = any(key in lists.bodies for key in tail)
        if self._is_area(match, tail):
            rule = "area"
        elif (not body and any(key in lists.streets for key in tail[:3])) or (tail[-1] in lists.titled and not sure):
            rule = None
        elif len(tail) == 1 and tail[0] in lists.features:
            rule = "feature"
        elif body or any(key in lists.titled for key in tail):
            rule = "lends: body" if tail[0] in lists.bodies | lists.areas or sure else None
        return rule

    def _is_area(self, match: Match, tail: Sequence[str]) -> bool:
        """Whether a noun for areas follows; one that names bodies as well must make a name that the gazetteer has."""
        if tail[0] not in self.lists.areas:
            return False
        return tail[0] not in self.lists.loose_areas or (
            len(tail) == 1 and bool(self.gazetteer.find(f"{self.piece(match)} {tail[0]}"))
        )

    def _alone(self, match: Match) -> str | None:
        """The rule of a name without other capitals about it."""
        best, key = match.candidates[0], fold(self.piece(match))
        rule = self._support(match)
        if rule is not None:
            return None if rule == "preposition" and self._plain(match) else rule
        if best.precision in _WIDE and best.population > _LENDING and key not in self.lists.forenames:
            return "region name"
        if key in self.lists.common:
            return None
        # A single word must be known, be no word in small letters elsewhere, and more so where any word has a capital.
        known = match.biggest >= _WELL_KNOWN and (best.population >= _LENDING or not self.opens(match.start))
        return "name" if not match.single or (known and not self._plain(match)) else None

    def _support(self, match: Match) -> str | None:
        """What speaks for a name as that of a place: a region after it, the words before it, its stand as a dateline."""
        second = match.start - 2
        body = self.capital(second) and self.key(second) in self.lists.bodies_of - self.lists.generic
        if body and self.key(match.start - 1) in self.lists.of:
            return "lends: of"
        if self._before_region(match):
            return "before region"
        if self._placed(match):
            return "preposition"
        return "dateline" if self._dateline(match) else None

    def _is_person(self, match: Match) -> bool:
        """Whether a match is a part of the name of a person."""
        lists, first, town = self.lists, self.keys[match.start], match.candidates[0].precision == "city"
        before, after = self.beside(match)
        area = after is not None and self.keys[after] in lists.areas
        if before is not None:
            key = self.keys[before]
            if key in lists.titles and not area:
                return town or not self.opens(before)
            if key in lists.forenames or (len(key) == 1 and key.isalpha()):
                return True
        if not match.single:
            return first in lists.forenames and town and match.biggest < _LENDING
        followed = after is not None and self._unlisted(after) and not self.possessive(match)
        # "Jackson Browne", "Jackson B."
        if after is not None and followed and (first in lists.forenames or len(self.keys[after]) == 1):
            return True
        named = town and first in self.surnames and not area
        return named and not self._placed(match) and not self._before_region(match)

    def _placed(self, match: Match) -> bool:
        """Whether a preposition or a noun for places stands before a name."""
        lists, previous = self.lists, self.key(match.start - 1)
        if previous in lists.before:
            return True
        if previous in lists.toward:
            return fold(self.piece(match)) not in lists.forenames | lists.common
        # "Ann Ames, 41, of Springfield"
        return previous in lists.of and (self.key(match.start - 2) in lists.generic or self.key(match.start - 2) == ",")

    def _fair(self, match: Match) -> bool:
        """Whether a name is no common word, and does not open a sentence where any word has a capital."""
        key = fold(self.piece(match))
        return key not in self.lists.common | self.lists.forenames and (" " in key or not self.opens(match.start))

    def _surnames(self) -> set[str]:
        """Words that follow a forename or an initial somewhere in the text, or speak."""
        found: set[str] = set()
        for at in range(1, len(self.words)):
            if self.capital(at) and self.near(at - 1, at) and self._forename(at - 1):
                found.add(self.keys[at])
        speaking: set[str] = set()
        placed: set[str] = set()
        for match in self.matches:
            if match.kind == "name" and match.single and match.biggest < _FAMOUS:
                if self._placed(match) or self._before_region(match):
                    placed.add(self.keys[match.start])
                elif self.key(match.end) in self.lists.speaks:
                    speaking.add(self.keys[match.start])
        return found | (speaking - placed)

    def _forename(self, at: int) -> bool:
        """Whether a word is a forename, or the full stop of an initial that is not one of several ("U.S.")."""
        if self.keys[at] == ".":
            return self.capital(at - 1) and len(self.keys[at - 1]) == 1 and self.key(at - 2) != "."
        return self.capital(at) and self.keys[at] in self.lists.forenames

    # --- small questions ------------------------------------------------------------------------------------

    def _unlisted(self, at: int) -> bool:
        key, lists = self.keys[at], self.lists
        return key not in lists.areas | lists.features | lists.streets | lists.bodies | lists.titled

    def _sure(self, match: Match) -> bool:
        best = match.candidates[0]
        area = best.precision == "district" and self.keys[match.end - 1] in self.lists.areas
        return area or best.precision in ("country", "province") or match.biggest >= _LENDING

    def _lends(self, match: Match) -> bool:
        known = match.candidates[0].precision == "country" or fold(self.piece(match)) not in self.lists.common
        return self._sure(match) and known

    def _plain(self, match: Match) -> bool:
        """Whether the same word stands in small letters elsewhere: then it is no name."""
        return match.single and self.keys[match.start] in self.lower

    def _dateline(self, match: Match) -> bool:
        """Whether a name in capitals opens a paragraph and a dash follows."""
        if self.words[match.start].shape != UPPER or not self.opens(match.start):
            return False
        return any(word.text in "-\u2014\u2013:(" for word in self.words[match.end : match.end + 6])

    def _before_region(self, match: Match) -> bool:
        at = match.end
        if self.key(at) != "," or at + 1 >= len(self.words) or not self.capital(at + 1):
            return False
        following = self.longest(at + 1)
        return following is not None and following.kind != "people" and self._contains(following, match)

    def _follows(self, last: Match, match: Match) -> bool:
        """Whether a match says, after a comma, in which region the one before lies."""
        return last.end + 1 == match.start and self.key(last.end) == "," and self._contains(match, last)

    def _contains(self, outer: Match, inner: Match) -> bool:
        """Whether some place of one name lies in some area of another. Remembered, since a text may repeat a pair without end."""
        pair = self.piece(outer), self.piece(inner)
        if pair not in self._pairs:
            areas = [region for region in outer.candidates if region.precision != "city"]
            self._pairs[pair] = any(lies_in(place, region) for region in areas for place in inner.candidates)
        return self._pairs[pair]

    def _stands_alone(self, match: Match) -> bool:
        """Whether an abbreviation with full stops names its region by itself ("an Ill. man", "in W.Va.")."""
        text = self.piece(match)
        if not text.endswith(".") or len(text) <= _SHORTEST or fold(text) in self.lists.titles:
            return False
        return not self._is_person(match)

    def _ends_name(self, at: int) -> bool:
        """Whether the capital before belongs to something else: the start of a sentence."""
        return self.opens(at) and self.keys[at] in self.lists.common

    def _in_given(self, match: Match) -> bool:
        """Whether a match lies in a stretch that is known to be a place; these do not overlap."""
        start, end = self.words[match.start].start, self.words[match.end - 1].end
        at = bisect.bisect_right(self.given, (start, len(self.text))) - 1
        return at >= 0 and end <= self.given[at][1]

    def _end(self, match: Match, rule: str) -> int:
        """Where the name ends: an area's or feature's noun belongs to it."""
        if rule in ("area", "feature"):
            return self.words[match.end].end
        return self.words[match.end - 1].end


def lies_in(place: City, region: City) -> bool:
    """Whether a place lies in a country, province or district."""
    if place.country != region.country or place == region:
        return False
    if region.precision == "country":
        return place.precision != "country"
    if region.precision == "province":
        return fold(place.admin1) == fold(region.admin1) and place.precision in ("city", "district")
    return region.precision == "district" and place.admin2 == region.admin2 and place.admin1 == region.admin1
