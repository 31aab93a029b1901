"""Marks that cross, and text that the markup cannot hold."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.codebook import load_codebook
from onrecord.export.nesting import Part, nest, plain_text, render
from onrecord.markup import parse_passage

TEXT = "abcdefghijklmnopqrstuvwxyz"


def part(start: int, end: int, mark: str, keep: int = 0, *, splits: bool = False) -> Part:
    return Part(start, -end, 0, mark, keep, splits)


def bounds(parts: list[Part]) -> list[tuple[int, int, str]]:
    return [(p.start, p.end, p.mark) for p in parts]


def test_marks_that_nest_are_left_alone() -> None:
    parts = [part(0, 10, "a"), part(0, 4, "b"), part(4, 10, "c"), part(5, 9, "d"), part(10, 12, "e")]
    kept, dropped, _ = nest(TEXT, parts)
    assert bounds(kept) == [(0, 10, "a"), (0, 4, "b"), (4, 10, "c"), (5, 9, "d"), (10, 12, "e")]
    assert dropped == []


def test_of_two_that_cross_the_more_valuable_stays() -> None:
    for first, second in ((1, 2), (2, 1)):
        kept, dropped, _ = nest(TEXT, [part(0, 6, "a", first), part(3, 9, "b", second)])
        assert [p.mark for p in kept] == ["b" if second > first else "a"]
        assert len(dropped) == 1


def test_contents_are_cut_on_either_side() -> None:
    kept, dropped, _ = nest(TEXT, [part(0, 6, "q", splits=True), part(4, 9, "m", 1)])
    assert bounds(kept) == [(0, 4, "q"), (4, 9, "m"), (4, 6, "q")]
    kept, dropped, _ = nest(TEXT, [part(0, 6, "m", 1), part(4, 9, "q", splits=True)])
    assert bounds(kept) == [(0, 6, "m"), (4, 6, "q"), (6, 9, "q")]
    assert dropped == []


def test_a_cut_leaves_no_blanks_at_an_edge() -> None:
    kept, _, _ = nest("one two three four", [part(0, 13, "q", splits=True), part(8, 18, "m", 1)])
    assert bounds(kept) == [(0, 7, "q"), (8, 18, "m"), (8, 13, "q")]


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(1, 12), st.integers(0, 3), st.booleans()), max_size=14))
def test_nothing_crosses_and_what_is_cut_covers_the_same(rows: list[tuple[int, int, int, bool]]) -> None:
    parts = [part(a, min(26, a + n), f"m{i}", k, splits=s) for i, (a, n, k, s) in enumerate(rows) if a < 26]
    whole = {p.mark: (p.start, p.end, p.splits) for p in parts}
    kept, dropped, too_many = nest(TEXT, parts)
    assert not too_many
    for a in kept:
        for b in kept:
            assert not a.start < b.start < a.end < b.end
    lost = {p.mark for p in dropped}
    for mark, (start, end, splits) in whole.items():
        covered = sorted(i for p in kept if p.mark == mark for i in range(p.start, p.end))
        assert covered == ([] if mark in lost else list(range(start, end)))
        assert not (splits and mark in lost)
    text = render(TEXT, kept, {})
    assert "".join(c for c in text.replace("{", "\n{") if c.isalpha()).count("m") >= len(kept)


def test_many_marks_that_cross_end_soon() -> None:
    text = "x" * 40_000
    choose = random.Random(1)
    parts = [part(a, a + choose.randint(2, 400), f"q{a}", splits=True) for a in range(0, 39_000, 5)]
    started = time.perf_counter()
    _, _, too_many = nest(text, parts)
    assert too_many
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a  b\tc\u00a0d \n", "a b c d"),
        ("a\n\nb\nc", "a\n\nb c"),
        ("a\nb\r\nc", "a\n\nb\n\nc"),
        ("a\r\n\r\nb\r\nc", "a\n\nb c"),
        ("a\n \t\nb", "a\n\nb"),
        ("a , b . c", "a, b. c"),
        ("a .5 b", "a .5 b"),
        ("a\n\n. b", "a. b"),
        ("{a|b}", "(a/b)"),
        ("## a\n\n## b", "\uff03# a\n\n\uff03# b"),
        ("a\n\n~\n\nb", "a\n\n\u223c\n\nb"),
        ("a \ud800 b", "a \ufffd b"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_text_as_a_passage_has_it(text: str, expected: str) -> None:
    plain = plain_text(text)
    assert plain.text == expected
    assert len(plain.at) == len(text) + 1


@given(st.text(alphabet="ab .,{}|#~\n\r\t\u2028\x85\u00a0\x1c?", max_size=40))
def test_any_text_becomes_a_passage(text: str) -> None:
    plain = plain_text(text)
    passage = parse_passage("x", "2023-01-01", plain.text, load_codebook())
    assert passage.text == plain.text
    assert list(plain.at) == sorted(plain.at)
    assert plain.at[-1] == len(plain.text)
    for index, char in enumerate(text):
        if not char.isspace() and char not in "{}|#~":
            assert plain.text[plain.at[index]] == char


def test_time_grows_with_length() -> None:
    text = "\n \t" * 300_000
    started = time.perf_counter()
    plain_text(text)
    plain_text("a " * 300_000)
    assert time.perf_counter() - started < 5
