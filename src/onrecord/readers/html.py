"""The article out of a web page: text, title, day, source and language, by trafilatura."""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.parse import urlsplit

from onrecord.dates import resolve_date
from onrecord.model import Issue, Report
from onrecord.readers import issues as problems
from onrecord.readers.decode import decode
from onrecord.readers.tags import MAX_TAGS, tame
from onrecord.readers.text import build, failed

# Where a page may declare its charset (HTML says 1,024 bytes; pages do not always keep to it).
_HEAD = 4_096
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,40})", re.I
)
_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\slang\s{0,5}=\s{0,5}[\"']?([a-zA-Z]{2})\b", re.I)
# What takes room on a page and holds no article. JSON-LD is kept: it holds the day of publication.
_OPENING = re.compile(r"<(script|style|svg|template|iframe|canvas)(?=[\s>/])|<!--", re.I)
_DATA = re.compile(r"data:[a-z0-9.+/-]{1,60};base64,[A-Za-z0-9+/=]*", re.I)
_MAX_JSON_LD = 200_000
# The largest page without its scripts, in characters: extraction takes a second for each million.
_MAX_MARKUP = 3_000_000
_FAST_MARKUP = 600_000


def from_html(
    data: bytes | str, *, id: str | None = None, url: str | None = None, published: datetime.date | None = None
) -> Report:
    """A report from a web page: the article's paragraphs with an empty line between, without what stands around it.

    Args:
        data: the page; bytes are decoded by byte order mark, UTF-8, the charset declared, or what they look like.
        id: unique among the reports of a run; unless given, a hash of address, title and text.
        published: day of publication; unless given, that which the page's metadata or its dateline say.

    What makes the page unfit for coding is an issue of the report; nothing is raised.
    """
    return read_page(data, id=id, url=url, published=published)


def read_page(
    data: bytes | str,
    *,
    id: str | None = None,
    url: str | None = None,
    published: datetime.date | None = None,
    fallback: datetime.date | None = None,
    charset: str | None = None,
    name: str = "",
) -> Report:
    """As `from_html`.

    Args:
        fallback: day of publication for a page that does not say it.
        charset: what HTTP declares.
        name: name of the file or address, for the id.
    """
    name = name or url or ""
    if len(data) > problems.MAX_BYTES:
        return failed(
            problems.too_large(f"the page has {len(data):,} bytes"),
            name=name,
            id=id,
            published=published or fallback,
            url=url,
        )
    page, issues = (data, ()) if isinstance(data, str) else _decoded(data, charset)
    if any(issue.code in problems.BLOCKING for issue in issues) or not page.strip():
        return failed(
            issues[0] if issues else problems.EMPTY, name=name, id=id, published=published or fallback, url=url
        )
    slim = _slim(page)
    if len(slim) > _MAX_MARKUP:
        issue = problems.too_large(f"the page has {len(slim):,} characters besides its scripts")
        return failed(issue, name=name, id=id, published=published or fallback, url=url)
    tamed = tame(slim)
    if tamed is None:
        issue = problems.too_large(f"the page has more than {MAX_TAGS:,} tags")
        return failed(issue, name=name, id=id, published=published or fallback, url=url)
    found = _extract(tamed, url)
    text = _paragraphs(found.text) if found is not None else ""
    if not text:
        return failed(problems.NO_ARTICLE, name=name, id=id, published=published or fallback, url=url)
    return build(
        text,
        id=id,
        title=(found.title or "").strip(),
        published=published or _day(found.date) or fallback,
        url=url or found.url,
        source=found.sitename or (urlsplit(url).hostname if url else None),
        language=_declared_language(page),
        name=name,
        issues=issues,
    )


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a web page does."""
    begin = text.lstrip("\ufeff \t\r\n")[:1_000].lower()
    return begin.startswith(("<!doctype html", "<html", "<head", "<body", "<?xml", "<!--")) and "<" in begin[1:]


def _decoded(data: bytes, charset: str | None) -> tuple[str, tuple[Issue, ...]]:
    found = _CHARSET.search(data[:_HEAD])
    declared = [charset, found[1].decode("ascii", "replace") if found else None]
    decoded = decode(data, *(name for name in declared if name))
    return decoded.text, decoded.issues


def _slim(page: str) -> str:
    """A page without scripts, styles, drawings, comments and inlined files, in time linear in its length."""
    kept: list[str] = []
    at = 0
    while True:
        opening = _OPENING.search(page, at)
        if opening is None:
            kept.append(page[at:])
            break
        kept.append(page[at : opening.start()])
        at = _closing(page, opening)
        if at - opening.start() <= _MAX_JSON_LD:
            element = page[opening.start() : at]
            if "ld+json" in element[: element.find(">")].lower():
                kept.append(element)
    return _DATA.sub("", "".join(kept))


def _closing(page: str, opening: re.Match[str]) -> int:
    """Where an element or comment ends; the end of the page where it is never closed."""
    if opening[1] is None:
        end = page.find("-->", opening.end())
        return end + 3 if end >= 0 else len(page)
    inside = page.find(">", opening.end())
    closing = re.compile(rf"</{opening[1]}\s{{0,20}}>", re.I).search(page, inside) if inside >= 0 else None
    return closing.end() if closing else len(page)


def _extract(page: str, url: str | None) -> Any:
    """What trafilatura makes of a page (a Document), or None."""
    # Loaded with the first page only: it takes a fifth of a second, which texts need not wait for.
    from trafilatura import bare_extraction  # noqa: PLC0415

    return bare_extraction(
        page,
        url=url,
        # The fallbacks of the careful way take too long on pages without end, which hold no news.
        fast=len(page) > _FAST_MARKUP,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )


def _paragraphs(text: str | None) -> str:
    """One paragraph a line becomes one paragraph with an empty line after it, as in any other report."""
    return "\n\n".join(line.strip() for line in (text or "").splitlines() if line.strip())


def _day(value: str | None) -> datetime.date | None:
    found = resolve_date(value or "", None)
    return found.start if found and found.granularity == "day" else None


def _declared_language(page: str) -> str | None:
    found = _LANGUAGE.search(page[:_HEAD])
    return found[1].lower() if found else None
