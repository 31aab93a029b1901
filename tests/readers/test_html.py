"""Web pages: the article and nothing around it, whatever the charset, however large or deep."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.readers import BLOCKING, from_html
from onrecord.readers.html import read_page

PAGES = Path(__file__).parent / "pages"
WIRE = (PAGES / "wire.html").read_text(encoding="utf-8")
RUSSIAN = (PAGES / "russian.html").read_text(encoding="utf-8")
ARTICLE = "".join(
    f"<p>Armed men attacked camp {number} near the town, officials said on Monday, and then they went to the hills.</p>"
    for number in range(20)
)


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang='en'><head><title>Camps attacked</title>{head}</head><body>{body}</body></html>"


def codes(report: object) -> list[str]:
    return [issue.code for issue in report.issues]  # type: ignore[attr-defined]


def test_the_article_with_its_title_day_source_and_language() -> None:
    report = from_html(WIRE.encode())
    assert report.title == "Armed men attack camp near Bunia, at least 20 dead"
    assert report.published == datetime.date(2021, 5, 31), "the day of publication, not of the update"
    assert report.source == "The Lake Courier"
    assert report.url == "https://lakecourier.example/africa/bunia-camp-attack"
    assert report.language == "en"
    assert report.issues == ()
    paragraphs = report.text.split("\n\n")
    assert paragraphs[0] == report.title
    assert [paragraph for paragraph in paragraphs[1:] if paragraph == report.title] == [], "the title stands there once"
    assert any(paragraph.startswith("BUNIA, Democratic Republic of Congo, May 31") for paragraph in paragraphs)
    assert "Désiré Mugisha" in report.text
    assert "helicopters would search" in report.text
    assert "evacuated 14 wounded people" in report.text


@pytest.mark.parametrize(
    "furniture",
    [
        "cookies",
        "Subscribe",
        "Tweet",
        "behead nine",
        "Volcano",
        "Reader42",
        "All rights reserved",
        "Script paragraphs",
        "WhatsApp",
    ],
)
def test_what_stands_around_the_article_is_left_out(furniture: str) -> None:
    assert furniture in WIRE
    assert furniture not in from_html(WIRE).text


def test_a_day_of_publication_that_is_given_wins_and_a_fallback_does_not() -> None:
    given_day = datetime.date(2020, 1, 1)
    assert from_html(WIRE, published=given_day).published == given_day
    assert read_page(WIRE, fallback=given_day).published == datetime.date(2021, 5, 31)


def test_the_day_of_the_dateline_where_the_page_names_none() -> None:
    report = from_html((PAGES / "plain.html").read_bytes())
    assert report.published == datetime.date(2022, 3, 8)
    assert codes(report) == []


def test_no_day_is_an_issue() -> None:
    assert codes(from_html(page(f"<article>{ARTICLE}</article>"))) == ["no-date"]


def test_a_page_without_an_article_is_an_issue() -> None:
    report = from_html((PAGES / "menu_only.html").read_bytes(), url="https://x.example/")
    assert (report.text, codes(report), report.url) == ("", ["no-text"], "https://x.example/")


@pytest.mark.parametrize("data", [b"", b"   \r\n ", ""])
def test_an_empty_page(data: bytes | str) -> None:
    assert codes(from_html(data)) == ["empty"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1251", "utf-7", "no-such-charset", "idna"])
def test_a_wrong_charset_does_not_lose_the_page(encoding: str, declared: str) -> None:
    text = WIRE.replace('charset="utf-8"', f'charset="{declared}"')
    assert from_html(text.encode(encoding)).text == from_html(WIRE).text


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "utf-8", "windows-1251", "ascii"])
def test_western_pages(declared: str) -> None:
    data = WIRE.replace('charset="utf-8"', f'charset="{declared}"').encode("windows-1252")
    report = from_html(data)
    assert "Désiré Mugisha" in report.text
    assert "“They came at two" in report.text


@pytest.mark.parametrize("declared", ["windows-1251", "iso-8859-1", "utf-8", "koi8-r-no-such"])
def test_cyrillic_pages_are_read_and_named(declared: str) -> None:
    report = from_html(RUSSIAN.replace("CHARSET", declared).encode("windows-1251"))
    assert "Войска ушли с моста во вторник" in report.text
    assert "not-english" in codes(report)
    assert "Russian" in next(issue.message for issue in report.issues if issue.code == "not-english")
    assert report.language == "ru"


def test_the_charset_of_http_is_used() -> None:
    data = WIRE.replace('<meta charset="utf-8">', "").encode("windows-1252")
    assert "Désiré Mugisha" in read_page(data, charset="windows-1252").text


def test_cut_off_in_the_middle_of_a_character() -> None:
    data = (
        page("<article>" + ARTICLE + "<p>Désiré Mugisha, José Ibáñez and François Sèle were there, Désiré said at caf")
    ).encode()
    report = from_html(data + b"\xc3")
    assert "Désiré Mugisha, José Ibáñez and François Sèle" in report.text
    assert "charset" in codes(report)
    assert "1 character" in next(issue.message for issue in report.issues if issue.code == "charset")


@pytest.mark.parametrize("tag", ["div", "span", "section", "blockquote", "p", "foo", "table><tr><td"])
def test_ten_thousand_elements_within_each_other(tag: str) -> None:
    begun = time.perf_counter()
    report = from_html(page(f"<{tag}>" * 10_000 + f"<article>{ARTICLE}</article>"))
    assert time.perf_counter() - begun < 10
    if tag in ("div", "span", "section"):
        assert "attacked camp 7 near the town" in report.text
    else:
        assert report.text or codes(report) == ["no-text"]


def test_fifty_megabytes_of_script_cost_little() -> None:
    junk = "<script>var state='" + "a<b>c " * 8_000_000 + "'</script>"
    begun = time.perf_counter()
    report = from_html(page(junk + f"<article>{ARTICLE}</article>"))
    assert time.perf_counter() - begun < 5
    assert "attacked camp 7 near the town" in report.text


@pytest.mark.parametrize(
    "piece", ["<script ", "<p>Armed men attacked.</p>", "<!-- ", "data:a/b;base64,", "<style>", "<a b='"]
)
def test_fifty_megabytes_of_anything_else_end_soon(piece: str) -> None:
    begun = time.perf_counter()
    report = from_html(page(piece * (50_000_000 // len(piece))))
    assert time.perf_counter() - begun < 15
    assert report.text == ""
    assert set(codes(report)) <= BLOCKING


def test_more_than_the_limit_is_said() -> None:
    report = from_html(b" " * 60_000_001)
    assert codes(report) == ["too-large"]


def test_paragraphs_have_an_empty_line_between() -> None:
    text = from_html(page(f"<article>{ARTICLE}</article>")).text
    assert text.startswith("Camps attacked\n\nArmed men attacked camp 0 near the town")
    assert text.count("\n\n") == 20


def test_ids_are_stable_and_differ_by_content_and_address() -> None:
    first, again = from_html(WIRE), from_html(WIRE)
    assert first == again
    assert from_html(WIRE, url="https://a.example/").id != from_html(WIRE, url="https://b.example/").id
    assert from_html(WIRE, id="mine").id == "mine"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=2000) | st.text(max_size=1000) | st.text(alphabet="<>/ap\"'=!-&;#x0", max_size=1000))
def test_never_raises(data: bytes | str) -> None:
    report = from_html(data)
    assert report.text or report.issues
    report.text.encode()
