"""The data that flows through onrecord: plain frozen types, no I/O, nothing of ours imported.

    Report -> Tagging -> Coding

Every offset is a half-open code-point offset into `Report.text`, and `text[start:end] == span.text` holds
for every `Span`, always. The JSON form of a `Coding` is the output contract (docs/reference/output.md).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Factuality = Literal["asserted", "denied", "planned", "possible"]
Granularity = Literal["day", "month", "year", "range"]
StatementKind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a report's text.

    Attributes:
        start: code-point offset of the first character.
        end: code-point offset after the last character.
        text: the characters themselves, `report.text[start:end]`.
    """

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of `text` between two offsets; raises ValueError where they do not lie in it."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span {start}:{end} in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def covers(self, other: Span) -> bool:
        """Whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about one report that a user should know: why a value is missing, or why nothing was coded."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One news report as it was read.

    Attributes:
        id: unique in a run; the same input gives the same id.
        text: the text that all offsets refer to.
        published: day of publication, or None where nobody knows.
        language: ISO 639-1 code, or None where it could not be told.
        issues: what went wrong while reading.
    """

    id: str
    text: str
    title: str = ""
    published: datetime.date | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None
    issues: tuple[Issue, ...] = ()


# --- what the tagger finds -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for somebody who acts, is acted on or speaks.

    Attributes:
        sector: the tagger's guess at the sector, or None.
        realm: the tagger's guess at the kind of country code: state, IGO, NGO, INT or none.
        antecedent: index of the earlier mention that names the same party, or None.
        whole: index of the mention that this one is a part of ("its troops"), or None.
        setting: what may tell the country where the own words do not, likeliest first: indices of mentions, or of places
            where the flag is set, each with its score (a logit).
    """

    span: Span
    sector: str | None = None
    sector_score: float = 0.0
    realm: str = "state"
    antecedent: int | None = None
    whole: int | None = None
    setting: tuple[tuple[bool, int, float], ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Content:
    """Words attributed to somebody; parts where it is interrupted."""

    spans: tuple[Span, ...]

    def covers(self, span: Span) -> bool:
        """Whether a span lies in one of the parts."""
        return any(part.covers(span) for part in self.spans)

    @property
    def size(self) -> int:
        """Length in code points, all parts together."""
        return sum(part.end - part.start for part in self.spans)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that attribute a content to a speaker ("said", "according to").

    Attributes:
        speakers: indices of mentions: the speaker, and whom he told it where that is a medium; none for "it was said".
        contents: indices of contents.
        touches: indices of triggers that the cue itself makes less than asserted ("denied").
    """

    span: Span
    speakers: tuple[int, ...] = ()
    contents: tuple[int, ...] = ()
    touches: tuple[int, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name an event, with what the tagger links to them.

    Attributes:
        spans: the words, more than one where the trigger is broken ("took ... hostage").
        actors, recipients: indices of mentions.
        places: indices of places.
        place_mentions: indices of mentions that are the place as well.
        dates: indices of dates.
        certainty: indices of certainty words.
        counts: indices of counts.
        same: index of an earlier trigger that tells the same event, or None.
    """

    spans: tuple[Span, ...]
    category: str
    mode: str | None = None
    factuality: Factuality = "asserted"
    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    place_mentions: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    certainty: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    same: int | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class CountWords:
    """Words that state how many people an event killed or injured."""

    span: Span
    killed: bool
    injured: bool


@dataclass(frozen=True, slots=True)
class Tagging:
    """All that the tagger found in one report. Indices in its parts point into these tuples."""

    text: str
    mentions: tuple[Mention, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    places: tuple[Span, ...] = ()
    dates: tuple[Span, ...] = ()
    cues: tuple[Cue, ...] = ()
    contents: tuple[Content, ...] = ()
    certainty: tuple[Span, ...] = ()
    counts: tuple[CountWords, ...] = ()
    furniture: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = ()


# --- what the resolver makes of it ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a code was given: the words that led to it and the rule that was used."""

    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Participant:
    """A party to an event, or a speaker.

    Attributes:
        spans: first the words in the clause, then, where these are a pronoun or a description, the words that name it.
        name: best name in the report or the knowledge base.
        country: ISO 3166-1 alpha-3, IGO, NGO, INT, or None.
        sector: a code of the codebook, or None.
        entity: id in the knowledge base, or None.
        second: further sector code ("PRE"), or None.
        basis: what led to country and sector.
    """

    spans: tuple[Span, ...]
    name: str
    country: str | None = None
    sector: str | None = None
    entity: str | None = None
    second: str | None = None
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a chain of sources: a participant and the cue that makes it a source."""

    participant: Participant
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened.

    Attributes:
        admin1: name of the first-level region, or None.
        lat, lon: WGS 84 degrees; of an area its centre, which is what `precision` is for.
        geonames: GeoNames id, or None.
        basis: what linked the place to the event.
        precision: city, district, province, country or other; None where there is no point.
    """

    spans: tuple[Span, ...]
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    basis: str = "arc"
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """When an event happened: first and last day, both inclusive.

    Attributes:
        basis: "expression" (words of the report), "published" (day of publication) or "context" (a day named elsewhere), or None.
    """

    spans: tuple[Span, ...]
    start: datetime.date
    end: datetime.date
    granularity: Granularity
    basis: Literal["expression", "published", "context"] | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many people were hurt, with the words that say so. `bound` is "exact", "at least", "at most" or "about"."""

    value: int
    spans: tuple[Span, ...]
    bound: str = "exact"


@dataclass(frozen=True, slots=True)
class Record:
    """One event as one report tells it: who did what to whom, when, where, according to whom and how certain."""

    id: str
    category: str
    mode: str | None
    cameo: str
    trigger: Span
    mentions: tuple[Span, ...]
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    place: Place | None
    date: When | None
    factuality: Factuality
    factuality_spans: tuple[Span, ...]
    sources: tuple[Source, ...]
    killed: Count | None
    injured: Count | None
    sentence: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what, through whom. `spans` are the content without quotation marks."""

    id: str
    speaker: Participant | None
    via: tuple[Source, ...]
    spans: tuple[Span, ...]
    cue: Span | None
    kind: StatementKind


@dataclass(frozen=True, slots=True)
class Coding:
    """All that is on record about one report."""

    report: Report
    records: tuple[Record, ...] = ()
    statements: tuple[Statement, ...] = ()
    furniture: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = field(default=())


def spans_of(text: str, parts: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """The spans of `text` at pairs of offsets, in order of the text."""
    return tuple(Span.of(text, start, end) for start, end in sorted(parts))
