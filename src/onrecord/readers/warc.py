"""Reports from web archives (WARC): the pages and texts that servers sent, one record at a time.

What is damaged costs as little as possible: a record whose length is wrong ends where the next one begins, and a compressed
member that cannot be unpacked is passed over, each with an issue.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.model import Report
from onrecord.readers import issues as problems
from onrecord.readers.decode import decode
from onrecord.readers.html import looks_like_html, read_page
from onrecord.readers.payload import Answer, decoded, headers_of, media_of, parse_answer
from onrecord.readers.source import Source
from onrecord.readers.text import build, failed
from onrecord.readers.unpack import DamagedError, Members

_BEGIN = re.compile(rb"(?:^|(?<=\n))WARC/[01]\.\d")
_LONGEST = 10
_HEADERS = 1 << 16
# Kinds of records that hold what a server sent. Requests, metadata and texts derived from pages hold no further report.
_KINDS = ("response", "resource")
_HTML = ("text/html", "application/xhtml+xml")
_TEXT = ("text/plain",)
_LENGTH = re.compile(r"\d{1,18}")
# How often, in bytes, a file of wrong lengths is gone through again at most.
_AGAIN = 20


@dataclass(frozen=True, slots=True)
class _Record:
    headers: dict[str, str]
    body: bytes | None
    length: int
    offset: int


@dataclass(frozen=True, slots=True)
class _Fault:
    reason: str


def read_warc(stream: io.BufferedReader, name: str, published: datetime.date | None = None) -> Iterator[Report]:
    """The reports of a WARC that is not compressed, lazily; memory is bounded by the largest record allowed.

    Args:
        stream: read from where it stands.
        name: what messages and ids call the file.
        published: day of publication for pages that do not say it. The day of the crawl is never taken for it.
    """
    yield from _reports(_records(Source(stream)), name, published)


def read_packed_warc(members: Members, name: str, published: datetime.date | None = None) -> Iterator[Report]:
    """As `read_warc`, of a compressed one: each record in a member of its own, as is the custom, or several in one."""
    yield from _reports(_packed(members), name, published)


def _packed(members: Members) -> Iterator[_Record | _Fault]:
    number = 0
    # Held back until it is clear that it is not the first sign of a damaged member, which is one fault and not two.
    held: _Fault | None = None
    streams = iter(members)
    while True:
        try:
            stream = next(streams, None)
            if stream is None:
                break
            number += 1
            for found in _records(Source(stream)):
                if held is not None:
                    yield held
                held = found if isinstance(found, _Fault) else None
                if held is None:
                    yield found
        except DamagedError as fault:
            yield _Fault(f"member {number} is damaged: {fault}")
            held = None
            # The generator ended with its exception; a new one goes on where the members stand.
            streams = iter(members)
        if held is not None:
            yield held
            held = None


def _reports(records: Iterator[_Record | _Fault], name: str, published: datetime.date | None) -> Iterator[Report]:
    seen = False
    for number, record in enumerate(records, 1):
        if isinstance(record, _Fault):
            where = f"{name}, record {number}"
            yield failed(problems.unreadable(where, record.reason), name=where, published=published)
            seen = True
            continue
        for report in _report(record, name, published):
            yield report
            seen = True
    if not seen:
        yield failed(problems.EMPTY, name=name, published=published)


def _report(record: _Record, name: str, published: datetime.date | None) -> Iterator[Report]:
    """The report in a record; none where it holds something else."""
    headers = record.headers
    if headers.get("warc-type", "").lower() not in _KINDS:
        return
    url = headers.get("warc-target-uri", "").strip("<> ") or None
    identifier = headers.get("warc-record-id", "").strip("<> ") or None
    called = f"{name}: {url or identifier or f'record at byte {record.offset}'}"
    if record.body is None:
        if _may_hold_report(headers):
            issue = problems.too_large(f"{called} has {record.length:,} bytes")
            yield failed(issue, name=called, id=identifier, published=published, url=url)
        return
    answer = _answer(headers, record.body)
    if answer.status not in (None, 200):
        return
    try:
        body = decoded(answer, problems.MAX_BYTES)
    except DamagedError as fault:
        if answer.media_type in (*_HTML, *_TEXT, None):
            yield failed(problems.unreadable(called, fault), name=called, id=identifier, published=published, url=url)
        return
    html = answer.media_type in _HTML or (answer.media_type is None and looks_like_html(body[:1_000].decode("latin-1")))
    issues = (problems.truncated(headers["warc-truncated"][:40]),) if headers.get("warc-truncated") else ()
    if html:
        report = read_page(body, id=identifier, url=url, fallback=published, charset=answer.charset, name=called)
        yield replace(report, issues=(*report.issues, *issues))
    elif answer.media_type in _TEXT and len(body) > problems.MAX_BYTES:
        issue = problems.too_large(f"{called} has more than {problems.MAX_BYTES:,} bytes")
        yield failed(issue, name=called, id=identifier, published=published, url=url)
    elif answer.media_type in _TEXT:
        text = decode(body, *filter(None, [answer.charset]))
        yield build(text.text, id=identifier, published=published, url=url, name=called, issues=(*text.issues, *issues))


def _answer(headers: dict[str, str], body: bytes) -> Answer:
    media_type, charset = media_of(headers.get("content-type"))
    if media_type == "application/http" or (media_type is None and body.startswith(b"HTTP/")):
        return parse_answer(body)
    return Answer(None, media_type, charset, "", body)


def _may_hold_report(headers: dict[str, str]) -> bool:
    """Whether a record too large to be looked at could be a page. What crawlers identified themselves is believed."""
    told = media_of(headers.get("warc-identified-payload-type"))[0]
    return told is None or told in (*_HTML, *_TEXT)


def _records(source: Source) -> Iterator[_Record | _Fault]:
    budget = _AGAIN * problems.MAX_BYTES
    while True:
        source.forget()
        while source.peek(1) in (b"\r", b"\n"):
            source.line(2)
        begin = source.position
        if not source.peek(1):
            return
        if _BEGIN.match(source.peek(_LONGEST)) is None:
            yield _Fault("no record begins where one should")
            if not source.find(_BEGIN, _LONGEST):
                return
            continue
        record = _record(source, begin)
        if isinstance(record, _Record):
            yield record
            continue
        yield record
        # Behind the first line of the record that went wrong, as long as going over things again has an end.
        budget -= source.position - begin
        if budget > 0:
            source.back(begin + _LONGEST)
        if not source.find(_BEGIN, _LONGEST):
            return


def _record(source: Source, begin: int) -> _Record | _Fault:
    head: list[bytes] = []
    size = 0
    while (line := source.line(_HEADERS)).strip():
        head.append(line)
        size += len(line)
        if size > _HEADERS:
            return _Fault("its header is too long")
    if not line:
        return _Fault("it ends too soon")
    headers = headers_of(b"".join(head))
    told = headers.get("content-length", "")
    if not _LENGTH.fullmatch(told):
        return _Fault(f"its length is {told[:20]!r}")
    length = int(told)
    kept = headers.get("warc-type", "").lower() in _KINDS and length <= problems.MAX_BYTES
    body = source.read(length) if kept else None
    there = len(body) if body is not None else source.skip(length)
    if there < length:
        return _Fault("it ends too soon")
    ending = source.peek(_LONGEST + 8)
    rest = ending.lstrip(b"\r\n")
    if rest and _BEGIN.match(rest) is None:
        return _Fault("its length is wrong")
    return _Record(headers, body, length, begin)
