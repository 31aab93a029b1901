"""The markup: gold passages that people can read, with every value marked inside the text.

    ## assault-017 2022-10-11
    {m1 RUS MIL|Russian forces} {e1 ASSAULT/aerial actor=m1 recipient=m2 on=d1|struck} {m2 UKR -|Kyiv} {d1 2022-10-10|on Monday}.

A mark is `{LABEL|text}`; marks nest and never cross. The full description is docs/reference/markup.md.
Offsets are half-open code points into the passage's text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.codebook import Codebook
from onrecord.codebook.load import FACTUALITY
from onrecord.errors import MarkupError
from onrecord.model import Span

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "e": frozenset({"actor", "recipient", "at", "on", "is", "under"}),
    "c": frozenset({"by", "says", "also"}),
    "q": frozenset(),
    "m": frozenset({"in", "name"}),
    "p": frozenset({"name"}),
    "d": frozenset(),
    "n": frozenset({"of"}),
    "k": frozenset({"of", "killed", "injured"}),
}
# What kinds of mark an attribute may name.
REFERS: Mapping[str, str] = {
    "actor": "m", "recipient": "m", "at": "pm", "on": "d", "by": "m",
    "says": "q", "also": "e", "of": "e", "in": "m", "under": "c",
}  # fmt: skip
_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_HEADER = re.compile(r"## (\S+) (\d{4}-\d{2}-\d{2})\s*")
_COUNTRY = re.compile(r"[A-Z]{3}|-")
_SPACING = re.compile(r"\s[,.;:!?](?:\s|$)| {2}")
_COUNT = re.compile(r"(?:[<>]=?|~)?\d+")


@dataclass(slots=True)
class Mark:
    """One marked thing: its id, kind (the id's letter), plain words and attributes of the label, and where it stands."""

    id: str
    kind: str
    words: tuple[str, ...]
    attributes: dict[str, str]
    parts: list[tuple[int, int]] = field(default_factory=list)

    def refers(self, name: str) -> tuple[str, ...]:
        """The ids that an attribute names, empty where the label lacks it."""
        return tuple(part for part in self.attributes.get(name, "").split(",") if part)

    @property
    def same_as(self) -> str | None:
        """The id of the mention that this one repeats, or None."""
        return self.words[0][1:] if self.words and self.words[0].startswith("=") else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A marked passage: the text without marks, the marks by id, the furniture as pairs of offsets."""

    id: str
    published: datetime.date
    text: str
    marks: Mapping[str, Mark]
    furniture: tuple[tuple[int, int], ...]

    def of_kind(self, kind: str) -> list[Mark]:
        """The marks of one kind in the order of the text."""
        return sorted((mark for mark in self.marks.values() if mark.kind == kind), key=lambda mark: min(mark.parts))

    def span(self, part: tuple[int, int]) -> Span:
        """A pair of offsets as a Span."""
        return Span.of(self.text, *part)


def read_passages(path: Path, codebook: Codebook) -> Iterator[Passage]:
    """Every passage of a file; raises MarkupError naming file, line and passage at the first fault."""
    for line, identifier, published, body in _sections(path):
        try:
            yield parse_passage(identifier, published, _flatten(body), codebook)
        except MarkupError as fault:
            raise MarkupError(f"{path.name}:{line}: {identifier}: {fault.message}", fault.remedy) from fault


def read_corpus(folder: Path, codebook: Codebook) -> list[Passage]:
    """All passages of the `*.txt` files of a folder, ids unique over all of them."""
    passages: dict[str, Passage] = {}
    for path in sorted(folder.glob("*.txt")):
        for passage in read_passages(path, codebook):
            if passage.id in passages:
                raise MarkupError(f"{path.name}: the id {passage.id} is used twice", "Rename one of the passages.")
            passages[passage.id] = passage
    return list(passages.values())


def parse_passage(identifier: str, published: str, body: str, codebook: Codebook) -> Passage:
    """Turn marked text into a Passage; raises MarkupError with the reason where it is not well formed."""
    pieces: list[str] = []
    open_marks: list[tuple[str, int]] = []
    marks: dict[str, Mark] = {}
    furniture: list[tuple[int, int]] = []
    length = 0
    for piece in re.findall(r"\{[^{}|]*\||[{}|]|[^{}|]+", body):
        if piece == "}":
            if not open_marks:
                raise MarkupError(f"'}}' closes nothing after {''.join(pieces)[-30:]!r}")
            label, start = open_marks.pop()
            _add(label, start, length, marks, furniture)
        elif piece[0] == "{" and len(piece) > 1:
            open_marks.append((piece[1:-1].strip(), length))
        elif piece in "{|":
            raise MarkupError(f"a stray {piece!r} after {''.join(pieces)[-30:]!r}")
        else:
            pieces.append(piece)
            length += len(piece)
    if open_marks:
        raise MarkupError(f"never closed: {{{open_marks[-1][0]}|")
    try:
        day = datetime.date.fromisoformat(published)
    except ValueError as fault:
        raise MarkupError(f"{published} is no day") from fault
    passage = Passage(identifier, day, "".join(pieces), marks, tuple(furniture))
    _check(passage, codebook)
    return passage


def _sections(path: Path) -> Iterator[tuple[int, str, str, list[str]]]:
    head: tuple[str, str] | None = None
    body: list[str] = []
    at = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("##"):
            if head:
                yield at, *head, body
            found = _HEADER.fullmatch(line)
            if not found:
                raise MarkupError(f"{path.name}:{number}: a header is '## id YYYY-MM-DD'")
            head, body, at = (found[1], found[2]), [], number
        elif head is not None:
            body.append(line)
        elif line.strip() and not line.startswith("#"):
            raise MarkupError(f"{path.name}:{number}: text before the first header")
    if head:
        yield at, *head, body


def _flatten(lines: Iterable[str]) -> str:
    """Join the lines of a paragraph by a space, and paragraphs (parted by a line with `~`) by an empty line."""
    paragraphs: list[str] = []
    current: list[str] = []
    for line in (*lines, "~"):
        if line.strip() == "~":
            if current:
                paragraphs.append(" ".join(current))
            current = []
        elif line.strip():
            current.append(line.strip())
    return "\n\n".join(paragraphs)


def _add(label: str, start: int, end: int, marks: dict[str, Mark], furniture: list[tuple[int, int]]) -> None:
    if start == end:
        raise MarkupError(f"empty mark {{{label}|}}")
    identifier, *rest = label.split() or [""]
    if identifier == "x":
        furniture.append((start, end))
        return
    if not re.fullmatch(r"[mpdecqnk]\d+", identifier):
        raise MarkupError(f"unknown label {label!r}")
    named = dict(word.split("=", 1) for word in rest if "=" in word[1:])
    plain = tuple(word for word in rest if "=" not in word[1:])
    mark = marks.setdefault(identifier, Mark(identifier, identifier[0], (), {}))
    mark.attributes.update(named)
    mark.words = mark.words or plain
    mark.parts.append((start, end))


def _check(passage: Passage, codebook: Codebook) -> None:
    marks, text = passage.marks, passage.text
    fault = _SPACING.search(text)
    if fault:
        raise MarkupError(f"spacing near {text[max(0, fault.start() - 20) : fault.end() + 10]!r}")
    for mark in marks.values():
        unknown = set(mark.attributes) - ATTRIBUTES[mark.kind]
        if unknown:
            raise MarkupError(f"{mark.id}: unknown attribute {sorted(unknown)}")
        for name in mark.attributes.keys() & REFERS.keys():
            for target in mark.refers(name):
                if target not in marks or target[0] not in REFERS[name]:
                    raise MarkupError(f"{mark.id}: {name}={target} names no {'/'.join(REFERS[name])} mark")
        for start, end in mark.parts:
            if text[start:end] != text[start:end].strip():
                raise MarkupError(f"{mark.id}: blank at the edge of {text[start:end]!r}")
            if any(start < high and low < end for low, high in passage.furniture):
                raise MarkupError(f"{mark.id} stands in page furniture")
        if mark.kind in _CHECKS:
            _CHECKS[mark.kind](mark, marks, codebook)


def _check_mention(mark: Mark, marks: Mapping[str, Mark], codebook: Codebook) -> None:
    target = mark.same_as
    if target is not None:
        if target not in marks or marks[target].kind != "m" or target == mark.id:
            raise MarkupError(f"{mark.id}: ={target} names no mention")
        return
    if "in" in mark.attributes and not mark.words:
        return
    if len(mark.words) != 2 or not _COUNTRY.fullmatch(mark.words[0]):
        raise MarkupError(f"{mark.id}: a mention is 'm1 COUNTRY SECTOR' or 'm2 =m1', not {' '.join(mark.words)!r}")
    if mark.words[1] != "-" and mark.words[1] not in codebook.sectors:
        raise MarkupError(f"{mark.id}: unknown sector {mark.words[1]}")


def _check_place(mark: Mark, _marks: Mapping[str, Mark], _codebook: Codebook) -> None:
    if len(mark.words) != 1 or not _COUNTRY.fullmatch(mark.words[0]):
        raise MarkupError(f"{mark.id}: a place is 'p1 COUNTRY'")


def _check_date(mark: Mark, _marks: Mapping[str, Mark], _codebook: Codebook) -> None:
    if len(mark.words) != 1 or not re.fullmatch(rf"{_DATE}(?:\.\.{_DATE})?", mark.words[0]):
        raise MarkupError(f"{mark.id}: a date is 'd1 2022-10-10', '2022-10', '2022' or a range with '..'")
    for value in mark.words[0].split(".."):
        try:
            datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
        except ValueError as fault:
            raise MarkupError(f"{mark.id}: {value} is no day") from fault


def _check_event(mark: Mark, marks: Mapping[str, Mark], codebook: Codebook) -> None:
    if len(mark.words) != 1:
        raise MarkupError(f"{mark.id}: an event is 'e1 CATEGORY/mode ...'")
    category, _, mode = mark.words[0].partition("/")
    if (category, mode) not in codebook.to_cameo:
        raise MarkupError(f"{mark.id}: the codebook has no {mark.words[0]}")
    status = mark.attributes.get("is", "asserted")
    if status not in FACTUALITY:
        raise MarkupError(f"{mark.id}: is={status} is none of {', '.join(FACTUALITY)}")
    cited = any(
        mark.id in other.refers(name) for other in marks.values() for name in ("of", "also") if other.kind in "nc"
    )
    if status != "asserted" and not cited and "under" not in mark.attributes:
        raise MarkupError(f"{mark.id} is {status}, and no mark says which words make it so")


def _check_cue(mark: Mark, _marks: Mapping[str, Mark], _codebook: Codebook) -> None:
    if "says" not in mark.attributes:
        raise MarkupError(f"{mark.id}: a cue says=something")


def _check_count(mark: Mark, _marks: Mapping[str, Mark], _codebook: Codebook) -> None:
    values = [mark.attributes[name] for name in ("killed", "injured") if name in mark.attributes]
    if not values or not all(_COUNT.fullmatch(value) for value in values):
        raise MarkupError(f"{mark.id}: a count has killed= or injured= with a number, '>=10' or '~100'")


_CHECKS: Mapping[str, Callable[[Mark, Mapping[str, Mark], Codebook], None]] = {
    "m": _check_mention, "p": _check_place, "d": _check_date, "e": _check_event, "c": _check_cue, "k": _check_count,
}  # fmt: skip
