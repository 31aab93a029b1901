"""A coding as rows of the tables, and back: the contract's JSON object in, the same object out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.errors import InputError
from onrecord.model import Coding
from onrecord.output.contract import Json, from_contract, to_contract
from onrecord.store.schema import load_schema

Rows = dict[str, list[Json]]
_SURROGATE = re.compile("[\ud800-\udfff]")
_HARMS = ("killed", "injured")
_RECORD = ("trigger", "mentions", "actors", "recipients", "place", "date", "factuality_spans", "sources", "sentence")
_RECORD_FLAT = ("category", "mode", "cameo", "factuality", "confidence")
_STATEMENT = ("speaker", "via", "spans", "cue")
_REPORT = ("title", "published", "url", "source", "language", "text")
# What the contract has; a field beyond these would be lost, so it is refused.
_KNOWN = {
    "coding": {"report", "records", "statements", "furniture", "issues"},
    "report": {"id", *_REPORT},
    "record": {"id", *_RECORD, *_RECORD_FLAT, "counts"},
    "statement": {"id", *_STATEMENT, "kind"},
    "issue": {"code", "message", "span"},
}


def rows_of(codings: Iterable[Coding | Mapping[str, Any]], made_by: Mapping[str, str]) -> Rows:
    """The rows of a batch by table.

    Args:
        codings: codings, or JSON objects of the contract.
        made_by: values of the columns that say who made a row.

    Raises:
        InputError: a JSON object is not one of the contract, or two reports have one id.
    """
    rows: Rows = {name: [] for name in ("reports", "records", "participants", "sources", "statements", "issues")}
    seen: set[str] = set()
    for number, coding in enumerate(codings):
        try:
            tree = to_contract(coding if isinstance(coding, Coding) else _checked(coding))
            _add_report(rows, tree, number, made_by)
        except (KeyError, TypeError, AttributeError) as fault:
            raise InputError(
                f"item {number} of a batch is no coding of onrecord: {fault!r}",
                "Give codings, or lines of the contract.",
            ) from fault
        identifier = tree["report"]["id"]
        if identifier in seen:
            raise InputError(f"two reports of one batch have the id {identifier}", "Give each report an id of its own.")
        seen.add(identifier)
    return rows


def _checked(tree: Mapping[str, Any]) -> Coding:
    """A coding from the contract's JSON object, which must hold nothing that a table has no column for."""
    _known("coding", tree)
    _known("report", tree["report"])
    for what in ("record", "statement", "issue"):
        for row in tree[f"{what}s"]:
            _known(what, row)
    return from_contract(tree)


def _known(what: str, tree: Mapping[str, Any]) -> None:
    unknown = tree.keys() - _KNOWN[what]
    if unknown:
        raise InputError(
            f"the store has no place for {', '.join(sorted(unknown))} of a {what}", "Use the onrecord that wrote it."
        )


def _add_report(rows: Rows, tree: Mapping[str, Any], number: int, made_by: Mapping[str, str]) -> None:
    report = tree["report"]
    common = {"report": report["id"], **made_by}
    rows["reports"].append({
        **{name: _carried(report[name]) for name in _REPORT}, "position": number, "records": len(tree["records"]),
        "statements": len(tree["statements"]), "furniture": tree["furniture"], **common,
    })  # fmt: skip
    for position, record in enumerate(tree["records"]):
        _add_record(rows, record, {"position": position, "published": report["published"], **common})
    for position, statement in enumerate(tree["statements"]):
        _add_statement(rows, statement, {"position": position, "published": report["published"], **common})
    for position, issue in enumerate(tree["issues"]):
        row = {"position": position, "code": issue["code"], "message": _carried(issue["message"]), **common}
        rows["issues"].append({**row, **_words("words", issue["span"])})


