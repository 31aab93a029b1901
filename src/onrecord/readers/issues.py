"""What can be wrong with a report as it was read, in words that tell what to do."""

from __future__ import annotations

from onrecord.model import Issue

# The largest report and the largest file, in characters and bytes. No news report comes near them.
MAX_CHARACTERS = 5_000_000
MAX_BYTES = 60_000_000
# The most words of one report that are coded, punctuation counted: ten times a long feature. A bound on sizes, not on seconds,
# so that the same report gives the same records on a slow machine.
MAX_WORDS = 20_000

# Codes of issues with which nothing is coded.
BLOCKING = frozenset(
    {
        "empty", "binary", "too-large", "surrogate", "not-json", "no-text", "not-english", "unreadable", "bad-row", "nested",
        "worker-died", "took-too-long",
    }
)  # fmt: skip

EMPTY = Issue("empty", "there is no text in it; check that the report was saved in full")
NO_DATE = Issue(
    "no-date",
    'the day of publication is not known, so relative dates ("on Monday") stay unresolved; give it with --published',
)
NO_ARTICLE = Issue("no-text", "no article was found on the page; copy the report's text into a text file and read that")
SURROGATE = Issue(
    "surrogate",
    "the text holds halves of characters (lone surrogates) that no output can carry, and was left out; export it again",
)
BINARY = Issue(
    "binary", "this is a binary file (a PDF, picture, archive or the like) and no text; save the report as text or HTML"
)


def too_large(what: str) -> Issue:
    """The issue for what exceeds a limit."""
    return Issue("too-large", f"{what}, more than any news report, so nothing was coded; split it into its reports")


def cut_off(end: int, length: int) -> Issue:
    """The issue for a report of which only the beginning is coded."""
    return Issue(
        "cut",
        f"the report has more than {MAX_WORDS:,} words: the first {end:,} characters were coded, the other {length - end:,} were not;"
        " split it into its reports",
    )


def unreadable(name: str, reason: object) -> Issue:
    """The issue for one file of many that cannot be read."""
    return Issue(
        "unreadable", f"{name} cannot be read ({reason}); check its permissions, or get it again if it is damaged"
    )


def not_json(name: str, where: str, reason: str) -> Issue:
    """The issue for a line or entry of a JSON file that is no report."""
    return Issue("not-json", f"{name}, {where}: {reason}; each report is one JSON object on one line")


def no_text_field(name: str, where: str) -> Issue:
    """The issue for an entry without text."""
    return Issue("no-text", f'{name}, {where}: there is no field "text" with the report\'s words in quotes')


def bad_published(value: str) -> Issue:
    """The issue for a day of publication that cannot be read."""
    return Issue("no-date", f"the day of publication {value[:40]!r} is no day; write it as YYYY-MM-DD")


def foreign(name: str | None, coded: str) -> Issue:
    """The issue for a text in another language than the one that is coded."""
    seems = f"seems to be in {name}" if name else f"does not seem to be in {coded}"
    return Issue("not-english", f"the text {seems}, and only {coded} is coded; translate it first")


def bomb(name: str) -> Issue:
    """The issue for an archive that holds far more than its size allows."""
    return Issue(
        "too-large",
        f"{name} unpacks to hundreds of times its size, as no reports do, so the rest of it was not read; unpack it and look inside",
    )


def bad_row(name: str, where: str, reason: str) -> Issue:
    """The issue for a row of a table that is no report."""
    return Issue("bad-row", f"{name}, {where}: {reason}; a cell with line breaks or quotes stands in double quotes")


def no_text_column(name: str, columns: str) -> Issue:
    """The issue for a table without texts."""
    return Issue("no-text", f'{name} has no column "text" but {columns}; name the column with the reports\' words so')


def ignored_columns(name: str, columns: str) -> Issue:
    """The issue for columns of a table that were passed over; its first report carries it."""
    return Issue("ignored-columns", f"these columns of {name} were not read: {columns}")


def nested(name: str) -> Issue:
    """The issue for an archive in an archive."""
    return Issue("nested", f"{name} is an archive within an archive, which is not opened; unpack the outer one first")


def nothing_inside(name: str) -> Issue:
    """The issue for an archive without reports."""
    return Issue(
        "empty", f"the archive {name} holds no file to read; files of reports end in .txt, .html, .jsonl and the like"
    )


def not_a_feed(name: str) -> Issue:
    """The issue for XML that holds no reports."""
    return Issue("no-text", f"{name} is XML but no RSS or Atom feed with items; save the reports as HTML or text")


def broken_xml(name: str, where: str) -> Issue:
    """The issue for an item of a feed whose XML is not well formed."""
    return Issue("broken-xml", f"{name}, {where}: the XML is broken here, so some of the text may be missing")


def truncated(why: str) -> Issue:
    """The issue for a page that the crawler did not keep whole."""
    return Issue("truncated", f"the crawler did not keep the whole page ({why}), so the end of the text may be missing")


def worker_died(how: str) -> Issue:
    """The issue for a report during which a worker process ended."""
    return Issue(
        "worker-died",
        f"the worker process ended while it coded this report ({how}); if memory ran out, use fewer workers and code it anew",
    )


def took_too_long(seconds: float) -> Issue:
    """The issue for a report that was given up."""
    return Issue(
        "took-too-long",
        f"coding took more than {seconds:g} seconds and was given up; split the report, or allow more time",
    )
