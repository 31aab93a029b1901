"""GeoJSON (RFC 7946): one feature a record, points with precision."""

from __future__ import annotations

import datetime
import json
from typing import Any

from onrecord.export import flat
from onrecord.export.columns import Column, Table, Value, whole
from onrecord.export.deeds import Deed
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job

# The geometry says the same.
_LEFT_OUT = frozenset({"lat", "lon"})
TABLE: Table[Deed] = Table(tuple(column for column in flat.COLUMNS if column.name not in _LEFT_OUT))
_GEOMETRY: Column[Deed] = Column(
    "geometry", "point", "record.place.lon, record.place.lat", "Longitude and latitude, WGS 84.", None,
    "Null where the place has no coordinates. The point of an area is its centre: see where_prec.",
)  # fmt: skip


def write(job: Job) -> None:
    """Write the collection, a feature a line."""
    with text_file(job.path) as handle:
        handle.write('{"type":"FeatureCollection","features":[')
        for number, deed in enumerate(job.records()):
            handle.write(",\n" if number else "\n")
            handle.write(json.dumps(feature(deed), ensure_ascii=False, allow_nan=False, separators=(",", ":")))
        handle.write("\n]}\n")


def feature(deed: Deed) -> dict[str, Any]:
    """One record as a feature."""
    place = deed.place
    point = None
    if place is not None and place.lat is not None and place.lon is not None:
        point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    values = zip(TABLE.names, TABLE.values(deed), strict=True)
    return {
        "type": "Feature",
        "id": f"{deed.record.id}",
        "geometry": point,
        "properties": {name: _json(value) for name, value in values},
    }


def _json(value: Value) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [whole(part) if part is not None else None for part in value]
    return whole(value) if isinstance(value, str) else value


FORMAT = Format(
    "geojson",
    "points with precision, GeoJSON",
    "One feature a record, with the columns of [csv](#csv) as properties and how exact place and date are. A place without "
    "coordinates has no geometry; the point of an area is its centre.",
    "records",
    (Table((_GEOMETRY, *TABLE.columns)),),
    write,
    "geojson",
    deeds=True,
)
