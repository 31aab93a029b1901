"""How many were killed and injured, read off the words that state it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Count, CountWords, Span
from onrecord.resolve.words import Words

_TOKEN = re.compile(r"\d[\d,.\u00a0\u202f]*\d|\d|[^\W\d_]+")
_DIGITS = re.compile(r"\d[\d,.\u00a0\u202f]*")
_MOST = 10**9


def resolve_counts(counts: Sequence[CountWords], words: Words) -> tuple[Count | None, Count | None]:
    """Killed and injured of one event: the first statement of each."""
    killed: Count | None = None
    injured: Count | None = None
    for count in sorted(counts, key=lambda c: c.span.start):
        dead, hurt = _parts(count, words)
        killed = killed or dead
        injured = injured or hurt
    return killed, injured


def _parts(count: CountWords, words: Words) -> tuple[Count | None, Count | None]:
    """Killed and injured in one stretch of words. Where both stand in it, a number goes with the nearest such word."""
    numbers = _numbers(count.span, words)
    if not numbers:
        return None, None
    if count.killed and not count.injured:
        return numbers[0][1], None
    if count.injured and not count.killed:
        return None, numbers[0][1]
    harm = [(m.start(), m[0].lower() in words.killed) for m in _TOKEN.finditer(count.span.text)
            if m[0].lower() in words.killed | words.injured]  # fmt: skip
    killed: Count | None = None
    injured: Count | None = None
    for place, number in numbers:
        nearest = min(harm, key=lambda row: abs(row[0] - place), default=(0, killed is None))
        if nearest[1]:
            killed = killed or number
        else:
            injured = injured or number
    return killed, injured


def _numbers(span: Span, words: Words) -> list[tuple[int, Count]]:
    """Each number in the words: its place and the count."""
    found: list[tuple[int, Count]] = []
    tokens = list(_TOKEN.finditer(span.text))
    index = 0
    while index < len(tokens):
        value = _value(tokens[index][0], words)
        if value is None:
            index += 1
            continue
        first, vague = index, tokens[index][0].lower() in words.vague
        while index + 1 < len(tokens):
            following = tokens[index + 1][0].lower()
            more = _value(following, words)
            if following in words.multipliers and more is not None:
                value *= more
            elif (
                more is not None
                and following not in words.multipliers
                and _goes_on(span.text, tokens[index], tokens[index + 1])
            ):
                value += more
            else:
                break
            index += 1
        single = tokens[first][0].lower() in {"a", "an"} and first == index
        if not single or len(tokens) <= 3:
            bound = "at least" if vague else _bound(span.text[: tokens[first].start()].lower(), words)
            found.append((tokens[first].start(), Count(min(value, _MOST), (span,), bound)))
        index += 1
    return found


def _goes_on(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """ "twenty-one", "hundred and five": parts of one number."""
    between = text[left.end() : right.start()]
    return between == "-" and left[0].isalpha() and right[0].isalpha()


def _value(token: str, words: Words) -> int | None:
    if _DIGITS.fullmatch(token):
        digits = re.sub(r"\D", "", token)
        # A point that parts no group of three is a decimal point: no number of people.
        if re.search(r"\.\d{1,2}$", token) or len(digits) > 9:
            return None
        return int(digits)
    return words.numbers.get(token.lower())


def _bound(before: str, words: Words) -> str:
    tail = before.strip()
    for name, phrases in (("at least", words.at_least), ("at most", words.at_most), ("about", words.about)):
        if any(
            tail.endswith(phrase) and (len(tail) == len(phrase) or not tail[-len(phrase) - 1].isalnum())
            for phrase in phrases
        ):
            return name
    return "exact"
