"""What a person may set on a record, checked value by value against the codebook and the words of the report."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from onrecord.codebook import Codebook
from onrecord.codebook.load import FACTUALITY
from onrecord.model import Granularity
from onrecord.output.contract import Json
from onrecord.review.errors import ReviewError

# The fields of a record that a person can set, in the order in which they are told.
FIELDS = (
    "category", "mode", "trigger", "actors", "recipients", "place", "date", "factuality", "factuality_spans", "sources", "counts",
)  # fmt: skip
# An added record has these at the least.
NEEDED = ("category", "trigger", "factuality")
MOST_BYTES = 200_000
MOST_PARTIES, MOST_SPANS, MOST_BASES = 60, 30, 30
LONGEST_NAME = 500
LARGEST_COUNT = 1_000_000_000
BOUNDS = ("exact", "at least", "at most", "about")
PRECISIONS = ("city", "district", "province", "country", "other")
BASES_OF_DATES = ("expression", "published", "context")
# How a person's own place came to the record, where nothing else is said.
BY_HAND = "reviewer"
_PLAIN_COUNTRY = re.compile(r"[A-Z]{3}")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_REMEDY = "docs/reference/review.md lists what can be set, and how."


@dataclass(frozen=True, slots=True)
class Rules:
    """What values are held against.

    Attributes:
        text: the report's text, or None where it is not at hand: spans are then checked by themselves.
        countries: codes of countries that are known, or None: then three capitals will do.
    """

    codebook: Codebook
    text: str | None
    countries: frozenset[str] | None = None


def check_corrections(values: Any, rules: Rules) -> Json:
    """The values in full, as the output contract has them.

    Raises:
        ReviewError: one is not allowed; the message says which.
    """
    if not isinstance(values, Mapping) or not values:
        raise _wrong("nothing is set")
    unknown = sorted(str(name) for name in values.keys() - set(FIELDS))
    if unknown:
        raise _wrong(f"a reviewer cannot set {', '.join(unknown)[:200]}")
    _check_size(values)
    checker = _Checker(rules)
    return {name: _CHECKS[name](checker, values[name], name) for name in FIELDS if name in values}


def check_mode(codebook: Codebook, category: str, mode: str | None) -> None:
    """Raise ReviewError where a category has no such mode."""
    if (category, mode or "") not in codebook.to_cameo:
        modes = ", ".join(m.id for m in codebook.categories[category].modes) if category in codebook.categories else ""
        raise _wrong(f"{category} has no mode {mode}; it has {modes or 'none'}")


def check_span(value: Any, what: str, rules: Rules) -> None:
    """Raise ReviewError where a span does not hold its words."""
    _Checker(rules).span(value, what)


def words(value: Any, what: str, longest: int = LONGEST_NAME) -> str:
    """Words on one line.

    Raises:
        ReviewError: there are none, too many, or characters that no text has.
    """
    if not isinstance(value, str) or not value.strip():
        raise _wrong(f"{what} has no words")
    if len(value) > longest:
        raise _wrong(f"{what} is longer than {longest:,} characters")
    if _UNFIT.search(value):
        raise _wrong(f"{what} holds characters that belong to no text")
    return " ".join(value.split())


def _wrong(message: str) -> ReviewError:
    return ReviewError(message, _REMEDY)


def _check_size(values: Mapping[str, Any]) -> None:
    try:
        size = len(json.dumps(dict(values), allow_nan=False))
    except (TypeError, ValueError, RecursionError) as fault:
        raise _wrong(f"the values are no JSON: {fault}") from fault
    if size > MOST_BYTES:
        raise _wrong(f"the values take more than {MOST_BYTES // 1000} kB")


class _Checker:
    def __init__(self, rules: Rules) -> None:
        self.rules, self.book = rules, rules.codebook

    # --- codes -------------------------------------------------------------------------------------------------

    def category(self, value: Any, _: str) -> str:
        if not isinstance(value, str) or value not in self.book.categories:
            raise _wrong(f"the codebook has no category {_short(value)}")
        return value

    def mode(self, value: Any, _: str) -> str | None:
        known = {mode.id for category in self.book.categories.values() for mode in category.modes}
        if value is not None and (not isinstance(value, str) or value not in known):
            raise _wrong(f"the codebook has no mode {_short(value)}")
        return value

    def factuality(self, value: Any, _: str) -> str:
        return str(_one_of(value, FACTUALITY, "factuality"))

    def country(self, value: Any, what: str) -> str | None:
        if value is None:
            return None
        known = self.rules.countries
        fits = isinstance(value, str) and (value in known if known is not None else _PLAIN_COUNTRY.fullmatch(value))
        if not fits:
            raise _wrong(f"{what} has the country {_short(value)}, which is none")
        return str(value)

    def sector(self, value: Any, what: str) -> str | None:
        if value is not None and (not isinstance(value, str) or value not in self.book.sectors):
            raise _wrong(f"{what} has the sector {_short(value)}, which the codebook lacks")
        return value

    # --- words -------------------------------------------------------------------------------------------------

    def span(self, value: Any, what: str) -> Json:
        tree = _fields(value, what, ("start", "end", "text"))
        start, end, found = tree["start"], tree["end"], tree["text"]
        if type(start) is not int or type(end) is not int or not isinstance(found, str):
            raise _wrong(f"a span of {what} is not two whole numbers and a text")
        text = self.rules.text
        holds = 0 <= start < end and end - start == len(found) and bool(found.strip())
        if not holds or (text is not None and (end > len(text) or text[start:end] != found)):
            raise _wrong(f"the span {start}:{end} of {what} does not hold {_short(found)}")
        return {"start": start, "end": end, "text": found}

    def spans(self, value: Any, what: str) -> list[Json]:
        return [self.span(one, what) for one in _list(value, what, MOST_SPANS)]

    # --- parts of a record ---------------------------------------------------------------------------------------

    def participant(self, value: Any, what: str, more: tuple[str, ...] = ()) -> Json:
        tree = _fields(value, what, ("spans", "name"), ("country", "sector", "entity", "second", "basis", *more))
        spans = self.spans(tree["spans"], what)
        if not spans:
            raise _wrong(f"{what} has no words in the report")
        entity = tree.get("entity")
        return {
            "spans": spans, "name": words(tree["name"], f"the name of {what}"), "country": self.country(tree.get("country"), what),
            "sector": self.sector(tree.get("sector"), what), "entity": None if entity is None else words(entity, f"the id of {what}"),
            "second": self.sector(tree.get("second"), what), "basis": self.bases(tree.get("basis"), what),
        }  # fmt: skip

    def bases(self, value: Any, what: str) -> list[Json]:
        rows = [_fields(one, f"the basis of {what}", ("words", "rule")) for one in _list(value or [], what, MOST_BASES)]
        return [{name: words(row[name], f"the basis of {what}") for name in ("words", "rule")} for row in rows]

    def participants(self, value: Any, what: str) -> list[Json]:
        found = [self.participant(one, f"one of the {what}") for one in _list(value, what, MOST_PARTIES)]
        return _distinct(found, what)

    def sources(self, value: Any, what: str) -> list[Json]:
        found = []
        for one in _list(value, what, MOST_PARTIES):
            party = self.participant(one, "a source", ("cue",))
            cue = one.get("cue")
            found.append({**party, "cue": None if cue is None else self.span(cue, "a source")})
        return _distinct(found, what)

    def place(self, value: Any, what: str) -> Json | None:
        if value is None:
            return None
        optional = ("country", "admin1", "lat", "lon", "geonames", "basis", "precision")
        tree = _fields(value, what, ("spans", "name"), optional)
        lat, lon = _degrees(tree.get("lat"), 90, "latitude"), _degrees(tree.get("lon"), 180, "longitude")
        if (lat is None) != (lon is None):
            raise _wrong("the place has a latitude without a longitude, or the other way round")
        admin1, precision = tree.get("admin1"), tree.get("precision")
        return {
            "spans": self.spans(tree["spans"], what), "name": words(tree["name"], "the name of the place"),
            "country": self.country(tree.get("country"), "the place"), "admin1": None if admin1 is None else words(admin1, "the region"),
            "lat": lat, "lon": lon, "geonames": _whole(tree.get("geonames"), 1 << 53, "the GeoNames id"),
            "basis": words(tree.get("basis") or BY_HAND, "the basis of the place"),
            "precision": None if precision is None else _one_of(precision, PRECISIONS, "precision"),
        }  # fmt: skip

    def date(self, value: Any, what: str) -> Json | None:
        if value is None:
            return None
        tree = _fields(value, what, ("spans", "start", "end", "granularity"), ("basis",))
        start, end = _day(tree["start"]), _day(tree["end"])
        if start > end:
            raise _wrong(f"the date begins on {start}, after its end on {end}")
        basis = tree.get("basis")
        return {
            "spans": self.spans(tree["spans"], what), "start": start.isoformat(), "end": end.isoformat(),
            "granularity": _one_of(tree["granularity"], get_args(Granularity), "granularity"),
            "basis": None if basis is None else _one_of(basis, BASES_OF_DATES, "basis of a date"),
        }  # fmt: skip

    def counts(self, value: Any, what: str) -> Json:
        tree = _fields(value, what, (), ("killed", "injured"))
        return {name: self.count(tree[name], name) for name in ("killed", "injured") if tree.get(name) is not None}

    def count(self, value: Any, what: str) -> Json:
        tree = _fields(value, what, ("value", "spans"), ("bound",))
        number = _whole(tree["value"], LARGEST_COUNT, f"the number of {what}")
        if number is None:
            raise _wrong(f"the number of {what} is missing")
        bound = _one_of(tree.get("bound", BOUNDS[0]), BOUNDS, "bound")
        return {"value": number, "spans": self.spans(tree["spans"], what), "bound": bound}


_CHECKS: Mapping[str, Callable[[_Checker, Any, str], Any]] = {
    "category": _Checker.category, "mode": _Checker.mode, "trigger": _Checker.span, "actors": _Checker.participants,
    "recipients": _Checker.participants, "place": _Checker.place, "date": _Checker.date, "factuality": _Checker.factuality,
    "factuality_spans": _Checker.spans, "sources": _Checker.sources, "counts": _Checker.counts,
}  # fmt: skip


def _fields(value: Any, what: str, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(f"{what} is {_short(value)}, which is no object")
    missing = [name for name in needed if name not in value]
    unknown = sorted(str(name) for name in value.keys() - {*needed, *optional})
    if missing or unknown:
        how = f"lacks {', '.join(missing)}" if missing else f"has the unknown {', '.join(unknown)[:200]}"
        raise _wrong(f"{what} {how}")
    return value


def _list(value: Any, what: str, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(f"{what} is {_short(value)}, which is no list")
    if len(value) > most:
        raise _wrong(f"{what} has more than {most} entries")
    return value


def _distinct(found: list[Json], what: str) -> list[Json]:
    """One who stands twice in a role, or in a chain, with the same words, is a slip."""
    for number, one in enumerate(found):
        if any(other["spans"] == one["spans"] and other.get("cue") == one.get("cue") for other in found[:number]):
            raise _wrong(f"{one['name']} stands twice among the {what}")
    return found


def _one_of(value: Any, allowed: tuple[str, ...], what: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise _wrong(f"{_short(value)} is no {what}: it can be {', '.join(allowed)}")
    return value


def _degrees(value: Any, most: int, what: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or abs(value) > most:
        raise _wrong(f"the {what} {_short(value)} is none")
    return float(value)


def _whole(value: Any, most: int, what: str) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= most:
        raise _wrong(f"{what} is {_short(value)}, which is no number from 0 to {most:,}")
    return value


def _day(value: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise _wrong(f"{_short(value)} is no day (YYYY-MM-DD)") from fault


def _short(value: Any) -> str:
    return repr(value)[:80]
