"""A report from a text: nothing in it is changed, and what is wrong with it is said."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.readers import BLOCKING, from_text
from onrecord.readers.issues import MAX_CHARACTERS

DAY = datetime.date(2023, 3, 9)
ENGLISH = (
    "The army said on Monday that it had withdrawn from the town after a night of fighting, and that the mayor, who "
    "was wounded, had been taken to a hospital in the capital. Officials did not say how many people were killed."
)


def codes(text: str, **fields: object) -> list[str]:
    return [issue.code for issue in from_text(text, **fields).issues]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", [ENGLISH, f"\ufeff  {ENGLISH}\r\n\r\n\tE\u0301 \u00e9 \u200b\r", f"a\x0bb\x0c\u2028{ENGLISH}"]
)
def test_the_text_is_kept_to_the_character(text: str) -> None:
    assert from_text(text, published=DAY).text == text


def test_a_title_is_put_before_the_body() -> None:
    report = from_text(ENGLISH, title="Army leaves town", published=DAY)
    assert report.text == f"Army leaves town\n\n{ENGLISH}"
    assert report.title == "Army leaves town"


@pytest.mark.parametrize("opening", ["Army leaves town\n\n", "ARMY LEAVES  TOWN\r\n", "\n Army leaves town. "])
def test_a_title_that_opens_the_body_is_not_repeated(opening: str) -> None:
    body = opening + ENGLISH
    assert from_text(body, title="Army leaves town", published=DAY).text == body


def test_a_title_must_open_the_body_as_whole_words() -> None:
    body = "Army leaves townsfolk behind. " + ENGLISH
    assert from_text(body, title="Army leaves town", published=DAY).text == f"Army leaves town\n\n{body}"


@pytest.mark.parametrize("title", ["", "  ", "\n"])
def test_a_blank_title_is_none(title: str) -> None:
    report = from_text(ENGLISH, title=title, published=DAY)
    assert (report.title, report.text) == ("", ENGLISH)


@pytest.mark.parametrize("text", ["", "   \n\t\r\n", "\u00a0\u2003"])
def test_empty(text: str) -> None:
    assert codes(text) == ["empty"]
    assert codes(text, title="Title") == ["empty"]


def test_lone_surrogates_keep_the_text_out() -> None:
    report = from_text(ENGLISH + "\ud83d", title="\udc00 Title", id="\ud800")
    assert [issue.code for issue in report.issues] == ["surrogate"]
    assert report.text == ""
    for words in (report.id, report.title, report.text):
        words.encode("utf-8")


def test_whole_pairs_are_no_surrogates() -> None:
    assert codes(ENGLISH + " \U0001f600", published=DAY) == []


def test_too_large() -> None:
    begun = time.perf_counter()
    report = from_text("word " * (MAX_CHARACTERS // 5 + 1))
    assert [issue.code for issue in report.issues] == ["too-large"]
    assert report.text == ""
    assert time.perf_counter() - begun < 2
    assert "5,000,005" in report.issues[0].message


def test_control_characters_are_no_text() -> None:
    assert codes("\x00\x01ab" * 50) == ["binary"]
    assert codes(ENGLISH + "\x00", published=DAY) == []


def test_no_day() -> None:
    assert codes(ENGLISH) == ["no-date"]
    assert codes(ENGLISH, published=DAY) == []


def test_the_day_of_the_dateline() -> None:
    assert from_text(f"KYIV, March 8, 2022 (Wire) - {ENGLISH}").published == datetime.date(2022, 3, 8)
    assert from_text(f"KYIV, March 8, 2022 (Wire) - {ENGLISH}", published=DAY).published == DAY
    assert codes(f"KYIV, March 8 (Wire) - {ENGLISH}") == ["no-date"]


def test_ids() -> None:
    assert from_text(ENGLISH).id == from_text(ENGLISH).id
    assert len({from_text(ENGLISH).id, from_text(ENGLISH + ".").id, from_text(ENGLISH, title="A").id}) == 3
    assert from_text("b", title="a").id != from_text("", title="ab").id
    assert from_text(ENGLISH, id="x").id == "x"
    assert from_text(ENGLISH, id="").id == ""


def test_every_message_tells_what_to_do() -> None:
    texts = ["", "\ud800", "\x00" * 9, "word " * (MAX_CHARACTERS // 5 + 1), ENGLISH]
    for text in texts:
        for issue in from_text(text).issues:
            assert any(word in issue.message for word in ("check", "export", "save", "split", "give", "translate"))


@given(st.text(alphabet=st.characters(), max_size=300), st.text(alphabet=st.characters(), max_size=40))
def test_any_text(text: str, title: str) -> None:
    report = from_text(text, title=title)
    report.text.encode()
    report.title.encode()
    if report.text:
        assert report.text.endswith(text)
    else:
        assert {issue.code for issue in report.issues} & BLOCKING
