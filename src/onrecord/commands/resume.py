"""Going on with a coded JSON Lines file that an earlier run did not finish."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from onrecord.coder import is_uncoded
from onrecord.errors import InputError
from onrecord.model import Coding, Report
from onrecord.output.contract import from_contract, to_line

# A report that was lost to a worker may well be coded the next time.
_LOST = frozenset({"worker-died", "took-too-long"})
_PIECE = 1 << 20


class Resumed:
    """A coded file in the making: OUT.part, with one whole line a report, put in the place of OUT at the end.

    Of an earlier run the whole lines count, and what follows them is cut off. The last of them is coded once more and has to come
    out the same, so that one file never holds codings of two models. Where a run ends early, OUT.part stays.

    Attributes:
        unread: how many reports of the whole file could not be coded, so far.

    Raises:
        InputError: OUT is there and finished; it cannot be written; or OUT.part is of other reports or of another coder.
    """

    def __init__(self, out: Path) -> None:
        self._out, self._partial = out, out.with_name(out.name + ".part")
        self.unread = 0
        self._last: bytes | None = None
        if out.is_dir():
            raise InputError(f"{out} is a folder", "Name a file with --out.")
        if out.exists() and not self._partial.exists():
            raise InputError(f"{out} is there and finished", "Remove it to code anew, or name another --out.")

    def __enter__(self) -> Resumed:
        try:
            self._file: BinaryIO = self._partial.open("r+b" if self._partial.exists() else "x+b")
        except OSError as fault:
            raise InputError(
                f"{self._partial} cannot be written: {fault.strerror or fault}", "Choose another --out."
            ) from fault
        self._end = _whole_lines(self._file)
        self._file.truncate(self._end)
        # Where the last whole line begins.
        self._begin = _whole_lines(self._file, before=self._end - 1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        self._file.close()
        if kind is not None:
            return
        try:
            self._partial.replace(self._out)
        except OSError as trouble:
            raise InputError(
                f"{self._out} cannot be written: {trouble.strerror or trouble}", "Choose another --out."
            ) from trouble

    def rest(self, reports: Iterator[Report]) -> Iterator[Report]:
        """The reports that are still to be coded; the last one that was coded is among them, to be held against it."""
        with self._partial.open("rb") as lines:
            while lines.tell() < self._end:
                last = lines.tell() == self._begin
                line = lines.readline()
                report = next(reports, None)
                coding = self._coding(line)
                if report is None or report.id != coding.report.id:
                    raise InputError(
                        f"{self._partial} was made from other reports ({coding.report.id} is not where it was)",
                        "Remove it to begin anew, or give the same input.",
                    )
                if last:
                    self._last = line
                    yield report
                else:
                    self.unread += is_uncoded(coding)
        yield from reports

    def write(self, coding: Coding) -> None:
        """Put a coding behind the others."""
        line = to_line(coding).encode("utf-8") + b"\n"
        if self._last is not None:
            last, self._last = self._last, None
            if line != last and not any(issue.code in _LOST for issue in self._coding(last).issues):
                raise InputError(
                    f"{self._partial} was made by another version or with other options: {coding.report.id} is coded otherwise",
                    "Remove it to begin anew.",
                )
            self._file.truncate(self._begin)
        self._file.seek(0, 2)
        self._file.write(line)
        # One report a write: whatever happens, only the last line can be broken.
        self._file.flush()
        self.unread += is_uncoded(coding)

    def _coding(self, line: bytes) -> Coding:
        try:
            tree: Any = json.loads(line)
            return from_contract(tree)
        except (ValueError, InputError) as fault:
            raise InputError(f"{self._partial} holds a line that is no coding", "Remove it to begin anew.") from fault


def _whole_lines(file: BinaryIO, before: int | None = None) -> int:
    """Where the last line break of a file ends, or the last one before an offset; 0 where there is none."""
    at = file.seek(0, 2) if before is None else max(before, 0)
    while at > 0:
        begin = max(0, at - _PIECE)
        file.seek(begin)
        found = file.read(at - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        at = begin
    return 0
