"""Nasty input, made by functions: deep, wide, long, broken, lying. Seeded, so that every run makes the same bytes.

`PAGES` maps a file name to the function that makes its bytes; the suffix says how the file is read. `GOOD` is a report that
must come out right whatever stands beside it.
"""

from __future__ import annotations

import base64
import gzip
import json
import random
from collections.abc import Callable, Mapping

MB = 1_000_000
GOOD = (
    "Rebel forces fired rockets at the town of Goma on Sunday, killing three people, Mayor Ana Ruiz said. "
    '"They want to frighten us," she told Radio Okapi. The rebels denied that they had attacked the town. '
)
ARTICLE = "".join(f"<p>{GOOD}</p>\n" for _ in range(4))


def page(body: str, head: str = "") -> bytes:
    """A web page with an article after whatever is put into its body."""
    text = f"<!doctype html><html lang='en'><head><title>Rockets hit Goma</title>{head}</head><body>{body}{ARTICLE}</body></html>"
    return text.encode("utf-8", "surrogatepass")


def line(text: object, **fields: object) -> bytes:
    """One report of a JSON Lines file."""
    return json.dumps({"id": "r", "published": "2023-06-13", "text": text, **fields}).encode() + b"\n"


def utf8(text: str) -> bytes:
    """A text as a file."""
    return text.encode()


def _zalgo() -> str:
    source = random.Random(8)
    marks = [chr(c) for c in range(0x300, 0x370)]
    return "".join(char + "".join(source.choices(marks, k=30)) for char in GOOD * 5)


def _names(count: int) -> str:
    source = random.Random(7)
    names = ["".join(source.choices("abcdefgiklmnorstu", k=6)).capitalize() for _ in range(count)]
    return "The police arrested " + ", ".join(f"{name} of the {name} Party" for name in names) + " in Goma."


def _sections(depth: int, tag: str) -> str:
    return f"<{tag}>" * depth + GOOD + f"</{tag}>" * depth


