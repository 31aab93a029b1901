import io
import zipfile
from importlib import resources

import numpy as np
import pytest

from onrecord.errors import KnowledgeError
from onrecord.resolve.places.gazetteer import City, Gazetteer, distance, fold, load_gazetteer, read_index


def city(number: int, country: str, population: int, name: str = "Springfield", admin1: str = "01") -> City:
    return City(number, name, country, admin1, 1.0, 2.0, population)


class Table(dict[str, list[City]]):
    """A small index by hand."""

    def find(self, key: str) -> list[City]:
        return self.get(key, [])


TWINS = Gazetteer(Table(springfield=[city(1, "AAA", 100_000), city(2, "AAA", 50_000), city(3, "BBB", 30_000)]))


def test_the_largest_in_the_country_given() -> None:
    assert TWINS.city("Springfield", "AAA") == city(1, "AAA", 100_000)
    assert TWINS.city("Springfield", "BBB") == city(3, "BBB", 30_000)


def test_none_in_another_country_than_the_one_given() -> None:
    assert TWINS.city("Springfield", "CCC") is None
    assert TWINS.city("Springfield", "CCC", setting="BBB") is None


def test_the_setting_is_a_hint_only() -> None:
    assert TWINS.city("Springfield", setting="BBB") == city(3, "BBB", 30_000)
    assert TWINS.city("Springfield", setting="CCC") is None


@pytest.mark.parametrize(("rival", "found"), [(20_000, True), (20_001, False), (0, True)])
def test_of_cities_in_two_countries_only_a_clearly_larger_one_is_meant(rival: int, found: bool) -> None:
    table = Gazetteer(Table(springfield=[city(1, "AAA", 100_000), city(3, "BBB", rival)]))
    assert (table.city("springfield") is not None) is found


def test_unknown_names() -> None:
    assert TWINS.city("Shelbyville") is None
    assert TWINS.city("") is None
    assert TWINS.find("") == ()
    assert load_gazetteer().find("Qzxyburg") == ()
    assert load_gazetteer().find("\ud800") == ()


def test_a_region_by_hand_comes_first_and_hides_its_double() -> None:
    region = City(9, "Spring State", "AAA", "Spring State", 5.0, 6.0, 2_000_000, "province")
    double = City(9, "Springfield", "AAA", "Spring State", 1.0, 2.0, 70, "province")
    table = Gazetteer(Table(springfield=[double, city(1, "BBB", 10)]), {"springfield": [region]})
    assert table.find("Springfield") == (region, city(1, "BBB", 10))


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("S\u00e3o Paulo", "sao paulo"),
        ("Lome\u0301", "lome"),
        ("The Hague", "hague"),
        ("Sana\u2019a", "sanaa"),
        ("Deir ez-Zor", "deir ez zor"),
        ("Saint Petersburg", "st petersburg"),
        ("St. Petersburg", "st petersburg"),
        ("Sainte-Foy", "ste foy"),
        ("\u0141\u00f3d\u017a", "lodz"),
        ("W. Va.", "w va"),
        ("KYIV", "kyiv"),
        ("  New \n Delhi ", "new delhi"),
        ("", ""),
    ],
)
def test_folding(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert fold(folded) == folded


def test_distance() -> None:
    assert distance(0, 0, 0, 1) == pytest.approx(111.19, abs=0.01)
    assert distance(0, 179.5, 0, -179.5) == pytest.approx(111.19, abs=0.01)
    assert distance(90, 0, -90, 0) == pytest.approx(20015, abs=1)
    assert distance(51.5, -0.1, 51.5, -0.1) == 0


@pytest.mark.parametrize(
    ("name", "geonames", "country", "admin1", "lat", "lon"),
    [
        ("Kyiv", 703448, "UKR", "Kyiv", 50.45, 30.52),
        ("Kiev", 703448, "UKR", "Kyiv", 50.45, 30.52),
        ("Nairobi", 184745, "KEN", "Nairobi", -1.28, 36.82),
        ("Sucre", 3903987, "BOL", "Chuquisaca", -19.03, -65.26),
        ("Honiara", 2108502, "SLB", "", -9.43, 159.95),
    ],
)
def test_cities_that_ship(name: str, geonames: int, country: str, admin1: str, lat: float, lon: float) -> None:
    found = load_gazetteer().city(name)
    assert found is not None
    assert (found.geonames, found.country, found.precision) == (geonames, country, "city")
    assert fold(found.admin1).startswith(fold(admin1))
    assert distance(found.lat, found.lon, lat, lon) < 5


def test_a_district_lies_in_its_region() -> None:
    found = [place for place in load_gazetteer().find("Macon County") if place.admin1 == "Illinois"]
    assert [place.precision for place in found] == ["district"]
    assert distance(found[0].lat, found[0].lon, 39.86, -88.96) < 30


def test_namesakes_come_with_the_most_populous_first() -> None:
    found = load_gazetteer().find("Springfield")
    assert len(found) > 15
    assert [place.population for place in found] == sorted((place.population for place in found), reverse=True)


def test_countries_peoples_and_abbreviations() -> None:
    table = load_gazetteer()
    assert table.find("Kenya")[0].precision == "country"
    assert [place.country for place in table.of_people("Kenyans")] == ["KEN"]
    assert [place.name for place in table.abbreviated("W.Va.")] == ["West Virginia"]
    assert not table.find("Ind.")
    # A part of a state that its table of names lists as well is a region, not the state.
    assert table.find("Scotland")[0].precision == "province"


def arrays(data: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(data)) as archive:
        return dict(archive)


def packed(columns: dict[str, np.ndarray]) -> bytes:
    held = io.BytesIO()
    np.savez(held, **columns)
    return held.getvalue()


NO_PLACES = {
    **dict.fromkeys(("names", "others", "shown", "name_sizes", "other_sizes", "shown_sizes", "level", "country", "codes"),
                    np.zeros(0, np.uint8)),
    **dict.fromkeys(("name_counts", "other_counts", "people", "region"), np.zeros(0, np.uint16)),
    **dict.fromkeys(("other_places", "geonames", "regions", "shown_at"), np.zeros(0, np.uint32)),
    "points": np.zeros((0, 6), np.uint8),
}  # fmt: skip


def test_an_empty_index_finds_nothing() -> None:
    index = read_index(packed(NO_PLACES))
    assert len(index) == 0
    assert list(index.find("kyiv")) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a zip file",
        packed(NO_PLACES)[:-30],
        packed({"names": np.zeros(0, np.uint8)}),
        packed({**NO_PLACES, "geonames": np.zeros(1, np.uint32)}),
        packed({**NO_PLACES, "names": np.zeros(3, np.uint8)}),
        packed({**NO_PLACES, "other_places": np.zeros(2, np.uint32)}),
        packed({**NO_PLACES, "names": np.array([object()])}),
    ],
)
def test_a_damaged_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(KnowledgeError, match="cities"):
        read_index(data)


def test_the_file_that_ships_is_sorted_and_within_bounds() -> None:
    data = resources.files("onrecord.knowledge").joinpath("cities.npz").read_bytes()
    assert len(data) < 8_000_000
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    index = read_index(data)
    assert len(index) > 250_000
    previous = b""
    for number in range(len(arrays(data)["name_sizes"])):
        name = index._names[number]
        assert previous < name
        previous = name
    for number in range(0, len(index), 97):
        place = index.place(number)
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert len(place.country) == 3
        assert place in index.find(fold(place.name))
