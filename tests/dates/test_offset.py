import pytest

from onrecord.dates import find_after


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("met a day after they had agreed", "a day after"),
        ("two weeks after the war, three days after the truce", "three days after"),
        ("Two Weeks After", "Two Weeks After"),
        ("12 days after", "12 days after"),
        ("a day later", None),
        ("days after", None),
        ("after a day", None),
        ("", None),
    ],
)
def test_the_last_count_of_days_after(text: str, found: str | None) -> None:
    span = find_after(text, 0, len(text))
    assert (span.text if span else None) == found


def test_only_between_the_offsets() -> None:
    text = "a day after the truce"
    assert find_after(text, 3, len(text)) is None
    assert find_after(text, 0, 8) is None
