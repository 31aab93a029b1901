"""Rules for expressions that count from publication or the day last named: "on Monday", "two weeks ago"."""

from __future__ import annotations

import datetime

from onrecord.dates.arithmetic import (
    DAY,
    Resolved,
    add_months,
    day_of,
    month_of,
    range_of,
    week_of,
    weekday_after,
    weekday_before,
    weekday_near,
    weekend_of,
    year_of,
)
from onrecord.dates.frame import Found, Frame, Rule, Unknown, rule

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
# A number of hours that reaches back beyond the day before is told in days.
_HOURS_A_DAY = 24


def moved(day: datetime.date, count: int, unit: str) -> datetime.date:
    """The same day some units on (or, with a negative count, back); raises Unknown beyond the calendar."""
    try:
        return day + count * _DAYS[unit] * DAY if unit in _DAYS else add_months(day, count * _MONTHS[unit])
    except (OverflowError, ValueError) as fault:
        raise Unknown from fault


def around(day: datetime.date, unit: str, *, exact: bool = True) -> Resolved | None:
    """What a count of units leads to: a day for days and weeks, the month for months, the year for longer units."""
    if unit in ("month", "quarter") or (unit in _DAYS and not exact):
        return month_of(day.year, day.month)
    return day_of(day) if unit in _DAYS else year_of(day.year)


def whole(day: datetime.date, unit: str) -> Resolved | None:
    """The day, week, month, quarter, year, decade or century that a day lies in; None for a fortnight."""
    simple = {"day": day_of, "week": week_of}.get(unit)
    if simple:
        return simple(day)
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
        return range_of(first, add_months(first, 3) - DAY)
    length = {"year": 1, "decade": 10, "century": 100}.get(unit)
    if length is None:
        return None
    first = datetime.date(day.year - day.year % length, 1, 1)
    last = datetime.date(first.year + length - 1, 12, 31)
    return Resolved(first, last, "year" if length == 1 else "range")


def pick_weekday(weekday: int, frame: Frame) -> datetime.date:
    """A bare weekday: the latest up to publication day, or the next; publication day itself if it is such a day."""
    return weekday_after(frame.day, weekday) if frame.future else weekday_before(frame.day, weekday)


def _weekday(found: Found) -> Resolved:
    return day_of(pick_weekday(found.number("W"), found.frame))


def _last_weekday(found: Found) -> Resolved:
    return day_of(weekday_before(found.frame.day, found.number("W"), strictly=True))


def _next_weekday(found: Found) -> Resolved:
    return day_of(weekday_after(found.frame.day, found.number("W"), strictly=True))


def _weekdays(found: Found) -> Resolved | None:
    """Some weekdays in a row ("from Monday to Thursday"): from the first to the last that follows it."""
    start = pick_weekday(found.number("a"), found.frame)
    return range_of(start, weekday_after(start, found.number("z")))


def _weekday_of_week(found: Found) -> Resolved:
    """ "Monday last week", "on Tuesday of next week"."""
    if found.unit() != "week":
        raise Unknown
    step = {"L": -1, "p": -1, "T": 0, "X": 1}[found.match["L"]]
    monday = week_of(found.frame.day).start + 7 * step * DAY
    return day_of(monday + (found.number("W") - 1) * DAY)


def _named_weekday(found: Found) -> Resolved:
    """ "That Sunday", "the following Sunday", "the previous Sunday": by the day last named."""
    word, day, weekday = found.match["L"], found.frame.last_named, found.number("W")
    if word == "F":
        return day_of(weekday_after(day, weekday, strictly=True))
    if word == "V":
        return day_of(weekday_before(day, weekday, strictly=True))
    return day_of(weekday_near(day, weekday))


