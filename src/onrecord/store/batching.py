"""Cutting the reports of an input into batches that stay the same when reports come or go elsewhere in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.model import Report

# A batch has this many reports on average, and never more than the largest number or so many characters of text:
# what is coded again after a kill, and what is held in memory, is bounded.
MEAN, LARGEST, CHARACTERS = 250, 1_000, 20_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Reports that are coded and written together.

    Attributes:
        key: name of the batch: its source and the id of its first report.
        source: where it comes from.
        digest: tells this input from a changed one.
    """

    key: str
    source: str
    reports: tuple[Report, ...]
    digest: str


def batches(source: str, reports: Iterable[Report], *, mean: int = MEAN, largest: int = LARGEST) -> Iterator[Batch]:
    """The reports of a source in batches, lazily, in their order.

    A batch begins at a report whose id says so (one in `mean`, by its digest), wherever it stands. A report that is put in
    or taken out changes the batch around it, and the others are found unchanged.
    """
    group: list[Report] = []
    size = 0
    for report in reports:
        begins = int(hashlib.sha256(report.id.encode("utf-8", "surrogatepass")).hexdigest()[:12], 16) % mean == 0
        if group and (begins or len(group) >= largest or size + len(report.text) > CHARACTERS):
            yield _batch(source, group)
            group, size = [], 0
        group.append(report)
        size += len(report.text)
    if group:
        yield _batch(source, group)


def _batch(source: str, group: list[Report]) -> Batch:
    digest = hashlib.sha256()
    for report in group:
        day = report.published.isoformat() if report.published else None
        said = [[issue.code, issue.message] for issue in report.issues]
        parts = [report.id, report.text, report.title, day, report.url, report.source, report.language, said]
        digest.update(json.dumps(parts).encode("utf-8") + b"\n")
    return Batch(f"{source}#{group[0].id}", source, tuple(group), digest.hexdigest()[:16])
