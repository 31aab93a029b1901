"""Marked passages as gold reports, so that the coder is scored end to end on the passages kept aside.

    python -m training.gold --out tuning.jsonl [--long 120]

The form is that of docs/reference/gold-reports.md, which the scorer reads: events with parties, chain of sources, date and
place, and statements, all worked out from the marks.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from onrecord.markup import Mark, Passage
from onrecord.resolve.words import load_words
from training.examples import party_codes
from training.passages import CORPUS, kept_aside, load_passages

Row = dict[str, Any]


def gold_report(passage: Passage) -> Row:
    """One passage as a gold report. Parties are given by the words that name them."""
    return {
        "id": passage.id, "published": passage.published.isoformat(), "title": "", "text": passage.text,
        "junk": [passage.text[a:b] for a, b in passage.furniture],
        "events": [_event(passage, mark) for mark in passage.of_kind("e")],
        "statements": _statements(passage), "not_events": [],
    }  # fmt: skip


def _words(passage: Passage, mark: Mark) -> str:
    start, end = mark.parts[0]
    return passage.text[start:end]


def naming(passage: Passage, mark: Mark) -> Mark:
    """The mention that names a party, following '='."""
    seen = {mark.id}
    while mark.same_as and mark.same_as not in seen:
        mark = passage.marks[mark.same_as]
        seen.add(mark.id)
    return mark


def _party(passage: Passage, mark: Mark) -> Row:
    country, sector = party_codes(mark, passage.marks)
    return {"text": _words(passage, naming(passage, mark)), "country": None if country == "-" else country,
            "sector": None if sector == "-" else sector}  # fmt: skip


def _event(passage: Passage, mark: Mark) -> Row:
    category, _, mode = mark.words[0].partition("/")
    marks = passage.marks
    place = next((marks[name] for name in mark.refers("at")), None)
    date = next((marks[name].words[0] for name in mark.refers("on")), None)
    if date and ".." in date:
        start, end = date.split("..")
        date = start[:7] if start[:7] == end[:7] else start[:4]
    return {
        "type": category, "mode": [mode] if mode else [],
        "actor": [_party(passage, marks[name]) for name in mark.refers("actor")],
        "recipient": [_party(passage, marks[name]) for name in mark.refers("recipient")],
        "trigger": _words(passage, mark), "factuality": mark.attributes.get("is", "asserted"),
        "source": _chain(passage, mark, category), "date": date,
        "place": {"name": _words(passage, place), "country": None} if place else None, "required": True,
    }  # fmt: skip


def covering(passage: Passage, part: tuple[int, int]) -> list[Mark]:
    """The cues whose contents hold a stretch of text, outermost first."""
    found = []
    for cue in passage.of_kind("c"):
        parts = [p for name in cue.refers("says") for p in passage.marks[name].parts]
        if any(a <= part[0] and part[1] <= b for a, b in parts) and not any(
            a < part[1] and part[0] < b for a, b in cue.parts
        ):
            found.append((-sum(b - a for a, b in parts), cue.parts[0], cue.id, cue))
    return [row[-1] for row in sorted(found, key=lambda row: row[:3])]


def _chain(passage: Passage, mark: Mark, category: str) -> list[str]:
    cues = covering(passage, mark.parts[0])
    if "under" in mark.attributes:
        under = passage.marks[mark.attributes["under"]]
        cues = [*covering(passage, under.parts[0]), under]
    speakers = [naming(passage, passage.marks[name]) for cue in cues for name in cue.refers("by")]
    actors = {naming(passage, passage.marks[name]).id for name in mark.refers("actor")}
    if speakers and speakers[-1].id in actors and category in load_words().verbal:
        speakers.pop()
    kept: list[Mark] = []
    for speaker in speakers:
        if not kept or kept[-1].id != speaker.id:
            kept.append(speaker)
    return [_words(passage, speaker) for speaker in kept]


def _statements(passage: Passage) -> list[Row]:
    rows = []
    acts = {part for mark in passage.of_kind("e") for part in mark.parts}
    for cue in passage.of_kind("c"):
        if any(a < d and c < b for a, b in acts for c, d in cue.parts):
            continue
        speaker = next((passage.marks[name] for name in cue.refers("by")), None)
        for name in cue.refers("says"):
            start, end = passage.marks[name].parts[0][0], passage.marks[name].parts[-1][1]
            words = passage.text[start:end]
            if speaker is not None and len(words.split()) >= 4:
                rows.append({"speaker": _words(passage, naming(passage, speaker)), "via": [], "quote": words,
                             "direct": passage.marks[name].words == ("direct",)})  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--long", type=int, default=0, help="fewest words of a passage")
    options = parser.parse_args()
    rows = [gold_report(passage) for passage in kept_aside(load_passages(options.corpus), options.long)]
    options.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
