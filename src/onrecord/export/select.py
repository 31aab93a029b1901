"""Which records an export holds, and the count of those that it leaves out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.codebook import Codebook
from onrecord.codebook.load import FACTUALITY
from onrecord.errors import InputError
from onrecord.model import Coding, Record
from onrecord.review import JudgedCoding

NO_DATE = "without a date, so that --since and --until cannot tell"


@dataclass(frozen=True, slots=True)
class Selection:
    """What records to hand on.

    Attributes:
        factuality: those kept; empty for all.
        since, until: first and last day; a record whose days overlap with them is kept, one without a date is not.
        labels: `CATEGORY` and `CATEGORY/mode` kept; empty for all.
    """

    factuality: frozenset[str] = frozenset()
    since: datetime.date | None = None
    until: datetime.date | None = None
    labels: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.factuality or self.since or self.until or self.labels)

    def why_not(self, record: Record) -> str | None:
        """Why a record is left out, or None where it is kept."""
        if self.factuality and record.factuality not in self.factuality:
            return f"not {' or '.join(sorted(self.factuality))}"
        if self.labels and not self.labels & {record.category, f"{record.category}/{record.mode}"}:
            return "of another category"
        if self.since is None and self.until is None:
            return None
        if record.date is None:
            return NO_DATE
        early = self.since is not None and record.date.end < self.since
        late = self.until is not None and record.date.start > self.until
        return "of another time" if early or late else None


@dataclass(slots=True)
class Tally:
    """What one export did: reports read, records, statements or rows written, and what was left out, by reason."""

    reports: int = 0
    records: int = 0
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def reviewed(self, coding: Coding) -> None:
        """Count the records of a report that a reviewer rejected, which are not among its records."""
        if isinstance(coding, JudgedCoding) and coding.rejected:
            self.left_out["records rejected by a reviewer"] += coding.rejected

    def chosen(self, coding: Coding, selection: Selection) -> list[Record]:
        """The records of a report that are kept; counts them and those left out."""
        kept = []
        self.reviewed(coding)
        for record in coding.records:
            why = selection.why_not(record)
            if why is None:
                kept.append(record)
            else:
                self.left_out[f"records {why}"] += 1
        self.records += len(kept)
        return kept


def make_selection(
    codebook: Codebook,
    *,
    factuality: Sequence[str] = (),
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    categories: Sequence[str] = (),
) -> Selection:
    """A selection out of what a user asked for; raises InputError where the codebook has no such category, or nothing can fit."""
    unknown = sorted(set(factuality) - set(FACTUALITY))
    if unknown:
        raise InputError(f"there is no factuality {', '.join(unknown)}", f"Choose of {', '.join(FACTUALITY)}.")
    if since is not None and until is not None and since > until:
        raise InputError(f"--since {since} lies after --until {until}", "Give the earlier day to --since.")
    labels = []
    for name in categories:
        category, slash, mode = name.partition("/")
        label = category.upper() + slash + mode.lower()
        if label not in codebook.labels():
            raise InputError(f"the codebook has no category {name}", "`onrecord codebook` lists them.")
        labels.append(label)
    return Selection(frozenset(factuality), since, until, frozenset(labels))
