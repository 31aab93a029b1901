import pytest

from onrecord.tagger.furniture import load_lines, widen
from onrecord.tagger.words import split_words


def furniture(text: str, found: list[tuple[int, int]]) -> list[str]:
    words = split_words(text)
    return [text[words[a].start : words[b - 1].end] for a, b in widen(text, words, found, load_lines())]


def test_a_line_marked_for_the_most_part_is_furniture_as_a_whole() -> None:
    assert furniture("Home | World\nThe army left.", [(0, 2)]) == ["Home | World"]
    assert furniture("Home | World\nThe army left.", [(3, 4)]) == ["The"]


@pytest.mark.parametrize(
    "line",
    ["Read more: Rebels seize town", "\u25b6 Related: Army denies raid", "SUBSCRIBE to our letter", "[Advertisement]"],
)
def test_lines_that_give_themselves_away(line: str) -> None:
    found = furniture(f"The army left.\n\n{line}\n\nIt came back.", [])
    assert len(found) == 1
    assert found[0].strip("[]\u25b6 ") in line


def test_readers_comments_are_furniture_to_the_end() -> None:
    text = "The army left the town on Monday, he said.\n\n3 COMMENTS\nann: arrest them all\nbo: resign now"
    assert furniture(text, []) == ["3 COMMENTS\nann: arrest them all\nbo: resign now"]
    assert furniture("Comments\nThe army left the town on Monday, the mayor said in a speech.", []) == []


def test_report_prose_stays() -> None:
    assert furniture("He wanted to read more. Follow the army, they said.\n\nShare prices fell.", []) == []
