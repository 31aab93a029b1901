"""Which countries a text speaks of: the ground on which unnamed parties ("soldiers", "the police") are placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from onrecord.knowledge.match import find_pieces
from onrecord.knowledge.tables import Tables
from onrecord.knowledge.words import normalise, tokenise

# Characters matched at once; the matcher cuts longer phrases.
_STRETCH = 160
_KINDS = frozenset({"state", "capital", "people", "place", "seat", "organ"})


def countries_in(text: str, tables: Tables) -> Counter[str]:
    """How often each state is named in a text, by its name, people, capital, places or organs."""
    votes: Counter[str] = Counter()
    for stretch in _stretches(text):
        plain = normalise(stretch)
        for piece in find_pieces(plain, tokenise(plain), tables, None):
            entry = piece.senses[0].entry if piece.senses else None
            if entry is not None and piece.kind in _KINDS and entry.kind != "region" and entry.country:
                votes[entry.country] += 1
    return votes


def _stretches(text: str) -> Iterator[str]:
    """The text in stretches that are matched whole: lines, cut at blanks where they are long."""
    for line in text.split("\n"):
        start = 0
        while start < len(line):
            end = min(len(line), start + _STRETCH)
            if end < len(line):
                end = max(line.rfind(" ", start + 1, end), start + _STRETCH // 2)
            yield line[start:end]
            start = end
