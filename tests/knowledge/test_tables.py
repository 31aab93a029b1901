"""The knowledge files are checked loudly: a fault names file and line; and the files that ship keep their promises."""

import csv
from importlib import resources

import pytest

from onrecord.errors import KnowledgeError
from onrecord.knowledge import build, load
from onrecord.knowledge.rows import read_rows
from tests.knowledge.tables import files


def test_two_countries_are_enough() -> None:
    tables = build(files(groups="Mau Mau,,KEN,REB,,1952,1960\n"))
    assert [sense.entry.id for sense in tables.senses["mau mau"]] == ["group:mau-mau"]


@pytest.mark.parametrize(
    ("changed", "where", "what"),
    [
        ({"groups": "Mau Mau,Kenya,KEN,REB,,,\n"}, "groups.csv:2", "already stands for"),
        ({"groups": "One,Alias,KEN,REB,,,\nTwo,Alias,KEN,REB,,,\n"}, "groups.csv:3", "'Alias' already stands for"),
        ({"groups": "One,,KEN,REB,,1990,2000\nOne,,KEN,PTY,,2000,\n"}, "groups.csv:3", "already stands for"),
        ({"groups": "One,,KEN,XYZ,,,\n"}, "groups.csv:2", "unknown sector 'XYZ'"),
        ({"groups": "One,,KEN,REB,XYZ,,\n"}, "groups.csv:2", "unknown second 'XYZ'"),
        ({"groups": "One,,QQQ,REB,,,\n"}, "groups.csv:2", "unknown country 'QQQ'"),
        ({"groups": "One,,KEN,REB,,19x0,\n"}, "groups.csv:2", "from is '19x0'"),
        ({"groups": "One,,KEN,REB,,,2001-13\n"}, "groups.csv:2", "to is '2001-13'"),
        ({"groups": "One,,KEN,REB,,2001-02-30,\n"}, "groups.csv:2", "from is '2001-02-30'"),
        ({"groups": "One,,KEN,REB,,2001,1999\n"}, "groups.csv:2", "begins in 2001"),
        ({"groups": "One,,KEN,REB,,\n"}, "groups.csv:2", "6 cells, not 7"),
        ({"groups": ",,KEN,REB,,,\n"}, "groups.csv:2", "name is empty"),
        ({"groups": "?!,,KEN,REB,,,\n"}, "groups.csv:2", "holds no word"),
        ({"groups": 'One,"a"b,KEN,REB,,,\n'}, "groups.csv:2", "no CSV"),
        ({"holders": "Jomo Kenyatta,,,GOV,president,1964,1978\n"}, "holders.csv:2", "country is empty"),
        ({"holders": "Jomo Kenyatta,,KEN,GOV,president,64,\n"}, "holders.csv:2", "from is '64'"),
        ({"bodies": "Body,,IGO,IGO,maybe\n"}, "bodies.csv:2", "states is 'maybe'"),
        ({"seats": "Organ,,KEN,\n"}, "seats.csv:2", "sector is empty"),
        ({"roles": "chief,,,boss,10,,\n"}, "roles.csv:2", "unknown part 'boss'"),
        ({"roles": "chief,,,relational,-1,,\n"}, "roles.csv:2", "priority is '-1'"),
        ({"roles": "chief,,,relational,1,,\nchief,MIL,,head,1,,\n"}, "roles.csv:3", "already stands for"),
        ({"grammar": "of,owner\nof,place\n"}, "grammar.csv:3", "stands here twice"),
        ({"grammar": "of,verb\n"}, "grammar.csv:2", "unknown class 'verb'"),
        ({"countries": "ken,KEN,Kenia,state,,,,,,,,,\n"}, "countries.csv:4", "iso is 'ken'"),
        ({"countries": "KEN,KEN,Kenia,planet,,,,,,,,,\n"}, "countries.csv:4", "unknown kind 'planet'"),
        ({"countries": "UGA,UGA,Uganda,state,,,,,Mombasa,,,,\n"}, "countries.csv:4", "'Mombasa' already stands for"),
        ({"ambiguous": "Gao,KEN;MLI,UGA,\n"}, "ambiguous.csv:2", "'UGA' is no candidate"),
        ({"ambiguous": "Gao,KEN;MLI,,\nGao,KEN;MLI,,\n"}, "ambiguous.csv:3", "stands here twice"),
    ],
)
def test_a_fault_names_file_and_line(changed: dict[str, str], where: str, what: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        build(files(**changed))
    assert where in fault.value.message
    assert what in fault.value.message
    assert fault.value.remedy


def test_a_wrong_header_names_the_right_one() -> None:
    with pytest.raises(KnowledgeError, match=r"groups\.csv:1") as fault:
        list(read_rows("groups.csv", "name,alias\n"))
    assert "name,aliases,country" in fault.value.remedy


def test_rows_that_follow_in_time_share_a_name() -> None:
    tables = build(files(groups="One,,KEN,REB,,1990,1999\nOne,,KEN,PTY,,2000,\n"))
    assert [sense.entry.sector for sense in tables.senses["one"]] == ["REB", "PTY"]


def test_a_name_listed_as_ambiguous_may_stand_twice() -> None:
    tables = build(files(ambiguous="Mombasa,KEN;MLI,,\n", countries="XKX,XKX,Kosovo,state,,,,,Prizren,,,,\n"))
    assert tables.ambiguous["mombasa"].default is None


def rows(file: str) -> list[dict[str, str]]:
    """The lines of a file that ships."""
    text = resources.files("onrecord.knowledge").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_files_that_ship_are_as_large_as_promised() -> None:
    load()
    assert len({row["person"] for row in rows("holders.csv")}) >= 800
    assert len(rows("groups.csv")) >= 400
    assert sum(row["country"] == "IGO" for row in rows("bodies.csv")) >= 250
    assert sum(row["country"] == "NGO" for row in rows("bodies.csv")) >= 150
    assert sum(len(row["words"].split(";")) for row in rows("roles.csv")) >= 500
    assert sum(row["sector"] == "JRN" for row in rows("seats.csv")) >= 200


def test_territories_take_the_code_that_the_codebook_names() -> None:
    codes = {row["iso"]: (row["code"], row["second"]) for row in rows("countries.csv") if row["iso"]}
    assert codes["PRI"] == ("USA", "")
    assert codes["HKG"] == ("HKG", "")
    assert codes["TWN"] == ("TWN", "")
    assert codes["PSE"] == ("PSE", "")
    assert codes["ESH"] == ("MAR", "PRE")
    assert codes["XKX"] == ("XKX", "")


def test_every_member_of_the_iso_list_is_there() -> None:
    """193 members of the United Nations, 2 observers, and the rest of the 249 entries of ISO 3166-1."""
    iso = {row["iso"] for row in rows("countries.csv") if row["iso"] and row["kind"] != "former"}
    assert len(iso - {"XKX", "ANT"}) == 249
