"""The ledger of reviews: who judged which record how, and when. Rows are only ever added; an undo is a row too."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from onrecord.codebook import Codebook
from onrecord.model import Span
from onrecord.output.contract import Json
from onrecord.review.corrections import FIELDS, NEEDED, Rules, check_corrections, check_mode, check_span, words
from onrecord.review.errors import ReviewError

Action = Literal["accept", "correct", "reject", "add", "undo"]
LONGEST_REVIEWER, LONGEST_NOTE, LONGEST_ID = 100, 2_000, 1_000
_SETTING = ("correct", "add")
_REMEDY = "docs/reference/review.md describes a judgement."


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a judgement was made on, so that it can be found again when the report is coded anew.

    Attributes:
        text_digest: digest of the report's text.
        trigger, sentence: of the record as it was coded; of an added one, as it stood.
        category, mode, factuality: likewise.
        machine: the record as it was coded, as the output contract writes it; None of an added one.
    """

    text_digest: str
    trigger: Span | None = None
    sentence: Span | None = None
    category: str | None = None
    mode: str | None = None
    factuality: str | None = None
    machine: Json | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One row of the ledger.

    Attributes:
        id: unique.
        at: when, ISO 8601 in UTC with microseconds; rows are in force in this order, then in that of ids.
        record: the record as it was called then; of "add" the id that the record got.
        values: of "correct" and "add": the fields set, as the output contract writes them.
        undoes: of "undo": id of the row that it lifts.
        seen: id of the newest row on the record that the reviewer saw.
    """

    id: str
    at: str
    reviewer: str
    report: str
    record: str
    action: Action
    anchor: Anchor
    values: Json | None = None
    undoes: str | None = None
    note: str | None = None
    seen: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What rows are sorted by."""
        return self.at, self.id


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of a record, before it is a row; see `Review`."""

    action: str
    report: str
    reviewer: str
    record: str | None = None
    values: Mapping[str, Any] | None = None
    undoes: str | None = None
    note: str | None = None


def check_judgement(judgement: Judgement, rules: Rules) -> Judgement:
    """The judgement with its values in full.

    Raises:
        ReviewError: it is none, whatever the record is.
    """
    action = judgement.action
    if action not in get_args(Action):
        raise _wrong(f"{str(action)[:40]!r} is no judgement: it can be {', '.join(get_args(Action))}")
    reviewer = words(judgement.reviewer, "the name of the reviewer", LONGEST_REVIEWER)
    words(judgement.report, "the report's id", LONGEST_ID)
    if action != "add":
        words(judgement.record, "the record's id", LONGEST_ID)
    if (judgement.values is not None) != (action in _SETTING):
        raise _wrong(f"{action} {'needs' if action in _SETTING else 'takes no'} values")
    if (judgement.undoes is not None) != (action == "undo"):
        raise _wrong(f"{action} {'needs' if action == 'undo' else 'takes no'} row to undo")
    if judgement.undoes is not None:
        words(judgement.undoes, "the id of the row to undo", LONGEST_ID)
    blank = judgement.note is None or (isinstance(judgement.note, str) and not judgement.note.strip())
    note = None if blank else words(judgement.note, "the note", LONGEST_NOTE)
    values = None if judgement.values is None else check_corrections(judgement.values, rules)
    if action == "add" and values is not None:
        missing = [name for name in NEEDED if name not in values]
        if missing:
            raise _wrong(f"an added record needs {', '.join(missing)}")
    if values and "category" in values and "mode" in values:
        check_mode(rules.codebook, values["category"], values["mode"])
    return replace(judgement, reviewer=reviewer, note=note, values=values)


def digest_of(text: str) -> str:
    """What tells a report's text from a changed one."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def new_id() -> str:
    """The id of a new row."""
    return uuid.uuid4().hex


def added_id(review: str) -> str:
    """The id of the record that a row adds."""
    return hashlib.sha256(f"added\x1f{review}".encode()).hexdigest()[:16]


