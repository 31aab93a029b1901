"""Records made ready for comparing: words folded and stemmed, dates as day numbers, once for each record."""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.link.names import Name, name_of, words_of
from onrecord.link.settings import Settings, Window
from onrecord.link.types import LinkRecord


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record ready for comparing.

    Attributes:
        start, end: first and last possible day of the event as day numbers (`date.toordinal`), or None where neither the
            event nor the report has a day.
        dated: whether the report itself tells the day, so that `start` and `end` are no guess from publication.
        place: words of the place's name.
        words: stems of the sentence without function words, parties and place.
        context: the same of title and sentence together.
        voice: the innermost source, or None where the report speaks in its own voice.
    """

    record: LinkRecord
    start: int | None
    end: int | None
    dated: bool
    actors: tuple[Name, ...]
    recipients: tuple[Name, ...]
    place: frozenset[str]
    words: frozenset[str]
    context: frozenset[str]
    voice: Name | None
    window: Window
    digest: str


def prepare(records: Iterable[LinkRecord], settings: Settings) -> list[Prepared]:
    """The records ready for comparing, in the order of publication day, report and id, whatever order they came in.

    Undated and unpublished ones come last. Of two records of one id the later one given counts.
    """
    stem = functools.lru_cache(maxsize=65536)(lambda word: _stem(word, settings))
    party = functools.lru_cache(maxsize=65536)(lambda one: name_of(one, settings))
    unique = {record.id: record for record in records}
    last = datetime.date.max
    ordered = sorted(unique.values(), key=lambda r: (r.published or last, r.report_id, r.id))
    prepared = []
    for record in ordered:
        window = settings.window(record.category)
        start, end, dated = _days(record, window)
        actors, recipients = tuple(map(party, record.actors)), tuple(map(party, record.recipients))
        place = frozenset(words_of(record.place or ""))
        known = {stem(word) for p in (*actors, *recipients) for word in words_of(p.party.name)} | {
            stem(w) for w in place
        }
        words = {
            stem(word)
            for word in words_of(record.sentence)
            if word not in settings.function_words and not word.isdigit()
        }
        context = words | {stem(word) for word in words_of(record.title) if word not in settings.function_words}
        voice = party(record.sources[-1]) if record.sources else None
        prepared.append(Prepared(record, start, end, dated, actors, recipients, place, frozenset(words - known), frozenset(context - known),
                                 voice, window, _digest(record)))  # fmt: skip
    return prepared


def _stem(word: str, settings: Settings) -> str:
    for ending in settings.endings:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[: settings.stem_letters]


def _days(record: LinkRecord, window: Window) -> tuple[int | None, int | None, bool]:
    published = record.published.toordinal() if record.published else None
    if record.date_start is None or record.date_end is None or record.date_basis == "published":
        # A day that is only that of publication is a guess: the happening lies in the days before.
        known = record.date_end.toordinal() if record.date_end and record.date_basis == "published" else published
        return (None, None, False) if known is None else (known - window.undated, known, False)
    start, end = record.date_start.toordinal(), record.date_end.toordinal()
    return min(start, end), max(start, end), True


def _digest(record: LinkRecord) -> str:
    return hashlib.sha256(repr(record).encode("utf-8", "surrogatepass")).hexdigest()[:16]
