"""How many were killed and injured, read off the words that state it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.model import Count, CountWords, Span
from onrecord.resolve.words import Words

_TOKEN = re.compile(r"\d[\d,.\u00a0\u202f]*\d|\d|[^\W\d_]+")
_DIGITS = re.compile(r"\d[\d,.\u00a0\u202f]*")
_BREAK = re.compile(r"[,;]|\band\b")
# "a man of 27", "aged 40", "a 12-year-old": the age of one person. "#" stands where the number stood.
_AGE = re.compile(r"(?:\bof|\baged) #\s*(?:[,.;)]|$)|#-year")
_MOST = 10**9
# "a policeman" in a stretch of so few words is a number; in a longer one the article belongs to something else.
_FEW = 3


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
    harm = [
        (token.start(), token[0].lower() in words.killed)
        for token in _TOKEN.finditer(count.span.text)
        if token[0].lower() in words.killed | words.injured
    ]
    killed: Count | None = None
    injured: Count | None = None
    for place, number in numbers:
        if _kills(count.span.text, place, harm, otherwise=killed is None):
            killed = killed or number
        else:
            injured = injured or number
    return killed, injured


def _kills(text: str, place: int, harm: Sequence[tuple[int, bool]], *, otherwise: bool) -> bool:
    """Whether the number at `place` counts the killed: by the harm word of its own stretch, else by the nearest one."""
    breaks = [found.start() for found in _BREAK.finditer(text)]
    low = max((at for at in breaks if at < place), default=-1)
    high = min((at for at in breaks if at > place), default=len(text))
    own = [row for row in harm if low < row[0] < high]
    # "fatally wounding one": a word for death outweighs the rest of its stretch.
    if any(killed for _, killed in own):
        return True
    return min(own or harm, key=lambda row: abs(row[0] - place), default=(0, otherwise))[1]


def _numbers(span: Span, words: Words) -> list[tuple[int, Count]]:
    """Each number of people in the words: its place and the count."""
    found: list[tuple[int, Count]] = []
    tokens = list(_TOKEN.finditer(span.text))
    index = 0
    while index < len(tokens):
        value = _value(tokens[index][0], words)
        if value is None:
            index += 1
            continue
        first = index
        value, index = _whole(tokens, index, value, span.text, words)
        before, after = span.text[: tokens[first].start()].lower(), span.text[tokens[index].end() :].lower()
        article = tokens[first][0].lower() in words.articles and first == index
        one_person = tokens[0][0].lower() in words.articles and first > 0
        age = _AGE.search(f"{before}#{after}") or (one_person and before.endswith((" of ", " aged ")))
        if age and not found:
            found.append((0, Count(1, (span,))))
        elif not age and (not article or len(tokens) <= _FEW):
            vague = tokens[first][0].lower() in words.vague
            bound = "at least" if vague else _bound(before, after, words)
            found.append((tokens[first].start(), Count(min(value, _MOST), (span,), bound)))
        index += 1
    return found


def _whole(tokens: Sequence[re.Match[str]], index: int, value: int, text: str, words: Words) -> tuple[int, int]:
    """The value of a number of several words ("a hundred and three", "twenty-one") and the index of its last one."""
    multiplied = False
    while index + 1 < len(tokens):
        following = tokens[index + 1][0].lower()
        more = _value(following, words)
        if following in words.multipliers and more is not None:
            value, index, multiplied = value * more, index + 1, True
            continue
        between = text[tokens[index].end() : tokens[index + 1].start()]
        if more is not None and between == "-" and tokens[index][0].isalpha() and following.isalpha():
            value, index = value + more, index + 1
            continue
        rest = _value(tokens[index + 2][0], words) if index + 2 < len(tokens) else None
        if (
            multiplied
            and following in words.joining
            and rest is not None
            and tokens[index + 2][0].isalpha()
            and rest < value
        ):
            value, index, multiplied = value + rest, index + 2, False
            continue
        break
    return value, index


def _value(token: str, words: Words) -> int | None:
    if _DIGITS.fullmatch(token):
        digits = re.sub(r"\D", "", token)
        # A point that parts no group of three is a decimal point: no number of people.
        if re.search(r"\.\d{1,2}$", token) or len(digits) > 9:
            return None
        return int(digits)
    return words.numbers.get(token.lower())


def _bound(before: str, after: str, words: Words) -> str:
    tail = before.strip()
    for name, phrases in (("at least", words.at_least), ("at most", words.at_most), ("about", words.about)):
        if any(tail.endswith(p) and (len(tail) == len(p) or not tail[-len(p) - 1].isalnum()) for p in phrases):
            return name
    rest = _BREAK.split(after, maxsplit=1)[0]
    for name, phrases in (("at least", words.or_more), ("about", words.or_so)):
        if any(phrase in rest for phrase in phrases):
            return name
    return "exact"
