"""What linking reads and writes: plain frozen types, and their rows as a store keeps them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from onrecord.errors import InputError
from onrecord.model import Factuality

Verdict = Literal["same", "different", "undone"]
Standing = Literal[
    "corroborated", "single-source", "disputed", "denied", "planned", "planned-then-done", "retracted", "possible"
]
Row = Mapping[str, Any]
# Longer texts are cut: nothing that tells a happening stands so far down, and hostile input stays cheap.
MAX_SENTENCE = 2_000
MAX_TEXT = 200_000
MAX_PARTIES = 8


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who acts, is acted on or is a source.

    Attributes:
        country, sector: codes, or None where unknown.
        entity: id in the knowledge base, or None: one and the same, whatever the words.
    """

    name: str
    country: str | None = None
    sector: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One event as one report tells it, as far as linking looks at it.

    Attributes:
        published: day on which the report appeared, or None.
        date_start, date_end: first and last day of the event, both inclusive, or None where the report does not tell.
        date_basis: "published" where the day is only that of publication, else None or any other word.
        lat, lon: WGS 84 degrees, or None.
        sources: outermost first; the innermost makes the claim. Empty where the report speaks in its own voice.
        killed, injured: number of people, or None.
        trigger: the words that name the event, or "".
    """

    id: str
    report_id: str
    published: datetime.date | None
    title: str
    category: str
    mode: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    date_start: datetime.date | None
    date_end: datetime.date | None
    place: str | None
    place_country: str | None
    lat: float | None
    lon: float | None
    factuality: Factuality
    sources: tuple[Party, ...]
    killed: int | None
    injured: int | None
    sentence: str
    trigger: str = ""
    date_basis: str | None = None


@dataclass(frozen=True, slots=True)
class LinkReport:
    """A report as far as near-duplicates are looked for."""

    id: str
    published: datetime.date | None
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on two records: the same event, different events, or an earlier judgement undone.

    Attributes:
        at: moment of the judgement, ISO 8601; later ones override earlier ones on the same pair.
        score: what the machine had thought of the pair, 0 to 1, or None.
    """

    at: str
    author: str
    record_a: str
    record_b: str
    verdict: Verdict
    score: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Why a record belongs to an event.

    Attributes:
        score: mean likeness to the other records of the event, 0 to 1; 1 where it stands alone or a person joined it.
        reasons: in words, strongest first.
        digest: of all that linking saw of the record, so that a changed record is noticed.
    """

    record: str
    event: str
    score: float
    reasons: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Event:
    """One happening over all reports.

    Attributes:
        id: stable: kept when the event grows, shrinks or is linked again.
        records: ids, in the order in which their reports appeared.
        first_report: id of the report that told it first.
        reports: number of reports that tell it.
        origins: number of these that are independent: near-duplicates count once.
        asserted_by, denied_by, planned_by: the voices, a source by its name, a report's own voice as "report ID".
        date_start, date_end: the days that most records agree on.
        killed, injured: least and greatest number told, or None where no record tells any.
    """

    id: str
    category: str
    mode: str | None
    records: tuple[str, ...]
    first_report: str
    reports: int
    origins: int
    standing: Standing
    asserted_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    planned_by: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    date_start: datetime.date | None
    date_end: datetime.date | None
    place: str | None
    place_country: str | None
    lat: float | None
    lon: float | None
    killed: tuple[int, int] | None
    injured: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives.

    Attributes:
        events, links: every event and one link for each record, in the order of their ids.
        relinked: how many records were looked at anew; the rest kept their events.
        notes: judgements that could not be followed, and why, in words.
    """

    events: tuple[Event, ...]
    links: tuple[Link, ...]
    relinked: int
    notes: tuple[str, ...] = ()


