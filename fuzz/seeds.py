"""Seeds and dictionaries of the targets, made of sentences written for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.dates.vocabulary import load_vocabulary

STORY = (
    "GOMA, June 12 (Agency) - Rebel forces fired rockets at the town on Sunday, killing three people, Mayor Ana Ruiz said. "
    '"They want to frighten us," she told Radio Okapi. The rebels denied that they had attacked the town. His Kenyan counterpart '
    "and its troops will meet in Nairobi next week, a spokesman said.\n\nFollow us on social media"
)
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rockets hit Goma</title>'
    '<meta property="article:published_time" content="2023-06-13">'
    '<script type="application/ld+json">{"datePublished":"2023-06-13"}</script>'
    "</head><body><nav><a href='/x'>Home</a></nav><article><h1>Rockets</h1>"
    f"<p>{STORY}</p><table><tr><td>1</table><!-- x --></article></body></html>"
)
MARKED = (
    "{q1|{m1 - REB|Rebels} {e1 ASSAULT/heavy-weapons actor=m1 recipient=m2 at=p1 on=d1|shelled} {m2 - -|a school} in {p1 COD|Goma} "
    "{d1 2023-06-11|on Sunday}, {k1 of=e1 killed=3|killing three}}, {m3 COD GOV|the mayor} {c1 by=m3 says=q1|said}. {x|Follow us}",
    "{m1 RUS GOV|Moscow} {n1 of=e1|may} {e1 RETREAT actor=m1 is=possible|withdraw}\n\n"
    "{m2 =m1|It} {e2 CONSULT/visit actor=m2|met} {m4 in=m1|its} men.",
)
DATES = (
    "on Monday", "the day before yesterday", "since June 3rd, 2021", "two days after 9 March", "12/05/2021", "2021-02-30T10:00Z",
    "early on the 31st of February", "the 1990s", "the 19th century", "from last Monday to yesterday", "Easter Sunday",
    "in the past 3 years",
    "GOMA, Democratic Republic of Congo, May 31 (Agency) - The army said that all was quiet in the town.",
)  # fmt: skip
WORDS: Mapping[str, Sequence[str]] = {
    "html": ("<p>", "</p>", "<div>", "<article>", "<table>", "<td>", "<script", "</script>", "<!--", "-->", "<![CDATA[",
             "<meta charset=",
             "utf-16", "content=", "='", "<title>", "<time datetime=", "&amp;", "&#0;", "<plaintext>", "data:image/png;base64,",
             "ld+json", "\xff\xfe"),
    "jsonl": ('{"text":', '"id":', '"published":', '"title":', '"url":', "\\ud800", "NaN", "1e999", "null", "}\n", "\xef\xbb\xbf",
              "[[[["),
    "text": ("\xff\xfe", "\xef\xbb\xbf", "\r\n", "\u2028", "\u202e", "\u0301", "(Agency) -", "\x1b["),
    "markup": ("{m1 RUS GOV|", "{e1 ASSAULT actor=m1|", "{q1|", "{c1 by=m1 says=q1|", "{x|", "{d1 2023|", "{k1 of=e1 killed=>=9|",
               "}", "=m1", "in=m1", "is=denied"),
    "decoder": ("Ana Ruiz", "its troops", "his counterpart", "on Monday", "in Goma", "killing three", " said ", '"', "\n\n",
                "the capital", "they", "the attack"),
}  # fmt: skip


def write_seeds(folder: Path) -> None:
    """Write `TARGET.dict` and the folder `TARGET` of seeds for every target into a folder."""
    vocabulary = sorted({" ".join(words) for words in load_vocabulary().entries})
    for target, words in {
        **WORDS,
        "contract": ["\x00"],
        "dates": [*vocabulary, "0000", "9999-12-31", "31", ",", "th"],
    }.items():
        rows = (f'"{_quoted(word)}"\n' for word in words)
        (folder / f"{target}.dict").write_text("".join(rows), encoding="ascii")
    report = json.dumps(
        {"id": "a", "published": "2023-06-13", "title": "Rockets", "text": STORY, "url": "http://a.example/"}
    )
    seeds: Mapping[str, Sequence[bytes]] = {
        "html": (PAGE.encode(), PAGE.encode("utf-16"), f"<p>{STORY}".encode()),
        "jsonl": (f"{report}\n{report}\n".encode(), b'{"text": 1}\n[]\n', report.encode("utf-16")),
        "text": (STORY.encode(), STORY.encode("utf-16-le"), STORY.replace("e", "\u00e9").encode("cp1252")),
        "markup": [body.encode() for body in MARKED],
        "dates": [bytes([number % 256]) + words.encode() for words in DATES for number in (0, 6, 129)],
        "decoder": [bytes([number, 1, 2, 3, 64 * number % 256, 128, 96]) + STORY.encode() for number in range(8)],
        "contract": [bytes([first, second, 3 * first % 256]) for first in range(0, 256, 16) for second in (0, 1, 7)],
    }  # fmt: skip
    for target, made in seeds.items():
        (folder / target).mkdir(exist_ok=True)
        for number, data in enumerate(made):
            (folder / target / f"seed-{number}").write_bytes(data)


def _quoted(word: str) -> str:
    """A word as a dictionary of libFuzzer has it."""
    data = word.encode("latin-1") if all(ord(char) < 256 for char in word) else word.encode()
    return "".join(chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02x}" for byte in data)
