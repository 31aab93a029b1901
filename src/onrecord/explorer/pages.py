"""The pages as they were built, by the address under which each is served; nothing else can be reached."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

FIRST = "/index.html"
_TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
    "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon", "txt": "text/plain; charset=utf-8",
    "webp": "image/webp", "bin": "application/octet-stream", "geojson": "application/json", "topojson": "application/json",
}  # fmt: skip
# "main-B1x9_a2c.js": a digest of the content in the name, so a browser may keep it for ever.
_DIGEST = re.compile(r"-[\w-]{8,}\.\w+$")
_FOR_EVER, _ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
_UNBUILT = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>onrecord explorer</title></head>
<body><h1>The pages of the explorer are not built</h1>
<p>The API works: see <a href="api/store">api/store</a>. In a copy of the repository, build the pages with:</p>
<pre>cd web &amp;&amp; npm ci &amp;&amp; npm run build</pre>
<p>A wheel of onrecord has them already: install it again if this is one.</p></body></html>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A file to serve."""

    content: bytes
    kind: str
    keep: str
    tag: str


def load_pages(root: Traversable | None = None) -> Mapping[str, Page]:
    """All pages by their address; one that says what to do where they were not built."""
    folder = resources.files("onrecord.explorer").joinpath("static") if root is None else root
    pages = dict(_found(folder, "")) if folder.is_dir() else {}
    if FIRST not in pages:
        pages[FIRST] = _page(FIRST, _UNBUILT)
    return pages | {"/": pages[FIRST]}


def _found(folder: Traversable, below: str) -> Iterator[tuple[str, Page]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{below}/{entry.name}"
        if entry.is_dir():
            yield from _found(entry, path)
        elif entry.name.rpartition(".")[2] in _TYPES:
            yield path, _page(path, entry.read_bytes())


def _page(path: str, content: bytes) -> Page:
    keep = _FOR_EVER if _DIGEST.search(path) and path != FIRST else _ASK_AGAIN
    return Page(content, _TYPES[path.rpartition(".")[2]], keep, f'"{hashlib.sha256(content).hexdigest()[:16]}"')
