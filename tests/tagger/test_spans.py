import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.tagger.labels import BEGIN, INSIDE, OUTSIDE
from onrecord.tagger.network import log_softmax
from onrecord.tagger.spans import best_tags, runs


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
