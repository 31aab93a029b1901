"""The ledger of human judgements made into constraints: which records must be together, which apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from onrecord.link.sets import Groups
from onrecord.link.types import Judgement


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people have decided.

    Attributes:
        groups: sets of records that belong together.
        apart: pairs of records, the lesser id first, that do not.
        same: for each record that a person joined to another, who did and when, in words.
        judged: every record that the ledger names, whatever became of the judgement.
        notes: judgements that cannot be followed, in words.
    """

    groups: Groups
    apart: frozenset[tuple[str, str]]
    same: dict[str, str]
    judged: frozenset[str]
    notes: tuple[str, ...]


def constraints(judgements: Iterable[Judgement], records: Collection[str]) -> Constraints:
    """The judgements that hold: of each pair the latest counts, "undone" lifts it, and of two that exclude one another the later.

    Rows of one moment are taken in the order of the ledger.
    """
    known, latest, notes = set(records), dict[tuple[str, str], Judgement](), []
    rows = sorted(judgements, key=lambda row: row.at)
    for row in rows:
        latest.pop(_pair(row), None)  # the pair's place in the order is that of its last judgement
        latest[_pair(row)] = row
    groups, apart, same = Groups(known), set[tuple[str, str]](), dict[str, str]()
    for (a, b), row in reversed(latest.items()):
        if row.verdict == "undone":
            continue
        if a not in known or b not in known:
            missing = ", ".join(one for one in (a, b) if one not in known)
            notes.append(f"{_told(row)}: there is no record {missing} any more")
        elif a == b:
            notes.append(f"{_told(row)}: it names one record twice")
        elif row.verdict == "different":
            if groups.find(a) == groups.find(b):
                notes.append(f"{_told(row)}: later judgements make them the same")
            else:
                apart.add((a, b))
        elif any({groups.find(x), groups.find(y)} == {groups.find(a), groups.find(b)} for x, y in apart):
            notes.append(f"{_told(row)}: later judgements make them different")
        else:
            groups.join(a, b)
            for one in (a, b):
                same.setdefault(one, f"judged the same by {row.author} on {row.at[:10]}")
    judged = frozenset(one for row in rows for one in (row.record_a, row.record_b))
    return Constraints(groups, frozenset(apart), same, judged & known, tuple(reversed(notes)))


def _pair(row: Judgement) -> tuple[str, str]:
    return (min(row.record_a, row.record_b), max(row.record_a, row.record_b))


def _told(row: Judgement) -> str:
    return f"{row.record_a} and {row.record_b}, {row.verdict} by {row.author} on {row.at[:10]}, is not followed"
