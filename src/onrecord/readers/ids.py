"""One id for one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.model import Issue, Report


def unique_ids(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, lazily, with a number put after an id that was used before and an issue that says so."""
    used: set[str] = set()
    for report in reports:
        identifier, count = report.id, 1
        while identifier in used:
            count += 1
            identifier = f"{report.id}~{count}"
        used.add(identifier)
        if count == 1:
            yield report
            continue
        message = f"the id {report.id} was used before in this run; this report is {identifier}"
        yield replace(report, id=identifier, issues=(*report.issues, Issue("duplicate-id", message)))
