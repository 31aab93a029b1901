"""gzip and zstd, member by member."""

from __future__ import annotations

import gzip
import importlib
import io
import random
import sys
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import SetupError
from onrecord.readers import unpack
from onrecord.readers.unpack import BombError, DamagedError, Members, Unpacked, compression_of, unpacked

PRESS = {"gzip": gzip.compress, "zstd": zstandard.ZstdCompressor(write_checksum=True).compress}


def members(data: bytes, form: str) -> list[bytes | str]:
    """What each member holds up to its damage, and "!" for each damage."""
    found: list[bytes | str] = []
    packed = Members(io.BytesIO(data), form)
    while True:
        try:
            if not packed.advance():
                return found
        except DamagedError:
            found.append("!")
            continue
        content = bytearray()
        try:
            while data := packed.read():
                content += data
            found.append(bytes(content))
        except DamagedError:
            found += [bytes(content), "!"]


@pytest.mark.parametrize("form", PRESS)
def test_members(form: str) -> None:
    contents = [random.Random(number).randbytes(3_000 * number) for number in range(5)]
    data = b"".join(map(PRESS[form], contents))
    assert compression_of(data) == form
    assert members(data, form) == contents
    assert unpacked(data, form, 10**6) == b"".join(contents)
    assert unpacked(data, form, 100) == b"".join(contents)[:101]
    assert members(b"", form) == []


def test_what_stands_before_the_damage_is_given() -> None:
    lines = b"".join(b"line %d\n" % number for number in range(50_000))
    data = bytearray(gzip.compress(lines))
    data[len(data) // 2 :] = b"\xff" * 500
    begin, fault = members(bytes(data), "gzip")
    assert fault == "!"
    # Behind what is right a packed file may give nonsense before it is noticed.
    assert isinstance(begin, bytes)
    assert begin[: len(lines) // 3] == lines[: len(lines) // 3]


def test_padding_and_junk() -> None:
    one, two = PRESS["gzip"](b"one"), PRESS["gzip"](b"two")
    assert members(one + bytes(100_000) + two + bytes(70_000), "gzip") == [b"one", b"two"]
    assert members(one + b"junk" * 50_000 + two, "gzip") == [b"one", "!", b"two"]


def test_frames_of_zstd_that_hold_nothing() -> None:
    skipped = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    assert compression_of(skipped) == "zstd"
    assert unpacked(skipped + PRESS["zstd"](b"one") + skipped, "zstd", 100) == b"one"


def test_huge_windows_are_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=28, enable_ldm=False)
    data = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = data.compress(b"x" * 1_000) + data.flush()
    assert members(packed, "zstd")[-1] == "!"


@pytest.mark.parametrize("form", PRESS)
def test_bombs_end_at_the_grace(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "GRACE", 2_000_000)
    stream = io.BufferedReader(Unpacked(io.BytesIO(PRESS[form](bytes(50_000_000))), form))
    read = 0

    def drain() -> None:
        nonlocal read
        while data := stream.read1(1 << 16):
            read += len(data)

    with pytest.raises(BombError):
        drain()
    assert read < 20_000_000


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(PRESS)), st.binary(max_size=200), st.integers(0, 10**6), st.integers(0, 255))
def test_one_wrong_byte_never_hangs_and_costs_no_other_member(form: str, content: bytes, at: int, value: int) -> None:
    good = PRESS[form](b"good and whole")
    bad = bytearray(PRESS[form](content))
    bad[at % len(bad)] = value
    found = members(bytes(bad) + good * 2, form)
    assert found[-2:] == [b"good and whole"] * 2
    if bytes(bad) == PRESS[form](content):
        assert found[0] == content


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(PRESS)), st.binary(max_size=300))
def test_any_bytes(form: str, data: bytes) -> None:
    members(data, form)


def test_no_library_for_zstd(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.version_info >= (3, 14):
        pytest.skip("Python reads zstd itself")

    def nothing(name: str, _package: str | None = None) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", nothing)
    with pytest.raises(SetupError, match="zstd") as caught:
        Members(io.BytesIO(PRESS["zstd"](b"one")), "zstd")
    assert "onrecord[archive]" in caught.value.remedy
