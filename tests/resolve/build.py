"""Taggings by hand: marked text to what a faultless tagger would find in it, so that resolvers are tested without a model."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from onrecord.codebook import load_codebook
from onrecord.knowledge import load as load_knowledge
from onrecord.markup import Mark, Passage
from onrecord.model import Coding, Content, CountWords, Cue, Mention, Record, Report, Span, Tagging, Trigger
from onrecord.resolve.assemble import Resources, assemble
from onrecord.resolve.places.gazetteer import load_gazetteer
from onrecord.resolve.words import load_words
from tests.marked import codes, naming, passage_of

REALMS = ("IGO", "NGO", "INT")


@functools.cache
def resources() -> Resources:
    """What ships with the package."""
    return Resources(load_codebook(), load_knowledge(), load_gazetteer(), load_words())


def code(body: str, published: str | None = "2023-03-09", **options: Any) -> Coding:
    """The coding of marked text, given a faultless tagging; `published=None` for a report of unknown day."""
    return code_passage(passage_of(body, published or "2023-03-09"), unknown_day=published is None, **options)


def code_passage(passage: Passage, *, unknown_day: bool = False, **options: Any) -> Coding:
    """The coding of a passage, given a faultless tagging."""
    report = Report(passage.id, passage.text, published=None if unknown_day else passage.published)
    return assemble(report, tagging_of(passage, **options), resources())


def only(coding: Coding) -> Record:
    """The one record of a coding."""
    assert len(coding.records) == 1, [f"{r.category} {r.trigger.text}" for r in coding.records]
    return coding.records[0]


def tagging_of(passage: Passage, *, codes_given: bool = True) -> Tagging:
    """The marks of a passage as a Tagging, by the conventions of the tagger.

    Marks of one kind on the same words are one span; each part of a broken mark is a span of its own, and an arc holds
    between the nearest parts. With `codes_given` the mentions carry the marked sector and realm, as from a tagger that is
    sure; without, codes have to come from the words alone.
    """
    return _Builder(passage, codes_given).build()


@dataclass(slots=True)
class _Layer:
    """The spans of one kind: the parts in the order of the text, and which of them a mark's parts are."""

    parts: list[tuple[int, int]]
    of: dict[str, list[int]] = field(default_factory=dict)


