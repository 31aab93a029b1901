"""The output contract: a Coding as one JSON object, and back. docs/reference/output.md describes every field."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from onrecord.errors import InputError
from onrecord.model import (
    Basis,
    Coding,
    Count,
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
from onrecord.output.sound import check_sound

Json = dict[str, Any]
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_contract(coding: Coding) -> Json:
    """The JSON object of one report."""
    report = coding.report
    return {
        "report": {
            "id": report.id, "title": report.title, "published": _iso(report.published), "text": report.text,
            "url": report.url, "source": report.source, "language": report.language,
        },
        "records": [_record(record) for record in coding.records],
        "statements": [_statement(statement) for statement in coding.statements],
        "furniture": [_span(span) for span in coding.furniture],
        "issues": [{"code": i.code, "message": i.message, "span": _span(i.span) if i.span else None} for i in coding.issues],
    }  # fmt: skip


def to_line(coding: Coding) -> str:
    """The JSON object of one report on one line."""
    return as_line(to_contract(coding))


def as_line(tree: Json) -> str:
    """A JSON object of the contract on one line. Characters that JSON Lines readers may split at are escaped."""
    line = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    line = _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def from_contract(tree: Mapping[str, Any]) -> Coding:
    """A Coding from its JSON object; raises InputError where a field is missing or of another type, or a span does not hold."""
    try:
        report = tree["report"]
        coding = Coding(
            report=Report(
                id=report["id"], text=report["text"], title=report["title"], published=_date(report["published"]),
                url=report["url"], source=report["source"], language=report["language"],
            ),
            records=tuple(_read_record(row) for row in tree["records"]),
            statements=tuple(_read_statement(row) for row in tree["statements"]),
            furniture=tuple(_read_span(row) for row in tree["furniture"]),
            issues=tuple(_read_issue(row) for row in tree["issues"]),
        )  # fmt: skip
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise InputError(
            f"this is no line of onrecord's output: {fault!r}", "Write it with `onrecord code --format jsonl`."
        ) from fault
    check_sound(coding)
    return coding


def _read_issue(row: Mapping[str, Any]) -> Issue:
    return Issue(row["code"], row["message"], _read_span(row["span"]) if row["span"] is not None else None)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text is not None else None


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def _read_span(row: Mapping[str, Any]) -> Span:
    return Span(row["start"], row["end"], row["text"])


def _participant(participant: Participant) -> Json:
    return {
        "spans": [_span(span) for span in participant.spans], "name": participant.name, "country": participant.country,
        "sector": participant.sector, "entity": participant.entity, "second": participant.second,
        "basis": [{"words": b.words, "rule": b.rule} for b in participant.basis],
    }  # fmt: skip


def _read_participant(row: Mapping[str, Any]) -> Participant:
    return Participant(
        tuple(_read_span(span) for span in row["spans"]), row["name"], row["country"], row["sector"], row["entity"],
        row.get("second"), tuple(Basis(b["words"], b["rule"]) for b in row.get("basis", ())),
    )  # fmt: skip


def _source(source: Source) -> Json:
    return {**_participant(source.participant), "cue": _span(source.cue) if source.cue else None}


def _read_source(row: Mapping[str, Any]) -> Source:
    return Source(_read_participant(row), _read_span(row["cue"]) if row["cue"] is not None else None)


def _record(record: Record) -> Json:
    counts = {name: _count(value) for name, value in (("killed", record.killed), ("injured", record.injured)) if value}
    return {
        "id": record.id, "category": record.category, "mode": record.mode, "cameo": record.cameo,
        "trigger": _span(record.trigger), "mentions": [_span(span) for span in record.mentions],
        "actors": [_participant(p) for p in record.actors], "recipients": [_participant(p) for p in record.recipients],
        "place": _place(record.place) if record.place else None, "date": _when(record.date) if record.date else None,
        "factuality": record.factuality, "factuality_spans": [_span(span) for span in record.factuality_spans],
        "sources": [_source(source) for source in record.sources], "counts": counts,
        "sentence": _span(record.sentence), "confidence": record.confidence,
    }  # fmt: skip


def _read_record(row: Mapping[str, Any]) -> Record:
    counts = row["counts"]
    return Record(
        id=row["id"], category=row["category"], mode=row["mode"], cameo=row["cameo"], trigger=_read_span(row["trigger"]),
        mentions=tuple(_read_span(span) for span in row["mentions"]),
        actors=tuple(_read_participant(p) for p in row["actors"]),
        recipients=tuple(_read_participant(p) for p in row["recipients"]),
        place=_read_place(row["place"]) if row["place"] is not None else None,
        date=_read_when(row["date"]) if row["date"] is not None else None,
        factuality=row["factuality"], factuality_spans=tuple(_read_span(span) for span in row["factuality_spans"]),
        sources=tuple(_read_source(source) for source in row["sources"]),
        killed=_read_count(counts["killed"]) if "killed" in counts else None,
        injured=_read_count(counts["injured"]) if "injured" in counts else None,
        sentence=_read_span(row["sentence"]), confidence=row["confidence"],
    )  # fmt: skip


def _place(place: Place) -> Json:
    return {
        "spans": [_span(span) for span in place.spans], "name": place.name, "country": place.country, "admin1": place.admin1,
        "lat": place.lat, "lon": place.lon, "geonames": place.geonames, "basis": place.basis,
        "precision": place.precision,
    }  # fmt: skip


def _read_place(row: Mapping[str, Any]) -> Place:
    return Place(
        tuple(_read_span(span) for span in row["spans"]), row["name"], row["country"], row["admin1"],
        row["lat"], row["lon"], row["geonames"], row.get("basis", "arc"), row.get("precision"),
    )  # fmt: skip


def _when(when: When) -> Json:
    return {
        "spans": [_span(span) for span in when.spans], "start": when.start.isoformat(), "end": when.end.isoformat(),
        "granularity": when.granularity, "basis": when.basis,
    }  # fmt: skip


def _read_when(row: Mapping[str, Any]) -> When:
    start, end = (datetime.date.fromisoformat(row[name]) for name in ("start", "end"))
    return When(tuple(_read_span(span) for span in row["spans"]), start, end, row["granularity"], row["basis"])


def _count(count: Count) -> Json:
    return {"value": count.value, "spans": [_span(span) for span in count.spans], "bound": count.bound}


def _read_count(row: Mapping[str, Any]) -> Count:
    return Count(row["value"], tuple(_read_span(span) for span in row["spans"]), row.get("bound", "exact"))


def _statement(statement: Statement) -> Json:
    return {
        "id": statement.id, "speaker": _participant(statement.speaker) if statement.speaker else None,
        "via": [_source(source) for source in statement.via], "spans": [_span(span) for span in statement.spans],
        "cue": _span(statement.cue) if statement.cue else None, "kind": statement.kind,
    }  # fmt: skip


def _read_statement(row: Mapping[str, Any]) -> Statement:
    return Statement(
        row["id"], _read_participant(row["speaker"]) if row["speaker"] is not None else None,
        tuple(_read_source(source) for source in row["via"]), tuple(_read_span(span) for span in row["spans"]),
        _read_span(row["cue"]) if row["cue"] is not None else None, row["kind"],
    )  # fmt: skip
