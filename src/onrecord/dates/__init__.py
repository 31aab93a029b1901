"""Dates in words: what an expression means, and the dateline at the start of a report."""

from onrecord.dates.arithmetic import Resolved
from onrecord.dates.dateline import Dateline, find_dateline
from onrecord.dates.grammar import resolve_date
from onrecord.dates.offset import find_after

__all__ = ["Dateline", "Resolved", "find_after", "find_dateline", "resolve_date"]
