"""Reports from files, folders, standard input and addresses."""

from __future__ import annotations

import datetime
import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.model import Report
from onrecord.readers import issues as problems
from onrecord.readers.decode import decode
from onrecord.readers.html import looks_like_html, read_page
from onrecord.readers.ids import unique_ids
from onrecord.readers.jsonl import is_report_line, read_lines, read_whole
from onrecord.readers.streams import Joined
from onrecord.readers.text import build, failed
from onrecord.readers.url import Page, fetch, is_url

# How a file is read, by its suffix; any other file that is named alone is told by its content.
KINDS = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html",
    ".jsonl": "lines", ".ndjson": "lines", ".json": "json",
}  # fmt: skip
_MEDIA = {
    "text/html": "html", "application/xhtml+xml": "html", "application/json": "json", "application/x-ndjson": "lines",
    "application/jsonl": "lines", "application/jsonlines": "lines",
}  # fmt: skip
# An object with a first field, or an array of such: no prose begins like that.
_JSON = re.compile(r'\[?\s{0,100}\{\s{0,100}"[^"\n]{1,100}"\s{0,100}:')
_GZIP = b"\x1f\x8b"
_HEAD = 1 << 16
_DAMAGED = (gzip.BadGzipFile, zlib.error, EOFError)
_STANDARD_INPUT = "standard input"
Day = datetime.date | None


def read(path: str | Path, *, published: Day = None) -> Iterator[Report]:
    """The reports of a file, folder, address or standard input, one by one.

    Args:
        path: a file (.txt .md .html .htm .jsonl .ndjson .json, each also with .gz; others are told by their content), a
            folder (all such files below it in the order of their names; hidden ones and links that lead out of it are
            passed over), an http(s) address, or "-" for standard input.
        published: day of publication for reports that do not say it themselves.

    Raises:
        InputError: at once, where there is no such path, it cannot be read, or a folder holds nothing to read.

    What is wrong with one report is in its issues, and the run goes on.
    """
    text = os.fspath(path)
    if text == "-":
        return unique_ids(_stream(sys.stdin.buffer, _STANDARD_INPUT, published))
    if is_url(text):
        return unique_ids(_page(fetch(text), published))
    place = Path(text)
    try:
        mode = place.stat().st_mode
        if stat.S_ISDIR(mode):
            return unique_ids(_folder(place, published))
        # Opened and closed again, so that a lack of permission is told before the run begins; a pipe would lose data.
        if stat.S_ISREG(mode):
            place.open("rb").close()
    except FileNotFoundError as fault:
        raise InputError(f"there is no file or folder {place}", "Check the path; - reads standard input.") from fault
    except (OSError, ValueError) as fault:
        raise InputError(f"{place} cannot be read: {_reason(fault)}", "Check the path and its permissions.") from fault
    return unique_ids(_file(place, place.name, published))


def _folder(folder: Path, published: Day) -> Iterator[Report]:
    """The reports of all files below a folder. The first is looked for at once, so that an empty folder is told."""
    files = _walk(folder)
    first = next(files, None)
    if first is None:
        kinds = " ".join(KINDS)
        raise InputError(
            f"the folder {folder} holds no file to read", f"Files to read end in {kinds} (or these with .gz)."
        )

    def reports() -> Iterator[Report]:
        yield from _file_of_many(first, folder, published)
        for path in files:
            yield from _file_of_many(path, folder, published)

    return reports()


