"""The gate on the field's own corpora: categories (PLV), attributions (PolNeAR), pronouns (GUM), places (LGL)."""

import json
from pathlib import Path

import pytest
from bench import gum, lgl, plv, polnear

from onrecord.coder import Coder
from onrecord.tagger.network import load_network
from tests.quality.gold import GOLD, needs_gold

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())

pytestmark = needs_gold


@pytest.fixture(scope="module")
def measured(coder: Coder) -> dict[str, float]:
    meant = gum.measure(GOLD / "gum" / "news.jsonl")
    places = lgl.measure(GOLD / "geo" / "lgl.jsonl.gz")
    return {
        **plv.measure(load_network(), GOLD / "plv" / "train.jsonl"),
        **polnear.measure(coder, GOLD / "polnear" / "dev.jsonl.gz"),
        "pronouns right": meant["right"],
        "place names f1": places["f1"],
        "places end to end": places["end to end"],
    }


@pytest.mark.parametrize(("name", "floor"), FLOORS["peers_at_least"].items())
def test_peers_at_least(measured: dict[str, float], name: str, floor: float) -> None:
    assert measured[name] >= floor
