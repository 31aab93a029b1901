"""The answer of a web server as an archive keeps it: status, headers, and the page without its wrapping."""

from __future__ import annotations

import importlib
import re
import zlib
from dataclasses import dataclass
from email.message import Message

from onrecord.readers.unpack import DamagedError, unpacked

_HEAD = 1 << 16
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent.

    Attributes:
        status: of HTTP; None where the bytes are no HTTP answer.
        media_type: in small letters without parameters, or None.
        encoding: how the body is compressed ("gzip", "br", ...); empty where it is not.
    """

    status: int | None
    media_type: str | None
    charset: str | None
    encoding: str
    body: bytes


def parse_answer(data: bytes) -> Answer:
    """An HTTP answer from its bytes; the body still compressed, its pieces put together."""
    found = _STATUS.match(data[:_HEAD])
    if found is None:
        return Answer(None, None, None, "", data)
    end = re.search(rb"\r?\n\r?\n", data[:_HEAD])
    head, body = (data[: end.start()], data[end.end() :]) if end else (data[:_HEAD], b"")
    headers = headers_of(head)
    media_type, charset = media_of(headers.get("content-type"))
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _whole(body)
    return Answer(int(found[1]), media_type, charset, headers.get("content-encoding", "").strip().lower(), body)


def headers_of(head: bytes) -> dict[str, str]:
    """Header fields by their names in small letters; of several with one name the first."""
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def media_of(value: str | None) -> tuple[str | None, str | None]:
    """Media type and charset of a Content-Type."""
    if not value or not value.strip():
        return None, None
    message = Message()
    # Line breaks in a header are an attack or damage; the parser of the standard library refuses them.
    message["content-type"] = " ".join(value[:500].split())
    return message.get_content_type(), message.get_content_charset()


def decoded(answer: Answer, limit: int) -> bytes:
    """The body without its compression, at most `limit` + 1 bytes of it.

    Archives often keep the old header with a body that is plain already, so that the bytes themselves have the last word.

    Raises:
        DamagedError: it cannot be unpacked.
    """
    body = answer.body
    if answer.encoding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        return unpacked(body, "gzip", limit)
    if answer.encoding == "deflate":
        return _inflated(body, limit)
    if answer.encoding == "br":
        return _brotli(body, limit)
    if answer.encoding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        return unpacked(body, "zstd", limit)
    return body


def _inflated(body: bytes, limit: int) -> bytes:
    # Servers mean the format with a header, without one, or nothing at all.
    for bits in (15, -15):
        try:
            return zlib.decompressobj(wbits=bits).decompress(body, limit + 1)
        except zlib.error:
            continue
    return body


def _brotli(body: bytes, limit: int) -> bytes:
    if body.lstrip()[:1] == b"<":
        return body
    try:
        brotli = importlib.import_module("brotli")
    except ModuleNotFoundError as fault:
        raise DamagedError(
            "it is compressed with Brotli; pip install 'onrecord[archive]' brings what reads it"
        ) from fault
    decoder = brotli.Decompressor()
    out = bytearray()
    try:
        piece = body
        while len(out) <= limit and not decoder.is_finished():
            data = decoder.process(piece, output_buffer_limit=1 << 20)
            if not data and not piece:
                raise DamagedError("its Brotli compression ends too soon")
            out += data
            piece = b""
    except brotli.error as fault:
        raise DamagedError("its Brotli compression is damaged") from fault
    return bytes(out[: limit + 1])


def _whole(body: bytes) -> bytes:
    """A body sent in pieces, put together; as it is where it holds no pieces (archives often keep it whole)."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        end = found.end() + size
        parts.append(body[found.end() : end])
        ending = body[end : end + 2]
        if ending[:1] == b"\n":
            at = end + 1
        elif ending == b"\r\n":
            at = end + 2
        else:
            # Cut off in a piece: what there is counts. Anything else was never in pieces.
            return b"".join(parts) if end >= len(body) else body
    return b"".join(parts) if parts and at >= len(body) else body
