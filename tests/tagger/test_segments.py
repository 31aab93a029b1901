from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tagger.segments import CONTEXT_PIECES, MOST_PIECES, plan_windows, sentence_starts
from onrecord.tagger.words import split_words


def sentences(text: str) -> list[str]:
    words = split_words(text)
    bounds = [*sentence_starts(words), len(words)]
    return [text[words[a].start : words[b - 1].end] for a, b in pairwise(bounds)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Smith met Gen. Lee. They spoke.", ["Mr. Smith met Gen. Lee.", "They spoke."]),
        ("The U.S. Army came. It left.", ["The U.S. Army came.", "It left."]),
        ('"We won." He smiled.', ['"We won."', "He smiled."]),
        ("It cost 3.5 million. Nobody paid.", ["It cost 3.5 million.", "Nobody paid."]),
        ("Title\n\nBody goes on", ["Title", "Body goes on"]),
        ("Really? Yes! \u201cGood.\u201d", ["Really?", "Yes!", "\u201cGood.\u201d"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.lists(st.integers(1, 12), max_size=1500), st.data())
def test_windows_answer_for_every_word_once_and_stay_small(sizes: list[int], data: st.DataObject) -> None:
    parts = [
        data.draw(st.sampled_from(["word", "End.", "Cap"])) if index % 40 == 0 else "word"
        for index in range(len(sizes))
    ]
    words = split_words(" ".join(parts))
    sizes = (sizes + [1] * len(words))[: len(words)]
    windows = plan_windows(words, sizes)
    assert [index for window in windows for index in range(window.home, window.end)] == list(range(len(words)))
    for window in windows:
        assert window.start <= window.home < window.end
        assert sum(sizes[window.start : window.end]) <= MOST_PIECES
        assert sum(sizes[window.start : window.home]) <= CONTEXT_PIECES


def test_a_text_without_a_full_stop_is_cut_all_the_same() -> None:
    words = split_words("word " * 20_000)
    windows = plan_windows(words, [1] * len(words))
    assert windows[-1].end == len(words)
