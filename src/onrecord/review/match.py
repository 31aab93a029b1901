"""Which record of the present coding the rows of the ledger are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.model import Record, Span
from onrecord.review.ledger import Anchor, Review, lifted
from onrecord.review.relocate import Move, move_to, placed


@dataclass(frozen=True, slots=True)
class Line:
    """All judgements on one record, whatever it was called in earlier codings, oldest first.

    Attributes:
        live: those that are in force, undoing ones left out.
        anchor: what the newest of them was made on.
        move: how they apply to the present text; None where its words are gone.
        record: id of the record of the present coding that they are about, or None.
    """

    reviews: tuple[Review, ...]
    live: tuple[Review, ...]
    anchor: Anchor
    move: Move | None
    record: str | None = None

    @property
    def begun(self) -> bool:
        """Whether its first row added it, in force or not."""
        return any(row.action == "add" for row in self.reviews)

    @property
    def added(self) -> bool:
        """Whether a person put the record there, and nobody lifted that."""
        return any(row.action == "add" for row in self.live)

    @property
    def trigger(self) -> Span | None:
        """Where its trigger stands now."""
        if self.move is None or self.anchor.trigger is None:
            return None
        return placed(self.move, self.anchor.trigger)


def lines_of(reviews: Sequence[Review], records: Sequence[Record], text: str, digest: str) -> list[Line]:
    """The rows on one report, in order, by record; each record of the present coding has one line at the most.

    A line is found by the id of its record where that still has the same trigger, else by the trigger's place in the text.
    """
    gone = lifted(reviews)
    found = [_line(group, gone, text, digest) for group in _groups(reviews)]
    taken = _by_id(found, {record.id: record for record in records})
    for same in _PASSES:
        claimed = set(taken.values())
        free = [record for record in records if record.id not in claimed]
        taken |= _by_place([(n, line) for n, line in enumerate(found) if n not in taken], free, same)
    lines = [line for number, line in enumerate(found) if number not in taken]
    together: dict[str, list[Review]] = {}
    for number, record in taken.items():
        together.setdefault(record, []).extend(found[number].reviews)
    for record, rows in together.items():
        line = _line(sorted(rows, key=lambda row: row.key), gone, text, digest)
        lines.append(replace(line, record=record))
    return sorted(lines, key=lambda line: line.reviews[0].key)


def _groups(reviews: Sequence[Review]) -> list[list[Review]]:
    """Rows that belong together: made in sight of one another, or lifting one another, or with the same record at their end.

    A name alone does not join them: a record that a reviewer saw no row on is another than the one that had its name before.
    """
    root = {row.id: row.id for row in reviews}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for row in reviews:
        for other in (row.seen, row.undoes):
            if other in root:
                root[find(row.id)] = find(other)
    chains: dict[str, list[Review]] = {}
    for row in reviews:
        chains.setdefault(find(row.id), []).append(row)
    # Rows of copies of a store that were put together do not know of one another.
    groups: dict[str, list[Review]] = {}
    for chain in chains.values():
        groups.setdefault(chain[-1].record, []).extend(chain)
    return [sorted(group, key=lambda row: row.key) for group in groups.values()]


def _line(group: list[Review], gone: frozenset[str], text: str, digest: str) -> Line:
    """A line with the newest of its anchors that still has a place in the text."""
    live = tuple(row for row in group if row.action != "undo" and row.id not in gone)
    anchors = [row.anchor for row in reversed(group)]
    for anchor in anchors:
        if (move := move_to(anchor, text, digest)) is not None:
            return Line(tuple(group), live, anchor, move)
    return Line(tuple(group), live, anchors[0], None)


def _by_id(lines: Sequence[Line], records: Mapping[str, Record]) -> dict[int, str]:
    taken: dict[int, str] = {}
    for number, line in enumerate(lines):
        names = dict.fromkeys(row.record for row in reversed(line.reviews))
        found = next((n for n in names if n in records and _holds(records[n], line)), None)
        if found is not None:
            taken[number] = found
    return taken


def _holds(record: Record, line: Line) -> bool:
    """Whether a record of the same id still has the trigger that was judged."""
    trigger = line.anchor.trigger
    if trigger is None:
        return False
    return record.trigger in (trigger, line.trigger)


Same = Callable[[Record | Anchor], tuple[str | None, ...]]


def _by_place(lines: Iterable[tuple[int, Line]], free: Sequence[Record], same: Same) -> dict[int, str]:
    """Lines and records on the same trigger that agree in what `same` gives, where there is one of each."""
    waiting: dict[tuple[Span, tuple[str | None, ...]], list[tuple[int, Line]]] = {}
    for number, line in lines:
        if line.trigger is not None:
            waiting.setdefault((line.trigger, same(line.anchor)), []).append((number, line))
    candidates: dict[tuple[Span, tuple[str | None, ...]], list[Record]] = {}
    for record in free:
        candidates.setdefault((record.trigger, same(record)), []).append(record)
    taken: dict[int, str] = {}
    for key, group in waiting.items():
        fitting = candidates.get(key, [])
        if len(group) == len(fitting) == 1 and _may_be(group[0][1], fitting[0]):
            taken[group[0][0]] = fitting[0].id
    return taken


def _may_be(line: Line, record: Record) -> bool:
    """A record that was rejected or added is not one of another category: that was never judged."""
    rejected = bool(line.live) and line.live[-1].action == "reject"
    return not (rejected or line.added) or line.anchor.category == record.category


_PASSES: tuple[Same, ...] = (
    lambda one: (one.category, one.mode, one.factuality),
    lambda one: (one.category, one.factuality),
    lambda one: (one.category,),
    lambda one: (one.factuality,),
    lambda _: (),
)
