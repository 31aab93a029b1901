"""Whether confidence means what it says: of the records that claim 80%, are 80% right?

    python -m bench.calibration GOLD.jsonl CODED.jsonl [--scorer ../shared/tools/score.py]

GOLD.jsonl holds gold reports, CODED.jsonl the output of `onrecord code --format jsonl`. A record is right where the scorer matches it
with a gold event. Prints a Markdown table, and the mean gap between claim and truth over all records (expected calibration error).
"""

from __future__ import annotations

from itertools import pairwise
from types import ModuleType

from bench.errors import Row, print_table

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def table(gold: list[Row], coded: dict[str, Row], scorer: ModuleType) -> str:
    """The reliability table in Markdown, with the expected calibration error."""
    pairs: list[tuple[float, bool]] = []
    for report in gold:
        matched, _, extra = scorer.match(report, coded[report["id"]])
        pairs.extend((record["confidence"], True) for _, record in matched)
        pairs.extend((record["confidence"], False) for record in extra)
    lines = ["| confidence | records | mean | right |", "|---|---|---|---|"]
    gap = 0.0
    for low, high in pairwise(EDGES):
        inside = [pair for pair in pairs if low <= pair[0] < high or (high == EDGES[-1] and pair[0] == high)]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            gap += abs(mean - share) * len(inside) / len(pairs)
            lines.append(f"| {low:.2f} to {high:.2f} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    return "\n".join([*lines, "", f"Expected calibration error {gap:.3f} over {len(pairs)} records."])


if __name__ == "__main__":
    print_table(__doc__, table)
