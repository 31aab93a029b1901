"""Rules for expressions that name a day, month or year of the calendar: "9 March", "in May 2016", "the 1990s"."""

from __future__ import annotations

import datetime

from onrecord.dates.arithmetic import DAY, Resolved, add_months, day_of, easter_of, month_of, range_of, year_of
from onrecord.dates.frame import SLACK, Found, Frame, Rule, Unknown, choose_day, make_day, rule

# How an expression says which year: a figure, or a year told from publication or from the day last named.
_YEAR = "(?P<Y>Y)?(?:(?P<L>[LTX])(?P<u>U))?(?:(?P<h>[hs])(?P<hu>U))?"


def year_from(found: Found) -> int | None:
    """The year that _YEAR found ("2014", "last year", "that year"), or None where it names none."""
    year = found.item("Y")
    if year is not None:
        return year.number
    if found.has("L"):
        if found.unit() != "year":
            raise Unknown
        step = {"L": -1, "T": 0, "X": 1}[found.match["L"]]
        return found.frame.day.year + step
    # "On 7 December, the same day" names no year.
    if found.has("h") and found.unit("hu") != "day":
        if found.unit("hu") != "year":
            raise Unknown
        return found.frame.counted_from("year").year
    return None


def choose_month(month: int, frame: Frame) -> Resolved:
    """The month that a month's name means: the latest begun, or the next where the verb looks ahead."""
    year = frame.day.year
    if frame.future:
        year += month < frame.day.month
    else:
        year -= month > frame.day.month
    return month_of(year, month)


def _day(found: Found) -> Resolved | None:
    weekday = found.number("W") if found.has("W") else None
    weekday = found.number("w") if found.has("w") else weekday
    month, number, year = found.number("M"), found.number("d"), year_from(found)
    if year is None:
        day = choose_day(month, number, found.frame, weekday)
    else:
        day = make_day(year, month, number)
        # A weekday that contradicts the date leaves open which of the two is the slip.
        if day is not None and weekday is not None and day.isoweekday() != weekday:
            return None
    return day_of(day) if day else None


def _numeric(found: Found) -> Resolved | None:
    item = found.item("I")
    readings = item.readings if item else ()
    if len(readings) > 1 and found.frame.published is not None and not found.frame.future:
        # Day and month in an unknown order: news of the past cannot lie after publication.
        readings = tuple(day for day in readings if day <= found.frame.published + SLACK)
    weekday = found.number("W") if found.has("W") else None
    if weekday is not None:
        readings = tuple(day for day in readings if day.isoweekday() == weekday)
    return day_of(readings[0]) if len(readings) == 1 else None


def _month(found: Found) -> Resolved:
    year, month = year_from(found), found.number("M")
    return choose_month(month, found.frame) if year is None else month_of(year, month)


def _year_month(found: Found) -> Resolved:
    item = found.item("R")
    if item is None:
        raise Unknown
    return month_of(item.number, item.pair[0])


def _decade(found: Found) -> Resolved | None:
    item = found.item("D")
    if item is None:
        raise Unknown
    return range_of(datetime.date(item.number, 1, 1), datetime.date(item.number + item.pair[0] - 1, 12, 31))


def _years(found: Found) -> Resolved | None:
    first, last = found.number("Y1"), found.number("Y2")
    if last < 100:
        last += first - first % 100
    return range_of(datetime.date(first, 1, 1), datetime.date(last, 12, 31)) if first < last else None


def _months(found: Found) -> Resolved | None:
    """Two months: the year may stand with the last only; the span begins where its first month alone would lie."""
    first_month, last_month, year = found.number("M1"), found.number("M2"), year_from(found)
    if found.has("Y1"):
        first = month_of(found.number("Y1"), first_month)
    elif year is not None:
        first = month_of(year - (first_month > last_month), first_month)
    else:
        first = choose_month(first_month, found.frame)
    last = month_of(first.start.year + (last_month < first_month) if year is None else year, last_month)
    return range_of(first.start, last.end)


def _days(found: Found) -> Resolved | None:
    """Two days: month and year may stand with only one of them; the span begins where its first day alone would lie."""
    first_month = found.number("M1") if found.has("M1") else found.number("M2")
    last_month = found.number("M2") if found.has("M2") else first_month
    year = year_from(found)
    if found.has("Y1"):
        first = make_day(found.number("Y1"), first_month, found.number("d1"))
    elif year is not None:
        first = make_day(year - (first_month > last_month), first_month, found.number("d1"))
    else:
        first = choose_day(first_month, found.number("d1"), found.frame)
    if first is None:
        return None
    last = make_day(first.year + (last_month < first_month) if year is None else year, last_month, found.number("d2"))
    return range_of(first, last) if last else None


