"""Find "a day after" in running text: words that count from one event to another."""

from __future__ import annotations

import re

from onrecord.dates.vocabulary import Vocabulary, load_vocabulary
from onrecord.model import Span

_WORD = re.compile(r"[^\W_]+")
# A number, a unit of time, "after".
_PARTS = ("N", "U", "A")


def find_after(text: str, start: int, end: int) -> Span | None:
    """The last "two days after" or the like between two offsets of a text, or None."""
    words = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(text, start, end)]
    vocabulary = load_vocabulary()
    symbols = tuple(_symbol(vocabulary, word) for word, _, _ in words)
    for at in range(len(words) - len(_PARTS), -1, -1):
        if symbols[at : at + len(_PARTS)] == _PARTS:
            return Span.of(text, words[at][1], words[at + len(_PARTS) - 1][2])
    return None


def _symbol(vocabulary: Vocabulary, word: str) -> str:
    if word.isdigit():
        return "N"
    entry = vocabulary.entries.get((word,))
    return entry.symbol if entry else ""
