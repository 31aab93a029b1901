"""Work out a date expression: leave out what says nothing, and find the one rule that fits all that is left.

"early on Wednesday, at 6.55 a.m."  ->  - - W , @ Q  ->  W  ->  the latest Wednesday up to publication day
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from onrecord.dates.arithmetic import Resolved, day_of, range_of
from onrecord.dates.fixed import FIXED
from onrecord.dates.frame import Found, Frame, Unknown
from onrecord.dates.items import Item, items_of, symbols_of
from onrecord.dates.relative import RELATIVE, moved

_RULES = FIXED + RELATIVE
# Symbols that name a day by themselves; a part of the day beside them ("Monday night") says nothing that is kept.
_ANCHOR = re.compile("[WMIJDYUtymd]")
# Clock times: "q half past eleven", "8 p.m.", "one minute before midnight", "at two" before a part of a day or weekday.
_CLOCK = re.compile(r"q?@?k[nN]C?|q?@?[nNY]C|q?@?QC?|[nNk]H[eEiA]P|@[nN](?=[hLT]?[PWt]|$)|q?@(?=P)")
_MORE_CLOCK = re.compile(r"@|[EA](?=P)|^[ei](?=[TLXhstUWKyPM])")
# Before a part of the day, "before" and "after" belong to it ("before dawn") unless a unit stands before them.
_EDGE = re.compile(r"^[r,]|[r,]$|f(?![qLp]*[nN]U)|,(?=,)")
# A part of a longer expression that may stand beside unknown words and still be the date.
_SURE = re.compile(r"[nO]M|M[nO]|W|I|J|MY|R|[OnN]z")
_HARMLESS = re.compile(r"(?:[nNP@CQkrb,HTh]|O(?=[HP]))*")
# "The day before X": what X is must be a day by itself.
_OFFSET = re.compile(r"(?P<n>[nN])?U(?P<way>[EA])(?P<rest>.+)")
_APPOSED = re.compile(r"(?:[nN]?[UP][eiEA]|[hsVXF][UP]),?(?P<rest>.+)|(?P<first>.+?),?(?:[nN]U[eiEA]|[hsVXF][UP]|UE)")


def resolve_date(
    words: str,
    published: datetime.date | None,
    *,
    future: bool = False,
    named: datetime.date | None = None,
    period: datetime.date | None = None,
) -> Resolved | None:
    """The days that a date expression covers, or None where it cannot be worked out.

    Args:
        words: the expression as it stands in the report ("on Monday", "since June", "March 3-5, 2021").
        published: day of publication, or None; without it only expressions that name their year can be worked out,
            and those that count from `named`.
        future: whether the verb looks ahead ("will meet on Monday").
        named: the day last named in the report, which "the previous day" and "two days later" count from.
        period: first day of the day, month or year last named, which "that month" and "the following year" count from;
            `named` where it is not given.
    """
    items = items_of(words)
    if items is None:
        return None
    try:
        timeless = _without_clock(items)
        frame = Frame(published, future, named, period)
        if items and not timeless and _CLOCK.search(symbols_of(items)):
            # A time of day alone ("at half past four") is one of the day of publication.
            return day_of(frame.day)
        return _resolve(timeless, frame)
    except (Unknown, ValueError, OverflowError):
        # Something that is not known is needed, or the words name a day that no calendar has (31 April, the year 0).
        return None


def _resolve(items: Sequence[Item], frame: Frame) -> Resolved | None:
    kept = _without_parts(items)
    plain = [item for item in kept if item.symbol != ","]
    exact = _exact(plain, frame)
    if exact is not None:
        return exact[0]
    symbols = symbols_of(kept)
    if "v" in symbols or "q" in symbols or not symbols:
        return None
    if "?" in symbols:
        return _beside_unknown(kept, frame)
    return _offset(kept, frame) or _in_apposition(kept, frame) or _two_ends(plain, frame)


def _exact(items: Sequence[Item], frame: Frame) -> tuple[Resolved | None] | None:
    """The answer of the rule that fits all items, in a tuple so that "no such day" differs from "no rule"."""
    symbols = symbols_of(items)
    for pattern, handler in _RULES:
        match = pattern.fullmatch(symbols)
        if match:
            return (handler(Found(items, match, frame)),)
    return None


def _offset(items: Sequence[Item], frame: Frame) -> Resolved | None:
    """ "Two days after 9 March", "the day before Christmas"."""
    match = _OFFSET.fullmatch(symbols_of(items))
    if not match or match["rest"][0] == "," or (match["way"] == "E" and match["rest"][0] == "L"):
        return None
    rest = _resolve(items[match.start("rest") :], frame)
    if rest is None or rest.granularity != "day":
        return None
    count = items[0].number if match["n"] else 1
    unit = items[match.start("way") - 1].name
    if unit not in ("day", "week"):
        return None
    return day_of(moved(rest.start, -count if match["way"] == "E" else count, unit))


def _in_apposition(items: Sequence[Item], frame: Frame) -> Resolved | None:
    """ "A day earlier, on Wednesday", "on 7 December, the same day": the part that names the day by itself."""
    match = _APPOSED.fullmatch(symbols_of(items))
    if not match:
        return None
    group = "rest" if match["rest"] else "first"
    part = list(items[match.start(group) : match.end(group)])
    return _resolve(part, frame) if _SURE.search(symbols_of(part)) else None


def _two_ends(items: Sequence[Item], frame: Frame) -> Resolved | None:
    """ "From last Monday to yesterday": each end for itself."""
    symbols = symbols_of(items)
    if symbols.count("r") != 1:
        return None
    at = symbols.index("r")
    start = _exact([item for item in items[:at] if item.symbol != "b"], frame)
    end = _exact(items[at + 1 :], frame)
    if not start or not end or start[0] is None or end[0] is None:
        return None
    return range_of(start[0].start, end[0].end)


def _beside_unknown(items: Sequence[Item], frame: Frame) -> Resolved | None:
    """A day among words that mean nothing here ("at a sitting on Monday"): only where it is the one day in them."""
    parts: list[list[Item]] = [[]]
    for item in items:
        if item.symbol == "?":
            parts.append([])
        else:
            parts[-1].append(item)
    sure = [part for part in parts if _SURE.search(symbols_of(part))]
    others = [part for part in parts if not _SURE.search(symbols_of(part))]
    if len(sure) != 1 or not all(_HARMLESS.fullmatch(symbols_of(part)) for part in others):
        return None
    part = _trimmed(sure[0])
    if symbols_of(part) == "FW" and sure[0] is not parts[-1]:
        # "Following Friday prayers": a preposition, no day after another.
        part = part[1:]
    return _resolve(part, frame)


def _without_clock(items: Sequence[Item]) -> list[Item]:
    return _dropped(_dropped(items, _CLOCK), _MORE_CLOCK)


def _without_parts(items: Sequence[Item]) -> list[Item]:
    """Without parts of the day beside a day, and without what is left over at the edges."""
    kept = list(items)
    if _ANCHOR.search(symbols_of(items)):
        kept = [item for item in kept if item.symbol != "P"]
    return _trimmed(kept)


def _trimmed(items: Sequence[Item]) -> list[Item]:
    return _dropped(_dropped(items, _EDGE), _EDGE)


def _dropped(items: Sequence[Item], pattern: re.Pattern[str]) -> list[Item]:
    """The items whose symbols no match of a pattern takes in."""
    out: set[int] = set()
    for match in pattern.finditer(symbols_of(items)):
        out.update(range(match.start(), match.end()))
    return [item for position, item in enumerate(items) if position not in out]
