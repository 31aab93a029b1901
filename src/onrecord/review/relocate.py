"""Spans of a text that was changed since, in the text as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.model import Span
from onrecord.output.contract import Json
from onrecord.review.ledger import Anchor, digest_of

_PARTY_LISTS = ("actors", "recipients", "sources")


@dataclass(frozen=True, slots=True)
class Move:
    """How a judgement made on one text applies to another.

    Attributes:
        text: the text as it is now.
        by: how far the sentence of the judgement moved, in code points.
        same: whether the text is the very same.
    """

    text: str
    by: int
    same: bool

    def span(self, span: Mapping[str, Any]) -> Json | None:
        """A span in the present text: as far off as its sentence, where it was, or where else its words stand once; else None."""
        words: str = span["text"]
        for start in (span["start"] + self.by, span["start"]):
            if start >= 0 and self.text.startswith(words, start):
                return {"start": start, "end": start + len(words), "text": words}
        start = _only(self.text, words)
        return None if start is None else {"start": start, "end": start + len(words), "text": words}

    def spans(self, spans: list[Json]) -> list[Json]:
        """Those of the spans that have a place in the present text."""
        return [found for span in spans if (found := self.span(span)) is not None]

    def fields(self, values: Mapping[str, Any]) -> tuple[Json, list[str]]:
        """Values of a record in the present text, and the names of those that cannot be had: their words are gone."""
        if self.same:
            return dict(values), []
        moved: Json = {}
        lost: list[str] = []
        for name, value in values.items():
            found = self._field(name, value)
            if found is None and value is not None:
                lost.append(name)
            else:
                moved[name] = found
        return moved, lost

    def _field(self, name: str, value: Any) -> Any:
        """One field; None where its words are gone."""
        if name in ("trigger", "sentence"):
            return self.span(value)
        if name in ("mentions", "factuality_spans"):
            return self.spans(value)
        if name in _PARTY_LISTS:
            parties = [self._party(party) for party in value]
            return None if None in parties else parties
        if name in ("place", "date"):
            return value and {**value, "spans": self.spans(value["spans"])}
        if name == "counts":
            return {harm: {**count, "spans": self.spans(count["spans"])} for harm, count in value.items()}
        return value

    def _party(self, party: Mapping[str, Any]) -> Json | None:
        spans = self.spans(party["spans"])
        if not spans:
            return None
        cue = {"cue": self.span(party["cue"]) if party["cue"] else None} if "cue" in party else {}
        return {**party, "spans": spans, **cue}


def move_to(anchor: Anchor, text: str, digest: str) -> Move | None:
    """How a judgement applies to the present text of its report.

    Args:
        digest: digest of the text.

    Returns:
        None where the text was changed and the sentence does not stand in it exactly once, with the trigger in it.
    """
    if anchor.text_digest == digest:
        return Move(text, 0, True)
    sentence, trigger = anchor.sentence, anchor.trigger
    if sentence is None or trigger is None:
        return None
    start = _only(text, sentence.text)
    if start is None:
        return None
    move = Move(text, start - sentence.start, False)
    return move if placed(move, trigger) is not None else None


def placed(move: Move, trigger: Span) -> Span | None:
    """Where a trigger stands now: as far off as its sentence; None where other words stand there."""
    start = trigger.start + move.by
    if start < 0 or not move.text.startswith(trigger.text, start):
        return None
    return Span(start, start + len(trigger.text), trigger.text)


def _only(text: str, words: str) -> int | None:
    """Where words stand in a text, if they do so once."""
    start = text.find(words) if words else -1
    return None if start < 0 or text.find(words, start + 1) >= 0 else start


__all__ = ["Move", "digest_of", "move_to", "placed"]
