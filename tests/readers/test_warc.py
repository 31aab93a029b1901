"""Web archives: what is read, and how little a damaged record costs."""

from __future__ import annotations

import datetime
import gzip
import io
import sys
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from onrecord.model import Report
from onrecord.readers import issues as problems
from onrecord.readers import read
from tests.readers.build import BODY, PAGE, answer, codes, packed, put, text_answer, warc, warc_record

DAY = datetime.date(2023, 3, 9)


def reports(path: Path) -> list[Report]:
    return list(read(path, published=DAY))


def numbers(found: list[Report]) -> list[str]:
    """Which reports were read whole, and "!" for each that says that something was not."""
    return [report.text.split()[1].strip(".") if report.text else "!" for report in found]


def form(name: str, records: list[bytes]) -> bytes:
    if name.endswith(".gz"):
        return b"".join(packed(records))
    if name.endswith(".zst"):
        return b"".join(zstandard.ZstdCompressor().compress(record) for record in records)
    return b"".join(records)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst", "noname"])
def test_answers_become_reports(tmp_path: Path, name: str) -> None:
    records = [
        warc_record(b"software: x", 0, kind="warcinfo", media="application/warc-fields"),
        warc_record(b"GET / HTTP/1.1\r\n\r\n", 1, kind="request", media="application/http; msgtype=request"),
        warc_record(text_answer(2), 2),
        warc_record(answer(PAGE, headers="Content-Type: text/html"), 3),
        warc_record(answer(b"gone", status="404 Not Found"), 4),
        warc_record(answer(b"\x89PNG\r\n", headers="Content-Type: image/png"), 5),
        warc_record(f"Report 6. {BODY}".encode(), 6, kind="resource", media="text/plain"),
        warc_record(b"", 7, kind="revisit"),
    ]
    found = reports(put(tmp_path / name, form(name, records)))
    assert [report.id for report in found] == ["urn:uuid:2", "urn:uuid:3", "urn:uuid:6"]
    assert found[0].text == f"Report 2. {BODY}"
    assert "Armed men killed at least 20 people" in found[1].text
    assert [report.url for report in found] == [f"https://x.example/{number}" for number in (2, 3, 6)]
    assert all(report.issues == () for report in found)


def test_the_day_of_the_crawl_is_no_day_of_publication(tmp_path: Path) -> None:
    path = put(
        tmp_path / "a.warc",
        b"".join([*warc(range(1)), warc_record(answer(PAGE, headers="Content-Type: text/html"), 1)]),
    )
    found = list(read(path))
    assert [report.published for report in found] == [None, datetime.date(2021, 5, 31)]
    assert codes(found[0]) == ["no-date"]


def test_charset_of_the_header_counts(tmp_path: Path) -> None:
    body = f"{BODY} Cóż, mówił Łukasz Święcicki w Łodzi."
    record = warc_record(answer(body.encode("iso-8859-2"), headers="Content-Type: text/plain; charset=iso-8859-2"))
    assert reports(put(tmp_path / "a.warc", record))[0].text == body


@pytest.mark.parametrize("wrapped", ["gzip", "deflate", "chunked", "chunked and gzip", "kept header"])
def test_wrapped_bodies(tmp_path: Path, wrapped: str) -> None:
    import zlib  # noqa: PLC0415

    body = f"Report 1. {BODY}".encode()
    fields = {
        "gzip": "Content-Encoding: gzip", "deflate": "Content-Encoding: deflate", "chunked": "Transfer-Encoding: chunked",
        "chunked and gzip": "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "kept header": "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
    }[wrapped]  # fmt: skip
    data = {"gzip": gzip.compress(body), "deflate": zlib.compress(body), "chunked and gzip": gzip.compress(body)}.get(
        wrapped, body
    )
    if wrapped.startswith("chunked"):
        pieces = [data[at : at + 50] for at in range(0, len(data), 50)]
        data = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    record = warc_record(answer(data, headers=f"Content-Type: text/plain\r\n{fields}"))
    assert [report.text.encode() for report in reports(put(tmp_path / "a.warc", record))] == [body]


def test_bodies_packed_with_brotli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brotli = pytest.importorskip("brotli")
    fields = "Content-Type: text/plain\r\nContent-Encoding: br"
    body = f"Report 1. {BODY}".encode()
    packed_body = brotli.compress(body)
    blocks = [packed_body, packed_body[:-20], b"\xff" * 50, brotli.compress(bytes(3_000_000))]
    monkeypatch.setattr(problems, "MAX_BYTES", 1_000_000)
    records = [warc_record(answer(block, headers=fields), number) for number, block in enumerate(blocks)]
    found = reports(put(tmp_path / "a.warc", b"".join(records)))
    assert [codes(report) for report in found] == [[], ["unreadable"], ["unreadable"], ["too-large"]]
    assert found[0].text.encode() == body


def test_a_page_that_the_crawler_cut_says_so(tmp_path: Path) -> None:
    record = warc_record(text_answer(1), 1, further="WARC-Truncated: length\r\n")
    assert codes(reports(put(tmp_path / "a.warc", record))[0]) == ["truncated"]


