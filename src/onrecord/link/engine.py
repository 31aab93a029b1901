"""Linking as a whole: candidates, scores, clusters, events; all anew or only what new records touch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from onrecord.link.block import Ints, candidates
from onrecord.link.cluster import Clusters, Edge
from onrecord.link.duplicates import Signature, Signer, origins
from onrecord.link.judge import Constraints, constraints
from onrecord.link.merge import event_of
from onrecord.link.prepare import Prepared, prepare
from onrecord.link.score import IMPOSSIBLE, Reasons, points, squash
from onrecord.link.settings import Settings, load_settings
from onrecord.link.types import Event, Judgement, Link, Linked, LinkRecord, LinkReport

Progress = Callable[[str, int, int], None]
_REASONS = 5
_SIGNATURES = 5_000


def link(
    records: Iterable[LinkRecord],
    reports: Iterable[LinkReport] = (),
    *,
    earlier: Iterable[Link] = (),
    events: Iterable[Event] = (),
    judgements: Iterable[Judgement] = (),
    anew: bool = False,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Linked:
    """Records into events.

    Args:
        records: all records, in any order; the order makes no difference.
        reports: their texts, by which near-duplicates are told; a report without one counts as an origin of its own.
        earlier: the links of the last time. Events keep their ids, and records that nothing new touches keep their events.
        events: those of the last time; such of them as nothing touches are taken over rather than worked out again.
        judgements: the ledger, which overrides every score.
        anew: compare all records again (after a change of weights); events still keep their ids.
        progress: told what is being done, how far it is, and of how much.

    Linking batch by batch gives the same events as linking all at once, as long as no block holds more like records than
    `candidates.neighbours`.
    """
    settings = settings or load_settings()
    tell = progress or (lambda _what, _done, _all: None)
    ready = prepare(records, settings)
    decided = constraints(judgements, {record.record.id for record in ready})
    before = {one.record: one for one in earlier}
    tell("blocking", 0, len(ready))
    pairs = candidates(ready, settings)
    scorer = _Scorer(ready, settings)
    dirty = set(range(len(ready))) if anew or not before else _dirty(ready, before, decided)
    edges, reached = _edges(len(ready), pairs, dirty, decided, ready, scorer, tell)
    found = Clusters(ready, sorted(reached), decided, settings, scorer.known, scorer).run(edges)
    found += _kept(ready, reached, before)
    found.sort()
    names = _names(found, ready, before)
    texts = {report.id: report for report in reports}
    old = {} if anew else {event.id: event for event in events}
    made = _events(found, names, ready, reached, old, texts, settings, tell)
    links = _links(found, names, ready, reached, before, decided, scorer)
    return Linked(
        tuple(sorted(made, key=lambda event: event.id)), tuple(sorted(links, key=lambda one: one.record)), len(reached),
        decided.notes,
    )  # fmt: skip


class _Scorer:
    """Points of pairs of positions, the lower first, each worked out once."""

    def __init__(self, records: Sequence[Prepared], settings: Settings) -> None:
        self._records, self._settings = records, settings
        self.threshold = settings.threshold
        self.known: dict[tuple[int, int], float] = {}

    def __call__(self, i: int, j: int) -> float:
        value = self.known.get((i, j))
        if value is None:
            value = self.known[(i, j)] = points(self._records[i], self._records[j], self._settings)
        return value

    def why(self, i: int, j: int) -> Reasons:
        """The reasons for a pair's points."""
        reasons: Reasons = []
        points(self._records[i], self._records[j], self._settings, reasons)
        return reasons


def _dirty(ready: Sequence[Prepared], before: Mapping[str, Link], decided: Constraints) -> set[int]:
    """Positions to be looked at anew: new and changed records, those judged, and what is left of events that lost one."""
    there = {record.record.id for record in ready}
    torn = {one.event for one in before.values() if one.record not in there}
    dirty = set()
    for at, record in enumerate(ready):
        old = before.get(record.record.id)
        if old is None or old.digest != record.digest or old.event in torn or record.record.id in decided.judged:
            dirty.add(at)
    # An event of which one record changed may fall apart: all of it.
    touched = {old.event for at in dirty if (old := before.get(ready[at].record.id))}
    return dirty | {at for at, r in enumerate(ready) if (old := before.get(r.record.id)) and old.event in touched}


def _edges(
    size: int, pairs: tuple[Ints, Ints], dirty: set[int], decided: Constraints, ready: Sequence[Prepared], scorer: _Scorer,
    tell: Progress,
) -> tuple[list[Edge], set[int]]:  # fmt: skip
    """Edges above the threshold among all records that dirty ones reach along such edges, and these records."""
    if len(dirty) == size:
        edges = []
        for number, (i, j) in enumerate(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)):
            if number % 20_000 == 0:
                tell("comparing pairs", number, len(pairs[0]))
            value = scorer(i, j)
            if value >= scorer.threshold:
                edges.append((value, i, j))
        return edges, dirty
    starts, partners = _adjacent(size, pairs)
    at_of = {record.record.id: at for at, record in enumerate(ready)}
    joined = {
        at_of[one]: [at_of[other] for other in group]
        for group in decided.groups.sets().values()
        if len(group) > 1
        for one in group
    }
    edges, reached, waiting = [], set(dirty), sorted(dirty)
    while waiting:
        i = waiting.pop()
        near = [j for j in joined.get(i, ()) if j not in reached]
        for j in partners[starts[i] : starts[i + 1]].tolist():
            value = scorer(*sorted((i, j)))
            if value >= scorer.threshold:
                edges.append((value, min(i, j), max(i, j)))
                if j not in reached:
                    near.append(j)
        reached.update(near)
        waiting.extend(dict.fromkeys(near))
        tell("comparing records", len(reached) - len(waiting), len(reached))
    return sorted(set(edges)), reached


