"""Tagging to Coding: put together what the resolvers say, one record for one event of the report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.codebook import Codebook
from onrecord.knowledge import Knowledge
from onrecord.model import (
    Coding,
    Factuality,
    Issue,
    Participant,
    Record,
    Report,
    Source,
    Span,
    Statement,
    Tagging,
    Trigger,
    spans_of,
)
from onrecord.resolve.certainty import announced, evidence
from onrecord.resolve.counts import resolve_counts
from onrecord.resolve.merge import alike, merge_records
from onrecord.resolve.places.gazetteer import Gazetteer
from onrecord.resolve.recall import recall_earlier
from onrecord.resolve.sources import Sources, same_party
from onrecord.resolve.statements import select_statements
from onrecord.resolve.when import Dates, sentence_of
from onrecord.resolve.where import Where
from onrecord.resolve.who import Who
from onrecord.resolve.words import Words
from onrecord.tagger.segments import sentence_starts
from onrecord.tagger.words import split_words


@dataclass(frozen=True, slots=True)
class Resources:
    """What the resolvers look things up in."""

    codebook: Codebook
    knowledge: Knowledge
    gazetteer: Gazetteer
    words: Words


def assemble(report: Report, tagging: Tagging, resources: Resources) -> Coding:
    """The records and statements of a report."""
    return _Assembler(report, tagging, resources).coding()


def sentences_of(text: str) -> list[Span]:
    """The sentences of a text in order."""
    words = split_words(text)
    bounds = [*sentence_starts(words), len(words)]
    return list(spans_of(text, [(words[a].start, words[b - 1].end) for a, b in pairwise(bounds)]))


class _Assembler:
    def __init__(self, report: Report, tagging: Tagging, resources: Resources) -> None:
        self.report, self.tagging, self.resources = report, tagging, resources
        self.sentences = sentences_of(report.text)
        self.who = Who(tagging, resources.knowledge, resources.words, report.published)
        self.sources = Sources(tagging, self.who, resources.words.media)
        self.dates = Dates(tagging, resources.words, report.published, self.sentences)
        self.touching: dict[int, list[int]] = {}
        for number, cue in enumerate(tagging.cues):
            for trigger in cue.touches:
                self.touching.setdefault(trigger, []).append(number)
        self.where = Where(tagging, self.who, resources.knowledge, resources.gazetteer)

    def coding(self) -> Coding:
        records = [record for group in self._groups() for record in self._records(group)]
        records = merge_records(records, self.sentences)
        records = recall_earlier(records, self.report.text, self.resources.words)
        statements = select_statements(
            self.tagging, self.sources.statements(self.report.published), self.resources.words.no_clause
        )
        return Coding(
            report=self.report,
            records=tuple(replace(record, id=self._record_id(record)) for record in records),
            statements=tuple(replace(statement, id=self._statement_id(statement)) for statement in statements),
            furniture=self.tagging.furniture,
            issues=(*self.report.issues, *self.tagging.issues, *self._issues(records)),
        )

    def _groups(self) -> list[list[int]]:
        """Triggers that tell one event by the tagger's links, each group led by its clearest."""
        root = list(range(len(self.tagging.triggers)))
        for number, trigger in enumerate(self.tagging.triggers):
            if trigger.same is not None and self.tagging.triggers[trigger.same].category == trigger.category:
                root[number] = root[trigger.same]
        groups: dict[int, list[int]] = {}
        for number, leader in enumerate(root):
            groups.setdefault(leader, []).append(number)
        return [sorted(group, key=self._clarity) for group in groups.values()]

    def _clarity(self, number: int) -> tuple[int, float]:
        """Triggers with more linked to them are clearer; the order of the text decides between equals."""
        trigger = self.tagging.triggers[number]
        linked = bool(trigger.actors) + bool(trigger.recipients) + bool(trigger.dates) + bool(trigger.places)
        return -linked, number

    def _records(self, group: Sequence[int]) -> list[Record]:
        """The record of one event, and one more for each source that takes another stand on it."""
        denials = self._denials(group)
        record = self._record(group, denials)
        made = [record]
        for number in denials if record.factuality == "asserted" else ():
            denied = self._denied(record, number)
            # One source that denies twice makes one record.
            if not any(other.factuality == "denied" and _same_chain(other, denied) for other in made):
                made.append(denied)
        return made

    def _denials(self, group: Sequence[int]) -> list[int]:
        """Cues that deny the event while something else asserts it: the report's own voice, or another cue around it."""
        found: set[int] = set()
        for trigger in group:
            touching = self.touching.get(trigger)
            if touching:
                around = {a.cue for a in self.sources.covering(self.tagging.triggers[trigger].spans[0])}
                found.update(number for number in touching if number not in around or len(around) > 1)
        return sorted(found)

    def _denied(self, record: Record, number: int) -> Record:
        """The record as the source of a denying cue puts it."""
        cue = self.tagging.cues[number]
        chain = [
            *self.sources.chain(cue.span, self.report.published),
            *self.sources.speakers(number, self.report.published),
        ]
        return replace(record, factuality="denied", factuality_spans=(cue.span,), sources=tuple(chain))

    def _record(self, group: Sequence[int], denials: Sequence[int]) -> Record:
        lead = self.tagging.triggers[group[0]]
        words = self.resources.words
        category, mode, factuality = announced(lead.category, lead.mode, lead.factuality, words)
        mode = mode or next((t.mode for t in self._triggers(group) if t.category == category and t.mode), None)
        date = self.dates.when(group, planned=factuality == "planned")
        day = date.start if date is not None and date.basis == "expression" else self.report.published
        actors = [self.who.participant(m, day) for m in self._parties(group, "actors")]
        recipients = [self.who.participant(m, day) for m in self._parties(group, "recipients")]
        label = f"{category}/{mode}" if mode else category
        if force := words.force.get(label) or words.force.get(category):
            actors = [self.who.as_force(actor, force) for actor in actors]
        if label in words.joint:
            actors, recipients = _distinct([*actors, *recipients]), []
        killed, injured = resolve_counts(
            [self.tagging.counts[i] for t in self._triggers(group) for i in t.counts], words
        )
        return Record(
            id="",
            category=category,
            mode=mode,
            cameo=self.resources.codebook.cameo(category, mode),
            trigger=lead.spans[0],
            mentions=tuple(sorted(t.spans[0] for t in self._triggers(group[1:]))),
            actors=tuple(_distinct(actors)),
            recipients=tuple(r for r in _distinct(recipients) if self._acts_on(actors, r)),
            place=self.where.place(group),
            date=date,
            factuality=factuality,
            factuality_spans=evidence(self.tagging, group)
            if factuality != "asserted" or lead.factuality != "asserted"
            else (),
            sources=tuple(
                self._chain(lead.spans[0], category, factuality, actors, denials if factuality == "asserted" else ())
            ),
            killed=killed,
            injured=injured,
            sentence=sentence_of(self.sentences, lead.spans[0]),
            confidence=round(min(1.0, max(t.score for t in self._triggers(group))), 4),
        )

    def _acts_on(self, actors: Sequence[Participant], recipient: Participant) -> bool:
        """False where somebody would do a thing to himself and no word says so: a slip of the tagger."""
        reflexive = recipient.spans[0].text.lower() in self.resources.words.reflexive
        return reflexive or not any(alike(recipient, actor) for actor in actors)

    def _triggers(self, group: Iterable[int]) -> list[Trigger]:
        return [self.tagging.triggers[number] for number in group]

    def _parties(self, group: Sequence[int], role: str) -> list[int]:
        """The mentions in a role of the clearest trigger that has any, one for each party."""
        for trigger in self._triggers(group):
            mentions: tuple[int, ...] = getattr(trigger, role)
            if mentions:
                kept: list[int] = []
                for mention in mentions:
                    if not any(self.who.same(mention, other) for other in kept):
                        kept.append(mention)
                return kept
        return []

    def _chain(
        self,
        trigger: Span,
        category: str,
        factuality: Factuality,
        actors: Sequence[Participant],
        denials: Sequence[int],
    ) -> list[Source]:
        """The chain of sources; the speaker of a verbal act is its actor and no source of it (guidelines 9.5)."""
        chain = self.sources.chain(trigger, self.report.published, denials)
        verbal = category in self.resources.words.verbal and factuality == "asserted"
        if verbal and chain and any(same_party(chain[-1].participant, actor) for actor in actors):
            chain.pop()
        return chain

    def _record_id(self, record: Record) -> str:
        parts = [
            self.report.id,
            record.category,
            record.mode or "",
            record.factuality,
            str(record.trigger.start),
            str(record.trigger.end),
        ]
        parts.extend(source.participant.name for source in record.sources)
        return _digest(parts)

    def _statement_id(self, statement: Statement) -> str:
        cue = statement.cue
        parts = [self.report.id, "statement", *(f"{span.start}-{span.end}" for span in statement.spans)]
        return _digest([*parts, str(cue.start) if cue else ""])

    def _issues(self, records: Sequence[Record]) -> list[Issue]:
        found = [
            Issue("date-unresolved", f"the date {span.text!r} could not be worked out", span)
            for span in self.dates.unresolved()
        ]
        for record in records:
            if record.factuality != "asserted" and not record.factuality_spans:
                found.append(
                    Issue(
                        "no-certainty-words",
                        f"{record.trigger.text!r} is {record.factuality} without words that say so",
                        record.trigger,
                    )
                )
        return found


def _same_chain(left: Record, right: Record) -> bool:
    return [s.participant.name for s in left.sources] == [s.participant.name for s in right.sources]


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _distinct(participants: Sequence[Participant]) -> list[Participant]:
    """Participants without repeats of one party."""
    kept: list[Participant] = []
    for participant in participants:
        if not any(same_party(participant, other) for other in kept):
            kept.append(participant)
    return kept
