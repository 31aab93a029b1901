"""What a later mention takes from an earlier one: "denied a role in the attack" happened where and when the attack did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Place, Record
from onrecord.resolve.merge import alike
from onrecord.resolve.words import Words

# How many words may stand between the determiner and the trigger ("the Pahalgam killings").
_BETWEEN = 2
# How far before the trigger words are looked at, in characters: a sentence may have no end.
_BEFORE = 200
# How far behind the trigger a pronoun is looked for, in characters.
_AFTER = 40
_WORD = re.compile(r"[\w'\u2019-]+")


def recall_earlier(records: Sequence[Record], text: str, lists: Words) -> list[Record]:
    """Records whose trigger points back at an event told before, with that event's day and place where they have none of their own.

    Args:
        records: records of one report.
        text: its text.
        lists: among others the determiners and pronouns that point back.
    """
    ordered = sorted(records, key=lambda record: (record.trigger.start, record.trigger.end, record.factuality))
    made: list[Record] = []
    for place, record in enumerate(ordered):
        dated = record.date is not None and record.date.basis == "expression"
        earlier = None
        if not (dated and record.place) and _points_back(record, text, lists):
            earlier = _meant(record, [other for other in reversed(ordered[:place]) if _told_before(other, record)])
        if earlier is None:
            made.append(record)
            continue
        date = record.date if dated or earlier.date is None else replace(earlier.date, basis="context")
        spot = (
            record.place if record.place or earlier.place is None else replace(earlier.place, basis="earlier mention")
        )
        made.append(replace(record, date=date, place=spot))
    return made


def _points_back(record: Record, text: str, lists: Words) -> bool:
    words = [
        word.lower()
        for word in _WORD.findall(
            text[max(record.sentence.start, record.trigger.start - _BEFORE) : record.trigger.start]
        )
    ]
    if any(word in lists.recalling for word in words[-1 - _BETWEEN :]):
        return True
    # "had any part in it": one word between.
    after = [word.lower() for word in _WORD.findall(text[record.trigger.end : record.trigger.end + _AFTER])]
    return len(after) > 1 and after[1] in lists.recalling_pronouns


def _meant(record: Record, candidates: Sequence[Record]) -> Record | None:
    """Of the candidates, nearest first, the nearest at the place that the record names itself, else the nearest."""
    spot = record.place
    here = (other for other in candidates if spot and other.place and _one_place(spot, other.place))
    return next(here, None) or next(iter(candidates), None)


def _told_before(earlier: Record, record: Record) -> bool:
    """Whether an earlier record may be what is meant: asserted, of one category, and with no other doer."""
    if earlier.category != record.category or earlier.factuality != "asserted":
        return False
    if earlier.sentence == record.sentence or (earlier.date is None and earlier.place is None):
        return False
    return not (earlier.actors and record.actors) or any(alike(a, b) for a in earlier.actors for b in record.actors)


def _one_place(a: Place, b: Place) -> bool:
    return a.name.casefold() == b.name.casefold() or (a.geonames is not None and a.geonames == b.geonames)
