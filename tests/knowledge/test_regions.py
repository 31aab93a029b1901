import pytest

from onrecord.errors import KnowledgeError
from onrecord.knowledge.regions import COLUMNS, load_country_names, load_regions, read_regions

HEADER = ",".join(COLUMNS)


def test_what_ships() -> None:
    rows = load_regions()
    countries = {row.country for row in rows if row.kind == "country"}
    divided = {row.country for row in rows if row.kind == "province"}
    assert len(countries) > 190
    assert len(divided) >= 40
    assert divided <= countries
    assert countries <= load_country_names().keys()
    states = [row for row in rows if row.country == "USA" and row.kind == "province"]
    assert len(states) == 51
    assert all(row.abbreviations and row.geonames for row in states)


def test_a_row() -> None:
    (row,) = read_regions(f"{HEADER}\nOhio,Buckeye State,OH;O.,province,USA,40.3,-82.8,5165418\n")
    assert (row.name, row.aliases, row.abbreviations) == ("Ohio", ("Buckeye State",), ("OH", "O."))
    assert (row.country, row.lat, row.lon, row.geonames) == ("USA", 40.3, -82.8, 5165418)


def test_an_area_may_lie_in_several_countries() -> None:
    (row,) = read_regions(f"{HEADER}\nSahel,,,area,,15,5,\n")
    assert (row.country, row.geonames) == ("", None)


@pytest.mark.parametrize(
    "text",
    [
        "name,lat\n",
        "",
        f"{HEADER}\nOhio,,OH,province,USA,40.3,-82.8\n",
        f"{HEADER}\n,,OH,province,USA,40.3,-82.8,1\n",
        f"{HEADER}\nOhio,,OH,state,USA,40.3,-82.8,1\n",
        f"{HEADER}\nOhio,,OH,province,US,40.3,-82.8,1\n",
        f"{HEADER}\nOhio,,OH,province,,40.3,-82.8,1\n",
        f"{HEADER}\nOhio,,OH,province,USA,90.3,-82.8,1\n",
        f"{HEADER}\nOhio,,OH,province,USA,40.3,181,1\n",
        f"{HEADER}\nOhio,,OH,province,USA,nan,-82.8,1\n",
        f"{HEADER}\nOhio,,OH,province,USA,,-82.8,1\n",
        f"{HEADER}\nOhio,,OH,province,USA,40.3,-82.8,-1\n",
        f"{HEADER}\nOhio,,OH,province,USA,40.3,-82.8,x1\n",
        f"{HEADER}\nOhio,,,province,USA,40,-82,1\nOhio,,,province,USA,41,-82,2\n",
        f"{HEADER}\nOhio,,,province,USA,40,-82,1\nIowa,,,province,USA,41,-93,1\n",
        f'{HEADER}\n"Ohio,,,province,USA,40,-82,1\n',
    ],
)
def test_faults_are_refused_by_name(text: str) -> None:
    with pytest.raises(KnowledgeError, match=r"regions\.csv"):
        read_regions(text)
