"""Tables: CSV and Parquet."""

from __future__ import annotations

import csv
import datetime
import gzip
import importlib
import io
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import SetupError
from onrecord.model import Report
from onrecord.readers import issues as problems
from onrecord.readers import read
from tests.readers.build import BODY, codes, put

DAY = datetime.date(2023, 3, 9)
NAMES = ["id", "published", "title", "text", "url", "source"]
ROW = ["a", "2022-10-10", "Title", BODY, "https://x.example", "Wire"]


def table(rows: Sequence[Sequence[str]], delimiter: str = ",", newline: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue()


def reports(path: Path) -> list[Report]:
    return list(read(path, published=DAY))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz", "noname"])
def test_columns_in_any_order(tmp_path: Path, name: str, newline: str, delimiter: str) -> None:
    text = 'He said: "Yes, no; or | so."\nNew line.\tÉté.'
    rows = [NAMES[::-1], ROW[::-1], ["", "", text, "", "", ""]]
    data = table(rows, delimiter, newline).encode()
    found = reports(put(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data))
    first, second = found
    assert (first.id, first.published, first.title, first.text) == (
        "a",
        datetime.date(2022, 10, 10),
        "Title",
        f"Title\n\n{BODY}",
    )
    assert (first.url, first.source, first.issues) == ("https://x.example", "Wire", ())
    assert (second.text, second.title, second.published) == (text, "", DAY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "utf-8"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = BODY + " “Étienne Désiré” said so."
    data = table([["title", "text"], ["Été", text], ["", BODY]]).encode(encoding)
    first, second = reports(put(tmp_path / "a.csv", data))
    assert (first.title, first.text) == ("Été", f"Été\n\n{text}")
    assert second.text == BODY


def test_other_columns_are_told_once(tmp_path: Path) -> None:
    data = table([["Text", "secret", ""], [BODY, "x", "y"], [BODY + " So.", "x", "y"]])
    first, second = reports(put(tmp_path / "a.csv", data))
    assert (codes(first), codes(second)) == (["ignored-columns"], [])
    assert "secret, (without a name)" in first.issues[0].message
    assert "x" not in first.text.split()


def test_a_table_without_texts(tmp_path: Path) -> None:
    (report,) = reports(put(tmp_path / "a.csv", table([["id", "body"], ["1", BODY]])))
    assert codes(report) == ["no-text"]
    assert "id, body" in report.issues[0].message
    assert [codes(report) for report in reports(put(tmp_path / "b.csv", "id,text\n"))] == [["empty"]]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("2", "bad-row", "1 cells, and there are 2 columns"),
        (f"2,{BODY},x", "bad-row", "cells"),
        ('2,"He said "no" to it"', "bad-row", "line 3"),
        (f'2,"{BODY[:40]}', "bad-row", "line 3"),
        ("2,", "empty", "no text"),
        ('"2,x', "bad-row", "line 3"),
    ],
)
def test_a_bad_row_costs_itself_only(tmp_path: Path, line: str, code: str, words: str) -> None:
    rows = ["id,text", f'1,"{BODY}"', line, f'3,"{BODY} 3"', f'4,"{BODY} 4"']
    found = reports(put(tmp_path / "a.csv", "\n".join(rows)))
    assert [report.id for report in found if report.text] == ["1", "3", "4"]
    (bad,) = [report for report in found if not report.text]
    assert codes(bad) == [code]
    assert words in bad.issues[0].message


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    good = [f"{number},{BODY}" for number in range(3_000)]
    data = "\n".join(["id,text", '"x,y', *(line.replace(",", ".", 2).replace(".", ",", 1) for line in good)])
    begun = time.perf_counter()
    found = reports(put(tmp_path / "a.csv", data))
    assert [report.id for report in found if report.text] == [str(number) for number in range(3_000)]
    assert time.perf_counter() - begun < 20


def test_huge_cells_and_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BODY * 3_000
    assert reports(put(tmp_path / "a.csv", table([["id", "text"], ["1", text]])))[0].text == text
    monkeypatch.setattr(problems, "MAX_BYTES", 1_000)
    lines = ["id,text", f"1,{'x' * 3_000}", "2,Two is here.", f'3,"{"x" * 900}', f'{"x" * 900}"', "4,Four is here."]
    found = reports(put(tmp_path / "b.csv", "\n".join(lines)))
    assert [report.id for report in found if report.text] == ["2", "4"]
    assert {code for report in found if not report.text for code in codes(report)} == {"too-large", "bad-row"}


