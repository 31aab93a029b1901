import numpy as np

from onrecord.tagger.labels import DISTANCE_BUCKETS, POOLED
from onrecord.tagger.pairs import candidate_pairs, cue_words, distance_buckets


def test_only_pairs_that_a_relation_allows() -> None:
    kind = np.array([POOLED.index(letter) for letter in "medc"])
    start = np.array([0, 3, 5, 8])
    pairs = candidate_pairs(kind, start, start + 1)
    found = {(POOLED[kind[a]] + POOLED[kind[b]]) for a, b in zip(pairs.a, pairs.b, strict=True)}
    assert found == {"em", "ed", "cm", "ce"}


def test_within_a_layer_the_second_stands_before_the_first() -> None:
    kind = np.array([POOLED.index("m")] * 3)
    start = np.array([0, 4, 9])
    pairs = candidate_pairs(kind, start, start + 2)
    assert sorted(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)) == [(1, 0), (2, 0), (2, 1)]
    assert (pairs.low <= pairs.high).all()


def test_distances_keep_sign_and_range() -> None:
    buckets = distance_buckets(np.array([-500, -1, 0, 1, 500]))
    assert buckets.tolist() == sorted(buckets.tolist())
    assert buckets[2] - buckets[0] == buckets[4] - buckets[2]
    assert 0 <= buckets.min() <= buckets.max() < DISTANCE_BUCKETS


def test_cue_words_pair_each_cue_with_each_word() -> None:
    which, word, distance = cue_words(np.array([1, 3]), np.array([0, 2, 4, 5]), 6)
    assert which.tolist() == [1] * 6 + [3] * 6
    assert word.tolist() == [*range(6), *range(6)]
    assert len(distance) == 12
