from importlib import resources
from typing import Any

import pytest
import yaml

from onrecord.errors import KnowledgeError
from onrecord.resolve.words import load_words, parse_words


def tree() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(resources.files("onrecord.resolve").joinpath("words.yaml").read_bytes())
    return loaded


def test_what_ships_is_sound() -> None:
    words = load_words()
    assert words.pronouns
    assert "he" in words.pronouns
    assert not words.killed & words.injured
    assert words.multipliers | words.vague <= words.numbers.keys()
    assert all(
        word == word.lower()
        for name in ("pronouns", "pointing", "earlier", "killed", "injured")
        for word in getattr(words, name)
    )


def test_the_shipped_tree_parses() -> None:
    assert parse_words(tree()) == load_words()


@pytest.mark.parametrize("broken", [None, [], "text", {}, {"pronouns": ["he"]}])
def test_another_shape_is_refused(broken: object) -> None:
    with pytest.raises(KnowledgeError, match=r"words\.yaml"):
        parse_words(broken)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("pronouns", ["he", True], "pronouns is no list"),
        ("pronouns", "he", "pronouns is no list"),
        ("verbal", ["AGREE", "WHISPER"], "WHISPER"),
        ("joint", ["CONSULT/telepathy"], "telepathy"),
        ("announced", {"CONSULT": "WHISPER"}, "WHISPER"),
        ("announced", {"WHISPER": "AGREE"}, "WHISPER"),
        ("media", ["XXX"], "XXX"),
        ("numbers", {"one": "1"}, "whole number"),
    ],
)
def test_a_wrong_list_is_named(name: str, value: object, says: str) -> None:
    with pytest.raises(KnowledgeError, match=says):
        parse_words({**tree(), name: value})


def test_a_list_too_many_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="exactly"):
        parse_words({**tree(), "colours": ["red"]})


@pytest.mark.parametrize(
    ("name", "value"), [("numbers", ["one", "two"]), ("pronouns", {"he": 1}), ("announced", ["CONSULT"])]
)
def test_a_list_and_a_mapping_are_told_apart(name: str, value: object) -> None:
    with pytest.raises(KnowledgeError):
        parse_words({**tree(), name: value})
