"""The coding as it stands: what the machine coded, with the judgements of people applied to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from onrecord.codebook import Codebook, load_codebook
from onrecord.errors import InputError
from onrecord.model import Coding, Issue, Record, Report, Span
from onrecord.output.contract import Json, from_contract, to_contract
from onrecord.resolve.assemble import sentences_of
from onrecord.resolve.when import sentence_of
from onrecord.resolve.words import load_words
from onrecord.review.corrections import FIELDS, NEEDED, Rules, check_corrections
from onrecord.review.errors import ReviewError
from onrecord.review.ledger import Anchor, Review, digest_of, lifted
from onrecord.review.match import Line, lines_of
from onrecord.review.relocate import Move, move_to

State = Literal["open", "accepted", "corrected", "rejected", "added"]
UNMATCHED, UNFIT = "review-unmatched", "review-unfit"
# What a record is without the values whose words are gone.
_NOTHING: Mapping[str, Any] = MappingProxyType(
    {"actors": [], "recipients": [], "sources": [], "place": None, "date": None}
)


@dataclass(frozen=True, slots=True)
class Mark:
    """How a record stands with the reviewers.

    Attributes:
        reviewer, at: of the newest judgement that is in force; None where the record is open.
        fields: those that a person set, in the order of FIELDS.
    """

    state: State = "open"
    reviewer: str | None = None
    at: str | None = None
    fields: tuple[str, ...] = ()


OPEN = Mark()


@dataclass(frozen=True, slots=True)
class JudgedCoding(Coding):
    """A coding with the corrections of people in it; records that were rejected are left out.

    Attributes:
        marks: by id of the record.
        rejected: how many records were left out.
    """

    marks: Mapping[str, Mark] = field(default_factory=dict)
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A coding as it stands, and how it came to stand so.

    Attributes:
        coded: as the machine coded it.
        coding: with corrections applied; rejected records are kept, added ones follow the machine's. Judgements that could not be
            applied are among its issues.
        marks: of each record, by its id.
        machine: what the machine coded, of each record that a person corrected or rejected.
        bases: of each record, but for added ones, what a judgement on it is anchored to: the machine's record of the present
            coding, or, where there is none, the one that was judged.
        reviews: the rows on this report in the order in which they are in force.
        current: by id of a row the id of the record that it is about; where none stands now, the last that it had.
        undone: ids of rows that are lifted.
        newest: by id of the record the id of the newest row on it: what a reviewer who sees this coding has seen.
    """

    coded: Coding
    coding: Coding
    marks: Mapping[str, Mark]
    machine: Mapping[str, Record]
    bases: Mapping[str, Record]
    reviews: tuple[Review, ...]
    current: Mapping[str, str]
    undone: frozenset[str]
    newest: Mapping[str, str]

    def kept(self) -> JudgedCoding:
        """The coding without the rejected records, for whoever hands it on."""
        kept = tuple(record for record in self.coding.records if self.marks[record.id].state != "rejected")
        coding = self.coding
        return JudgedCoding(
            coding.report, kept, coding.statements, coding.furniture, coding.issues,
            {record.id: self.marks[record.id] for record in kept}, len(coding.records) - len(kept),
        )  # fmt: skip


def reviewed(coding: Coding, reviews: Sequence[Review], codebook: Codebook | None = None) -> Reviewed:
    """The coding as it stands after some judgements on its report.

    Args:
        reviews: rows on this report, in any order.
        codebook: what corrected categories are checked against and their CAMEO codes come from; the package's unless given.
    """
    if not reviews:
        marks = {record.id: OPEN for record in coding.records}
        bases = {record.id: record for record in coding.records}
        return Reviewed(coding, coding, marks, {}, bases, (), {}, frozenset(), {})
    return _Applier(coding, reviews, codebook or load_codebook()).result()


@dataclass(slots=True)
class _Standing:
    """What a line comes to: values set by people, on a record that the machine or a person made."""

    values: Json = field(default_factory=dict)
    mark: Mark = OPEN
    pinned: Review | None = None


