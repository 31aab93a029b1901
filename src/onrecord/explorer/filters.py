"""The filters of the explorer: query parameters, checked one by one, to values that all lists and charts share."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, get_args

from onrecord.codebook.load import FACTUALITY, Codebook
from onrecord.explorer.columns import NO_DAY
from onrecord.explorer.errors import RequestError
from onrecord.link.types import Standing

# What a parameter may hold: values of one facet, characters of one value, characters of an id.
MOST_VALUES, MOST_CHARACTERS, MOST_OF_AN_ID = 100, 500, 20_000
NAME = "name:"
OWN_VOICE = "-"
STANDING: tuple[str, ...] = get_args(Standing)
REVIEW = ("open", "accepted", "corrected", "rejected", "added")
_CODE = re.compile(r"[A-Z]{3}")
_EPOCH = datetime.date(1970, 1, 1)
Parameters = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What records are asked for: one of the values of each field, and all fields together; empty means all.

    Attributes:
        who, whom, party: country codes, or "name:" and words in a name; of an actor, a recipient or either.
        node: ids of parties in the network; of either side.
        sector: of either side.
        category: `CATEGORY` or `CATEGORY/mode`.
        place: country codes, or "name:" and words in a name.
        source: names of the innermost source; "-" is the report's own voice.
        medium: who published the report.
        since, until: first and last day of the event as days since 1970-01-01, NO_DAY where not given.
        undated: whether events without a day pass `since` and `until`.
        bbox: west, south, east, north in degrees; west of more than east crosses the 180th meridian.
        q: words, as the store's search takes them.
    """

    who: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    node: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    q: tuple[str, ...] = ()
    bbox: tuple[tuple[float, float, float, float], ...] = ()
    since: int = NO_DAY
    until: int = NO_DAY
    undated: bool = field(default=False)

    @property
    def everything(self) -> bool:
        """Whether every record passes."""
        return self == Filters()


FILTER_NAMES = tuple(part.name for part in fields(Filters))
_IDS = ("event", "report", "node")
_ONE = ("since", "until", "undated")


def read_filters(parameters: Parameters, codebook: Codebook) -> Filters:
    """The filters that query parameters ask for; others are for whoever asked.

    Raises:
        RequestError: a value that no record can have, too many or too long ones.
    """
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        # An empty parameter is a form field that was left open.
        if name in FILTER_NAMES and value and value not in given.setdefault(name, []):
            _check_length(name, value)
            given[name].append(value)
    values: dict[str, Any] = {}
    for name, found in given.items():
        if len(found) > (1 if name in _ONE else MOST_VALUES):
            raise RequestError(f"{name} has {len(found)} values", f"Give at most {1 if name in _ONE else MOST_VALUES}.")
        if name in _ONE:
            values[name] = _undated(found[0]) if name == "undated" else _day(name, found[0])
        else:
            read = _READ.get(name, _as_it_is)
            values[name] = tuple(read(name, value, codebook) for value in found)
    filters = Filters(**values)
    if NO_DAY not in (filters.since, filters.until) and filters.since > filters.until:
        raise RequestError("since lies after until", "Give the earlier day to since.")
    return filters


def parameters_of(filters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Keyword arguments of the Python interfaces as query parameters: one value or a list of values each.

    Raises:
        RequestError: there is no such filter.
    """
    found = []
    for name, value in filters.items():
        if name not in FILTER_NAMES:
            raise RequestError(f"there is no filter {name}", f"There are {', '.join(FILTER_NAMES)}.")
        for part in _parts(name, value):
            if part is not None and part is not False:
                found.append((name, "1" if part is True else str(part)))
    return found


def _parts(name: str, value: Any) -> Sequence[Any]:
    if isinstance(value, (list, tuple, set, frozenset)):
        numbers = name == "bbox" and len(value) == 4 and all(isinstance(part, int | float) for part in value)
        return [",".join(map(str, value))] if numbers else list(value)
    return [value]


def _check_length(name: str, value: str) -> None:
    most = MOST_OF_AN_ID if name in _IDS else 2_000 if name == "q" else MOST_CHARACTERS
    if len(value) > most:
        raise RequestError(f"a value of {name} has {len(value):,} characters", f"Give at most {most:,}.")


def _as_it_is(_name: str, value: str, _codebook: Codebook) -> str:
    return value


def _code_or_name(name: str, value: str, _codebook: Codebook) -> str:
    if value.startswith(NAME):
        words = " ".join(value.removeprefix(NAME).split()).casefold()
        if not words:
            raise RequestError(f"{name} asks for a name without words", f"Write {NAME} and some words of it.")
        return NAME + words
    if not _CODE.fullmatch(value):
        raise RequestError(
            f"{name} is {value!r}, which is no country code", f"Write three capitals, or {NAME} and words."
        )
    return value


def _sector(name: str, value: str, codebook: Codebook) -> str:
    return _known(name, value, tuple(codebook.sectors))


def _category(_name: str, value: str, codebook: Codebook) -> str:
    if value not in codebook.labels():
        raise RequestError(f"the codebook has no category {value!r}", f"It has {', '.join(codebook.categories)}.")
    return value


def _known(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise RequestError(f"{name} is {value!r}", f"It can be {', '.join(allowed)}.")
    return value


def _box(_name: str, value: str, _codebook: Codebook) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError as fault:
        raise RequestError(f"bbox is {value!r}", "Write west,south,east,north in degrees.") from fault
    if not all(map(math.isfinite, (west, south, east, north))) or south > north:
        raise RequestError(f"bbox is {value!r}", "Write west,south,east,north in degrees, south before north.")
    return west, south, east, north


_READ: Mapping[str, Callable[[str, str, Codebook], Any]] = {
    "who": _code_or_name, "whom": _code_or_name, "party": _code_or_name, "place": _code_or_name,
    "sector": _sector, "category": _category, "bbox": _box,
    "factuality": lambda name, value, _: _known(name, value, FACTUALITY),
    "standing": lambda name, value, _: _known(name, value, STANDING),
    "review": lambda name, value, _: _known(name, value, REVIEW),
}  # fmt: skip


def _day(name: str, value: str) -> int:
    try:
        return days_since_epoch(datetime.date.fromisoformat(value))
    except ValueError as fault:
        raise RequestError(f"{name} is {value!r}, which is no day", "Write it as YYYY-MM-DD.") from fault


def _undated(value: str) -> bool:
    return _known("undated", value, ("0", "1")) == "1"


def days_since_epoch(day: datetime.date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(days: int) -> str | None:
    """The day, ISO; None for NO_DAY."""
    return None if days == NO_DAY else (_EPOCH + datetime.timedelta(days=days)).isoformat()


def read_number(parameters: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A whole number out of the parameters; raises RequestError where it is none, negative or too large."""
    text = parameters.get(name)
    if text is None or text == "":
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= most):
        raise RequestError(f"{name} is {text[:50]!r}", f"Give a whole number from 0 to {most:,}.")
    return int(text)
