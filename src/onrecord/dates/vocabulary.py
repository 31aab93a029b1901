"""The words of date expressions, loaded from `words.yaml` and checked."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from onrecord.errors import KnowledgeError

# List of words.yaml -> the letter that stands for its words in the patterns of the grammar.
SYMBOLS: Mapping[str, str] = {
    "weekdays": "W", "weekday_abbreviations": "W", "months": "M", "month_abbreviations": "M", "numbers": "N",
    "ordinals": "O", "seasons": "S", "holidays": "J", "easter": "J", "units": "U", "small_units": "H", "weekend": "K",
    "part_of_day": "P", "today": "t", "yesterday": "y", "tomorrow": "m", "last": "L", "past": "p", "previous": "V",
    "next": "X", "following": "F", "this": "T", "that": "h", "same": "s", "same_day": "d", "ago": "G", "earlier": "e",
    "before": "E", "later": "i", "after": "A", "for": "f", "between": "b", "range": "r", "anniversary": "z",
    "about": "q", "open": "v", "at": "@", "clock_before": "k", "clock_after": "C", "filler": "-", "no_place": "",
}  # fmt: skip
# Lists whose words have a number, and the largest it may be.
_NUMBERED: Mapping[str, int] = {
    "weekdays": 7, "weekday_abbreviations": 7, "months": 12, "month_abbreviations": 12,
    "numbers": 1000, "ordinals": 1000,
}  # fmt: skip
_PAIRED = ("seasons", "holidays")
_NAMED: Mapping[str, tuple[str, ...]] = {
    "units": ("day", "week", "fortnight", "month", "quarter", "year", "decade", "century"),
    "small_units": ("hour", "minute"),
}
_CAPITAL = ("weekday_abbreviations", "month_abbreviations")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one phrase stands for.

    Attributes:
        symbol: letter of its list in the patterns of the grammar.
        number: number of the weekday, month, numeral or days from Easter; else 0.
        pair: first and last month of a season, month and day of a holiday; else empty.
        name: unit of time, or "easter"; else "".
        capital: whether it counts only with a capital letter.
    """

    symbol: str
    number: int = 0
    pair: tuple[int, ...] = ()
    name: str = ""
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All phrases, by their words in lower case; `longest` is the largest number of words in one."""

    entries: Mapping[tuple[str, ...], Entry]
    no_place: frozenset[str]
    longest: int


@functools.cache
def load_vocabulary() -> Vocabulary:
    """The words that ship with the package; raises KnowledgeError where the file breaks its form."""
    return parse_vocabulary(resources.files("onrecord.dates").joinpath("words.yaml").read_bytes())


def parse_vocabulary(data: bytes) -> Vocabulary:
    """Check the bytes of the YAML file and turn them into a Vocabulary."""
    text = data.decode("utf-8")
    try:
        tree = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as fault:
        raise KnowledgeError(f"dates/words.yaml is no YAML: {fault}", "Correct the line named.") from fault
    if not isinstance(tree, dict) or sorted(tree, key=str) != sorted(SYMBOLS):
        raise _wrong(text, "", f"the lists are not exactly {', '.join(SYMBOLS)}")
    entries: dict[tuple[str, ...], Entry] = {}
    for name, content in tree.items():
        if name == "no_place":
            continue
        for phrase, entry in _entries(text, name, content):
            key = tuple(phrase.split())
            if key in entries:
                raise _wrong(text, phrase, f"{phrase!r} stands in two lists")
            entries[key] = entry
    places = tree["no_place"]
    if not isinstance(places, list) or not all(isinstance(word, str) for word in places):
        raise _wrong(text, "no_place", "no_place is no list of words")
    return Vocabulary(entries, frozenset(places), max(map(len, entries)))


def _entries(text: str, name: str, content: Any) -> Iterator[tuple[str, Entry]]:
    valued = name in _NUMBERED or name in _PAIRED or name in _NAMED or name == "easter"
    if not content or not isinstance(content, dict if valued else list):
        raise _wrong(text, name, f"{name} is no {'mapping of words to values' if valued else 'list of words'}")
    pairs = content.items() if isinstance(content, dict) else ((phrase, None) for phrase in content)
    for phrase, value in pairs:
        if not isinstance(phrase, str) or not phrase.split() or phrase != phrase.lower():
            message = f"{name} holds {phrase!r}, which is no phrase in lower case (quote yes, no, on, off)"
            raise _wrong(text, name, message)
        entry = _entry(name, value)
        if entry is None:
            raise _wrong(text, phrase, f"{value!r} is no value for {phrase!r} in {name}")
        yield phrase, entry


def _entry(name: str, value: Any) -> Entry | None:
    """The entry for a phrase of a list, or None where its value is of the wrong kind or size."""
    symbol = SYMBOLS[name]
    entry = Entry(symbol)
    if name in _NUMBERED:
        fits = type(value) is int and 1 <= value <= _NUMBERED[name]
        entry = Entry(symbol, number=value, capital=name in _CAPITAL)
    elif name == "easter":
        fits = type(value) is int and abs(value) <= 100
        entry = Entry(symbol, number=value, name=name)
    elif name in _NAMED:
        fits = value in _NAMED[name]
        entry = Entry(symbol, name=value)
    elif name in _PAIRED:
        pair = isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)
        fits = pair and 1 <= value[0] <= 12 and 1 <= value[1] <= (12 if name == "seasons" else 31)
        entry = Entry(symbol, pair=tuple(value)) if fits else entry
    else:
        fits = True
    return entry if fits else None


def _wrong(text: str, word: str, message: str) -> KnowledgeError:
    """The fault with the line that the word stands in, where it can be told."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if word and word in line]
    where = f"dates/words.yaml:{lines[-1]}" if lines else "dates/words.yaml"
    return KnowledgeError(f"{where}: {message}", "Correct the entry or restore the file.")
