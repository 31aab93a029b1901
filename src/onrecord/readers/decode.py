"""Bytes to text: byte order mark, UTF-8, the charset declared, and what the bytes look like, in this order."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from charset_normalizer import from_bytes

from onrecord.model import Issue
from onrecord.readers import issues as problems

# How many bytes the guess of a charset looks at.
_SAMPLE = 200_000
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# First bytes of files that are no text: PDF, ZIP (Word, EPUB), gzip, PNG, JPEG, GIF, old Word, RAR, 7z, programs.
_SIGNATURES = (
    b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"Rar!",
    b"7z\xbc\xaf", b"\x7fELF", b"MZ\x90",
)  # fmt: skip
_MARKUP = re.compile(rb"<[^<>]{0,2000}>")
# Words of three letters or more that are not all ASCII, and those of them that one script makes up with a plain letter.
_ACCENTED = re.compile(r"\b(?=[a-zA-Z]*[^\W\d_a-zA-Z])[^\W\d_]{3,40}\b")
_SOUND = re.compile(r"(?=.*[a-zA-Z])[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]+|[^\u0000-\u024f]+")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
# Charsets that pages are really written in; others ("utf-7", "idna", "unicode_escape") are ways to attack a reader.
_CHARSETS = re.compile(
    r"utf-(?:8|16|32)(?:-[lb]e)?|cp\d{3,5}|iso8859-\d{1,2}|ascii|koi8-[rtu]|mac-[a-z]+|gb[k\d]+|hz|big5(?:hkscs)?"
    r"|euc_(?:jp|kr|jis_2004|jisx0213)|shift_jis(?:_2004|x0213)?|johab|kz1048|ptcp154|tis-620"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes.

    Attributes:
        text: the characters; empty where the bytes are no text.
        issues: what was lost or why nothing is there ("binary", "charset").
    """

    text: str
    issues: tuple[Issue, ...] = ()


def decode(data: bytes, *declared: str) -> Decoded:
    """The text of some bytes.

    Args:
        data: the whole content of a file or page.
        declared: charsets named by HTTP or the page itself; tried after UTF-8, because they are often wrong.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _with(data[len(mark) :], charset)
    if data.startswith(_SIGNATURES):
        return Decoded("", (problems.BINARY,))
    wide = _wide(data)
    if wide is not None:
        return _with(data, wide)
    if b"\x00" in data:
        return Decoded("", (problems.BINARY,))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _legacy(data, declared)


def _legacy(data: bytes, declared: Iterable[str]) -> Decoded:
    """Bytes that are not wholly UTF-8: UTF-8 with slips, a charset declared if it makes sense, or a guess."""
    patched = data.decode("utf-8", errors="replace")
    # Mostly good UTF-8 with a slip (cut off, a stray byte) is no other charset.
    if patched.count("\ufffd") * 5 < len(_MULTIBYTE.findall(data)):
        return _with(data, "utf-8")
    for charset in filter(None, map(_known, declared)):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            # Declared and wrong, which is common: the next one, or the bytes themselves, have to tell.
            continue
        if _makes_sense(text):
            return _checked(text)
    # Markup is the same in most charsets and would drown what tells them apart.
    guesses = [match.encoding for match in from_bytes(_MARKUP.sub(b" ", data[:_SAMPLE]))]
    for charset in (*guesses, "cp1252"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if _makes_sense(text):
            return _checked(text)
    return _with(data, guesses[0] if guesses else "utf-8")


def _makes_sense(text: str) -> bool:
    """Whether words look like words: a wrong charset makes them of accented letters alone, or mixes scripts in them."""
    words = _ACCENTED.findall(text[:_SAMPLE])
    odd = sum(not _SOUND.fullmatch(word) for word in words)
    return odd == 0 or odd * 3 < len(words)


def _with(data: bytes, charset: str) -> Decoded:
    """Decode for good, with the number of characters that had to be replaced."""
    try:
        return _checked(data.decode(charset))
    except UnicodeError:
        text = data.decode(charset, errors="replace")
    # U+FFFD that the text held itself is counted as well: it is as lost.
    lost = text.count("\ufffd")
    message = f"{lost} character(s) could not be read as {charset} and were replaced by \ufffd; save the file as UTF-8"
    return _checked(text, (Issue("charset", message),))


def _checked(text: str, issues: tuple[Issue, ...] = ()) -> Decoded:
    """Text that consists of control characters to a good part is no text."""
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 20 > len(sample):
        return Decoded("", (problems.BINARY,))
    return Decoded(text, issues)


def _known(charset: str | None) -> str | None:
    """The codec for a charset's name as browsers read it (they take Latin-1 for its superset), or None."""
    if charset is None:
        return None
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        # A name that nobody knows: as if none had been declared.
        return None
    if not _CHARSETS.fullmatch(name):
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _wide(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: every other byte of plain text is zero."""
    sample = data[:2_000]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.05 * half else None
