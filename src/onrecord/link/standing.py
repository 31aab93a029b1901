"""How an event stands: who asserts it, who denies it, who plans it, and what that makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.link.names import Name, one_name, words_of
from onrecord.link.prepare import Prepared
from onrecord.link.settings import Settings
from onrecord.link.types import Standing


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it: a source, or an origin (a group of near-duplicate reports) in its own voice."""

    origin: str
    source: Name | None

    @property
    def name(self) -> str:
        """What it is called in an event's lists."""
        return f"report {self.origin}" if self.source is None else self.source.party.name


@dataclass(frozen=True, slots=True)
class Stand:
    """Standing with the voices behind it; each list has one entry for each independent voice, in order of appearance."""

    standing: Standing
    asserted: tuple[str, ...]
    denied: tuple[str, ...]
    planned: tuple[str, ...]


def stand(records: Sequence[Prepared], origin_of: Mapping[str, str], settings: Settings) -> Stand:
    """The standing of an event.

    Args:
        records: of the event, in order of publication.
        origin_of: report id to the id of its origin.

    Two reports that cite the same source do not confirm one another, nor does a report confirm the source that it cites.
    """
    by: dict[str, list[tuple[int, Voice]]] = {"asserted": [], "denied": [], "planned": [], "possible": []}
    for at, record in enumerate(records):
        voice = Voice(origin_of[record.record.report_id], record.voice)
        by[record.record.factuality].append((at, voice))
    standing_claims = [
        (at, voice) for at, voice in by["asserted"] if not _taken_back(at, voice, by["denied"], records, settings)
    ]
    withdrawn_plans = [v for at, v in by["planned"] if _taken_back(at, v, by["denied"], records, settings)]
    asserted, denied = _independent(standing_claims, settings), _independent(by["denied"], settings)
    planned = _independent(by["planned"], settings)
    said = tuple(voice.name for voice in asserted) or tuple(v.name for v in _independent(by["asserted"], settings))
    return Stand(
        _standing(asserted, denied, planned, bool(by["asserted"]), len(withdrawn_plans) == len(by["planned"])),
        said, tuple(voice.name for voice in denied), tuple(voice.name for voice in planned),
    )  # fmt: skip


def _standing(
    asserted: Sequence[Voice],
    denied: Sequence[Voice],
    planned: Sequence[Voice],
    once_asserted: bool,
    plans_withdrawn: bool,
) -> Standing:
    if not asserted:
        if once_asserted:
            return "retracted"
        if denied:
            return "disputed" if planned and not plans_withdrawn else "denied"
        return "planned" if planned else "possible"
    if denied:
        return "disputed"
    if planned:
        return "planned-then-done"
    return "corroborated" if len(asserted) > 1 else "single-source"


def _taken_back(
    at: int, voice: Voice, denials: Sequence[tuple[int, Voice]], records: Sequence[Prepared], settings: Settings
) -> bool:
    """Whether the same voice denies later what it claimed, or a correction takes the report's own words back."""
    claim = records[at].record
    for when, denial in denials:
        other = records[when].record
        later = when > at and other.report_id != claim.report_id
        if not later or (other.published and claim.published and other.published < claim.published):
            continue
        if voice.source is not None and denial.source is not None and _one_voice(voice.source, denial.source, settings):
            return True
        correction = not settings.retraction_words.isdisjoint(words_of(f"{other.title} {other.sentence}"))
        if voice.source is None and correction and (denial.source is None or denial.origin == voice.origin):
            return True
    return False


def _independent(voices: Sequence[tuple[int, Voice]], settings: Settings) -> list[Voice]:
    """One voice for each that is independent of those before; an origin's own voice gives way to the source it cites."""
    citing = {voice.origin for _, voice in voices if voice.source is not None}
    kept: list[Voice] = []
    for _, voice in voices:
        if voice.source is None:
            if voice.origin in citing or any(other.source is None and other.origin == voice.origin for other in kept):
                continue
        elif any(other.source is not None and _one_voice(other.source, voice.source, settings) for other in kept):
            continue
        kept.append(voice)
    return kept


def _one_voice(a: Name, b: Name, settings: Settings) -> bool:
    x, y = a.party, b.party
    if x.country and y.country and x.country != y.country:
        return False
    if x.name.casefold() == y.name.casefold():
        return True
    if x.country is not None and x.country == y.country:
        ours, theirs = settings.one_voice.get(x.sector or ""), settings.one_voice.get(y.sector or "")
        if ours is not None and ours == theirs:
            return True
    return one_name(a, b) and (x.sector == y.sector or x.sector is None or y.sector is None)
