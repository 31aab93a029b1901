"""Where it happened: the place linked to an event, else one that follows in its clause, with its point on the map."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from onrecord.knowledge import Knowledge
from onrecord.model import Place, Span, Tagging
from onrecord.resolve.places.disambiguate import resolve
from onrecord.resolve.places.gazetteer import City, Gazetteer
from onrecord.resolve.places.nameless import is_nameless, named_before
from onrecord.resolve.places.placewords import load_place_words
from onrecord.resolve.places.toponyms import Toponym, find_toponyms
from onrecord.resolve.who import Who

# A run of words that begin with a capital letter.
_NAME = re.compile(r"[^\W\d_a-z][\w'\u2019-]*(?: [^\W\d_a-z][\w'\u2019-]*)*")
# The country that the report is about speaks for its places like this many other names.
_SETTING = 1.5
# How far behind a preposition at a place's end the name may begin ("its embassy in northern Ghana"), in characters.
_BESIDE = 12
# How far behind a trigger, in characters, a place may stand that no arc links to it; what ends its clause; and how many
# words before the place may hold the preposition ("in the eastern city of Goma").
_CLAUSE, _BREAK, _BEFORE = 40, re.compile(r"[,;:.!?()\n\u2014\u2013]"), 5
# People from which on a place is known outside its country.
_KNOWN = 50_000
# How far before an event the town stands that lends its name to it, in characters.
_LENT = 80
# Of several places named in one phrase the narrowest is meant.
_NARROW = ("city", "district", "other", "province", "country")


class Where:
    """Places of one report."""

    def __init__(self, tagging: Tagging, who: Who, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self.tagging, self.who, self.knowledge, self.gazetteer = tagging, who, knowledge, gazetteer
        self.lists = load_place_words()
        self.toponyms = find_toponyms(tagging.text, gazetteer, self.lists, tagging.places)
        # Toponyms do not overlap; offsets by which they and the triggers are found without looking at all of them.
        self._starts = [toponym.span.start for toponym in self.toponyms]
        self._ends = [toponym.span.end for toponym in self.toponyms]
        self._triggers = sorted(span.start for trigger in tagging.triggers for span in trigger.spans)
        self.ending = {toponym.span.end: index for index, toponym in enumerate(self.toponyms)}
        self.meant = resolve(self.toponyms, {who.setting: _SETTING} if who.setting else None)
        # Countries that the report speaks of: a hamlet in any other is a chance namesake.
        known = {place.country for place in self.meant if place is not None and place.population >= _KNOWN}
        self.parties = {(mention.span.start, mention.span.end) for mention in tagging.mentions}
        self.countries = known | ({who.setting} if who.setting else set())

    def place(self, triggers: Sequence[int]) -> Place | None:
        """The place of an event told by some triggers, or None where the report links none to it."""
        for number in triggers:
            trigger = self.tagging.triggers[number]
            spans = [self.tagging.places[index] for index in trigger.places]
            if spans:
                return self.named(self._completed(spans[0]))
        for number in triggers:
            for mention in self.tagging.triggers[number].place_mentions:
                participant = self.who.participant(mention)
                return self._located(participant.spans, participant.spans[-1], participant.country, "mention")
        found = (self._beside(number) for number in triggers)
        return next((place for place in found if place is not None), None)

    def _beside(self, number: int) -> Place | None:
        """The place that follows a trigger in its own clause ("arrested two men in Kano"), where no arc says it.

        Only the nearest one, behind a preposition, with nothing between that could begin another clause: places further off
        were wrong more often than right on the passages kept aside, and so was the dateline.
        """
        trigger = self.tagging.triggers[number]
        label = f"{trigger.category}/{trigger.mode}"
        if trigger.category in self.who.words.placeless or label in self.who.words.placeless:
            return None
        if (before := self._lent(number)) is not None:
            return self._located((before,), before, None, "sentence")
        after = max(span.end for span in trigger.spans)
        named = self._from(after + 1)
        if named is None or not named.literal:
            return None
        # However wide the blanks, the distance is the same.
        between = " ".join(self.tagging.text[after : named.span.start].split())
        if len(between) > _CLAUSE or _BREAK.search(between) or self._other(after, named.span.start):
            return None
        words = between.lower().split()[-_BEFORE:]
        if not any(word in self.lists.before for word in words):
            return None
        return self._located((named.span,), named.span, None, "sentence")

    def _lent(self, number: int) -> Span | None:
        """The town that lends its name to an event ("the Geneva talks"), unless it belongs to a party ("a court in Kano ruled")."""
        start = min(span.start for span in self.tagging.triggers[number].spans)
        head = self.tagging.text[max(0, start - _LENT) : start].rstrip(" ")
        index = self.ending.get(max(0, start - _LENT) + len(head))
        if index is None or (place := self.meant[index]) is None or place.precision != "city":
            return None
        span = self.toponyms[index].span
        words = self.tagging.text[max(0, span.start - _LENT) : span.start].lower().split()[-1:]
        # A verb has the name for its subject, and no article or preposition before it.
        if self.lists.lending.isdisjoint(words) or any(m.span.overlaps(span) for m in self.tagging.mentions):
            return None
        return span

    def _completed(self, span: Span) -> Span:
        """A place that ends in a preposition ("its embassy in"), with the name that follows."""
        if not self.lists.before.isdisjoint(span.text.lower().split()[-1:]):
            following = self._from(span.end)
            if following is not None and following.span.start - span.end <= _BESIDE:
                return Span.of(self.tagging.text, span.start, following.span.end)
        return span

    def _other(self, start: int, end: int) -> bool:
        """Whether another trigger lies between two offsets: the place is rather that one's."""
        at = bisect.bisect_left(self._triggers, start)
        return at < len(self._triggers) and self._triggers[at] < end

    def _from(self, offset: int) -> Toponym | None:
        """The first toponym that begins at an offset or after it."""
        at = bisect.bisect_left(self._starts, offset)
        return self.toponyms[at] if at < len(self.toponyms) else None

    def named(self, span: Span) -> Place:
        """A place by its name; one without a name by the place named before that it stands for."""
        if is_nameless(span.text):
            stands_for = named_before(span, self.toponyms, self.meant, self.lists, self.parties, self.who.setting)
            if stands_for is not None:
                naming = self.toponyms[stands_for].span
                return self._located((span, naming), naming, None, "earlier name")
        return self._located((span,), span, None, "arc")

    def country(self, name: str) -> str | None:
        """Country of a place name: by the tables, else the gazetteer with the report's setting as a hint."""
        known = self._known(name)
        if known is not None:
            return known
        # Of "the port of Odesa" the part that is a name tells; the last such part is the most general.
        for part in (name, *reversed(_NAME.findall(name))):
            if _NAME.search(part) and (city := self.gazetteer.city(part, None, self.who.setting)) is not None:
                return city.country
        return None

    def _known(self, name: str) -> str | None:
        """Country of a place name by the tables alone."""
        if self.knowledge.is_state(name):
            return self.knowledge.identify(name).country
        parts = (name, *reversed(_NAME.findall(name)))
        return next((code for part in parts if (code := self.knowledge.country_of_place(part)) is not None), None)

    def _located(self, spans: tuple[Span, ...], naming: Span, party: str | None, basis: str) -> Place:
        name = " ".join(naming.text.split())
        country = self._known(name)
        place, sure = self._meant(naming, country)
        if place is not None and (sure or country in (None, place.country)):
            return Place(
                spans, name, place.country or country, place.admin1 or None, place.lat, place.lon, place.geonames, basis,
                place.precision,
            )  # fmt: skip
        return Place(spans, name, country or self.country(name) or party, basis=basis)

    def _meant(self, span: Span, country: str | None) -> tuple[City | None, bool]:
        """The narrowest place named inside a stretch of text, and whether the words beside it say in which region it lies.

        Where the tables know the country of the name, a place in it is preferred to what the rest of the report speaks for.
        """
        touched = range(bisect.bisect_right(self._ends, span.start), bisect.bisect_left(self._starts, span.end))
        inside = [index for index in touched if _whole(self.toponyms[index])]
        best: tuple[City | None, bool] = (None, False)
        for index in inside:
            place, linked = self.meant[index], self.toponyms[index].region is not None
            if place is not None and country not in (None, place.country) and not linked:
                place = next((c for c in self.toponyms[index].candidates if c.country == country), place)
            if place is not None and (
                best[0] is None or _NARROW.index(place.precision) < _NARROW.index(best[0].precision)
            ):
                best = place, linked
        return best


def _whole(toponym: Toponym) -> bool:
    """Whether a toponym names the place of a phrase: not as a people ("Kenyan waters" is no point in Kenya)."""
    return toponym.literal or toponym.rule != "lends: people"
