"""Reviewed reports that may become passages for training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from onrecord.review.apply import JudgedCoding, Reviewed

# Said wherever passages are written.
COPYRIGHT = "The texts are those of the reports: they may be under the copyright of others, who must agree before a passage is published."


def judged_codings(
    standings: Iterable[Reviewed], *, partial: bool = False, left_out: Counter[str] | None = None
) -> Iterator[JudgedCoding]:
    """The codings of reports of which every record was judged, without what was rejected.

    Args:
        partial: also those of which some records are open; these records stay as the machine coded them.
        left_out: takes the number of reports left out, by reason.

    A report of which all records were rejected is a passage too: it shows what is no event. One without a single judgement is
    none, whatever the machine found, since nobody is known to have read it.
    """
    for standing in standings:
        why = _why_not(standing, partial=partial)
        if why is None:
            yield standing.kept()
        elif left_out is not None:
            left_out[why] += 1


def _why_not(standing: Reviewed, *, partial: bool) -> str | None:
    states = {mark.state for mark in standing.marks.values()}
    if not states - {"open"}:
        return "reports that nobody judged"
    if "open" in states and not partial:
        return "reports of which some records are still open"
    return None
