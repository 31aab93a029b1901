"""Linking: how well records of many reports become events, and how fast.

    python -m bench.link                          quality on both halves of the measured set
    python -m bench.link --errors test            with every pair that is wrong, and why
    python -m bench.link --speed 100000 200000    seconds for so many synthetic records
    python -m bench.link --crowd 3000             quality where every day has thirty like attacks

Pairwise: precision, recall and F1 over pairs of records in one event. B-cubed: the same for each record, averaged. Standing: the share
of happenings told by two reports and more of which all records are judged rightly: the event that holds most of the happening's records
has the right standing. The halves are `tune`, on which weights were chosen, and `test`.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from onrecord.link import (
    Event,
    Link,
    Linked,
    LinkRecord,
    LinkReport,
    Party,
    compare,
    link,
    record_from_row,
    report_from_row,
)

HAPPENINGS = Path(__file__).resolve().parent.parent / "tests" / "link" / "happenings"


@dataclass(frozen=True, slots=True)
class Half:
    """One half of the measured set; `event_of` maps record ids to happenings, `standing` these to what they should be."""

    records: tuple[LinkRecord, ...]
    reports: tuple[LinkReport, ...]
    event_of: Mapping[str, str]
    standing: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares between 0 and 1, and what is wrong."""

    precision: float
    recall: float
    pairwise: float
    b_cubed: float
    standing: float
    wrong_pairs: tuple[tuple[str, str], ...]
    wrong_standings: tuple[str, ...]


def load_half(name: str, folder: Path = HAPPENINGS) -> Half:
    """Read `tune` or `test`."""
    records, reports, event_of = [], [], {}
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        shared = {"report_id": report["id"], "published": report["published"], "title": report["title"]}
        reports.append(report_from_row({**shared, "text_of_report": report["text"]}))
        for row in report["records"]:
            records.append(record_from_row({**row, **shared}))
            event_of[row["id"]] = row["event"]
    with (folder / "events.csv").open(encoding="utf-8", newline="") as handle:
        standing = {row["event"]: row["standing"] for row in csv.DictReader(handle) if row["half"] == name}
    return Half(tuple(records), tuple(reports), event_of, standing)


