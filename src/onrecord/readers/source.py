"""A stream that can be read exactly, looked at ahead of time, and gone back in as far as it is held."""

from __future__ import annotations

import io
import re

from onrecord.readers.unpack import DamagedError

_PIECE = 1 << 16


class Source:
    """Bytes of a stream with a way back to the last `forget`, and further where the stream can seek.

    Args:
        stream: read from where it stands. Where it is damaged, reading raises DamagedError once all before is read.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._held = b""
        self._at = 0
        # Offset of what is held, counted from where the stream stood.
        self._base = 0
        self._fault: DamagedError | None = None
        self._start = stream.tell() if stream.seekable() else None

    @property
    def position(self) -> int:
        """Offset of the next byte."""
        return self._base + self._at

    def read(self, size: int) -> bytes:
        """Exactly so many bytes; fewer at the end."""
        self._want(size)
        data = self._held[self._at : self._at + size]
        self._at += len(data)
        return data

    def peek(self, size: int) -> bytes:
        """The next bytes, left where they are; fewer at the end."""
        self._want(size)
        return self._held[self._at : self._at + size]

    def line(self, limit: int) -> bytes:
        """Up to and with the next line break; at most `limit` bytes, fewer at the end."""
        searched = self._at
        while True:
            end = self._held.find(b"\n", searched)
            if end >= 0 or len(self._held) - self._at >= limit:
                break
            searched = len(self._held)
            if not self._more(_PIECE):
                break
        stop = end + 1 if end >= 0 else len(self._held)
        return self.read(min(stop - self._at, limit))

    def skip(self, size: int) -> int:
        """Pass over bytes without holding them; how many there were."""
        held = min(size, len(self._held) - self._at)
        self._at += held
        self.forget()
        left = size - held
        if left > 0 and self._fault is not None:
            raise self._fault
        while left > 0 and (data := self._stream.read1(min(left, _PIECE))):
            left -= len(data)
            self._base += len(data)
        return size - left

    def find(self, pattern: re.Pattern[bytes], longest: int) -> bool:
        """Go to the next match of a pattern of at most `longest` bytes; to the end where there is none."""
        while True:
            found = pattern.search(self._held, self._at)
            if found is not None:
                self._at = found.start()
                return True
            self._at = max(self._at, len(self._held) - longest)
            self.forget()
            if not self._more(_PIECE):
                self._at = len(self._held)
                return False

    def forget(self) -> None:
        """Let go of what was read."""
        self._base += self._at
        self._held, self._at = self._held[self._at :], 0

    def back(self, position: int) -> bool:
        """Go back to an offset; False where that is not possible any more."""
        if position >= self._base:
            self._at = position - self._base
            return True
        if self._start is None:
            return False
        self._stream.seek(self._start + position)
        self._held, self._at, self._base = b"", 0, position
        return True

    def _want(self, size: int) -> None:
        missing = size - (len(self._held) - self._at)
        if missing > 0 and not self._more(missing, whole=True) and self._fault is not None:
            raise self._fault

    def _more(self, size: int, *, whole: bool = False) -> bool:
        """Hold more bytes. Whether there were any; with `whole`, whether there were as many."""
        if self._fault is not None:
            raise self._fault
        parts = [self._held]
        left = size
        try:
            while left > 0 and (data := self._stream.read1(min(left, _PIECE))):
                parts.append(data)
                left -= len(data)
        except DamagedError as fault:
            # What stands before the damage is given first.
            self._fault = fault
        self._held = b"".join(parts)
        return left <= 0 if whole else left < size
