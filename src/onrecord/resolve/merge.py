"""One event, one record: join records that tell the same happening in other words of the same report."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Participant, Record, Span
from onrecord.resolve.sources import same_party


def merge_records(records: Sequence[Record], sentences: Sequence[Span]) -> list[Record]:
    """Join a record into an earlier one where nothing that both say differs, and they share a party.

    A headline's record is joined to the body's, whose words are the clearer.
    """
    headline = sentences[0] if sentences else None
    kept: list[Record] = []
    for record in sorted(records, key=lambda r: (r.trigger.start, r.trigger.end)):
        twin = next((index for index, other in enumerate(kept) if same_event(other, record)), None)
        if twin is None:
            kept.append(record)
            continue
        first, second = kept[twin], record
        if headline is not None and headline.covers(first.trigger) and not headline.covers(second.trigger):
            first, second = second, first
        kept[twin] = join(first, second)
    return sorted(kept, key=lambda r: (r.trigger.start, r.trigger.end, r.factuality))


def same_event(left: Record, right: Record) -> bool:
    """Whether two records of one report may be one event: same kind, no difference in parties, day, place, stand or source."""
    if left.category != right.category or left.factuality != right.factuality:
        return False
    # Two acts of one sentence are two, unless the tagger linked them.
    if left.sentence.start == right.sentence.start and left.trigger != right.trigger:
        return False
    if left.mode and right.mode and left.mode != right.mode:
        return False
    if not _compatible(left.actors, right.actors) or not _compatible(left.recipients, right.recipients):
        return False
    if not (_share(left.actors, right.actors) or _share(left.recipients, right.recipients)):
        return False
    return _same_day(left, right) and _same_place(left, right) and _same_sources(left, right)


def join(first: Record, second: Record) -> Record:
    """One record with the words of the first as trigger, and what the first lacks from the second."""
    return replace(
        first,
        mode=first.mode or second.mode,
        cameo=first.cameo if first.mode or not second.mode else second.cameo,
        mentions=_with(first.mentions, (second.trigger, *second.mentions), first.trigger),
        actors=first.actors or second.actors,
        recipients=first.recipients or second.recipients,
        place=first.place or second.place,
        date=second.date
        if first.date is None or (first.date.basis == "published" and second.date is not None)
        else first.date,
        factuality_spans=_with(first.factuality_spans, second.factuality_spans),
        sources=first.sources or second.sources,
        killed=first.killed or second.killed,
        injured=first.injured or second.injured,
        confidence=max(first.confidence, second.confidence),
    )


def _with(spans: tuple[Span, ...], more: Sequence[Span], without: Span | None = None) -> tuple[Span, ...]:
    """Sorted spans with a few more, each once: put in where they belong, for an event may be told a thousand times."""
    found = list(spans)
    for span in more:
        at = bisect.bisect_left(found, span)
        if found[at : at + 1] != [span]:
            found.insert(at, span)
    if without is not None:
        at = bisect.bisect_left(found, without)
        del found[at : at + (found[at : at + 1] == [without])]
    return tuple(found)


def alike(left: Participant, right: Participant) -> bool:
    """Whether two participants are the same party by words, name or entity."""
    if same_party(left, right) or (left.entity is not None and left.entity == right.entity):
        return True
    return left.name.casefold().removeprefix("the ") == right.name.casefold().removeprefix("the ")


def _compatible(left: Sequence[Participant], right: Sequence[Participant]) -> bool:
    """One side is empty, or each party of the shorter has a like one in the longer."""
    short, long = sorted((left, right), key=len)
    return all(any(alike(a, b) or _same_codes(a, b) for b in long) for a in short)


def _same_codes(left: Participant, right: Participant) -> bool:
    return left.country is not None and (left.country, left.sector) == (right.country, right.sector)


def _share(left: Sequence[Participant], right: Sequence[Participant]) -> bool:
    return any(alike(a, b) or _same_codes(a, b) for a in left for b in right)


def _same_day(left: Record, right: Record) -> bool:
    """The days do not exclude each other; an event of unknown day is not joined to one of a known past day."""
    if left.date is None or right.date is None:
        return left.date is right.date
    if "published" in (left.date.basis, right.date.basis):
        days = abs((left.date.start - right.date.start).days)
        return days <= 3
    return left.date.start <= right.date.end and right.date.start <= left.date.end


def _same_place(left: Record, right: Record) -> bool:
    if left.place is None or right.place is None:
        return True
    return left.place.name.casefold() == right.place.name.casefold()


def _same_sources(left: Record, right: Record) -> bool:
    """A second telling may lack the source; two different sources make two records (guidelines 2.3)."""
    if not left.sources or not right.sources:
        return True
    return len(left.sources) == len(right.sources) and all(
        alike(a.participant, b.participant) for a, b in zip(left.sources, right.sources, strict=True)
    )
