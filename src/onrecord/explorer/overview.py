"""The overview: how many records pass the filters, each facet under all filters but its own, and the charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.codebook.load import Codebook
from onrecord.explorer.charts import Charts, Unit
from onrecord.explorer.columns import NONE, Mask
from onrecord.explorer.facts import FACETED, Facts
from onrecord.explorer.filters import NAME, OWN_VOICE, Filters
from onrecord.output.contract import Json

MOST_FACET_VALUES = 200
_BY_NAME = ("who", "whom", "place")
OWN_VOICE_LABEL = "the report's own voice"


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called.

    Attributes:
        countries: by code; IGO and the like among them.
    """

    countries: Mapping[str, str]
    codebook: Codebook

    def label(self, facet: str, value: str) -> str:
        """What people read for a value of a facet."""
        if facet in _BY_NAME:
            return self.countries.get(value, value)
        if facet == "sector":
            sector = self.codebook.sectors.get(value)
            return sector.label if sector else value
        if facet == "category":
            category, _, mode = value.partition("/")
            known = self.codebook.categories.get(category)
            return mode or (known.label if known else value)
        if facet == "source" and value == OWN_VOICE:
            return OWN_VOICE_LABEL
        return value


def overview(facts: Facts, masks: Mapping[str, Mask], filters: Filters, unit: Unit | None, names: Names) -> Json:
    """The JSON object `Overview`.

    Args:
        masks: of each filter that is set.
    """
    matched = facts.matched(masks)
    charts = Charts(facts, matched, names.codebook, names.countries)
    events = facts.columns.event[matched]
    return {
        "version": facts.version,
        "total": facts.total,
        "matched": int(np.count_nonzero(matched)),
        "events": _distinct(events[events != NONE], len(facts.base.events)),
        "reports": _distinct(facts.columns.report[matched], len(facts.base.reports)),
        "facets": {
            facet: _facet(facts, facet, facts.matched(masks, facet) if facet in masks else matched, getattr(filters, facet), names)
            for facet in FACETED
        },
        "timeline": charts.timeline(unit),
        "map": charts.map(),
        "dyads": charts.dyads(),
        "network": charts.network(),
    }  # fmt: skip


def _distinct(codes: npt.NDArray[np.int32], size: int) -> int:
    return int(np.count_nonzero(np.bincount(codes, minlength=size))) if len(codes) else 0


def _facet(facts: Facts, facet: str, mask: Mask, chosen: tuple[str, ...], names: Names) -> list[Json]:
    """The values of a facet, most first; those that are chosen are among them even where no record has them."""
    counts = _counts(facts, facet, mask)
    order = sorted(counts, key=lambda value: -counts[value])[:MOST_FACET_VALUES]
    seen = set(order)
    # Words that are looked for in names are no values of the list.
    order += [value for value in chosen if value not in seen and not (facet in _BY_NAME and value.startswith(NAME))]
    rows: list[Json] = []
    for value in order:
        row = {"value": value, "label": names.label(facet, value), "count": counts.get(value, 0)}
        if facet == "category" and "/" in value:
            row["parent"] = value.partition("/")[0]
        rows.append(row)
    return rows


def _counts(facts: Facts, facet: str, mask: Mask) -> dict[str, int]:
    """For each value that some record of the mask has, how many."""
    columns = facts.columns
    if facet in ("who", "whom", "sector"):
        several = getattr(columns, facet)
        counts = several.counts(mask)
        return {several.words.values[i]: int(counts[i]) for i in np.flatnonzero(counts)}
    single = facts.single(facet)
    counts = single.counts(mask)
    found = {single.words.values[i]: int(counts[i]) for i in np.flatnonzero(counts)}
    if facet == "category":
        return _with_modes(found)
    if facet == "source" and (own := int(np.count_nonzero(mask & (single.codes == NONE)))):
        found[OWN_VOICE] = own
    return found


def _with_modes(labels: Mapping[str, int]) -> dict[str, int]:
    """Counts of labels as counts of categories, their modes among them, and of each mode."""
    found: dict[str, int] = {}
    for label, count in labels.items():
        category, slash, _ = label.partition("/")
        found[category] = found.get(category, 0) + count
        if slash:
            found[label] = count
    return found
