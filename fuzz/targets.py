"""What is fuzzed: each target takes bytes, and anything but its own errors that comes out of it is a finding.

A target checks what is promised (offsets hold, output reads back, the same twice), not only that nothing is raised.
"""

from __future__ import annotations

import copy
import datetime
import functools
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from fuzz.noise import Noise
from fuzz.seeds import STORY
from onrecord.codebook import load_codebook
from onrecord.coder import Coder
from onrecord.dates import find_dateline, resolve_date
from onrecord.errors import InputError, MarkupError
from onrecord.export.marked import passage
from onrecord.markup import parse_passage
from onrecord.model import Coding, Report
from onrecord.output.contract import from_contract, to_contract, to_line
from onrecord.readers import from_text
from onrecord.readers.decode import decode
from onrecord.readers.html import read_page
from onrecord.readers.jsonl import read_lines
from onrecord.readers.tags import tags_of
from onrecord.resolve.assemble import assemble
from onrecord.tagger.tag import tag

DAY = datetime.date(2023, 6, 13)
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1, 10**30, 0.5, float("nan"), float("inf"), "", "x", "2023-02-30", "9999-12-31", "\ud800", [], {}, [[]], [{}],
    {"start": 0, "end": 1, "text": "G"}, {"start": 0, "end": 4, "text": "GOMA"}, {"start": 9**9, "end": 9**10, "text": ""},
)  # fmt: skip


def html(data: bytes) -> None:
    """The reader of web pages."""
    report = read_page(data, name="x")
    _fits(report)
    at = 0
    for found in tags_of(decode(data).text):
        assert at <= found.start < found.end
        at = found.end


def jsonl(data: bytes) -> None:
    """The reader of JSON Lines."""
    first = list(read_lines(io.BytesIO(data), "x"))
    assert first
    assert first == list(read_lines(io.BytesIO(data), "x"))
    for report in first:
        _fits(report)


def text(data: bytes) -> None:
    """Bytes of any charset as plain text."""
    report = from_text(decode(data).text)
    _fits(report)
    assert report.text in (decode(data).text, "")


def markup(data: bytes) -> None:
    """The reader of marked passages."""
    body = data.decode("utf-8", "replace")
    try:
        read = parse_passage("p", "2023-06-13", body, load_codebook())
    except MarkupError:
        return
    for mark in read.marks.values():
        assert all(0 <= start < end <= len(read.text) for start, end in mark.parts)


def dates(data: bytes) -> None:
    """The date grammar: the first byte says what is known, the rest are the words."""
    if not data:
        return
    words = data[1:].decode("utf-8", "replace")
    days = (None, DAY, datetime.date.min, datetime.date.max, datetime.date(2024, 2, 29))
    published, named = days[data[0] % 5], days[data[0] // 5 % 5]
    found = resolve_date(words, published, future=bool(data[0] & 128), named=named)
    assert found is None or found.start <= found.end
    line = find_dateline(words)
    assert line is None or 0 < line.end <= len(words)


def decoder(data: bytes) -> None:
    """Any scores of the network, decoded, resolved and written: seven bytes of noise, then the text."""
    if len(data) < 8:
        return
    seed, spans, arcs, scale = int.from_bytes(data[:4], "little"), data[4] / 16 - 8, data[5] / 16 - 8, data[6] / 32
    words = data[7:2_000].decode("utf-8", "replace")
    report = Report("r", words, published=DAY)
    tagging = tag(words, Noise(_coder().network, seed, spans, arcs, scale))
    coding = assemble(report, tagging, _coder().resources)
    assert from_contract(json.loads(to_line(coding))).records == coding.records
    notes: list[tuple[str, str]] = []
    body = passage(coding, load_codebook(), notes)
    assert body is not None or notes


def contract(data: bytes) -> None:
    """The reader of the output contract: a sound coding in which every three bytes replace, drop or move a value."""
    tree = json.loads(_sound())
    for at in range(0, min(len(data), 60) - 2, 3):
        _spoil(tree, *data[at : at + 3])
    try:
        coding = from_contract(tree)
    except InputError:
        return
    assert isinstance(coding, Coding)
    assert from_contract(json.loads(json.dumps(to_contract(coding)))) == coding


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "html": html, "jsonl": jsonl, "text": text, "markup": markup, "dates": dates, "decoder": decoder, "contract": contract,
}  # fmt: skip


@functools.cache
def _sound() -> str:
    return to_line(_coder().code(STORY, published=DAY, id="s"))


def _spoil(tree: Any, where: int, further: int, how: int) -> None:
    """Change one value of a tree: the first two bytes lead to it, the third says what becomes of it."""
    node: Any = tree
    turn = where | further << 8
    while True:
        keys = sorted(node) if isinstance(node, dict) else range(len(node))
        if not keys:
            return
        turn, choice = divmod(turn, len(keys))
        key = keys[choice]
        inner = node[key]
        if not isinstance(inner, dict | list) or not inner or turn == 0:
            break
        node = inner
    if how == 0:
        del node[key]
    elif how < 128 or not isinstance(inner, int):
        node[key] = copy.deepcopy(VALUES[how % len(VALUES)])
    else:
        node[key] = inner + how - 192


@functools.cache
def _coder() -> Coder:
    return Coder()


def _fits(report: Report) -> None:
    """A report has text or says why not, and any output can carry it."""
    assert report.text.strip() or report.issues
    (report.text + report.title + report.id).encode("utf-8")
