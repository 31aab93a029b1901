"""The text of a piece of HTML that is an article already, as feeds carry it: nothing is chosen, only the markup goes."""

from __future__ import annotations

import re
from typing import Any

_MARKUP = re.compile(r"<[A-Za-z/!?]|&[#A-Za-z]")
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "header", "footer", "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr",
        "h1", "h2", "h3", "h4", "h5", "h6", "hr", "figure", "figcaption", "br", "aside", "main", "address", "form", "center",
    }
)  # fmt: skip
_UNSEEN = frozenset(
    {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "head", "canvas", "select"}
)
# Elements within elements; what lies deeper is read without its markup.
_TAG = re.compile(r"<[^<>]{0,2000}>")
_DEEP = 200
_OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{0,2000}>")
_EMPTY = frozenset({"br", "img", "hr", "input", "meta", "link", "wbr", "source", "col", "area", "base", "embed"})


def text_of_fragment(markup: str) -> str:
    """The paragraphs of a piece of HTML with an empty line between; words without markup as they are."""
    if not markup.strip() or _MARKUP.search(markup) is None:
        return markup.strip()
    # Loaded with the first piece only.
    from lxml import etree  # noqa: PLC0415

    parser = etree.HTMLParser(
        recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    # A NUL stands for a break below.
    shallow = (_TAG.sub("\n", markup) if _depth(markup) > _DEEP else markup).replace("\0", " ")
    root = etree.fromstring(f"<html><body>{shallow}</body></html>".encode("utf-8", "replace"), parser)
    return _paragraphs(_pieces(root)) if root is not None else ""


def _depth(markup: str) -> int:
    depth = deepest = 0
    for tag in _OPENING.finditer(markup):
        if tag[2].lower() not in _EMPTY:
            depth += -1 if tag[1] else 1
            deepest = max(deepest, depth)
    return deepest


def _pieces(root: Any) -> list[str]:
    """Words in their order, with a NUL where a block begins or ends."""
    from lxml import etree  # noqa: PLC0415

    pieces: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            unseen += tag in _UNSEEN
            if tag in _BLOCKS:
                pieces.append("\0")
            if not unseen and element.text:
                pieces.append(element.text)
        else:
            unseen -= tag in _UNSEEN
            if tag in _BLOCKS:
                pieces.append("\0")
            if not unseen and element.tail:
                pieces.append(element.tail)
    return pieces


def _paragraphs(pieces: list[str]) -> str:
    blocks = "".join(pieces).split("\0")
    return "\n\n".join(filter(None, (" ".join(block.split()) for block in blocks)))
