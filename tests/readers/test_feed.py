"""RSS and Atom files."""

from __future__ import annotations

import datetime
import gzip
import io
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Report
from onrecord.readers import read
from onrecord.readers.fragment import text_of_fragment
from tests.readers.build import BODY, codes, put

DAY = datetime.date(2023, 3, 9)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The &amp; Wire</title><link>https://x.example</link>'
    "<image><title>no</title></image>"
)
TAIL = "</channel></rss>"


def rss(*items: str) -> str:
    return HEAD + "".join(f"<item>{item}</item>" for item in items) + TAIL


def item(number: int, body: str = BODY) -> str:
    return f"<guid>g{number}</guid><title>Title {number}</title><description>{body}</description>"


def reports(path: Path) -> list[Report]:
    return list(read(path, published=DAY))


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a.xml.gz", "noname"])
def test_rss(tmp_path: Path, name: str) -> None:
    data = rss(
        "<guid>g1</guid><title>A &lt;b&gt;title&lt;/b&gt;</title><link> https://x.example/1 </link>"
        "<pubDate>Mon, 10 Oct 2022 23:30:00 -0500</pubDate><description>Short.</description>"
        f"<content:encoded><![CDATA[<p>One &mdash; {BODY}</p><script>alert(1)</script><p>Two</item><br>Three &lt;x&gt;</p>]]></content:encoded>"
        '<source url="https://y.example">Other Wire</source>',
        f"<title>Second</title><description>&lt;p&gt;{BODY}&lt;/p&gt;</description><dc:date>2022-10-11T01:00:00Z</dc:date>",
    )
    first, second = reports(put(tmp_path / name, gzip.compress(data.encode()) if name.endswith("gz") else data))
    assert (first.id, first.title, first.url, first.source) == ("g1", "A title", "https://x.example/1", "Other Wire")
    assert first.published == datetime.date(2022, 10, 10)
    assert first.text == f"A title\n\nOne \u2014 {BODY}\n\nTwo\n\nThree <x>"
    assert (second.text, second.source, second.published) == (
        f"Second\n\n{BODY}",
        "The & Wire",
        datetime.date(2022, 10, 11),
    )
    assert first.issues == second.issues == ()


def test_atom(tmp_path: Path) -> None:
    data = f"""<?xml version="1.0"?>
    <feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><id>f</id><updated>2022-10-12T00:00:00Z</updated>
    <entry><id>urn:1</id><title type="html">A &amp;amp; B</title><link rel="edit" href="https://x.example/edit"/><link href="https://x.example/1"/>
      <published>2022-10-10T10:00:00Z</published><updated>2022-10-11T10:00:00Z</updated>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p><p>And <b>more</b>.</p></div></content></entry>
    <entry><id>urn:2</id><title>Two</title><updated>2022-10-11T10:00:00Z</updated><summary type="text">{BODY} 2 &lt; 3</summary></entry>
    <entry><id>urn:3</id><title>Three</title></entry></feed>"""
    first, second, third = reports(put(tmp_path / "a.atom", data))
    assert (first.id, first.title, first.url, first.source) == ("urn:1", "A & B", "https://x.example/1", "Feed")
    assert (first.text, first.published) == (f"A & B\n\n{BODY}\n\nAnd more.", datetime.date(2022, 10, 10))
    assert (second.text, second.published) == (f"Two\n\n{BODY} 2 < 3", datetime.date(2022, 10, 11))
    assert (third.text, codes(third)) == ("", ["no-text"])


def test_rdf(tmp_path: Path) -> None:
    data = f"""<?xml version="1.0"?><!-- x --><!DOCTYPE rdf:RDF><rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="x"><title>Feed</title><items><rdf:Seq><rdf:li rdf:resource="y"/></rdf:Seq></items></channel>
    <item rdf:about="y"><title>One</title><description>{BODY}</description></item></rdf:RDF>"""
    (report,) = reports(put(tmp_path / "a.rdf", data))
    assert (report.source, report.text) == ("Feed", f"One\n\n{BODY}")


