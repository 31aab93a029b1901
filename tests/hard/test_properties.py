"""What holds for every text: offsets, the same output twice, and what may be read back without a change."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fuzz.noise import Noise
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onrecord.codebook import load_codebook
from onrecord.coder import Coder
from onrecord.dates import find_dateline, resolve_date
from onrecord.errors import InputError, MarkupError
from onrecord.export.nesting import Part, nest, render
from onrecord.markup import Passage, parse_passage, read_passages
from onrecord.model import Coding, Report
from onrecord.output.contract import from_contract, to_contract, to_line
from onrecord.readers import from_html, from_text, read
from onrecord.readers.html import read_page
from onrecord.readers.tags import tags_of, tame
from onrecord.resolve.assemble import assemble
from onrecord.tagger.tag import tag
from onrecord.tagger.words import end_of_words, split_words
from tests.conftest import ROOT
from tests.hard.woven import ANY_TEXT, CUES, DAYS, JOINTS, NAMES, TEXT, WOVEN
from tests.resolve.build import resources

DATE_WORDS = [
    "the",
    "day",
    "before",
    "after",
    "two",
    "of",
    "3rd",
    "May",
    "Monday",
    "2021",
    "31",
    "February",
    ",",
    "-",
    "from",
    "to",
    "year",
    "last",
    "next",
    "ago",
    "0000-00-00",
    "12/13/99",
    "century",
    "9999",
]
PRINTED = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def told(coding: Coding) -> tuple[Any, ...]:
    """What a coding says of its text."""
    return coding.records, coding.statements, coding.furniture


@PRINTED
@given(TEXT, DAYS)
def test_offsets_hold_the_output_reads_back_and_is_the_same_twice(
    coder: Coder, text: str, day: datetime.date | None
) -> None:
    report = from_text(text, published=day)
    line = to_line(coder.code_report(report))
    assert line == to_line(coder.code_report(report))
    tree = json.loads(line)
    # `from_contract` refuses a span that does not hold its words.
    assert to_contract(from_contract(tree)) == tree
    assert line.encode("utf-8").decode("utf-8") == line
    assert len(line.splitlines()) == 1


@PRINTED
@given(
    WOVEN,
    st.sampled_from(["", "Rockets hit Goma", "Goma: talks"]),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)),
)
def test_a_coding_s_text_coded_again_says_the_same(coder: Coder, body: str, title: str, day: datetime.date) -> None:
    """Records, statements and furniture depend on id, text and day alone: the title given apart is in the text by then."""
    first = coder.code_report(from_text(body, title=title, published=day, id="r", source="s"))
    again = coder.code_report(from_text(first.report.text, published=day, id="r"))
    if first.report.text:
        assert told(again) == told(first)


def test_the_article_of_a_page_coded_again_as_text_says_the_same(coder: Coder) -> None:
    page = (ROOT / "tests" / "readers" / "pages" / "wire.html").read_bytes()
    first = coder.code_report(from_html(page, id="r"))
    again = coder.code_report(from_text(first.report.text, id="r", published=first.report.published))
    assert first.records
    assert told(again) == told(first)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(TEXT, st.integers(0, 2**32), st.sampled_from([-4.0, 0.0, 3.0]), st.sampled_from([-5.0, 0.0, 5.0]), DAYS)
def test_whatever_the_network_says_is_decoded_and_resolved(
    coder: Coder, text: str, seed: int, spans: float, arcs: float, day: datetime.date | None
) -> None:
    """The decoder and the resolvers stand any scores: cyclic antecedents, wholes of each other, contents of everything."""
    lines = []
    for _ in range(2):
        tagging = tag(text, Noise(coder.network, seed, spans, arcs))
        coding = assemble(Report("r", text, published=day), tagging, resources())
        lines.append(to_line(coding))
        assert from_contract(json.loads(lines[-1])).records == coding.records
    assert lines[0] == lines[1]
    ids = [row.id for row in (*coding.records, *coding.statements)]
    assert len(ids) == len(set(ids))


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT | WOVEN, st.integers(1, 30))
def test_a_text_is_cut_at_a_word_and_never_beyond_the_limit(text: str, most: int) -> None:
    end = end_of_words(text, most)
    words = split_words(text)
    assert len(split_words(text[:end])) <= most
    assert (end == len(text)) == (len(words) <= most)
    assert not any(word.start < end < word.end for word in words)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<div>", "</div>", "<p a='", '<p a="', "'", '"', ">", "<", "=", "<b ", "x", "<!--", "-->", " "]
        ),
        max_size=40,
    )
)
def test_tags_lie_in_the_page_in_order_and_a_small_page_is_left_alone(parts: list[str]) -> None:
    page = "".join(parts)
    at = 0
    for found in tags_of(page):
        assert at <= found.start < found.end <= len(page)
        assert page[found.start] == "<"
        at = found.end
    assert tame(page) == page


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "<table>",
                "<td>",
                "<a href=x>",
                "<title>",
                "&#0;",
                "&lt;",
                "\x00",
                *NAMES,
                *CUES,
                *JOINTS,
            ]
        ),
        max_size=40,
    )
)
def test_any_page_is_a_report(parts: list[str]) -> None:
    page = "<html>" + " ".join(parts)
    first, second = read_page(page), read_page(page.encode("utf-8", "surrogatepass"))
    assert first.text == second.text or {"charset", "binary"} & {issue.code for issue in second.issues}
    assert first.text.strip() == first.text


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.binary(max_size=300) | TEXT.map(lambda text: json.dumps({"text": text}).encode()),
    st.sampled_from([".jsonl", ".txt", ".json", ".html", ""]),
)
def test_any_bytes_are_reports_or_issues(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(data)
    reports = list(read(path))
    assert reports
    assert all(report.text or report.issues for report in reports)
    assert reports == list(read(path))
    for report in reports:
        report.text.encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(
    ANY_TEXT
    | st.lists(
        st.sampled_from(DATE_WORDS),
        max_size=25,
    ).map(" ".join),
    DAYS,
    DAYS,
)
@example("the day before " * 60, None, None)
@example("100 years before January", datetime.date.min, datetime.date.max)
def test_any_words_are_a_day_or_none(words: str, day: datetime.date | None, named: datetime.date | None) -> None:
    for future in (False, True):
        found = resolve_date(words, day, future=future, named=named)
        assert found is None or found.start <= found.end
        assert found == resolve_date(words, day, future=future, named=named)
    line = find_dateline(words)
    assert line is None or 0 < line.end <= len(words)


def _marked(passage: Passage) -> str:
    """A passage written again, as the markup has it."""
    parts = [
        Part(start, -end, -sum(b - a for a, b in mark.parts), identifier, 1)
        for identifier, mark in passage.marks.items() for start, end in mark.parts
    ]  # fmt: skip
    parts += [Part(start, -end, 0, "x", 1) for start, end in passage.furniture]
    labels = {
        identifier: " ".join([*mark.words, *(f"{name}={value}" for name, value in mark.attributes.items())])
        for identifier, mark in passage.marks.items()
    }
    kept, dropped, _ = nest(passage.text, parts)
    assert not dropped
    return render(passage.text, kept, labels)


@pytest.mark.parametrize("name", ["wireA-01.txt", "quotes-01.txt", "pages-01.txt", "sources-03.txt"])
def test_markup_read_written_and_read_is_the_same(name: str) -> None:
    book = load_codebook()
    passages = list(read_passages(ROOT / "corpus" / name, book))
    assert passages
    for passage in passages:
        body = _marked(passage)
        again = parse_passage(passage.id, passage.published.isoformat(), body, book)
        assert again == passage
        assert _marked(again) == body


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "{m1 RUS MIL|",
                "{m2 =m1|",
                "{e1 ASSAULT actor=m1|",
                "{x|",
                "{q1|",
                "{c1 by=m1 says=q1|",
                "{d1 0000-00-00|",
                "{k1 of=e1 killed=9|",
                "}",
                "|",
                "{",
                "{|",
                "army",
                " ",
                "hit",
                ".",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_any_markup_is_a_passage_or_a_markup_error(body: str) -> None:
    try:
        passage = parse_passage("p", "2023-01-01", body, load_codebook())
    except MarkupError:
        return
    for mark in passage.marks.values():
        assert all(0 <= start < end <= len(passage.text) for start, end in mark.parts)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 400) | st.floats(allow_nan=True) | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)  # fmt: skip


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.data())
def test_a_contract_with_anything_put_in_is_read_or_refused(coder: Coder, data: st.DataObject) -> None:
    tree = to_contract(coder.code("The army shelled Goma on Monday, killing 3, Ana Ruiz said.", published="2023-06-13"))
    spots: list[tuple[Any, Any]] = []
    pending: list[Any] = [tree]
    while pending:
        node = pending.pop()
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        spots += [(node, key) for key in keys]
        pending += [node[key] for key in keys]
    node, key = data.draw(st.sampled_from(spots))
    node[key] = data.draw(JSON)
    try:
        coding = from_contract(tree)
    except InputError:
        return
    assert isinstance(coding, Coding)


def test_ids_tell_reports_apart(coder: Coder) -> None:
    one, two = (coder.code("The army shelled Goma on Monday.", published="2023-06-13", id=name) for name in "ab")
    assert one.records[0].id != two.records[0].id
    assert replace(one.records[0], id="") == replace(two.records[0], id="")
