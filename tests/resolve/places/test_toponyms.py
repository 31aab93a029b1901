import time
from itertools import pairwise

import pytest

from onrecord.errors import KnowledgeError
from onrecord.model import Span
from onrecord.resolve.places.disambiguate import resolve
from onrecord.resolve.places.gazetteer import City, load_gazetteer
from onrecord.resolve.places.placewords import PlaceWords, load_place_words, parse_place_words
from onrecord.resolve.places.toponyms import Toponym, find_toponyms


def find(text: str, given: tuple[str, ...] = ()) -> list[Toponym]:
    spans = [Span.of(text, text.index(name), text.index(name) + len(name)) for name in given]
    found = find_toponyms(text, load_gazetteer(), load_place_words(), spans)
    assert all(text[t.span.start : t.span.end] == t.span.text for t in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(t.candidates for t in found)
    return found


def names(text: str, *, literal: bool = True) -> list[str]:
    return [t.span.text for t in find(text) if t.literal is literal]


def meant(text: str, name: str, setting: dict[str, float] | None = None) -> City:
    found = find(text)
    places = resolve(found, setting)
    at = next(index for index, t in enumerate(found) if t.span.text == name)
    place = places[at]
    assert place is not None
    return place


# --- which words name a place ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The convoy was stopped in Goma and near Bukavu.", ["Goma", "Bukavu"]),
        ("KHARTOUM, Sudan \u2014 Two shells fell on a market.", ["KHARTOUM", "Sudan"]),
        ("He was born in Springfield, Ill., in 1950.", ["Springfield", "Ill."]),
        ("A ferry sank off Macon County on Friday.", ["Macon County"]),
        ("The road links Deir ez-Zor to Raqqa.", ["Deir ez-Zor", "Raqqa"]),
        ("She teaches in S\u00e3o Paulo.", ["S\u00e3o Paulo"]),
        ("Rain fell in Nice, France, on Monday.", ["Nice", "France"]),
        ("The talks in Port-au-Prince failed.", ["Port-au-Prince"]),
        ("Ann Ames, 41, of Grovetown, said she saw it.", ["Grovetown"]),
        ("Three men died in northern Kaduna State.", ["Kaduna State"]),
        ("The army holds the West Bank.", ["West Bank"]),
        ("", []),
        ("no capital letters in lagos at all", []),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Lincoln spoke for an hour.",
        "Gov. Houston signed the bill.",
        "George Washington crossed the river.",
        "Jackson Browne sang two songs.",
        "The Baltimore Sun reported it.",
        "Police said the man was armed.",
        "Nice weather is expected.",
        "In March they met again.",
        "The NICE report is out.",
        "He lives at 12 Paris Street.",
        "Boston Smith, the coach, left. Later Smith returned.",
        "Kenneth Lagrange was held. The judge told Lagrange to wait.",
    ],
)
def test_other_names_are_no_places(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kenyan voters went to the polls.", "Kenyan"),
        ("She studied at the University of Kentucky.", "Kentucky"),
        ("The Illinois State Police closed the road.", "Illinois"),
        ("The Kansas City Council adjourned.", "Kansas City"),
        ("A spokesman for the Harare City Council resigned.", "Harare"),
    ],
)
def test_a_name_that_is_only_lent_is_not_literal(text: str, name: str) -> None:
    assert names(text, literal=False) == [name]
    assert names(text) == []


def test_a_surname_is_no_town_unless_it_is_placed() -> None:
    text = "John Stafford was held. Stafford denied it. The trial is in Stafford, England."
    assert [t.span.start for t in find(text)] == [text.rindex("Stafford"), text.index("England")]


def test_a_name_once_sure_counts_where_it_stands_bare() -> None:
    text = "Crews worked in Grovetown. The fire left Grovetown without power."
    assert names(text) == ["Grovetown", "Grovetown"]


def test_a_list_of_counties() -> None:
    found = find("Storms hit Harper and Kingman counties in Kansas.")
    assert [t.span.text for t in found] == ["Harper", "Kingman", "Kansas"]
    assert {place.precision for t in found[:2] for place in t.candidates} == {"district"}


def test_the_tagger_speaks_for_a_name() -> None:
    text = "Mill residents were told to leave Bath."
    assert find(text) == []
    assert [t.rule for t in find(text, ("Bath",))] == ["tagger"]


