"""How far reviewers agree with one another and with the machine, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from onrecord.model import Record
from onrecord.output.contract import Json
from onrecord.review.alpha import nominal_alpha
from onrecord.review.apply import Reviewed, reviewed
from onrecord.review.ledger import Review

FOUND = "found"
# What stands for a value that was looked for and is not there: to agree that there is none is to agree.
NONE = "-"


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """Agreement on one field, as Krippendorff's alpha; None where there is too little to tell.

    Attributes:
        between: among reviewers, on records that at least two judged.
        units: how many records that are.
        with_machine: of reviewers with the machine, each pair of a reviewer and a record being a unit.
        units_with_machine: how many pairs that are.
        by_reviewer: of each reviewer with the machine.
    """

    field: str
    between: float | None
    units: int
    with_machine: float | None
    units_with_machine: int
    by_reviewer: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on all fields.

    Attributes:
        reviewed: how many records somebody judged.
        reviewers: everybody whose judgements count, by name.
    """

    reviewed: int
    reviewers: tuple[str, ...]
    fields: tuple[FieldAgreement, ...]

    def to_json(self) -> Json:
        """As the API gives it."""
        return {
            "reviewed": self.reviewed, "reviewers": list(self.reviewers),
            "fields": [
                {
                    "field": one.field, "with_machine": one.with_machine, "between": one.between, "units": one.units,
                    "units_with_machine": one.units_with_machine, "by_reviewer": dict(one.by_reviewer),
                }
                for one in self.fields
            ],
        }  # fmt: skip


Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """One record: what the machine makes of it, and what each reviewer left of it; values by field."""

    machine: Values
    people: Mapping[str, Values]


def agreement(standings: Iterable[Reviewed]) -> Agreement:
    """The agreement on some reports, or all those of a store that somebody judged a record of."""
    units = [unit for standing in standings for unit in units_of(standing)]
    people = sorted({name for unit in units for name in unit.people})
    return Agreement(len(units), tuple(people), tuple(_field(field, units, people) for field in (FOUND, *_READ)))


def units_of(standing: Reviewed) -> Iterator[Unit]:
    """The judged records of a report as units.

    A reviewer's values are those of the record as it stood for him after his last judgement that is in force: what he left
    unchanged he has seen and let stand. A rejected record is not found and has no further values. The machine found what it coded, and
    did not find what somebody added. Records that several reviewers added on the same trigger are one unit.
    """
    people, coded = _people(standing), {record.id for record in standing.coded.records}
    records = {record.id: record for record in standing.coding.records}
    merged: dict[tuple[object, ...], Unit] = {}
    for record in standing.marks:
        if not (values := people.get(record)):
            continue
        base = standing.bases.get(record)
        found = {FOUND: "no"} if base is None or record not in coded else _values(base)
        key: tuple[object, ...] = (record,) if base is not None else (None, records[record].trigger)
        if key in merged and not merged[key].people.keys() & values.keys():
            values = {**merged[key].people, **values}
        elif key in merged:
            key = (*key, record)
        merged[key] = Unit(found, values)
    yield from merged.values()


def _people(standing: Reviewed) -> dict[str, dict[str, Values]]:
    """What each reviewer left of each record."""
    last: dict[tuple[str, str], Review] = {}
    for row in standing.reviews:
        if row.action != "undo" and row.id not in standing.undone:
            last[row.reviewer, standing.current[row.id]] = row
    found: dict[str, dict[str, Values]] = {}
    for reviewer in sorted({name for name, _ in last}):
        then = _as_left_by(standing, reviewer, last)
        records = {record.id: record for record in then.coding.records}
        for record, mark in then.marks.items():
            if (reviewer, record) in last:
                values = {FOUND: "no"} if mark.state == "rejected" else _values(records[record])
                found.setdefault(record, {})[reviewer] = values
    return found


def _as_left_by(standing: Reviewed, reviewer: str, last: Mapping[tuple[str, str], Review]) -> Reviewed:
    """The coding with only those rows on a record that the reviewer had seen when he last judged it; what was undone is undone.

    Rows of copies of a store that were put together may be older than his own and yet unseen.
    """
    finals = {record: row for (name, record), row in last.items() if name == reviewer}
    by_id = {row.id: row for row in standing.reviews}
    seen: set[str] = set()
    for row in finals.values():
        at: Review | None = row
        while at is not None and at.id not in seen:
            seen.add(at.id)
            at = by_id.get(at.seen or "")
    rows = [
        row for row in standing.reviews
        if row.id in seen or row.action == "undo" or standing.current[row.id] not in finals
    ]  # fmt: skip
    return reviewed(standing.coded, rows)


def _values(record: Record) -> Values:
    return {FOUND: "yes", **{field: read(record) or NONE for field, read in _READ.items()}}


def _all(values: Iterable[str | None]) -> str:
    """The values of all parties as one, whatever their order."""
    return ";".join(sorted(value or NONE for value in values))


_READ: Mapping[str, Callable[[Record], str | None]] = MappingProxyType({
    "category": lambda r: r.category,
    "mode": lambda r: r.mode,
    "factuality": lambda r: r.factuality,
    "actor country": lambda r: _all(p.country for p in r.actors),
    "actor sector": lambda r: _all(p.sector for p in r.actors),
    "recipient country": lambda r: _all(p.country for p in r.recipients),
    "recipient sector": lambda r: _all(p.sector for p in r.recipients),
    "date start": lambda r: r.date.start.isoformat() if r.date else None,
    "place country": lambda r: r.place.country if r.place else None,
})  # fmt: skip


def _field(field: str, units: Sequence[Unit], people: Sequence[str]) -> FieldAgreement:
    between = [[values.get(field) for values in unit.people.values()] for unit in units]
    pairs = {
        name: [(u.machine.get(field), u.people[name].get(field)) for u in units if name in u.people] for name in people
    }
    together = [pair for name in people for pair in pairs[name]]
    return FieldAgreement(
        field, nominal_alpha(between), sum(len([v for v in unit if v is not None]) > 1 for unit in between),
        nominal_alpha(together), sum(None not in pair for pair in together),
        {name: nominal_alpha(pairs[name]) for name in people},
    )  # fmt: skip
