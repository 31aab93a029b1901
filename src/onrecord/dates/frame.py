"""What the rules of the grammar are given: an expression, what is known around it, and what a pattern found in it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.dates.arithmetic import DAY, Resolved
from onrecord.dates.items import Item

# Datelines and reports may lie in different time zones: a day without year may be the one after publication.
SLACK = DAY
# A day without a year and with a weekday that does not fit is looked for so many years about publication.
_YEARS_ABOUT = (0, -1, 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is resolved against.

    Attributes:
        published: day of publication, or None.
        future: whether the verb looks ahead.
        named: the day last named, or None.
        period: first day of the day, month or year last named, or None.
    """

    published: datetime.date | None
    future: bool = False
    named: datetime.date | None = None
    period: datetime.date | None = None

    @property
    def day(self) -> datetime.date:
        """The day of publication; raises Unknown where nobody knows it."""
        if self.published is None:
            raise Unknown
        return self.published

    @property
    def last_named(self) -> datetime.date:
        """The day last named; raises Unknown where there is none."""
        if self.named is None:
            raise Unknown
        return self.named

    def counted_from(self, unit: str) -> datetime.date:
        """What "later", "the following" and "that" count from: the day last named, for months and longer the period."""
        if unit in ("day", "week", "fortnight") or self.period is None:
            return self.last_named
        return self.period

    @property
    def past_day(self) -> datetime.date:
        """What "the day before" counts from: the day last named, else publication day."""
        return self.named or self.day


class Unknown(Exception):
    """An expression needs something that is not known, or names a day that no calendar has."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern's match over the items of an expression."""

    items: Sequence[Item]
    match: re.Match[str]
    frame: Frame

    def item(self, name: str) -> Item | None:
        """The first item of a group, or None where the group took no part."""
        start = self.match.start(name) if name in self.match.re.groupindex else -1
        return self.items[start] if start >= 0 and self.match[name] else None

    def number(self, name: str) -> int:
        """The number of a group's item; raises Unknown where the group took no part."""
        item = self.item(name)
        if item is None:
            raise Unknown
        return item.number

    def unit(self, name: str = "u") -> str:
        """The unit that a group's item names; raises Unknown where the group took no part."""
        item = self.item(name)
        if item is None:
            raise Unknown
        return item.name

    def has(self, name: str) -> bool:
        """Whether a group took part."""
        return self.item(name) is not None


Rule = tuple[re.Pattern[str], Callable[[Found], Resolved | None]]


def rule(pattern: str, handler: Callable[[Found], Resolved | None]) -> Rule:
    """A rule for expressions whose symbols match a pattern as a whole, without a repetition inside a repetition."""
    return re.compile(pattern), handler


def make_day(year: int, month: int, day: int) -> datetime.date | None:
    """A day, or None where no calendar has it."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def choose_day(month: int, day: int, frame: Frame, weekday: int | None = None) -> datetime.date | None:
    """The day that a month and day without year mean: the latest up to publication day, or the next with `future`.

    With a weekday, the nearest year in which it fits; None where it fits in none near publication.
    """
    published = frame.day
    # Eight years about: 29 February may be that far away.
    days = [found for year in range(published.year - 8, published.year + 9) if (found := make_day(year, month, day))]
    if weekday is not None:
        near = [make_day(published.year + step, month, day) for step in _YEARS_ABOUT]
        days = [found for found in near if found and found.isoweekday() == weekday]
    past = [found for found in days if found <= published + SLACK]
    ahead = [found for found in days if found >= published]
    if frame.future:
        return ahead[0] if ahead else None
    if past:
        return max(past)
    return ahead[0] if weekday is not None and ahead else None
