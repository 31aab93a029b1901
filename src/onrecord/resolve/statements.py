"""Which attributed words are statements on record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from onrecord.model import Span, Statement, Tagging
from onrecord.resolve.sources import Attribution

# Fewer words than this in quotation marks are a quoted word, not a statement (guidelines 10.5).
_FEWEST_DIRECT = 3
_FEWEST_INDIRECT = 4
_WORD = re.compile(r"\w+")


def select_statements(
    tagging: Tagging, made: Sequence[tuple[Attribution, Statement]], no_clause: frozenset[str]
) -> list[Statement]:
    """Statements in the order of the text: substantive, and not merely what a verbal act is about."""
    acts = {at for trigger in tagging.triggers for span in trigger.spans for at in range(span.start, span.end)}
    kept = [
        statement
        for attribution, statement in made
        if _substantive(statement, no_clause) and not _act(acts, tagging.cues[attribution.cue].span, statement)
    ]
    return sorted(_without_doubles(kept), key=lambda s: (s.spans[0].start, s.cue.start if s.cue else 0))


def _substantive(statement: Statement, no_clause: frozenset[str]) -> bool:
    """Enough words, and a clause: "to withdraw" or "of lying" only complete the verb before them (guidelines 10.3)."""
    if statement.kind == "indirect" and statement.spans[0].text.split(None, 1)[0].lower() in no_clause:
        return False
    words = sum(len(_WORD.findall(span.text)) for span in statement.spans)
    return words >= (_FEWEST_DIRECT if statement.kind == "direct" else _FEWEST_INDIRECT)


def _act(acts: AbstractSet[int], cue: Span, statement: Statement) -> bool:
    """Whether the cue is itself the trigger of an act ("vowed", "demanded") and the content only what it is about.

    `acts` holds the offsets of the characters of all triggers.
    """
    if statement.kind != "indirect" or acts.isdisjoint(range(cue.start, cue.end)):
        return False
    return statement.spans[0].text.split(None, 1)[0].lower() != "that"


def _without_doubles(statements: Sequence[Statement]) -> list[Statement]:
    """One statement for one content and speaker."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Statement] = []
    for statement in statements:
        key = (statement.spans, statement.speaker.name if statement.speaker else None)
        if key not in seen:
            seen.add(key)
            kept.append(statement)
    return kept
