"""What can be wrong with a report as it was read, in words that tell what to do."""

from __future__ import annotations

from onrecord.model import Issue

# The largest report and the largest file, in characters and bytes. No news report comes near them.
MAX_CHARACTERS = 5_000_000
MAX_BYTES = 60_000_000

# Codes of issues with which nothing is coded.
BLOCKING = frozenset({"empty", "binary", "too-large", "surrogate", "not-json", "no-text", "not-english", "unreadable"})

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
