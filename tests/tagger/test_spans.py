import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tagger.labels import BEGIN, INSIDE, OUTSIDE
from onrecord.tagger.network import log_softmax
from onrecord.tagger.spans import best_tags, runs, whole_mentions
from onrecord.tagger.words import split_words


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_no_inside_follows_an_outside(words: int, seed: int) -> None:
    logs = log_softmax(np.random.default_rng(seed).normal(size=(words, 3, 3)).astype(np.float32) * 3)
    tags = best_tags(logs)
    before = np.vstack([np.zeros((1, 3), dtype=int), tags[:-1]])
    assert not ((tags == INSIDE) & (before == OUTSIDE)).any()


def test_the_best_path_is_found_over_all_paths() -> None:
    logs = log_softmax(np.random.default_rng(4).normal(size=(5, 1, 3)).astype(np.float32))
    legal = [path for path in np.ndindex(*(3,) * 5)
             if all(tag != INSIDE or (place and path[place - 1] != OUTSIDE) for place, tag in enumerate(path))]  # fmt: skip
    best = max(legal, key=lambda path: sum(float(logs[i, 0, tag]) for i, tag in enumerate(path)))
    assert tuple(best_tags(logs)[:, 0]) == best


def test_runs() -> None:
    assert runs([OUTSIDE, BEGIN, INSIDE, BEGIN, OUTSIDE, INSIDE]) == [(1, 3), (3, 4), (5, 6)]
    assert runs([]) == []


def mentions_of(text: str, *spans: tuple[int, int]) -> list[str]:
    words = split_words(text)
    found = whole_mentions(words, spans, frozenset({"the", "a"}))
    return [text[words[a].start : words[b - 1].end] for a, b in found]


def test_mentions_lose_loose_punctuation_and_keep_quotation_marks() -> None:
    assert mentions_of("- the army, said", (0, 4)) == ["the army"]
    assert mentions_of('"friends" spoke', (0, 3)) == ['"friends"']


def test_an_article_joins_the_mention_after_it_and_is_none_alone() -> None:
    assert mentions_of("The army blamed the RSF", (0, 2), (3, 4), (4, 5)) == ["The army", "the RSF"]
    assert mentions_of("blamed the lost men", (1, 2), (3, 4)) == ["men"]


def test_punctuation_alone_is_no_mention() -> None:
    assert mentions_of('- " ,', (0, 1), (1, 2), (2, 3)) == []
