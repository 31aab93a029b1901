"""Archives made by hand, for tests."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from onrecord.model import Report

BODY = "The army said on Monday that it had withdrawn from the town after a night of fighting, and that all was quiet."
PAGE = (Path(__file__).parent / "pages" / "wire.html").read_bytes()


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def codes(report: Report) -> list[str]:
    return [issue.code for issue in report.issues]


def answer(body: bytes, *, status: str = "200 OK", headers: str = "Content-Type: text/plain; charset=utf-8") -> bytes:
    lines = f"HTTP/1.1 {status}\r\n{headers}\r\n".encode()
    return lines + b"\r\n" + body


def text_answer(number: int) -> bytes:
    return answer(f"Report {number}. {BODY}".encode())


def warc_record(
    block: bytes, number: int = 0, *, kind: str = "response", length: int | str | None = None, further: str = "",
    media: str = "application/http; msgtype=response",
) -> bytes:  # fmt: skip
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: https://x.example/{number}\r\n"
        f"WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: {media}\r\n{further}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc(numbers: range) -> list[bytes]:
    return [warc_record(text_answer(number), number) for number in numbers]


def packed(records: list[bytes]) -> list[bytes]:
    return [gzip.compress(record) for record in records]


def tar(files: Mapping[str, bytes], links: Mapping[str, str] | None = None, form: int = tarfile.GNU_FORMAT) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=form) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for name, target in (links or {}).items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            archive.addfile(entry)
    return data.getvalue()


def zipped(files: Mapping[str, bytes], links: Mapping[str, str] | None = None) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for name, target in (links or {}).items():
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o120777 << 16
            archive.writestr(entry, target)
    return data.getvalue()
