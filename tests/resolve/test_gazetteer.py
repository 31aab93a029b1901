import gzip

import pytest

from onrecord.errors import KnowledgeError
from onrecord.resolve.gazetteer import City, Gazetteer, fold, load_gazetteer


def city(number: int, country: str, population: int, name: str = "Springfield") -> City:
    return City(number, name, country, "01", 1.0, 2.0, population)


TWINS = Gazetteer({"springfield": [city(1, "AAA", 100_000), city(2, "AAA", 50_000), city(3, "BBB", 30_000)]})


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
    table = Gazetteer({"springfield": [city(1, "AAA", 100_000), city(3, "BBB", rival)]})
    assert (table.city("springfield") is not None) is found


def test_unknown_names() -> None:
    assert TWINS.city("Shelbyville") is None
    assert TWINS.city("") is None


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("S\u00e3o Paulo", "sao paulo"),
        ("Lome\u0301", "lome"),
        ("The Hague", "hague"),
        ("Sana\u2019a", "sana'a"),
        ("KYIV", "kyiv"),
        ("", ""),
    ],
)
def test_folding(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_what_ships_is_sound() -> None:
    table = load_gazetteer()
    cities = {c for rows in table._cities.values() for c in rows}
    assert len(cities) > 20_000
    assert all(
        -90 <= c.lat <= 90 and -180 <= c.lon <= 180 and len(c.country) == 3 and c.population >= 0 for c in cities
    )
    assert all(
        [c.population for c in rows] == sorted((c.population for c in rows), reverse=True)
        for rows in table._cities.values()
    )


@pytest.mark.parametrize(
    "data",
    [
        b"not gzip",
        gzip.compress(b"a\tb\n"),
        gzip.compress(b"geonames\tname\tcountry\tadmin1\tlat\tlon\tpopulation\talternates\n1\tX\n"),
        gzip.compress(b"geonames\tname\tcountry\tadmin1\tlat\tlon\tpopulation\talternates\nx\tX\tAAA\t1\t1\t1\t1\t\n"),
        gzip.compress(b"\xff\xfe"),
        gzip.compress(b"geonames")[:-4],
    ],
)
def test_a_damaged_file_is_refused_by_name(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    class Folder:
        def joinpath(self, _name: str) -> "Folder":
            return self

        def read_bytes(self) -> bytes:
            return data

    monkeypatch.setattr("onrecord.resolve.gazetteer.resources.files", lambda _package: Folder())
    with pytest.raises(KnowledgeError, match="cities"):
        load_gazetteer.__wrapped__()
