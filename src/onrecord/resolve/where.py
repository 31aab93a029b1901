"""Where it happened: the place linked to an event, with the country that its name and the report give."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.knowledge import Knowledge
from onrecord.model import Place, Span, Tagging
from onrecord.resolve.gazetteer import City, Gazetteer, fold
from onrecord.resolve.who import Who

# A run of words that begin with a capital letter.
_NAME = re.compile(r"[^\W\d_a-z][\w'\u2019-]*(?: [^\W\d_a-z][\w'\u2019-]*)*")


class Where:
    """Places of one report."""

    def __init__(self, tagging: Tagging, who: Who, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self.tagging, self.who, self.knowledge, self.gazetteer = tagging, who, knowledge, gazetteer

    def place(self, triggers: Sequence[int]) -> Place | None:
        """The place of an event told by some triggers, or None where the report links none to it."""
        for number in triggers:
            trigger = self.tagging.triggers[number]
            spans = [self.tagging.places[index] for index in trigger.places]
            if spans:
                return self.named(spans[0])
        for number in triggers:
            for mention in self.tagging.triggers[number].place_mentions:
                participant = self.who.participant(mention)
                return self._located(participant.spans, participant.spans[-1], participant.country, "mention")
        return None

    def named(self, span: Span) -> Place:
        """A place by its name."""
        return self._located((span,), span, None, "arc")

    def country(self, name: str) -> str | None:
        """Country of a place name: by the tables, else the gazetteer with the report's setting as a hint."""
        if self.knowledge.is_state(name):
            return self.knowledge.identify(name).country
        # Of "Abuja airport" or "the port of Odesa" the part that is a name tells; the last such part is the most general.
        for part in (name, *reversed(_NAME.findall(name))):
            known = self.knowledge.country_of_place(part)
            if known is None and (city := self._city(part, None)) is not None:
                known = city.country
            if known is not None:
                return known
        return None

    def _city(self, name: str, country: str | None) -> City | None:
        """The city of a name; plain nouns ("the bridge") are no names, though some village may be called so."""
        if not _NAME.search(name):
            return None
        return self.gazetteer.city(name, country, self.who.setting)

    def _located(self, spans: tuple[Span, ...], naming: Span, party: str | None, basis: str) -> Place:
        name = " ".join(naming.text.split())
        country = self.country(name) or party
        city = self._city(name, country)
        # A state itself has no one point, even where some city has a like name ("Mexico").
        if city is None or (self.knowledge.is_state(name) and fold(city.name) != fold(name)):
            return Place(spans, name, country, basis=basis)
        return Place(spans, name, city.country, city.admin1, city.lat, city.lon, city.geonames, basis)
