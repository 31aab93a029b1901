"""The records as they stand: what the machine wrote with what people set right, as columns, and the masks of the filters."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from onrecord.explorer.base import MOST_PARTIES, Base, Columns
from onrecord.explorer.columns import NO_DAY, NONE, Codes, Mask, Members, Several, Single, Vocabulary, distinct
from onrecord.explorer.filters import NAME, OWN_VOICE, REVIEW, STANDING, Filters, days_since_epoch
from onrecord.explorer.nodes import Node, id_without_entity
from onrecord.explorer.reviews import Override
from onrecord.output.contract import Json

# Masks of single filters that are kept: the next question mostly adds one filter to those before.
_KEPT_MASKS = 200
FACETED = ("who", "whom", "sector", "category", "place", "factuality", "source", "medium", "standing", "review")
_SINGLES = ("label", "factuality", "place", "place_country", "source", "precision")
_SEVERALS = ("who", "whom", "sector", "actor_name", "recipient_name")


@dataclass(frozen=True, slots=True)
class Order:
    """Rows in the order of a value; `down` puts the greatest first. Rows without the value come last either way."""

    up: Codes
    down: Codes


class Facts:
    """All records of one version as they stand.

    Args:
        base: the machine's records.
        overrides: records that a person judged, as they stand; they take the place of the machine's.
        version: of the store.
    """

    def __init__(self, base: Base, overrides: Sequence[Override], version: int) -> None:
        self.base, self.version = base, version
        self.overrides = list(overrides)
        machine = base.columns
        self.machine_size = machine.size
        self._added: dict[int, Node] = {}
        self.columns = self._appended(machine) if overrides else machine
        self.size = self.columns.size
        self.alive: Mask = np.ones(self.size, dtype=np.bool_)
        if overrides:
            self.alive[: machine.size][self._replaced()] = False
        self.medium = Single(base.media.words, base.media.codes[self.columns.report])
        self.standing = Single(base.event_rows.words, _by_number(base.event_rows.codes, self.columns.event))
        states = np.zeros(self.size, dtype=np.int32)
        states[machine.size :] = [REVIEW.index(override.state) for override in overrides]
        self.review = Single(Vocabulary(REVIEW), states)
        self.total = int(np.count_nonzero(self.alive))
        self._masks: dict[tuple[str, Any], Mask] = {}
        self._lock = threading.Lock()

    # --- records ----------------------------------------------------------------------------------------------

    def rows(self, numbers: Sequence[int]) -> list[Json]:
        """Rows of records, in the order of the numbers, with `state`: how they were reviewed."""
        found = self.base.rows([number for number in numbers if number < self.machine_size])
        return [
            found[number] | {"state": REVIEW[0]}
            if number < self.machine_size
            else self.overrides[number - self.machine_size].row
            for number in numbers
        ]

    def nodes(self, numbers: Sequence[int]) -> dict[int, Node]:
        """Who entries of the network are."""
        return self._added | self.base.nodes.tell(numbers)

    def ids_of(self, mask: Mask) -> frozenset[str]:
        """Ids of the records of a mask."""
        found = {record for record, n in self.base.record_numbers.items() if mask[n]}
        return frozenset(found | {self.overrides[n].record for n in np.flatnonzero(mask[self.machine_size :])})

    def _replaced(self) -> Codes:
        gone = [override.record for override in self.overrides if override.replaces]
        return np.array(
            [self.base.record_numbers[record] for record in gone if record in self.base.record_numbers], dtype=np.int32
        )

    def _appended(self, machine: Columns) -> Columns:
        return _Appending(machine, self.base, self._added).columns(self.overrides)

    # --- masks ------------------------------------------------------------------------------------------------

    def masks(self, filters: Filters, found: Mapping[str, Mask]) -> dict[str, Mask]:
        """The mask of each filter that is set.

        Args:
            found: masks that this class cannot work out itself, by name of the filter.
        """
        masks = dict(found)
        for name in (*FACETED, "party", "node", "event", "report", "bbox"):
            values = getattr(filters, name)
            if values:
                masks[name] = self._mask(name, values)
        if not filters.review:
            # What a person rejected is not on record, unless it is asked for.
            masks["review"] = self._mask("review", tuple(state for state in REVIEW if state != "rejected"))
        if (filters.since, filters.until) != (NO_DAY, NO_DAY):
            masks["period"] = self._mask("period", (filters.since, filters.until, filters.undated))
        return masks

    def matched(self, masks: Mapping[str, Mask], but: str | None = None) -> Mask:
        """Rows that pass all masks, or all but one."""
        kept = self.alive.copy()
        for name, mask in masks.items():
            if name != but:
                kept &= mask
        return kept

    def _mask(self, name: str, values: tuple[Any, ...]) -> Mask:
        key = name, values
        with self._lock:
            mask = self._masks.get(key)
        if mask is None:
            mask = self._worked_out(name, values)
            with self._lock:
                if len(self._masks) >= _KEPT_MASKS:
                    self._masks.pop(next(iter(self._masks)))
                self._masks[key] = mask
        return mask

    def _worked_out(self, name: str, values: tuple[Any, ...]) -> Mask:
        columns = self.columns
        sides: dict[str, list[tuple[Several, Several]]] = {
            "who": [(columns.who, columns.actor_name)],
            "whom": [(columns.whom, columns.recipient_name)],
            "party": [(columns.who, columns.actor_name), (columns.whom, columns.recipient_name)],
        }
        if name in sides:
            return functools.reduce(np.logical_or, (self._party(values, *side) for side in sides[name]))
        if name in ("bbox", "period"):
            return self._in_boxes(values) if name == "bbox" else self._in_period(*values)
        if name in ("event", "report"):
            return self._of_ids(name, values)
        if name == "node":
            return columns.parties.holds([self._number_of(value) for value in values], self.size)
        if name == "sector":
            return columns.sector.holds([columns.sector.words.number(value) for value in values], self.size)
        single = self.single(name)
        numbers = self.labels(values) if name == "category" else map(single.words.number, values)
        mask = single.holds(list(numbers))
        if name == "place":
            mask |= columns.place.holds(_named(columns.place.words, values))
        if name == "source" and OWN_VOICE in values:
            mask |= single.codes == NONE
        return mask

    def _of_ids(self, name: str, values: tuple[str, ...]) -> Mask:
        numbers = self.base.event_numbers if name == "event" else self.base.report_numbers
        codes = self.columns.event if name == "event" else self.columns.report
        return np.isin(codes, [numbers[value] for value in values if value in numbers])

    def _number_of(self, node: str) -> int:
        """The number of somebody in the network by his id, or NONE where there is nobody of it."""
        number = self.base.nodes.number_of(node)
        if number != NONE:
            return number
        return next((added for added, party in self._added.items() if party.id == node), NONE)

    def single(self, facet: str) -> Single:
        """The column of a facet with one value a record."""
        own = {"medium": self.medium, "standing": self.standing, "review": self.review}
        if facet in own:
            return own[facet]
        column: Single = getattr(self.columns, {"category": "label", "place": "place_country"}.get(facet, facet))
        return column

    def _party(self, values: tuple[str, ...], countries: Several, names: Several) -> Mask:
        mask = countries.holds([countries.words.number(value) for value in values], self.size)
        return mask | names.holds(_named(names.words, values), self.size)

    def labels(self, values: Sequence[str]) -> Iterator[int]:
        """Numbers of the labels that some categories or labels stand for: a category with all of its modes."""
        for number, label in enumerate(self.columns.label.words.values):
            if label in values or label.partition("/")[0] in values:
                yield number

    def _in_boxes(self, boxes: Sequence[tuple[float, float, float, float]]) -> Mask:
        lon, lat = self.columns.lon, self.columns.lat
        mask: Mask = np.zeros(self.size, dtype=np.bool_)
        for west, south, east, north in boxes:
            wide = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
            mask |= wide & (lat >= south) & (lat <= north)
        return mask

    def _in_period(self, since: int, until: int, undated: bool) -> Mask:
        start, end = self.columns.start, self.columns.end
        dated = start != NO_DAY
        mask: Mask = dated.copy()
        if since != NO_DAY:
            mask &= end >= since
        if until != NO_DAY:
            mask &= start <= until
        return mask | ~dated if undated else mask

    # --- orders -----------------------------------------------------------------------------------------------

    @functools.cached_property
    def orders(self) -> Mapping[str, Order]:
        """Rows in the orders that lists can have."""
        columns = self.columns
        names = columns.place.words.values
        places = np.full(len(names) + 1, NONE, dtype=np.int32)
        places[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
        told = np.lexsort((columns.position, columns.report)).astype(np.int32)
        return {
            "date": _order(told, columns.start, NO_DAY),
            "published": _order(told, columns.published, NO_DAY),
            "category": _order(told, columns.label.codes, NONE),
            "place": _order(told, places[columns.place.codes], NONE),
            "confidence": _order(told, columns.confidence, None),
        }


def _order(told: Codes, values: Any, missing: Any) -> Order:
    """The order of some values; equal ones keep the order `told`, in both directions."""
    there = np.ones(len(told), dtype=np.bool_) if missing is None else values[told] != missing
    rows, gone = told[there], told[~there]
    up = rows[np.argsort(values[rows], kind="stable")]
    down = rows[np.argsort(-values[rows].astype(np.float64), kind="stable")]
    return Order(np.concatenate([up, gone]), np.concatenate([down, gone]))


def _named(words: Vocabulary, values: Sequence[str]) -> list[int]:
    """Numbers of the names that hold the words of one of the values."""
    wanted = [value.removeprefix(NAME) for value in values if value.startswith(NAME)]
    if not wanted:
        return []
    return [number for number, name in enumerate(words.values) if any(part in name.casefold() for part in wanted)]


def _by_number(codes: Codes, numbers: Codes) -> Codes:
    """The code at each number, NONE for none."""
    return np.append(codes, NONE).astype(np.int32)[numbers]


class _Appending:
    """The machine's columns with the rows of overrides behind them."""

    def __init__(self, machine: Columns, base: Base, added: dict[int, Node]) -> None:
        self.machine, self.base, self.added = machine, base, added
        self._numbers: dict[str, int] = {}

    def columns(self, overrides: Sequence[Override]) -> Columns:
        rows = [override.row for override in overrides]
        machine, first = self.machine, self.machine.size
        made: dict[str, Any] = {
            "position": _more(machine.position, [row["position"] for row in rows]),
            "report": _more(machine.report, [self.base.report_numbers[row["report"]] for row in rows]),
            "start": _more(machine.start, [_days(row["date_start"]) for row in rows]),
            "end": _more(machine.end, [_days(row["date_end"]) for row in rows]),
            "published": _more(machine.published, [_days(row["published"]) for row in rows]),
            "event": _more(machine.event, [self.base.links.get(row["record"], NONE) for row in rows]),
            "lat": np.append(machine.lat, [_degrees(row["lat"]) for row in rows]),
            "lon": np.append(machine.lon, [_degrees(row["lon"]) for row in rows]),
            "confidence": np.append(machine.confidence, [row["confidence"] for row in rows]),
        }
        values: dict[str, Callable[[Json], str | None]] = {
            "label": lambda row: f"{row['category']}/{row['mode']}" if row["mode"] else row["category"],
            "source": lambda row: row["source_names"][-1] if row["source_names"] else None,
            "precision": lambda row: row["place_precision"],
        }
        for name in _SINGLES:
            column: Single = getattr(machine, name)
            words = column.words.copy()
            found = [words.add(values.get(name, lambda row, name=name: row[name])(row)) for row in rows]
            made[name] = Single(words, _more(column.codes, found))
        return replace(machine, **made, **self._parties(overrides, first))

    def _parties(self, overrides: Sequence[Override], first: int) -> dict[str, Any]:
        machine = self.machine
        words = {"sector": machine.sector.words.copy()}
        # Both sides have the same countries and the same names.
        words |= dict.fromkeys(("who", "whom"), machine.who.words.copy())
        words |= dict.fromkeys(("actor_name", "recipient_name"), machine.actor_name.words.copy())
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in (*_SEVERALS, "parties")}
        pairs: list[tuple[int, int, int]] = []
        dyads: set[tuple[int, int, int]] = set()
        for row, override in enumerate(overrides, first):
            for role, country, name in (("actors", "who", "actor_name"), ("recipients", "whom", "recipient_name")):
                for party in override.parties[role]:
                    found[country].append((row, words[country].add(party.country)))
                    found[name].append((row, words[name].add(party.label)))
                    found["sector"].append((row, words["sector"].add(party.sector)))
                    found["parties"].append((row, self._number(party)))
            for one, other in _pairs(override.parties["actors"], override.parties["recipients"]):
                pairs.append((row, self._number(one), self._number(other)))
                countries = words["who"].add(one.country), words["who"].add(other.country)
                if NONE not in countries:
                    dyads.add((row, *countries))
        more = {
            name: distinct(*(np.array([pair[at] for pair in rows], dtype=np.int32) for at in (0, 1)))
            for name, rows in found.items()
        }
        made: dict[str, Any] = {}
        for name in _SEVERALS:
            column: Several = getattr(machine, name)
            made[name] = Several(words[name], _more(column.rows, more[name][0]), _more(column.codes, more[name][1]))
        parties, (rows, codes) = machine.parties, more["parties"]
        size = len(self.base.nodes) + len(self.added)
        made["parties"] = Members(size, _more(parties.rows, rows), _more(parties.codes, codes))
        for prefix, kept in (("pair", pairs), ("dyad", sorted(dyads))):
            for at, name in enumerate(("row", "actor", "recipient")):
                made[f"{prefix}_{name}"] = _more(getattr(machine, f"{prefix}_{name}"), [part[at] for part in kept])
        return made

    def _number(self, party: Node) -> int:
        """The number of somebody; who is in no record of the machine gets the next one."""
        entity = None if party.id == id_without_entity(party.label, party.country) else party.id
        number = self.base.nodes.number(party.label, party.country, entity)
        if number == NONE:
            number = self._numbers.setdefault(party.id, len(self.base.nodes) + len(self._numbers))
            self.added[number] = party
        return number


def _pairs(actors: Sequence[Node], recipients: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    actors, recipients = actors[:MOST_PARTIES], recipients[:MOST_PARTIES]
    if recipients:
        yield from ((one, other) for one in actors for other in recipients)
    else:
        yield from ((one, other) for at, one in enumerate(actors) for other in actors[at + 1 :])


def _more(codes: Codes, values: Sequence[int] | Codes) -> Codes:
    return np.concatenate([codes, np.asarray(values, dtype=np.int32)])


def _days(value: Any) -> int:
    return NO_DAY if value is None else days_since_epoch(value)


def _degrees(value: float | None) -> float:
    return np.nan if value is None else value


__all__ = ["FACETED", "STANDING", "Facts", "Order"]