def record_from_row(row: Row) -> LinkRecord:
    """A LinkRecord from a store's row; days may be dates or ISO text. Raises InputError naming the field that is wrong."""
    try:
        factuality = row["factuality"]
        if factuality not in get_args(Factuality):
            raise ValueError(f"factuality {factuality!r}")
        return LinkRecord(
            id=_text(row, "id"), report_id=_text(row, "report_id"), published=_day(row.get("published")),
            title=(row.get("title") or "")[:MAX_SENTENCE], category=_text(row, "category"), mode=row.get("mode"),
            actors=_parties(row["actors"]), recipients=_parties(row["recipients"]),
            date_start=_day(row.get("date_start")), date_end=_day(row.get("date_end")),
            place=row.get("place") or None, place_country=row.get("place_country"),
            lat=_degree(row.get("lat")), lon=_degree(row.get("lon")), factuality=factuality,
            sources=_parties(row["sources"]), killed=_number(row.get("killed")), injured=_number(row.get("injured")),
            sentence=(row.get("sentence") or "")[:MAX_SENTENCE], trigger=(row.get("trigger") or "")[:MAX_SENTENCE],
            date_basis=row.get("date_basis"),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as fault:
        raise InputError(
            f"record {row.get('id')!r} cannot be linked: {fault!r}", "Read records with the store's link_records()."
        ) from fault


def report_from_row(row: Row) -> LinkReport:
    """The report that a record's row stands in; the text is cut at MAX_TEXT code points."""
    text = row.get("text_of_report") or ""
    return LinkReport(_text(row, "report_id"), _day(row.get("published")), text[:MAX_TEXT])


def judgement_from_row(row: Row) -> Judgement:
    """A Judgement from a row of the ledger; raises InputError where it is none."""
    try:
        verdict = row["verdict"]
        if verdict not in get_args(Verdict):
            raise ValueError(f"verdict {verdict!r}")
        at = row["at"]
        return Judgement(
            at if isinstance(at, str) else at.isoformat(), row["author"], _text(row, "record_a"), _text(row, "record_b"),
            verdict, row.get("score"), row.get("reason") or "",
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InputError(f"a row of the ledger is no judgement: {fault!r}", "Write it with `onrecord link`.") from fault


def link_from_row(row: Row) -> Link:
    """A Link from the row that a store kept of it."""
    try:
        return Link(
            _text(row, "record"), _text(row, "event"), float(row["score"]), tuple(row["reasons"]), row["digest"]
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise InputError(
            f"a link of the store cannot be read: {fault!r}", "Run `onrecord link STORE --all`."
        ) from fault


def event_from_row(row: Row) -> Event:
    """An Event from the row that a store kept of it; raises InputError where it is none."""
    try:
        standing = row["standing"]
        if standing not in get_args(Standing):
            raise ValueError(f"standing {standing!r}")
        return Event(
            id=_text(row, "id"), category=_text(row, "category"), mode=row["mode"], records=tuple(row["records"]),
            first_report=_text(row, "first_report"), reports=row["reports"], origins=row["origins"], standing=standing,
            asserted_by=tuple(row["asserted_by"]), denied_by=tuple(row["denied_by"]), planned_by=tuple(row["planned_by"]),
            actors=_parties(row["actors"]), recipients=_parties(row["recipients"]),
            date_start=_day(row["date_start"]), date_end=_day(row["date_end"]), place=row["place"],
            place_country=row["place_country"], lat=_degree(row["lat"]), lon=_degree(row["lon"]),
            killed=_toll(row["killed"]), injured=_toll(row["injured"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as fault:
        raise InputError(
            f"an event of the store cannot be read: {fault!r}", "Run `onrecord link STORE --all`."
        ) from fault


def to_row(value: Event | Link | Judgement | LinkRecord) -> dict[str, Any]:
    """Plain lists, dicts and ISO days, as a store or JSON keeps them."""
    return {name: _plain(part) for name, part in asdict(value).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


def _text(row: Row, name: str) -> str:
    value = row[name]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is {value!r}")
    return value


def _day(value: Any) -> datetime.date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    return datetime.date.fromisoformat(str(value)[:10])


def _degree(value: Any) -> float | None:
    # Tables hand an absent number over as NaN.
    return None if value is None or math.isnan(value) else float(value)


def _number(value: Any) -> int | None:
    return None if value is None or math.isnan(value) else int(value)


def _toll(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    low, high = value
    return int(low), int(high)


def _parties(rows: Any) -> tuple[Party, ...]:
    return tuple(
        Party((row.get("name") or "")[:MAX_SENTENCE], row.get("country"), row.get("sector"), row.get("entity"))
        for row in rows[:MAX_PARTIES]
    )
