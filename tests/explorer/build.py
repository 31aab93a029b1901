"""A small store with many kinds of records, and codings by hand."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.model import (
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
from onrecord.store import Run, Store

RUN = Run("run-1", "model-a", "codebook-a", "0.2.0", "2024-03-01T00:00:00+00:00")
TEXT = (
    "Rebels shelled Tarn on Monday, killing two, the mayor said. \U0001f4a5 The army of Halve denied it.\n"
    "Thousands marched in Vell. Police arrested ten students, and talks will begin in Orr."
)
# Nobody's real places: a name, a country, a point and how exact it is.
PLACES: dict[str, tuple[str, float, float, str]] = {
    "Tarn": ("UKR", 49.5, 36.25, "city"),
    "Vell": ("FJI", -17.0, 179.5, "province"),
    "Orr": ("KEN", 1.0, -179.5, "country"),
}


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def party(
    words: str,
    country: str | None = None,
    sector: str | None = None,
    entity: str | None = None,
    name: str | None = None,
) -> Participant:
    return Participant((span(words),), name or words, country, sector, entity)


def record(
    name: str, category: str = "ASSAULT", mode: str | None = None, *, actors: Sequence[Participant] = (),
    recipients: Sequence[Participant] = (), place: str | None = None, day: str | None = None, last: str | None = None,
    factuality: Factuality = "asserted", source: str | None = None, killed: int | None = None, confidence: float = 0.9,
) -> Record:  # fmt: skip
    """A record on words of TEXT."""
    where = None
    if place is not None:
        country, lat, lon, precision = PLACES[place]
        where = Place((span(place),), place, country, None, lat, lon, None, "arc", precision)
    when = None
    if day is not None:
        start, end = datetime.date.fromisoformat(day), datetime.date.fromisoformat(last or day)
        when = When((span("on Monday"),), start, end, "day" if last is None else "range", "expression")
    sources = (Source(party("the mayor", "UKR", "GOV", name=source), span("said")),) if source else ()
    return Record(
        name, category, mode, "190", span("shelled"), (), tuple(actors), tuple(recipients), where, when, factuality,
        (span("denied"),) if factuality == "denied" else (), sources, Count(killed, (span("two"),)) if killed is not None else None,
        None, span("Rebels shelled Tarn on Monday, killing two, the mayor said."), confidence,
    )  # fmt: skip


def coding(
    report: str, records: Sequence[Record] = (), *, text: str = TEXT, title: str | None = None, published: str | None = "2024-03-05",
    medium: str | None = "The Courier", statements: Sequence[Statement] = (), issues: Sequence[Issue] = (),
) -> Coding:  # fmt: skip
    day = datetime.date.fromisoformat(published) if published else None
    return Coding(
        Report(report, text, f"Title of {report}" if title is None else title, day, None, medium, "en"), tuple(records),
        tuple(statements), (), tuple(issues),
    )  # fmt: skip


REBELS, TARN = party("Rebels", "UKR", "REB"), party("Tarn", "UKR")
ARMY, POLICE = party("The army", "RUS", "MIL", "organ:rus-army"), party("Police", "KEN", "COP")
CROWD, STUDENTS = party("Thousands", None, "CVL"), party("ten students", "KEN", "EDU")


def world() -> list[Coding]:
    """Four reports with nine records."""
    return [
        coding("r1", [
            record("shelled", "ASSAULT", "heavy-weapons", actors=[REBELS], recipients=[TARN], place="Tarn", day="2024-03-04",
                   source="the mayor", killed=2, confidence=0.95),
            record("denied", "ASSAULT", "heavy-weapons", actors=[REBELS], recipients=[TARN], place="Tarn", day="2024-03-04",
                   factuality="denied", source="The army"),
            record("marched", "PROTEST", "demo", actors=[CROWD], place="Vell", day="2024-02-28"),
        ]),
        coding("r2", [
            record("shelled-again", "ASSAULT", "heavy-weapons", actors=[ARMY], recipients=[TARN, REBELS], place="Tarn", day="2024-03-04",
                   killed=3, confidence=0.5),
            record("arrested", "COERCE", "arrest", actors=[POLICE], recipients=[STUDENTS], place="Orr", day="2023-12-30", last="2024-01-02"),
        ], medium="Wire", published="2024-03-06"),
        coding("r3", [
            record("talks", "CONSULT", actors=[ARMY, REBELS, POLICE], day="2024-04-01", factuality="planned", source="the mayor"),
            record("undated", "ACCUSE", actors=[POLICE], recipients=[ARMY], factuality="possible", confidence=0.2),
        ], medium=None, published=None),
        coding("a/../b?c#d%2F\u00e9'\"<script>", [
            record("aid", "AID", actors=[ARMY], recipients=[STUDENTS], day="2024-03-01", source="<b>x</b>"),
            record("bare", "REQUEST"),
        ], title="", published="2024-03-01"),
    ]  # fmt: skip


EVENTS: list[dict[str, Any]] = [
    {"id": "e1", "category": "ASSAULT", "mode": "heavy-weapons", "records": ["shelled", "denied", "shelled-again"], "first_report": "r1",
     "reports": 2, "origins": 2, "standing": "disputed", "asserted_by": ["the mayor", "report r2"], "denied_by": ["The army"],
     "planned_by": [], "actors": [{"name": "Rebels", "country": "UKR", "sector": "REB"}], "recipients": [], "date_start": "2024-03-04",
     "date_end": "2024-03-04", "place": "Tarn", "place_country": "UKR", "lat": 49.5, "lon": 36.25, "killed": [2, 3], "injured": None},
    {"id": "e2", "category": "PROTEST", "mode": "demo", "records": ["marched"], "first_report": "r1", "reports": 1, "origins": 1,
     "standing": "single-source", "asserted_by": ["report r1"], "denied_by": [], "planned_by": [], "actors": [], "recipients": [],
     "date_start": "2024-02-28", "date_end": "2024-02-28", "place": None, "place_country": None, "lat": None, "lon": None,
     "killed": None, "injured": None},
]  # fmt: skip


def links() -> list[dict[str, Any]]:
    return [
        {"record": name, "event": event["id"], "score": 0.75, "reasons": ["same day"], "digest": "d"}
        for event in EVENTS
        for name in event["records"]
    ]


def make_store(path: Path, codings: Sequence[Coding] | None = None, *, linked: bool = True) -> Store:
    """A store of the world, in two batches, or of some codings."""
    store = Store.create(path)
    found = world() if codings is None else list(codings)
    half = max(1, len(found) // 2)
    for number, batch in enumerate((found[:half], found[half:])):
        if batch:
            store.write(f"batch-{number}", batch, RUN)
    if codings is None and linked:
        store.replace_events(EVENTS, links(), package="0.2.0")
    return store
