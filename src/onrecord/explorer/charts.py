"""What the charts of the overview draw, counted over the records of a mask."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from onrecord.codebook.load import Codebook
from onrecord.explorer.columns import NO_DAY, Codes, Mask
from onrecord.explorer.facts import Facts
from onrecord.output.contract import Json

Unit = Literal["day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MOST_BINS, MOST_POINTS, MOST_COUNTRIES, MOST_NODES, MOST_EDGES = 400, 5_000, 30, 80, 400
# Spans in days up to which a unit is chosen where nobody says.
_SPANS: Mapping[Unit, int] = {"day": 92, "week": 3 * 366, "month": 33 * 366}
Counts = npt.NDArray[np.int64]
# 1970-01-01 was a Thursday; weeks begin on Monday.
_MONDAY = 3


class Charts:
    """Counts of charts.

    Args:
        facts: all records.
        mask: those that pass the filters.
        countries: names of countries by code.
    """

    def __init__(self, facts: Facts, mask: Mask, codebook: Codebook, countries: Mapping[str, str]) -> None:
        self.facts, self.mask, self.codebook, self.countries = facts, mask, codebook, countries
        self.quads = quads_of(facts, codebook)

    # --- timeline ---------------------------------------------------------------------------------------------

    def timeline(self, unit: Unit | None = None) -> Json:
        """Records by the first day of their event and by category; coarser than asked for where there were too many bins."""
        columns = self.facts.columns
        chosen = np.flatnonzero(self.mask & (columns.start != NO_DAY))
        undated = int(np.count_nonzero(self.mask)) - len(chosen)
        days = columns.start[chosen]
        if not len(days):
            return {"unit": unit or "day", "bins": [], "undated": undated, "outside": 0}
        span = int(days.max()) - int(days.min()) + 1
        fitting: Unit = unit if unit is not None else _fitting(span)
        bins = _bins(days, fitting)
        while int(bins.max()) - int(bins.min()) >= MOST_BINS and fitting != "year":
            fitting = UNITS[UNITS.index(fitting) + 1]
            bins = _bins(days, fitting)
        first = int(bins.min())
        if int(bins.max()) - first >= MOST_BINS:
            # Years far off: those around the middle one are drawn.
            first = max(first, int(np.median(bins)) - MOST_BINS // 2)
        inside = (bins >= first) & (bins < first + MOST_BINS)
        labels = columns.label.codes[chosen][inside]
        categories, of_label = self._categories()
        width = len(categories)
        size = int(bins[inside].max()) - first + 1
        counts = np.bincount((bins[inside] - first) * width + of_label[labels], minlength=size * width).reshape(
            size, width
        )
        return {
            "unit": fitting,
            "bins": [
                {"start": _start(first + row, fitting), "counts": _named(categories, counts[row])} for row in range(size)
            ],
            "undated": undated,
            "outside": int(np.count_nonzero(~inside)),
        }  # fmt: skip

    def _categories(self) -> tuple[list[str], Codes]:
        """All categories, and for the number of each label that of its category."""
        labels = [label.partition("/")[0] for label in self.facts.columns.label.words.values]
        categories = list(dict.fromkeys(labels))
        return categories, np.array([categories.index(label) for label in labels], dtype=np.int32)

    # --- map --------------------------------------------------------------------------------------------------

    def map(self) -> Json:
        """Records by the point of their place."""
        columns = self.facts.columns
        placed = self.mask & ~np.isnan(columns.lat) & ~np.isnan(columns.lon)
        rows = np.flatnonzero(placed)
        points = np.stack([columns.lon[rows], columns.lat[rows]], axis=1)
        found, first, at = _distinct_points(points)
        quads = _quads(at, self.quads[rows], len(found))
        order = np.lexsort((np.arange(len(found)), -quads.sum(axis=1)))[:MOST_POINTS]
        return {
            "points": [self._point(found[i], int(rows[first[i]]), quads[i]) for i in order],
            "unplaced": int(np.count_nonzero(self.mask)) - len(rows),
        }

    def _point(self, point: Any, row: int, quads: Counts) -> Json:
        columns = self.facts.columns

        def value(name: str) -> str | None:
            column = getattr(columns, name)
            code = int(column.codes[row])
            return column.words.values[code] if code >= 0 else None

        return {
            "lon": float(point[0]), "lat": float(point[1]), "name": value("place") or "", "country": value("place_country"),
            "precision": value("precision") or "other", "count": int(quads.sum()), "quads": quads.tolist(),
        }  # fmt: skip

    # --- who does it to whom ----------------------------------------------------------------------------------

    def dyads(self) -> Json:
        """Records by the countries of their actors and recipients."""
        columns = self.facts.columns
        kept = self.mask[columns.dyad_row]
        row, one, other = columns.dyad_row[kept], columns.dyad_actor[kept], columns.dyad_recipient[kept]
        words = columns.who.words.values
        ranked = _most(np.bincount(np.concatenate([one, other]), minlength=len(words)), MOST_COUNTRIES)
        place = _places(ranked, len(words))
        inside = (place[one] >= 0) & (place[other] >= 0)
        size = len(ranked)
        keys = place[one[inside]] * size + place[other[inside]]
        quads = _quads(keys, self.quads[row[inside]], size * size)
        codes = [words[number] for number in ranked]
        return {
            "codes": codes,
            "labels": [self.countries.get(code, code) for code in codes],
            "cells": [
                {"row": int(key) // size, "column": int(key) % size, "count": int(quads[key].sum()), "quads": quads[key].tolist()}
                for key in np.flatnonzero(quads.sum(axis=1))
            ],
            "left_out": int(np.count_nonzero(~inside)),
        }  # fmt: skip

    def network(self) -> Json:
        """The parties with most records to others, and the records between them."""
        facts, columns = self.facts, self.facts.columns
        kept = self.mask[columns.pair_row] & (columns.pair_actor != columns.pair_recipient)
        one, other = columns.pair_actor[kept], columns.pair_recipient[kept]
        quad = self.quads[columns.pair_row[kept]]
        ranked = _most(np.bincount(np.concatenate([one, other]), minlength=columns.parties.size), MOST_NODES)
        place = _places(ranked, columns.parties.size)
        inside = (place[one] >= 0) & (place[other] >= 0)
        size = len(ranked)
        quads = _quads(place[one[inside]] * size + place[other[inside]], quad[inside], size * size)
        edges = _most(quads.sum(axis=1), MOST_EDGES)
        joined = sorted({end for key in edges for end in divmod(key, size)})
        counts = columns.parties.counts(self.mask)
        at = {end: number for number, end in enumerate(joined)}
        known = facts.nodes([ranked[end] for end in joined])
        nodes = [known[ranked[end]] for end in joined]
        return {
            "nodes": [
                {"id": node.id, "label": node.label, "country": node.country, "sector": node.sector, "count": int(counts[ranked[end]])}
                for node, end in zip(nodes, joined, strict=True)
            ],
            "edges": [
                {"source": at[key // size], "target": at[key % size], "count": int(quads[key].sum()), "quads": quads[key].tolist()}
                for key in edges
            ],
        }  # fmt: skip


def quads_of(facts: Facts, codebook: Codebook) -> Codes:
    """The quad class of every record, 0 to 3; -1 for a category that the codebook lacks."""
    found = {name: int(category.quad_code) - 1 for name, category in codebook.categories.items()}
    labels = facts.columns.label.words.values
    by_label = np.array([*(found.get(label.partition("/")[0], -1) for label in labels), -1], dtype=np.int32)
    return by_label[facts.columns.label.codes]


def _fitting(span: int) -> Unit:
    """The unit for a span of so many days."""
    return next((unit for unit, most in _SPANS.items() if span <= most), "year")


def _named(names: Sequence[str], counts: Counts) -> dict[str, int]:
    """The counts that are not nothing, by name."""
    return {names[at]: int(counts[at]) for at in np.flatnonzero(counts).tolist()}


def _quads(keys: npt.NDArray[Any], quads: Codes, size: int) -> Counts:
    """For each key the numbers of quad classes 1 to 4."""
    known = quads >= 0
    counted = np.bincount(keys[known].astype(np.int64) * 4 + quads[known], minlength=size * 4)
    return np.asarray(counted.reshape(size, 4), dtype=np.int64)


def _most(counts: Counts, most: int) -> list[int]:
    """Indices of the highest counts, highest first, without those of nothing; of equals the earlier."""
    some = np.flatnonzero(counts)
    return [int(i) for i in some[np.argsort(-counts[some], kind="stable")][:most]]


def _places(ranked: Sequence[int], size: int) -> npt.NDArray[np.int64]:
    """For each number its place among the ranked, -1 for the rest."""
    place = np.full(size, -1, dtype=np.int64)
    place[list(ranked)] = np.arange(len(ranked))
    return place


def _distinct_points(points: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], Counts, Counts]:
    """Distinct points in the order of their coordinates, the first row of each, and the point of each row."""
    keys = points[:, 0] + 1j * points[:, 1]
    _, first, at = np.unique(keys, return_index=True, return_inverse=True)
    return points[first], first, at


def _bins(days: Codes, unit: Unit) -> npt.NDArray[np.int64]:
    """The number of the day, week, month or year that each day lies in."""
    if unit == "day":
        return days.astype(np.int64)
    if unit == "week":
        return np.asarray((days.astype(np.int64) + _MONDAY) // 7)
    return days.astype("datetime64[D]").astype(f"datetime64[{'M' if unit == 'month' else 'Y'}]").astype(np.int64)


def _start(number: int, unit: Unit) -> str:
    """The first day of a bin, ISO."""
    if unit in ("day", "week"):
        days = number if unit == "day" else number * 7 - _MONDAY
        return _iso(np.datetime64(days, "D"))
    return _iso(np.datetime64(number, "M" if unit == "month" else "Y").astype("datetime64[D]"))


def _iso(day: np.datetime64) -> str:
    found = day.astype(object)
    # Before the year 1 there is no such day in the calendar that everybody uses.
    return found.isoformat() if isinstance(found, datetime.date) else datetime.date.min.isoformat()