def test_damage_in_a_packed_table_ends_it(tmp_path: Path) -> None:
    rows = [["id", "text"], *([str(number), f"{BODY} {number**number}"] for number in range(300))]
    data = gzip.compress(table(rows).encode())
    found = reports(put(tmp_path / "a.csv.gz", data[: len(data) // 2]))
    assert [report.id for report in found[:-1]] == [str(number) for number in range(len(found) - 1)]
    assert len(found) > 50
    assert codes(found[-1]) == ["unreadable"]


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    for text in ("The text, the title and the date, he said.\nMore.", "text\nof one column", BODY):
        assert reports(put(tmp_path / "noname", text))[0].text == text


def test_tables_are_streamed(tmp_path: Path) -> None:
    line = table([["1", BODY * 200]])
    path = put(tmp_path / "a.csv", "id,text\n" + line * 100)
    tracemalloc.start()
    assert sum(1 for _ in read(path, published=DAY)) == 100
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000 < 100 * len(line)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from('ab",;\n\r é\x1b\x00'), max_size=12), min_size=1, max_size=6))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    rows = [["id", "text"], *([f"r{number}", text] for number, text in enumerate(texts))]
    found = reports(put(tmp_path_factory.mktemp("csv") / "a.csv", table(rows).encode()))
    assert [report.id for report in found] == [f"r{number}" for number in range(len(texts))]
    for report, text in zip(found, texts, strict=True):
        assert report.text in (text, "")
        assert (report.text == text) or codes(report) in (["empty"], ["binary"])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    assert reports(put(tmp_path_factory.mktemp("csv") / "a.csv", b"id,text\n" + data))


def parquet(path: Path, columns: dict[str, Any], group: int = 100) -> Path:
    pq.write_table(pa.table(columns), path, row_group_size=group)
    return path


@pytest.fixture(params=["pyarrow", "duckdb"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    real = importlib.import_module

    def without(name: str, package: str | None = None) -> Any:
        if name.startswith("pyarrow") and request.param == "duckdb":
            raise ModuleNotFoundError(name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", without)
    return str(request.param)


def test_parquet(tmp_path: Path, library: str) -> None:
    count = 250
    columns = {
        "text": [f"{BODY} {number}" for number in range(count)], "more": [1.5] * count, "id": list(range(count)),
        "published": [datetime.datetime(2022, 10, 10, 23, 30)] * count, "title": [None] * count,
    }  # fmt: skip
    found = reports(parquet(tmp_path / "a.parquet", columns))
    assert [report.id for report in found] == [str(number) for number in range(count)]
    assert {report.published for report in found} == {datetime.date(2022, 10, 10)}
    assert [codes(report) for report in found[:2]] == [["ignored-columns"], []]
    assert found[-1].text == f"{BODY} {count - 1}"
    assert library


def test_parquet_that_is_none_or_has_no_texts(tmp_path: Path, library: str) -> None:
    assert [codes(r) for r in reports(put(tmp_path / "a.parquet", b"PAR1 no such thing PAR1"))] == [["unreadable"]]
    assert [codes(r) for r in reports(put(tmp_path / "b.parquet", b""))] == [["unreadable"]]
    assert [codes(r) for r in reports(parquet(tmp_path / "c.parquet", {"body": ["x"]}))] == [["no-text"]]
    assert [codes(r) for r in reports(parquet(tmp_path / "d.parquet", {"text": pa.array([], pa.string())}))] == [
        ["empty"]
    ]
    assert library


def test_a_damaged_group_of_rows_costs_itself_only(tmp_path: Path) -> None:
    import random  # noqa: PLC0415

    dice = random.Random(1)
    texts = [BODY + " ".join(str(dice.random()) for _ in range(20)) for _ in range(300)]
    path = parquet(tmp_path / "a.parquet", {"id": list(range(300)), "text": texts})
    data = bytearray(path.read_bytes())
    column = pq.ParquetFile(path).metadata.row_group(1).column(1)
    begin = column.dictionary_page_offset or column.data_page_offset
    data[begin : begin + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    path.write_bytes(bytes(data))
    found = reports(path)
    read_whole = [int(report.id) for report in found if report.text]
    assert read_whole == [*range(100), *range(200, 300)]
    assert [codes(report) for report in found if not report.text] == [["unreadable"]]


def test_no_library_for_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": [BODY]})

    def nothing(name: str, _package: str | None = None) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", nothing)
    with pytest.raises(SetupError, match="Parquet") as caught:
        reports(path)
    assert "onrecord[parquet]" in caught.value.remedy
