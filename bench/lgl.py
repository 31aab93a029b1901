"""Place names of local news (LGL, 586 articles of 2009), never trained on: are they found, and put in the right place?

    python -m bench.lgl [--gold ../shared/gold/geo/lgl.jsonl.gz] [--literal]

Detection: F1 over all names of the gold, ours and theirs matched one to one where they overlap. The gold marks demonyms
("Iraqi") and names that lend themselves to bodies ("Illinois State Police") as well, so both uses count unless `--literal`.
Resolution: the share of gold names with coordinates that we put within 161 km, end to end (a name not found is an error), of
those found, and with the gold's spans given.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.model import Span
from onrecord.resolve.places.disambiguate import resolve
from onrecord.resolve.places.gazetteer import City, Gazetteer, distance, load_gazetteer
from onrecord.resolve.places.placewords import load_place_words
from onrecord.resolve.places.toponyms import Toponym, find_toponyms

NEAR_KM = 161.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/geo/lgl.jsonl.gz"))
    parser.add_argument("--literal", action="store_true", help="leave out demonyms and names inside other names")
    options = parser.parse_args()
    begin = time.perf_counter()
    report(counts(options.gold, literal=options.literal), time.perf_counter() - begin)


def measure(gold: Path) -> dict[str, float]:
    """F1 of detection, and the share put within 161 km end to end."""
    n = counts(gold, literal=False)
    return {"f1": 2 * n["both"] / max(1, n["ours"] + n["gold"]), "end to end": n["near"] / max(1, n["placed"])}


def counts(gold: Path, *, literal: bool) -> Counter[str]:
    """What was found and placed in all articles; with `literal` without demonyms and names inside other names."""
    gazetteer, words = load_gazetteer(), load_place_words()
    n = Counter[str]()
    for row in rows(gold):
        found = find_toponyms(row["text"], gazetteer, words)
        places = resolve(found)
        if literal:
            kept = [pair for pair in zip(found, places, strict=True) if pair[0].literal]
            found, places = [pair[0] for pair in kept], [pair[1] for pair in kept]
        count(row["toponyms"], found, places, n)
        count_given(row, gazetteer, n)
    return n


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The articles of the gold."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        yield from (json.loads(line) for line in handle.read().split("\n") if line.strip())


def pairs(gold: Sequence[dict[str, Any]], found: Sequence[Toponym]) -> dict[int, int]:
    """For a gold name the number of ours that overlaps it, one to one, in the order of the text."""
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for number, name in enumerate(gold):
        for index, toponym in enumerate(found):
            if index not in taken and toponym.span.start < name["end"] and name["start"] < toponym.span.end:
                matched[number] = index
                taken.add(index)
                break
    return matched


def count(
    gold: Sequence[dict[str, Any]], found: Sequence[Toponym], places: Sequence[City | None], n: Counter[str]
) -> None:
    """Count names found, and those put near where they are."""
    matched = pairs(gold, found)
    n["gold"] += len(gold)
    n["ours"] += len(found)
    n["both"] += len(matched)
    n["exact"] += sum(
        (gold[g]["start"], gold[g]["end"]) == (found[o].span.start, found[o].span.end) for g, o in matched.items()
    )
    for number, name in enumerate(gold):
        if name.get("lat") is None:
            continue
        n["placed"] += 1
        if number in matched:
            n["placed found"] += 1
            n["near"] += near(name, places[matched[number]])
            n["same id"] += same(name, places[matched[number]])


def count_given(row: dict[str, Any], gazetteer: Gazetteer, n: Counter[str]) -> None:
    """Count names put near where they are when the gold says which stretches are names."""
    given = []
    regions = {
        t.span: t for t in find_toponyms(row["text"], gazetteer, load_place_words(), [span(x) for x in row["toponyms"]])
    }
    for name in row["toponyms"]:
        candidates = (
            gazetteer.find(name["text"])
            or tuple(gazetteer.of_people(name["text"]))
            or tuple(gazetteer.abbreviated(name["text"]))
        )
        if candidates:
            given.append((name, Toponym(span(name), candidates, True)))
        elif name.get("lat") is not None:
            n["unknown"] += 1
    # The region beside a name is read off the text as usual.
    order = {t.span: index for index, (_, t) in enumerate(given)}
    linked = list(regions.values())
    names = []
    for _, toponym in given:
        own = regions.get(toponym.span)
        at = order.get(linked[own.region].span) if own is not None and own.region is not None else None
        names.append(replace(toponym, region=at))
    for (name, _), place in zip(given, resolve(names), strict=True):
        if name.get("lat") is not None:
            n["given near"] += near(name, place)


def span(name: dict[str, Any]) -> Span:
    """The span of a gold name."""
    return Span(name["start"], name["end"], name["text"])


def near(name: dict[str, Any], place: City | None) -> bool:
    """Whether a place lies within 161 km of the gold's."""
    return place is not None and distance(place.lat, place.lon, name["lat"], name["lon"]) <= NEAR_KM


def same(name: dict[str, Any], place: City | None) -> bool:
    """Whether a place has the gold's GeoNames id."""
    return place is not None and str(place.geonames) == str(name["geonames_id"])


def report(n: Counter[str], seconds: float) -> None:
    """Print the scores."""
    precision, recall = n["both"] / max(1, n["ours"]), n["both"] / max(1, n["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    lines = (
        f"detection: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; exact spans {n['exact'] / max(1, n['both']):.3f} of those found",
        f"end to end within 161 km {n['near'] / n['placed']:.3f}, right id {n['same id'] / n['placed']:.3f}; "
        f"of those found within 161 km {n['near'] / max(1, n['placed found']):.3f}",
        f"spans given: within 161 km {n['given near'] / n['placed']:.3f}; names unknown to the gazetteer {n['unknown']}",
        f"{seconds:.1f} s",
    )
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
