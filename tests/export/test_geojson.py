"""GeoJSON, read back by json, shapely and geopandas."""

import json
from dataclasses import replace
from pathlib import Path

import geopandas
import pytest
import shapely.geometry

from onrecord.export.deeds import geo_precision, time_precision, town, where_prec
from onrecord.model import Place, Span, When
from tests.export.samples import STRIKE, all_codings, made, write
from tests.resolve.build import day

NOWHERE = "{m1 UKR CVL|Residents} {e1 PROTEST/demo actor=m1 at=p1|marched} in {p1 UKR|Ukraine}."


def test_a_feature_a_record_with_point_and_precision(tmp_path: Path) -> None:
    tree = json.loads(write("geojson", tmp_path, [made(STRIKE), made(NOWHERE)]).read_text("utf-8"))
    assert tree["type"] == "FeatureCollection"
    strike, march = tree["features"]
    point = shapely.geometry.shape(strike["geometry"])
    assert shapely.box(35, 49, 37, 51).contains(point)
    assert strike["properties"]["where_prec"] == strike["properties"]["geo_precision"] == 1
    assert strike["properties"]["actors"] == ["Russian forces", "Belarusian pilots"]
    assert strike["id"] == made(STRIKE).records[0].id
    assert march["geometry"] is None
    assert (march["properties"]["place"], march["properties"]["where_prec"], march["properties"]["geo_precision"]) == (
        "Ukraine",
        6,
        3,
    )


def test_geopandas_reads_every_feature_with_its_columns(tmp_path: Path) -> None:
    frame = geopandas.read_file(write("geojson", tmp_path, [made(STRIKE), made(NOWHERE)]))
    assert len(frame) == 2
    assert frame.crs.to_epsg() == 4326
    strike = frame.iloc[0]
    assert (strike["category"], strike["where_prec"]) == ("ASSAULT", 1)
    assert shapely.box(35, 49, 37, 51).contains(strike.geometry)
    assert frame.geometry.isna().tolist() == [False, True]


def test_an_empty_collection_is_json(tmp_path: Path) -> None:
    assert json.loads(write("geojson", tmp_path, []).read_text("utf-8"))["features"] == []


def test_text_of_any_kind_is_json(tmp_path: Path) -> None:
    coding = made(STRIKE, title='a "\x00\ud800\u2028 title')
    (feature,) = json.loads(write("geojson", tmp_path, [coding]).read_text("utf-8"))["features"]
    assert feature["properties"]["title"] == 'a "\x00\ufffd\u2028 title'
    assert len(json.loads(write("geojson", tmp_path).read_text("utf-8"))["features"]) == sum(
        record.factuality == "asserted" for coding in all_codings() for record in coding.records
    )


SPAN = Span(0, 1, "x")


@pytest.mark.parametrize(
    ("place", "acled", "ucdp"),
    [
        (None, None, None),
        (Place((SPAN,), "x"), None, None),
        (Place((SPAN,), "x", "UKR"), 3, 6),
        (Place((SPAN,), "x", "UKR", lat=1, lon=2, precision="city"), 1, 1),
        (Place((SPAN,), "x", "UKR", lat=1, lon=2, precision="district"), 2, 3),
        (Place((SPAN,), "x", "UKR", lat=1, lon=2, precision="province"), 3, 4),
        (Place((SPAN,), "x", "UKR", lat=1, lon=2, precision="country"), 3, 6),
        (Place((SPAN,), "x", "UKR", lat=1, lon=2, precision="other"), None, None),
        # A point of which nobody says how exact it is may be the centre of a country.
        (Place((SPAN,), "x", "UKR", lat=1, lon=2), None, None),
    ],
)
def test_precision_of_places(place: Place | None, acled: int | None, ucdp: int | None) -> None:
    assert (geo_precision(place), where_prec(place)) == (acled, ucdp)
    assert town(place) == ("x" if ucdp == 1 else None)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2023-03-06", "2023-03-06", 1),
        ("2023-03-06", "2023-03-12", 2),
        ("2023-03-01", "2023-03-31", 3),
        ("2023-01-01", "2023-12-31", None),
    ],
)
def test_precision_of_dates(start: str, end: str, expected: int | None) -> None:
    when = When((), day(start), day(end), "range", None)
    assert time_precision(when) == expected
    assert time_precision(replace(when, granularity="month")) == expected
    assert time_precision(None) is None
