"""Bytes out of gzip and zstd streams, member by member, as far as a damaged file goes, and never more than it can hold."""

from __future__ import annotations

import importlib
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Protocol

from onrecord.errors import SetupError

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
# No reports are so much alike that they shrink to a five-hundredth; below the first number of bytes nobody minds.
GRACE, RATIO = 200_000_000, 500
# Windows of zstd beyond this many bits (128 MB, what the program itself allows) take too much memory.
_WINDOW_LOG = 27
_CHUNK = 1 << 16
# What one step takes in and gives out at most. A byte of zstd can stand for 32 kB, so its steps are small.
_GZIP_STEP, _ZSTD_STEP, _OUT = 1 << 14, 512, 1 << 20
# How a member begins: of gzip with its method, flags, and the two last bytes of its header, of which few values exist. By chance such
# bytes stand in data about once in 200 gigabytes (gzip) or 4 (zstd; frames that hold nothing, of which more would, are not searched for).
_GZIP_BEGIN = re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.S)
_ZSTD_BEGIN = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_ZSTD_FRAME = re.compile(rb"\x28\xb5\x2f\xfd")
_BEGIN_SIZE = 10
# How many bytes of a damaged member are searched again for the next one, and how many of a whole file.
_KEPT, _SEARCHED = 1 << 20, 100_000_000
# What zstd may put before a frame: a dictionary, a comment, an index.
_SKIPPABLE = tuple(bytes((0x50 + n, 0x2A, 0x4D, 0x18)) for n in range(16))


class DamagedError(Exception):
    """A compressed stream goes wrong here. Reading on continues at its next whole member, where there is one."""


class BombError(Exception):
    """A compressed stream holds far more than reports could."""


def compression_of(head: bytes) -> str | None:
    """How bytes are compressed ("gzip" or "zstd"), or None."""
    if head.startswith(GZIP):
        return "gzip"
    return "zstd" if head.startswith((ZSTD, *_SKIPPABLE)) else None


class Members:
    """The members of a compressed stream. Each is read to its end before the next begins.

    Args:
        raw: the compressed bytes.
        form: "gzip" or "zstd".
    """

    def __init__(self, raw: BinaryIO, form: str) -> None:
        self._raw, self._form = raw, form
        self._step = _GZIP_STEP if form == "gzip" else _ZSTD_STEP
        self._begin, self._search = (_GZIP_BEGIN, _GZIP_BEGIN) if form == "gzip" else (_ZSTD_BEGIN, _ZSTD_FRAME)
        self._pending = b""
        # What the current member took in, so that a member that begins inside a damaged one is found.
        self._seen = bytearray()
        self._searched = 0
        self._taken = self._given = 0
        self._decoder: _Decoder | None = None
        self._fault: str | None = None
        # A library that is missing is told before anything is read.
        _decoder(form)

    def __iter__(self) -> Iterator[io.BufferedReader]:
        """A stream for each member; reading one raises DamagedError where it is damaged, after all bytes before that."""
        while self.advance():
            yield io.BufferedReader(_Member(self))

    def advance(self) -> bool:
        """Go to the next member; False at the end.

        Raises:
            DamagedError: something else than a member follows.
        """
        if self._decoder is not None and not self._decoder.eof:
            self._resync()
            return self._decoder is not None
        self._fill(_BEGIN_SIZE)
        if self._form == "gzip" and self._pending.startswith(b"\0"):
            self._skip_padding()
        if not self._pending:
            return False
        self._decoder = _decoder(self._form)
        self._seen.clear()
        if self._begin.match(self._pending) is None:
            # The decoder has seen nothing, so that the next call looks for a member.
            raise DamagedError(f"something that is no {self._form} follows")
        return True

    def read(self) -> bytes:
        """Some bytes of the current member; none at its end."""
        decoder = self._decoder
        while decoder is not None and not decoder.eof:
            if self._fault is not None:
                fault, self._fault = self._fault, None
                raise DamagedError(fault)
            if not self._pending and not self._fill(1) and not decoder.owes:
                raise DamagedError("it ends too soon")
            piece, self._pending = self._pending[: self._step], self._pending[self._step :]
            data, rest, self._fault = decoder.feed(piece)
            self._pending = rest + self._pending
            self._remember(piece[: len(piece) - len(rest)])
            self._given += len(data)
            if self._given > GRACE and self._given > RATIO * self._taken:
                raise BombError
            if data:
                return data
        return b""

    def _remember(self, taken: bytes) -> None:
        self._taken += len(taken)
        self._seen += taken
        if len(self._seen) > 2 * _KEPT:
            del self._seen[:-_KEPT]

    def _fill(self, size: int) -> bool:
        while len(self._pending) < size and (data := self._raw.read(_CHUNK)):
            self._pending += data
        return bool(self._pending)

    def _skip_padding(self) -> None:
        """Zeros after the last member, as tapes and some programs leave them."""
        while self._pending and not (left := self._pending.lstrip(b"\0")):
            self._pending = self._raw.read(_CHUNK)
        if self._pending:
            self._pending = left
            self._fill(_BEGIN_SIZE)

    def _resync(self) -> None:
        """Go to the next bytes that begin a member; the end where there are none."""
        if self._searched < _SEARCHED:
            self._searched += len(self._seen)
            self._taken -= len(self._seen)
            self._pending = bytes(self._seen) + self._pending
        self._seen.clear()
        at = 1
        while (found := self._search.search(self._pending, at)) is None:
            data = self._raw.read(_CHUNK)
            if not data:
                self._decoder, self._pending = None, b""
                return
            self._pending, at = self._pending[1 - _BEGIN_SIZE :] + data, 0
        self._pending = self._pending[found.start() :]
        self._decoder, self._fault = _decoder(self._form), None


