"""The data files of exports."""

import csv
from collections.abc import Mapping
from importlib import resources

import pytest

from onrecord.codebook import load_codebook
from onrecord.errors import KnowledgeError
from onrecord.export.reference import build_reference, load_reference

FILES = ("states.csv", "sectors.csv", "acled.csv")


@pytest.fixture
def texts() -> dict[str, str]:
    folder = resources.files("onrecord.export")
    return {name: folder.joinpath(name).read_text("utf-8") for name in FILES}


def test_every_state_of_the_knowledge_base_is_there() -> None:
    text = resources.files("onrecord.knowledge").joinpath("countries.csv").read_text("utf-8")
    states = {row["iso"] for row in csv.DictReader(text.splitlines()) if row["kind"] == "state"}
    assert states - set(load_reference().states) == set()


def test_codes_of_states() -> None:
    states = load_reference().states
    # Where the lists differ: Correlates of War is not Gleditsch and Ward, FIPS is not ISO.
    assert (states["DEU"].cow, states["DEU"].fips, states["DEU"].numeric) == ("255", "GM", "276")
    assert (states["UKR"].cow, states["UKR"].fips, states["YEM"].cow, states["SSD"].cow) == ("369", "UP", "679", "626")
    assert states["PSE"].cow is None
    assert states["NAM"].fips == "WA"
    cow = [state.cow for state in states.values() if state.cow]
    assert len(cow) == len(set(cow)) > 190


def test_every_category_has_a_score_and_every_sector_a_line() -> None:
    reference = load_reference()
    assert reference.sectors.keys() == reference.codebook.sectors.keys()


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("states.csv", "iso,name", "iso,nom", "header"),
        ("states.csv", "UKR,Ukraine,804", "ukr,Ukraine,804", "iso is 'ukr'"),
        ("states.csv", "UKR,Ukraine,804", "UKR,Ukraine,8", "numeric is '8'"),
        ("states.csv", "UKR,Ukraine", "RUS,Ukraine", "twice"),
        ("states.csv", "UKR,Ukraine,804", "UKR,Ukraine,,804", "9 cells instead of 8"),
        ("sectors.csv", "GOV,GOV", "GVT,GOV", "no sector GVT"),
        ("sectors.csv", "\nMIL,MIL", "\nCOP,MIL", "twice"),
        ("sectors.csv", "External/Other forces,no\nMIL", "External/Other forces,maybe\nMIL", "civilian is 'maybe'"),
        ("acled.csv", "ASSAULT,abduct", "ASSAULT,abduction", "unknown ASSAULT/abduction"),
        ("acled.csv", "ASSAULT,abduct,*", "ASSAULT,abduct,some", "target 'some'"),
    ],
)
def test_faults_are_told_with_file_and_line(texts: dict[str, str], name: str, old: str, new: str, message: str) -> None:
    assert old in texts[name]
    broken: Mapping[str, str] = {**texts, name: texts[name].replace(old, new, 1)}
    with pytest.raises(KnowledgeError, match=message) as fault:
        build_reference(broken, load_codebook())
    assert f"export/{name}:" in str(fault.value)


def test_a_sector_without_a_line_is_told(texts: dict[str, str]) -> None:
    lines = [line for line in texts["sectors.csv"].splitlines() if not line.startswith("REF,")]
    with pytest.raises(KnowledgeError, match=r"\['REF'\] have no line"):
        build_reference({**texts, "sectors.csv": "\n".join(lines)}, load_codebook())
