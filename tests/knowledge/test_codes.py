"""The codes of the rules are those of the codebook, and their parts are given loudly."""

import re
from pathlib import Path

import pytest

import onrecord.knowledge
from onrecord.codebook import load_codebook
from onrecord.errors import KnowledgeError
from onrecord.knowledge import build, load
from tests.knowledge.tables import files, shipped


def test_the_codes_are_those_of_the_codebook() -> None:
    codes, book = load().tables.codes, load_codebook()
    assert codes.sectors == frozenset(book.sectors)
    assert codes.countries == frozenset(book.special_countries)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("GOV,sector,state;official", "GOV,sector,official", "0 codes are 'state'"),
        ("REB,sector,", "REB,sector,state", "2 codes are 'state'"),
        ("REB,sector,", "REB,sector,rebels", "unknown trait 'rebels'"),
        ("REB,sector,", "REB,flag,", "unknown kind 'flag'"),
    ],
)
def test_a_part_that_is_not_played_once_is_a_fault(old: str, new: str, what: str) -> None:
    texts = files()
    texts["codes.csv"] = shipped("codes").replace(old + "\n", new + "\n")
    with pytest.raises(KnowledgeError) as fault:
        build(texts)
    assert what in fault.value.message
    assert fault.value.remedy


def test_no_code_stands_in_the_rules() -> None:
    """Codes are data: a sector or country code in quotation marks in the package's Python would be one that nobody edits."""
    codes = load().tables.codes
    quoted = re.compile(r"[\"']([A-Z]{3})[\"']")
    folder = Path(onrecord.knowledge.__file__).parent
    found = {
        (path.name, code) for path in folder.glob("*.py") for code in quoted.findall(path.read_text(encoding="utf-8"))
    }
    assert not {(name, code) for name, code in found if code in codes.sectors | codes.countries}
