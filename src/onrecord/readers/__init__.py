"""Reports from text, web pages, JSON Lines, folders, standard input and web addresses."""

from onrecord.readers.html import from_html
from onrecord.readers.ids import unique_ids
from onrecord.readers.issues import BLOCKING, MAX_WORDS, cut_off
from onrecord.readers.paths import read
from onrecord.readers.text import from_text

__all__ = ["BLOCKING", "MAX_WORDS", "cut_off", "from_html", "from_text", "read", "unique_ids"]
