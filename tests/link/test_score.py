import datetime

import pytest

from onrecord.link import compare
from onrecord.link.score import IMPOSSIBLE, distance
from tests.link.build import later, record


def same(a, b) -> bool:
    return compare(a, b).points >= 0


def test_one_happening_in_other_words() -> None:
    a = record(
        "a",
        "Russian/RUS/MIL",
        "two workers/UKR/CVL",
        place="Kupiansk",
        place_country="UKR",
        killed=2,
        sentence="A guided bomb hit the town museum, killing two workers.",
    )
    b = record("b", "", "museum staff/UKR/EDU", place="Kupiansk", place_country="UKR", killed=3, date_start=None,
               sentence="Three people died when a bomb hit the museum.")  # fmt: skip
    assert same(a, b)


def test_the_order_of_the_two_makes_no_difference() -> None:
    a = record("a", "the army/AAA/MIL; the navy/AAA/MIL", killed=4)
    b = record("b", "gunmen//", published=later(1), date_start=None, place="Norton district")
    assert compare(a, b) == compare(b, a)


@pytest.mark.parametrize(
    "other",
    [
        {"date_start": later(7), "published": later(7)},
        {"recipients": "teachers/BBB/EDU", "place_country": "BBB"},
        {"actors": "the army/BBB/MIL"},
        {"category": "CONSULT"},
        {"recipients": "Omar Deeb/AAA/OPP"},
    ],
    ids=["a week later", "another country", "another army", "another category", "another man"],
)
def test_like_happenings_are_told_apart(other: dict) -> None:
    first = record("a", recipients="Ali Hassan/AAA/OPP", sentence="Soldiers beat him on a market square.")
    second = record(
        "b", **{"recipients": "Ali Hassan/AAA/OPP", "sentence": "A mine was planted beside a bridge.", **other}
    )
    assert not same(first, second)
    assert same(first, record("c", recipients="Ali Hassan/AAA/OPP", sentence="A mine was planted beside a bridge."))


def test_two_towns_on_one_day_are_told_apart() -> None:
    first = record("a", sentence="Soldiers beat him on a market square.")
    assert not same(first, record("b", place="Sutton", sentence="A mine was planted beside a bridge."))
    assert same(first, record("b", sentence="A mine was planted beside a bridge."))


def test_swapped_roles_are_another_happening() -> None:
    a = record("a", "Mali/MLI/GOV", "France/FRA/GOV", category="ACCUSE", place=None, sentence="Mali accused France.")
    b = record("b", "France/FRA/GOV", "Mali/MLI/GOV", category="ACCUSE", place=None, sentence="France accused Mali.")
    assert not same(a, b)


def test_a_clash_told_as_an_attack_is_the_same() -> None:
    a = record("a", "the army/AAA/MIL; Red Front/AAA/REB", "")
    b = record("b", "the army/AAA/MIL", "the Red Front/AAA/REB")
    assert same(a, b)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Roman Protasevich/BLR/JRN", "Raman Pratasevich/BLR/JRN"),
        ("President Emmanuel Macron/FRA/GOV", "Macron/FRA/GOV"),
        ("the Rapid Support Forces/SDN/PRM", "the RSF/SDN/PRM"),
        ("Juan Guaidó/VEN/OPP", "Juan Guaido/VEN/OPP"),
    ],
)
def test_spellings_and_initials_are_one_name(one: str, other: str) -> None:
    reasons = compare(record("a", one), record("b", other)).reasons
    assert any("share a name" in reason for reason in reasons)


def test_an_entity_of_the_knowledge_base_is_one_whatever_the_words() -> None:
    from dataclasses import replace  # noqa: PLC0415

    a, b = record("a", "Turtle Bay/IGO/IGO"), record("b", "the world body/IGO/IGO")
    plain = compare(a, b).points
    known = [replace(one, actors=(replace(one.actors[0], entity="body:un"),)) for one in (a, b)]
    assert compare(*known).points > plain


def test_one_report_tells_two_happenings_apart_but_not_a_claim_and_its_denial() -> None:
    a = record("a", report_id="r", sources="Kyiv/UKR/GOV")
    again = record("b", report_id="r", sources="Kyiv/UKR/GOV")
    denied = record("c", report_id="r", sources="Moscow/RUS/GOV", factuality="denied")
    assert compare(a, again).points == IMPOSSIBLE
    assert same(a, denied)


def test_a_year_is_no_day() -> None:
    year = record("a", date_start=datetime.date(2024, 1, 1), date_end=datetime.date(2024, 12, 31))
    assert compare(year, record("b")).points == IMPOSSIBLE
    assert same(year, record("c", date_start=datetime.date(2024, 1, 1), date_end=datetime.date(2024, 12, 31)))


def test_places_are_held_against_each_other_by_distance_and_name() -> None:
    def at(place: str, lat: float, lon: float):
        return record(place, place=place, lat=lat, lon=lon)

    near = compare(at("Jenin camp", 32.46, 35.29), at("Burqin", 32.45, 35.26)).points
    far = compare(at("Jenin", 32.46, 35.30), at("Gaza", 31.50, 34.47)).points
    assert near - far > 3
    assert distance(0, 0, 0, 180) == pytest.approx(20015, rel=0.01)


def test_reasons_are_words_with_their_points() -> None:
    match = compare(record("a", killed=9), record("b", killed=9))
    assert "both 9 killed (+0.8)" in match.reasons
    assert "same place Norton (+1.3)" in match.reasons
    assert 0.5 < match.score < 1


def test_without_any_words_or_values_nothing_breaks() -> None:
    bare = {"place": None, "place_country": None, "sentence": "", "date_start": None, "published": None}
    assert not same(record("a", "", "", **bare), record("b", "", "", **bare))
