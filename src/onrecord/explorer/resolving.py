"""What onrecord makes of words that a person selected in a report: the same resolvers, by the same rules, as in coding."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.codebook import load_codebook
from onrecord.explorer.errors import RequestError
from onrecord.knowledge import load as load_knowledge
from onrecord.model import Coding, CountWords, Mention, Participant, Record, Report, Span, Statement, Tagging, Trigger
from onrecord.output.contract import Json, from_contract, to_contract
from onrecord.resolve.assemble import Resources, sentences_of
from onrecord.resolve.counts import resolve_counts
from onrecord.resolve.places.gazetteer import load_gazetteer
from onrecord.resolve.when import Dates
from onrecord.resolve.where import Where
from onrecord.resolve.who import Who
from onrecord.resolve.words import load_words

KINDS = ("party", "place", "date", "count")
MOST_WORDS = 2_000
# Of a longer text only so many characters on either side of the words are looked at.
_AROUND = 100_000
# So much is added at most of a word that was cut, in characters.
_WORD = 40


def warm() -> None:
    """Load what the resolvers look things up in."""
    _resources()


@functools.cache
def _resources() -> Resources:
    return Resources(load_codebook(), load_knowledge(), load_gazetteer(), load_words())


@dataclass(frozen=True, slots=True)
class Selected:
    """Words in a report, with what the machine had found around them.

    Attributes:
        coding: the report's coding; of a long text the part around the words.
    """

    coding: Coding
    span: Span


def resolve(tree: Json, kind: str, start: int, end: int) -> Json:
    """The JSON object `Resolved`.

    Args:
        tree: the report's coding, as the output contract writes it.
        kind: one of KINDS.
        start, end: offsets of the words in the report's text, in code points.

    Raises:
        RequestError: there is no such kind, or there are no words there.
    """
    if not isinstance(kind, str) or kind not in KINDS:
        raise RequestError(f"kind is {str(kind)[:50]!r}", f"It can be {', '.join(KINDS)}.")
    start, end = _trimmed(tree["report"]["text"], start, end)
    base = max(0, start - _AROUND) if len(tree["report"]["text"]) > 2 * _AROUND else 0
    part = _part(tree, base, end + _AROUND) if base or len(tree["report"]["text"]) > 2 * _AROUND else tree
    coding = from_contract(part)
    selected = Selected(coding, Span.of(coding.report.text, start - base, end - base))
    return {kind: _moved(_MAKERS[kind](selected), base)}


def _trimmed(text: str, start: Any, end: Any) -> tuple[int, int]:
    """Offsets without the blanks at either end, and with the rest of a word that was cut.

    Raises:
        RequestError: no words are left.
    """
    whole = type(start) is int and type(end) is int
    if not whole or not 0 <= start < end <= len(text):
        raise RequestError(
            f"there are no words from {str(start)[:20]} to {str(end)[:20]}", f"The text has {len(text):,} characters."
        )
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
    if not 0 < end - start <= MOST_WORDS:
        raise RequestError(
            f"there are no words to read: {max(end - start, 0):,} characters", f"Select 1 to {MOST_WORDS:,}."
        )
    low, high = max(0, start - _WORD), min(len(text), end + _WORD)
    while start > low and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < high and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


# --- who ----------------------------------------------------------------------------------------------------------


def _party(selected: Selected) -> Json:
    """The participant; as the machine coded it where it coded these very words."""
    for participant in _participants(selected.coding):
        if participant.spans[0] == selected.span:
            return _participant_json(selected.coding.report, participant)
    tagging, at = _with_mention(selected)
    resources, report = _resources(), selected.coding.report
    who = Who(tagging, resources.knowledge, resources.words, report.published)
    return _participant_json(report, who.participant(at, report.published))


def _with_mention(selected: Selected) -> tuple[Tagging, int]:
    """What the coding tells of the tagger's mentions and places, with the words among them, and their index."""
    naming: dict[Span, Span | None] = {selected.span: None}
    for participant in _participants(selected.coding):
        for span in participant.spans:
            naming.setdefault(span, None)
        if len(participant.spans) > 1:
            naming[participant.spans[0]] = participant.spans[-1]
    spans = sorted(span for span in naming if span == selected.span or not span.overlaps(selected.span))
    index = {span: number for number, span in enumerate(spans)}

    def mention(number: int, span: Span) -> Mention:
        name = naming[span]
        earlier = index.get(name) if name is not None else None
        return Mention(span, antecedent=earlier if earlier is not None and earlier < number else None)

    mentions = tuple(mention(number, span) for number, span in enumerate(spans))
    tagging = Tagging(selected.coding.report.text, mentions, places=tuple(sorted(_places(selected.coding))))
    return tagging, index[selected.span]