def _add_record(rows: Rows, record: Mapping[str, Any], common: Json) -> None:
    counts, place, date = record["counts"], record["place"], record["date"]
    flat = {name: record[name] for name in _RECORD_FLAT}
    days = {"date_start": date["start"], "date_end": date["end"]} if date else {}
    row: Json = {"record": record["id"], **common, **flat, **_words("trigger", record["trigger"]), **days}
    for role, name in (("actors", "actor"), ("recipients", "recipient")):
        row |= {
            role: [p["name"] for p in record[role]], f"{name}_countries": [p["country"] for p in record[role]],
            f"{name}_sectors": [p["sector"] for p in record[role]],
        }  # fmt: skip
    row |= {"source_names": [s["name"] for s in record["sources"]], "sentence": record["sentence"]["text"]}
    if date:
        row |= {"granularity": date["granularity"], "date_basis": date["basis"]}
    if place:
        row |= {"place": place["name"], "place_country": place["country"], "place_precision": place["precision"]}
        row |= {name: place[name] for name in ("admin1", "lat", "lon", "geonames")}
    for harm in _HARMS:
        if harm in counts:
            row |= {harm: counts[harm]["value"], f"{harm}_bound": counts[harm]["bound"]}
    nested = _fitting({name: record[name] for name in _RECORD} | {"counts": counts}, "RECORD")
    rows["records"].append({**row, "nested_records": nested})
    about = {**common, "record": record["id"], "category": record["category"], "factuality": record["factuality"]}
    for role, name in (("actors", "actor"), ("recipients", "recipient")):
        for position, party in enumerate(record[role]):
            rows["participants"].append(
                {**about, **_party(party), "role": name, "position": position, "date_start": days.get("date_start")}
            )
    _add_chain(rows, record["sources"], {**common, "record": record["id"], "role": "record"})


def _add_statement(rows: Rows, statement: Mapping[str, Any], common: Json) -> None:
    speaker, cue, spans = statement["speaker"], statement["cue"], statement["spans"]
    who = {f"speaker_{name}": speaker[name] for name in ("country", "sector", "entity")} if speaker else {}
    rows["statements"].append({
        **common, "statement": statement["id"], "kind": statement["kind"], "speaker": speaker["name"] if speaker else None,
        **who, "source_names": [s["name"] for s in statement["via"]], "text": " ... ".join(s["text"] for s in spans),
        "words_start": spans[0]["start"] if spans else None, "words_end": spans[-1]["end"] if spans else None,
        "cue": cue["text"] if cue else None, "nested_statements": _fitting({name: statement[name] for name in _STATEMENT}, "STATEMENT"),
    })  # fmt: skip
    chain = [*statement["via"], *([{**speaker, "cue": cue}] if speaker else [])]
    _add_chain(rows, chain, {**common, "statement": statement["id"], "role": "statement"})


def _add_chain(rows: Rows, chain: Sequence[Mapping[str, Any]], common: Json) -> None:
    for position, source in enumerate(chain):
        row = {**common, **_party(source), **_words("cue", source["cue"]), "position": position}
        rows["sources"].append({**row, "innermost": position == len(chain) - 1})


def _fitting(nested: Json, kind: str) -> Json:
    """A nested value, which must hold nothing that its type has no field for."""
    misfit = load_schema().misfit(nested, kind)
    if misfit:
        raise InputError(f"the store has no place for {misfit}", "Use the onrecord that wrote it.")
    return nested


def _party(party: Mapping[str, Any]) -> Json:
    first = party["spans"][0] if party["spans"] else None
    return {name: party[name] for name in ("name", "country", "sector", "second", "entity")} | _words("words", first)


def _words(name: str, span: Mapping[str, Any] | None) -> Json:
    if span is None:
        return {}
    return {name: span["text"], f"{name}_start": span["start"], f"{name}_end": span["end"]}


def _carried(value: str | None) -> str | None:
    """Words that a table can hold: half characters become U+FFFD, one for one, so that offsets still hold."""
    return value if value is None else _SURROGATE.sub("\ufffd", value)


# --- and back -------------------------------------------------------------------------------------------------


def coding_of(report: Json, records: Sequence[Json], statements: Sequence[Json], issues: Sequence[Json]) -> Json:
    """The contract's JSON object of a report from its rows, each in the order of `position`."""
    return {
        "report": {"id": report["report"], **{name: _iso(report[name]) for name in _REPORT}},
        "records": [record_of(row) for row in records],
        "statements": [
            {
                "id": row["statement"],
                **{name: row["nested_statements"][name] for name in _STATEMENT},
                "kind": row["kind"],
            }
            for row in statements
        ],
        "furniture": report["furniture"],
        "issues": [{"code": row["code"], "message": row["message"], "span": _span(row)} for row in issues],
    }


def record_of(row: Json) -> Json:
    """The contract's JSON object of a record from its row."""
    nested = row["nested_records"]
    counts = {name: nested["counts"][name] for name in _HARMS if nested["counts"] and nested["counts"][name]}
    tree = {
        "id": row["record"],
        **{name: row[name] for name in _RECORD_FLAT},
        **{name: nested[name] for name in _RECORD},
    }
    return tree | {"counts": counts}


def _span(row: Json) -> Json | None:
    if row["words_start"] is None:
        return None
    return {"start": row["words_start"], "end": row["words_end"], "text": row["words"]}


def _iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
