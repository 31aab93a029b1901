"""One export under way: what is read, what is kept, where it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from onrecord.errors import InputError
from onrecord.export.columns import Table
from onrecord.export.deeds import MOST_PAIRS, Deed, Page, pair_count
from onrecord.export.reference import Reference
from onrecord.export.select import Selection, Tally
from onrecord.model import Coding

Unit = Literal["records", "pairs", "statements", "reports", "network"]
Nodes = Literal["party", "country"]
Note = tuple[str, str, str]


@dataclass(slots=True)
class Job:
    """What a format needs to write itself.

    Attributes:
        path: where to write: a new file, or a folder that is there and empty.
        both_ways: write symmetric events once each way.
        nodes: what the nodes of a network are.
        note: takes a row of `OUT.notes.csv`: report, what was left out or changed, why. Only formats that are `noted` use it.
    """

    codings: Iterable[Coding]
    path: Path
    selection: Selection
    reference: Reference
    both_ways: bool = False
    nodes: Nodes = "party"
    tally: Tally = field(default_factory=Tally)
    note: Callable[[Note], None] | None = None

    def reports(self) -> Iterator[Coding]:
        """The codings, counted."""
        for coding in self.codings:
            self.tally.reports += 1
            yield coding

    def records(self) -> Iterator[Deed]:
        """A row for each record that is kept."""
        for coding in self.reports():
            page = Page(coding, self.reference)
            for record in self.tally.chosen(coding, self.selection):
                self.tally.rows += 1
                yield page.whole(record)

    def pairs(self) -> Iterator[Deed]:
        """A row for each pair of parties of a record that is kept."""
        for coding in self.reports():
            page = Page(coding, self.reference)
            for record in self.tally.chosen(coding, self.selection):
                count = pair_count(record, both_ways=self.both_ways)
                if count > MOST_PAIRS:
                    self.tally.left_out[f"pairs of records with more than {MOST_PAIRS} of them"] += count - MOST_PAIRS
                for deed in page.pairs(record, both_ways=self.both_ways):
                    self.tally.rows += 1
                    yield deed

    def whole_reports(self) -> Iterator[Coding]:
        """The reports with a record that is kept, whole; all of them where nothing is to be left out."""
        for coding in self.reports():
            self.tally.reviewed(coding)
            if self.selection.everything:
                self.tally.records += len(coding.records)
            elif any(self.selection.why_not(record) is None for record in coding.records):
                # What is handed on is the whole report, so all of its records count.
                self.tally.records += len(coding.records)
            else:
                self.tally.left_out["reports without a record that fits"] += 1
                continue
            self.tally.rows += 1
            yield coding


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its columns, and how it is written.

    Attributes:
        name: after --as.
        title: one line for lists.
        about: what a reader of it should know, in Markdown.
        unit: what a row or line is; "reports" are handed on whole.
        tables: the columns of its files.
        write: writes the whole export.
        deeds: without --factuality it holds asserted records only, since it has no room to say otherwise.
        folder: it is a folder of files.
        noted: it comes with a table of what could not be handed on.
        suffix: usual ending of its name.
    """

    name: str
    title: str
    about: str
    unit: Unit
    tables: tuple[Table[Any], ...]
    write: Callable[[Job], None]
    suffix: str
    deeds: bool = False
    folder: bool = False
    noted: bool = False

    def check(self, selection: Selection, *, both_ways: bool, nodes: Nodes) -> None:
        """Say so where an option has no effect on this format; raises InputError."""
        faults = [
            (self.unit == "statements" and not selection.everything, "statements have no factuality, category or date"),
            (both_ways and self.unit != "pairs", "only tables of pairs (icews, gdelt, cameo) can hold them twice"),
            (nodes != "party" and self.unit != "network", "only networks have nodes"),
        ]
        for wrong, why in faults:
            if wrong:
                raise InputError(f"an option does not go with the format {self.name}: {why}", "Leave the option out.")
