"""According to whom: chains of sources by nested contents, and statements."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.model import Content, Cue, Participant, Source, Span, Statement, StatementKind, Tagging
from onrecord.resolve.who import Who
from onrecord.tagger.words import QUOTES


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with one of its contents (or, where a quotation is broken, the parts of one)."""

    cue: int
    content: Content


class Sources:
    """The attributions of one report."""

    def __init__(self, tagging: Tagging, who: Who, media: frozenset[str]) -> None:
        self.tagging, self.who, self.media = tagging, who, media
        self.attributions = [
            Attribution(number, content) for number, cue in enumerate(tagging.cues) for content in self._contents(cue)
        ]
        # By stretches of the text, so that a long report costs no more a word than a short one.
        self._near: dict[int, list[Attribution]] = {}
        for attribution in self.attributions:
            for part in attribution.content.spans:
                for stretch in range(part.start // _STRETCH, part.end // _STRETCH + 1):
                    near = self._near.setdefault(stretch, [])
                    if not near or near[-1] is not attribution:
                        near.append(attribution)

    def covering(self, span: Span, without: Collection[int] = ()) -> list[Attribution]:
        """The attributions whose content holds a span, outermost first, some cues left out.

        A cue is never inside its own content.
        """
        found = [
            a
            for a in self._near.get(span.start // _STRETCH, ())
            if a.content.covers(span) and a.cue not in without and not self.tagging.cues[a.cue].span.overlaps(span)
        ]
        return sorted(found, key=lambda a: (-a.content.size, self.tagging.cues[a.cue].span.start))

    def chain(self, span: Span, on: datetime.date | None, without: Collection[int] = ()) -> list[Source]:
        """The sources of what a span says, outermost first, some cues left out."""
        links: list[Source] = []
        for attribution in self.covering(span, without):
            links.extend(self.speakers(attribution.cue, on))
        return _without_repeats(links)

    def speakers(self, number: int, on: datetime.date | None) -> list[Source]:
        """Who a cue names, outermost first: the medium that was told something stands outside the one who told it."""
        cue = self.tagging.cues[number]
        links = [Source(self.who.participant(mention, on), cue.span) for mention in cue.speakers]
        return sorted(links, key=lambda link: link.participant.sector not in self.media)

    def statements(self, on: datetime.date | None) -> list[tuple[Attribution, Statement]]:
        """Every attributed content as a statement without an id."""
        made: list[tuple[Attribution, Statement]] = []
        for attribution in self.attributions:
            cue = self.tagging.cues[attribution.cue]
            speakers = self.speakers(attribution.cue, on)
            outer = [
                link
                for around in self.covering(attribution.content.spans[0])
                if around.cue != attribution.cue and _wider(around, attribution)
                for link in self.speakers(around.cue, on)
            ]
            # Joint speakers say it together; only a medium passes on what another said.
            passing = [link for link in speakers[:-1] if link.participant.sector in self.media]
            via = _without_repeats([*outer, *passing])
            speaker = speakers[-1].participant if speakers else None
            statement = Statement(
                "",
                speaker,
                tuple(via),
                attribution.content.spans,
                cue.span,
                kind(self.tagging.text, attribution.content),
            )
            made.append((attribution, statement))
        return made

    def _contents(self, cue: Cue) -> list[Content]:
        """The contents of a cue; the halves of one sentence that the cue interrupts are one content."""
        found: list[Content] = []
        for index in cue.contents:
            content = self.tagging.contents[index]
            if found and self._goes_on(found[-1].spans[-1], content.spans[0], cue.span):
                found[-1] = Content((*found[-1].spans, *content.spans))
            else:
                found.append(content)
        return found

    def _goes_on(self, left: Span, right: Span, cue: Span) -> bool:
        """Whether `right` continues the sentence of `left` after the cue, or the page furniture, that stands between them."""
        text = self.tagging.text
        if text[left.end : right.start].strip() and any(
            left.end <= part.start and part.end <= right.start for part in self.tagging.furniture
        ):
            return not left.text.endswith(_ENDED)
        if not left.end <= cue.start < right.start:
            return False
        ended = left.text.endswith(_ENDED) or text[left.end : left.end + 1] in _ENDED
        return not ended and not right.text[0].isupper()


def _wider(outer: Attribution, inner: Attribution) -> bool:
    return outer.content.size > inner.content.size or (
        outer.content.size == inner.content.size and outer.cue < inner.cue
    )


_STRETCH = 500
_ENDED = (".", "!", "?", "\u2026")
_OPENING_SINGLE = re.compile(r"(?<!\w)\u2018")


def _without_repeats(links: Sequence[Source]) -> list[Source]:
    """Drop a link that names the same party as the one before it."""
    kept: list[Source] = []
    for link in links:
        if kept and same_party(kept[-1].participant, link.participant):
            continue
        kept.append(link)
    return kept


def same_party(left: Participant, right: Participant) -> bool:
    """Whether two participants share the words that name them."""
    return left.spans[-1] == right.spans[-1] or left.spans[0] == right.spans[0]


def kind(text: str, content: Content) -> StatementKind:
    """Direct where every part stands in quotation marks, mixed where marks stand inside, else indirect."""
    if all(_quoted(text, span) for span in content.spans):
        return "direct"
    marked = any(char in QUOTES for span in content.spans for char in span.text)
    return "mixed" if marked or any(_OPENING_SINGLE.search(span.text) for span in content.spans) else "indirect"


def _quoted(text: str, span: Span) -> bool:
    before, after = (
        text[max(0, span.start - 3) : span.start].rstrip()[-1:],
        text[span.end : span.end + 2].lstrip(",.;")[:1],
    )
    return (
        bool(before) and before in QUOTES | {"\u2018", "'"} and (after in QUOTES | {"\u2019", "'"} or not after.strip())
    )
