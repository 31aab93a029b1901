"""Reports from JSON: one object a line, read line by line, or one array or object in a whole file."""

from __future__ import annotations

import codecs
import datetime
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.dates import resolve_date
from onrecord.model import Issue, Report
from onrecord.readers import issues as problems
from onrecord.readers.decode import decode
from onrecord.readers.streams import Joined
from onrecord.readers.text import build, failed
from onrecord.readers.unpack import DamagedError

_FIELDS = ("title", "url", "source")
_MARK = codecs.BOM_UTF8
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_lines(stream: BinaryIO, name: str, published: datetime.date | None = None) -> Iterator[Report]:
    """The reports of a JSON Lines stream, lazily; memory is bounded by the longest line allowed.

    Args:
        stream: UTF-8, a report a line; empty lines are passed over.
        name: what messages and ids call the file.
        published: day of publication for reports that do not say it.

    A line that is no report comes back as a report without text whose issue names file and line.
    """
    seen = False
    for number, line in enumerate(_lines(stream), 1):
        where = f"line {number}"
        if isinstance(line, DamagedError):
            issue = problems.unreadable(f"{name}, {where}", f"the archive is damaged: {line}")
            yield failed(issue, name=f"{name}:{where}", published=published)
        elif line is None:
            issue = problems.too_large(f"{name}, {where} has more than {problems.MAX_BYTES:,} bytes")
            yield failed(issue, name=f"{name}:{where}", published=published)
        elif line.strip():
            yield _line(line, name, where, published)
        else:
            continue
        seen = True
    if not seen:
        yield failed(problems.EMPTY, name=name, published=published)


def read_line(stream: BinaryIO) -> bytes | None:
    """The next line of a stream: empty at the end, None where it is too long (the stream stands behind it then)."""
    line = stream.readline(problems.MAX_BYTES + 1)
    long = len(line) > problems.MAX_BYTES
    while long and not line.endswith(b"\n") and (line := stream.readline(problems.MAX_BYTES)):
        continue
    return None if long else line


def wide_lines(first: bytes | None, stream: BinaryIO) -> Iterator[bytes | None] | None:
    """The lines in UTF-8 of a stream whose first line says that it is UTF-16, as some programs of Windows write; else None."""
    return _wide(first, stream) if first is not None and first.startswith(_WIDE_MARKS) else None


def _wide(first: bytes, stream: BinaryIO) -> Iterator[bytes | None]:
    # Only characters tell where the lines end.
    reader = io.TextIOWrapper(io.BufferedReader(Joined(first, stream)), "utf-16", errors="replace", newline="\n")
    while text := reader.readline(problems.MAX_BYTES + 1):
        long = len(text) > problems.MAX_BYTES
        while long and not text.endswith("\n") and (text := reader.readline(problems.MAX_BYTES)):
            continue
        yield None if long else text.encode("utf-8", "replace")


def _lines(stream: BinaryIO) -> Iterator[bytes | DamagedError | None]:
    """The lines of a stream in UTF-8; None for each that is too long, the fault where an archive is damaged."""
    begin = True
    while True:
        try:
            line = read_line(stream)
            if begin and (wide := wide_lines(line, stream)) is not None:
                yield from wide
                return
        except DamagedError as fault:
            # The line that it stands in is lost; reading goes on where the archive does.
            yield fault
            continue
        if line is not None and begin:
            line = line.removeprefix(_MARK)
        if line == b"":
            return
        begin = False
        yield line


def read_whole(data: bytes, name: str, published: datetime.date | None = None) -> Iterator[Report] | None:
    """The reports of a file that is one JSON array or object, or None where it is something else (JSON Lines, say)."""
    decoded = decode(data)
    try:
        tree = json.loads(decoded.text)
    except (ValueError, RecursionError):
        return None
    entries = tree if isinstance(tree, list) else [tree]
    return (entry_report(entry, name, f"entry {n}", published, decoded.issues) for n, entry in enumerate(entries, 1))


def is_report_line(line: str) -> bool:
    """Whether a line is a JSON object, as the lines of JSON Lines are."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _line(line: bytes, name: str, where: str, published: datetime.date | None) -> Report:
    decoded = decode(line)
    if any(issue.code in problems.BLOCKING for issue in decoded.issues):
        issue = problems.not_json(name, where, "this is no text")
        return failed(issue, name=f"{name}:{where}", published=published)
    try:
        entry = json.loads(decoded.text)
    except RecursionError:
        issue = problems.not_json(name, where, "too many brackets within brackets")
    except ValueError as fault:
        issue = problems.not_json(name, where, f"this is no JSON ({fault})")
    else:
        return entry_report(entry, name, where, published, decoded.issues)
    return failed(issue, name=f"{name}:{where}", published=published)


def entry_report(
    entry: Any, name: str, where: str, published: datetime.date | None, issues: tuple[Issue, ...]
) -> Report:
    """A report from one JSON object. Fields of other names are passed over."""
    if not isinstance(entry, dict):
        issue = problems.not_json(name, where, "this is no object with fields in braces")
        return failed(issue, name=f"{name}:{where}", published=published)
    identifier = _identifier(entry.get("id"))
    day, fault = published_day(entry.get("published"))
    day = day or published
    text = entry.get("text")
    if not isinstance(text, str):
        return failed(problems.no_text_field(name, where), name=f"{name}:{where}", id=identifier, published=day)
    if fault is not None:
        issues = (*issues, fault)
    fields = {field: entry[field] for field in _FIELDS if isinstance(entry.get(field), str)}
    return build(text, id=identifier, published=day, name=name, issues=issues, **fields)


def _identifier(value: Any) -> str | None:
    """An id as text: strings and whole numbers; anything else is none, and the report gets its own."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def published_day(value: Any) -> tuple[datetime.date | None, Issue | None]:
    """The day of a date or datetime as it is written (no change of time zone), or the issue that it is none."""
    if value is None or value == "":
        return None, None
    if isinstance(value, str):
        found = resolve_date(value, None)
        if found is not None and found.granularity == "day":
            return found.start, None
    return None, problems.bad_published(str(value))