@pytest.mark.parametrize("harm", ["bytes", "sum", "cut", "junk before"])
@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_damaged_member_costs_itself_only(tmp_path: Path, suffix: str, harm: str) -> None:
    press = gzip.compress if suffix == ".gz" else zstandard.ZstdCompressor(write_checksum=True).compress
    members = [press(record) for record in warc(range(6))]
    bad = bytearray(members[2])
    if harm == "bytes":
        bad[len(bad) // 2 : len(bad) // 2 + 20] = b"\xff" * 20
    elif harm == "sum":
        bad[-2 if suffix == ".zst" else -6] ^= 0xFF
    elif harm == "cut":
        del bad[len(bad) // 2 :]
    else:
        bad[:0] = b"junk" * 30
    members[2] = bytes(bad)
    found = reports(put(tmp_path / f"a.warc{suffix}", b"".join(members)))
    whole = ["2"] if harm == "junk before" else []
    assert numbers(found) == ["0", "1", "!", *whole, "3", "4", "5"]
    assert codes(found[2]) == ["unreadable"]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_damaged_neighbours_are_told_one_by_one(tmp_path: Path, suffix: str) -> None:
    press = gzip.compress if suffix == ".gz" else zstandard.ZstdCompressor(write_checksum=True).compress
    members = [bytearray(press(record)) for record in warc(range(7))]
    for number in (1, 2, 3, 5):
        members[number][len(members[number]) // 2] ^= 0xFF
    found = reports(put(tmp_path / f"a.warc{suffix}", b"".join(members)))
    assert numbers(found) == ["0", "!", "!", "!", "4", "!", "6"]


def test_one_wrong_bit_anywhere_is_one_fault(tmp_path: Path) -> None:
    members = packed(warc(range(3)))
    for at in range(0, len(members[1]), 7):
        bad = bytearray(members[1])
        bad[at] ^= 0x10
        found = reports(put(tmp_path / "a.warc.gz", members[0] + bytes(bad) + members[2]))
        # Of the header's name, time and system nothing depends.
        whole = ["0", "!", "2"] if at not in range(4, 10) else ["0", "1", "2"]
        assert numbers(found) == whole, at


def test_a_file_cut_off(tmp_path: Path) -> None:
    for name, data in (("a.warc.gz", b"".join(packed(warc(range(3))))), ("b.warc", b"".join(warc(range(3))))):
        found = reports(put(tmp_path / name, data[:-60]))
        assert (numbers(found), codes(found[2])) == (["0", "1", "!"], ["unreadable"])


@pytest.mark.parametrize("length", [10, 150, 400, 900, 10**7, 10**14, "-5", "x", ""])
@pytest.mark.parametrize("suffix", ["", ".gz", "stream"])
def test_a_wrong_length_costs_one_record_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, length: int | str
) -> None:
    if suffix == "stream" and length == 10**14:
        pytest.skip("a stream cannot go back so far")
    records = warc(range(6))
    records[2] = warc_record(text_answer(2), 2, length=length)
    if suffix == "stream":
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"".join(records))))
        found = list(read("-", published=DAY))
    else:
        data = b"".join(packed(records) if suffix else records)
        found = reports(put(tmp_path / f"a.warc{suffix}", data))
    assert numbers(found) == ["0", "1", "!", "3", "4", "5"]
    assert codes(found[2]) == ["unreadable"]
    assert "record 3" in found[2].issues[0].message


def test_one_member_of_many_records_is_read_up_to_the_damage(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(b"".join(warc_record(text_answer(n) + str(n**n).encode(), n) for n in range(200))))
    data[len(data) // 2] ^= 0xFF
    found = reports(put(tmp_path / "a.warc.gz", bytes(data)))
    whole = numbers(found).index("!")
    assert numbers(found)[:whole] == [str(number) for number in range(whole)]
    assert whole > 50
    assert codes(found[-1]) == ["unreadable"]


def test_a_page_about_web_archives_is_one_report(tmp_path: Path) -> None:
    inner = f"Report 1. {BODY}\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n\r\n".encode()
    found = reports(put(tmp_path / "a.warc", warc_record(answer(inner), 1) + warc(range(2, 3))[0]))
    assert numbers(found) == ["1", "2"]


def test_pages_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_BYTES", 2_000)
    huge = gzip.compress(b"word " * 100_000)
    records = [
        warc_record(answer(b"word " * 1_000), 0),
        warc_record(answer(huge, headers="Content-Type: text/plain\r\nContent-Encoding: gzip"), 1),
        warc_record(b"x" * 5_000, 2, further="WARC-Identified-Payload-Type: image/png\r\n"),
        *warc(range(3, 4)),
    ]
    found = reports(put(tmp_path / "a.warc.gz", b"".join(packed(records))))
    assert [codes(report) for report in found] == [["too-large"], ["too-large"], []]


@pytest.mark.parametrize(
    "data",
    [b"WARC/1.0\r\n" * 2_000, b"WARC/1.0\r\nContent-Length: 9999999\r\n\r\n" * 3_000, b"WARC/1.0\r\n" + b"x" * 10**6],
)
def test_nonsense_ends_soon(tmp_path: Path, data: bytes) -> None:
    found = reports(put(tmp_path / "a.warc", data))
    assert found
    assert {code for report in found for code in codes(report)} == {"unreadable"}


def test_archives_are_streamed(tmp_path: Path) -> None:
    body = (BODY + " ") * 400
    path = put(
        tmp_path / "a.warc.gz", b"".join(packed([warc_record(answer(f"{n} {body}".encode()), n) for n in range(150)]))
    )
    tracemalloc.start()
    assert sum(1 for _ in read(path, published=DAY)) == 150
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000 < 150 * len(body)
