"""The marks of one report: every value of its records as a mark on its words, with the references between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from onrecord.codebook import Codebook
from onrecord.export.nesting import Part, Plain
from onrecord.model import Coding, Count, Participant, Record, Source, Span, Statement, When

# Of marks on the same words the one named first stands outside; of marks that cross the later one in _KEEP stays.
_DEPTH = "xqcnekmpd"
_KEEP = "xqknicpdme"
# What a kind of mark must refer to.
_NEEDS = {"n": "of", "k": "of", "c": "says"}
_COUNTRY = re.compile(r"[A-Z]{3}")
_BOUNDS = {"exact": "", "at least": ">=", "at most": "<=", "about": "~"}

Bounds = tuple[int, int]


@dataclass(slots=True)
class _Mark:
    """A mark under construction. `refers` holds, by attribute, the keys of other marks."""

    key: str
    words: str = ""
    values: dict[str, str] = field(default_factory=dict)
    refers: dict[str, list[str]] = field(default_factory=dict)
    parts: list[Bounds] = field(default_factory=list)
    outer: bool = False

    @property
    def kind(self) -> str:
        return self.key[0]

    def point(self, name: str, target: str) -> None:
        """Let an attribute name another mark, once."""
        targets = self.refers.setdefault(name, [])
        if target not in targets:
            targets.append(target)


class Marks:
    """Marks by key: the letter of the kind and what makes it one thing."""

    def __init__(self, coding: Coding, plain: Plain, codebook: Codebook, notes: list[tuple[str, str]]) -> None:
        self.coding, self.plain, self.codebook, self.notes = coding, plain, codebook, notes
        self.marks: dict[str, _Mark] = {}
        self._naming: dict[str, tuple[str, Participant]] = {}
        self._told = Counter(record.trigger for record in coding.records)
        for statement in coding.statements:
            self._statement(statement)
        events = [(record, self._record(record)) for record in coding.records]
        # When all cues are known: a word of certainty may be one of them.
        for record, event in events:
            if event is not None and record.factuality != "asserted":
                event.values["is"] = record.factuality
                self._certainty(record, event)
        self._name()
        self._furniture()

    def parts(self) -> list[Part]:
        """Every part of every mark."""
        return [
            Part(
                start, -end, _DEPTH.index(mark.kind) * 2 - mark.outer, key, _KEEP.index(mark.kind), mark.kind == "q"
            )
            for key, mark in self.marks.items()
            for start, end in dict.fromkeys(mark.parts)
        ]  # fmt: skip

    # --- one thing each ------------------------------------------------------------------------------------

    def _mark(self, kind: str, spans: Sequence[Span], extra: str = "") -> _Mark | None:
        """The mark of a kind on some words, one for the same words; None where no words are left in the passage."""
        parts = [part for span in spans if (part := self.plain.part(span.start, span.end))]
        if not parts:
            return None
        return self._at(kind, parts, extra)

    def _at(self, kind: str, parts: Sequence[Bounds], extra: str = "") -> _Mark:
        key = f"{kind}{','.join(f'{a}-{b}' for a, b in parts)}{extra}"
        mark = self.marks.setdefault(key, _Mark(key))
        mark.parts = mark.parts or list(parts)
        return mark

    def _mention(self, party: Participant) -> str | None:
        """The mention in the clause, and that which names it, where there is one."""
        mark = self._mark("m", party.spans[:1])
        if mark is None:
            return None
        words = self._codes(party)
        if mark.words and mark.words != words:
            self.notes.append(
                (f"the codes {words} of {party.spans[0].text!r}", f"it is marked as {mark.words} already")
            )
        mark.words = mark.words or words
        if len(party.spans) > 1:
            self._naming.setdefault(mark.key, (words, party))
        return mark.key

    def _codes(self, party: Participant) -> str:
        return f"{_country(party.country)} {party.sector if party.sector in self.codebook.sectors else '-'}"

    def _name(self) -> None:
        """Let mentions point at those that name them, where the country is the same.

        The sector may be another: whoever uses force is an army, by whatever words he is named.
        """
        for key, (words, party) in self._naming.items():
            naming = self._mark("m", party.spans[-1:])
            if naming is None or naming.key == key or self._leads_to(naming.key, key):
                continue
            naming.words = naming.words or words
            own = self.marks[key].words
            if naming.words.split()[0] != own.split()[0]:
                self.notes.append(
                    (f"that {party.spans[0].text!r} is {party.name!r}", f"they are {own} and {naming.words}")
                )
                continue
            if naming.words != own:
                self.notes.append(
                    (f"the codes {own} of {party.spans[0].text!r}", f"{party.name!r} is marked as {naming.words}")
                )
            self.marks[key].point("=", naming.key)

    def _leads_to(self, start: str, goal: str) -> bool:
        """Whether following '=' from one mention comes to another."""
        seen = set()
        while start not in seen:
            if start == goal:
                return True
            seen.add(start)
            start = next(iter(self.marks[start].refers.get("=", ())), start)
        return False

    def _statement(self, statement: Statement) -> None:
        if statement.cue is None:
            self.notes.append((f"the statement {statement.spans[0].text[:40]!r}", "it has no words that attribute it"))
            return
        cue, content = self._mark("c", [statement.cue]), self._mark("q", statement.spans)
        if cue is None or content is None:
            return
        content.words = "" if statement.kind == "indirect" else statement.kind
        cue.point("says", content.key)
        links = [source.participant for source in statement.via if source.cue == statement.cue]
        for party in [*links, *([statement.speaker] if statement.speaker else [])]:
            if mention := self._mention(party):
                cue.point("by", mention)

    def _furniture(self) -> None:
        """Page furniture, where no other mark reaches into it."""
        taken = sorted(part for mark in self.marks.values() for part in mark.parts)
        farthest = list(accumulate((end for _, end in taken), max))
        for number, span in enumerate(self.coding.furniture):
            part = self.plain.part(span.start, span.end)
            if part is None:
                continue
            before = bisect_left(taken, (part[1], 0))
            if before and farthest[before - 1] > part[0]:
                self.notes.append((f"the furniture {span.text[:40]!r}", "other marks stand in it"))
            else:
                self._at("x", [part], f"#{number}")

    # --- records -------------------------------------------------------------------------------------------

    def _record(self, record: Record) -> _Mark | None:
        event = self._mark("e", [record.trigger], f"#{record.id}")
        if event is None:
            return None
        label = f"{record.category}/{record.mode}" if record.mode else record.category
        event.words = label
        event.parts += [part for span in record.mentions if (part := self.plain.part(span.start, span.end))]
        for role, parties in (("actor", record.actors), ("recipient", record.recipients)):
            for party in parties:
                if mention := self._mention(party):
                    event.point(role, mention)
        self._place(record, event)
        if (
            record.date
            and record.date.spans
            and (date := self._mark("d", record.date.spans, f"={_value(record.date)}"))
        ):
            date.words = _value(record.date)
            event.point("on", date.key)
        for role, count in (("killed", record.killed), ("injured", record.injured)):
            if count:
                self._count(event, role, count)
        self._chain(record, event)
        return event

    def _place(self, record: Record, event: _Mark) -> None:
        place = record.place
        if place is None or not place.spans:
            return
        mention = self._mark("m", place.spans[:1]) if place.basis == "mention" else None
        if mention is not None:
            mention.words = mention.words or f"{_country(place.country)} -"
            event.point("at", mention.key)
        elif mark := self._mark("p", place.spans[:1]):
            mark.words = _country(place.country)
            event.point("at", mark.key)

    def _count(self, event: _Mark, role: str, count: Count) -> None:
        mark = self._mark("k", count.spans, event.key)
        if mark is None or count.bound not in _BOUNDS:
            self.notes.append((f"the number of {role} of {event.words}", "it has no words, or an unknown bound"))
            return
        mark.values[role] = f"{_BOUNDS[count.bound]}{count.value}"
        mark.point("of", event.key)

    def _certainty(self, record: Record, event: _Mark) -> None:
        for span in record.factuality_spans:
            part = self.plain.part(span.start, span.end)
            cue = self.marks.get(f"c{part[0]}-{part[1]}") if part else None
            if cue is not None and cue.refers.get("says"):
                cue.point("also", event.key)
            elif mark := self._mark("n", [span]):
                mark.point("of", event.key)

    def _chain(self, record: Record, event: _Mark) -> None:
        """Let every source's cue say something that holds the trigger."""
        for source in record.sources:
            if source.cue is None or (cue := self._mark("c", [source.cue])) is None:
                self.notes.append((f"the source {source.participant.name!r} of {event.words}", "no words attribute it"))
                continue
            if mention := self._mention(source.participant):
                cue.point("by", mention)
            if any(_covers(self.marks[name].parts, event.parts[0]) for name in cue.refers.get("says", ())):
                continue
            if self._takes_a_stand(record, source) and cue.refers.get("says"):
                event.outer = True
                event.refers["under"] = [cue.key]
            else:
                self._own_words(record, source, cue, event)

    def _takes_a_stand(self, record: Record, source: Source) -> bool:
        """Whether a source speaks of an event that something else tells on the same words."""
        return self._told[record.trigger] > 1 and source is record.sources[-1] and source.cue in record.factuality_spans

    def _own_words(self, record: Record, source: Source, cue: _Mark, event: _Mark) -> None:
        """Where nothing on record says what the cue attributes: the words of the record on the trigger's side of it."""
        low, high = event.parts[0]
        (left, right), sentence = cue.parts[0], self.plain.part(record.sentence.start, record.sentence.end)
        if sentence is None or (left < high and low < right):
            self.notes.append(
                (f"the source {source.participant.name!r} of {event.words}", "what it says is not on record")
            )
            return
        speakers = [self.marks[name].parts[0] for name in cue.refers.get("by", ())]
        for start, end in self._words_of(record):
            inside = sentence[0] <= start and end <= sentence[1] and (end <= left if high <= left else start >= right)
            if inside and not any(start < b and a < end for a, b in speakers):
                low, high = min(low, start), max(high, end)
        content = self._at("q", [(low, high)])
        cue.point("says", content.key)
        self.notes.append(
            (f"what {source.participant.name!r} says by {source.cue.text if source.cue else ''!r}",
             f"it is not on record, so the words of the record are marked: {self.plain.text[low:high][:60]!r}")
        )  # fmt: skip

    def _words_of(self, record: Record) -> list[Bounds]:
        spans = [
            *(party.spans[0] for party in (*record.actors, *record.recipients) if party.spans),
            *(record.place.spans[:1] if record.place else ()),
            *(record.date.spans if record.date else ()),
            *(span for count in (record.killed, record.injured) if count for span in count.spans),
        ]
        return [part for span in spans if (part := self.plain.part(span.start, span.end))]

    # --- labels --------------------------------------------------------------------------------------------

    def labels(self, parts: Iterable[Part]) -> tuple[dict[str, str], dict[str, str]]:
        """Ids by key of the marks that stand, in the order of the text, and by id what follows it in the label.

        A mark that lost its words, or what it must refer to, is left out, and so on until all that is left holds together.
        """
        order = list(dict.fromkeys(part.mark for part in parts))
        alive = set(order)
        while gone := self._fallen(alive):
            for key in sorted(gone):
                if key[0] == "e":
                    why = "no words that could be marked make it less than asserted"
                    self.notes.append((f"the record {self.marks[key].words} on {self._words(key)!r}", why))
            alive -= gone
        counted: dict[str, int] = {}
        names: dict[str, str] = {}
        for key in order:
            if key in alive:
                counted[key[0]] = counted.get(key[0], 0) + 1
                names[key] = key[0] if key[0] == "x" else f"{key[0]}{counted[key[0]]}"
        return names, {name: self._label(self.marks[key], names) for key, name in names.items() if key[0] != "x"}

    def _words(self, key: str) -> str:
        start, end = self.marks[key].parts[0]
        return self.plain.text[start:end]

    def _fallen(self, alive: set[str]) -> set[str]:
        """The marks that lack one that they must refer to, or that must refer to them."""
        cited = {
            target
            for key in alive
            for name, targets in self.marks[key].refers.items()
            if (key[0], name) in (("n", "of"), ("c", "also"))
            for target in targets
        }
        return {key for key in alive if not self._stands(self.marks[key], alive, cited)}

    def _stands(self, mark: _Mark, alive: set[str], cited: set[str]) -> bool:
        if mark.kind in _NEEDS:
            return any(target in alive for target in mark.refers.get(_NEEDS[mark.kind], ()))
        if mark.kind != "e":
            return True
        if mark.refers.get("under"):
            return mark.refers["under"][0] in alive
        return "is" not in mark.values or mark.key in cited

    def _label(self, mark: _Mark, names: dict[str, str]) -> str:
        naming = next((names[key] for key in mark.refers.get("=", ()) if key in names), None)
        words = [f"={naming}" if naming else mark.words]
        for name, targets in mark.refers.items():
            told = [names[key] for key in targets if key in names]
            if name != "=" and told:
                words.append(f"{name}={','.join(told)}")
        words += [f"{name}={value}" for name, value in mark.values.items()]
        return " ".join(filter(None, words))


def _country(code: str | None) -> str:
    return code if code and _COUNTRY.fullmatch(code) else "-"


def _covers(parts: Sequence[Bounds], inner: Bounds) -> bool:
    return any(start <= inner[0] and inner[1] <= end for start, end in parts)


def _value(when: When) -> str:
    """A date as the markup writes it."""
    start, end = when.start.isoformat(), when.end.isoformat()
    if when.granularity == "month":
        return start[:7]
    if when.granularity == "year":
        return start[:4]
    return start if start == end else f"{start}..{end}"