def test_the_region_beside_a_town_is_linked() -> None:
    found = find("Fires burned near Paris, Texas, and in Kobe.")
    assert [(t.span.text, t.region) for t in found] == [("Paris", 1), ("Texas", None), ("Kobe", None)]


# --- which place they mean ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("Fires burned near Paris, Texas.", "Paris", "USA", "Texas"),
        ("The ministers met in Paris.", "Paris", "FRA", None),
        ("He lives in Springfield, Mass.", "Springfield", "USA", "Massachusetts"),
        ("Voters in Atlanta and Savannah elected a governor of Georgia.", "Georgia", "USA", "Georgia"),
        ("Tanks reached Gori. Tbilisi said Georgia would not yield.", "Georgia", "GEO", ""),
        ("In Tripoli and in Benghazi crowds gathered.", "Tripoli", "LBY", None),
        ("In Tripoli, Lebanon, crowds gathered; Beirut was calm.", "Tripoli", "LBN", None),
        ("Shelling was heard in Odessa, Kharkiv and Kherson.", "Odessa", "UKR", None),
        ("The plant in Odessa, Texas, is near Midland.", "Odessa", "USA", "Texas"),
        ("Gunmen raided Kano.", "Kano", "NGA", "Kano"),
        ("Hyderabad and Karachi in Sindh were flooded.", "Hyderabad", "PAK", "Sindh"),
    ],
)
def test_the_report_settles_the_place(text: str, name: str, country: str, admin1: str | None) -> None:
    place = meant(text, name)
    assert place.country == country
    assert admin1 in (None, place.admin1)


def test_one_sense_in_a_report() -> None:
    text = "PORTLAND, Maine \u2014 A storm hit Portland on Monday. Schools in Portland closed."
    found = find(text)
    places = {
        place.geonames
        for t, place in zip(found, resolve(found), strict=True)
        if place and t.span.text.lower() == "portland"
    }
    assert len(places) == 1
    assert {place.admin1 for place in resolve(found) if place} == {"Maine"}


def test_districts_of_one_state_go_together() -> None:
    text = "Deputies from Macon County and McLean County searched a lake near Decatur in central Illinois."
    assert {place.admin1 for place in resolve(find(text)) if place} == {"Illinois"}


def test_the_setting_speaks_for_a_country() -> None:
    assert meant("A bomb went off in Santiago.", "Santiago").country == "CHL"
    assert meant("A bomb went off in Santiago.", "Santiago", {"PHL": 50.0}).country == "PHL"


def test_precision() -> None:
    text = "In Goma, in North Kivu, and in Macon County, Illinois, in Chad and across the Sahel people fled."
    found = {t.span.text: place.precision for t, place in zip(find(text), resolve(find(text)), strict=True) if place}
    assert found == {
        "Goma": "city", "North Kivu": "province", "Macon County": "district", "Illinois": "province",
        "Chad": "country", "Sahel": "other",
    }  # fmt: skip


def test_nothing_found_means_nothing() -> None:
    assert resolve([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "San Juan, " * 8000,
        "A" * 90_000,
        "A." * 40_000,
        "San " * 20_000,
        "Victoria and " * 6000,
        "\ud800 \ufdfa Rome\u0301 " * 2000,
    ],
)
def test_hostile_texts_end_in_time(text: str) -> None:
    begin = time.perf_counter()
    found = find_toponyms(text, load_gazetteer(), load_place_words())
    resolve(found)
    assert time.perf_counter() - begin < 10
    assert all(text[t.span.start : t.span.end] == t.span.text for t in found)


# --- word lists -----------------------------------------------------------------------------------------------


def tree() -> dict[str, list[str]]:
    return {name: ["word"] for name in PlaceWords.__dataclass_fields__}


def test_word_lists_are_checked() -> None:
    assert parse_place_words(tree()).titles == frozenset({"word"})


@pytest.mark.parametrize(
    "change",
    [
        {"titles": ["Upper"]},
        {"titles": "word"},
        {"titles": ["twice", "twice"]},
        {"titles": [True]},
        {"titles": [""]},
        {"more": ["word"]},
    ],
)
def test_faulty_word_lists_are_refused_by_name(change: dict[str, object]) -> None:
    with pytest.raises(KnowledgeError, match=r"toponyms\.yaml"):
        parse_place_words({**tree(), **change})
    with pytest.raises(KnowledgeError):
        parse_place_words(None)
