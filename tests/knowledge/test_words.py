"""Words as they are compared."""

import pytest

from onrecord.knowledge.words import MAX_TOKENS, fold, key_of, normalise, tokenise


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Élysée", "elysee"), ("U.S.", "us"), ("Łódź", "lodz"), ("Erdoğan", "erdogan"), ("Børge", "borge")],
)
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("text", "keys", "possessive"),
    [
        ("Kenya's army", ["kenya", "army"], ["kenya"]),
        ("Kenya’s army", ["kenya", "army"], ["kenya"]),
        ("soldiers' families", ["soldiers", "families"], ["soldiers"]),
        ("Côte d’Ivoire", ["cote", "d", "ivoire"], []),
        ("the U.S. army", ["the", "us", "army"], []),
        ("Sana'a", ["sana", "a"], []),
    ],
)
def test_tokenise(text: str, keys: list[str], possessive: list[str]) -> None:
    tokens = tokenise(normalise(text))
    assert [token.key for token in tokens] == keys
    assert [token.key for token in tokens if token.possessive] == possessive


def test_hyphens_part_words_and_are_remembered() -> None:
    first, second = tokenise("Russian-backed")
    assert (first.glued, second.glued) == (False, True)


def test_offsets_hold() -> None:
    text = normalise("  the\n Elysée   Palace’s  spokesman ")
    assert all(text[token.start : token.end] == token.text for token in tokenise(text))


def test_a_possessive_inside_a_name_is_part_of_it() -> None:
    assert key_of("Workers' Party") != key_of("Workers Party")
    assert key_of("the party's") == key_of("the party")


def test_length_is_bounded() -> None:
    assert len(tokenise(normalise("word " * 10_000))) <= MAX_TOKENS
