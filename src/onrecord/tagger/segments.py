"""Sentences and windows: where a report may be cut without losing what belongs together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.tagger.words import BREAKS, QUOTES, Word, word_list

MOST_PIECES = 480
CONTEXT_PIECES = 160
_ENDS = frozenset(".!?\u2026")
_CLOSERS = QUOTES | frozenset("')]\u2019")
_INITIAL = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words that the network reads at once.

    Attributes:
        start, end: words read, half open.
        home: the first word that this window answers for; those before it are context.
    """

    start: int
    home: int
    end: int


def sentence_starts(words: Sequence[Word]) -> list[int]:
    """Indices of the words that begin a sentence, the first word included. Line breaks end a sentence too."""
    starts = [0] if words else []
    for index in range(1, len(words)):
        if words[index].gap != BREAKS.index("none") or _ends_before(words, index):
            starts.append(index)
    return starts


def _ends_before(words: Sequence[Word], index: int) -> bool:
    """Whether a sentence ends between word `index - 1` and word `index` of one line."""
    if words[index].start == words[index - 1].end or words[index].text in _CLOSERS - QUOTES:
        return False
    last = index - 1
    while last > 0 and words[last].text in _CLOSERS and words[last].start == words[last - 1].end:
        last -= 1
    if words[last].text not in _ENDS:
        return False
    head = words[index].text[0]
    if not (head.isupper() or head.isdigit() or words[index].text in QUOTES or head in "'\u2018([\u2013\u2014-"):
        return False
    return words[last].text != "." or not _abbreviated(words, last)


def _abbreviated(words: Sequence[Word], stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation or initial before it."""
    if stop == 0 or words[stop].start != words[stop - 1].end:
        return False
    before = words[stop - 1].text
    if before.lower() in word_list("abbreviations.txt"):
        return True
    return len(before) == 1 and bool(_INITIAL.fullmatch(before)) and before.isupper()


def plan_windows(words: Sequence[Word], sizes: Sequence[int]) -> list[Window]:
    """Windows that together answer for every word once.

    Args:
        words: the words of a report.
        sizes: how many word pieces each word has.

    Cuts fall between sentences where they can, else between words.
    """
    units = _units(words, sizes)
    windows: list[Window] = []
    home, size, last = 0, 0, 0
    context_start, context_size = 0, 0
    for start, end, pieces in units:
        if start > home and context_size + size + pieces > MOST_PIECES:
            windows.append(Window(context_start, home, start))
            context_start, context_size = _context(units, start)
            home, size = start, 0
        size += pieces
        last = end
    if last > home:
        windows.append(Window(context_start, home, last))
    return windows


def _units(words: Sequence[Word], sizes: Sequence[int]) -> list[tuple[int, int, int]]:
    """Sentences as (start, end, pieces), cut between words where one is longer than a window may be."""
    bounds = [*sentence_starts(words), len(words)]
    units: list[tuple[int, int, int]] = []
    most = MOST_PIECES - CONTEXT_PIECES
    for start, end in pairwise(bounds):
        begin, pieces = start, 0
        for index in range(start, end):
            if pieces + sizes[index] > most:
                units.append((begin, index, pieces))
                begin, pieces = index, 0
            pieces += sizes[index]
        units.append((begin, end, pieces))
    return units


def _context(units: Sequence[tuple[int, int, int]], home: int) -> tuple[int, int]:
    """Start and size of the sentences before `home` that fit the context."""
    start, size = home, 0
    for begin, end, pieces in reversed(units):
        if end > home:
            continue
        if size + pieces > CONTEXT_PIECES:
            break
        start, size = begin, size + pieces
    return start, size