def measure(half: Half) -> Quality:
    """Link one half and hold the outcome against what is right."""
    linked = link(half.records, half.reports)
    ours = {one.record: one.event for one in linked.links}
    mine, right = _pairs(ours), _pairs(half.event_of)
    precision, recall = len(mine & right) / max(1, len(mine)), len(mine & right) / max(1, len(right))
    standing_of = {event.id: event.standing for event in linked.events}
    members, reports = defaultdict[str, list[str]](list), defaultdict[str, set[str]](set)
    for record in half.records:
        members[half.event_of[record.id]].append(record.id)
        reports[half.event_of[record.id]].add(record.report_id)
    several = [event for event, told in reports.items() if len(told) > 1]
    wrong = []
    for event in several:
        home, _ = Counter(sorted(ours[record] for record in members[event])).most_common(1)[0]
        if standing_of[home] != half.standing[event]:
            wrong.append(f"{event}: {standing_of[home]}, should be {half.standing[event]}")
    return Quality(
        precision, recall, _f1(precision, recall), b_cubed(ours, half.event_of), 1 - len(wrong) / max(1, len(several)),
        tuple(sorted(mine ^ right)), tuple(wrong),
    )  # fmt: skip


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _groups(event_of: Mapping[str, str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for record, event in event_of.items():
        groups[event].add(record)
    return groups


def _pairs(event_of: Mapping[str, str]) -> set[tuple[str, str]]:
    return {pair for group in _groups(event_of).values() for pair in combinations(sorted(group), 2)}


def b_cubed(ours: Mapping[str, str], right: Mapping[str, str]) -> float:
    """B-cubed F1 of events for records, ours against the right ones, both by record."""
    mine, gold = _groups(ours), _groups(right)
    shared = {record: len(mine[ours[record]] & gold[right[record]]) for record in right}
    precision = sum(n / len(mine[ours[record]]) for record, n in shared.items()) / len(shared)
    recall = sum(n / len(gold[right[record]]) for record, n in shared.items()) / len(shared)
    return _f1(precision, recall)


def synthetic(size: int, seed: int = 7) -> tuple[list[LinkRecord], list[LinkReport]]:
    """So many records of happenings told 1 to 6 times, 30 happenings a day however many there are."""
    rng = random.Random(seed)
    # They differ within the letters that stems keep.
    words = [f"{a}{b}{c}{d}{e}" for a in "bdfgklmnprst" for b in "aeiou" for c in "lnrst" for d in "aeo" for e in "kpz"]
    kinds = [
        "ASSAULT",
        "ASSAULT",
        "ASSAULT",
        "PROTEST",
        "COERCE",
        "CONSULT",
        "ACCUSE",
        "REQUEST",
        "AID",
        "AGREE",
        "SANCTION",
    ]
    states = [f"{a}{b}{c}" for a in "ABC" for b in "DEF" for c in "GHIJ"]
    sectors = ["GOV", "MIL", "REB", "CVL", "COP", "OPP"]
    records: list[LinkRecord] = []
    reports: list[LinkReport] = []
    start, number = datetime.date(1990, 1, 1), 0
    while len(records) < size:
        day = start + datetime.timedelta(days=number // 30)
        home, away = rng.choice(states), rng.choice(states)
        row: dict[str, Any] = {
            "category": rng.choice(kinds), "mode": None, "killed": rng.choice([None, None, rng.randint(1, 40)]), "injured": None,
            "actors": [{"name": rng.choice(words), "country": home, "sector": rng.choice(sectors)}],
            "recipients": [{"name": rng.choice(words), "country": away, "sector": rng.choice(sectors)}],
            "place": rng.choice([None, rng.choice(words)]), "place_country": away, "lat": None, "lon": None,
        }  # fmt: skip
        topic = rng.sample(words, 14)
        for row_of in _told(row, topic, words, day, rng):
            at = f"{number}-{len(records)}"
            row_of.update(id=f"rec{at}", report_id=f"rep{at}", title=" ".join(rng.sample(topic, 5)))
            records.append(record_from_row(row_of))
            reports.append(LinkReport(f"rep{at}", records[-1].published, " ".join(topic + rng.choices(words, k=60))))
        number += 1
    return records[:size], reports[:size]


def happening(record: LinkRecord) -> str:
    """The happening that a synthetic record tells."""
    return record.id.split("-")[0]


def crowded(size: int, seed: int = 7) -> list[LinkRecord]:
    """Synthetic records of one long war: 30 attacks a day by the same side on the same people in sixty towns."""
    rng = random.Random(seed)
    town: dict[str, str] = {}
    side, people = (Party("Alban forces", "ALB", "MIL"),), (Party("residents", "CAD", "CVL"),)
    records = []
    for record in synthetic(size, seed)[0]:
        place = town.setdefault(happening(record), f"Town{rng.randrange(60)}")
        records.append(replace(record, category="ASSAULT", actors=side, recipients=people, place=record.place and place,
                               place_country="CAD"))  # fmt: skip
    return records


def _told(
    row: Mapping[str, Any], topic: Sequence[str], words: Sequence[str], day: datetime.date, rng: random.Random
) -> Iterator[dict[str, Any]]:
    for _ in range(rng.choice([1, 1, 2, 2, 3, 4, 6])):
        published = day + datetime.timedelta(days=rng.choice([0, 0, 1]))
        known = rng.random() < 0.7
        sentence = " ".join(rng.sample(list(topic), 9) + rng.choices(words, k=5))
        yield {
            **row, "published": published, "date_start": day if known else None, "date_end": day if known else None,
            "factuality": rng.choice(["asserted"] * 8 + ["denied", "planned"]), "sources": [], "sentence": sentence,
            "place": row["place"] if rng.random() < 0.8 else None,
        }  # fmt: skip


def _speed(sizes: Sequence[int]) -> None:
    for size in sizes:
        records, reports = synthetic(size)
        linked, spent, used = _timed(records, reports, (), ())
        right = {record.id: happening(record) for record in records}
        found = b_cubed({one.record: one.event for one in linked.links}, right)
        again, _, more = _timed(records, reports, linked.links[: len(linked.links) * 99 // 100], linked.events)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size} records: {spent:.1f} s, {used:.1f} s of processor, {used / size * 1e6:.0f} us a record; "  # noqa: T201
              f"{len(linked.events)} events, B-cubed F1 {found:.3f}; a new hundredth {more:.1f} s of processor "
              f"({again.relinked} records); {memory:.0f} MB")  # fmt: skip


def _timed(
    records: Sequence[LinkRecord], reports: Sequence[LinkReport], links: Sequence[Link], events: Sequence[Event]
) -> tuple[Linked, float, float]:
    """What comes out, seconds on the clock, and seconds of processor, which other programs lengthen less."""
    begun, before = time.perf_counter(), time.process_time()
    linked = link(records, reports, earlier=links, events=events)
    return linked, time.perf_counter() - begun, time.process_time() - before


def _quality(names: Sequence[str], errors: str | None) -> None:
    for name in names:
        half = load_half(name)
        found = measure(half)
        print(f"{name}: {len(half.records)} records, {len(half.standing)} happenings; pairwise P {found.precision:.3f} "  # noqa: T201
              f"R {found.recall:.3f} F1 {found.pairwise:.3f}, B-cubed F1 {found.b_cubed:.3f}, standing {found.standing:.3f}")  # fmt: skip
        if errors == name:
            by_id = {record.id: record for record in half.records}
            for a, b in found.wrong_pairs:
                kind = "missed" if half.event_of[a] == half.event_of[b] else "wrongly joined"
                match = compare(by_id[a], by_id[b])
                print(f"  {kind} {a} {b} {match.points:+.1f}: {'; '.join(match.reasons)}")  # noqa: T201
            for line in found.wrong_standings:
                print(f"  standing {line}")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=("tune", "test"), help="Show what is wrong in one half.")
    parser.add_argument("--speed", type=int, nargs="+", metavar="RECORDS", help="Measure time instead.")
    parser.add_argument("--crowd", type=int, metavar="RECORDS", help="Quality on a war of so many like attacks.")
    options = parser.parse_args()
    if options.crowd:
        records = crowded(options.crowd)
        ours = {one.record: one.event for one in link(records).links}
        print(f"one war, {len(records)} records: B-cubed F1 {b_cubed(ours, {r.id: happening(r) for r in records}):.3f}")  # noqa: T201
    elif options.speed:
        _speed(options.speed)
    else:
        _quality(("tune", "test"), options.errors)


if __name__ == "__main__":
    main()
