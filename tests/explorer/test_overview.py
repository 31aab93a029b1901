"""Counts, compared with counting by hand over the records of the world."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from typing import Any

import pytest

from onrecord.codebook import load_codebook
from onrecord.explorer import Explorer
from onrecord.explorer.overview import OWN_VOICE_LABEL
from onrecord.model import Coding, Record
from tests.explorer.build import EVENTS, world

ROWS: list[tuple[Coding, Record]] = [(coding, record) for coding in world() for record in coding.records]
EVENT_OF = {name: event for event in EVENTS for name in event["records"]}


def countries(parties: Any) -> set[str]:
    return {party.country for party in parties if party.country}


def values(coding: Coding, record: Record) -> dict[str, set[str]]:
    """The values of every facet that a record has."""
    sectors = {party.sector for party in (*record.actors, *record.recipients) if party.sector}
    event = EVENT_OF.get(record.id)
    return {
        "who": countries(record.actors), "whom": countries(record.recipients), "sector": sectors,
        "category": {record.category, *([f"{record.category}/{record.mode}"] if record.mode else [])},
        "place": {record.place.country} if record.place and record.place.country else set(), "factuality": {record.factuality},
        "source": {record.sources[-1].participant.name if record.sources else "-"},
        "medium": {coding.report.source} if coding.report.source else set(), "standing": {event["standing"]} if event else set(),
        "review": {"open"},
    }  # fmt: skip


def passes(coding: Coding, record: Record, filters: dict[str, Any], but: str | None = None) -> bool:
    own = values(coding, record)
    own["party"] = own["who"] | own["whom"]
    own["report"], own["event"] = {coding.report.id}, {EVENT_OF[record.id]["id"]} if record.id in EVENT_OF else set()
    for name, wanted in filters.items():
        if name in ("since", "until", "undated") or name == but:
            continue
        if own[name].isdisjoint(wanted if isinstance(wanted, list) else [wanted]):
            return False
    since, until = (datetime.date.fromisoformat(filters[n]) if n in filters else None for n in ("since", "until"))
    if since is None and until is None:
        return True
    if record.date is None:
        return bool(filters.get("undated"))
    return (since is None or record.date.end >= since) and (until is None or record.date.start <= until)


FILTERS: list[dict[str, Any]] = [
    {}, {"who": "RUS"}, {"who": ["RUS", "UKR"]}, {"whom": "UKR", "who": "UKR"}, {"party": "KEN"}, {"sector": "MIL"},
    {"category": "ASSAULT"}, {"category": "ASSAULT/heavy-weapons", "factuality": "asserted"}, {"category": ["PROTEST", "COERCE/arrest"]},
    {"place": "UKR", "who": "RUS"}, {"factuality": ["planned", "possible"]}, {"source": "-"}, {"source": ["the mayor", "-"], "party": "UKR"},
    {"medium": "Wire"}, {"standing": "disputed", "sector": "REB"}, {"since": "2024-01-02", "until": "2024-03-01"},
    {"since": "2024-01-03"}, {"until": "2023-12-29"}, {"since": "2024-03-01", "undated": True}, {"report": "r3"}, {"event": "e1", "who": "RUS"},
    {"who": "XYZ"}, {"event": "nothing"}, {"review": "corrected"}, {"review": "open", "medium": "The Courier"},
]  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_numbers_and_facets_are_those_counted_by_hand(explorer: Explorer, filters: dict[str, Any]) -> None:
    found = explorer.overview(**filters)
    matched = [(coding, record) for coding, record in ROWS if passes(coding, record, filters)]
    assert found["total"] == len(ROWS)
    assert found["matched"] == len(matched)
    assert found["reports"] == len({coding.report.id for coding, _ in matched})
    assert found["events"] == len({EVENT_OF[r.id]["id"] for _, r in matched if r.id in EVENT_OF})
    for facet, shown in found["facets"].items():
        counted = Counter(
            value
            for coding, record in ROWS
            if passes(coding, record, filters, facet)
            for value in values(coding, record)[facet]
        )
        assert {row["value"]: row["count"] for row in shown if row["count"]} == dict(counted), facet
        assert [row["count"] for row in shown if row["count"]] == sorted(counted.values(), reverse=True)
        chosen = filters.get(facet, [])
        assert set(chosen if isinstance(chosen, list) else [chosen]) <= {row["value"] for row in shown}


def test_every_pair_of_filters_combines(explorer: Explorer) -> None:
    for one, other in itertools.combinations(FILTERS, 2):
        if not one.keys() & other.keys() and not (
            {"since", "until"} & one.keys() and {"since", "until"} & other.keys()
        ):
            both = one | other
            found = explorer.overview(**both)["matched"]
            assert found == sum(passes(coding, record, both) for coding, record in ROWS), both


def test_names_and_boxes_are_looked_for(explorer: Explorer) -> None:
    assert explorer.overview(who="name:REBEL")["matched"] == 3
    assert explorer.overview(whom="name:rebel")["matched"] == 1
    assert explorer.overview(party="name:rebel")["matched"] == 4
    assert explorer.overview(place="name:arn")["matched"] == 3
    assert explorer.overview(place=["name:nowhere", "FJI"])["matched"] == 1
    assert explorer.overview(bbox=(36, 49, 37, 50))["matched"] == 3
    # Across the 180th meridian.
    assert explorer.overview(bbox=(170, -20, -170, 20))["matched"] == 2


def test_labels_are_for_people(explorer: Explorer) -> None:
    facets = explorer.overview()["facets"]
    label = {name: {row["value"]: row for row in rows} for name, rows in facets.items()}
    assert label["who"]["UKR"]["label"] == "Ukraine"
    assert label["sector"]["MIL"]["label"] == load_codebook().sectors["MIL"].label
    assert label["source"]["-"]["label"] == OWN_VOICE_LABEL
    assert label["category"]["ASSAULT"]["label"] == load_codebook().categories["ASSAULT"].label
    assert "parent" not in label["category"]["ASSAULT"]
    assert label["category"]["ASSAULT/heavy-weapons"]["parent"] == "ASSAULT"


# --- charts -----------------------------------------------------------------------------------------------------------


def test_the_timeline_has_no_gaps(explorer: Explorer) -> None:
    line = explorer.overview("month")["timeline"]
    assert [bin["start"] for bin in line["bins"]] == [
        "2023-12-01",
        "2024-01-01",
        "2024-02-01",
        "2024-03-01",
        "2024-04-01",
    ]
    assert line["bins"][1]["counts"] == {}
    assert line["bins"][3]["counts"] == {"ASSAULT": 3, "AID": 1}
    assert line["undated"] == 2
    assert line["outside"] == 0


def test_weeks_begin_on_monday_and_the_unit_fits_the_span(explorer: Explorer) -> None:
    week = explorer.overview("week", since="2024-02-28", until="2024-03-04")["timeline"]
    assert [bin["start"] for bin in week["bins"]] == ["2024-02-26", "2024-03-04"]
    assert explorer.overview()["timeline"]["unit"] == "week"
    assert explorer.overview(category="ASSAULT")["timeline"]["unit"] == "day"
    assert explorer.overview("day")["timeline"]["unit"] == "day"
    assert explorer.overview("year")["timeline"]["bins"][0]["counts"] == {"COERCE": 1}
    assert explorer.overview(who="XYZ")["timeline"]["bins"] == []


def test_the_map_has_a_point_a_place(explorer: Explorer) -> None:
    found = explorer.overview()["map"]
    assert found["points"][0] == {
        "lon": 36.25, "lat": 49.5, "name": "Tarn", "country": "UKR", "precision": "city", "count": 3, "quads": [0, 0, 0, 3],
    }  # fmt: skip
    assert {point["name"]: point["precision"] for point in found["points"]} == {
        "Tarn": "city",
        "Vell": "province",
        "Orr": "country",
    }
    assert found["unplaced"] == 4


def test_dyads_count_a_record_once_for_each_two_countries(explorer: Explorer) -> None:
    found = explorer.overview()["dyads"]
    cells = {(found["codes"][cell["row"]], found["codes"][cell["column"]]): cell for cell in found["cells"]}
    assert cells["RUS", "UKR"]["count"] == 2  # two recipients of one country; and talks, each pair once
    assert cells["RUS", "UKR"]["quads"] == [1, 0, 0, 1]
    assert cells["RUS", "KEN"]["count"] == 2
    assert cells["UKR", "KEN"]["count"] == 1
    assert cells["KEN", "RUS"]["count"] == 1
    assert found["labels"][found["codes"].index("UKR")] == "Ukraine"
    assert found["left_out"] == 0


def test_the_network_joins_who_is_one(explorer: Explorer) -> None:
    found = explorer.overview()["network"]
    nodes = {node["id"]: node for node in found["nodes"]}
    army = nodes["organ:rus-army"]
    assert (army["label"], army["country"], army["sector"], army["count"]) == ("The army", "RUS", "MIL", 4)
    edges = {
        (found["nodes"][edge["source"]]["label"], found["nodes"][edge["target"]]["label"]): edge["count"]
        for edge in found["edges"]
    }
    assert edges["The army", "Tarn"] == 1
    assert edges["Rebels", "Tarn"] == 2
    assert edges["The army", "Rebels"] == 2
    assert all(0 <= edge["source"] < len(nodes) and 0 <= edge["target"] < len(nodes) for edge in found["edges"])
    # Nobody stands there alone.
    assert {end for edge in found["edges"] for end in (edge["source"], edge["target"])} == set(range(len(nodes)))


@pytest.mark.parametrize("filters", [{}, {"factuality": "asserted"}, {"party": "UKR", "until": "2024-03-31"}], ids=str)
def test_a_node_finds_as_many_records_as_its_circle_counts(explorer: Explorer, filters: dict[str, Any]) -> None:
    nodes = explorer.overview(**filters)["network"]["nodes"]
    # With an entity, with a name and a country.
    assert any(node["id"].startswith("organ:") for node in nodes)
    assert any("\x1f" in node["id"] for node in nodes)
    for node in nodes:
        assert explorer.overview(node=node["id"], **filters)["matched"] == node["count"], node


def test_nodes_are_told_apart_by_more_than_their_names(explorer: Explorer) -> None:
    found = explorer.records(node="police\x1fKEN", sort="date")["rows"]
    assert [row["record"] for row in found] == ["arrested", "talks", "undated"]
    assert explorer.overview(node=["police\x1fKEN", "rebels\x1fUKR"])["matched"] == 6
    for nobody in (
        "police\x1fUKR",
        "police\x1f",
        "police",
        "Police\x1fKEN\x1f",
        "\x1f",
        "organ:none",
        "The army\x1fRUS",
    ):
        assert explorer.overview(node=nobody)["matched"] == 0, nobody


def test_an_unknown_unit_is_refused(explorer: Explorer) -> None:
    with pytest.raises(Exception, match="unit is 'decade'"):
        explorer.overview("decade")