def _ago(found: Found) -> Resolved | None:
    """ "Two weeks ago", "nearly a month ago", "a week ago on Monday", "a century ago today"."""
    count, unit, frame = found.number("n"), found.unit(), found.frame
    day = moved(frame.day, -count, unit)
    if found.has("t"):
        return day_of(day)
    if found.has("W") and unit in _DAYS:
        return day_of(weekday_near(day, found.number("W")))
    return around(day, unit, exact=not found.has("q"))


def _nights_ago(found: Found) -> Resolved:
    return day_of(moved(found.frame.day, -found.number("n"), "day"))


def _hours_ago(found: Found) -> Resolved:
    hours = found.number("n") if found.has("n") and found.unit() == "hour" else 0
    return day_of(moved(found.frame.day, -(hours // _HOURS_A_DAY), "day"))


def _before(found: Found) -> Resolved | None:
    """ "Two days earlier", "the day before", "the night before": back from the day named, else publication day."""
    count = found.number("n") if found.has("n") else 1
    unit = found.unit() if found.has("u") else "day"
    start = found.frame.past_day if unit in _DAYS else found.frame.counted_from(unit)
    return around(moved(start, -count, unit), unit, exact=not found.has("q"))


def _after(found: Found) -> Resolved | None:
    """ "Two days later", "the next day", "the following month": on from the day last named, and from nothing else."""
    count = found.number("n") if found.has("n") else 1
    unit = found.unit() if found.has("u") else "day"
    day = moved(found.frame.counted_from(unit), count, unit)
    return around(day, unit, exact=not found.has("q"))


def _after_which(found: Found) -> Resolved | None:
    """ "On Saturday, a day after he was wounded": what "after" introduces came so long before the day named."""
    return around(moved(found.frame.last_named, -found.number("n"), found.unit()), found.unit())


def _unit_of_named(found: Found) -> Resolved | None:
    """ "The following week", "the previous month", "that year", "the same day": the whole unit, by the day named."""
    step = {"V": -1, "F": 1}.get(found.match["L"], 0)
    unit = found.unit() if found.has("u") else "day"
    return whole(moved(found.frame.counted_from(unit), step, unit), unit)


def _named(found: Found) -> Resolved:
    return day_of(found.frame.last_named)


def _published(found: Found) -> Resolved:
    return day_of(found.frame.day)


def _unit(found: Found) -> Resolved | None:
    """ "Last month", "this week", "next year", "during the month": by publication day."""
    step = {"L": -1, "X": 1}.get(found.match["L"] or "", 0)
    unit = found.unit()
    if unit == "day" and step:
        # "The last day" of what is not said; "the next day" counts from a day named.
        return _after(found) if step > 0 else None
    if unit == "day" and not found.match["L"]:
        return None
    return whole(moved(found.frame.day, step, unit), unit)


def _past_unit(found: Found) -> Resolved | None:
    """ "The past week": the week before as "last week"; "the past month" or "year": that long up to publication day."""
    day, unit = found.frame.day, found.unit()
    return whole(moved(day, -1, unit), unit) if unit == "week" else range_of(moved(day, -1, unit), day)


def _unit_before_last(found: Found) -> Resolved | None:
    """ "The week before last", "the year before last"."""
    return whole(moved(found.frame.day, -2, found.unit()), found.unit())


def _stretch(found: Found) -> Resolved | None:
    """ "The last two weeks", "the next three days": that long up to publication day, or from the day after it."""
    count, day = found.number("n"), found.frame.day
    unit = found.unit()
    if unit == "hour":
        count, unit = -(-count // _HOURS_A_DAY), "day"
    elif unit == "minute":
        return None
    if found.match["L"] == "X":
        return range_of(day + DAY, moved(day, count, unit))
    return range_of(moved(day, -count, unit), day)


def _since(found: Found) -> Resolved | None:
    """ "For three weeks": the day it began, or the month or year where that is as near as the words come."""
    return around(moved(found.frame.day, -found.number("n"), found.unit()), found.unit(), exact=not found.has("q"))


def _weekend(found: Found) -> Resolved:
    """A weekend: with "last" the one before, with "next" the one to come, else the nearest in the verb's direction."""
    frame, word = found.frame, found.match["L"]
    here = weekend_of(frame.day)
    if word in ("h", "s"):
        return weekend_of(frame.last_named)
    running = here.start <= frame.day
    if word == "L":
        return weekend_of(frame.day - 7 * DAY)
    if word == "X":
        return weekend_of(frame.day + 7 * DAY) if running else here
    return here if running or frame.future else weekend_of(frame.day - 7 * DAY)


def _anniversary(found: Found) -> Resolved:
    """ "On the tenth anniversary of the siege": the siege, so many years before the day named or publication day."""
    return day_of(moved(found.frame.past_day, -found.number("n"), "year"))


RELATIVE: tuple[Rule, ...] = (
    rule(r"(?:t|T)?(?P<W>W)t?", _weekday),
    rule(r"L(?P<W>W)", _last_weekday),
    rule(r"X(?P<W>W)", _next_weekday),
    rule(r"b?(?P<a>W)W*r(?P<z>W)", _weekdays),
    rule(r"(?P<W>W)(?P<L>[LTXp])(?P<u>U)", _weekday_of_week),
    rule(r"(?P<L>[LTXp])(?P<u>U)(?P<W>W)", _weekday_of_week),
    rule(r"(?P<L>[hsFV])(?P<W>W)", _named_weekday),
    rule(r"(?P<q>q)?(?P<n>[nN])(?P<u>U)G(?P<t>t)?(?P<W>W)?", _ago),
    rule(r"(?P<W>W)(?P<n>[nN])(?P<u>U)G", _ago),
    rule(r"(?P<n>[nN])PG", _nights_ago),
    rule(r"q?(?P<n>[nN])?(?P<u>H)G", _hours_ago),
    rule(r"(?P<q>q)?(?P<n>[nN])(?P<u>U)[eE]", _before),
    rule(r"(?P<n>[nN])P[eE]", _before),
    rule(r"(?P<u>U)E", _before),
    rule(r"PE", _before),
    rule(r"PEL", lambda found: day_of(moved(found.frame.day, -2, "day"))),
    rule(r"UEy", lambda found: day_of(moved(found.frame.day, -2, "day"))),
    rule(r"UAm", lambda found: day_of(moved(found.frame.day, 2, "day"))),
    rule(r"(?P<q>q)?(?P<n>[nN])(?P<u>U)i", _after),
    rule(r"(?P<n>[nN])Pi", _after),
    rule(r"(?P<n>[nN])(?P<u>U)A", _after_which),
    rule(r"(?P<u>U)A", _after),
    rule(r"[XF]P", _after),
    rule(r"VP", lambda found: day_of(moved(found.frame.last_named, -1, "day"))),
    rule(r"q?[nN]?H[eEiA]", _named),
    rule(r"(?P<L>[FVhs])s?(?P<u>U)", _unit_of_named),
    rule(r"[hs]s?P|d", _named),
    rule(r"LP", lambda found: day_of(moved(found.frame.day, -1, "day"))),
    rule(r"TP|P|t", _published),
    rule(r"y", lambda found: day_of(moved(found.frame.day, -1, "day"))),
    rule(r"m", lambda found: day_of(moved(found.frame.day, 1, "day"))),
    rule(r"(?P<L>[LTX])?(?P<u>U)", _unit),
    rule(r"p(?P<u>U)", _past_unit),
    rule(r"(?P<u>U)EL", _unit_before_last),
    rule(r"(?P<L>[LpX])(?P<n>[nN])(?P<u>[UH])", _stretch),
    rule(r"f(?P<q>q)?[Lp]?(?P<n>[nN])(?P<u>U)", _since),
    rule(r"(?P<L>[LTXphs])?(?P<weekend>K)", _weekend),
    rule(r"(?P<n>[OnN])z", _anniversary),
)