def _adjacent(size: int, pairs: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    ours, theirs = np.concatenate(pairs), np.concatenate(pairs[::-1])
    order = np.lexsort((theirs, ours))
    starts = np.searchsorted(ours[order], np.arange(size + 1))
    return np.asarray(starts, dtype=np.int64), theirs[order]


def _kept(ready: Sequence[Prepared], reached: set[int], before: Mapping[str, Link]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for at, record in enumerate(ready):
        if at not in reached:
            groups.setdefault(before[record.record.id].event, []).append(at)
    return list(groups.values())


def _names(found: Sequence[Sequence[int]], ready: Sequence[Prepared], before: Mapping[str, Link]) -> list[str]:
    """Ids of the events: of the earlier event with which one shares most records, else worked out of its first record."""
    claims: dict[tuple[int, str], int] = {}
    for number, group in enumerate(found):
        for at in group:
            old = before.get(ready[at].record.id)
            if old is not None:
                claims[number, old.event] = claims.get((number, old.event), 0) + 1
    names: dict[int, str] = {}
    used: set[str] = set()
    for (number, name), _ in sorted(claims.items(), key=lambda claim: (-claim[1], claim[0])):
        if number not in names and name not in used:
            names[number] = name
            used.add(name)
    used.update(one.event for one in before.values())  # the id of an event that is gone is not given again
    for number, group in enumerate(found):
        if number not in names:
            first, turn = ready[group[0]].record.id, 0
            while (name := _digest(first, turn)) in used:
                turn += 1
            names[number] = name
            used.add(name)
    return [names[number] for number in range(len(found))]


def _digest(record: str, turn: int) -> str:
    return "e" + hashlib.sha256(f"{record}\n{turn}".encode("utf-8", "surrogatepass")).hexdigest()[:15]


def _events(
    found: Sequence[Sequence[int]], names: Sequence[str], ready: Sequence[Prepared], reached: set[int],
    old: Mapping[str, Event], texts: Mapping[str, LinkReport], settings: Settings, tell: Progress,
) -> list[Event]:  # fmt: skip
    origins_of, events = _Origins(texts, settings), []
    for number, (name, group) in enumerate(zip(names, found, strict=True)):
        if number % 2_000 == 0:
            tell("weighing events", number, len(found))
        members = [ready[at] for at in group]
        kept = old.get(name)
        if kept is not None and reached.isdisjoint(group) and kept.records == tuple(r.record.id for r in members):
            events.append(kept)
            continue
        reports = list(dict.fromkeys(record.record.report_id for record in members))
        events.append(event_of(name, members, origins_of(reports), settings))
    return events


class _Origins:
    """Origins of the reports of one event after another."""

    def __init__(self, texts: Mapping[str, LinkReport], settings: Settings) -> None:
        self._texts, self._settings = texts, settings.near_duplicates
        self._sign, self._kept = Signer(self._settings), dict[str, Signature]()

    def __call__(self, reports: Sequence[str]) -> dict[str, str]:
        """Report to the report that names its origin; one without a text is an origin of its own."""
        found = dict(zip(reports, reports, strict=True))
        if len(reports) == 1:
            return found
        if len(self._kept) > _SIGNATURES:
            self._kept.clear()  # events come in order of time: what is old is hardly asked for again
        here = {}
        for report in reports:
            if report in self._texts:
                if report not in self._kept:
                    self._kept[report] = self._sign(self._texts[report])
                here[report] = self._kept[report]
        return found | origins(here, self._settings)


def _links(
    found: Sequence[Sequence[int]], names: Sequence[str], ready: Sequence[Prepared], reached: set[int],
    before: Mapping[str, Link], decided: Constraints, scorer: _Scorer,
) -> list[Link]:  # fmt: skip
    links = []
    for name, group in zip(names, found, strict=True):
        for at in group:
            record = ready[at]
            if at not in reached:
                links.append(before[record.record.id])
                continue
            others = [other for other in group if other != at][: _REASONS * 4]
            judged = decided.same.get(record.record.id)
            if judged is not None:
                links.append(Link(record.record.id, name, 1.0, (judged,), record.digest))
            elif not others:
                links.append(Link(record.record.id, name, 1.0, ("no other record tells of it",), record.digest))
            else:
                links.append(_link(name, at, others, record, ready, scorer))
    return links


def _link(
    name: str, at: int, others: Sequence[int], record: Prepared, ready: Sequence[Prepared], scorer: _Scorer
) -> Link:
    values = [max(scorer(*sorted((at, other))), -30.0) for other in others]
    best = max(range(len(others)), key=lambda number: values[number])
    reasons = scorer.why(*sorted((at, others[best])))
    told = sorted(
        (r for r in reasons if r[0] not in (0.0, IMPOSSIBLE)), key=lambda reason: (-abs(reason[0]), reason[1])
    )
    words = tuple(f"{text} ({value:+.1f})" for value, text in told[:_REASONS])
    closest = f"closest to record {ready[others[best]].record.id}"
    return Link(record.record.id, name, round(squash(sum(values) / len(values)), 4), (closest, *words), record.digest)