def _bomb() -> str:
    entities = "".join(f'<!ENTITY e{n} "{"".join([f"&e{n - 1};"] * 10)}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "ha">{entities}]><html><body><p>&e11; {GOOD}</p>{ARTICLE}</body></html>'


def _data_url() -> str:
    return "data:image/png;base64," + base64.b64encode(bytes(300_000)).decode()


TREES: Mapping[str, Callable[[], bytes]] = {
    "deep-div.html": lambda: page(_sections(10_000, "div")),
    "deep-div-more.html": lambda: page(_sections(200_000, "div")),
    "deep-article.html": lambda: page(_sections(10_000, "article")),
    "deep-blockquote.html": lambda: page(_sections(200_000, "blockquote")),
    "deep-p-b-unknown.html": lambda: page("<p><b><x-y>" * 20_000 + GOOD),
    "unclosed.html": lambda: page("<div><p><a href=x><li><td>" * 5_000),
    "unopened.html": lambda: page("</div></p></body></html>" * 20_000),
    "half-tags.html": lambda: page("<div <p <a <b " * 50_000),
    "brackets.html": lambda: page("<" * 300_000),
    "one-line.html": lambda: page(GOOD * (10 * MB // len(GOOD))),
    "attribute.html": lambda: page(f"<p title='{'a' * 5 * MB}'>{GOOD}</p>"),
    "attributes.html": lambda: page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">{GOOD}</p>"),
    "table.html": lambda: page("<table>" + ("<tr>" + "<td>1</td>" * 100 + "</tr>") * 1_000 + "</table>"),
    "tables.html": lambda: page("<table><tr><td>" * 2_000),
    "list.html": lambda: page("<ul>" + "<li><a href='/x'>Goma</a></li>" * 30_000 + "</ul>"),
    "breaks.html": lambda: page("<br>" * 200_000),
    "paragraphs.html": lambda: page("<p>Goma.</p>" * 60_000),
    "links.html": lambda: page("<a href='http://a.example/?q=" + "&amp;" * 100_000 + "'>x</a>"),
    "entities.html": lambda: _bomb().encode(),
    "references.html": lambda: page("&#x110000;&#xD800;&#0;&bogus;&amp;amp;" * 20_000),
}
FURNITURE: Mapping[str, Callable[[], bytes]] = {
    "only-menu.html": lambda: b"<html><body><nav>" + b"<a href=x>Follow us</a>" * 3_000 + b"</nav></body></html>",
    "scripts.html": lambda: page(f"<script>{GOOD}</script><style>{GOOD}</style><template><p>{GOOD}</p></template>"),
    "script-open.html": lambda: page("<script>" * 20_000),
    "noscript.html": lambda: page(f"<noscript><p>{GOOD}</p></noscript><svg><text>{GOOD}</text></svg>"),
    "srcdoc.html": lambda: page(f"<iframe srcdoc='<p>{GOOD}</p>'></iframe>"),
    "data-url.html": lambda: page(f"<img src='{_data_url()}'>" * 5),
    "refresh.html": lambda: page("", "<meta http-equiv=refresh content='0;url=http://192.0.2.1/'><base href='http://192.0.2.1/'>"),
    "external.html": lambda: page(
        "<script src='http://192.0.2.1/x.js'></script><img src='http://192.0.2.1/x.png'><object data='file:///etc/passwd'></object>",
        "<link rel=stylesheet href='http://192.0.2.1/x.css'><!DOCTYPE x SYSTEM 'http://192.0.2.1/x.dtd'>",
    ),
    "comment-open.html": lambda: page("<!-- " + "x" * 100_000),
    "comments.html": lambda: page("<!-- -- > --!> <!-->" * 20_000),
    "cdata.html": lambda: page(f"<![CDATA[<p>{GOOD}</p>]]>" * 100 + "<![CDATA["),
    "conditional.html": lambda: page(f"<!--[if lt IE 9]><p>{GOOD}</p><![endif]-->" * 1_000),
    "frames.html": lambda: b"<html><frameset cols='*,*'>" + b"<frame src='http://192.0.2.1/'>" * 500 + b"</frameset></html>",
    "plaintext.html": lambda: page("<plaintext>"),
    "textarea.html": lambda: page("<textarea>" + "<p>x" * 10_000 + "<title>"),
    "json-ld-deep.html": lambda: page("", "<script type='application/ld+json'>" + "[" * 90_000 + "</script>"),
    "json-ld-object.html": lambda: page("", "<script type='application/ld+json'>" + '{"a":' * 30_000 + "</script>"),
    "json-ld-number.html": lambda: page(
        "", f"<script type='application/ld+json'>{{\"datePublished\": {'9' * 10_000}, \"x\": 1e999}}</script>"
    ),
    "json-ld-date.html": lambda: page("", "<script type='application/ld+json'>{\"datePublished\":\"99999-13-77\"}</script>"),
    "year-zero.html": lambda: page("<time datetime='0000-00-00'>0</time>", "<meta property='article:published_time' content='0000-01-01'>"),
    "year-far.html": lambda: page("<time datetime='99999-01-01'>9</time>", "<meta name='date' content='99999-01-01T00:00:00Z'>"),
    "metas.html": lambda: page("", "<meta name=date content='1 May'>" * 20_000),
    "title.html": lambda: page("", f"<meta property='og:title' content='{'Goma ' * 200_000}'>"),
    "amp.html": lambda: page("").replace(b"<html", "<html \u26a1 amp".encode()),
}  # fmt: skip
BYTES: Mapping[str, Callable[[], bytes]] = {
    "gzip.html": lambda: gzip.compress(page(""), mtime=0),
    "bomb.html": lambda: gzip.compress(bytes(100 * MB), mtime=0),
    "bomb.txt.gz": lambda: gzip.compress(b"a " * (35 * MB), mtime=0),
    "lying-charset.html": lambda: page("Caf\u00e9", "<meta charset=utf-7>") + b"\xff\xfe\xe9",
    "mixed-charset.html": lambda: page("") + GOOD.encode("utf-16-le") + "\u0413\u043e\u043c\u0430 ".encode("cp1251") * 1_000,
    "utf-16.txt": lambda: (GOOD * 20).encode("utf-16-le"),
    "utf-16-odd.txt": lambda: (GOOD * 20).encode("utf-16-be")[1:],
    "utf-7.txt": lambda: b"+ADw-script+AD4-" * 1_000 + GOOD.encode(),
    "utf-32.txt": lambda: (GOOD * 5).encode("utf-32"),
    "nuls.txt": lambda: GOOD.encode() + bytes(1_000),
    "nul.html": lambda: page("<p>a\0b</p>"),
    "c1.txt": lambda: ("".join(map(chr, range(0x80, 0xA0))) + GOOD).encode() * 3,
    "controls.txt": lambda: (GOOD + "\x0b\x0c\x1b[31m\x7f").encode() * 20,
    "noise.txt": lambda: random.Random(3).randbytes(200_000),
    "noise.html": lambda: b"<html>" + random.Random(4).randbytes(200_000),
    "overlong.txt": lambda: (b"\xc0\xaf\xe0\x80\xaf" + GOOD.encode()) * 20,
    "marks-inside.txt": lambda: ("\ufeff" + GOOD).encode() * 20,
    "returns.txt": lambda: (GOOD + "\r").encode() * 20,
    "forms.txt": lambda: (GOOD + "\f\x85\u2028\u2029").encode() * 20,
}  # fmt: skip
TEXTS: Mapping[str, Callable[[], bytes]] = {
    "one-line.txt": lambda: utf8(GOOD * (10 * MB // len(GOOD))),
    "four-mb.txt": lambda: utf8(GOOD * (4 * MB // len(GOOD))),
    "newlines.txt": lambda: GOOD.encode() + b"\n" * MB + GOOD.encode(),
    "blanks.txt": lambda: GOOD.encode() + b" \t\xc2\xa0" * MB + GOOD.encode(),
    "word.txt": lambda: GOOD.encode() + b"a" * MB + b" " + GOOD.encode(),
    "capital-word.txt": lambda: GOOD.encode() + b"A" + b"a" * MB + b" of " + b"Ab-" * 100_000 + GOOD.encode(),
    "digits.txt": lambda: GOOD.encode() + b"9" * MB + b" people were killed. " + b"1," * 100_000 + GOOD.encode(),
    "marks.txt": lambda: utf8(GOOD + "e" + "\u0301" * MB + " " + GOOD),
    "zalgo.txt": lambda: utf8(_zalgo()),
    "overrides.txt": lambda: utf8("".join(f"\u202e{word}\u202c \u2067" for word in (GOOD * 5).split())),
    "joiners.txt": lambda: utf8("\u200d".join(GOOD * 5)),
    "emoji.txt": lambda: ("\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3fd" + GOOD).encode() * 50,
    "quotes.txt": lambda: GOOD.encode() + b'"' * 100_000 + GOOD.encode(),
    "quotes-spaced.txt": lambda: GOOD.encode() + "\u201c \u00ab \u2018 ' \" ".encode() * 20_000,
    "said-that.txt": lambda: utf8("Ana Ruiz said that " * 50_000 + "rebels attacked Goma."),
    "denied-that.txt": lambda: utf8("The army denied that it attacked Goma and that " * 10_000),
    "names.txt": lambda: utf8(_names(20_000)),
    "places.txt": lambda: utf8("in Goma, Kinshasa, Paris and the Springfield, Ill. " * 10_000),
    "dates.txt": lambda: utf8("on Monday the 3rd of May 2021 and the day before the day after " * 5_000),
    "numbers.txt": lambda: utf8("killed a hundred hundred hundred and three people and " * 5_000),
    "pronouns.txt": lambda: utf8("he told her that his men and her aides met them and " * 5_000),
    "counterparts.txt": lambda: utf8("his counterpart met her counterpart and their counterparts in the talks with " * 3_000),
    "initials.txt": lambda: utf8("The U. S. A. B. C. of the " * 20_000),
    "dashes.txt": lambda: GOOD.encode() + b"-" * 300_000 + GOOD.encode(),
    "dateline.txt": lambda: utf8("GOMA, " * 50_000 + "May 31 (Reuters) - " + GOOD),
    "parentheses.txt": lambda: utf8("(" * 100_000 + GOOD + ")" * 100_000),
    "no-end.txt": lambda: utf8(GOOD.replace(".", ",") * 1_000),
    "lines.txt": lambda: utf8("Follow us on social media\n" * 20_000 + GOOD),
}  # fmt: skip
LINES: Mapping[str, Callable[[], bytes]] = {
    "surrogate.jsonl": lambda: b'{"text": "\\ud800 ' + GOOD.replace('"', "'").encode() + b'", "id": "\\udfff"}\n' + line(GOOD),
    "surrogate-fields.jsonl": lambda: b'{"title": "\\ud800", "url": "\\udcff", "source": "\\udc80", "text": "Rebels attacked Goma."}\n',
    "twice.jsonl": lambda: b'{"text": "a", "text": "Rebels attacked Goma.", "id": "x", "id": "y"}\n' + line(GOOD),
    "deep.jsonl": lambda: b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n" + line(GOOD),
    "deep-object.jsonl": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n" + line(GOOD),
    "nan.jsonl": lambda: b'{"text": NaN}\n{"text": "Rebels attacked.", "id": Infinity, "published": -Infinity}\n' + line(GOOD),
    "digits.jsonl": lambda: b'{"id": ' + b"9" * 10_000 + b', "text": "Rebels attacked Goma."}\n' + line(GOOD),
    "id.jsonl": lambda: line(GOOD, id="i" * MB, url="http://a.example/" + "u" * MB, source="s" * MB),
    "kinds.jsonl": lambda: b"".join(line(text) for text in (1, None, [], {}, True, "", " ")) + b"[]\n7\nnull\n" + line(GOOD),
    "days.jsonl": lambda: b"".join(
        line(GOOD, id=str(n), published=day)
        for n, day in enumerate(["0000-01-01", "99999-01-01", "2023-02-30", 20230613, [], "9999-12-31", "0001-01-01", "x" * MB])
    ),
    "title.jsonl": lambda: line(GOOD, title="Goma " * 200_000),
    "titles.jsonl": lambda: line("Goma " * 20_000 + GOOD, title="goma  " * 20_000),
    "nuls.jsonl": lambda: b"\0\0\0\n" + line("a\0b " + GOOD) + line("\x00" * 500),
    "long.jsonl": lambda: line(GOOD * (6 * MB // len(GOOD))) + line(GOOD),
    "damaged.jsonl": lambda: line(GOOD)[:-30] + b"\n\xff\xfe\n" + line(GOOD),
    "returns.jsonl": lambda: line(GOOD).replace(b"\n", b"\r") + line(GOOD),
    "deep.json": lambda: b"[" * 1_000_000,
    "wide.json": lambda: b"[" + b",".join([b'{"text":""}'] * 5_000) + b"]",
}  # fmt: skip
PAGES: Mapping[str, Callable[[], bytes]] = {**TREES, **FURNITURE, **BYTES, **TEXTS, **LINES}
