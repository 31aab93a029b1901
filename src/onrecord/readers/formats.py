"""What a file is, by its ending and its first bytes, and the reader for it."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from onrecord.model import Report
from onrecord.readers import issues as problems
from onrecord.readers.bundle import Member, is_tar, tar_members, zip_members
from onrecord.readers.decode import decode
from onrecord.readers.feed import is_feed, read_feed
from onrecord.readers.html import looks_like_html, read_page
from onrecord.readers.jsonl import is_report_line, read_lines, read_whole
from onrecord.readers.parquet import read_parquet
from onrecord.readers.rows import is_csv_head, read_csv
from onrecord.readers.streams import Joined
from onrecord.readers.text import build, failed
from onrecord.readers.unpack import BombError, DamagedError, Members, Unpacked, compression_of
from onrecord.readers.warc import read_packed_warc, read_warc

# How a file is read, by its ending; any other file that is named alone is told by its content.
KINDS = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "lines", ".ndjson": "lines", ".json": "json", ".csv": "csv", ".tsv": "csv",
    ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".xml": "feed",
    ".warc": "warc", ".tar": "tar", ".tgz": "tar", ".zip": "zip", ".parquet": "parquet",
}  # fmt: skip
_PACKED = {".gz": "gzip", ".zst": "zstd"}
_ARCHIVES = frozenset({"warc", "tar", "zip", "parquet"})
# What servers call these; the content has the last word between feed and page.
MEDIA = {
    "text/html": "html", "application/xhtml+xml": "html", "application/json": "json", "application/x-ndjson": "lines",
    "application/jsonl": "lines", "application/jsonlines": "lines", "text/csv": "csv", "application/rss+xml": "feed",
    "application/atom+xml": "feed", "application/rdf+xml": "feed", "application/warc": "warc",
}  # fmt: skip
# An object with a first field, or an array of such: no prose begins like that.
_JSON = re.compile(r'\[?\s{0,100}\{\s{0,100}"[^"\n]{1,100}"\s{0,100}:')
HEAD = 1 << 16
_PIECE = 1 << 20
Day = datetime.date | None


def kind_of_name(name: str) -> str | None:
    """How a file is read by the ending of its name, that of compression left aside; None where the content has to tell."""
    path = PurePosixPath(name.lower())
    return KINDS.get(PurePosixPath(path.stem).suffix if path.suffix in _PACKED else path.suffix)


def kind_of_content(head: bytes) -> str:
    """What bytes begin as."""
    if head.startswith(b"WARC/"):
        return "warc"
    if is_tar(head):
        return "tar"
    text = decode(head).text
    if is_feed(text):
        return "feed"
    return "html" if looks_like_html(text) else _kind_of_text(text.lstrip("\ufeff \t\r\n"), whole=len(head) < HEAD)


def _kind_of_text(begin: str, *, whole: bool) -> str:
    if begin.startswith("{"):
        line = begin.split("\n", 1)[0]
        # A first line longer than the head cannot be checked; prose does not begin with a brace and a quote.
        long = len(line) >= len(begin) and not whole
        if is_report_line(line) or (long and begin[1:].lstrip().startswith('"')):
            return "lines"
    if _JSON.match(begin):
        return "json"
    return "csv" if is_csv_head(begin[:10_000]) else "text"


def read_stream(
    stream: BinaryIO, name: str, published: Day, kind: str | None = None, *, path: Path | None = None, inside: bool = False
) -> Iterator[Report]:  # fmt: skip
    """The reports of a stream; what is damaged or far too large is a report that says so.

    Args:
        stream: read from where it stands.
        kind: how to read it, by its ending; None where its content has to tell.
        path: the file, where it is one: some formats are read from their end.
        inside: whether this is a member of an archive.
    """
    try:
        yield from _unguarded(stream, name, published, kind, path, inside=inside)
    except DamagedError as fault:
        yield failed(problems.unreadable(name, f"the archive is damaged: {fault}"), name=name, published=published)
    except BombError:
        yield failed(problems.bomb(name), name=name, published=published)


def _unguarded(
    stream: BinaryIO, name: str, published: Day, kind: str | None, path: Path | None, *, inside: bool
) -> Iterator[Report]:  # fmt: skip
    head = stream.read(HEAD)
    if inside and kind in _ARCHIVES:
        yield failed(problems.nested(name), name=name, published=published)
        return
    if kind in ("zip", "parquet"):
        yield from _from_disk(kind, name, published, path)
        return
    whole = _again(stream, head, path)
    form = compression_of(head)
    told = _PACKED.get(PurePosixPath(name.lower()).suffix)
    if told is not None and head and form != told:
        raise DamagedError(f"it is not compressed with {told}")
    if form is None:
        yield from _plain(whole, head, name, published, kind, inside=inside)
        return
    if kind is None:
        # Looked at in a stream of its own: the file's may not seek.
        begin = io.BufferedReader(Unpacked(io.BytesIO(head), form))
        kind = kind_of_content(read_up_to(begin, HEAD)[0])
    if kind == "warc" and not inside:
        yield from read_packed_warc(Members(whole, form), name, published)
        return
    unpacked = io.BufferedReader(Unpacked(whole, form))
    yield from _plain(unpacked, b"", name, published, kind, inside=inside)


def _again(stream: BinaryIO, head: bytes, path: Path | None) -> io.BufferedReader:
    """A stream from its beginning, of which a head was read. A file on disk goes back, and so stays one that can seek."""
    if path is not None and stream.seekable():
        stream.seek(0)
        if isinstance(stream, io.BufferedReader):
            return stream
    return io.BufferedReader(Joined(head, stream))


def _plain(
    stream: io.BufferedReader[Any], head: bytes, name: str, published: Day, kind: str | None, *, inside: bool
) -> Iterator[Report]:  # fmt: skip
    kind = kind or kind_of_content(head)
    if inside and kind in _ARCHIVES:
        yield failed(problems.nested(name), name=name, published=published)
    elif kind == "lines":
        yield from read_lines(stream, name, published)
    elif kind == "csv":
        yield from read_csv(stream, name, published)
    elif kind == "warc":
        yield from read_warc(stream, name, published)
    elif kind == "tar":
        yield from _members(tar_members(stream), name, published)
    else:
        yield from _whole(stream, name, published, kind)


def _whole(stream: io.BufferedReader, name: str, published: Day, kind: str) -> Iterator[Report]:
    """The reports of a file that has to be read in full."""
    data, fault = read_up_to(stream, problems.MAX_BYTES + 1)
    if kind == "json":
        # Line by line where it is no JSON as a whole; what stands before the damage is read as well.
        found = read_whole(data, name, published) if len(data) <= problems.MAX_BYTES and fault is None else None
        yield from found or read_lines(io.BufferedReader(Joined(data, stream, fault)), name, published)
        return
    if fault is not None:
        raise fault
    if len(data) > problems.MAX_BYTES:
        issue = problems.too_large(f"{name} has more than {problems.MAX_BYTES:,} bytes")
        yield failed(issue, name=name, published=published)
    elif kind == "feed" and not _is_page(data):
        yield from read_feed(data, name, published)
    elif kind in ("html", "feed"):
        yield read_page(data, fallback=published, name=name)
    else:
        decoded = decode(data)
        yield build(decoded.text, published=published, name=name, issues=decoded.issues)


def _is_page(data: bytes) -> bool:
    """Whether XML is a web page."""
    head = decode(data[:HEAD]).text
    return not is_feed(head) and "<html" in head[:2_000].lower()


def _from_disk(kind: str, name: str, published: Day, path: Path | None) -> Iterator[Report]:
    if path is None:
        yield failed(
            problems.unreadable(name, "it is read from its end; save it as a file"), name=name, published=published
        )
    elif kind == "parquet":
        yield from read_parquet(path, name, published)
    else:
        with path.open("rb") as handle:
            yield from _members(zip_members(handle), name, published)


def _members(members: Iterator[Member], name: str, published: Day) -> Iterator[Report]:
    """The reports of an archive's members; those of other endings are passed over, as in a folder."""
    seen = False
    for member in members:
        called = f"{name}/{member.name}"
        kind = kind_of_name(member.name)
        if member.fault is not None:
            yield failed(problems.unreadable(called, member.fault), name=called, published=published)
        elif kind is None or _hidden(member.name):
            continue
        else:
            yield from read_stream(member.stream, called, published, kind, inside=True)
        seen = True
    if not seen:
        yield failed(problems.nothing_inside(name), name=name, published=published)


def _hidden(name: str) -> bool:
    """Whether a member is hidden, or lies in the folder in which one system keeps what is no file of its user."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts)


def read_up_to(stream: io.BufferedReader[Any], size: int) -> tuple[bytes, DamagedError | None]:
    """At most so many bytes, and the fault that ended them before."""
    parts: list[bytes] = []
    left = size
    try:
        while left > 0 and (data := stream.read1(min(left, _PIECE))):
            parts.append(data)
            left -= len(data)
    except DamagedError as fault:
        return b"".join(parts), fault
    return b"".join(parts), None
