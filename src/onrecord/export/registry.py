"""All formats by name, in the order of the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from onrecord.export import acled, brat, cameo, flat, gdelt, geojson, icews, lines, marked, network, polecat
from onrecord.export.job import Format

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        form.name: form
        for form in (
            flat.CSV, flat.R_CSV, flat.PARQUET, lines.JSONL, lines.STATEMENT_FORMAT, polecat.FORMAT, icews.FORMAT, gdelt.EVENT_FORMAT,
            gdelt.MENTION_FORMAT, cameo.FORMAT, acled.FORMAT, geojson.FORMAT, network.GRAPHML, network.GEPHI, brat.FORMAT, marked.FORMAT,
        )
    }
)  # fmt: skip