def moment(after: str | None = None) -> str:
    """The present in UTC; a microsecond after another row where a clock would put it before."""
    now = datetime.datetime.now(datetime.UTC)
    if after is not None:
        now = max(now, datetime.datetime.fromisoformat(after) + datetime.timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")


def lifted(reviews: Iterable[Review]) -> frozenset[str]:
    """Ids of the rows that a later row lifts, where nothing lifts that one again."""
    rows = sorted(reviews, key=lambda row: row.key)
    place = {row.id: number for number, row in enumerate(rows)}
    gone: set[str] = set()
    for number in range(len(rows) - 1, -1, -1):
        row = rows[number]
        if row.action == "undo" and row.id not in gone and row.undoes and place.get(row.undoes, number) < number:
            gone.add(row.undoes)
    return frozenset(gone)


# --- rows of the store -------------------------------------------------------------------------------------------


def to_row(review: Review) -> Json:
    """The row as `Store.append_reviews` takes it."""
    anchor = review.anchor
    return {
        "id": review.id, "at": review.at, "reviewer": review.reviewer, "report": review.report, "record": review.record,
        "action": review.action, "values": review.values, "undoes": review.undoes, "note": review.note, "seen": review.seen,
        "category": anchor.category, "mode": anchor.mode, "factuality": anchor.factuality, "trigger": _span(anchor.trigger),
        "sentence": _span(anchor.sentence), "text_digest": anchor.text_digest, "machine": anchor.machine,
    }  # fmt: skip


def from_row(row: Mapping[str, Any]) -> Review:
    """A row of `Store.reviews`; raises ReviewError where it is none."""
    try:
        at = datetime.datetime.fromisoformat(row["at"])
        if at.utcoffset() != datetime.timedelta(0):
            raise _wrong(f"the row {row['id']} is not timed in UTC")
        anchor = Anchor(
            row["text_digest"], _read_span(row["trigger"]), _read_span(row["sentence"]), row["category"], row["mode"],
            row["factuality"], row["machine"],
        )  # fmt: skip
        review = Review(
            row["id"], at.isoformat(timespec="microseconds"), row["reviewer"], row["report"], row["record"], row["action"], anchor,
            row["values"], row["undoes"], row["note"], row["seen"],
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as fault:
        raise _wrong(f"this is no row of a ledger of reviews: {fault!r}") from fault
    if review.action not in get_args(Action):
        raise _wrong(f"the row {review.id} has the unknown action {review.action!r}")
    return review


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Review]:
    """Rows of the store, in the order in which they are in force."""
    return sorted((from_row(row) for row in rows), key=lambda row: row.key)


def check_row(row: Mapping[str, Any], codebook: Codebook) -> Review:
    """A row that comes from outside, checked as a new one is but for the words of the report; raises ReviewError."""
    review = from_row(row)
    for name in ("id", "text_digest"):
        words(row[name], f"the {name} of a row", LONGEST_ID)
    said = Judgement(
        review.action, review.report, review.reviewer, review.record, review.values, review.undoes, review.note
    )
    checked = check_judgement(said, Rules(codebook, None))
    words(review.record, "the record's id", LONGEST_ID)
    if review.seen is not None:
        words(review.seen, "the row that was seen", LONGEST_ID)
    _check_anchor(review, codebook)
    return replace(review, values=None if checked.values is None else dict(checked.values), note=checked.note)


def _check_anchor(review: Review, codebook: Codebook) -> None:
    """Raise ReviewError where what a row was judged on could not be put back on record."""
    anchor, rules = review.anchor, Rules(codebook, None)
    for span in (anchor.trigger, anchor.sentence):
        if span is not None:
            check_span(_span(span), "the anchor", rules)
    if anchor.category is not None:
        check_mode(codebook, anchor.category, anchor.mode)
    machine = anchor.machine
    if machine is None:
        return
    try:
        check_corrections({name: machine[name] for name in FIELDS}, rules)
        check_mode(codebook, machine["category"], machine["mode"])
        for span in (machine["sentence"], *machine["mentions"]):
            check_span(span, "the record that was judged", rules)
        sure, known = machine["confidence"], {*FIELDS, "id", "cameo", "sentence", "mentions", "confidence"}
        fits = machine.keys() == known and isinstance(sure, float | int) and 0 <= sure <= 1
    except (KeyError, TypeError, AttributeError) as fault:
        raise _wrong(f"the row {review.id} was made on no record: {fault!r}") from fault
    if not fits or not isinstance(machine["cameo"], str) or not isinstance(machine["id"], str):
        raise _wrong(f"the row {review.id} was made on no record")


def _span(span: Span | None) -> Json | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.text}


def _read_span(row: Mapping[str, Any] | None) -> Span | None:
    if row is None:
        return None
    start, end, text = row["start"], row["end"], row["text"]
    if type(start) is not int or type(end) is not int or not isinstance(text, str):
        raise ValueError("a span is not two whole numbers and a text")
    return Span(start, end, text)


def newest(reviews: Sequence[Review]) -> Review | None:
    """The last row in the order in which they are in force."""
    return max(reviews, key=lambda row: row.key, default=None)


def _wrong(message: str) -> ReviewError:
    return ReviewError(message, _REMEDY)
