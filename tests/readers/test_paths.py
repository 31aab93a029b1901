"""Files, folders, standard input: what is read, in which order, and what is said where something cannot be."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import os
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.model import Report
from onrecord.readers import BLOCKING, read
from onrecord.readers import issues as problems

DAY = datetime.date(2023, 3, 9)
BODY = "The army said on Monday that it had withdrawn from the town after a night of fighting, and that all was quiet."
PAGE = (Path(__file__).parent / "pages" / "wire.html").read_bytes()


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def codes(report: Report) -> list[str]:
    return [issue.code for issue in report.issues]


def one(path: Path | str, published: datetime.date | None = DAY) -> Report:
    (report,) = read(path, published=published)
    return report


def as_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a.md", "noname", "a.log"])
def test_text_is_kept_to_the_character(tmp_path: Path, name: str) -> None:
    text = f"  {BODY}\r\n\r\nÉté \u2028\r{BODY}\n"
    report = one(put(tmp_path / name, text))
    assert (report.text, report.published, report.language, report.issues) == (text, DAY, "en", ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = BODY + " “Étienne Désiré” said so."
    assert one(put(tmp_path / "a.txt", text.encode(encoding))).text == text


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.html.gz", "noname"])
def test_pages(tmp_path: Path, name: str) -> None:
    report = one(put(tmp_path / name, gzip.compress(PAGE) if name.endswith("gz") else PAGE))
    assert report.published == datetime.date(2021, 5, 31)
    assert "Armed men killed at least 20 people" in report.text


LINES = [
    {
        "id": "a",
        "published": "2022-10-10",
        "title": "Title",
        "text": BODY,
        "url": "https://x.example",
        "source": "Wire",
    },
    {"id": 7, "published": "2022-10-10T23:30:00-05:00", "text": BODY + "\r\n", "nobody": {"knows": 1}},
    {"published": "10 October 2022", "text": BODY},
    {"id": None, "text": BODY},
]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.jsonl.gz", "noname"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    data = "".join(json.dumps(line) + "\r\n\n" for line in LINES).encode()
    reports = list(read(put(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data), published=DAY))
    assert [report.text for report in reports] == [f"Title\n\n{BODY}", BODY + "\r\n", BODY, BODY]
    day = datetime.date(2022, 10, 10)
    assert [report.published for report in reports] == [day, day, day, DAY]
    assert [report.id for report in reports[:2]] == ["a", "7"]
    assert (reports[0].url, reports[0].source, reports[0].title) == ("https://x.example", "Wire", "Title")
    assert len({report.id for report in reports}) == 4, "two reports alike but for the id have two ids"
    assert [codes(report) for report in reports] == [[], [], [], ["duplicate-id"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_json_lines_as_windows_writes_them(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    data = (mark + "".join(json.dumps(line, ensure_ascii=False) + "\r\n" for line in LINES)).encode(encoding)
    assert len(list(read(put(tmp_path / "a.jsonl", data)))) == 4


@pytest.mark.parametrize("indent", [None, 2])
def test_whole_json(tmp_path: Path, indent: int | None) -> None:
    assert len(list(read(put(tmp_path / "a.json", json.dumps(LINES, indent=indent))))) == 4
    assert one(put(tmp_path / "b.json", json.dumps(LINES[0], indent=indent))).id == "a"


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("{broken", "not-json", "this is no JSON"),
        ("[1, 2]", "not-json", "this is no object"),
        ('"text"', "not-json", "this is no object"),
        ("{}", "no-text", 'no field "text"'),
        ('{"text": 5}', "no-text", 'no field "text"'),
        ('{"text": ""}', "empty", "no text"),
        ('{"text": "\\ud800 and more"}', "surrogate", "halves of characters"),
        ("[" * 100_000, "not-json", ""),
        ('{"text": ' + "9" * 10_000 + "}", "not-json", ""),
        ("\x00\x01\x02", "not-json", "no text"),
    ],
)
def test_a_broken_line_is_a_report_that_says_so_and_the_run_goes_on(
    tmp_path: Path, line: str, code: str, words: str
) -> None:
    good = json.dumps({"id": "good", "text": BODY})
    reports = list(read(put(tmp_path / "a.jsonl", f"{good}\n{line}\n{good}"), published=DAY))
    assert len(reports) == 3
    assert (reports[1].text, codes(reports[1])) == ("", [code])
    assert words in reports[1].issues[0].message
    if code in ("not-json", "no-text"):
        assert "a.jsonl, line 2" in reports[1].issues[0].message
    assert [report.text for report in reports] == [BODY, "", BODY]
    assert codes(reports[2]) == ["duplicate-id"]


def test_a_day_that_is_none(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", json.dumps({"text": BODY, "published": "soon"}))
    report = one(path, published=None)
    assert (report.published, codes(report)) == (None, ["no-date"])
    assert "'soon'" in report.issues[0].message
    assert codes(one(path)) == ["no-date"], "said as well where --published stands in"


def test_bad_bytes_in_a_line_are_counted(tmp_path: Path) -> None:
    line = json.dumps({"text": BODY + " Été à Orléans, José, Désiré, François, Éva"}, ensure_ascii=False).encode()
    report = one(put(tmp_path / "a.jsonl", line.replace("Éva".encode(), b"\xc3va")))
    assert codes(report) == ["charset"]
    assert "\ufffdva" in report.text


def test_lines_that_are_too_long_do_not_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_BYTES", 1000)
    good = json.dumps({"text": BODY})
    reports = list(read(put(tmp_path / "a.jsonl", f"{good}\n{'x' * 5000}\n{good}\n{'x' * 1001}"), published=DAY))
    assert [report.text for report in reports] == [BODY, "", BODY, ""]
    assert [codes(report) for report in reports] == [[], ["too-large"], ["duplicate-id"], ["too-large"]]
    assert "line 2" in reports[1].issues[0].message


def test_json_lines_are_streamed(tmp_path: Path) -> None:
    line = json.dumps({"text": BODY * 1000}) + "\n"
    path = put(tmp_path / "a.jsonl.gz", gzip.compress((line * 150).encode(), 1))
    tracemalloc.start()
    assert sum(1 for _ in read(path, published=DAY)) == 150
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * len(line) + 8_000_000 < 150 * len(line), "17 MB of lines were not held at once"


def test_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_BYTES", 1000)
    for name in ("a.txt", "a.html"):
        report = one(put(tmp_path / name, "word " * 300))
        assert (report.text, codes(report)) == ("", ["too-large"])


def test_a_small_archive_that_is_huge_inside_ends_soon(tmp_path: Path) -> None:
    begun = time.perf_counter()
    bomb = put(tmp_path / "a.txt.gz", gzip.compress(bytes(200_000_000), 1))
    assert codes(one(bomb)) == ["too-large"]
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize("cut", [5, 30, -4])
def test_a_damaged_archive(tmp_path: Path, cut: int) -> None:
    data = gzip.compress((json.dumps({"id": "a", "text": BODY}) + "\n").encode() * 3)
    reports = list(read(put(tmp_path / "a.jsonl.gz", data[:cut]), published=DAY))
    assert codes(reports[-1]) == ["unreadable"]
    assert "damaged" in reports[-1].issues[0].message
    assert codes(one(put(tmp_path / "b.txt.gz", b"no archive"))) == ["unreadable"]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 abc", b"PK\x03\x04abc", b"\x89PNG\r\n", bytes(range(256)) * 4, b"\x00" * 99]
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "noname"])
def test_binary_files(tmp_path: Path, data: bytes, name: str) -> None:
    report = one(put(tmp_path / name, data))
    assert (report.text, codes(report)) == ("", ["binary"])


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.json", "noname"])
@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_empty_files_are_told(tmp_path: Path, name: str, data: bytes) -> None:
    report = one(put(tmp_path / name, data))
    assert (report.text, codes(report)) == ("", ["empty"])


def test_a_folder_is_read_in_order_without_what_is_hidden_or_of_no_use(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name in (
        "b/2.txt",
        "b/1.md",
        "a.jsonl",
        "c.html.gz",
        ".hidden.txt",
        ".git/x.txt",
        "d.png",
        "e.xlsx",
        "b/.x/y.txt",
    ):
        data = gzip.compress(PAGE) if name.endswith("gz") else json.dumps({"text": name + BODY})
        put(root / name, data)
    texts = [report.text for report in read(root, published=DAY)]
    assert [text[:7] for text in texts] == ["a.jsonl", '{"text"', '{"text"', "Armed m"]
    assert ["b/1.md" in texts[1], "b/2.txt" in texts[2]] == [True, True]


def test_links_are_followed_only_inside_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put(tmp_path / "secret" / "secret.txt", "Secret. " + BODY)
    put(root / "a" / "own.txt", "Own. " + BODY)
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "out.txt").symlink_to(tmp_path / "secret" / "secret.txt")
    (root / "loop").symlink_to(root)
    (root / "a" / "up").symlink_to(root / "a")
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "gone.txt").symlink_to(root / "gone")
    assert [report.text[:4] for report in read(root, published=DAY)] == ["Own."]


def test_a_fifo_in_a_folder_does_not_hang_the_run(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", BODY)
    os.mkfifo(tmp_path / "b.txt")
    assert one(tmp_path).text == BODY


def test_very_deep_folders(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep /= "d"
    assert one(put(deep / "a.txt", BODY).parents[300]).text == BODY


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", BODY).chmod(0)
    put(tmp_path / "b.txt", BODY)
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "a.txt")
    assert [codes(report) for report in read(tmp_path, published=DAY)] == [["unreadable"], []]


def test_a_file_of_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        put(tmp_path / name, name + BODY)
    reports = read(tmp_path, published=DAY)
    assert next(reports).issues == ()
    (tmp_path / "b.txt").unlink()
    (tmp_path / "b.txt").mkdir()
    rest = list(reports)
    assert rest[-1].text == "c.txt" + BODY


@pytest.mark.parametrize("path", ["no/such/file.txt", "bad\0name", "x" * 5000])
def test_no_such_path_is_told_at_once(path: str) -> None:
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.remedy


def test_a_folder_with_nothing_to_read_is_told_at_once(tmp_path: Path) -> None:
    put(tmp_path / "a.png", b"x")
    with pytest.raises(InputError, match="holds no file to read") as caught:
        read(tmp_path)
    assert ".jsonl" in caught.value.remedy


@pytest.mark.parametrize("zipped", [False, True])
def test_standard_input_is_told_by_its_content(monkeypatch: pytest.MonkeyPatch, zipped: bool) -> None:
    lines = "".join(json.dumps(line) + "\n" for line in LINES).encode()
    expected = {BODY.encode(): 1, PAGE: 1, lines: 4, json.dumps(LINES, indent=1).encode(): 4, lines * 400: 1600}
    for data, count in expected.items():
        as_standard_input(monkeypatch, gzip.compress(data) if zipped else data)
        reports = list(read("-", published=DAY))
        assert len(reports) == count
        assert all(report.text for report in reports)


@pytest.mark.parametrize(
    "text", ["{A brace} " + BODY, "[Photo: AP] " + BODY, "<" + BODY, "{\n" + BODY, "< 5 per cent. " + BODY]
)
def test_prose_that_looks_a_little_like_something_else(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    as_standard_input(monkeypatch, text.encode())
    assert one("-").text == text


def test_long_first_line_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps({"text": BODY * 2000}), json.dumps({"text": BODY})]
    as_standard_input(monkeypatch, "\n".join(lines).encode())
    assert [len(report.text) for report in read("-", published=DAY)] == [2000 * len(BODY), len(BODY)]


def test_the_same_input_gives_the_same_reports_and_other_names_other_ids(tmp_path: Path) -> None:
    first, second = put(tmp_path / "a.txt", BODY), put(tmp_path / "b.txt", BODY)
    assert one(first) == one(first)
    assert one(first).id != one(second).id
    assert [one(first).id, one(second).id] == [report.id for report in read(tmp_path, published=DAY)]


def test_suffixes_of_ids_do_not_meet_given_ids(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": name, "text": BODY}) for name in ("a", "a~2", "a", "a"))
    reports = list(read(put(tmp_path / "a.jsonl", lines), published=DAY))
    assert [report.id for report in reports] == ["a", "a~2", "a~3", "a~4"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.json", "a.txt.gz", "noname"]))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    reports = list(read(put(tmp_path_factory.mktemp("any") / name, data)))
    assert reports
    for report in reports:
        report.text.encode()
        assert report.text or {issue.code for issue in report.issues} & BLOCKING