class _Applier:
    def __init__(self, coding: Coding, reviews: Sequence[Review], codebook: Codebook) -> None:
        self.coding, self.codebook = coding, codebook
        self.reviews = tuple(sorted(reviews, key=lambda row: row.key))
        self.text = coding.report.text
        self.digest = digest_of(self.text)
        self.records: dict[str, Record] = {record.id: record for record in coding.records}
        self.marks: dict[str, Mark] = {record.id: OPEN for record in coding.records}
        self.machine: dict[str, Record] = {}
        self.bases = dict(self.records)
        self.current: dict[str, str] = {}
        self.newest: dict[str, str] = {}
        self.issues: list[Issue] = []
        self._sentences: list[Span] | None = None

    def result(self) -> Reviewed:
        lines = lines_of(self.reviews, self.coding.records, self.text, self.digest)
        # Records that the machine finds first, so that the others get ids that these do not have.
        for line in sorted(lines, key=lambda line: line.record is None):
            self._apply(line)
        found = {record.id for record in self.coding.records}
        machine = [self.records[r.id] if self.bases[r.id] is r else r for r in self.coding.records]
        further = [record for name, record in self.records.items() if name not in found]
        coding = replace(self.coding, records=(*machine, *further), issues=(*self.coding.issues, *self.issues))
        return Reviewed(
            self.coding,
            coding,
            self.marks,
            self.machine,
            self.bases,
            self.reviews,
            self.current,
            lifted(self.reviews),
            self.newest,
        )

    # --- one line ----------------------------------------------------------------------------------------------

    def _apply(self, line: Line) -> None:
        present = self.records.get(line.record) if line.record else None
        name = present.id if present else self._name(line)
        self.newest[name] = line.reviews[-1].id
        self.current |= dict.fromkeys((row.id for row in line.reviews), name)
        if not line.live or (line.begun and not line.added and line.anchor.machine is None):
            # All is lifted, or what was added is: nothing is left to say.
            return
        if present is None and line.move is None:
            self._unmatched(line, "its words no longer stand in the report")
            return
        standing = self._fold(line, line.move or Move(self.text, 0, False))
        if present is not None:
            self._judged(line, standing, present)
        elif line.added:
            if standing.mark.state != "open":
                self._put(line, standing, name, None)
        else:
            self._lost(line, standing, name)

    def _judged(self, line: Line, standing: _Standing, present: Record) -> None:
        """A record that the machine finds."""
        base = present
        if standing.pinned is not None:
            base = self._base(line, standing.pinned.anchor, present) or present
        put = self._put(line, standing, present.id, base)
        if put and (self.records[present.id] != present or standing.mark.state in ("corrected", "rejected")):
            self.machine[present.id] = present

    def _lost(self, line: Line, standing: _Standing, name: str) -> None:
        """A record that the machine no longer finds: it stays where a person said that it is one."""
        base = self._base(line, line.live[-1].anchor, None)
        if base is None or standing.mark.state in ("open", "rejected"):
            self._unmatched(line, "the machine no longer finds it")
            return
        self._unmatched(line, "the machine no longer finds it; it stays, since a person has said so")
        if self._put(line, standing, name, base):
            self.machine[name] = self.bases[name] = replace(base, id=name)

    def _put(self, line: Line, standing: _Standing, name: str, base: Record | None) -> bool:
        """Put a record in place as people left it, unless that makes no record."""
        try:
            record = self._record(name, standing.values, base)
        except InputError as fault:
            self._unfit(line.live[-1], fault.message)
            return False
        self.records[name], self.marks[name] = record, standing.mark
        return True

    def _name(self, line: Line) -> str:
        """The id of a record that the machine does not find: the last it had, unless another has it now."""
        name = line.reviews[-1].record
        while name in self.records or name in self.newest:
            name += "-reviewed"
        return name

    def _base(self, line: Line, anchor: Anchor, present: Record | None) -> Record | None:
        """The machine's record as it was when it was judged, in the present text; None where there was none.

        Values whose words are gone are those of the present record, where there is one.
        """
        if anchor.machine is None:
            return None
        move = move_to(anchor, self.text, self.digest) or line.move or Move(self.text, 0, False)
        tree, lost = move.fields(anchor.machine)
        rest = _NOTHING if present is None else _tree(self.coding.report, present)
        tree = {**rest, **tree}
        try:
            tree["cameo"] = self.codebook.cameo(tree["category"], tree["mode"])
            record = _read(self.coding.report, tree)
        except (KeyError, InputError):
            # A codebook or a text that is no more; the caller goes on without it and says so.
            return None
        if lost:
            self._unfit(line.live[-1], f"the words for {', '.join(lost)} no longer stand in the report")
        return record

    # --- judgements on top of one another ------------------------------------------------------------------------

    def _fold(self, line: Line, move: Move) -> _Standing:
        """What the rows in force come to, the later on top of the earlier."""
        found = _Standing()
        added = False
        category = self.records[line.record].category if line.record else None
        for row in line.live:
            values: Json = {}
            if row.values is not None:
                fitting = self._fitting(row, move_to(row.anchor, self.text, self.digest) or move)
                if fitting is None:
                    continue
                values = fitting
            if row.action == "add":
                added, found.values = True, values
            elif row.action == "correct":
                found.values = self._merged(found.values, values, row, category)
            elif row.action == "accept":
                found.pinned = row
            found.mark = Mark(_state(row, found.values, added), row.reviewer, row.at)
        if line.added and not added:
            return _Standing()
        found.mark = replace(found.mark, fields=tuple(name for name in FIELDS if name in found.values))
        return found

    def _fitting(self, row: Review, move: Move) -> Json | None:
        """The values of a row in the present text, or None where they no longer fit."""
        values, lost = move.fields(row.values or {})
        for name in lost:
            self._unfit(row, f"the words for {name} no longer stand in the report")
        if not values or (row.action == "add" and not set(NEEDED) <= values.keys()):
            return None
        try:
            return check_corrections(values, Rules(self.codebook, self.text))
        except ReviewError as fault:
            self._unfit(row, fault.message)
            return None

    def _merged(self, values: Json, more: Json, row: Review, present: str | None) -> Json:
        """Values with those of a later row on top; a mode belongs to its category.

        Args:
            present: category of the machine's record, or None where there is none.
        """
        merged = {**values, **more}
        machine = row.anchor.machine
        if merged.get("mode") is None:
            return merged
        category = merged.get("category") or present or row.anchor.category
        if (category, merged["mode"]) in self.codebook.to_cameo:
            return merged
        if "mode" in more and "category" not in merged and machine and present and machine["category"] != present:
            # The machine has another category now; who set the mode spoke of the earlier one.
            return {**merged, "category": machine["category"]}
        del merged["mode"]
        return merged

    # --- a record ------------------------------------------------------------------------------------------------

    def _record(self, name: str, values: Json, base: Record | None) -> Record:
        """The record with some values set, and what follows from them.

        Raises:
            InputError: they make no record of the contract.
        """
        report = self.coding.report
        if base is not None and not values:
            return replace(base, id=name)
        tree = {**(_blank() if base is None else _tree(report, base)), **values, "id": name}
        if (tree["category"], tree["mode"] or "") not in self.codebook.to_cameo:
            if "mode" in values and values["mode"] is not None:
                raise ReviewError(f"{tree['category']} has no mode {tree['mode']}", "")
            tree["mode"] = None
        label = f"{tree['category']}/{tree['mode']}" if tree["mode"] else tree["category"]
        tree["cameo"] = self.codebook.to_cameo.get((tree["category"], tree["mode"] or ""))
        if tree["cameo"] is None:
            raise ReviewError(f"the codebook has no category {label}", "")
        if "trigger" in values:
            trigger = Span(**tree["trigger"])
            sentence = sentence_of(self._split(), trigger)
            tree["sentence"] = {"start": sentence.start, "end": sentence.end, "text": sentence.text}
            tree["mentions"] = [span for span in tree["mentions"] if not Span(**span).overlaps(trigger)]
        if values.get("factuality") == "asserted" and "factuality_spans" not in values:
            tree["factuality_spans"] = []
        if "category" in values and not values.keys() & {"actors", "recipients"} and label in load_words().joint:
            # Of what is done jointly all parties are actors.
            tree["actors"], tree["recipients"] = [*tree["actors"], *tree["recipients"]], []
        return _read(report, tree)

    def _split(self) -> list[Span]:
        if self._sentences is None:
            self._sentences = sentences_of(self.text)
        return self._sentences

    # --- what could not be applied -----------------------------------------------------------------------------

    def _unmatched(self, line: Line, why: str) -> None:
        row = line.live[-1] if line.live else line.reviews[-1]
        words = f" on {line.anchor.trigger.text!r}" if line.anchor.trigger else ""
        self.issues.append(
            Issue(UNMATCHED, f"the judgement of {row.reviewer} ({row.action}){words} has no record now: {why}", line.trigger)
        )  # fmt: skip

    def _unfit(self, row: Review, why: str) -> None:
        self.issues.append(Issue(UNFIT, f"a judgement of {row.reviewer} ({row.action}) is left out: {why}"))


def _state(row: Review, values: Json, added: bool) -> State:
    if row.action == "reject":
        return "rejected"
    if added:
        return "added"
    return "corrected" if values else "accepted"


def _tree(report: Report, record: Record) -> Json:
    tree: Json = to_contract(Coding(report, (record,)))["records"][0]
    return tree


def _blank() -> Json:
    return {
        "mode": None, "mentions": [], "actors": [], "recipients": [], "place": None, "date": None, "factuality_spans": [], "sources": [],
        "counts": {}, "confidence": 1.0,
    }  # fmt: skip


def _read(report: Report, tree: Json) -> Record:
    """A record from its JSON object; raises InputError where it is none, or a span does not hold."""
    whole = to_contract(Coding(report))
    return from_contract({**whole, "records": [tree]}).records[0]
