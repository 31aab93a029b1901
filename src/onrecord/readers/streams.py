"""Streams that were read in part."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO


class Joined(io.RawIOBase):
    """Bytes that were read already, then the rest of their stream.

    Args:
        fault: raised once between the two: what reading ended with.
    """

    def __init__(self, head: bytes, rest: BinaryIO, fault: Exception | None = None) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self._fault = fault

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        source: Callable[[int], bytes] = getattr(self._rest, "read1", self._rest.read)
        if self._head:
            size = min(len(buffer), len(self._head))
            buffer[:size], self._head = self._head[:size], self._head[size:]
            return size
        if self._fault is not None:
            fault, self._fault = self._fault, None
            raise fault
        data = source(len(buffer))
        buffer[: len(data)] = data
        return len(data)
