"""Linking: records of many reports become events. Pure functions, no I/O; a store feeds them.

link(records, reports, earlier=..., judgements=...) -> Linked(events, links)
"""

from onrecord.link.duplicates import near_duplicates
from onrecord.link.engine import link
from onrecord.link.score import Match, compare
from onrecord.link.types import (
    Event,
    Judgement,
    Link,
    Linked,
    LinkRecord,
    LinkReport,
    Party,
    event_from_row,
    judgement_from_row,
    link_from_row,
    record_from_row,
    report_from_row,
    to_row,
)

__all__ = [
    "Event",
    "Judgement",
    "Link",
    "LinkRecord",
    "LinkReport",
    "Linked",
    "Match",
    "Party",
    "compare",
    "event_from_row",
    "judgement_from_row",
    "link",
    "link_from_row",
    "near_duplicates",
    "record_from_row",
    "report_from_row",
    "to_row",
]
