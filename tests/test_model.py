import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span, spans_of


@given(st.text(min_size=1), st.data())
def test_a_span_holds_the_characters_of_its_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Span.of(text, start, end).text == text[start:end]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 0), (2, 1), (0, 6)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        Span.of("hello", start, end)


def test_covering_and_overlapping() -> None:
    whole, part, edge = spans_of("abcdefgh", [(0, 5), (1, 3), (5, 8)])[:3]
    assert whole.covers(part)
    assert not part.covers(whole)
    assert whole.overlaps(part)
    assert not whole.overlaps(edge)
