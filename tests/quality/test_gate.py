"""The quality gate: pinned floors on the gold reports. Floors go up with a better coder, and down only by hand and with a reason."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.coder import Coder
from onrecord.output.contract import to_line
from onrecord.readers import read
from tests.quality.gold import REPORTS, digest, needs_gold, rows, scorer

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())

pytestmark = needs_gold


@pytest.fixture(scope="module")
def scores(coder: Coder) -> dict[str, Any]:
    coded = [json.loads(to_line(coding)) for path in REPORTS for coding in coder.code_many(read(path))]
    gold = [row for path in REPORTS for row in rows(path)]
    assert all(datetime.date.fromisoformat(row["published"]) for row in gold)
    result, _ = scorer().score(gold, {row["report"]["id"]: row for row in coded})
    flat = {name: value for name, value in result.items() if not isinstance(value, dict)}
    return flat | {f"of_found.{name}": value for name, value in result["of_found"].items()}


def test_the_floors_were_measured_on_this_gold() -> None:
    assert digest(REPORTS) == FLOORS["gold_sha256"], (
        "the gold changed: measure again, then pin its new hash in floors.json"
    )


@pytest.mark.parametrize(("name", "floor"), FLOORS["at_least"].items())
def test_at_least(scores: dict[str, Any], name: str, floor: float) -> None:
    assert scores[name] >= floor


@pytest.mark.parametrize(("name", "ceiling"), FLOORS["at_most"].items())
def test_at_most(scores: dict[str, Any], name: str, ceiling: float) -> None:
    assert scores[name] <= ceiling
