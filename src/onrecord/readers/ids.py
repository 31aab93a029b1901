"""One id for one report."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.model import Issue, Report


def unique_ids(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, lazily, with a number put after an id that was used before and an issue that says so.

    What is kept of each id is 11 to 32 bytes, so that archives of millions of reports fit.
    """
    used = _Seen()
    # The last number given to an id that came again, so that a table with one id for all its rows takes no longer.
    numbers: dict[str, int] = {}
    for report in reports:
        identifier, count = report.id, 1
        if used.add(identifier):
            yield report
            continue
        count = numbers.get(report.id, 1)
        while True:
            count += 1
            identifier = f"{report.id}~{count}"
            if used.add(identifier):
                break
        numbers[report.id] = count
        message = f"the id {report.id} was used before in this run; this report is {identifier}"
        yield replace(report, id=identifier, issues=(*report.issues, Issue("duplicate-id", message)))


class _Seen:
    """A set of words that keeps 64 bits of a digest of each, by open addressing.

    Two of ten million words have the same bits once in 400,000 runs; the later then only gets a number that it would not need.
    """

    def __init__(self) -> None:
        self._slots = array("Q", [0]) * 1024
        self._count = 0

    def add(self, word: str) -> bool:
        """Put a word in; False where it was there."""
        if 4 * self._count > 3 * len(self._slots):
            self._grow()
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        # Zero marks an empty slot.
        if not self._put(int.from_bytes(digest, "big") or 1):
            return False
        self._count += 1
        return True

    def _put(self, value: int) -> bool:
        slots, mask = self._slots, len(self._slots) - 1
        at = value & mask
        while slots[at]:
            if slots[at] == value:
                return False
            at = (at + 1) & mask
        slots[at] = value
        return True

    def _grow(self) -> None:
        old = self._slots
        self._slots = array("Q", [0]) * (2 * len(old))
        for value in old:
            if value:
                self._put(value)
