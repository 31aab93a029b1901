"""Days, weeks, months and years: what a date expression resolves to, and counting with it."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from onrecord.model import Granularity

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The days that an expression covers: first and last, both inclusive.

    Attributes:
        granularity: "day", "month" or "year" where it is exactly one of these, else "range".
    """

    start: datetime.date
    end: datetime.date
    granularity: Granularity


def day_of(day: datetime.date) -> Resolved:
    """One day."""
    return Resolved(day, day, "day")


def month_of(year: int, month: int) -> Resolved:
    """One month; raises ValueError where there is none."""
    last = calendar.monthrange(year, month)[1]
    return Resolved(datetime.date(year, month, 1), datetime.date(year, month, last), "month")


def year_of(year: int) -> Resolved:
    """One year."""
    return Resolved(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year")


def range_of(start: datetime.date, end: datetime.date) -> Resolved | None:
    """The days from `start` to `end`, or None where these run backwards."""
    if start > end:
        return None
    return day_of(start) if start == end else Resolved(start, end, "range")


def week_of(day: datetime.date) -> Resolved:
    """The Monday to Sunday that a day lies in."""
    monday = day - day.weekday() * DAY
    return Resolved(monday, monday + 6 * DAY, "range")


def weekend_of(day: datetime.date) -> Resolved:
    """The Saturday and Sunday at the end of the week that a day lies in."""
    monday = day - day.weekday() * DAY
    return Resolved(monday + 5 * DAY, monday + 6 * DAY, "range")


def add_months(day: datetime.date, count: int) -> datetime.date:
    """The same day some months on or back, the last of the month where it has fewer days."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def weekday_before(day: datetime.date, weekday: int, *, strictly: bool = False) -> datetime.date:
    """The latest Monday (1) to Sunday (7) up to a day, that day included unless `strictly`."""
    back = (day.isoweekday() - weekday) % 7
    return day - (back or (7 if strictly else 0)) * DAY


def weekday_after(day: datetime.date, weekday: int, *, strictly: bool = False) -> datetime.date:
    """The first Monday (1) to Sunday (7) from a day on, that day included unless `strictly`."""
    ahead = (weekday - day.isoweekday()) % 7
    return day + (ahead or (7 if strictly else 0)) * DAY


def weekday_near(day: datetime.date, weekday: int) -> datetime.date:
    """The Monday (1) to Sunday (7) at most three days off a day."""
    return weekday_before(day + 3 * DAY, weekday)


def easter_of(year: int) -> datetime.date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm of 1876; Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return datetime.date(year, month, day + 1)
