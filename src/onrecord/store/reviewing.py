"""Rows of the table of reviews as the review gives and takes them, and as the table holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.store.schema import load_schema

if TYPE_CHECKING:
    from onrecord.store.reader import Snapshot

Row = Mapping[str, Any]
ACTIONS = ("accept", "correct", "reject", "add", "undo")
# Every judgement is a commit, so a file; as many are read as fast as one, and more are put together.
MOST_FILES = 32
_NEEDED = ("id", "at", "reviewer", "report", "record", "action", "text_digest")
_PLAIN = (
    "reviewer", "report", "record", "action", "undoes", "note", "seen", "category", "mode", "factuality", "text_digest",
)  # fmt: skip
_JSON = (("values", "corrected"), ("machine", "machine"))


def review_to_row(review: Row, package: str) -> dict[str, Any]:
    """The row of a judgement; raises InputError where it is none, or has a field that the table has no place for."""
    missing = [name for name in _NEEDED if not isinstance(review.get(name), str) or not review[name]]
    unknown = review.keys() - {"id", "at", "trigger", "sentence", *_PLAIN, *(name for name, _ in _JSON)}
    if missing or unknown or review["action"] not in ACTIONS:
        what = f"lacks {', '.join(missing)}" if missing else f"has the fields {', '.join(sorted(unknown))}"
        what = what if missing or unknown else f"has the action {review['action']!r}"
        raise InputError(f"a review {what}", "Write reviews with onrecord.review.")
    row: dict[str, Any] = {"review": review["id"], "judged_at": review["at"], "package": package}
    row |= {name: review.get(name) for name in _PLAIN}
    for name, column in _JSON:
        value = review.get(name)
        row[column] = None if value is None else json.dumps(value, ensure_ascii=True, sort_keys=True)
    if trigger := review.get("trigger"):
        row |= {"trigger": trigger["text"], "trigger_start": trigger["start"], "trigger_end": trigger["end"]}
    if sentence := review.get("sentence"):
        row |= {"sentence": sentence["text"], "sentence_start": sentence["start"]}
    return row


def review_from_row(row: Row) -> dict[str, Any]:
    """The judgement as it was appended."""
    found: dict[str, Any] = {"id": row["review"], "at": row["judged_at"], **{name: row[name] for name in _PLAIN}}
    for name, column in _JSON:
        found[name] = None if row[column] is None else json.loads(row[column])
    found["trigger"] = found["sentence"] = None
    if row["trigger_start"] is not None:
        found["trigger"] = {"start": row["trigger_start"], "end": row["trigger_end"], "text": row["trigger"]}
    if row["sentence_start"] is not None:
        start, text = row["sentence_start"], row["sentence"]
        found["sentence"] = {"start": start, "end": start + len(text), "text": text}
    return found


def found_in(snapshot: Snapshot, reports: Sequence[str] | None) -> list[dict[str, Any]]:
    """The judgements on some reports, or all, in the order in which they were made; a row that stands twice is one."""
    source = snapshot.source(load_schema().tables["reviews"])
    where, values = ("", []) if reports is None else (" WHERE list_contains(?::VARCHAR[], report)", [list(reports)])
    found: dict[str, dict[str, Any]] = {}
    for row in snapshot.rows(f"SELECT * FROM {source}{where} ORDER BY judged_at, review", values):
        found.setdefault(row["review"], review_from_row(row))
    return list(found.values())
