"""Who is meant: mentions to participants with a name, a country and a sector, each with what led to it."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onrecord.knowledge import Identity, Knowledge
from onrecord.model import Basis, Mention, Participant, Tagging
from onrecord.resolve.coreference.antecedents import with_antecedents
from onrecord.resolve.coreference.pronouns import resolve_pronouns
from onrecord.resolve.words import Words

_WORD = re.compile(r"\w+")
_APPOSITION = re.compile(r", (\w+) [^,.;:()\n]{2,60}(?=[,.;])")
# The network's sector outweighs a role noun's from this probability on.
_SURE_SECTOR = 0.8
# Beyond this a score adds nothing but the risk of an overflow.
_MOST_LOGIT = 30.0
# Scores of what tells a country are flattened by this before they are summed: tuned on the passages kept aside.
_FLATTENING = 2.0
# How many mentions back a counterpart's match is looked for.
_MATCH_REACH = 4
# How far one party is told by another that is told by a third ("his counterpart's troops"): hostile text chains thousands.
_MOST_STEPS = 3
_REALMS = {"IGO": "IGO", "NGO": "NGO", "INT": "INT"}


@dataclass(frozen=True, slots=True)
class Party:
    """One party of a report: all mentions that name it.

    Attributes:
        mentions: indices of mentions, in the order of the text.
        naming: index of the mention whose words name it best.
        named: whether those words hold a proper name.
    """

    mentions: tuple[int, ...]
    naming: int
    named: bool


class Who:
    """The parties of one report.

    Args:
        tagging: what the tagger found.
        knowledge: the knowledge base.
        words: the resolvers' word lists.
        published: day of publication; offices are those held on it unless a day is given.
    """

    def __init__(self, tagging: Tagging, knowledge: Knowledge, words: Words, published: datetime.date | None) -> None:
        # The tagger's own indices keep their meaning; words that only pronouns stand for come after them.
        self.tagging = with_antecedents(tagging, resolve_pronouns(tagging, knowledge))
        self.knowledge, self.words, self.published = knowledge, words, published
        self._identities: dict[tuple[int, datetime.date | None], Identity] = {}
        self._steps = 0
        self._tellers: dict[tuple[int, datetime.date | None], tuple[int, ...]] = {}
        self.party_of, self.parties = self._parties()
        self.setting = self._setting()
        self._scene = self._scenes()
        # For each party the country of the first event that one of its mentions takes part in.
        self._scene_of = {
            number: next((self._scene[m] for m in party.mentions if m in self._scene), None)
            for number, party in enumerate(self.parties)
        }

    def participant(self, mention: int, on: datetime.date | None = None) -> Participant:
        """The participant that a mention stands for, by the offices of a day."""
        own = self.tagging.mentions[mention]
        party = self.parties[self.party_of[mention]]
        naming = mention if self.is_named(mention) or not party.named else party.naming
        spans = (own.span,) if naming == mention else (own.span, self.tagging.mentions[naming].span)
        identity = self._identity_of(mention, naming, party, on or self.published)
        return Participant(
            spans=spans,
            name=_plain(spans[-1].text),
            country=identity.country,
            sector=identity.sector,
            entity=identity.entity,
            second=identity.second,
            basis=identity.basis,
        )

    def as_force(self, participant: Participant, sector: str) -> Participant:
        """A state that acts by force, with the sector of that force (guidelines 4.5); anybody else as he is."""
        words = participant.spans[-1].text
        if participant.country is None or not self.knowledge.is_state(words):
            return participant
        basis = (*participant.basis, Basis(words, "state that acts by force"))
        return replace(participant, sector=sector, basis=basis)

    def is_pronoun(self, mention: int) -> bool:
        """Whether a mention is a pronoun alone."""
        return self.tagging.mentions[mention].span.text.lower() in self.words.pronouns

    def is_named(self, mention: int) -> bool:
        """Whether a mention's words hold a proper name: a capital letter after the first word, or a name we know."""
        if self.is_pronoun(mention):
            return False
        text = self.tagging.mentions[mention].span.text
        tokens = _WORD.findall(text)
        if any(token[0].isupper() for token in tokens[1:]):
            return True
        if not tokens or tokens[0].lower() in self.words.pointing or not tokens[0][0].isupper():
            return False
        return len(tokens) == 1 or self.identify(mention, None).country is not None

    def identify(self, mention: int, on: datetime.date | None) -> Identity:
        """What the knowledge base says of a mention's own words."""
        key = (mention, on)
        if key not in self._identities:
            words = self.tagging.mentions[mention].span.text
            apposition = self._apposition(mention)
            if apposition and self.knowledge.is_kin(words):
                # "His daughter Sara, the vice-president": an office of one's own outranks kinship.
                words += apposition
            self._identities[key] = self.knowledge.identify(words, on)
        return self._identities[key]

    def _apposition(self, mention: int) -> str:
        """What stands between commas after a mention: ", the vice-president"; empty where nothing does."""
        end = self.tagging.mentions[mention].span.end
        found = _APPOSITION.match(self.tagging.text, end)
        if found is None or found[1] not in self.words.articles | self.words.pointing:
            return ""
        # With an "and" in it, it may as well be the next of a list.
        return "" if self.words.joining & set(_WORD.findall(found[0])) else found[0]

    def same(self, left: int, right: int) -> bool:
        """Whether two mentions stand for one party."""
        return self.party_of[left] == self.party_of[right]

    def _parties(self) -> tuple[list[int], list[Party]]:
        """Groups of mentions by antecedents, the tagger's and those of resolved pronouns, and by names that repeat."""
        mentions = self.tagging.mentions
        root = list(range(len(mentions)))

        def find(index: int) -> int:
            while root[index] != index:
                root[index] = index = root[root[index]]
            return index

        by_name: dict[str, int] = {}
        for index, mention in enumerate(mentions):
            if mention.antecedent is not None:
                root[find(index)] = find(mention.antecedent)
            key = _key(mention.span.text)
            if key and not self.is_pronoun(index) and self.is_named(index):
                earlier = by_name.setdefault(key, index)
                if earlier != index:
                    root[find(index)] = find(earlier)
        self._join_short_names(root, find)
        groups: dict[int, list[int]] = {}
        for index in range(len(mentions)):
            groups.setdefault(find(index), []).append(index)
        parties = [self._party(group) for group in groups.values()]
        party_of = [0] * len(mentions)
        for number, party in enumerate(parties):
            for index in party.mentions:
                party_of[index] = number
        return party_of, parties

    def _join_short_names(self, root: list[int], find: Callable[[int], int]) -> None:
        """A surname alone ("Wang") joins the one longer name that ends in it ("Wang Yi" begins with it, too)."""
        named = [
            (index, _WORD.findall(m.span.text)) for index, m in enumerate(self.tagging.mentions) if self.is_named(index)
        ]
        # For each word the longer names so far that hold it.
        longer: dict[str, list[int]] = {}
        for index, tokens in named:
            if len(tokens) != 1:
                for word in set(tokens):
                    longer.setdefault(word, []).append(index)
                continue
            if self.identify(index, None).country is not None:
                continue
            # Two are as good as many: then nobody knows which is meant.
            found: set[int] = set()
            for other in longer.get(tokens[0], ()):
                found.add(find(other))
                if len(found) == 2:
                    break
            if len(found) == 1:
                root[find(index)] = found.pop()

    def _party(self, group: Sequence[int]) -> Party:
        named = [index for index in group if self.is_named(index)]
        if named:
            # The fullest name, the earlier where two are as full.
            best = max(named, key=lambda index: (len(_WORD.findall(self.tagging.mentions[index].span.text)), -index))
            return Party(tuple(group), best, True)
        plain = [index for index in group if not self.is_pronoun(index)]
        return Party(tuple(group), (plain or list(group))[0], bool(plain))

    def _setting(self) -> str | None:
        """The country that the report names most often, or None where two are named as often."""
        ranked = self.knowledge.countries_in(self.tagging.text).most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    def _scenes(self) -> dict[int, str]:
        """For each mention the country of the place where an event happens that it takes part in."""
        scenes: dict[int, str] = {}
        for trigger in self.tagging.triggers:
            places = [self.knowledge.country_of_place(self.tagging.places[index].text) for index in trigger.places]
            places += [self.identify(mention, self.published).country for mention in trigger.place_mentions]
            country = next((code for code in places if code and code not in _REALMS), None)
            for mention in (*trigger.actors, *trigger.recipients) if country else ():
                scenes.setdefault(mention, country or "")
        return scenes

    def _identity_of(self, mention: int, naming: int, party: Party, on: datetime.date | None) -> Identity:
        """Codes by the mention's own words, else by the words that name it, else by the rest of its party."""
        order = [mention, naming, *self._telling(party, on)]
        own = self.tagging.mentions[mention]
        country = sector = second = entity = name = None
        basis: list[Basis] = []
        for index in order:
            if self.is_pronoun(index):
                continue
            found = self.identify(index, on)
            if country is None and found.country is not None:
                country, entity, name = found.country, found.entity, found.name
                basis.extend(found.basis)
            if sector is None and found.sector is not None:
                sector, second = found.sector, found.second
                basis.extend(b for b in found.basis if b not in basis)
            if country is not None and sector is not None:
                break
        identity = Identity(country, sector, second, entity, name, tuple(basis))
        if mention and self._is_counterpart(own):
            # "His Indian counterpart" holds the office of the one named before.
            other = self._matched(mention, identity.country, on)
            if other is not None and other.sector is not None:
                return _with(identity, "counterpart", other.spans[0].text, sector=other.sector)
        return self._from_context(own, mention, identity, on)

    def _telling(self, party: Party, on: datetime.date | None) -> tuple[int, ...]:
        """The first mention of a party whose words tell a country and the first that tells a sector, in the order of the text."""
        key = (self.party_of[party.mentions[0]], on)
        if key not in self._tellers:
            country = sector = None
            for index in party.mentions:
                if self.is_pronoun(index):
                    continue
                found = self.identify(index, on)
                country = index if country is None and found.country is not None else country
                sector = index if sector is None and found.sector is not None else sector
                if country is not None and sector is not None:
                    break
            self._tellers[key] = tuple(sorted({index for index in (country, sector) if index is not None}))
        return self._tellers[key]

    def _matched(self, mention: int, country: str | None, on: datetime.date | None) -> Participant | None:
        """Whom a counterpart matches: the nearest party before with a sector and another country, else the nearest."""
        nearest: Participant | None = None
        for index in range(mention - 1, max(-1, mention - 1 - _MATCH_REACH), -1):
            if self._is_counterpart(self.tagging.mentions[index]):
                continue
            other = self._other(index, on)
            if other is None or other.sector is None:
                continue
            if other.country is not None and other.country != country:
                return other
            nearest = nearest or other
        return nearest

    def _other(self, mention: int, on: datetime.date | None) -> Participant | None:
        """The participant of another mention that tells of this one; None where too many were asked already."""
        if self._steps == _MOST_STEPS:
            return None
        self._steps += 1
        try:
            return self.participant(mention, on)
        finally:
            self._steps -= 1

    def _has_none(self, mention: int, identity: Identity, on: datetime.date | None) -> bool:
        by_words = self.identify(mention, on)
        return identity.sector is None and by_words.sector is None and by_words.sector_by is not None

    def _is_counterpart(self, own: Mention) -> bool:
        return not self.words.counterparts.isdisjoint(_WORD.findall(own.span.text.lower()))

    def _from_context(self, own: Mention, mention: int, identity: Identity, on: datetime.date | None) -> Identity:
        """Fill what the words leave open from the whole that a mention is a part of, the network and the setting."""
        if identity.country is None and own.whole is not None and own.whole != mention:
            whole = self._other(own.whole, on) if self.tagging.mentions[own.whole].whole is None else None
            if whole is not None and whole.country is not None:
                identity = _with(identity, "whole", whole.spans[0].text, country=whole.country)
        if self._has_none(mention, identity, on):
            # "Smith's lawyers": the words say that there is no sector.
            pass
        elif own.sector is not None and (identity.sector is None or self._network_knows_better(identity, own)):
            identity = _with(identity, "tagger", own.span.text, sector=own.sector)
        elif own.sector is None and own.sector_score >= _SURE_SECTOR and self.knowledge.is_state(own.span.text):
            # A state or town that is merely hit, supplied or held has no sector (guidelines 4.5).
            identity = _without_sector(identity, own.span.text)
        if identity.country is None and own.realm in _REALMS:
            identity = _with(identity, "tagger", own.span.text, country=_REALMS[own.realm])
        if identity.country is None and own.realm == "state":
            context = self._context(own)
            if context is not None:
                return _with(identity, "context", context[1], country=context[0])
            scene = self._scene_of[self.party_of[mention]]
            if scene is not None:
                return _with(identity, "place of the event", own.span.text, country=scene)
            if self.setting is not None:
                return _with(identity, "setting of the report", own.span.text, country=self.setting)
        return identity

    def _context(self, own: Mention) -> tuple[str, str] | None:
        """The likeliest country of what stands around, and the words that tell it best.

        Every mention and place that tells a country speaks for it with the odds that the network gives it, so that five that
        agree may outweigh the one that is likeliest.
        """
        odds: dict[str, float] = {}
        best: dict[str, str] = {}
        for is_place, index, score in own.setting:
            if is_place:
                words = self.tagging.places[index].text
                country = self.knowledge.country_of_place(words)
            else:
                words = self.tagging.mentions[index].span.text
                country = self.identify(index, self.published).country
            if country is not None and country not in _REALMS:
                odds[country] = odds.get(country, 0.0) + math.exp(min(score, _MOST_LOGIT) / _FLATTENING)
                best.setdefault(country, words)
        if not odds:
            return None
        # Of two as likely the one that the likelier words tell: dictionaries keep their order.
        country = max(odds, key=lambda code: odds[code])
        return country, best[country]

    def _network_knows_better(self, identity: Identity, own: Mention) -> bool:
        """A role noun or a state's name takes its sector from the sentence where the network is sure of another."""
        if own.sector_score < _SURE_SECTOR:
            return False
        # Persons, bodies and groups keep their own; a state is its government or, where a force acts, its army (guidelines 4.5).
        if identity.entity is not None and not self.knowledge.is_state(own.span.text):
            return False
        return own.sector != identity.sector


def _with(
    identity: Identity, rule: str, words: str, *, country: str | None = None, sector: str | None = None
) -> Identity:
    basis = (*identity.basis, Basis(words, rule))
    return replace(identity, basis=basis, country=country or identity.country, sector=sector or identity.sector)


def _without_sector(identity: Identity, words: str) -> Identity:
    return replace(identity, sector=None, second=None, basis=(*identity.basis, Basis(words, "state that does not act")))


def _key(text: str) -> str:
    """Words of a name without case, article and possessive, to find its repetition."""
    tokens = [token.lower() for token in _WORD.findall(text.replace("\u2019", "'").removesuffix("'s"))]
    return " ".join(tokens[1:] if tokens[:1] == ["the"] else tokens)


def _plain(text: str) -> str:
    """A name on one line without a possessive ending."""
    joined = " ".join(text.split())
    return re.sub(r"['\u2019]s$", "", joined)
