"""The dateline that a report's body begins with: "BUNIA, Democratic Republic of Congo, May 31 (Reuters) -"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.dates.frame import make_day
from onrecord.dates.items import Item, items_of, symbols_of
from onrecord.dates.vocabulary import load_vocabulary
from onrecord.model import Span

# A dateline stands near the start, after a title or byline at most, and is short (characters).
_REACH = 2_000
_LINES = 12
_LENGTH = 160
# What ends a dateline: an agency in brackets, then a dash or colon, or the agency alone.
# A single hyphen needs blanks about it (PORT-AU-PRINCE).
_END = re.compile(
    r"(?:\((?P<agency>[^()\n]{1,60})\)[ \t]{0,3})?(?P<mark>--+|[–—]|(?<=[\s)])-(?=\s)|:(?=\s))"
    r"|\((?P<lone>[^()\n]{1,60})\)(?=\s|$)"
)
_DAY = re.compile(r"W?(?:[nO]M|M[nO])Y?|W?IW?|W")
_BLANKS = re.compile(r"\s*")
# Characters of a place name, and how long one part of it may be.
_PLACE = re.compile(r"[^\W\d_][^\W\d_.'\u2019\- /]*(?:[.'\u2019\- /]{1,2}[^\W\d_]+)*\.?")
_PLACE_LENGTH = 40
_PLACE_PARTS = 4
# How much of a report must follow on the line, in characters, for it to be more than a heading.
_REST = 15


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed.

    Attributes:
        place: the words for the place ("BUNIA, Democratic Republic of Congo"), or None.
        day: the words for the day ("May 31"), or None.
        end: offset after the dateline, where the report proper begins.
        year, month, number: what the day words say, each None where they do not say it.
        weekday: 1 (Monday) to 7, or None.
    """

    place: Span | None
    day: Span | None
    end: int
    year: int | None = None
    month: int | None = None
    number: int | None = None
    weekday: int | None = None

    @property
    def date(self) -> datetime.date | None:
        """The day where the words name its year, else None."""
        if self.year is None or self.month is None or self.number is None:
            return None
        return make_day(self.year, self.month, self.number)


def find_dateline(text: str) -> Dateline | None:
    """The dateline that one of the first lines of a report begins with, or None.

    Looks at the first 2,000 characters only.
    """
    for start, line in _first_lines(text):
        for count, match in enumerate(_END.finditer(line[:_LENGTH])):
            if count == 3:
                break
            found = _read(text, start, line, match)
            if found is not None:
                return found
    return None


def _first_lines(text: str) -> Iterator[tuple[int, str]]:
    """The first lines that hold something, with the offset of their first character."""
    head, offset, seen = text[:_REACH], 0, 0
    for line in head.splitlines(keepends=True):
        blank = len(line) - len(line.lstrip())
        if line.strip():
            yield offset + blank, line.strip()
            seen += 1
        offset += len(line)
        if seen == _LINES:
            return


def _read(text: str, start: int, line: str, match: re.Match[str]) -> Dateline | None:
    """The dateline that ends at a mark, or None where the words before it are none."""
    parts = _parts(line[: match.start()])
    day_parts, items = _day_words(line, parts)
    agency = match["agency"] or match["lone"]
    place_parts = parts[: len(parts) - day_parts]
    if match["lone"] and not (day_parts and place_parts):
        return None
    # With a day or an agency the report may begin on the next line.
    at = start + match.end()
    rest = text[at : at + _LENGTH] if day_parts or agency else line[match.end() :]
    if not _is_report(rest) or not (place_parts or day_parts):
        return None
    if place_parts and not _is_place(line, place_parts, sure=bool(agency or day_parts)):
        return None
    if not place_parts and match["mark"] == ":" and not agency:
        return None
    place = _span(text, start, place_parts) if place_parts else None
    day = _span(text, start, parts[-day_parts:]) if day_parts else None
    blanks = _BLANKS.match(text, at)
    return Dateline(place, day, blanks.end() if blanks else at, *_values(items))


def _parts(head: str) -> list[tuple[int, int]]:
    """The offsets of the parts of a line's head between commas, blanks cut off, empty parts left out."""
    parts: list[tuple[int, int]] = []
    offset = 0
    for piece in head.split(","):
        inner = piece.strip()
        if inner:
            begin = offset + piece.index(inner)
            parts.append((begin, begin + len(inner)))
        offset += len(piece) + 1
    return parts


def _day_words(line: str, parts: list[tuple[int, int]]) -> tuple[int, list[Item]]:
    """How many parts at the end name a day, and the items of these."""
    for count in (3, 2, 1):
        if count > len(parts):
            continue
        items = [item for item in items_of(line[parts[-count][0] : parts[-1][1]]) or () if item.symbol != ","]
        if _DAY.fullmatch(symbols_of(items)):
            return count, items
    return 0, []


def _values(items: list[Item]) -> tuple[int | None, int | None, int | None, int | None]:
    """Year, month, day of the month and weekday that the items of a day say."""
    values: dict[str, int] = {item.symbol: item.number for item in items}
    numeric = [item.readings[0] for item in items if item.symbol == "I" and len(item.readings) == 1]
    if numeric:
        day = numeric[0]
        return day.year, day.month, day.day, values.get("W")
    return values.get("Y"), values.get("M"), values.get("n", values.get("O")), values.get("W")


def _is_report(rest: str) -> bool:
    return len(rest.strip()) >= _REST and any(char.islower() for char in rest)


def _is_place(line: str, parts: list[tuple[int, int]], *, sure: bool) -> bool:
    """Whether parts of a line read as a place: in capitals or, where a day or an agency follows, capitalised."""
    words = [line[start:end] for start, end in parts]
    if len(parts) > _PLACE_PARTS or not all(_is_name(word) for word in words):
        return False
    first = words[0]
    names = first.lower().split()
    if load_vocabulary().no_place & {first.lower(), names[0], names[-1]}:
        return False
    return sure or (first.isupper() and len(first) > 2)


def _is_name(words: str) -> bool:
    short = len(words) <= _PLACE_LENGTH and len(words.split()) <= 5
    return short and words[0].isupper() and bool(_PLACE.fullmatch(words))


def _span(text: str, start: int, parts: list[tuple[int, int]]) -> Span:
    return Span.of(text, start + parts[0][0], start + parts[-1][1])
