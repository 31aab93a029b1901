"""Reports from feeds: the items of RSS (0.9 to 2.0) and Atom files.

Items are found first and parsed one by one, so that broken XML costs the item that it stands in and no other. What a document type
declares never reaches a parser: there is no entity to expand and no file to fetch.
"""

from __future__ import annotations

import datetime
import email.utils
import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from onrecord.model import Issue, Report
from onrecord.readers import issues as problems
from onrecord.readers.decode import decode
from onrecord.readers.fragment import text_of_fragment
from onrecord.readers.jsonl import published_day
from onrecord.readers.text import build, failed

_ROOT = re.compile(r"\s{0,100}(?:<(?:[\w.-]{1,40}:)?(rss|feed|RDF)[\s>]|<)")
_MISC = re.compile(r"[\s\ufeff]{1,1000}|<\?[^>]{0,1000}>|<!--")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([\w.:-]{2,40})", re.I)
# What may open or close an item, and what may hide one.
_MARK = re.compile(r"<!\[CDATA\[|<!--|<(/?)(?:[\w.-]{1,40}:)?(item|entry)(?=[\s/>])[^<>]{0,2000}>")
_NAMESPACE = re.compile(r"xmlns:([\w.-]{1,40})\s{0,5}=\s{0,5}(?:\"([^\"<>]{1,300})\"|'([^'<>]{1,300})')")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# What XML may not hold at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TITLE = re.compile(r"<(?:[\w.-]{1,40}:)?title[^<>]{0,500}>(.{0,2000}?)</(?:[\w.-]{1,40}:)?title\s{0,20}>", re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_HEAD = 100_000
# Where an item has its text, its day and its id, the best first (without their namespaces).
_TEXTS = ("encoded", "content", "description", "summary")
_DAYS = ("pubDate", "published", "issued", "date", "created", "updated", "modified")
_IDS = ("guid", "id")


def is_feed(head: str) -> bool:
    """Whether a text begins as a feed does."""
    at = 0
    for _ in range(50):
        root = _ROOT.match(head, at)
        if root is not None and root[1]:
            return True
        step = _MISC.match(head, at)
        if step is not None:
            at = step.end() if step[0] != "<!--" else _after(head, "-->", step.end())
        elif head.startswith("<!DOCTYPE", at):
            inner, end = head.find("[", at), head.find(">", at)
            at = _after(head, ">", head.find("]", inner) if 0 <= inner < end else at)
        else:
            return False
        if at < 0:
            return False
    return False


def read_feed(
    data: bytes, name: str, published: datetime.date | None = None, charset: str | None = None
) -> Iterator[Report]:
    """The reports of a feed, in its order.

    Args:
        data: the whole file.
        name: what messages and ids call it.
        published: day of publication for items that do not say it.
        charset: what HTTP declares.
    """
    found = _ENCODING.search(data[:1_000])
    declared = list(filter(None, [charset, found[1].decode("ascii") if found else None]))
    decoded = decode(data, *declared)
    if problems.BINARY in decoded.issues and b"<" in data[:4]:
        # A stray NUL in one item makes no binary file of a feed; what XML may not hold is told at the item.
        decoded = decode(data.replace(b"\0", b"\x01"), *declared)
    if any(issue.code in problems.BLOCKING for issue in decoded.issues) or not decoded.text.strip():
        yield failed(next(iter(decoded.issues), problems.EMPTY), name=name, published=published)
        return
    text = decoded.text
    if not is_feed(text[:_HEAD]):
        yield failed(problems.not_a_feed(name), name=name, published=published)
        return
    spaces: dict[str, str] = {}
    source: str | None = None
    number = 0
    for number, (start, end, whole) in enumerate(_items(text), 1):
        if number == 1:
            head = text[: min(start, _HEAD)]
            spaces = {prefix: one or other for prefix, one, other in _NAMESPACE.findall(head)}
            source = _feed_title(head)
        # Feeds of damaged characters say so at each item that has some.
        yield _item(text[start:end], whole, spaces, source, name, f"item {number}", published)
    if not number:
        yield failed(problems.not_a_feed(name), name=name, published=published)


