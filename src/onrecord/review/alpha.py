"""Krippendorff's alpha for nominal data with missing values (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

# Below this many pairable values chance alone can give any figure.
FEWEST_UNITS = 2


def nominal_alpha(units: Iterable[Sequence[str | None]]) -> float | None:
    """Agreement above chance: 1 where all agree, 0 where it is as by chance, below 0 where it is worse.

    Args:
        units: for each unit the values that coders gave it, in any order; None where one gave none. Units with fewer than two
            values say nothing of agreement and are left out.

    Returns:
        None where fewer than two units are left, or all values are the same: there is nothing to agree on by chance then.
    """
    counts = [Counter(value for value in unit if value is not None) for unit in units]
    pairable = [count for count in counts if count.total() > 1]
    totals: Counter[str] = sum(pairable, Counter())
    total = totals.total()
    if len(pairable) < FEWEST_UNITS or len(totals) < 2:
        return None
    # Disagreeing pairs within units, each unit weighted so that every value counts once; and among all values by chance.
    observed = sum(_disagreeing(count) / (count.total() - 1) for count in pairable)
    expected = _disagreeing(totals) / (total - 1)
    return 1 - observed / expected


def _disagreeing(count: Counter[str]) -> int:
    """How many ordered pairs of values differ."""
    return count.total() ** 2 - sum(number**2 for number in count.values())
