"""When it happened: the date linked to an event, worked out from the day of publication."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from onrecord.dates import Resolved, find_after, find_dateline, resolve_date
from onrecord.model import Span, Tagging, When
from onrecord.resolve.words import Words

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_BREAK = re.compile("[;:]")
_AHEAD = ("planned", "possible")
# How far before a trigger words may stand that place it earlier, in characters.
_REACH = 40
# How far behind it a date of days long past still tells that the event is background, in characters.
_NEAR = 40
# How far before a trigger "a day after" may stand; how far into its sentence a date still opens it; how long the start of a
# clause is looked at, and the opening of a sentence.
_AFTER, _FRONT, _CLAUSE, _OPENING = 70, 3, 80, 60
# How many sentences before "then" may name the day.
_BACK = 3
# An undated event of a sentence that speaks of days farther back than this is background (guidelines 11.2).
_NEWS_DAYS = 14


class Dates:
    """The date expressions of one report, resolved in the order of the text."""

    def __init__(
        self, tagging: Tagging, words: Words, published: datetime.date | None, sentences: Sequence[Span]
    ) -> None:
        self.tagging, self.words, self.sentences = tagging, words, sentences
        self.spans = sorted(span for trigger in tagging.triggers for span in trigger.spans)
        self.news = _news(tagging.text, published)
        self.published = published = self.news.start if self.news else None
        self.resolved: list[Resolved | None] = []
        # A weekday looks ahead where the event that it dates lies ahead.
        ahead = {index for trigger in tagging.triggers if trigger.factuality in _AHEAD for index in trigger.dates}
        named: datetime.date | None = None
        period: datetime.date | None = None
        for index, span in enumerate(tagging.dates):
            found = resolve_date(span.text, published, future=index in ahead, named=named, period=period)
            self.resolved.append(found)
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
        if planned:
            return None
        for number in triggers:
            if (borrowed := self.borrowed(number)) is not None:
                return borrowed
        return None if self.published is None or self.background(triggers[0]) else self.news

    def borrowed(self, number: int) -> When | None:
        """The date that an event without one of its own takes from words about another event, or None.

        - "met on Thursday, a day after they had agreed": so long before the day named last.
        - "on Monday when they seized the town": the date that "when" goes back to.
        - "In May they seized the town and he fled": the date at the start of the sentence, for a clause joined to its own.
        - "He resigned on Monday. Within hours ...": the day of the sentence before.
        """
        trigger = self.tagging.triggers[number].spans[0]
        sentence = sentence_of(self.sentences, trigger)
        rules = (self._after_which, self._at_which, self._joined, self._continued)
        return next((found for rule in rules if (found := rule(trigger, sentence)) is not None), None)

    def _after_which(self, trigger: Span, sentence: Span) -> When | None:
        text = self.tagging.text
        words = find_after(text, max(sentence.start, trigger.start - _AFTER), trigger.start)
        if words is None or any(span.start >= words.end for span in self._triggers_before(trigger)):
            return None
        if _BREAK.search(text, words.end, trigger.start):
            return None
        before = [found for index, found in self._dates_in(sentence) if self.tagging.dates[index].start < words.start]
        days = [found.start for found in before if found is not None and found.granularity == "day"]
        named = days[-1] if days else self.news.start if self.news else None
        found = resolve_date(words.text, self.published, named=named)
        return When((words,), found.start, found.end, found.granularity, "expression") if found else None

    def _at_which(self, trigger: Span, sentence: Span) -> When | None:
        before = [(self.tagging.dates[index], found) for index, found in self._dates_in(sentence)]
        before = [(span, found) for span, found in before if span.end <= trigger.start]
        if not before or (found := before[-1][1]) is None:
            return None
        span = before[-1][0]
        following = self.tagging.text[span.end : span.end + _OPENING].lower().split()[:1]
        if self.words.at_which.isdisjoint(following) or self._reported(trigger, span):
            return None
        return When((span,), found.start, found.end, found.granularity, "expression")

    def _joined(self, trigger: Span, sentence: Span) -> When | None:
        first = next(self._dates_in(sentence), None)
        if first is None or first[1] is None:
            return None
        span = self.tagging.dates[first[0]]
        if span.start - sentence.start > _FRONT or span.end > trigger.start or self._reported(trigger, span):
            return None
        # The clause must be joined to one that the date belongs to.
        dated = [
            other.spans[0] for other in self.tagging.triggers
            if first[0] in other.dates and sentence.start <= other.spans[0].start < trigger.start
        ]  # fmt: skip
        if not dated:
            return None
        between = self.tagging.text[max(dated[0].end, trigger.start - _CLAUSE) : trigger.start].lower().split()
        if self.words.coordinating.isdisjoint(between):
            return None
        return When((span,), first[1].start, first[1].end, first[1].granularity, "expression")

    def _continued(self, _: Span, sentence: Span) -> When | None:
        opening = " ".join(_WORD.findall(self.tagging.text[sentence.start : sentence.start + _OPENING].lower()))
        second = opening.split(" ")[1:2]
        if not any(f"{opening} ".startswith(f"{words} ") or [words] == second for words in self.words.continuing):
            return None
        return self._day_before(sentence)

    def _day_before(self, sentence: Span) -> When | None:
        """The day that the sentences shortly before name last."""
        at = bisect_left(self.sentences, sentence.start, key=lambda one: one.start)
        for earlier in reversed(self.sentences[max(0, at - _BACK) : at]):
            days = [found for _, found in self._dates_in(earlier) if found and found.granularity == "day"]
            if days:
                return When((), days[-1].start, days[-1].end, "day", "context")
        return None

    def _dates_in(self, sentence: Span) -> Iterator[tuple[int, Resolved | None]]:
        """Index and meaning of the date expressions of a sentence, in order."""
        at = bisect_left(self.tagging.dates, sentence.start, key=lambda span: span.start)
        while at < len(self.tagging.dates) and self.tagging.dates[at].start < sentence.end:
            yield at, self.resolved[at]
            at += 1

    def _triggers_before(self, trigger: Span) -> list[Span]:
        """The triggers that begin shortly before another one."""
        low, high = (
            bisect_left(self.spans, at, key=lambda s: s.start) for at in (trigger.start - _AFTER, trigger.start)
        )
        return self.spans[low:high]

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
            for index, found in self._dates_in(sentence)
            if found is not None and self.tagging.dates[index].start <= trigger.end + _NEAR
        )

    def _reported(self, trigger: Span, beside: Span | None = None) -> bool:
        """Whether a trigger stands in reported words, and in such that do not hold the other span as well."""
        return any(
            content.covers(trigger) and not (beside is not None and content.covers(beside))
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
