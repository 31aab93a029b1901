"""What a person may set, and what not."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.codebook import load_codebook
from onrecord.output.contract import to_contract
from onrecord.review import ReviewError
from onrecord.review.corrections import FIELDS, Rules, check_corrections
from tests.review.build import CODING, TEXT, party_tree, tree

RULES = Rules(load_codebook(), TEXT, frozenset({"UKR", "IGO"}))
PARTY = party_tree("Police", "UKR", "COP")
DATE = {"spans": [], "start": "2024-03-01", "end": "2024-03-02", "granularity": "range", "basis": None}
PLACE = {"spans": [tree("Tarn")], "name": "Tarn", "country": "UKR", "lat": 49.5, "lon": 36}


@pytest.mark.parametrize("record", to_contract(CODING)["records"], ids=lambda record: record["id"])
def test_what_the_machine_writes_is_allowed_and_stays_as_it_is(record: dict[str, Any]) -> None:
    values = {name: record[name] for name in FIELDS}
    assert check_corrections(values, RULES) == values


def test_values_are_made_whole() -> None:
    found = check_corrections({"actors": [{"spans": [tree("Police")], "name": " The\npolice "}], "place": PLACE}, RULES)
    assert found["actors"] == [
        {
            "spans": [tree("Police")],
            "name": "The police",
            "country": None,
            "sector": None,
            "entity": None,
            "second": None,
            "basis": [],
        }
    ]
    assert found["place"] == {
        **PLACE,
        "lat": 49.5,
        "lon": 36.0,
        "admin1": None,
        "geonames": None,
        "basis": "reviewer",
        "precision": None,
    }


@pytest.mark.parametrize(
    "values",
    [
        {}, [], None, {"id": "x"}, {"cameo": "010"}, {"confidence": 1}, {"category": "WEATHER"}, {"category": None}, {"category": ["AID"]},
        {"mode": "lightning"}, {"mode": 3}, {"factuality": "sure"}, {"factuality": None},
        {"trigger": None}, {"trigger": {"start": 0, "end": 6, "text": "rebels"}}, {"trigger": {"start": 0, "end": 600, "text": "Rebels"}},
        {"trigger": {"start": -6, "end": 0, "text": ""}}, {"trigger": {"start": True, "end": 6, "text": "ebels"}},
        {"trigger": {"start": 0.0, "end": 6, "text": "Rebels"}}, {"trigger": {"start": 6, "end": 7, "text": " "}},
        {"trigger": {"start": 0, "end": 6}}, {"trigger": {**tree("Rebels"), "more": 1}},
        # Offsets in UTF-16 units, as a browser counts, lie one too far behind a sign outside the first plane.
        {"trigger": {"start": TEXT.index("marched") + 1, "end": TEXT.index("marched") + 8, "text": "marched"}},
        {"actors": None}, {"actors": [None]}, {"actors": [{**PARTY, "spans": []}]}, {"actors": [{**PARTY, "name": "  "}]},
        {"actors": [{**PARTY, "name": "x" * 501}]}, {"actors": [{**PARTY, "name": "a\x1b[2J"}]}, {"actors": [{**PARTY, "name": "\ud800"}]},
        {"actors": [{**PARTY, "country": "ukr"}]}, {"actors": [{**PARTY, "country": "ZZZ"}]}, {"actors": [{**PARTY, "country": 3}]},
        {"actors": [{**PARTY, "sector": "ARMY"}]}, {"actors": [{**PARTY, "second": "ARMY"}]}, {"actors": [PARTY, PARTY]},
        {"actors": [{**PARTY, "height": 1}]}, {"actors": [PARTY] * 61}, {"actors": [{**PARTY, "spans": [tree("Police")] * 31}]},
        {"actors": [{**PARTY, "basis": [{"words": "x"}]}]}, {"recipients": {}}, {"sources": [{**PARTY, "cue": {"start": 0}}]},
        {"place": {}}, {"place": {**PLACE, "lat": 91}}, {"place": {**PLACE, "lat": None}}, {"place": {**PLACE, "lon": float("nan")}},
        {"place": {**PLACE, "lon": True}}, {"place": {**PLACE, "geonames": -1}}, {"place": {**PLACE, "precision": "street"}}, {"place": []},
        {"date": {**DATE, "start": "2024-03-03"}}, {"date": {**DATE, "start": "yesterday"}}, {"date": {**DATE, "start": 20240301}},
        {"date": {**DATE, "granularity": "hour"}}, {"date": {**DATE, "basis": "guess"}}, {"date": "2024-03-01"},
        {"counts": None}, {"counts": {"missing": {"value": 1, "spans": []}}}, {"counts": {"killed": {"value": -1, "spans": []}}},
        {"counts": {"killed": {"value": 1.5, "spans": []}}}, {"counts": {"killed": {"value": None, "spans": []}}},
        {"counts": {"killed": {"value": 10**12, "spans": []}}}, {"counts": {"killed": {"value": 1, "spans": [], "bound": "many"}}},
        {"actors": [{**PARTY, "basis": [{"words": "x" * 400, "rule": "y"}] * 30} for _ in range(60)]}, {"place": {1, 2}},
    ],
)  # fmt: skip
def test_what_is_not_allowed(values: Any) -> None:
    with pytest.raises(ReviewError):
        check_corrections(values, RULES)


def test_without_a_list_of_countries_three_capitals_will_do() -> None:
    rules = Rules(load_codebook(), TEXT)
    assert check_corrections({"actors": [{**PARTY, "country": "ZZZ"}]}, rules)
    with pytest.raises(ReviewError):
        check_corrections({"actors": [{**PARTY, "country": "zzz"}]}, rules)


def test_nesting_without_end_is_refused() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ReviewError):
        check_corrections({"actors": deep}, RULES)