@pytest.mark.parametrize(
    "bad",
    [
        "<guid>bad</guid><title>AT&T x < y</title><description>One & two</description>",
        f"<guid>bad</guid><description>{BODY}",
        f"<guid>bad</guid></description><description>{BODY}</description>",
        f"<guid>bad</guid><description>{BODY}\x00\x01</description>",
        f"<guid>bad</guid><description><![CDATA[{BODY}</description>",
    ],
)
def test_broken_xml_costs_its_item_only(tmp_path: Path, bad: str) -> None:
    found = reports(put(tmp_path / "a.rss", rss(item(1), bad, item(3), item(4))))
    assert [report.id for report in found if not codes(report)] == ["g1", "g3", "g4"]
    assert [codes(report)[0] for report in found if codes(report)] in (["broken-xml"], ["unreadable"], ["no-text"])


def test_a_feed_cut_off(tmp_path: Path) -> None:
    found = reports(put(tmp_path / "a.rss", rss(item(1), item(2))[: -len(TAIL) - 40]))
    assert [codes(report) for report in found] == [[], ["broken-xml"]]
    assert found[1].text.startswith("Title 2")


def test_an_item_that_is_never_closed(tmp_path: Path) -> None:
    data = HEAD + f"<item>{item(1)}<item>{item(2)}</item>" + TAIL
    assert [(report.id, codes(report)) for report in reports(put(tmp_path / "a.rss", data))] == [
        ("g1", ["broken-xml"]),
        ("g2", []),
    ]


def test_entities_are_never_expanded_and_files_never_fetched(tmp_path: Path) -> None:
    secret = put(tmp_path / "secret.txt", "Secret words of another file.")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    data = rss(item(1, f"{BODY} &l11; &f; &nbsp;x")).replace("?>", f"?>{doctype}", 1)
    begun = time.perf_counter()
    (report,) = reports(put(tmp_path / "a.rss", data))
    assert time.perf_counter() - begun < 5
    assert len(report.text) < 1_000
    assert "Secret" not in report.text
    assert report.text.startswith(f"Title 1\n\n{BODY}")


def test_charsets(tmp_path: Path) -> None:
    body = f"{BODY} Été à Orléans, José Désiré dit « non »."
    for declared, real in (("iso-8859-1", "cp1252"), ("UTF-8", "utf-8"), ("UTF-8", "cp1252"), ("utf-16", "utf-16")):
        data = rss(item(1, body)).replace("UTF-8", declared).encode(real)
        (report,) = reports(put(tmp_path / "a.rss", data))
        assert report.text == f"Title 1\n\n{body}", (declared, real)


def test_xml_that_is_no_feed(tmp_path: Path) -> None:
    assert [codes(r) for r in reports(put(tmp_path / "a.xml", "<?xml version='1.0'?><urlset><url/></urlset>"))] == [
        ["no-text"]
    ]
    assert [codes(r) for r in reports(put(tmp_path / "b.rss", HEAD + TAIL))] == [["no-text"]]
    page = f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><article><p>{BODY}</p><p>{BODY}</p></article></body></html>"
    assert BODY in reports(put(tmp_path / "c.xml", page))[0].text


def test_feeds_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rss(item(1)).encode())))
    assert [report.id for report in read("-", published=DAY)] == ["g1"]


@pytest.mark.parametrize(
    "data", ["<![CDATA[" * 200_000, "<!--" * 200_000, "<item>" * 5_000, "<item " * 200_000, "<a:" * 200_000]
)
def test_nonsense_ends_soon(tmp_path: Path, data: str) -> None:
    begun = time.perf_counter()
    assert reports(put(tmp_path / "a.rss", HEAD + data))
    assert time.perf_counter() - begun < 60


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain words, 2 < 3", "plain words, 2 < 3"),
        ("<p>One\n line</p><p>Two</p>", "One line\n\nTwo"),
        ("a<br>b<br/>c &amp; d &#8212; e", "a\n\nb\n\nc & d \u2014 e"),
        ("<ul><li>x</li><li>y <b>z</b>!</li></ul><style>p{}</style>", "x\n\ny z!"),
        ("<p>unclosed <i>words", "unclosed words"),
        ("<div>" * 5_000 + "deep" + "</div>" * 5_000, "deep"),
        ("<p>nul\0 here</p>", "nul here"),
        ("<img src=x onerror=alert(1)>", ""),
    ],
)
def test_text_of_fragment(markup: str, text: str) -> None:
    assert text_of_fragment(markup) == text


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&;![]CDAT-/item= \"'\n\x00\ud800é"), max_size=60))
def test_any_item(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    data = rss(item(1), words, item(3)).encode("utf-8", "surrogatepass")
    found = reports(put(tmp_path_factory.mktemp("feed") / "a.rss", data))
    assert found[0].id == "g1"
    for report in found:
        report.text.encode()
