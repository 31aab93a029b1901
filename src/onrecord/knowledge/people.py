"""Who a person was on a day, and what a group counted as: rows of one name told apart by their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.knowledge.codes import Codes
from onrecord.knowledge.match import Piece
from onrecord.knowledge.tables import Entry, Sense


@dataclass(frozen=True, slots=True)
class Standing:
    """What a named person or group is on a day. `entry` is None where several share the name."""

    entry: Entry | None
    country: str | None
    sector: str | None
    second: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one phrase is read by.

    Attributes:
        day: ISO day on which names and offices must hold, or None.
        codes: the codes of the rules.
        known: what was found of a piece of the phrase, by its identity, so that it is worked out once.
    """

    day: str | None
    codes: Codes
    known: dict[int, Standing] = field(default_factory=dict)


def standing(piece: Piece, reading: Reading) -> Standing:
    """The standing of the person or group that a piece of the phrase names."""
    found = reading.known.get(id(piece))
    if found is None:
        found = reading.known[id(piece)] = standing_of(piece.senses, reading)
    return found


def standing_of(senses: Sequence[Sense], reading: Reading) -> Standing:
    """The standing of a person or group known under one name; unknown values are None with a rule that says why."""
    rows: dict[str, list[Entry]] = {}
    day = reading.day
    for sense in senses:
        rows.setdefault(sense.entry.id, []).append(sense.entry)
    if len(rows) > 1 and day:
        # Namesakes: whoever held an office on that day is meant; otherwise whoever had already held one.
        serving = {key: own for key, own in rows.items() if any(row.holds(day) for row in own)}
        begun = {key: own for key, own in rows.items() if any(row.since <= day for row in own)}
        rows = serving or begun or rows
    found = [_of_one(own, reading) for own in rows.values()]
    if len(found) == 1:
        return found[0]
    return Standing(
        None,
        _shared({one.country for one in found}),
        _shared({one.sector for one in found}),
        _shared({one.second for one in found}),
        "name of several: what they have in common",
    )


def _of_one(rows: Sequence[Entry], reading: Reading) -> Standing:
    """The standing of one person or group whose rows differ in time."""
    day, codes = reading.day, reading.codes
    what, newest = rows[0].kind, max(rows, key=lambda row: row.since)
    if day is None:
        sector = _shared({row.sector for row in rows})
        country = _shared({row.country for row in rows})
        rule = f"{what}" if sector else f"{what}: several sectors over time and no day given"
        return Standing(newest, country, sector, _shared({row.second for row in rows}), rule)
    now = [row for row in rows if row.holds(day)]
    if now:
        row = max(now, key=lambda one: one.since)
        return Standing(row, row.country, row.sector, row.second, f"{what} on {day}" + _titled(row))
    if (
        what == "group"
        and {row.sector for row in rows} == {codes.party}
        and codes.state in {row.second for row in rows}
    ):
        country = _shared({row.country for row in rows})
        return Standing(newest, country, codes.party, codes.opposition, f"party, not in government on {day}")
    past = [row for row in rows if row.until and row.until < day]
    if what == "person" and past:
        row = max(past, key=lambda one: one.until)
        former = row.sector in codes.official
        # A former head of an international body belongs to no body any more, and the tables do not say to which state.
        country = None if former and row.sector == codes.body else row.country
        rule = f"person: held the office until {row.until[:10].replace('-99', '')}" + _titled(row)
        return Standing(row, country, codes.former if former else None, None, rule)
    country = _shared({row.country for row in rows})
    return Standing(newest, country, None, None, f"{what}: not in the years for which the sector is known")


def _titled(row: Entry) -> str:
    return f": {row.title}" if row.title else ""


def _shared(values: set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
