"""Error classes with counts: what is wrong where the coder is wrong.

    python -m bench.errors GOLD.jsonl CODED.jsonl [--scorer ../shared/tools/score.py]

GOLD.jsonl holds gold reports (docs/reference/gold-reports.md; `python -m training.gold` makes them of the passages kept aside),
CODED.jsonl the output of `onrecord code --format jsonl`. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

Row = dict[str, Any]


def load_scorer(path: Path) -> ModuleType:
    """The scorer that lies with the gold; its matching decides what was found."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def classes(gold: list[Row], coded: dict[str, Row], scorer: ModuleType) -> tuple[Counter[str], Counter[str]]:
    """Counts of error classes, and of confused categories ("AID for AGREE")."""
    n: Counter[str] = Counter()
    confused: Counter[str] = Counter()
    for report in gold:
        result = coded[report["id"]]
        pairs, missed, extra = scorer.match(report, result)
        n["events marked"] += sum(e.get("required", True) for e in report["events"])
        taken = set()
        for event in missed:
            if event.get("required", True):
                other = _elsewhere(event, extra, report, result, scorer)
                if other is not None:
                    taken.add(other["id"])
                    confused[f"{other['category']} for {event['type']}"] += 1
                n["trigger found, wrong category" if other is not None else "trigger missed"] += 1
        n["record without a marked event"] += sum(record["id"] not in taken for record in extra)
        for event, record in pairs:
            if event.get("required", True):
                n["events found"] += 1
                _compare(event, record, scorer, n)
    return n, confused


def _elsewhere(event: Row, extra: list[Row], report: Row, result: Row, scorer: ModuleType) -> Row | None:
    shift = max(result["report"]["text"].find(report["text"]), 0)
    where = [(a + shift, b + shift) for a, b in scorer.occurrences(report["text"], event.get("trigger", ""))]
    return next((r for r in extra if any(scorer.overlap(w, t) for w in where for t in scorer.triggers(r))), None)


def _compare(event: Row, record: Row, scorer: ModuleType, n: Counter[str]) -> None:
    sides = (
        ("actor", event["actor"], record["actors"]),
        ("recipient", event.get("recipient", []), record["recipients"]),
    )
    swapped = all(
        wanted and given and scorer.same_participants(wanted, given) and not scorer.same_participants(wanted, own)
        for wanted, given, own in (
            (event["actor"], record["recipients"], record["actors"]),
            (event.get("recipient", []), record["actors"], record["recipients"]),
        )
    )
    for side, wanted, given in sides:
        if not scorer.same_participants(wanted, given):
            kind = (
                "swapped"
                if swapped
                else "missing"
                if len(given) < len(wanted)
                else "too many"
                if len(given) > len(wanted)
                else "another"
            )
            n[f"{side} {kind}"] += 1
        elif scorer.codes(wanted) != scorer.codes(given):
            same = Counter(p.get("country") for p in wanted) == Counter(p.get("country") for p in given)
            n[f"{side}'s {'sector' if same else 'country'} wrong"] += 1
    if event.get("factuality", "asserted") != record["factuality"]:
        n[f"factuality: {record['factuality']} for {event.get('factuality', 'asserted')}"] += 1
    if not scorer.same_sources(event.get("source", []), record["sources"]):
        longer = len(record["sources"]) - len(event.get("source", []))
        n["source chain too long" if longer > 0 else "source chain too short" if longer < 0 else "another source"] += 1
    if not scorer.same_date(event.get("date"), record["date"]):
        n[
            "date missing"
            if record["date"] is None
            else "date: publication day instead"
            if not record["date"]["spans"]
            else "another date"
        ] += 1
    if event.get("place") and not record["place"]:
        n["place missing"] += 1
    elif event.get("place") and not any(
        scorer.alike(event["place"]["name"], x)
        for x in (record["place"]["name"], *(s["text"] for s in record["place"]["spans"]))
    ):
        n["another place"] += 1
    if event.get("mode") and record["mode"] not in event["mode"]:
        n["mode missing" if record["mode"] is None else "another mode"] += 1


def table(gold: list[Row], coded: dict[str, Row], scorer: ModuleType) -> str:
    """The error classes as a Markdown table, and the categories confused most."""
    n, confused = classes(gold, coded, scorer)
    rows = "\n".join(f"| {name} | {count} |" for name, count in n.most_common())
    most = ", ".join(f"{names}: {count}" for names, count in confused.most_common(12))
    return f"| class | count |\n|---|---|\n{rows}\n\nConfused most: {most}"


Table = Callable[[list[Row], dict[str, Row], ModuleType], str]


def print_table(about: str | None, make: Table) -> None:
    """Print the table that a function makes of the gold and the coded reports named on the command line."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("coded", type=Path)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/tools/score.py"))
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    coded = {row["report"]["id"]: row for row in scorer.read(options.coded)}
    print(make(scorer.read(options.gold), coded, scorer))  # noqa: T201


if __name__ == "__main__":
    print_table(__doc__, table)
