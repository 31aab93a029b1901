"""Reports from files, folders, standard input and addresses."""

from __future__ import annotations

import datetime
import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import InputError
from onrecord.model import Report
from onrecord.readers import issues as problems
from onrecord.readers.decode import decode
from onrecord.readers.feed import is_feed, read_feed
from onrecord.readers.formats import HEAD, KINDS, MEDIA, kind_of_content, kind_of_name, read_stream
from onrecord.readers.html import read_page
from onrecord.readers.ids import unique_ids
from onrecord.readers.text import build, failed
from onrecord.readers.unpack import compression_of
from onrecord.readers.url import Page, fetch, is_url

_STANDARD_INPUT = "standard input"
Day = datetime.date | None


def read(path: str | Path, *, published: Day = None) -> Iterator[Report]:
    """The reports of a file, folder, address or standard input, one by one.

    Args:
        path: a file (text, HTML, JSON Lines, CSV, Parquet, RSS or Atom, WARC, tar, zip; docs/reference/inputs.md lists the
            endings, each also with .gz or .zst; others are told by their content), a folder (all such files below it in the
            order of their names; hidden ones and links that lead out of it are passed over), an http(s) address, or "-" for
            standard input.
        published: day of publication for reports that do not say it themselves.

    Raises:
        InputError: at once, where there is no such path, it cannot be read, or a folder holds nothing to read.

    What is wrong with one report is in its issues, and the run goes on.
    """
    text = os.fspath(path)
    if text == "-":
        return unique_ids(read_stream(sys.stdin.buffer, _STANDARD_INPUT, published))
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
            f"the folder {folder} holds no file to read", f"Files to read end in {kinds} (or these with .gz or .zst)."
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
        elif entry.is_file() and kind_of_name(entry.name) is not None:
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
    try:
        with path.open("rb") as handle:
            yield from read_stream(handle, name, published, kind_of_name(path.name), path=path)
    except OSError as fault:
        raise InputError(f"{name} cannot be read: {_reason(fault)}", "Check the file and its permissions.") from fault


def _page(page: Page, published: Day) -> Iterator[Report]:
    """The report or reports that an address leads to."""
    if len(page.data) > problems.MAX_BYTES:
        issue = problems.too_large(f"{page.url} has more than {problems.MAX_BYTES:,} bytes")
        yield failed(issue, name=page.url, published=published)
        return
    head = page.data[:HEAD]
    kind = MEDIA.get(page.media_type) or kind_of_content(head)
    if compression_of(head) is not None:
        yield from read_stream(io.BytesIO(page.data), page.url, published)
    elif is_feed(decode(head).text):
        yield from read_feed(page.data, page.url, published, page.charset)
    elif kind in ("html", "feed"):
        yield read_page(page.data, url=page.url, charset=page.charset, fallback=published)
    elif kind == "text":
        decoded = decode(page.data, *filter(None, [page.charset]))
        yield build(decoded.text, published=published, url=page.url, name=page.url, issues=decoded.issues)
    else:
        yield from read_stream(io.BytesIO(page.data), page.url, published, kind)


def _reason(fault: Exception) -> str:
    return getattr(fault, "strerror", None) or str(fault)
