"""Codings made up by number, for measuring a store: the same number gives the same coding, different ones differ."""

from __future__ import annotations

import datetime
import random
from typing import get_args

from onrecord.codebook import load_codebook
from onrecord.model import Coding, Count, Factuality, Participant, Place, Record, Report, Source, Span, Statement, When

_WORDS = (
    "army",
    "country",
    "struck",
    "town",
    "another",
    "that",
    "day",
    "and",
    "its",
    "mayor",
    "said",
    "so",
    "others",
    "denied",
)
_FIRST = datetime.date(2015, 1, 1)
_DAYS = 3_650


def synthetic_coding(number: int, *, records: int = 10, sentences: int = 12) -> Coding:
    """A report of about 25 words a sentence, with as many records as asked for and a statement for every second one."""
    dice = random.Random(number)
    text = " ".join(" ".join(dice.choices(_WORDS, k=25)) + "." for _ in range(sentences))
    published = _FIRST + datetime.timedelta(days=number % _DAYS)
    name = f"{number:08d}"
    return Coding(
        Report(name, text, f"Report {number}", published, f"https://news.example/{number}", "Example", "en"),
        tuple(_record(f"{name}{i:02d}", text, published, dice) for i in range(records)),
        tuple(_statement(f"{name}s{i:02d}", text, dice) for i in range(records // 2)),
    )


def _record(name: str, text: str, published: datetime.date, dice: random.Random) -> Record:
    book = load_codebook()
    category = dice.choice(list(book.categories.values()))
    mode = dice.choice(category.modes).id if category.modes else None
    start = published - datetime.timedelta(days=dice.randrange(5))
    return Record(
        name, category.id, mode, book.cameo(category.id, mode), _span(text, dice), (),
        tuple(_party(text, dice) for _ in range(dice.choice((1, 1, 2)))),
        tuple(_party(text, dice) for _ in range(dice.choice((0, 1, 1, 2)))),
        Place((_span(text, dice),), f"Town {dice.randrange(500)}", _country(dice), None, 50.0, 30.0, dice.randrange(10**6)),
        When((_span(text, dice),), start, start, "day", "expression"), dice.choice(get_args(Factuality)), (),
        tuple(Source(_party(text, dice), _span(text, dice)) for _ in range(dice.choice((0, 1, 1, 2)))),
        Count(dice.randrange(50), (_span(text, dice),)) if dice.random() < 0.2 else None, None, _span(text, dice, 120), dice.random(),
    )  # fmt: skip


def _statement(name: str, text: str, dice: random.Random) -> Statement:
    return Statement(name, _party(text, dice), (), (_span(text, dice, 80),), _span(text, dice), "indirect")


def _party(text: str, dice: random.Random) -> Participant:
    sectors = list(load_codebook().sectors)
    return Participant((_span(text, dice),), f"Party {dice.randrange(2000)}", _country(dice), dice.choice(sectors))


def _country(dice: random.Random) -> str:
    # Made up: two hundred codes of three letters.
    number = dice.randrange(200)
    return f"X{chr(65 + number // 26)}{chr(65 + number % 26)}"


def _span(text: str, dice: random.Random, size: int = 8) -> Span:
    start = dice.randrange(len(text) - size)
    return Span.of(text, start, start + size)
