"""Whether confidence means what it says: of the records that claim 80%, are 80% right?

    python -m bench.calibration GOLD.jsonl CODED.jsonl [--scorer ../shared/tools/score.py]

GOLD.jsonl holds gold reports, CODED.jsonl the output of `onrecord code --format jsonl`. A record is right where the scorer matches it
with a gold event. Prints a Markdown table, and the mean gap between claim and truth over all records (expected calibration error).
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

from bench.errors import load_scorer

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("coded", type=Path)
    parser.add_argument("--scorer", type=Path, default=Path("../shared/tools/score.py"))
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    coded = {row["report"]["id"]: row for row in scorer.read(options.coded)}
    pairs: list[tuple[float, bool]] = []
    for report in scorer.read(options.gold):
        matched, _, extra = scorer.match(report, coded[report["id"]])
        pairs.extend((record["confidence"], True) for _, record in matched)
        pairs.extend((record["confidence"], False) for record in extra)
    print("| confidence | records | mean | right |\n|---|---|---|---|")  # noqa: T201
    gap = 0.0
    for low, high in pairwise(EDGES):
        inside = [pair for pair in pairs if low <= pair[0] < high or (high == EDGES[-1] and pair[0] == high)]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            gap += abs(mean - share) * len(inside) / len(pairs)
            print(f"| {low:.2f} to {high:.2f} | {len(inside)} | {mean:.2f} | {share:.2f} |")  # noqa: T201
    print(f"\nexpected calibration error {gap:.3f} over {len(pairs)} records")  # noqa: T201


if __name__ == "__main__":
    main()
