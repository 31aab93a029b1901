"""A report with records by hand, and judgements on it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from onrecord.model import (
    Coding,
    Count,
    Participant,
    Place,
    Record,
    Report,
    Source,
    Span,
    When,
)
from onrecord.output.contract import Json
from onrecord.review import Reviewed, reviewed
from onrecord.review.ledger import Action, Review, added_id
from onrecord.review.write import anchor_of

TEXT = (
    "Rebels shelled Tarn on Monday, killing two, the mayor said. \U0001f4a5 The army denied it.\n"
    "Thousands marched in Halve. Police arrested ten students."
)
REPORT = Report("r1", TEXT, "Tarn", datetime.date(2024, 3, 5), None, "The Courier", "en")


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def tree(words: str, text: str = TEXT) -> Json:
    found = span(words, text)
    return {"start": found.start, "end": found.end, "text": found.text}


def party(words: str, country: str | None = None, sector: str | None = None) -> Participant:
    return Participant((span(words),), words, country, sector)


def party_tree(words: str, country: str | None = None, sector: str | None = None) -> Json:
    return {"spans": [tree(words)], "name": words, "country": country, "sector": sector, "entity": None}


SHELLED = Record(
    "shelled", "ASSAULT", "heavy-weapons", "194", span("shelled"), (span("killing"),), (party("Rebels", "UKR", "REB"),), (party("Tarn", "UKR"),),
    Place((span("Tarn"),), "Tarn", "UKR", None, 49.5, 36.25, 12345, "arc", "city"),
    When((span("on Monday"),), datetime.date(2024, 3, 4), datetime.date(2024, 3, 4), "day", "expression"), "asserted", (),
    (Source(party("the mayor", "UKR", "GOV"), span("said")),), Count(2, (span("two"),)), None,
    span("Rebels shelled Tarn on Monday, killing two, the mayor said."), 0.9,
)  # fmt: skip
DENIED = replace(
    SHELLED, id="denied", factuality="denied", factuality_spans=(span("denied"),), killed=None,
    sources=(Source(party("The army", "UKR", "MIL"), span("denied")),),
)  # fmt: skip
MARCHED = Record(
    "marched", "PROTEST", "demo", "141", span("marched"), (), (party("Thousands", None, "CVL"),), (), None, None, "asserted", (), (),
    None, None, span("Thousands marched in Halve."), 0.8,
)  # fmt: skip
CODING = Coding(REPORT, (SHELLED, DENIED, MARCHED))


def at(second: int) -> str:
    return f"2024-05-01T10:00:{second:02d}.000000+00:00"


class Desk:
    """Reviewers at work on one report without a store: every judgement is made on the coding as it stands."""

    def __init__(self, coding: Coding = CODING) -> None:
        self.coding = coding
        self.rows: list[Review] = []

    def judge(
        self,
        action: Action,
        record: str | None = None,
        values: Json | None = None,
        by: str = "Ann",
        undoes: Review | None = None,
    ) -> Review:
        standing = self.standing()
        number = len(self.rows) + 1
        name = f"row{number:02d}"
        seen = standing.newest.get(record) if record else None
        if action == "add":
            record = added_id(name)
            trigger = span(values["trigger"]["text"], self.coding.report.text) if values else None
            anchor = replace(
                anchor_of(standing, "none"),
                trigger=trigger,
                sentence=trigger,
                category=(values or {}).get("category"),
                factuality="asserted",
            )
        else:
            anchor = anchor_of(standing, str(record))
        row = Review(
            name, at(number), by, "r1", str(record), action, anchor, values, undoes.id if undoes else None, None, seen
        )
        self.rows.append(row)
        return row

    def undo(self, row: Review, by: str = "Ann") -> Review:
        return self.judge("undo", self.standing().current[row.id], by=by, undoes=row)

    def code(self, coding: Coding) -> None:
        """The report is coded anew."""
        self.coding = coding

    def standing(self) -> Reviewed:
        return reviewed(self.coding, self.rows)

    def record(self, name: str) -> Record:
        return next(record for record in self.standing().coding.records if record.id == name)

    def state(self, name: str) -> str:
        return self.standing().marks[name].state

    def issues(self) -> list[str]:
        return [issue.code for issue in self.standing().coding.issues]


def moved(coding: Coding, before: str, after: str = "", cut: int = 0) -> Coding:
    """The coding of the same report after words were put before its text, and behind it."""
    text = before + coding.report.text[cut:] + after
    by = len(before) - cut

    def shifted(value: Any) -> Any:
        if isinstance(value, Span):
            return Span.of(text, value.start + by, value.end + by)
        if isinstance(value, tuple):
            return tuple(map(shifted, value))
        if isinstance(value, (Participant, Place, When, Count, Source, Record)):
            return replace(value, **{name: shifted(getattr(value, name)) for name in value.__dataclass_fields__})
        return value

    return Coding(replace(coding.report, text=text), shifted(coding.records))
