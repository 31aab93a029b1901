"""Strategies: texts of any characters, and texts woven out of what reports are made of, in any order."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

NAMES = ["Ana Ruiz", "President Wang Yi", "the Russian army", "Moscow", "U.S. officials", "the mayor's wife", "O'Neill", "IMF", "its troops",
         "his Indian counterpart", "they", "She", "the two sides", "a spokesman for the ministry", "El Ni\u00f1o", "\u042e\u043b\u0438\u044f"]  # fmt: skip
ACTS = ["attacked", "did not attack", "will meet", "may have killed 12 people and wounded three in", "denied that it had shelled", "and",
        "arrested", "threatened to expel", "signed a ceasefire with", "the attack", "protests", "opened fire on"]  # fmt: skip
CUES = [
    "said",
    "said that",
    ", according to",
    "reportedly",
    "told Radio Okapi that",
    "denied that",
    "quoted him as saying",
    "vowed to",
]
WHEN_WHERE = ["on Monday", "the day before", "in Goma", "in Springfield, Ill.", "since June", "on 31 February 2021", "at the border", "GOMA, June 12 (AP) -",
              "two days later", "in the year 0", "at noon"]  # fmt: skip
JOINTS = [".", ",", '"', "\u201c", "\u201d", "'s", "\n\n", "\n", "\r\n", "(", ")", "\u2014", ":", "...", "\t", "\u00a0", "\u202e", "\u0301", "\U0001f4a5", "\u2028", "{", "|", "<b>", "&amp;"]  # fmt: skip
DAYS = (
    st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
    | st.sampled_from([datetime.date.min, datetime.date.max])
    | st.none()
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
WOVEN = st.lists(st.sampled_from([*NAMES, *ACTS, *CUES, *WHEN_WHERE, *JOINTS]), min_size=1, max_size=60).map(" ".join)
TEXT = WOVEN | ANY_TEXT
