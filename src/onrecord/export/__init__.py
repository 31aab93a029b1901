"""Records in the formats of the field: tables, networks, maps, and marked text."""

from onrecord.export.docs import render_docs
from onrecord.export.job import Format
from onrecord.export.registry import FORMATS
from onrecord.export.run import default_factuality, export, format_named
from onrecord.export.select import Selection, Tally, make_selection
from onrecord.export.source import read_codings

__all__ = [
    "FORMATS",
    "Format",
    "Selection",
    "Tally",
    "default_factuality",
    "export",
    "format_named",
    "make_selection",
    "read_codings",
    "render_docs",
]
