"""Marks that nest: text as the markup can hold it, and parts of marks of which none cross."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Signs of the markup itself, and what stands for them in a passage.
SIGNS = {"{": "(", "}": ")", "|": "/"}
_HEADER_SIGN, _PARAGRAPH_SIGN = "\uff03", "\u223c"
_CLOSING = ",.;:!?"
_LINE_END = re.compile("(?>\r\n|[\n\r\x85\u2028\u2029])")
_EMPTY_LINE = re.compile(f"{_LINE_END.pattern}[^\\S\n\r\x85\u2028\u2029]*{_LINE_END.pattern}")
# More parts than this come of hostile text only.
MOST_PARTS = 50_000


@dataclass(frozen=True, slots=True)
class Plain:
    """The text of a passage, and for each offset of the report the offset in it (one more than the report has characters)."""

    text: str
    at: Sequence[int]
    changed: tuple[str, ...]

    def part(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the passage of a stretch of the report, without blanks at its edges; None where nothing is left."""
        return trim(self.text, self.at[start], self.at[end])


def plain_text(text: str) -> Plain:
    """The text with one blank between words, two line ends between paragraphs, and no sign of the markup.

    A single line end parts paragraphs where the text has no empty line, else it is a blank: the markup knows no other line ends.
    A blank before a closing sign is dropped.
    """
    single = not _EMPTY_LINE.search(text)
    made: list[str] = []
    at: list[int] = []
    changed: set[str] = set()
    length, index, size = 0, 0, len(text)
    while index < size:
        char = text[index]
        if char.isspace():
            stop = index
            while stop < size and text[stop].isspace():
                stop += 1
            at.extend([length] * (stop - index))
            joint = _joint(text, index, stop, single) if made and stop < size else ""
            made.append(joint)
            length += len(joint)
            index = stop
            continue
        at.append(length)
        kept = _sign(text, index, char, new=not made or made[-1] == "\n\n")
        if kept != char:
            changed.add(char)
        made.append(kept)
        length += 1
        index += 1
    at.append(length)
    return Plain("".join(made), at, tuple(sorted(changed)))


def _joint(text: str, start: int, stop: int, single: bool) -> str:
    """What stands between two words: nothing before a closing sign that stands alone."""
    if text[stop] in _CLOSING and (stop + 1 == len(text) or text[stop + 1].isspace()):
        return ""
    breaks = len(_LINE_END.findall(text, start, stop))
    return "\n\n" if breaks > 1 or (single and breaks) else " "


def _sign(text: str, index: int, char: str, *, new: bool) -> str:
    """A character as the passage has it; a paragraph must not begin like a header or be the sign of a break."""
    if char in SIGNS:
        return SIGNS[char]
    if new and char == "#":
        return _HEADER_SIGN
    if new and char == "~" and (index + 1 == len(text) or text[index + 1].isspace()):
        return _PARAGRAPH_SIGN
    return "\ufffd" if "\ud800" <= char <= "\udfff" else char


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A stretch without blanks at its edges; None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


@dataclass(order=True, slots=True)
class Part:
    """A part of a mark. Parts sort so that of two that begin together the outer comes first.

    Attributes:
        depth: of parts with the same words, the one with the smaller number stands outside.
        keep: of two that cross, the one with the greater number stays.
        splits: it may be cut in two where it crosses another.
    """

    start: int
    minus_end: int
    depth: int
    mark: str
    keep: int = field(compare=False)
    splits: bool = field(compare=False, default=False)

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return -self.minus_end


def nest(text: str, parts: Iterable[Part]) -> tuple[list[Part], list[Part], bool]:
    """Parts of which none cross, in the order of the text; those left out; and whether there were too many to go on.

    Where two cross, one that may be cut is cut at the edge of the other, else the one to keep less is left out.
    """
    queue = list(parts)
    heapq.heapify(queue)
    kept: list[Part] = []
    dropped: list[Part] = []
    open_parts: list[Part] = []
    seen = 0
    while queue:
        part = heapq.heappop(queue)
        seen += 1
        if seen > MOST_PARTS:
            return kept, dropped, True
        while open_parts and open_parts[-1].end <= part.start:
            open_parts.pop()
        if not _make_room(text, part, open_parts, queue, kept, dropped):
            continue
        open_parts.append(part)
        kept.append(part)
    return sorted(kept), dropped, False


def _make_room(
    text: str, part: Part, open_parts: list[Part], queue: list[Part], kept: list[Part], dropped: list[Part]
) -> bool:
    """Settle every crossing of a part with those around it; False where the part does not stand as it is."""
    while open_parts and open_parts[-1].end < part.end:
        top = open_parts[-1]
        if part.splits:
            _push(text, queue, part, part.start, top.end)
            _push(text, queue, part, top.end, part.end)
            return False
        if not top.splits and top.keep >= part.keep:
            dropped.append(part)
            return False
        open_parts.pop()
        if top.splits:
            _push(text, queue, top, part.start, top.end)
            shorter = trim(text, top.start, part.start)
            top.minus_end = -shorter[1] if shorter else -top.end
            if shorter:
                continue
        _discard(kept, top)
        if not top.splits:
            dropped.append(top)
    return True


def _discard(kept: list[Part], part: Part) -> None:
    """Take a part out of the list that it was lately added to."""
    for index in range(len(kept) - 1, -1, -1):
        if kept[index] is part:
            del kept[index]
            return


def _push(text: str, queue: list[Part], part: Part, start: int, end: int) -> None:
    bounds = trim(text, start, end)
    if bounds:
        heapq.heappush(queue, Part(bounds[0], -bounds[1], part.depth, part.mark, part.keep, part.splits))


def render(text: str, parts: Sequence[Part], labels: dict[str, str]) -> str:
    """The text with the marks in it. `labels` hold what follows the id; they stand at the first part of each mark only."""
    made: list[str] = []
    open_ends: list[int] = []
    told: set[str] = set()
    at = 0
    for part in parts:
        while open_ends and open_ends[-1] <= part.start:
            end = open_ends.pop()
            made += [text[at:end], "}"]
            at = end
        label = part.mark if part.mark in told else " ".join(filter(None, (part.mark, labels.get(part.mark, ""))))
        told.add(part.mark)
        made += [text[at : part.start], "{", label, "|"]
        at = part.start
        open_ends.append(part.end)
    for end in reversed(open_ends):
        made += [text[at:end], "}"]
        at = end
    made.append(text[at:])
    return "".join(made)
