"""Records into events: average link with vetoes, so that no chain of like records becomes one event.

Edges are taken from the likeliest on. Two groups join if the mean points over all pairs between them, with something added for the
likest pair, reach the threshold; no pair falls below the veto; their dated days span no more than the category allows and are not
settled on two days; and no person has said that they differ. What comes out depends on the records alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from onrecord.link.judge import Constraints
from onrecord.link.prepare import Prepared
from onrecord.link.settings import Settings

Edge = tuple[float, int, int]
# Of a larger group so many are compared, spread evenly over its days: bounds time, and a week would show.
MAX_COMPARED = 16


class Clusters:
    """Groups of positions in a list of prepared records, joined step by step."""

    def __init__(
        self, records: Sequence[Prepared], members: Iterable[int], decided: Constraints, settings: Settings,
        known: Mapping[tuple[int, int], float], score: Callable[[int, int], float],
    ) -> None:  # fmt: skip
        self._records, self._settings, self._known, self._score = records, settings, known, score
        self._of: dict[int, int] = {}
        # A group is a list of atoms; an atom is one record, or several that a person joined, which count as one.
        self.groups: dict[int, list[tuple[int, ...]]] = {}
        atoms: dict[str, list[int]] = {}
        for at in sorted(members):
            atoms.setdefault(decided.groups.find(records[at].record.id), []).append(at)
        for atom in atoms.values():
            self.groups[atom[0]] = [tuple(atom)]
            self._of.update(dict.fromkeys(atom, atom[0]))
        at_of = {records[at].record.id: at for at in self._of}
        self._apart: dict[int, set[int]] = {}
        for a, b in decided.apart:
            if a in at_of and b in at_of:
                x, y = self._of[at_of[a]], self._of[at_of[b]]
                self._apart.setdefault(x, set()).add(y)
                self._apart.setdefault(y, set()).add(x)
        self._told = {group: self._days_told(one) for group, (one,) in self.groups.items()}
        self._days = {group: self._range(one) for group, (one,) in self.groups.items()}

    def run(self, edges: Iterable[Edge]) -> list[list[int]]:
        """Join along the edges (points, position, position), best first; returns the groups, each in order."""
        for value, i, j in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
            if value < self._settings.threshold:
                break
            x, y = sorted((self._of[i], self._of[j]))
            if x != y and self._may_join(x, y):
                self._join(x, y)
        return sorted(sorted(at for atom in group for at in atom) for group in self.groups.values())

    def _may_join(self, x: int, y: int) -> bool:
        if y in self._apart.get(x, ()):
            return False
        ours, theirs = _settled(self._told[x]), _settled(self._told[y])
        if ours and theirs and ours.isdisjoint(theirs):
            return False
        first, last = _union(self._days[x], self._days[y])
        span = max(self._records[x].window.span, self._records[y].window.span)
        # Ranges of their own, and what people joined, may be longer than the span.
        widest = max(self._width(x), self._width(y))
        if first is not None and last is not None and last - first > max(span, widest):
            return False
        total, count, best = 0.0, 0, self._settings.veto
        for one in _spread(self.groups[x]):
            for other in _spread(self.groups[y]):
                value = max(self._between(i, j) for i in one for j in other)
                if value <= self._settings.veto:
                    return False
                total, count, best = total + value, count + 1, max(best, value)
        share = self._settings.best
        return share * best + (1 - share) * total / count >= self._settings.threshold

    def _between(self, i: int, j: int) -> float:
        pair = (i, j) if i < j else (j, i)
        known = self._known.get(pair)
        return self._score(*pair) if known is None else known

    def _join(self, x: int, y: int) -> None:
        moved = self.groups.pop(y)
        self.groups[x] = sorted(self.groups[x] + moved)
        self._of.update((at, x) for atom in moved for at in atom)
        self._days[x] = _union(self._days[x], self._days.pop(y))
        for day, count in self._told.pop(y).items():
            self._told[x][day] = self._told[x].get(day, 0) + count
        for other in self._apart.pop(y, set()):
            self._apart[other].discard(y)
            self._apart[other].add(x)
            self._apart.setdefault(x, set()).add(other)

    def _days_told(self, atom: Sequence[int]) -> dict[int, int]:
        told: dict[int, int] = {}
        for record in (self._records[at] for at in atom):
            if record.dated and record.start is not None and record.start == record.end:
                told[record.start] = told.get(record.start, 0) + 1
        return told

    def _range(self, atom: Sequence[int]) -> tuple[int | None, int | None]:
        days: tuple[int | None, int | None] = (None, None)
        for at in atom:
            record = self._records[at]
            if record.dated:
                days = _union(days, (record.start, record.end))
        return days

    def _width(self, group: int) -> int:
        first, last = self._days[group]
        return 0 if first is None or last is None else last - first


def _settled(told: Mapping[int, int]) -> set[int]:
    """The days that two records and more agree on. One record may err by a day; two groups of different days are two events."""
    return {day for day, count in told.items() if count > 1}


def _union(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    firsts = [day for day in (a[0], b[0]) if day is not None]
    lasts = [day for day in (a[1], b[1]) if day is not None]
    return min(firsts, default=None), max(lasts, default=None)


def _spread(atoms: Sequence[tuple[int, ...]]) -> Sequence[tuple[int, ...]]:
    if len(atoms) <= MAX_COMPARED:
        return atoms
    step = (len(atoms) - 1) / (MAX_COMPARED - 1)
    return [atoms[round(number * step)] for number in range(MAX_COMPARED)]
