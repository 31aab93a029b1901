"""The tags of a page, before it is parsed: too many, too long and too deep ones make a parser slow or give up.

Everything here is linear in the length of the page: the parser is quadratic in the attributes of one tag, and what extracts
the article takes a tenth of a millisecond for each tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Opening tags of one page. Pages of news have some thousands.
MAX_TAGS = 100_000
# Characters of one tag. Longer ones hold data for scripts, or thousands of attributes: they keep their name only.
MAX_TAG = 10_000
# Elements within elements. Deeper trees make the parser give up, so plain boxes are left out of such pages.
MAX_DEPTH = 200
_NAME = 30
_START = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# What may end a tag: a quoted value, in which any character may stand, or the end.
_STEP = re.compile(r"=[ \t\r\n]{0,20}([\"'])|>")
_BOXES = frozenset(
    {
        "div", "span", "section", "b", "i", "em", "strong", "font", "center", "table", "tbody", "tr", "td", "ul", "ol",
        "article", "main", "blockquote",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """Offsets of a tag, half open, its name in lower case and whether it closes an element."""

    start: int
    end: int
    name: str
    closing: bool


def tags_of(page: str) -> Iterator[Tag]:
    """The tags of a page in order; one whose quotation marks are never closed goes on to the end of the page."""
    at = 0
    while (found := _START.search(page, at)) is not None:
        at = found.end()
        while (step := _STEP.search(page, at)) is not None:
            at = step.end()
            if step[1] is None:
                break
            quote = page.find(step[1], at)
            at = quote + 1 if quote >= 0 else len(page)
        else:
            at = len(page)
        yield Tag(found.start(), at, found[2].lower(), bool(found[1]))


def tame(page: str) -> str | None:
    """A page that a parser takes in time linear in its length, or None where it has more than MAX_TAGS tags.

    Tags that are too long keep their name only. Where elements lie too deep, the boxes that only nest are left out.
    """
    tags: list[Tag] = []
    depth = deepest = opening = 0
    for tag in tags_of(page):
        opening += not tag.closing
        if opening > MAX_TAGS:
            return None
        if tag.name in _BOXES:
            depth += -1 if tag.closing else 1
            deepest = max(deepest, depth)
        if tag.name in _BOXES or tag.end - tag.start > MAX_TAG:
            tags.append(tag)
    flat = deepest > MAX_DEPTH
    kept: list[str] = []
    at = 0
    for tag in tags:
        if flat and tag.name in _BOXES:
            kept.extend((page[at : tag.start], " "))
        elif tag.end - tag.start > MAX_TAG:
            kept.extend((page[at : tag.start], f"<{'/' if tag.closing else ''}{tag.name[:_NAME]}>"))
        else:
            continue
        at = tag.end
    return "".join((*kept, page[at:])) if kept else page
