"""Page furniture by lines: what the tagger marks in part is furniture as a whole, and some lines give themselves away."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import yaml

from onrecord.errors import KnowledgeError
from onrecord.tagger.words import BREAKS, Word

# A line of which the tagger marks this share is furniture as a whole, unless it is too long to be a line of a page.
_SHARE = 0.5
_LONGEST = 40
_SHORT = 8
# Comments of readers stand in the last part of a page.
_TAIL = 0.4
_NUMBER = re.compile(r"[\s\d()\[\]:,.]+")
_MARKS = " \t*\u2022\u25b6\u25ba>|-\u2013\u2014\u00bb[("


@dataclass(frozen=True, slots=True)
class Lines:
    """How lines of furniture begin, and headings of readers' comments."""

    openers: tuple[str, ...]
    comments: frozenset[str]


@functools.cache
def load_lines() -> Lines:
    """The patterns that ship with the package; raises KnowledgeError where the file breaks its form."""
    tree = yaml.safe_load(resources.files("onrecord.tagger").joinpath("furniture.yaml").read_bytes())
    for name in ("openers", "comments"):
        if not isinstance(tree.get(name), list) or not all(
            isinstance(row, str) and row == row.lower() for row in tree[name]
        ):
            raise KnowledgeError(
                f"tagger/furniture.yaml: {name} is no list of lower-case words", "Correct the list named."
            )
    return Lines(tuple(tree["openers"]), frozenset(tree["comments"]))


def widen(text: str, words: Sequence[Word], found: Sequence[tuple[int, int]], lines: Lines) -> list[tuple[int, int]]:
    """Word ranges of furniture, in order: those found, widened to lines, and lines that give themselves away."""
    marked = [False] * len(words)
    for start, end in found:
        marked[start:end] = [True] * (end - start)
    bounds = [index for index, word in enumerate(words) if word.gap != BREAKS.index("none")]
    for start, end in zip(bounds, [*bounds[1:], len(words)], strict=True):
        line = " ".join(text[words[start].start : words[end - 1].end].lower().split()).lstrip(_MARKS)
        share = sum(marked[start:end]) / (end - start)
        if (share >= _SHARE and end - start <= _LONGEST) or _opens(line, end - start, lines):
            marked[start:end] = [True] * (end - start)
        if start > _TAIL * len(words) and _NUMBER.sub(" ", line).strip() in lines.comments and line:
            marked[start:] = [True] * (len(words) - start)
            break
    return _ranges(marked)


def _opens(line: str, size: int, lines: Lines) -> bool:
    """Whether a line begins as furniture does. A single word ("Sponsored") says so only of a line of a few words."""
    opener = next((opener for opener in lines.openers if line.startswith(opener)), None)
    return opener is not None and size <= (_LONGEST if " " in opener or opener.endswith(":") else _SHORT)


def _ranges(marked: Sequence[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index, mark in enumerate(marked):
        if mark and index and marked[index - 1]:
            found[-1] = (found[-1][0], index + 1)
        elif mark:
            found.append((index, index + 1))
    return found
