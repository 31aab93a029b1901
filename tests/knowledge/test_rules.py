"""Rules that need lines of their own: parties in and out of government, offices with surnames, forces of bodies."""

import datetime

import pytest

from onrecord.knowledge import Identity
from tests.knowledge.tables import knowledge

PARTIES = (
    "Lions Party,Lions,KEN,PTY,GOV,2000,2004-06-30\n"
    "Lions Party,Lions,KEN,PTY,GOV,2010,\n"
    "Zebra Union,,KEN,PTY,,,\n"
    "Gazelle Front,,KEN,PTY,OPP,,\n"
)
HOLDERS = (
    "Amina Otieno,,KEN,GOV,president,2001,2005\n"
    "Peter Otieno,,KEN,GOV,foreign minister,2001,2005\n"
    "Moussa Otieno,,MLI,GOV,president,2003,2008\n"
    "Amina Otieno,,KEN,OPP,opposition leader,2006,\n"
)


def who(words: str, on: str) -> Identity:
    return knowledge(groups=PARTIES, holders=HOLDERS).identify(words, datetime.date.fromisoformat(on))


@pytest.mark.parametrize(
    ("words", "on", "sector", "second"),
    [
        ("the Lions Party", "2003-01-01", "PTY", "GOV"),
        ("the Lions Party", "2004-07-01", "PTY", "OPP"),
        ("the Lions leader", "2003-01-01", "PTY", "GOV"),
        ("the Lions leader", "2004-07-01", "OPP", None),
        ("the leader of the Lions Party", "2004-07-01", "OPP", None),
        ("a group of Lions members", "2004-07-01", "OPP", None),
        ("the leader of the Lions Party", "2015-07-01", "PTY", "GOV"),
        ("the Zebra Union leader", "2004-07-01", "PTY", None),
        ("the head of the Gazelle Front", "2004-07-01", "OPP", None),
        # His own office on the day says more than a party of which nothing is known.
        ("Zebra Union leader Amina Otieno", "2007-01-01", "OPP", None),
        ("Zebra Union leader Amina Otieno", "2002-01-01", "GOV", None),
        ("a Lions lawmaker", "2004-07-01", "LEG", None),
    ],
)
def test_whoever_acts_for_a_party_out_of_government_is_opposition(
    words: str, on: str, sector: str, second: str | None
) -> None:
    found = who(words, on)
    assert (found.country, found.sector, found.second) == ("KEN", sector, second)


@pytest.mark.parametrize(
    ("words", "on", "entity"),
    [
        ("President Otieno", "2002-01-01", "person:amina-otieno"),
        ("Foreign Minister Otieno", "2002-01-01", "person:peter-otieno"),
        ("President Otieno", "2007-01-01", "person:moussa-otieno"),
        # Two hold the office: the country decides, and without one nothing does.
        ("President Otieno", "2004-01-01", None),
        ("Malian President Otieno", "2004-01-01", "person:moussa-otieno"),
        ("Kenya's President Otieno", "2004-01-01", "person:amina-otieno"),
        ("Prime Minister Otieno", "2002-01-01", None),
        ("President Otieno Odhiambo", "2002-01-01", None),
        ("President Otieno", "1990-01-01", None),
    ],
)
def test_an_office_tells_whose_surname_it_is(words: str, on: str, entity: str | None) -> None:
    assert who(words, on).entity == entity


def test_no_day_no_office() -> None:
    assert knowledge(holders=HOLDERS).identify("President Otieno").entity is None


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("the minister's lawyers", None),
        ("lawyers for the army", None),
        ("lawyers", None),
        ("Otieno lawyer Jane Doe", None),
        ("opposition lawyers", "OPP"),
        ("a human rights lawyer", "SOC"),
        ("the minister's opposition lawyers", "OPP"),
    ],
)
def test_a_lawyer_is_no_part_of_whom_he_acts_for(words: str, sector: str | None) -> None:
    assert who(words, "2002-01-01").sector == sector


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("the president's daughter", "ELI"),
        ("the president's daughter, the vice-president", "GOV"),
        ("the president's daughter, a nurse", "MED"),
        ("the president's daughter, a woman of 30", "ELI"),
        ("the president's daughter, Jane", "ELI"),
        ("a farmer's daughter, the army chief", "MIL"),
    ],
)
def test_an_office_of_ones_own_outranks_kinship(words: str, sector: str) -> None:
    assert who(words, "2002-01-01").sector == sector


def test_an_office_of_ones_own_is_cited() -> None:
    found = who("the president's daughter, the vice-president", "2002-01-01")
    assert found.sector_by is not None
    assert found.sector_by.words == "vice-president"


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        ("an aide to President Amina Otieno", "KEN", "GOV"),
        ("an adviser to the rebels", None, "REB"),
        ("an aide to the opposition leader", None, "OPP"),
        ("the Malian ambassador to Kenya", "MLI", "GOV"),
        ("an envoy to Kenya", None, "GOV"),
    ],
)
def test_to_leads_to_whom_an_aide_serves_and_where_an_envoy_is(words: str, country: str | None, sector: str) -> None:
    found = who(words, "2002-01-01")
    assert (found.country, found.sector) == (country, sector)
