"""What fuzzing found, each kept as a test."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from fuzz.noise import Noise

from onrecord.coder import Coder
from onrecord.errors import InputError
from onrecord.model import Report
from onrecord.output.contract import from_contract, to_contract
from onrecord.resolve.assemble import assemble
from onrecord.tagger.tag import tag

DAY = datetime.date(2023, 6, 13)


@pytest.fixture
def tree(coder: Coder) -> dict[str, Any]:
    """A sound line of output."""
    coding = coder.code(
        'Rebels shelled Goma on Monday, killing three people, Ana Ruiz said. "They ran," she said.', published=DAY
    )
    found: dict[str, Any] = json.loads(json.dumps(to_contract(coding)))
    assert found["records"]
    assert found["statements"]
    assert from_contract(found) == coding
    return found


def put(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change of a tree: another value at a path."""

    def change(tree: Any) -> None:
        for key in path[:-1]:
            tree = tree[key]
        tree[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        # The reader of the contract took any type for any field, and broke down on a text that was none.
        put("report", "text", value=1),
        put("report", "text", value={"start": 0}),
        put("report", "text", value=["a"]),
        put("report", "title", value=None),
        put("report", "published", value=""),
        put("report", "published", value="0000-01-01"),
        put("records", 0, "confidence", value=float("nan")),
        put("records", 0, "confidence", value=True),
        put("records", 0, "factuality", value="certain"),
        put("records", 0, "place", value=""),
        put("records", 0, "date", value={}),
        put("records", 0, "category", value={}),
        put("records", 0, "mentions", value={"a": 1}),
        put("records", 0, "actors", value=[[]]),
        put("records", 0, "trigger", "start", value=True),
        put("records", 0, "trigger", "end", value=10**30),
        put("records", 0, "trigger", "text", value="x"),
        put("records", value=None),
        put("statements", 0, "kind", value=[]),
        put("statements", 0, "speaker", value=0),
        put("issues", value=[1]),
        put("issues", value=[{"code": "x", "message": 3, "span": None}]),
        put("report", value=[]),
    ],
)
def test_a_contract_of_other_types_is_refused(tree: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    change(tree)
    with pytest.raises(InputError):
        from_contract(tree)


def test_fields_that_are_not_known_are_passed_over_however_deep(tree: dict[str, Any]) -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    tree["later"] = deep
    assert from_contract(tree).records


def test_a_number_without_a_point_is_a_confidence(tree: dict[str, Any]) -> None:
    tree["records"][0]["confidence"] = 1
    assert from_contract(tree).records[0].confidence == 1


@pytest.mark.parametrize("words", ["", " ", "\u0301", "a", '"', "\n\n\n", "\ufeff", "\U0001f4a5", "a\u0000b"])
@pytest.mark.parametrize("spans", [-8.0, 8.0])
def test_noise_about_hardly_any_words_is_decoded(coder: Coder, words: str, spans: float) -> None:

    coding = assemble(Report("r", words), tag(words, Noise(coder.network, 1, spans, 8.0)), coder.resources)
    assert from_contract(to_contract(coding)).records == coding.records