class _Builder:
    def __init__(self, passage: Passage, codes_given: bool) -> None:
        self.passage, self.marks, self.codes_given = passage, passage.marks, codes_given
        self.layers = {kind: self._layer(kind) for kind in "mepdcnk"}

    def build(self) -> Tagging:
        contents, contents_of = self._contents()
        return Tagging(
            text=self.passage.text,
            mentions=self._mentions(),
            triggers=self._triggers(),
            places=self._spans("p"),
            dates=self._spans("d"),
            cues=self._cues(contents_of),
            contents=contents,
            certainty=self._spans("n"),
            counts=self._counts(),
            furniture=tuple(self.passage.span(part) for part in sorted(self.passage.furniture)),
        )

    def _layer(self, kind: str) -> _Layer:
        marks = [mark for mark in self.marks.values() if mark.kind == kind]
        layer = _Layer(sorted({part for mark in marks for part in mark.parts}))
        layer.of = {mark.id: [layer.parts.index(part) for part in sorted(mark.parts)] for mark in marks}
        return layer

    def _spans(self, kind: str) -> tuple[Span, ...]:
        return tuple(self.passage.span(part) for part in self.layers[kind].parts)

    def _at(self, kind: str, index: int) -> list[Mark]:
        """The marks of a kind that stand at a span, the inner before the outer."""
        return [self.marks[name] for name, indices in self.layers[kind].of.items() if index in indices]

    def _nearest(self, source: str, target: str) -> tuple[int, int]:
        """Of the parts of two marks, the pair that stands nearest."""
        left, right = self.layers[source[0]], self.layers[target[0]]

        def gap(pair: tuple[int, int]) -> int:
            (a, b), (c, d) = left.parts[pair[0]], right.parts[pair[1]]
            return max(a, c) - min(b, d)

        return min(((a, b) for a in left.of[source] for b in right.of[target]), key=gap)

    def _to(self, source: str, attribute: str, kind: str) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """The arcs of an attribute from spans of one kind to spans of another, seen from both ends."""
        ahead: dict[int, list[int]] = {}
        back: dict[int, list[int]] = {}
        for mark in (mark for mark in self.marks.values() if mark.kind == source):
            for target in mark.refers(attribute):
                if target[0] == kind:
                    a, b = self._nearest(mark.id, target)
                    ahead[a] = sorted({*ahead.get(a, []), b})
                    back[b] = sorted({*back.get(b, []), a})
        return ahead, back

    def _mentions(self) -> tuple[Mention, ...]:
        layer = self.layers["m"]
        whole, _ = self._to("m", "in", "m")
        found = []
        for index, span in enumerate(self._spans("m")):
            mark = self._at("m", index)[0]
            root = naming(self.marks, mark).id
            before = [
                i
                for name, own in layer.of.items()
                if naming(self.marks, self.marks[name]).id == root
                for i in own
                if i < index
            ]
            mention = Mention(
                span, antecedent=max(before, default=None), whole=next(iter(whole.get(index, ())), None), realm="none"
            )
            if self.codes_given:
                country, sector = codes(self.marks, mark)
                realm = country if country in REALMS else "none" if country == "-" else "state"
                mention = replace(mention, sector=None if sector == "-" else sector, sector_score=1.0, realm=realm)
            found.append(mention)
        return tuple(found)

    def _triggers(self) -> tuple[Trigger, ...]:
        arcs = {name: self._to("e", name, kind)[0] for name, kind in (("actor", "m"), ("recipient", "m"), ("on", "d"))}
        places, party_places = self._to("e", "at", "p")[0], self._to("e", "at", "m")[0]
        certainty, counts = self._to("n", "of", "e")[1], self._to("k", "of", "e")[1]
        layer = self.layers["e"]
        found = []
        for index, span in enumerate(self._spans("e")):
            mark = self._at("e", index)[0]
            category, _, mode = mark.words[0].partition("/")
            found.append(
                Trigger(
                    spans=(span,),
                    category=category,
                    mode=mode or None,
                    factuality=mark.attributes.get("is", "asserted"),  # type: ignore[arg-type]
                    actors=tuple(arcs["actor"].get(index, ())),
                    recipients=tuple(arcs["recipient"].get(index, ())),
                    places=tuple(places.get(index, ())),
                    place_mentions=tuple(party_places.get(index, ())),
                    dates=tuple(arcs["on"].get(index, ())),
                    certainty=tuple(certainty.get(index, ())),
                    counts=tuple(counts.get(index, ())),
                    same=max((i for i in layer.of[mark.id] if i < index), default=None),
                )
            )
        return tuple(found)

    def _contents(self) -> tuple[tuple[Content, ...], Mapping[str, list[int]]]:
        """Each part of a content by itself, as the tagger finds them."""
        contents: list[Content] = []
        of: dict[str, list[int]] = {}
        for mark in self.passage.of_kind("q"):
            for part in sorted(mark.parts):
                of.setdefault(mark.id, []).append(len(contents))
                contents.append(Content((self.passage.span(part),)))
        return tuple(contents), of

    def _cues(self, contents_of: Mapping[str, Sequence[int]]) -> tuple[Cue, ...]:
        speakers, _ = self._to("c", "by", "m")
        touches, _ = self._to("c", "also", "e")
        _, disputed = self._to("e", "under", "c")
        found = []
        for index, span in enumerate(self._spans("c")):
            marks = self._at("c", index)
            said = [name for mark in marks for name in mark.refers("says")]
            outer = [name for name in said if not any(self._inside(name, other) for other in said)]
            own = sorted({i for name in outer for i in contents_of[name]})
            aimed = sorted({*touches.get(index, ()), *disputed.get(index, ())})
            found.append(Cue(span, tuple(speakers.get(index, ())), tuple(own), tuple(aimed)))
        return tuple(found)

    def _inside(self, inner: str, outer: str) -> bool:
        """Whether a content stands in another one of the same cue: the medium that was told is around the one who told it."""
        (a, b), (c, d) = self.marks[inner].parts[0], self.marks[outer].parts[0]
        return (
            inner != outer
            and c <= a
            and b <= d
            and (a, b, inner) != (c, d, outer)
            and ((a, b) != (c, d) or inner > outer)
        )

    def _counts(self) -> tuple[CountWords, ...]:
        found = []
        for index, span in enumerate(self._spans("k")):
            marks = self._at("k", index)
            found.append(
                CountWords(
                    span, any("killed" in m.attributes for m in marks), any("injured" in m.attributes for m in marks)
                )
            )
        return tuple(found)


def day(value: str) -> datetime.date:
    """A day from its ISO form."""
    return datetime.date.fromisoformat(value)
