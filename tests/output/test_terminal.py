import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from onrecord.model import Coding
from onrecord.output.terminal import highlighted, print_coding, printable, render, render_record
from tests.resolve.build import code

HOSTILE = [
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\x07",
    "\x00",
    "\x7f",
    "\x9b31m",
    "\r",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\u2029",
    "\U000e0041",
    "\ud800",
]


def shown(what: RenderableType, *, colour: bool = False) -> str:
    buffer = io.StringIO()
    console = Console(
        file=buffer, width=100, force_terminal=colour, color_system="standard" if colour else None, legacy_windows=False
    )
    console.print(what, highlight=False)
    return buffer.getvalue()


def attack(words: str) -> Coding:
    return code(
        f"{{q1|{{m1 RUS MIL|The {words} army}} {{e1 ASSAULT actor=m1 recipient=m2 at=p1 on=d1|str{words}uck}} {{m2 UKR CVL|the {words} village}} in "
        f"{{p1 UKR|Kh{words}arkiv}} {{d1 2023-03-06|on{words} Monday}}, {{k1 of=e1 killed=2|killing{words} two}}}}, {{m3 UKR GOV|the {words} mayor}} "
        f"{{c1 by=m3 says=q1|sa{words}id}}."
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_in_a_report_drives_the_terminal(words: str) -> None:
    coding = attack(words)
    for output in (shown(render(coding)), *(shown(render_record(coding, record)) for record in coding.records)):
        assert not set(output) & set("\x1b\x07\x00\x7f\x9b\r\u202e\u2066\u200f\u200b\ufeff\u2028\u2029\U000e0041\ud800")


@given(st.text())
def test_printable_keeps_the_length_and_every_harmless_character(text: str) -> None:
    found = printable(text)
    assert len(found) == len(text)
    assert all(b in (a, "·") for a, b in zip(text, found, strict=True))
    assert printable(found) == found


@pytest.mark.parametrize(
    "text", ["Kyiv\n\tnow", "caf\u00e9", "e\u0301", "\u041a\u0438\u0457\u0432", "\U0001f4a5", "\u201cNo\u201d"]
)
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_the_colours_stand_at_the_offsets_of_the_report() -> None:
    coding = attack("\u202e")
    text = highlighted(coding)
    assert len(text.plain) == len(coding.report.text)
    record = coding.records[0]
    painted = {(span.start, span.end) for span in text.spans}
    for span in (record.trigger, record.actors[0].spans[0], record.recipients[0].spans[0]):
        assert (span.start, span.end) in painted


def test_one_record_alone_is_painted_when_asked() -> None:
    coding = code(
        "{m1 RUS MIL|Soldiers} {e1 ASSAULT actor=m1|shelled} it. {m2 UKR MIL|Gunners} {e2 RETREAT/withdraw actor=m2|left}."
    )
    painted = {(span.start, span.end) for span in highlighted(coding, only=coding.records[1]).spans}
    assert (coding.records[1].trigger.start, coding.records[1].trigger.end) in painted
    assert (coding.records[0].trigger.start, coding.records[0].trigger.end) not in painted


@pytest.mark.parametrize("words", ["[red]", "[bold]x[/bold]", "[link=http://x.example]", "[", "[]", "\\[b]"])
def test_square_brackets_are_text_in_the_page(words: str) -> None:
    output = " ".join(shown(render(attack(words))).split())
    assert words in output


@pytest.mark.parametrize("words", ["[red]", "[/b]", "[link=http://x.example]"])
def test_square_brackets_are_text_in_one_record(words: str) -> None:
    coding = attack(words)
    # Twice and more: in the sentence below the grid, and in the grid itself.
    output = " ".join(shown(render_record(coding, coding.records[0])).split())
    assert output.count(words) > output[output.index("confidence") :].count(words) + 5


def test_a_report_without_records_says_so() -> None:
    assert "no event on record" in shown(render(code("Nothing happened.")))


def test_a_record_shows_each_value_with_its_words() -> None:
    output = shown(render_record(attack("old"), attack("old").records[0]))
    for part in ("ASSAULT", "The old army", "the old village", "the old mayor", "2023-03-06", "killed", "asserted"):
        assert part in output


def test_print_coding_is_the_page() -> None:
    buffer = io.StringIO()
    print_coding(Console(file=buffer, width=100), attack("old"), full=False)
    assert "1 records" in buffer.getvalue() or "1 record" in buffer.getvalue()
