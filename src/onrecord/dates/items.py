"""Cut a date expression into items: each a letter for the grammar's patterns and what it stands for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.dates.vocabulary import load_vocabulary

# No date expression is longer; what is longer is not looked at, so that hostile text costs nothing.
MAX_CHARACTERS = 200
MAX_ITEMS = 40

_APOSTROPHES = "'\u2019\u2018\u02bc"
# Alternatives begin with different characters or are bounded in length, so that matching is linear.
_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?:T[\d:.+Z-]{0,30})?(?!\d)"
    r"|(?P<yearmonth>\d{4}-(?:0[1-9]|1[0-2]))(?![\d-])"
    r"|(?P<numeric>\d{1,4}(?:/\d{1,2}/|\.\d{1,2}\.)\d{1,4})(?!\d)"
    r"|(?P<clock>\d{1,2}(?:[.:]\d{2}(?::\d{2})?)?\s?[aApP](?:\.[mM]\.?|[mM]\b)|\d{1,2}[.:]\d{2}(?::\d{2})?(?!\d))"
    rf"|(?P<decade>\d{{3}}0[{_APOSTROPHES}]?s)(?![^\W_])"
    r"|(?P<ordinal>\d{1,3}(?:st|nd|rd|th))(?![^\W_])"
    r"|(?P<number>\d+)"
    rf"|(?P<word>[^\W\d_]+(?:[.{_APOSTROPHES}][^\W\d_]+)*)"
    r"|(?P<dash>[-\u2010-\u2015]+)|(?P<comma>,)|(?P<other>[^\s.])"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One part of an expression.

    Attributes:
        symbol: letter of its kind in the patterns of the grammar: those of vocabulary.SYMBOLS, and n digits, Y year,
            D decade or century, I date in figures, R month in figures, Q clock time, "," comma, ? unknown.
        number: its value as a number.
        pair: two numbers of a season or holiday.
        name: unit, or "easter".
        readings: the days that a numeric date may mean.
    """

    symbol: str
    number: int = 0
    pair: tuple[int, ...] = ()
    name: str = ""
    readings: tuple[datetime.date, ...] = ()


def items_of(words: str) -> list[Item] | None:
    """The items of an expression, or None where it is longer than any date expression."""
    if len(words) > MAX_CHARACTERS:
        return None
    items: list[Item] = []
    tokens = list(_TOKEN.finditer(words))
    position = 0
    while position < len(tokens):
        kind = tokens[position].lastgroup or "other"
        if kind == "word":
            item, used = _phrase(tokens, position)
            position += used
        else:
            item = _KINDS[kind](tokens[position][kind])
            position += 1
        items.append(item)
        if len(items) > MAX_ITEMS:
            return None
    return _combined(_dashes([item for item in items if item.symbol != "-"]))


def symbols_of(items: Sequence[Item]) -> str:
    """The letters of the items in a row, what the grammar's patterns are matched against."""
    return "".join(item.symbol for item in items)


def _phrase(tokens: Sequence[re.Match[str]], position: int) -> tuple[Item, int]:
    """The longest phrase of the vocabulary that begins at a token, and how many tokens it takes."""
    vocabulary = load_vocabulary()
    rest = tokens[position : position + 2 * vocabulary.longest]
    keys: list[str] = []
    ends: list[int] = []
    for number, token in enumerate(rest):
        if token.lastgroup == "dash" and number and token.start() == rest[number - 1].end():
            continue
        if token.lastgroup != "word":
            break
        keys.append(token["word"].lower().replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'"))
        ends.append(number + 1)
    for size in range(min(vocabulary.longest, len(keys)), 0, -1):
        for key in (tuple(keys[:size]), (*keys[: size - 1], _bare(keys[size - 1]))):
            entry = vocabulary.entries.get(key)
            if entry and (not entry.capital or tokens[position]["word"][0].isupper()):
                return Item(entry.symbol, entry.number, entry.pair, entry.name), ends[size - 1]
    return Item("?"), 1


def _bare(word: str) -> str:
    """A word without its possessive ending."""
    return word.removesuffix("'s") if word.endswith("'s") else word.removesuffix("'")


def _iso(text: str) -> Item:
    year, month, day = map(int, text.split("-"))
    return _numeric_item([(year, month, day)])


def _year_month(text: str) -> Item:
    year, month = map(int, text.split("-"))
    return Item("R", year, (month,))


def _numeric(text: str) -> Item:
    """A date in figures: with full stops day, month, year; with strokes month or day first, unless the year leads."""
    first, second, third = map(int, re.split(r"[./]", text))
    parts = re.split(r"[./]", text)
    if len(parts[0]) == 4:
        return _numeric_item([(first, second, third)] if "/" in text and len(parts[2]) <= 2 else [])
    if len(parts[2]) != 4 or len(parts[0]) > 2:
        return Item("?")
    return _numeric_item([(third, second, first)] + ([(third, first, second)] if "/" in text else []))


def _numeric_item(readings: Sequence[tuple[int, int, int]]) -> Item:
    days: set[datetime.date] = set()
    for year, month, day in readings:
        try:
            days.add(datetime.date(year, month, day))
        except ValueError:
            # Not a day of any calendar: one reading less, which is what decides "9/13/2023".
            continue
    return Item("I", readings=tuple(sorted(days))) if days else Item("?")


def _number(text: str) -> Item:
    if len(text) > 4:
        return Item("?")
    value = int(text)
    return Item("Y" if len(text) == 4 and 1000 <= value < 2200 else "n", value)


_KINDS: Mapping[str, Callable[[str], Item]] = {
    "iso": _iso,
    "yearmonth": _year_month,
    "numeric": _numeric,
    "clock": lambda _text: Item("Q"),
    "decade": lambda text: Item("D", int(text[:4]), (10,)),
    "ordinal": lambda text: Item("O", int(re.sub(r"\D", "", text))),
    "number": _number,
    "dash": lambda _text: Item("–"),
    "comma": lambda _text: Item(","),
    "other": lambda text: Item("-" if text in '()[]:;"' + _APOSTROPHES + "\u201c\u201d" else "?"),
}


def _dashes(items: Sequence[Item]) -> list[Item]:
    """A dash between two dates means "to"; any other parts or joins words and is left out."""
    kept: list[Item] = []
    for position, item in enumerate(items):
        after = items[position + 1] if position + 1 < len(items) else None
        if item.symbol != "–":
            kept.append(item)
        elif kept and after and kept[-1].symbol in "nOYMWI" and after.symbol in "nOYMWI":
            kept.append(Item("r"))
    return kept


def _combined(items: Sequence[Item]) -> list[Item]:
    """Join numerals of several words ("twenty-five", "a hundred") and centuries ("the 19th century") to one item."""
    kept: list[Item] = []
    for item in items:
        last = kept[-1] if kept else None
        if last and last.symbol == "N" and item.symbol in "NO" and 20 <= last.number < 100 and item.number < 10:
            kept[-1] = replace(item, number=last.number + item.number)
        elif last and last.symbol in "nN" and item.symbol == "N" and (item.number in (12, 100) or last.number == 1):
            kept[-1] = replace(item, number=last.number * item.number)
        elif last and last.symbol == "O" and item.name == "century" and 1 < last.number <= 22:
            kept[-1] = Item("D", (last.number - 1) * 100 + 1, (100,))
        else:
            kept.append(item)
    return kept
