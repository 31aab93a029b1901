"""Rows of events, links and the ledger as linking gives and takes them, and as the tables hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.errors import InputError
from onrecord.store.schema import Table

Row = Mapping[str, Any]
_PARTIES = (("actors", "actor"), ("recipients", "recipient"))
_TOLLS = ("killed", "injured")
_VERDICTS = ("same", "different", "undone")
_PARTY = ("name", "country", "sector")

# What linking needs to know of every record; the parties are read from the nested column, in the order of the report.
LINK_RECORDS = """
SELECT r.record AS id, r.report AS report_id, r.published, t.title, r.category, r.mode,
    list_transform(r.nested_records.actors,
        lambda p: {{'name': p."name", 'country': p.country, 'sector': p.sector, 'entity': p.entity}}) AS actors,
    list_transform(r.nested_records.recipients,
        lambda p: {{'name': p."name", 'country': p.country, 'sector': p.sector, 'entity': p.entity}}) AS recipients,
    list_transform(r.nested_records.sources,
        lambda p: {{'name': p."name", 'country': p.country, 'sector': p.sector, 'entity': p.entity}}) AS sources,
    r.date_start, r.date_end, r.date_basis, r.granularity, r.place, r.place_country, r.lat, r.lon, r.place_precision,
    r.factuality, r.killed, r.injured,
    r.trigger, r.sentence, t.text AS text_of_report
FROM {records} AS r JOIN {reports} AS t USING (report)
ORDER BY t.position, r.position
"""


def event_to_row(event: Row, package: str) -> dict[str, Any]:
    """The row of an event; what the table has no column for goes into `more`.

    Raises:
        InputError: it has no id, category, records or standing.
    """
    rest = dict(event)
    try:
        row: dict[str, Any] = {"event": rest.pop("id"), "record_ids": list(rest.pop("records")), "package": package}
        for name in ("category", "standing"):
            row[name] = rest.pop(name)
    except (KeyError, TypeError) as fault:
        raise InputError(f"an event lacks {fault}", "Write events with `onrecord link`.") from fault
    for many, one in _PARTIES:
        parties = rest.pop(many, None) or []
        row[many] = [party["name"] for party in parties]
        row[f"{one}_countries"] = [party.get("country") for party in parties]
        row[f"{one}_sectors"] = [party.get("sector") for party in parties]
    for harm in _TOLLS:
        toll = rest.pop(harm, None)
        row[f"{harm}_low"], row[f"{harm}_high"] = toll or (None, None)
    return row | rest


def event_from_row(row: Row) -> dict[str, Any]:
    """The event as linking wrote it."""
    event = {"id": row["event"], "records": row["record_ids"], **_rest(row)}
    for many, one in _PARTIES:
        columns = (row[many], row[f"{one}_countries"], row[f"{one}_sectors"])
        event[many] = [dict(zip(_PARTY, party, strict=True)) for party in zip(*columns, strict=True)]
        del event[f"{one}_countries"], event[f"{one}_sectors"]
    for harm in _TOLLS:
        low, high = event.pop(f"{harm}_low"), event.pop(f"{harm}_high")
        event[harm] = None if low is None else [low, high]
    for gone in ("event", "record_ids", "package"):
        event.pop(gone, None)
    return _plain(event)


def link_from_row(row: Row) -> dict[str, Any]:
    """The link as linking wrote it."""
    return _plain({name: value for name, value in _rest(row).items() if name != "package"})


def judgement_from_row(row: Row) -> dict[str, Any]:
    """The row of the ledger as it was appended."""
    rest = _rest(row)
    del rest["position"]
    return _plain({"at": rest.pop("judged_at"), **rest})


def judgement_to_row(judgement: Row, position: int) -> dict[str, Any]:
    """A row of the ledger; raises InputError where it is no judgement."""
    row = dict(judgement)
    missing = [name for name in ("at", "author", "record_a", "record_b", "verdict") if not row.get(name)]
    if missing or row["verdict"] not in _VERDICTS:
        what = f"lacks {', '.join(missing)}" if missing else f"has the verdict {row['verdict']!r}"
        raise InputError(
            f"a judgement {what}", f"It needs a time, an author, two records and one of {', '.join(_VERDICTS)}."
        )
    return {"judged_at": row.pop("at"), **row, "position": position}


def fitted(table: Table, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows with the columns of a table; other values are kept together in `more`."""
    names = {column.name for column in table.columns} - {"more"}
    found = []
    for row in rows:
        more = {name: value for name, value in row.items() if name not in names and value is not None}
        kept = {name: value for name, value in row.items() if name in names}
        found.append(kept | {"more": json.dumps(more, ensure_ascii=False, sort_keys=True) if more else None})
    return found


def _rest(row: Row) -> dict[str, Any]:
    more = json.loads(row["more"]) if row["more"] else {}
    return {**{name: value for name, value in row.items() if name != "more"}, **more}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def ids(rows: Sequence[Row]) -> list[str]:
    """The ids of events, each once; raises InputError where two are alike."""
    found = [str(row["id"]) for row in rows]
    if len(set(found)) != len(found):
        raise InputError("two events have one id", "Write events with `onrecord link`.")
    return found