def _participants(coding: Coding) -> Iterator[Participant]:
    for record in coding.records:
        yield from (*record.actors, *record.recipients, *(source.participant for source in record.sources))
    for statement in coding.statements:
        yield from (source.participant for source in statement.via)
        if statement.speaker is not None:
            yield statement.speaker


# --- where, when, how many ------------------------------------------------------------------------------------------


def _place(selected: Selected) -> Json | None:
    spans = sorted({*_places(selected.coding), selected.span})
    trigger = _trigger(selected, places=(spans.index(selected.span),))
    tagging = Tagging(selected.coding.report.text, triggers=(trigger,), places=tuple(spans))
    resources = _resources()
    who = Who(tagging, resources.knowledge, resources.words, selected.coding.report.published)
    place = Where(tagging, who, resources.knowledge, resources.gazetteer).place([0])
    return _record_json(selected, place=place)["place"]  # type: ignore[no-any-return]


def _date(selected: Selected) -> Json | None:
    coding = selected.coding
    known = {span for record in coding.records if record.date for span in record.date.spans}
    spans = sorted({selected.span, *(span for span in known if not span.overlaps(selected.span))})
    tagging = Tagging(
        coding.report.text, triggers=(_trigger(selected, dates=(spans.index(selected.span),)),), dates=tuple(spans)
    )
    dates = Dates(tagging, _resources().words, coding.report.published, sentences_of(coding.report.text))
    return _record_json(selected, date=dates.when([0], planned=False))["date"]  # type: ignore[no-any-return]


def _count(selected: Selected) -> Json | None:
    count, _ = resolve_counts([CountWords(selected.span, killed=True, injured=False)], _resources().words)
    found: Mapping[str, Json] = _record_json(selected, killed=count)["counts"]
    return found.get("killed")


_MAKERS = {"party": _party, "place": _place, "date": _date, "count": _count}


def _places(coding: Coding) -> set[Span]:
    return {span for record in coding.records if record.place for span in record.place.spans}


def _trigger(selected: Selected, **linked: tuple[int, ...]) -> Trigger:
    """An event that the words belong to; what kind of event it is makes no difference to them."""
    return Trigger((selected.span,), next(iter(_resources().codebook.categories)), **linked)  # type: ignore[arg-type]


# --- as JSON --------------------------------------------------------------------------------------------------------


def _participant_json(report: Report, participant: Participant) -> Json:
    statement = Statement("", participant, (), (), None, "indirect")
    found: Json = to_contract(Coding(report, statements=(statement,)))["statements"][0]["speaker"]
    return found


def _record_json(selected: Selected, **values: Any) -> Json:
    blank: dict[str, Any] = {
        "mode": None, "mentions": (), "actors": (), "recipients": (), "place": None, "date": None, "factuality": "asserted",
        "factuality_spans": (), "sources": (), "killed": None, "injured": None, "sentence": selected.span, "confidence": 1.0,
    }  # fmt: skip
    record = Record(id="", category="", cameo="", trigger=selected.span, **(blank | values))
    found: Json = to_contract(Coding(selected.coding.report, (record,)))["records"][0]
    return found


# --- long texts -------------------------------------------------------------------------------------------------------


def _part(tree: Json, low: int, high: int) -> Json:
    """The coding of a part of the text: what lies in it, counted from its start."""
    text = tree["report"]["text"][low:high]

    def inside(value: Any) -> bool:
        return all(low <= span["start"] and span["end"] <= high for span in _spans(value))

    def kept(rows: Any) -> list[Any]:
        return [_moved(row, -low) for row in rows if inside(row)]

    records = kept(tree["records"])
    return {**tree, "report": {**tree["report"], "text": text}, "records": records, "statements": kept(tree["statements"]),
            "furniture": [], "issues": []}  # fmt: skip


def _spans(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "text"}:
            yield value
        else:
            for part in value.values():
                yield from _spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from _spans(part)


def _moved(value: Any, by: int) -> Any:
    """A value of the contract with all of its spans moved."""
    if by == 0:
        return value
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "text"}:
            return {**value, "start": value["start"] + by, "end": value["end"] + by}
        return {name: _moved(part, by) for name, part in value.items()}
    return [_moved(part, by) for part in value] if isinstance(value, list) else value
