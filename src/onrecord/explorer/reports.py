"""One report with its records as they stand, for the report view."""

from __future__ import annotations

from typing import Any

import numpy as np

from onrecord.explorer.columns import NONE
from onrecord.explorer.facts import Facts
from onrecord.explorer.reviews import Reviews
from onrecord.output.contract import Json


def report_detail(facts: Facts, ledger: Reviews, report: str) -> Json:
    """The JSON object `ReportDetail`; raises NotThereError."""
    coding = ledger.report(facts.base, report)
    number = facts.base.report_numbers[report]
    reports = facts.base.reports
    return {
        "version": facts.version,
        **{
            name: coding[name]
            for name in ("report", "records", "machine", "statements", "furniture", "issues", "reviews")
        },
        "events": _events(facts, number),
        "previous": reports[number - 1].id if number else None,
        "next": reports[number + 1].id if number + 1 < len(reports) else None,
    }


def _events(facts: Facts, number: int) -> Json:
    """Of each record of a report that was linked, its event."""
    columns = facts.columns
    rows = np.flatnonzero((columns.report == number) & (columns.event != NONE) & facts.alive).tolist()
    events = sorted({int(columns.event[row]) for row in rows})
    asked = "SELECT e, event, standing, reports FROM events SEMI JOIN (SELECT unnest(?::INTEGER[]) AS e) AS wanted USING (e)"
    found = {row["e"]: row for row in facts.base.ask(asked, [events])} if events else {}

    def event(row: int) -> dict[str, Any]:
        known = found[int(columns.event[row])]
        return {name: known[name] for name in ("event", "standing", "reports")}

    return {record["record"]: event(row) for row, record in zip(rows, facts.rows(rows), strict=True)}
