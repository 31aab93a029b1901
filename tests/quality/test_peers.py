"""The gate on the field's own corpora: categories with the parties given (PLV) and attributions (PolNeAR)."""

import json
from pathlib import Path

import pytest
from bench import plv, polnear

from onrecord.coder import Coder
from onrecord.tagger.network import load_network
from tests.quality.gold import GOLD, needs_gold

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())

pytestmark = needs_gold


@pytest.fixture(scope="module")
def measured(coder: Coder) -> dict[str, float]:
    return plv.measure(load_network(), GOLD / "plv" / "train.jsonl") | polnear.measure(
        coder, GOLD / "polnear" / "dev.jsonl.gz"
    )


@pytest.mark.parametrize(("name", "floor"), FLOORS["peers_at_least"].items())
def test_peers_at_least(measured: dict[str, float], name: str, floor: float) -> None:
    assert measured[name] >= floor
