"""When it happened: the date linked to an event, worked out from the day of publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from onrecord.dates import Resolved, find_dateline, resolve_date
from onrecord.model import Span, Tagging, When
from onrecord.resolve.words import Words

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_AHEAD = ("planned", "possible")
# How far before a trigger words may stand that place it earlier, in characters.
_REACH = 40
# An undated event of a sentence that speaks of days farther back than this is background (guidelines 11.2).
_NEWS_DAYS = 14


class Dates:
    """The date expressions of one report, resolved in the order of the text."""

    def __init__(
        self, tagging: Tagging, words: Words, published: datetime.date | None, sentences: Sequence[Span]
    ) -> None:
        self.tagging, self.words, self.sentences = tagging, words, sentences
        self.news = _news(tagging.text, published)
        self.published = published = self.news.start if self.news else None
        self.resolved: list[Resolved | None] = []
        # For the start of a sentence the dates that it names.
        self._said_in: dict[int, list[Resolved]] = {}
        # A weekday looks ahead where the event that it dates lies ahead.
        ahead = {index for trigger in tagging.triggers if trigger.factuality in _AHEAD for index in trigger.dates}
        named: datetime.date | None = None
        period: datetime.date | None = None
        for index, span in enumerate(tagging.dates):
            found = resolve_date(span.text, published, future=index in ahead, named=named, period=period)
            self.resolved.append(found)
            if found is not None:
                self._said_in.setdefault(sentence_of(sentences, span).start, []).append(found)
            if found is not None and found.granularity == "day":
                named = found.start
            if found is not None and found.granularity != "range":
                period = found.start

    def when(self, triggers: Sequence[int], *, planned: bool) -> When | None:
        """The date of an event told by some triggers: its own words, else publication day for current news, else None."""
        for number in triggers:
            for index in self.tagging.triggers[number].dates:
                span = self.tagging.dates[index]
                found = self.resolved[index]
                if planned and self.published is not None:
                    found = resolve_date(span.text, self.published, future=True) or found
                if found is not None:
                    return When((span,), found.start, found.end, found.granularity, "expression")
        # An expression that is linked and cannot be worked out leaves the date open: it is not publication day.
        if any(self.tagging.triggers[number].dates for number in triggers):
            return None
        if self.published is None or planned or self.background(triggers[0]):
            return None
        return self.news

    def unresolved(self) -> list[Span]:
        """The expressions that could not be worked out."""
        return [span for span, found in zip(self.tagging.dates, self.resolved, strict=True) if found is None]

    def background(self, number: int) -> bool:
        """Whether a trigger tells of something before the news: "had" before it, or a sentence about days long past."""
        trigger = self.tagging.triggers[number].spans[0]
        sentence = sentence_of(self.sentences, trigger)
        before = self.tagging.text[max(sentence.start, trigger.start - _REACH) : trigger.start]
        tail = [word.lower() for word in _WORD.findall(before)][-3:]
        # In reported words "had" is the past of the past tense that they were said in ("said the envoy had visited").
        if any(word in self.words.earlier for word in tail) and not self._reported(trigger):
            return True
        return any(
            self.published is not None and (self.published - found.end).days > _NEWS_DAYS
            for found in self._said_in.get(sentence.start, ())
        )

    def _reported(self, trigger: Span) -> bool:
        return any(
            content.covers(trigger)
            for cue in self.tagging.cues
            for content in (self.tagging.contents[i] for i in cue.contents)
        )


def _news(text: str, published: datetime.date | None) -> When | None:
    """The day of what a report presents as news: its dateline's, where that lies shortly before publication, else that of publication."""
    line = find_dateline(text)
    if line is not None and line.day is not None:
        day = line.date or resolve_date(line.day.text, published)
        start = day if isinstance(day, datetime.date) else day.start if day and day.granularity == "day" else None
        if start is not None and (published is None or 0 <= (published - start).days <= _NEWS_DAYS):
            return When((line.day,), start, start, "day", "context")
    return When((), published, published, "day", "published") if published else None


def sentence_of(sentences: Sequence[Span], span: Span) -> Span:
    """The sentence that a span begins in; the span itself where it begins in none."""
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].end <= span.start:
            low = middle + 1
        else:
            high = middle
    return sentences[low] if low < len(sentences) and sentences[low].start <= span.start else span
