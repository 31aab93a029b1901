"""A record as the tables of the field see it: with a pair of parties, a number, a place and a day in their terms."""

from __future__ import annotations

import bisect
import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from onrecord.export.reference import Reference, State
from onrecord.model import Coding, Participant, Place, Record, Report, When
from onrecord.resolve.assemble import sentences_of

# A record of more pairs of parties than this is a fault of its text; the rest is counted as left out.
MOST_PAIRS = 1000
# Numbers of events stay exact in programs that keep them as floating-point numbers.
_BITS = 53
_WEEK = 7
_GEO_PRECISION: Mapping[str, int] = {"city": 1, "district": 2, "province": 3, "country": 3}
_WHERE_PREC: Mapping[str, int] = {"city": 1, "district": 3, "province": 4, "country": 6}

Pair = tuple[Participant | None, Participant | None]


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of an event table.

    Attributes:
        record: what the row tells.
        actor, recipient: the pair of parties that the row is about, None where there is none; whole records have their first.
        number: the same for the same record and pair, always; below 2**53.
    """

    page: Page
    record: Record
    actor: Participant | None
    recipient: Participant | None
    number: int

    @property
    def report(self) -> Report:
        """The report that tells it."""
        return self.page.coding.report

    @property
    def reference(self) -> Reference:
        """What codes are looked up in."""
        return self.page.reference

    @property
    def sentence(self) -> int:
        """Number of the record's sentence in the report, from 1."""
        return max(1, bisect.bisect_right(self.page.starts, self.record.trigger.start))

    @property
    def lead(self) -> bool:
        """Whether the trigger stands in the first paragraph after the title."""
        return self.record.trigger.start < self.page.lead_end

    @property
    def score(self) -> float:
        """Conflict to cooperation, -10 to 10."""
        return self.reference.score(self.record)

    @property
    def place(self) -> Place | None:
        """Where it happened."""
        return self.record.place

    @property
    def day(self) -> datetime.date | None:
        """First day of the event, None where its date is unknown."""
        return self.record.date.start if self.record.date else None

    @property
    def state(self) -> State | None:
        """The state where it happened."""
        return self.reference.state(self.place.country) if self.place else None

    @property
    def text(self) -> str:
        """Label of the category, with the mode."""
        label = self.reference.codebook.categories[self.record.category].label
        return f"{label} ({self.record.mode})" if self.record.mode else label


class Page:
    """One report, and the rows of its records. What few formats need is worked out when it is asked for."""

    def __init__(self, coding: Coding, reference: Reference) -> None:
        self.coding, self.reference = coding, reference

    @cached_property
    def starts(self) -> list[int]:
        """Offsets at which sentences begin."""
        return [span.start for span in sentences_of(self.coding.report.text)]

    @cached_property
    def lead_end(self) -> int:
        """Offset of the end of the first paragraph, that of the title left out where the text opens with it."""
        text, title = self.coding.report.text, self.coding.report.title
        begin = len(title) if title and text.startswith(title) else 0
        while begin < len(text) and text[begin].isspace():
            begin += 1
        end = text.find("\n", begin)
        return len(text) if end < 0 else end

    def whole(self, record: Record) -> Deed:
        """One row for a record, with its first parties."""
        pair = next(iter(record.actors), None), next(iter(record.recipients), None)
        return self._deed(record, pair, "")

    def pairs(self, record: Record, *, both_ways: bool) -> Iterator[Deed]:
        """A row for each actor and recipient of a record; of a symmetric one, for each two actors, once or both ways."""
        for pair in islice(pairs(record, both_ways=both_ways), MOST_PAIRS):
            yield self._deed(record, pair, f"{_key(pair[0])}\x1f{_key(pair[1])}")

    def _deed(self, record: Record, pair: Pair, key: str) -> Deed:
        return Deed(self, record, *pair, number_of(self.coding.report.id, record.id, key))


def pairs(record: Record, *, both_ways: bool) -> Iterator[Pair]:
    """The pairs of parties of a record, at least one."""
    actors, recipients = record.actors, record.recipients
    if not recipients and len(actors) > 1:
        for left, right in product(range(len(actors)), repeat=2):
            if left < right or (both_ways and left > right):
                yield actors[left], actors[right]
        return
    yield from product(actors or (None,), recipients or (None,))


def pair_count(record: Record, *, both_ways: bool) -> int:
    """How many pairs `pairs` would give."""
    actors, recipients = len(record.actors), len(record.recipients)
    if not recipients and actors > 1:
        return actors * (actors - 1) // (1 if both_ways else 2)
    return max(actors, 1) * max(recipients, 1)


def number_of(*parts: str) -> int:
    """A number for an event, the same for the same parts, always."""
    digest = hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _BITS)


def precision(place: Place | None) -> str | None:
    """How exact a place is: city, district, province, country or other; None without a place, or where nobody says.

    A point without a precision may be the centre of an area, so it counts as nothing better than unknown.
    """
    if place is None or place.precision is not None:
        return place.precision if place else None
    return "country" if place.country is not None and place.lat is None else None


def geo_precision(place: Place | None) -> int | None:
    """As in ACLED: 1 a town, 2 a part of a region, 3 a larger region."""
    return _GEO_PRECISION.get(precision(place) or "")


def where_prec(place: Place | None) -> int | None:
    """As in UCDP GED: 1 a town, 3 a second-level region, 4 a first-level region, 6 a country."""
    return _WHERE_PREC.get(precision(place) or "")


def town(place: Place | None) -> str | None:
    """Name of a town that the gazetteer has, None for other places."""
    return place.name if place is not None and precision(place) == "city" else None


def time_precision(when: When | None) -> int | None:
    """As in ACLED: 1 the day, 2 within a week, 3 within a month; None where the date is unknown or less exact."""
    if when is None:
        return None
    days = (when.end - when.start).days + 1
    return 1 if days == 1 else 2 if days <= _WEEK else 3 if days <= 31 else None


def _key(participant: Participant | None) -> str:
    if participant is None:
        return ""
    first = participant.spans[0].start if participant.spans else -1
    return f"{participant.name}\x1d{first}"
