"""Report text to Tagging: cut, read, find spans, link them, and give back characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Content, CountWords, Cue, Factuality, Mention, Span, Tagging, Trigger
from onrecord.tagger.found import BY, LEAST, ROLES, SETTING, Found, Gathered, chosen, find_spans, link_window
from onrecord.tagger.furniture import load_lines, widen
from onrecord.tagger.labels import LAYERS, POOLED
from onrecord.tagger.network import Network
from onrecord.tagger.pieces import join_pieces, split_pieces
from onrecord.tagger.segments import plan_windows
from onrecord.tagger.spans import runs
from onrecord.tagger.words import QUOTES, Word, split_words

# A count is taken as killed or injured from this probability on.
_HARM = 0.5


def tag(text: str, network: Network) -> Tagging:
    """All that the network finds in a text. The same text gives the same Tagging, whatever runs beside it."""
    words = split_words(text)
    if not words:
        return Tagging(text)
    pieces = split_pieces(words, network.tokenizer)
    windows = plan_windows(words, [len(own) for own in pieces])
    logs = np.zeros((len(words), len(LAYERS), 3), dtype=np.float32)
    vectors: list[NDArray[np.float32]] = []
    for window in windows:
        here = slice(window.start, window.end)
        read, own = network.read(join_pieces(words[here], pieces[here], network.tokenizer))
        vectors.append(read)
        logs[window.home : window.end] = own[window.home - window.start :]
    gathered = find_spans(words, logs, windows, network.thresholds["trigger"])
    gathered.furniture = widen(text, words, gathered.furniture, load_lines())
    for window, read in zip(windows, vectors, strict=True):
        link_window(network, gathered, window, read)
    return _Builder(text, words, gathered, network).build()


class _Builder:
    """Turns word ranges and span indices into characters and the indices of a Tagging."""

    def __init__(self, text: str, words: Sequence[Word], gathered: Gathered, network: Network) -> None:
        self.text, self.words, self.gathered, self.network = text, words, gathered, network
        self.furniture = tuple(self.span(start, end) for start, end in gathered.furniture)
        self.furnished = np.zeros(len(words), dtype=bool)
        for start, end in gathered.furniture:
            self.furnished[start:end] = True
        self.links = {name: chosen(gathered, name) for name in gathered.arcs}
        self.linked_from: dict[str, dict[int, list[int]]] = {name: {} for name in self.links}
        for name, by_first in self.links.items():
            for first in sorted(by_first):
                for second in by_first[first]:
                    self.linked_from[name].setdefault(second, []).append(first)
        threshold = network.thresholds["event"]
        self.index: dict[int, int] = {}
        self.layers: dict[str, list[int]] = {letter: [] for letter in POOLED}
        for number, found in enumerate(gathered.spans):
            letter = POOLED[found.kind]
            if letter == "e" and (not found.event or found.event_score * found.score < threshold):
                continue
            if self._in_furniture(found):
                continue
            self.index[number] = len(self.layers[letter])
            self.layers[letter].append(number)
        self.roles = self._roles()
        self.speaking: dict[int, list[tuple[float, int]]] = {}
        for (cue, mention), score in gathered.arcs[BY].items():
            if mention in self.index:
                self.speaking.setdefault(cue, []).append((score, -mention))

    def _roles(self) -> dict[int, dict[int, dict[str, float]]]:
        """For each trigger the mentions that could play a role in it, with their scores by role."""
        roles: dict[int, dict[int, dict[str, float]]] = {}
        for role in ROLES:
            for (trigger, mention), score in self.gathered.arcs[role].items():
                if mention in self.index:
                    roles.setdefault(trigger, {}).setdefault(mention, {})[role] = score
        return roles

    def span(self, start: int, end: int) -> Span:
        """The characters from the first to the last of some words."""
        return Span.of(self.text, self.words[start].start, self.words[end - 1].end)

    def _in_furniture(self, found: Found) -> bool:
        return bool(self.furnished[found.start : found.end].any())

    def of(self, number: int) -> Span:
        """The characters of a found span."""
        found = self.gathered.spans[number]
        return self.span(found.start, found.end)

    def partners(self, relation: str, first: int, letter: str) -> tuple[int, ...]:
        """Indices, in the layer's tuple of the Tagging, of what a span is linked to."""
        return tuple(
            self.index[second]
            for second in self.links[relation].get(first, ())
            if second in self.index and POOLED[self.gathered.spans[second].kind] == letter
        )

    def back(self, relation: str, second: int, letter: str) -> tuple[int, ...]:
        """Indices of the spans that are linked to this one, in the order of the text."""
        firsts = self.linked_from[relation].get(second, ())
        return tuple(self.index[n] for n in firsts if n in self.index and POOLED[self.gathered.spans[n].kind] == letter)

    def build(self) -> Tagging:
        cues, contents = self._cues()
        return Tagging(
            text=self.text,
            mentions=tuple(self._mention(number) for number in self.layers["m"]),
            triggers=tuple(self._trigger(number) for number in self.layers["e"]),
            places=tuple(self.of(number) for number in self.layers["p"]),
            dates=tuple(self.of(number) for number in self.layers["d"]),
            cues=cues,
            contents=contents,
            certainty=tuple(self.of(number) for number in self.layers["n"]),
            counts=tuple(self._count(number) for number in self.layers["k"]),
            furniture=self.furniture,
        )

    def _mention(self, number: int) -> Mention:
        found = self.gathered.spans[number]
        return Mention(
            span=self.of(number),
            sector=self.network.sectors[found.sector - 1] if found.sector else None,
            sector_score=found.sector_score,
            realm=found.realm,
            antecedent=next(iter(self.partners("antecedent", number, "m")), None),
            whole=next(iter(self.partners("whole", number, "m")), None),
            setting=tuple(
                (POOLED[self.gathered.spans[n].kind] == "p", self.index[n], self.gathered.arcs[SETTING][number, n])
                for n in self.links[SETTING].get(number, ())
                if n in self.index
            ),
            score=found.score,
        )

    def _trigger(self, number: int) -> Trigger:
        found = self.gathered.spans[number]
        category, _, mode = self.network.events[found.event - 1].partition("/")
        actors, recipients = self._parties(number, category)
        factuality: Factuality = found.factuality  # type: ignore[assignment]
        return Trigger(
            spans=(self.of(number),),
            category=category,
            mode=mode or None,
            factuality=factuality,
            actors=actors,
            recipients=recipients,
            places=self.partners("at", number, "p"),
            place_mentions=self.partners("at", number, "m"),
            dates=self.partners("on", number, "d"),
            certainty=self.back("certainty", number, "n"),
            counts=self.back("count", number, "k"),
            same=next(iter(self.partners("same", number, "e")), None),
            score=self.network.confidence(found.score * found.event_score),
        )

    def _parties(self, number: int, category: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Actors and recipients in the order of the text; a mention that scores for both roles gets the better.

        A role that nobody fills goes to the mention that scores best for it, where that is not too unlikely: who is meant by
        "welcomed the deal" often stands sentences before.
        """
        scores = self.roles.get(number, {})
        sides: dict[str, list[int]] = {role: [] for role in ROLES}
        for mention in sorted(scores):
            role = max(ROLES, key=lambda name: scores[mention].get(name, LEAST))
            if scores[mention].get(role, LEAST) > 0:
                sides[role].append(mention)
        taken = {mention for side in sides.values() for mention in side}
        for role in ROLES:
            if sides[role]:
                continue
            # Rarely does anybody do a thing to himself: another mention of a party already taken is no guess.
            names = {self.of(mention).text.lower() for mention in taken}
            free = [
                (own[role], -mention)
                for mention, own in scores.items()
                if role in own and mention not in taken and self.of(mention).text.lower() not in names
            ]
            score, mention = max(free, default=(LEAST, 0))
            least = self.network.thresholds.get(f"{role}_last", 0.0)
            if score > self.network.thresholds.get(f"{role}_last/{category}", least):
                sides[role].append(-mention)
                taken.add(-mention)
        actors, recipients = (tuple(self.index[mention] for mention in sides[role]) for role in ROLES)
        return actors, recipients

    def _cues(self) -> tuple[tuple[Cue, ...], tuple[Content, ...]]:
        cues: list[Cue] = []
        contents: list[Content] = []
        for number in self.layers["c"]:
            found = self.gathered.spans[number]
            tags = self.gathered.contents.get(number)
            own: list[int] = []
            for content in _contents(self, tags) if tags is not None else ():
                own.append(len(contents))
                contents.append(content)
            speakers = self.partners(BY, number, "m")[:2] or self._likeliest_speaker(number)
            cues.append(Cue(self.of(number), speakers, tuple(own), self.partners("touches", number, "e"), found.score))
        return tuple(cues), tuple(contents)

    def _likeliest_speaker(self, cue: int) -> tuple[int, ...]:
        """Who speaks where nobody is likely to: the best mention above a tuned least logit, or nobody."""
        score, mention = max(self.speaking.get(cue, ()), default=(LEAST, 0))
        return (self.index[-mention],) if score > self.network.thresholds.get("by_last", 0.0) else ()

    def _count(self, number: int) -> CountWords:
        killed, injured = self.gathered.spans[number].harm
        return CountWords(self.of(number), killed >= _HARM or killed >= injured, injured >= _HARM or injured > killed)


def _contents(builder: _Builder, tags: tuple[int, NDArray[np.int64]]) -> list[Content]:
    """The contents of one cue: each run of words, without furniture, trimmed of quotation marks and punctuation."""
    first, found = tags[0], []
    report = np.where(builder.furnished[first : first + len(tags[1])], 0, tags[1])
    for start, end in runs(report):
        trimmed = _trim(builder.words, first + start, first + end)
        if trimmed is not None:
            found.append(Content((builder.span(*trimmed),)))
    return found


def _trim(words: Sequence[Word], start: int, end: int) -> tuple[int, int] | None:
    """Drop quotation marks that are not closed inside, and loose punctuation, at both edges."""
    while start < end and words[start].text in QUOTES and not _closed(words, start, end):
        start += 1
    while start < end and words[end - 1].text in QUOTES and not _opened(words, start, end - 1):
        end -= 1
    while start < end and _loose(words[start].text):
        start += 1
    while start < end and words[end - 1].text in {";", ":", "-", "\u2013", "\u2014", "("}:
        end -= 1
    return (start, end) if start < end and any(word.text[0].isalnum() for word in words[start:end]) else None


def _closed(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the mark at `start` is closed before the last word: then it belongs to a quotation inside."""
    return any(words[index].text in QUOTES for index in range(start + 1, end - 1))


def _opened(words: Sequence[Word], start: int, last: int) -> bool:
    return sum(words[index].text in QUOTES for index in range(start, last)) % 2 == 1


def _loose(text: str) -> bool:
    return (
        len(text) == 1
        and unicodedata.category(text)[0] == "P"
        and text not in QUOTES
        and text not in "([{'\u2018\u00bf\u00a1"
    )
