"""Who the words name: a table of checks written apart from the data files, and what a table cannot say."""

import csv
import datetime
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.codebook import load_codebook
from onrecord.knowledge import load

CHECKS = list(csv.DictReader((Path(__file__).parent / "checks.csv").read_text(encoding="utf-8").splitlines()))
DAY = datetime.date(2022, 5, 1)


@pytest.mark.parametrize("check", CHECKS, ids=[f"{c['words']} {c['on'][:4]}" for c in CHECKS])
def test_checks(check: dict[str, str]) -> None:
    """`-` stands for None, an empty cell is not checked."""
    found = load().identify(check["words"], datetime.date.fromisoformat(check["on"]))
    for field in ("country", "sector", "second", "entity"):
        if check[field]:
            assert (getattr(found, field) or "-") == check[field], (field, found)


def test_there_are_enough_checks() -> None:
    assert len(CHECKS) >= 500


def test_the_basis_cites_the_words_of_the_phrase() -> None:
    words = "Kharkiv’s deputy mayor"
    found = load().identify(words, DAY)
    assert {basis.words for basis in found.basis} == {"Kharkiv", "deputy mayor"}
    assert all(basis.rule for basis in found.basis)


def test_an_ambiguous_name_says_so() -> None:
    found = load().identify("Punjab police", DAY)
    assert found.country is None
    assert any("ambiguous" in basis.rule and "IND" in basis.rule for basis in found.basis)


def test_an_ambiguous_name_is_settled_by_the_words_beside_it() -> None:
    assert load().identify("police in Punjab, India", DAY).country == "IND"


def test_without_a_day_only_what_always_holds_counts() -> None:
    assert load().identify("the Taliban").sector is None
    assert load().identify("the Taliban").country == "AFG"
    assert load().identify("Hamas").sector == "REB"


@pytest.mark.parametrize(
    ("day", "sector"),
    [("1996-06-17", "OPP"), ("1996-06-18", "GOV"), ("1999-07-06", "GOV"), ("1999-07-07", "ELI"), ("2009-03-31", "GOV")],
)
def test_an_office_begins_and_ends_on_its_days(day: str, sector: str) -> None:
    assert load().identify("Netanyahu", datetime.date.fromisoformat(day)).sector == sector


def test_the_title_in_the_words_beats_the_office_in_the_table() -> None:
    assert load().identify("Senator Joe Biden", datetime.date(2019, 5, 1)).sector == "LEG"


def test_namesakes_who_share_nothing_but_the_country() -> None:
    found = load().identify("Aliyev", datetime.date(2010, 1, 1))
    assert (found.country, found.sector, found.entity) == ("AZE", "GOV", "person:ilham-aliyev")
    assert load().identify("Aliyev", datetime.date(1999, 1, 1)).entity == "person:heydar-aliyev"


@pytest.mark.parametrize("words", ["us", "who", "it", "turkey", "china", "polish", "mali", "may", "the un", "isis"])
def test_words_of_the_language_are_no_names(words: str) -> None:
    assert load().identify(words, DAY).country is None


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_accents_may_be_composed_or_not(form: str) -> None:
    words = unicodedata.normalize(form, "Élysée")  # type: ignore[arg-type]
    assert load().identify(words, DAY).country == "FRA"
    assert load().identify("Bogota", DAY).country == load().identify("Bogotá", DAY).country == "COL"


def test_only_whole_words_count() -> None:
    assert load().identify("the Indianapolis mayor", DAY).country is None
    assert load().identify("Malians", DAY).country == "MLI"
    assert load().identify("Somalians and Malianesque", DAY).country != "MLI"


def test_hostile_length_is_cut_and_quick() -> None:
    knowledge = load()
    start = time.perf_counter()
    for words in ("Democratic Republic of " * 50_000, "a" * 1_000_000, "’s" * 300_000, "(" * 500_000, "-" * 500_000):
        knowledge.identify(words, DAY)
        knowledge.country_of_place(words)
        knowledge.is_state(words)
    assert time.perf_counter() - start < 2


@given(st.text(max_size=80))
def test_any_text_gives_known_codes(words: str) -> None:
    knowledge, book = load(), load_codebook()
    found = knowledge.identify(words, DAY)
    assert found.sector is None or found.sector in book.sectors
    assert found.country is None or (len(found.country) == 3 and found.country.isupper())
    assert found == knowledge.identify(words, DAY)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kharkiv", "UKR"), ("the Kharkiv region", "UKR"), ("northern Israel", "ISR"), ("The Hague", "NLD"), ("Brussels", "BEL"),
        ("Rakhine State", "MMR"), ("Sana’a", "YEM"), ("Cité Soleil", "HTI"), ("Georgia", "GEO"), ("Tripoli", "LBY"),
        ("Darfur", "SDN"), ("Catalonia", "ESP"), ("Tigray", "ETH"), ("Crimea", "UKR"), ("Pristina", "XKX"),
        ("Punjab", None), ("Hyderabad", None), ("Europe", None), ("Atlantis", None), ("Kremlin", None), ("", None), ("the", None),
    ],
)  # fmt: skip
def test_country_of_place(name: str, code: str | None) -> None:
    assert load().country_of_place(name) == code


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Kenya", True), ("the United States", True), ("Moscow", True), ("the Kremlin", True), ("US", True), ("UK", True),
        ("us", False), ("Kenya's", False), ("Kenyan", False), ("Kenya police", False), ("Kharkiv", False), ("Europe", False),
        ("northern Kenya", False), ("Kenya and Uganda", False), ("NATO", False), ("", False),
    ],
)  # fmt: skip
def test_is_state(words: str, expected: bool) -> None:
    assert load().is_state(words) is expected
