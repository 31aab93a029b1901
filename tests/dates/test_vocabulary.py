"""The word list is checked loudly: a slip names the file, the line and the word."""

from __future__ import annotations

from importlib import resources

import pytest

from onrecord.dates.vocabulary import SYMBOLS, load_vocabulary, parse_vocabulary
from onrecord.errors import KnowledgeError

TEXT = resources.files("onrecord.dates").joinpath("words.yaml").read_text(encoding="utf-8")


def test_the_list_that_ships_is_sound() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.entries["september",].number == 9
    assert vocabulary.longest >= 3
    assert {entry.symbol for entry in vocabulary.entries.values()} == set("".join(SYMBOLS.values()))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("monday: 1, tuesday: 2, w", "monday: 8, tuesday: 2, w", r"words\.yaml:\d+: 8 is no value for 'monday'"),
        ("yesterday: [yesterday]", "yesterday: [today]", "'today' stands in two lists"),
        ("yesterday: [yesterday]", "yesterday: [Yesterday]", "no phrase in lower case"),
        ("yesterday: [yesterday]", "yesterday: []", "yesterday is no list of words"),
        ("yesterday: [yesterday]", "yesterdays: [yesterday]", "the lists are not exactly"),
        ("yesterday: [yesterday]", "yesterday: [on]", "quote yes, no, on, off"),
        ("yesterday: [yesterday]", "yesterday: [yesterday", "no YAML"),
        ("may day: [5, 1]", "may day: [13, 1]", r"\[13, 1\] is no value for 'may day'"),
        ("good friday: -2", "good friday: true", "True is no value for 'good friday'"),
        ("{day: day,", "{day: days,", "'days' is no value for 'day'"),
    ],
)
def test_slips_are_named(old: str, new: str, complaint: str) -> None:
    assert old in TEXT
    with pytest.raises(KnowledgeError, match=complaint) as caught:
        parse_vocabulary(TEXT.replace(old, new, 1).encode())
    assert caught.value.remedy
