"""The members of tar and zip archives, one at a time. Nothing is ever written to disk, so that no name leads anywhere."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

from onrecord.readers.source import Source
from onrecord.readers.unpack import GRACE, RATIO, BombError, DamagedError

# A zip archive lists its members at its end, and the list has to be in memory: members, and bytes of the list.
ZIP_MEMBERS, ZIP_LIST = 50_000, 16_000_000
_BLOCK = 512
_MAGIC = b"ustar"
# The longest name that tar gives apart; no file system has a longer one.
_NAME = 16_384
_REGULAR, _LONG_NAME, _OWN_HEADER = (b"0", b"\0", b"7"), b"L", b"x"
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHOWN = 300
_END, _END_64, _LOCATOR_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        name: as the archive has it, fit to be shown.
        stream: its bytes; to be read before the next member is asked for.
        fault: why it cannot be read, or None.
    """

    name: str
    stream: io.BufferedReader
    fault: str | None = None


def is_tar(head: bytes) -> bool:
    """Whether bytes begin as a tar archive."""
    return head[257:262] == _MAGIC and _checked(head[:_BLOCK])


def tar_members(stream: io.BufferedReader) -> Iterator[Member]:
    """The regular files of a tar archive as it streams by; links, devices and folders are passed over.

    Where a header is damaged, a member with a fault says so, and reading goes on at the next header that is whole.

    Raises:
        DamagedError: the archive ends too soon.
    """
    source = Source(stream)
    long_name: str | None = None
    lost = False
    while header := source.read(_BLOCK):
        source.forget()
        if header.strip(b"\0") == b"" and len(header) == _BLOCK:
            continue
        size = _number(header[124:136])
        if not _checked(header) or size < 0:
            if not lost:
                yield Member(f"bytes from {source.position - len(header):,} on", _nothing(), "its header is damaged")
            lost = True
            continue
        lost = False
        kind = header[156:157]
        padding = -size % _BLOCK
        if kind in (_LONG_NAME, _OWN_HEADER):
            data = source.read(min(size, _NAME))
            long_name = _long(kind, data) or long_name
            source.skip(size - len(data) + padding)
            continue
        name, long_name = long_name or _short(header), None
        if kind in _REGULAR and not name.endswith("/"):
            part = _Part(source, size)
            yield Member(shown(name), io.BufferedReader(part))
            size = part.left
        if source.skip(size + padding) < size:
            raise DamagedError("it ends too soon")


def zip_members(stream: BinaryIO) -> Iterator[Member]:
    """The files of a zip archive in the order of its list; links and folders are passed over.

    Args:
        stream: one that can seek.

    Raises:
        DamagedError: it is no zip archive, or lists more members than can be held.
        BombError: its members hold far more than their archive.
    """
    size = stream.seek(0, io.SEEK_END)
    _check_list(stream, size)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError) as fault:
        raise DamagedError(str(fault)) from fault
    given = 0
    with archive:
        for entry in archive.infolist():
            mode = entry.external_attr >> 16
            if entry.is_dir() or (mode & 0o170000) not in (0, 0o100000):
                continue
            name = shown(entry.filename)
            if entry.flag_bits & 0x1:
                yield Member(name, _nothing(), "it is encrypted")
                continue
            try:
                inner = archive.open(entry)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as fault:
                yield Member(name, _nothing(), str(fault))
                continue
            with inner:
                part = _Zipped(inner, max(GRACE, RATIO * size) - given)
                yield Member(name, io.BufferedReader(part))
                given += part.given


def shown(name: str) -> str:
    """A name from an archive as it can be shown: nothing that moves a cursor or turns writing around."""
    clean = _UNPRINTABLE.sub("\ufffd", name)
    return clean if len(clean) <= _SHOWN else f"{clean[:100]}...{clean[-_SHOWN + 103 :]}"


class _Part(io.RawIOBase):
    """The bytes of a member of tar."""

    def __init__(self, source: Source, size: int) -> None:
        self._source = source
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = min(len(buffer), self.left)
        data = self._source.read(wanted)
        self._source.forget()
        if len(data) < wanted and not data:
            raise DamagedError("it ends too soon")
        buffer[: len(data)] = data
        self.left -= len(data)
        return len(data)


class _Zipped(io.RawIOBase):
    """The bytes of a member of zip, with the faults of the library in our words."""

    def __init__(self, inner: IO[bytes], limit: int) -> None:
        self._inner = inner
        self._limit = limit
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
            raise DamagedError(str(fault) or "it ends too soon") from fault
        self.given += len(data)
        if self.given > self._limit:
            raise BombError
        buffer[: len(data)] = data
        return len(data)


def _nothing() -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO())


def _checked(header: bytes) -> bool:
    """Whether the sum of a tar header is right."""
    if len(header) < _BLOCK:
        return False
    told = _number(header[148:156])
    return told == sum(header[:148]) + 8 * 32 + sum(header[156:])


def _number(field: bytes) -> int:
    """A number of a tar header: octal digits, or big-endian bytes behind a set bit; -1 where it is none."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    try:
        return int(digits, 8) if digits else 0
    except ValueError:
        return -1


def _short(header: bytes) -> str:
    name = header[:100].split(b"\0", 1)[0]
    prefix = header[345:500].split(b"\0", 1)[0] if header[257:263] == _MAGIC + b"\0" else b""
    return (prefix + b"/" + name if prefix else name).decode("utf-8", "replace")


def _long(kind: bytes, data: bytes) -> str | None:
    """A name that a header of its own gives: GNU as it is, POSIX as "length path=name"."""
    if kind == _LONG_NAME:
        return data.split(b"\0", 1)[0].decode("utf-8", "replace")
    found = re.search(rb"(?:^|\n)\d{1,10} path=([^\n]*)\n", data)
    return found[1].decode("utf-8", "replace") if found else None


def _check_list(stream: BinaryIO, size: int) -> None:
    """Look at how long a zip's list of members is before the library reads it."""
    begin = max(0, size - _END.size - 65_535)
    stream.seek(begin)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise DamagedError("it is no zip archive, or its end is missing")
    members, length = _END.unpack_from(tail, at)[4:6]
    locator = at - _LOCATOR_64.size
    if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
        # Archives of more than 65,535 members or 4 GB say it in another place, and the library believes that one.
        stream.seek(min(_LOCATOR_64.unpack_from(tail, locator)[2], size))
        wide = stream.read(_END_64.size)
        if len(wide) == _END_64.size and wide.startswith(b"PK\x06\x06"):
            found = _END_64.unpack(wide)
            members, length = max(members % 0xFFFF, found[7]), max(length % 0xFFFFFFFF, found[8])
    if members > ZIP_MEMBERS or length > ZIP_LIST:
        raise DamagedError(f"it lists {members:,} members, more than {ZIP_MEMBERS:,}; unpack it and read the folder")
    stream.seek(0)
