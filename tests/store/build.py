"""Codings by hand for tests of the store: small, complete, and different for every number."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from onrecord.model import (
    Basis,
    Coding,
    Count,
    Factuality,
    Issue,
    Participant,
    Place,
    Record,
    Report,
    Source,
    Span,
    Statement,
    When,
)
from onrecord.store import Run

_TEXT = 'The army shelled Tarn on Monday, killing two, the mayor said. "We will not leave," he added. Halve denied it. \U0001f4a5'
RUN = Run("run-1", "model-a", "codebook-a", "0.1.0", "2024-03-01T00:00:00+00:00")
NEWER = Run("run-2", "model-b", "codebook-a", "0.1.0", "2024-04-01T00:00:00+00:00")


def span(words: str, text: str = _TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def party(words: str, country: str | None = None, sector: str | None = None, text: str = _TEXT) -> Participant:
    return Participant((span(words, text),), words, country, sector, None, None, (Basis(words, "state"),))


def coding(
    number: int | str, *, day: datetime.date | None = datetime.date(2024, 3, 5), factuality: Factuality = "asserted", words: str = "",
    category: str = "ASSAULT", actor: str | None = "RUS",
) -> Coding:  # fmt: skip
    """The coding of a report: a record with everything, one with as little as can be, a statement, furniture and an issue."""
    text = f"{_TEXT} Report {number}. {words}"
    name = f"report-{number}"
    full = Record(
        f"{name}/a", category, "aerial" if category == "ASSAULT" else None, "190", span("shelled"), (span("killing"),),
        (party("The army", actor, "MIL"), party("Halve")), (party("Tarn", "UKR"),),
        Place((span("Tarn"),), "Tarn", "UKR", "07", 49.5, 36.25, 12345, "arc", "city"),
        When((span("on Monday"),), datetime.date(2024, 3, 4), datetime.date(2024, 3, 4), "day", "expression"), factuality, (),
        (Source(party("the mayor", "UKR", "GOV"), span("said")),), Count(2, (span("two"),), "at least"), None,
        Span(0, 61, text[:61]), 0.875,
    )  # fmt: skip
    bare = Record(
        f"{name}/b", "ACCUSE", None, "112", span("denied"), (), (), (), None, None, "denied", (span("denied"),), (), None, None,
        Span(94, 109, text[94:109]), 0.25,
    )  # fmt: skip
    said = Statement(
        f"{name}/s",
        party("he", "UKR", "GOV"),
        (Source(party("Halve"), None),),
        (span("We will not leave,"),),
        span("added"),
        "direct",
    )
    unknown = Statement(f"{name}/t", None, (), (span("Halve denied it"),), None, "indirect")
    return Coding(
        Report(name, text, f"Title {number}", day, None, "The Tarn Courier", "en"), (full, bare), (said, unknown),
        (span("\U0001f4a5"),), (Issue("no-date", "a date \u2028 is missing", None), Issue("date-unresolved", "which?", span("on Monday"))),
    )  # fmt: skip


def codings(numbers: Sequence[int | str], **options: object) -> list[Coding]:
    return [coding(number, **options) for number in numbers]  # type: ignore[arg-type]
