import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tagger.words import BREAKS, SHAPES, split_words, words_between


@given(st.text())
def test_every_character_that_is_no_blank_lies_in_exactly_one_word(text: str) -> None:
    words = split_words(text)
    covered = [index for word in words for index in range(word.start, word.end)]
    assert covered == sorted(set(covered))
    assert {index for index, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all(text[word.start : word.end] == word.text for word in words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Russia's army", ["Russia", "'", "s", "army"]),
        ("Élysée café", ["Élysée", "café"]),
        ("e\u0301lan vital", ["e\u0301lan", "vital"]),
        ("Kyiv\u00a0was hit \U0001f4a5!", ["Kyiv", "was", "hit", "\U0001f4a5", "!"]),
        ("3,000 men", ["3", ",", "000", "men"]),
        ("snake_case", ["snake_case"]),
        ("Россия и مصر", ["Россия", "и", "مصر"]),
    ],
)
def test_cutting(text: str, words: list[str]) -> None:
    assert [word.text for word in split_words(text)] == words


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "we won" today', {"we", "won"}),
        ("He said \u201cwe won\u201d today", {"we", "won"}),
        ("Il a dit \u00abon gagne\u00bb", {"on", "gagne"}),
        ('"Left open\n\nNew paragraph', {"Left", "open"}),
        ("it's Russia's", set()),
    ],
)
def test_words_in_quotation_marks(text: str, inside: set[str]) -> None:
    assert {word.text for word in split_words(text) if word.quoted} == inside


def test_shapes_and_gaps() -> None:
    words = split_words("NATO met, Kyiv said 12\nx\r\n\r\nEnd")
    assert [SHAPES[word.shape] for word in words] == [
        "upper",
        "lower",
        "punctuation",
        "capital",
        "lower",
        "number",
        "lower",
        "capital",
    ]
    assert [BREAKS[word.gap] for word in words] == [
        "start",
        "none",
        "none",
        "none",
        "none",
        "none",
        "line",
        "paragraph",
    ]


def test_words_between() -> None:
    words = split_words("one two three")
    assert words_between(words, 4, 7) == (1, 2)
    assert words_between(words, 2, 9) == (0, 3)
    assert words_between(words, 3, 4) is None