def _items(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where each item begins and ends, and whether it is closed; in time linear in the length of the text."""
    at, begin, inside = 0, 0, False
    no_more = {"]]>": False, "-->": False}
    while (mark := _MARK.search(text, at)) is not None:
        at = mark.end()
        if mark[2] is None:
            closing = "]]>" if mark[0].startswith("<![") else "-->"
            after = -1 if no_more[closing] else _after(text, closing, at)
            no_more[closing] = after < 0
            at = max(after, at)
        elif mark[1]:
            if inside:
                yield begin, at, True
            inside = False
        else:
            if inside:
                yield begin, mark.start(), False
            begin, inside = mark.start(), not mark[0].endswith("/>")
            if not inside:
                yield begin, at, True
    if inside:
        yield begin, len(text), False


def _after(text: str, closing: str, at: int) -> int:
    found = text.find(closing, at)
    return found + len(closing) if found >= 0 else -1


def _item(
    xml: str, whole: bool, spaces: dict[str, str], source: str | None, name: str, where: str, day: datetime.date | None
) -> Report:  # fmt: skip
    if len(xml) > problems.MAX_CHARACTERS:
        return failed(
            problems.too_large(f"{name}, {where} has {len(xml):,} characters"), name=f"{name}:{where}", published=day
        )
    item, sound = _parsed(xml, spaces)
    issues: tuple[Issue, ...] = () if whole and sound else (problems.broken_xml(name, where),)
    if item is None:
        return failed(problems.unreadable(f"{name}, {where}", "broken XML"), name=f"{name}:{where}", published=day)
    parts: dict[str, list[Any]] = {}
    for child in item:
        if isinstance(child.tag, str):
            parts.setdefault(child.tag.rpartition("}")[2], []).append(child)
    told, fault = _day(_first(parts, _DAYS))
    if fault is not None:
        issues = (*issues, fault)
    lost = xml.count("\ufffd")
    if lost:
        issues = (
            *issues,
            Issue("charset", f"{lost} character(s) of {name}, {where} could not be read; save the feed as UTF-8"),
        )
    text = next((found for key in _TEXTS for part in parts.get(key, ()) if (found := _text(part))), "")
    identifier = _first(parts, _IDS)
    if not text:
        return failed(
            problems.no_text_field(name, where),
            name=f"{name}:{where}",
            id=identifier,
            published=told or day,
            url=_link(parts),
        )
    return build(
        text, id=identifier, title=_title(parts), published=told or day, url=_link(parts),
        source=_own_source(parts) or source, name=name, issues=issues,
    )  # fmt: skip


def _parsed(xml: str, spaces: dict[str, str]) -> tuple[Any, bool]:
    """The element of one item, and whether its XML is sound."""
    # Loaded with the first feed only.
    from lxml import etree  # noqa: PLC0415

    names = {**{prefix: f"urn:unknown:{prefix}" for prefix in _PREFIX.findall(xml)}, **spaces}
    declared = "".join(
        f' xmlns:{p}="{html.escape(uri)}"' for p, uri in sorted(names.items()) if p not in ("xml", "xmlns")
    )
    legal = _ILLEGAL.sub("\ufffd", _ENTITY.sub(_character, xml))
    # In an element of its own, so that prefixes of the feed are known; no declaration can stand here.
    data = f"<item-of-feed{declared}>{legal}</item-of-feed>".encode()
    for recover in (False, True):
        parser = etree.XMLParser(
            recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            continue
        if root is not None and len(root):
            return root[0], not recover and legal.count("\ufffd") == xml.count("\ufffd")
    return None, False


def _character(found: re.Match[str]) -> str:
    """The character of an entity of HTML, which feeds use without declaring it; those of XML as they are."""
    return found[0] if found[1] in _XML_ENTITIES else html5.get(f"{found[1]};", found[0])


def _text(part: Any) -> str:
    """The text of an element: markup in it, escaped or not, gives paragraphs."""
    if len(part):
        from lxml import etree  # noqa: PLC0415

        inner = (part.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in part)
        return text_of_fragment(inner)
    words = part.text or ""
    plain = part.get("type") in ("text", "text/plain")
    return words.strip() if plain else text_of_fragment(words)


def _title(parts: dict[str, list[Any]]) -> str:
    titles = parts.get("title")
    return " ".join(_text(titles[0]).split()) if titles else ""


def _first(parts: dict[str, list[Any]], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        for part in parts.get(key, ()):
            if words := "".join(part.itertext()).strip():
                return words[:2_000]
    return None


def _link(parts: dict[str, list[Any]]) -> str | None:
    """The address of the item: RSS has it as words, Atom as an attribute of the link that is not to something else."""
    for part in parts.get("link", ()):
        if part.get("rel") in (None, "alternate") and (words := part.get("href") or (part.text or "").strip()):
            return str(words)[:4_000]
    return None


def _own_source(parts: dict[str, list[Any]]) -> str | None:
    """What an item taken over from another feed says of that: its title in Atom, words in RSS."""
    for part in parts.get("source", ()):
        titles = [child for child in part if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "title"]
        if words := " ".join("".join((titles[0] if titles else part).itertext()).split()):
            return words[:500]
    return None


def _feed_title(head: str) -> str | None:
    found = _TITLE.search(head)
    words = _CDATA.sub(lambda part: part[1], found[1]) if found else ""
    return " ".join(html.unescape(words).split()) or None


def _day(value: str | None) -> tuple[datetime.date | None, Issue | None]:
    """The day as it is written, without a change of time zone."""
    try:
        return (email.utils.parsedate_to_datetime(value).date() if value else None), None
    except (ValueError, TypeError, IndexError, OverflowError):
        return published_day(value)