def _walk(folder: Path) -> Iterator[Path]:
    """Files to read below a folder, sorted by name, each folder once; folders that cannot be read as well."""
    root = folder.resolve()
    seen = {root}
    try:
        levels = [iter(_sorted(folder))]
    except OSError as fault:
        raise InputError(f"the folder {folder} cannot be read: {_reason(fault)}", "Check its permissions.") from fault
    while levels:
        entry = next(levels[-1], None)
        if entry is None:
            levels.pop()
        elif entry.name.startswith(".") or (entry.is_symlink() and not _inside(entry, root)):
            continue
        elif entry.is_dir():
            real = entry.resolve()
            if real in seen:
                continue
            seen.add(real)
            try:
                levels.append(iter(_sorted(entry)))
            except OSError:
                # Told as a file that cannot be read, so that the rest is read and nothing goes missing silently.
                yield entry
        elif entry.is_file() and _kind(entry.name)[0] is not None:
            yield entry


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _inside(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        # A link that leads nowhere or in a circle leads to no file of this folder.
        return False


def _file_of_many(path: Path, folder: Path, published: Day) -> Iterator[Report]:
    name = path.relative_to(folder).as_posix()
    try:
        yield from _file(path, name, published)
    except InputError as fault:
        yield failed(problems.unreadable(name, fault.message), name=name, published=published)


def _file(path: Path, name: str, published: Day) -> Iterator[Report]:
    kind, zipped = _kind(path.name)
    try:
        with path.open("rb") as handle:
            yield from _guarded(handle, name, published, kind, zipped=zipped)
    except OSError as fault:
        raise InputError(f"{name} cannot be read: {_reason(fault)}", "Check the file and its permissions.") from fault


def _kind(name: str) -> tuple[str | None, bool]:
    """How a file is read by its name (None: told by its content), and whether it is compressed."""
    path = Path(name.lower())
    zipped = path.suffix == ".gz"
    return KINDS.get(Path(path.stem).suffix if zipped else path.suffix), zipped


def _stream(stream: BinaryIO, name: str, published: Day) -> Iterator[Report]:
    head = stream.read(_HEAD)
    joined = io.BufferedReader(Joined(head, stream))
    return _guarded(joined, name, published, None, zipped=head.startswith(_GZIP))


def _guarded(stream: BinaryIO, name: str, published: Day, kind: str | None, *, zipped: bool) -> Iterator[Report]:
    """The reports of a stream; what is left of a damaged archive is one report that says so."""
    if not zipped:
        yield from _reports(stream, name, published, kind)
        return
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as unzipped:
            yield from _reports(io.BufferedReader(unzipped), name, published, kind)
    except _DAMAGED as fault:
        yield failed(problems.unreadable(name, f"the archive is damaged: {fault}"), name=name, published=published)


def _reports(stream: BinaryIO, name: str, published: Day, kind: str | None) -> Iterator[Report]:
    if kind is None:
        head = stream.read(_HEAD)
        kind = _kind_of_content(head)
        stream = io.BufferedReader(Joined(head, stream))
    if kind == "lines":
        yield from read_lines(stream, name, published)
        return
    data = stream.read(problems.MAX_BYTES + 1)
    if kind == "json":
        whole = read_whole(data, name, published) if len(data) <= problems.MAX_BYTES else None
        yield from whole or read_lines(io.BufferedReader(Joined(data, stream)), name, published)
    elif len(data) > problems.MAX_BYTES:
        issue = problems.too_large(f"{name} has more than {problems.MAX_BYTES:,} bytes")
        yield failed(issue, name=name, published=published)
    elif kind == "html":
        yield read_page(data, fallback=published, name=name)
    else:
        decoded = decode(data)
        yield build(decoded.text, published=published, name=name, issues=decoded.issues)


def _kind_of_content(head: bytes) -> str:
    """Whether bytes begin as a page, as JSON or as plain text."""
    text = decode(head).text
    if looks_like_html(text):
        return "html"
    begin = text.lstrip("\ufeff \t\r\n")
    if begin.startswith("{"):
        line = begin.split("\n", 1)[0]
        # A first line longer than the head cannot be checked; prose does not begin with a brace and a quote.
        long = len(line) >= len(begin) and len(head) == _HEAD
        if is_report_line(line) or (long and begin[1:].lstrip().startswith('"')):
            return "lines"
    return "json" if _JSON.match(begin) else "text"


def _page(page: Page, published: Day) -> Iterator[Report]:
    """The report or reports that an address leads to."""
    if len(page.data) > problems.MAX_BYTES:
        issue = problems.too_large(f"{page.url} has more than {problems.MAX_BYTES:,} bytes")
        yield failed(issue, name=page.url, published=published)
        return
    stream: BinaryIO = io.BytesIO(page.data)
    zipped = page.data.startswith(_GZIP)
    kind = _MEDIA.get(page.media_type) or _kind_of_content(page.data[:_HEAD])
    if kind == "html" and not zipped:
        yield read_page(page.data, url=page.url, charset=page.charset, fallback=published)
    elif kind == "text" and not zipped:
        decoded = decode(page.data, *filter(None, [page.charset]))
        yield build(decoded.text, published=published, url=page.url, name=page.url, issues=decoded.issues)
    else:
        yield from _guarded(stream, page.url, published, None if zipped else kind, zipped=zipped)


def _reason(fault: Exception) -> str:
    return getattr(fault, "strerror", None) or str(fault)
