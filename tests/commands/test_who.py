"""`onrecord who`: what is known of a name on a day, for people and for programs."""

import json
import time
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onrecord.commands.who import who
from onrecord.errors import InputError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(who, list(arguments))


def page(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output + str(result.exception)
    return result.stdout


def tree(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page(*arguments, "--json"))
    return found


def fault(*arguments: str) -> InputError:
    error = run(*arguments).exception
    assert isinstance(error, InputError), error
    return error


def test_a_person_by_day_with_the_offices_after() -> None:
    found = tree("Tony Blair", "--on", "1996-05-01")
    assert (found["country"], found["sector"], found["title"]) == ("GBR", "OPP", "opposition leader")
    assert found["entity"] == "person:tony-blair"
    terms = found["parts"][0]["subjects"][0]["terms"]
    assert [term["when"] for term in terms] == sorted(
        (term["when"] for term in terms), key=["before", "on", "after"].index
    )
    assert [term["sector"] for term in terms if term["when"] == "on"] == ["OPP"]
    assert any(term["title"] == "prime minister" and term["when"] == "after" for term in terms)


def test_each_code_has_its_words_and_rule() -> None:
    found = tree("Kharkiv's deputy mayor", "--on", "2022-05-01")
    assert found["because"]["country"]["words"] == "Kharkiv"
    assert found["because"]["sector"]["words"] == "deputy mayor"
    assert all(reason["rule"] for reason in found["because"].values())


def test_a_former_official_has_no_title_that_day() -> None:
    found = tree("Tony Blair", "--on", "2012-05-01")
    assert (found["sector"], found["title"]) == ("ELI", None)
    assert "held the office until" in found["because"]["sector"]["rule"]


def test_namesakes_come_after_the_one_who_is_meant() -> None:
    subjects = tree("Bush", "--on", "2005-05-01")["parts"][0]["subjects"]
    assert [subject["entity"] for subject in subjects][:2] == ["person:george-w-bush", "person:george-h-w-bush"]
    assert "namesake" in page("Bush", "--on", "2005-05-01")


def test_without_a_day_no_term_is_before_or_after() -> None:
    found = tree("the Taliban")
    assert (found["on"], found["country"], found["sector"]) == (None, "AFG", None)
    assert {term["when"] for part in found["parts"] for subject in part["subjects"] for term in subject["terms"]} == {
        None
    }
    assert "no day given" in page("the Taliban")


def test_a_name_that_several_countries_share_says_what_decides() -> None:
    found = tree("the Punjab police", "--on", "2022-05-01")
    assert (found["country"], found["sector"]) == (None, "COP")
    shared = next(part["ambiguous"] for part in found["parts"] if part["ambiguous"])
    assert set(shared["candidates"]) == {"IND", "PAK"}
    assert {"word": "lahore", "country": "PAK"} in shared["cues"]
    assert "PAK with:" in page("the Punjab police")


def test_a_role_noun_says_what_it_does() -> None:
    found = tree("lawyers")
    role = found["parts"][0]["role"]
    assert (found["sector"], role["sector"], role["part"]) == (None, None, "apart")
    assert "without being part of him" in page("lawyers")
    assert "strength 70 of 99" in page("rebels")


def test_a_page_for_people_marks_the_office_of_the_day() -> None:
    lines = page("Tony Blair", "--on", "2003-05-01").splitlines()
    assert [line for line in lines if line.startswith("▶") and "prime minister" in line]
    assert any("United Kingdom" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "near"), [("Vladmir Puttin", "Vladimir Putin"), ("Recep Erdogann", "Erdogan"), ("Hezbolah", "Hezbollah")]
)
def test_an_unknown_name_is_told_with_names_spelt_alike(name: str, near: str) -> None:
    error = fault(name, "--on", "2020-01-01")
    assert name in error.message
    assert near in error.remedy


def test_a_name_unlike_all_others_is_told() -> None:
    error = fault("Xqzzt Vvrrk")
    assert "nobody and nothing" in error.message
    assert error.remedy


def test_an_unknown_word_beside_known_ones_is_told() -> None:
    found = tree("President Macorn", "--on", "2020-01-01")
    assert found["sector"] == "GOV"
    assert [part["similar"][0] for part in found["parts"] if part["similar"]] == ["Macron"]
    assert "Macorn is not known; spelt alike: Macron" in page("President Macorn", "--on", "2020-01-01")


@pytest.mark.parametrize("day", ["2020", "2020-13-01", "01.05.2020", "yesterday", "2020-02-30", ""])
def test_a_bad_day_is_told(day: str) -> None:
    error = fault("Putin", "--on", day)
    assert "is no day" in error.message
    assert "YYYY-MM-DD" in error.remedy


@pytest.mark.parametrize("name", ["", "   ", "the", "?!", "of and in"])
def test_no_name_at_all_is_told(name: str) -> None:
    assert fault(name, "--on", "2020-01-01").remedy


def test_hostile_length_is_cut_and_quick() -> None:
    start = time.perf_counter()
    for name in ("Xq of " * 50_000, "a" * 1_000_000, "Vladmir Puttin of " * 20_000):
        result = run(name)
        assert len(result.stdout) < 20_000
        assert result.exception is None or len(str(result.exception)) < 2_000
    assert time.perf_counter() - start < 5


def test_brackets_of_a_name_are_no_markup() -> None:
    assert "[bold]" in page("[bold] Hamas [/bold]", "--on", "2020-01-01")
