"""Cut a text into words with exact offsets, and describe each word's shape and surroundings.

The network reads word pieces but answers for words, so an offset is always that of a character of the text as given,
whatever normalising the word-piece vocabulary asks for.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import islice

# A word is a run of letters, digits and what combines with them; anything else that is no blank stands alone.
# One-character alternatives only, so that matching is linear in the text.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d\u20d0-\u20ff\ufe0f"
WORD = re.compile(rf"[^\W_][\w{_MARKS}]*|[^\w\s]|_")

SHAPES = ("lower", "capital", "upper", "mixed", "number", "punctuation", "quote", "other")
BREAKS = ("none", "line", "paragraph", "start")
OPENING = "\u201c\u201e\u00ab\u201f\u2039\u300c\u300e"
CLOSING = "\u201d\u00bb\u203a\u300d\u300f"
QUOTES = frozenset('"' + OPENING + CLOSING)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        start, end: code-point offsets, half open.
        text: the characters.
        shape: index into SHAPES.
        quoted: 1 inside double quotation marks, else 0.
        gap: index into BREAKS: what stands before the word.
    """

    start: int
    end: int
    text: str
    shape: int
    quoted: int
    gap: int


def split_words(text: str) -> list[Word]:
    """The words of a text in order; every character that is no blank lies in exactly one."""
    words: list[Word] = []
    previous, quoted = 0, False
    for found in WORD.finditer(text):
        start, end = found.span()
        token = found[0]
        between = text[previous:start]
        gap = _gap(between, first=not words)
        if gap in (BREAKS.index("paragraph"), BREAKS.index("start")):
            # A quotation left open at the end of a paragraph is not carried on: the next one opens again, if at all.
            quoted = False
        inside = quoted
        if token in QUOTES:
            quoted = _after_quote(token, quoted)
            inside = False
        words.append(Word(start, end, token, _shape(token), int(inside), gap))
        previous = end
    return words


def end_of_words(text: str, most: int) -> int:
    """The offset up to which a text has at most so many words: the last line break of the last tenth, else the last word's end.

    The length of the text where it has no more words. Time and memory grow with `most`, not with the text, blanks apart.
    """
    found = WORD.finditer(text)
    last = next(islice(found, most - 1, None), None)
    if last is None or next(found, None) is None:
        return len(text)
    cut = text.rfind("\n", last.end() * 9 // 10, last.end())
    return cut + 1 if cut >= 0 else last.end()


def _gap(between: str, *, first: bool) -> int:
    if first:
        return BREAKS.index("start")
    breaks = between.count("\n") or between.count("\r")
    return BREAKS.index("none" if not breaks else "line" if breaks == 1 else "paragraph")


def _after_quote(token: str, quoted: bool) -> bool:
    if token in OPENING:
        return True
    return False if token in CLOSING else not quoted


def _shape(token: str) -> int:
    if token in QUOTES:
        name = "quote"
    elif token.isdigit():
        name = "number"
    elif not token[0].isalnum():
        name = "punctuation" if unicodedata.category(token[0])[0] == "P" else "other"
    elif token.islower():
        name = "lower"
    elif token.isupper():
        name = "upper" if len(token) > 1 else "capital"
    elif token[0].isupper() and token[1:].islower():
        name = "capital"
    else:
        name = "mixed"
    return SHAPES.index(name)


def words_between(words: Sequence[Word], start: int, end: int) -> tuple[int, int] | None:
    """Half-open range of the words that a stretch of characters touches, or None where it touches none."""
    inside = [index for index, word in enumerate(words) if word.start < end and start < word.end]
    return (inside[0], inside[-1] + 1) if inside else None


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """A word list that ships with the tagger: one word a line, lines that begin with # left out."""
    lines = resources.files("onrecord.tagger").joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
