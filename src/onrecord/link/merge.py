"""One set of values for an event out of those of its records."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from onrecord.link.names import Name, one_name
from onrecord.link.prepare import Prepared
from onrecord.link.settings import Settings
from onrecord.link.standing import stand
from onrecord.link.types import MAX_PARTIES, Event, Party

_Value = TypeVar("_Value")


def event_of(identity: str, records: Sequence[Prepared], origin_of: Mapping[str, str], settings: Settings) -> Event:
    """The event that some records tell, given in order of publication; values are those of the records that assert it,
    or of all where none does."""
    told = [r for r in records if r.record.factuality == "asserted"] or list(records)
    reports = list(dict.fromkeys(r.record.report_id for r in records))
    standing = stand(records, origin_of, settings)
    category = _most(r.record.category for r in told)
    assert category is not None  # every record has one
    start, end = _days(told)
    place = _place(told)
    return Event(
        id=identity, category=category, mode=_most(r.record.mode for r in told if r.record.category == category),
        records=tuple(r.record.id for r in records), first_report=reports[0], reports=len(reports),
        origins=len({origin_of[report] for report in reports}), standing=standing.standing,
        asserted_by=standing.asserted, denied_by=standing.denied, planned_by=standing.planned,
        actors=_parties(told, lambda r: r.actors), recipients=_parties(told, lambda r: r.recipients),
        date_start=start, date_end=end,
        place=place.record.place if place else None,
        place_country=place.record.place_country if place else _most(r.record.place_country for r in told),
        lat=place.record.lat if place else None, lon=place.record.lon if place else None,
        killed=_range(r.record.killed for r in told), injured=_range(r.record.injured for r in told),
    )  # fmt: skip


def _most(values: Iterable[_Value | None]) -> _Value | None:
    """The value given most often; of several the first."""
    counted: dict[_Value, int] = {}
    for value in values:
        if value is not None:
            counted[value] = counted.get(value, 0) + 1
    return max(counted, key=lambda value: counted[value]) if counted else None


def _range(values: Iterable[int | None]) -> tuple[int, int] | None:
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else None


def _days(records: Sequence[Prepared]) -> tuple[datetime.date | None, datetime.date | None]:
    """The dates told most often, of several the narrowest; days worked out from publication only where nothing else is."""
    told = [r for r in records if r.dated] or [r for r in records if r.record.date_start is not None]
    pairs = Counter((r.record.date_start, r.record.date_end) for r in told if r.record.date_start and r.record.date_end)
    if not pairs:
        return None, None
    return min(pairs, key=lambda pair: (-pairs[pair], _width(pair), pair))


def _width(pair: tuple[datetime.date | None, datetime.date | None]) -> int:
    start, end = pair
    return (end - start).days if start and end else 0


def _place(records: Sequence[Prepared]) -> Prepared | None:
    """The record whose place is told most often; of several one with coordinates, then the first."""
    named = [r for r in records if r.place]
    often = Counter(r.place for r in named)
    return min(named, key=lambda r: (-often[r.place], r.record.lat is None), default=None)


def _parties(records: Sequence[Prepared], role: Callable[[Prepared], Sequence[Name]]) -> tuple[Party, ...]:
    """The parties in a role, those named alike made one, the one told most often first; each by its fullest common name."""
    groups: list[list[Name]] = []
    for record in records:
        for party in role(record):
            home = next((group for group in groups if _one(group[0], party)), None)
            if home is None:
                groups.append([party])
            else:
                home.append(party)
    groups.sort(key=lambda group: -len(group))
    return tuple(_best(group) for group in groups[:MAX_PARTIES])


def _one(a: Name, b: Name) -> bool:
    x, y = a.party, b.party
    if x.country and y.country and x.country != y.country:
        return False
    if x.name.casefold() == y.name.casefold():
        return True
    if one_name(a, b):
        return True
    # "Troops" and "the army" of one country and sector are one, two names are not.
    return x.country == y.country and x.sector == y.sector and x.country is not None and not (a.words and b.words)


def _best(group: Sequence[Name]) -> Party:
    names = Counter(p.party.name for p in group)
    telling = {p.party.name: len(p.words) for p in group}
    name = min(names, key=lambda one: (telling[one] == 0, -names[one], -telling[one], one))
    return Party(name, _most(p.party.country for p in group), _most(p.party.sector for p in group))