class _Member(io.RawIOBase):
    """One member as a stream."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._data = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._data or self._members.read()
        size = min(len(buffer), len(data))
        buffer[:size], self._data = data[:size], data[size:]
        return size


class Unpacked(io.RawIOBase):
    """All members of a compressed stream as one. Where it is damaged a read raises DamagedError, and the next one goes on behind."""

    def __init__(self, raw: BinaryIO, form: str) -> None:
        self._members = Members(raw, form)
        self._data = b""
        self._open = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._data:
            if not self._open:
                if not self._members.advance():
                    return 0
                self._open = True
            try:
                self._data = self._members.read()
            except DamagedError:
                self._open = False
                raise
            self._open = bool(self._data)
        size = min(len(buffer), len(self._data))
        buffer[:size], self._data = self._data[:size], self._data[size:]
        return size


def unpacked(data: bytes, form: str, limit: int) -> bytes:
    """What compressed bytes hold, at most `limit` + 1 bytes of it; raises DamagedError."""
    stream = io.BufferedReader(Unpacked(io.BytesIO(data), form))
    return stream.read(limit + 1)


class _Decoder(Protocol):
    """Decodes one member.

    Attributes:
        eof: whether the member is at its end.
        owes: whether it has more to give without more input.
    """

    eof: bool
    owes: bool

    def feed(self, data: bytes) -> tuple[bytes, bytes, str | None]:
        """Bytes decoded, input not taken, and what is wrong behind the bytes decoded."""
        ...


def _decoder(form: str) -> _Decoder:
    return _Gzip() if form == "gzip" else _Zstd()


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self.eof = self.owes = False

    def feed(self, data: bytes) -> tuple[bytes, bytes, str | None]:
        before = self._inner.copy()
        try:
            out = self._inner.decompress(data, _OUT)
        except zlib.error as fault:
            good, at = _up_to_fault(before, data)
            return good, data[at:], str(fault)
        self.eof = self._inner.eof
        self.owes = len(out) == _OUT
        return out, self._inner.unused_data if self.eof else self._inner.unconsumed_tail, None


def _up_to_fault(decoder: Any, data: bytes) -> tuple[bytes, int]:
    """What a decoder makes of bytes before it fails on one, which zlib itself does not give; and where that is."""
    good = bytearray()
    for at in range(len(data)):
        try:
            good += decoder.decompress(data[at : at + 1])
        except zlib.error:
            return bytes(good), at
    return bytes(good), len(data)


class _Zstd:
    def __init__(self) -> None:
        self._inner, self._faults = _zstd()
        self.eof = self.owes = False

    def feed(self, data: bytes) -> tuple[bytes, bytes, str | None]:
        try:
            out = self._inner.decompress(data)
        except self._faults as fault:
            return b"", data, str(fault)
        self.eof = self._inner.eof
        return out, self._inner.unused_data if self.eof else b"", None


def _zstd() -> tuple[Any, tuple[type[Exception], ...]]:
    """A decoder of one frame, from Python itself (3.14) or from the library zstandard; and the exceptions that it raises."""
    try:
        module = importlib.import_module("compression.zstd")
    except ModuleNotFoundError:
        pass
    else:
        limit = {module.DecompressionParameter.window_log_max: _WINDOW_LOG}
        return module.ZstdDecompressor(options=limit), (module.ZstdError,)
    try:
        library = importlib.import_module("zstandard")
    except ModuleNotFoundError as fault:
        raise SetupError(
            "a file is compressed with zstd and zstandard is not installed",
            "Install it: pip install 'onrecord[archive]'",
        ) from fault
    decompressor = library.ZstdDecompressor(max_window_size=1 << _WINDOW_LOG)
    return decompressor.decompressobj(), (library.ZstdError,)