def _holiday(found: Found) -> Resolved | None:
    item, year = found.item("J"), year_from(found)
    if item is None:
        raise Unknown

    def of(year: int) -> datetime.date | None:
        return easter_of(year) + item.number * DAY if item.name == "easter" else make_day(year, *item.pair)

    if year is not None:
        day = of(year)
        return day_of(day) if day else None
    published = found.frame.day
    days = [day for step in (-1, 0, 1) if (day := of(published.year + step))]
    if found.frame.future:
        return day_of(min(day for day in days if day >= published))
    return day_of(max(day for day in days if day <= published))


def _season(found: Found) -> Resolved:
    """A season of three months; without a year the latest begun, or the next where the verb looks ahead."""
    item, year = found.item("S"), year_from(found)
    if item is None:
        raise Unknown
    first = item.pair[0]
    if year is not None:
        return _season_from(year, first)
    season = _season_from(found.frame.day.year, first)
    if season.start > found.frame.day and not found.frame.future:
        return _season_from(season.start.year - 1, first)
    return _season_from(season.start.year + 1, first) if found.frame.future and season.end < found.frame.day else season


def _season_from(year: int, month: int) -> Resolved:
    start = datetime.date(year, month, 1)
    return Resolved(start, add_months(start, 3) - DAY, "range")


def _relative_season(found: Found) -> Resolved:
    """ "Last winter" ended before publication, "next winter" begins after it, "this summer" is that of the year."""
    item, word, day = found.item("S"), found.match["L"], found.frame.day
    if item is None:
        raise Unknown
    season = _season_from(day.year, item.pair[0])
    if word == "L":
        return season if season.end < day else _ended(day, item.pair[0])
    if word == "X":
        return season if season.start > day else _season_from(day.year + 1, item.pair[0])
    return season


def _ended(day: datetime.date, month: int) -> Resolved:
    before = _season_from(day.year - 1, month)
    return before if before.end < day else _season_from(day.year - 2, month)


def _named_day(found: Found) -> Resolved | None:
    """ "The 13th": of the month that is, the month before, or the next."""
    number, day = found.number("d"), found.frame.day
    first = day.replace(day=1)
    step = 1 if found.frame.future else -1
    for count in (0, step, 2 * step):
        month = add_months(first, count)
        choice = make_day(month.year, month.month, number)
        if choice and (choice >= day if found.frame.future else choice <= day):
            return day_of(choice)
    return None


def _relative_month(found: Found) -> Resolved:
    """ "Last May": the latest before the month of publication; "next": the first after it; "this": that of the year."""
    month, day = found.number("M"), found.frame.day
    if found.match["L"] == "L":
        return month_of(day.year - (month >= day.month), month)
    if found.match["L"] == "X":
        return month_of(day.year + (month <= day.month), month)
    return month_of(day.year, month)


FIXED: tuple[Rule, ...] = (
    rule(rf"(?P<W>W)?(?P<d>[nO])(?P<M>M){_YEAR}(?P<w>W)?", _day),
    rule(rf"(?P<W>W)?(?P<M>M)(?P<d>[nO]){_YEAR}(?P<w>W)?", _day),
    rule(r"W?(?P<I>I)", _numeric),
    rule(r"(?P<I>I)(?P<W>W)", _numeric),
    rule(rf"N?W?(?P<M>M){_YEAR}", _month),
    rule(rf"{_YEAR}(?P<M>M)", _month),
    rule(r"(?P<R>R)", _year_month),
    rule(r"(?P<L>[LTX])(?P<M>M)", _relative_month),
    rule(r"h(?P<M>M)", lambda found: month_of(found.frame.counted_from("year").year, found.number("M"))),
    rule(r"f?(?P<Y>Y)", lambda found: year_of(found.number("Y"))),
    rule(r"(?P<D>D)", _decade),
    rule(r"b?(?P<Y1>Y)r(?P<Y2>[Yn])", _years),
    rule(rf"b?(?P<M1>M)(?P<Y1>Y)?r(?P<M2>M){_YEAR}", _months),
    rule(rf"b?P?(?P<d1>[nO])[nO]*r(?P<d2>[nO])(?P<M2>M){_YEAR}", _days),
    rule(rf"b?P?(?P<M1>M)(?P<d1>[nO])[nO]*r(?P<d2>[nO]){_YEAR}", _days),
    rule(rf"b?P?(?P<d1>[nO])(?P<M1>M)(?P<Y1>Y)?r(?P<d2>[nO])(?P<M2>M){_YEAR}", _days),
    rule(rf"b?P?(?P<M1>M)(?P<d1>[nO])(?P<Y1>Y)?r(?P<M2>M)(?P<d2>[nO]){_YEAR}", _days),
    rule(rf"(?P<J>J){_YEAR}", _holiday),
    rule(rf"(?P<S>S){_YEAR}", _season),
    rule(r"(?P<L>[LTX])(?P<S>S)", _relative_season),
    rule(r"(?P<d>O)", _named_day),
)
