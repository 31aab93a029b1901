"""How certain: the factuality of an event and the words that make it less than asserted."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Factuality, Span, Tagging
from onrecord.resolve.words import Words


def evidence(tagging: Tagging, triggers: Sequence[int]) -> tuple[Span, ...]:
    """The certainty words of an event's triggers, and the cues that make it denied or open themselves."""
    spans = {tagging.certainty[word] for number in triggers for word in tagging.triggers[number].certainty}
    told = set(triggers)
    spans |= {cue.span for cue in tagging.cues if not told.isdisjoint(cue.touches)}
    return tuple(sorted(spans))


def announced(
    category: str, mode: str | None, factuality: Factuality, words: Words
) -> tuple[str, str | None, Factuality]:
    """A planned contact, support or aid is an AGREE that has been made, a planned retreat a CONCEDE (guidelines 8.2)."""
    if factuality == "planned" and category in words.announced:
        return words.announced[category], None, "asserted"
    return category, mode, factuality
