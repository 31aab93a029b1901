"""Tar and zip archives, and folders that mix everything."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import struct
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from onrecord.model import Report
from onrecord.readers import bundle, read, unpack
from onrecord.readers import issues as problems
from onrecord.readers.bundle import shown
from tests.readers.build import BODY, PAGE, codes, packed, put, tar, warc, zipped

DAY = datetime.date(2023, 3, 9)
FILES = {
    "a.txt": f"One. {BODY}".encode(), "deep/b.jsonl": json.dumps({"id": "two", "text": BODY}).encode(), "c.html": PAGE,
    "picture.png": b"\x89PNG", ".hidden.txt": b"no", "__MACOSX/x.txt": b"no", "d.txt.gz": gzip.compress(f"Four. {BODY}".encode()),
}  # fmt: skip


def reports(path: Path) -> list[Report]:
    return list(read(path, published=DAY))


def begins(found: list[Report]) -> list[str]:
    return [report.text[:4] for report in found]


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tgz", "a.zip", "noname"])
def test_members_are_read_like_files(tmp_path: Path, name: str) -> None:
    data = zipped(FILES) if name.endswith("zip") else tar(FILES)
    found = reports(put(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data))
    assert begins(found) == ["One.", BODY[:4], "Arme", "Four"]
    assert found[1].id == "two"
    assert all(report.issues == () for report in found)


def test_tar_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(tar(FILES)))))
    assert len(list(read("-", published=DAY))) == 4


@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_no_name_or_link_leads_out(tmp_path: Path, name: str) -> None:
    secret = put(tmp_path / "secret.txt", f"Secret. {BODY}")
    files = {
        "../out.txt": f"Out. {BODY}".encode(),
        "/abs.txt": f"Abs. {BODY}".encode(),
        "..\\win.txt": f"Win. {BODY}".encode(),
    }
    links = {"link.txt": str(secret), "up.txt": "../secret.txt"}
    path = put(tmp_path / "in" / name, (zipped if name.endswith("zip") else tar)(files, links))
    before = sorted(entry for entry in tmp_path.rglob("*"))
    assert begins(reports(path)) == ["Out.", "Abs.", "Win."]
    assert sorted(entry for entry in tmp_path.rglob("*")) == before, "nothing was written"


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_long_names(tmp_path: Path, form: int) -> None:
    name = "/".join(["folder" * 8] * 3) + "/é.txt"
    (report,) = reports(put(tmp_path / "a.tar", tar({name: b""}, form=form)))
    assert "é.txt" in shown(name)
    assert codes(report) == ["empty"]


@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path, name: str) -> None:
    files = {
        "in.zip": zipped({"x.txt": BODY.encode()}), "in.tar": tar({"x.txt": BODY.encode()}), "in.warc.gz": b"".join(packed(warc(range(1)))),
        "in.parquet": b"PAR1", "in.tar.gz": gzip.compress(tar({"x.txt": BODY.encode()})), "y.txt": BODY.encode(),
    }  # fmt: skip
    found = reports(put(tmp_path / name, (zipped if name.endswith("zip") else tar)(files)))
    assert [codes(report) for report in found] == [["nested"]] * 5 + [[]]


def test_a_damaged_tar_is_read_on(tmp_path: Path) -> None:
    parts = [tar({f"{number}.txt": f"No {number}. {BODY}".encode()})[:1024] for number in range(6)]
    bad = bytearray(parts[2])
    bad[:100] = b"\xff" * 100
    found = reports(put(tmp_path / "a.tar", b"".join([*parts[:2], bytes(bad), *parts[3:]])))
    assert begins(found) == ["No 0", "No 1", "", "No 3", "No 4", "No 5"]
    assert codes(found[2]) == ["unreadable"]
    cut = reports(put(tmp_path / "b.tar", b"".join(parts)[:-600]))
    assert [codes(report) for report in cut] == [[]] * 5 + [["unreadable"]]


def test_a_damaged_zip(tmp_path: Path) -> None:
    data = bytearray(zipped({f"{number}.txt": f"No {number}. {BODY}".encode() for number in range(4)}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        begin = archive.infolist()[1].header_offset + 40
    data[begin : begin + 20] = b"\xff" * 20
    found = reports(put(tmp_path / "a.zip", bytes(data)))
    assert begins(found) == ["No 0", "", "No 2", "No 3"]
    assert codes(found[1]) == ["unreadable"]
    assert [codes(report) for report in reports(put(tmp_path / "b.zip", bytes(data[:-30])))] == [["unreadable"]]
    assert [codes(report) for report in reports(put(tmp_path / "c.zip", zipped({"x.png": b""})))] == [["empty"]]


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (unpack, bundle):
        monkeypatch.setattr(module, "GRACE", 1_000_000)
    zeros = bytes(30_000_000)
    begun = time.perf_counter()
    for name, data in (
        ("a.jsonl.gz", gzip.compress(zeros)),
        ("b.warc.gz", gzip.compress(b"WARC/1.0\r\nContent-Length: 30000000\r\n\r\n" + zeros)),
        ("c.tgz", gzip.compress(tar({"x.jsonl": zeros, "y.jsonl": zeros}))),
        ("d.zip", zipped({"x.jsonl": zeros})),
    ):
        found = reports(put(tmp_path / name, data))
        assert {code for report in found for code in codes(report)} <= {"too-large", "unreadable"}, name
        assert "too-large" in codes(found[-1]), name
    assert time.perf_counter() - begun < 20


def test_a_zip_that_lists_too_many_members_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({f"{number}.txt": b"x" for number in range(20)})
    monkeypatch.setattr(bundle, "ZIP_MEMBERS", 10)
    (report,) = reports(put(tmp_path / "a.zip", data))
    assert "20 members" in report.issues[0].message
    # The same said in the other place where zip may say it, while the first one says less.
    end = len(data) - 22
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 20, 20, end, 0) + struct.pack(
        "<4sLQL", b"PK\x06\x07", 0, end, 1
    )
    tail = bytearray(data[end:])
    tail[8:12] = b"\x01\x00\x01\x00"
    assert "20 members" in reports(put(tmp_path / "b.zip", data[:end] + wide + bytes(tail)))[0].issues[0].message


def test_names_are_shown_safely() -> None:
    assert shown("a\x1b[31m\u202etxt.\ud800") == "a\ufffd[31m\ufffdtxt.\ufffd"
    assert len(shown("x" * 5_000)) <= 300


def test_a_folder_of_everything(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put(tmp_path / "outside" / "x.zip", zipped({"x.txt": BODY.encode()}))
    put(root / "1.csv", f"id,text\nc1,{BODY.replace(',', ';')}\n")
    put(root / "2.rss", f"<rss><channel><item><guid>f1</guid><description>{BODY}</description></item></channel></rss>")
    put(root / "3.warc.gz", b"".join(packed(warc(range(2)))))
    put(root / "4" / "5.zip", zipped({"a.txt": BODY.encode()}))
    put(root / "6.jsonl.gz", gzip.compress(json.dumps({"id": "j1", "text": BODY}).encode()))
    put(root / "7.tar", tar({"b.txt": BODY.encode()}))
    put(root / "8.docx", zipped({"a.txt": BODY.encode()}))
    (root / "9.zip").symlink_to(tmp_path / "outside" / "x.zip")
    found = reports(root)
    assert [report.id for report in found if len(report.id) != 16] == ["c1", "f1", "urn:uuid:0", "urn:uuid:1", "j1"]
    assert len(found) == 7
    assert all(report.issues == () for report in found)


def test_a_packed_file_without_the_ending_is_unpacked(tmp_path: Path) -> None:
    assert begins(reports(put(tmp_path / "a.html", gzip.compress(PAGE)))) == ["Arme"]
    assert codes(reports(put(tmp_path / "b.txt.zst", BODY))[0]) == ["unreadable"]


@pytest.mark.parametrize("suffix", [".tar", ".zip", ".warc", ".parquet", ".warc.gz", ".tar.zst", ".rss", ".csv.gz"])
@pytest.mark.parametrize(
    "data", [b"", b"\0" * 2_000, b"PK\x05\x06" + b"\xff" * 18, b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd\xff", b"WARC/"]
)
def test_nonsense(tmp_path: Path, suffix: str, data: bytes) -> None:
    found = reports(put(tmp_path / f"a{suffix}", data))
    assert found
    assert all(set(codes(report)) & problems.BLOCKING for report in found)
