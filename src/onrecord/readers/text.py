"""A report from its text: what every reader ends in."""

from __future__ import annotations

import datetime
import hashlib
import re

from onrecord.dates import find_dateline
from onrecord.model import Issue, Report
from onrecord.readers import issues as problems
from onrecord.readers.language import language_of, load_languages

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 200_000


def from_text(
    text: str,
    *,
    id: str | None = None,
    title: str = "",
    published: datetime.date | None = None,
    url: str | None = None,
    source: str | None = None,
) -> Report:
    """A report from a text as it is given; nothing in it is changed.

    Args:
        text: the body; offsets of records refer to it.
        id: unique among the reports of a run; unless given, a hash of title and text.
        title: put before the body with an empty line between, unless the body opens with it.
        published: day of publication; unless given, that of a dateline with a year.

    What makes the text unfit for coding is an issue of the report; nothing is raised.
    """
    return build(text, id=id, title=title, published=published, url=url, source=source)


def build(
    body: str,
    *,
    id: str | None = None,
    title: str = "",
    published: datetime.date | None = None,
    url: str | None = None,
    source: str | None = None,
    language: str | None = None,
    name: str = "",
    issues: tuple[Issue, ...] = (),
) -> Report:
    """A report from what a reader found.

    Args:
        language: what the source says about itself; kept only where the words do not tell.
        name: name of the file or address, so that like texts of different files have different ids.
        issues: what the reader noticed; a blocking one leaves the report without text.
    """
    title = title if title.strip() else ""
    text = body if not title or _opens(body, title) else f"{title}\n\n{body}" if body.strip() else body
    identifier = id if id is not None else _hash(name, title, body)
    fault = next((issue for issue in issues if issue.code in problems.BLOCKING), None) or _fault(text, title)
    if fault is not None:
        found = issues if fault in issues else (*issues, fault)
        return Report(_clean(identifier), "", _clean(title[:1000]), published, url, source, None, found)
    published = published or _dateline_day(text)
    if published is None and not any(issue.code == "no-date" for issue in issues):
        issues = (*issues, problems.NO_DATE)
    verdict = language_of(text)
    if verdict.foreign:
        languages = load_languages()
        issues = (*issues, problems.foreign(verdict.name, languages.names[languages.coded]))
    code = verdict.code if verdict.code or verdict.foreign else language
    return Report(_clean(identifier), text, title, published, url, source, code, issues)


def failed(
    issue: Issue,
    *,
    name: str,
    id: str | None = None,
    published: datetime.date | None = None,
    url: str | None = None,
) -> Report:
    """A report without text that carries the reason."""
    return build("", id=id, published=published, url=url, name=f"{name}\0{issue.message}", issues=(issue,))


def _fault(text: str, title: str) -> Issue | None:
    """Why a text cannot be coded at all, or None."""
    if not text.strip():
        return problems.EMPTY
    if len(text) > problems.MAX_CHARACTERS:
        return problems.too_large(f"the text has {len(text):,} characters")
    if _SURROGATE.search(text) or _SURROGATE.search(title):
        return problems.SURROGATE
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 20 > len(sample):
        return problems.BINARY
    return None


def _opens(body: str, title: str) -> bool:
    """Whether a body begins with its title, as whole words, whatever the blanks and capitals."""
    wanted = " ".join(title.split()).casefold()
    # A title may be set with more blanks in the body than apart, but not with many times more.
    begin = " ".join(body.lstrip()[: 4 * len(title) + 100].split()).casefold()
    return begin.startswith(wanted) and not begin[len(wanted) : len(wanted) + 1].isalnum()


def _dateline_day(text: str) -> datetime.date | None:
    found = find_dateline(text)
    return found.date if found else None


def _hash(name: str, title: str, body: str) -> str:
    """Sixteen hexadecimal digits that stay the same as long as name, title and text do."""
    parts = (name, title, body)
    content = b"".join(str(len(part)).encode() + b"\0" + part.encode("utf-8", "surrogatepass") for part in parts)
    return hashlib.sha256(content).hexdigest()[:16]


def _clean(words: str) -> str:
    """Words that any output can carry: lone surrogates become U+FFFD."""
    return _SURROGATE.sub("\ufffd", words)
