"""Dates in words: what an expression means, and the dateline at the start of a report."""

from onrecord.dates.arithmetic import Resolved
from onrecord.dates.dateline import Dateline, find_dateline
from onrecord.dates.grammar import resolve_date

__all__ = ["Dateline", "Resolved", "find_dateline", "resolve_date"]
