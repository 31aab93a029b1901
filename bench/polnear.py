"""Who said what: attributions in US political news (PolNeAR), never trained on.

    python -m bench.polnear [--gold ../shared/gold/polnear/dev.jsonl.gz]

Direct: gold contents that stand in quotation marks; found where one of our statements shares half of the words with it (of the
shorter of the two), right where its speaker overlaps a gold source. Precision over our direct statements. Indirect: all other
gold contents, found by half of the characters of both together, with the right source; F1.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.coder import Coder
from onrecord.model import Span, Statement
from onrecord.readers import from_text

MARKS = "\"\u201c\u201d'\u2018\u2019"


def shared(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> int:
    """Characters that two lists of stretches have in common."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)


def size(parts: Sequence[tuple[int, int]]) -> int:
    """Characters in all."""
    return sum(b - a for a, b in parts)


def parts_of(rows: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Gold stretches as pairs of offsets."""
    return [(row["start"], row["end"]) for row in rows]


def span_parts(spans: Sequence[Span], shift: int) -> list[tuple[int, int]]:
    """Our spans as pairs of offsets into the gold text."""
    return [(span.start - shift, span.end - shift) for span in spans]


def right_speaker(statement: Statement, source: Sequence[tuple[int, int]], shift: int) -> bool:
    """Whether our speaker's words, or those that name him, overlap the gold source."""
    if statement.speaker is None:
        return not source
    return shared(span_parts(statement.speaker.spans, shift), source) > 0


def measure(coder: Coder, gold: Path) -> dict[str, float]:
    """Direct quotes found with the right speaker (recall) and precision; F1 of other contents with the right source.

    Args:
        coder: the coder.
        gold: the corpus as gzipped JSONL.
    """
    names = ("direct", "direct right", "ours direct", "ours direct right", "other", "ours other", "other right")
    n = dict.fromkeys(names, 0)
    for line in gzip.decompress(gold.read_bytes()).decode().split("\n"):
        if line.strip():
            row = json.loads(line)
            day = datetime.date.fromisoformat(row["date"][:10]) if row["date"] else None
            coding = coder.code_report(from_text(row["text"], published=day))
            _count(row["attributions"], coding.statements, n)
    return n | {
        "direct found": n["direct right"] / n["direct"],
        "direct precision": n["ours direct right"] / max(1, n["ours direct"]),
        "other F1": 2 * n["other right"] / (n["other"] + n["ours other"]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/polnear/dev.jsonl.gz"))
    found = measure(Coder(), parser.parse_args().gold)
    print(f"direct quotes: {found['direct']}, found with the right speaker {found['direct found']:.3f}, "  # noqa: T201
          f"precision {found['direct precision']:.3f}")  # fmt: skip
    print(f"other contents: {found['other']}, ours {found['ours other']}, "  # noqa: T201
          f"F1 with the right source {found['other F1']:.3f}")  # fmt: skip


def _count(attributions: Sequence[dict[str, Any]], statements: Sequence[Statement], n: dict[str, int]) -> None:
    gold = [
        (parts_of(a["content"]), parts_of(a["source"]), _quoted(a["content"])) for a in attributions if a["content"]
    ]
    for content, source, direct in gold:
        fits = [s for s in statements if _fits(content, s, direct)]
        right = any(right_speaker(s, source, 0) for s in fits)
        n["direct" if direct else "other"] += 1
        n["direct right" if direct else "other right"] += right
    for statement in statements:
        direct = statement.kind == "direct"
        n["ours direct" if direct else "ours other"] += 1
        if direct:
            around = [source for content, source, _ in gold if _fits(content, statement, direct=True)]
            n["ours direct right"] += any(right_speaker(statement, source, 0) for source in around)


def _fits(content: Sequence[tuple[int, int]], statement: Statement, direct: bool) -> bool:
    own = span_parts(statement.spans, 0)
    both = shared(content, own)
    whole = min(size(content), size(own)) if direct else size(content) + size(own) - both
    return both > 0 and both / whole >= 0.5


def _quoted(content: Sequence[dict[str, Any]]) -> bool:
    text = content[0]["text"]
    return text[0] in MARKS[:3] or (text[0] in MARKS[3:] and len(text.split()) > 2)


if __name__ == "__main__":
    main()
