"""Write a judgement into the ledger of a store: checked, and refused where somebody else was faster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from onrecord.codebook import Codebook, load_codebook
from onrecord.knowledge import load as load_knowledge
from onrecord.model import Coding, Record, Span
from onrecord.output.contract import Json, from_contract, to_contract
from onrecord.resolve.assemble import sentences_of
from onrecord.resolve.when import sentence_of
from onrecord.review.apply import Reviewed, reviewed
from onrecord.review.corrections import Rules, check_mode
from onrecord.review.errors import ReviewConflictError, ReviewError
from onrecord.review.ledger import (
    Action,
    Anchor,
    Judgement,
    Review,
    added_id,
    check_judgement,
    digest_of,
    from_rows,
    moment,
    new_id,
    newest,
    to_row,
)

if TYPE_CHECKING:
    from onrecord.store import Store

_LOOK_AGAIN = "Open the report again to see how the record stands, and judge it then."


def write(store: Store, judgement: Judgement, last_seen: str | None = None, *, package: str = "") -> Review:
    """Add a judgement to the ledger, in one atomic commit.

    Args:
        last_seen: id of the newest row on the record that the reviewer saw, None where there was none.
        package: version of onrecord that writes.

    Returns:
        The row as it was written.

    Raises:
        ReviewConflictError: there is a newer row on the record. Nothing was written.
        ReviewError: it is no judgement on a record of this store.
        InputError: an older version of the store is open.
    """
    book = load_codebook()
    tree = store.coding(judgement.report)
    if tree is None:
        raise ReviewError(f"the store has no report {judgement.report[:80]!r}", "Open the store again.")
    coding = from_contract(tree)
    rules = Rules(book, coding.report.text, frozenset(load_knowledge().tables.known) | set(book.special_countries))
    checked = check_judgement(judgement, rules)
    before = from_rows(store.reviews(judgement.report))
    standing = reviewed(coding, before, book)
    review = _row(checked, standing, last_seen, book)
    known = {row.id for row in before}
    related = {row for row, record in standing.current.items() if record == review.record}
    names = {row.record for row in before if row.id in related} | {review.record}

    def check(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["id"] not in known and (row["record"] in names or row["seen"] in related):
                raise _conflict(row["reviewer"])

    store.append_reviews([to_row(review)], package=package, check=check)
    return review


def _conflict(reviewer: str) -> ReviewConflictError:
    return ReviewConflictError(f"{reviewer} judged the record meanwhile", _LOOK_AGAIN)


def _row(judgement: Judgement, standing: Reviewed, last_seen: str | None, book: Codebook) -> Review:
    """The row of a judgement that is known to be well formed; raises where the record, or what was seen of it, is another."""
    identifier = new_id()
    if judgement.action == "add":
        record = added_id(identifier)
        anchor = _anchor_of_added(judgement, standing, book)
    else:
        record = str(judgement.record)
        _check_record(judgement, standing)
        _check_seen(record, standing, last_seen)
        anchor = anchor_of(standing, record)
    if judgement.action == "correct":
        _check_correction(judgement, standing, record, book)
    last = newest([row for row in standing.reviews if standing.current[row.id] == record])
    return Review(
        identifier, moment(last.at if last else None), judgement.reviewer, judgement.report, record,
        cast(Action, judgement.action), anchor, None if judgement.values is None else dict(judgement.values), judgement.undoes,
        judgement.note, last.id if last else None,
    )  # fmt: skip


def _check_record(judgement: Judgement, standing: Reviewed) -> None:
    record = judgement.record
    if judgement.action != "undo":
        if record not in standing.marks:
            raise ReviewError(f"the report has no record {str(record)[:80]!r}", _LOOK_AGAIN)
        return
    if standing.current.get(str(judgement.undoes)) != record:
        raise ReviewError(f"no judgement on the record {str(record)[:80]!r} has this id", _LOOK_AGAIN)
    if judgement.undoes in standing.undone:
        raise ReviewError("this judgement is undone already", _LOOK_AGAIN)


def _check_seen(record: str, standing: Reviewed, last_seen: str | None) -> None:
    if standing.newest.get(record) != last_seen:
        last = newest([row for row in standing.reviews if standing.current[row.id] == record])
        raise _conflict(last.reviewer if last else "nobody")


def _check_correction(judgement: Judgement, standing: Reviewed, record: str, book: Codebook) -> None:
    """A mode must be one of the category that the record has then."""
    values: Mapping[str, Any] = judgement.values or {}
    if "mode" in values and "category" not in values:
        check_mode(book, _found(standing.coding, record).category, values["mode"])


def _anchor_of_added(judgement: Judgement, standing: Reviewed, book: Codebook) -> Anchor:
    values: Json = dict(judgement.values or {})
    trigger, text = Span(**values["trigger"]), standing.coding.report.text
    told = (values["category"], values.get("mode"), values["factuality"])
    check_mode(book, told[0], told[1])
    for record in standing.coding.records:
        same = (record.category, record.mode, record.factuality) == told and record.trigger == trigger
        if same and standing.marks[record.id].state != "rejected":
            raise ReviewError(
                f"this is on record already, on the same words {trigger.text[:40]!r}", "Correct that record."
            )
    return Anchor(digest_of(text), trigger, sentence_of(sentences_of(text), trigger), *told)


def anchor_of(standing: Reviewed, record: str) -> Anchor:
    """What a judgement on a record is anchored to: the machine's record, or an added one as it stands."""
    digest = digest_of(standing.coding.report.text)
    base = standing.bases.get(record)
    if base is not None:
        machine: Json = to_contract(Coding(standing.coding.report, (base,)))["records"][0]
        return Anchor(digest, base.trigger, base.sentence, base.category, base.mode, base.factuality, machine)
    if record in standing.marks:
        added = _found(standing.coding, record)
        return Anchor(digest, added.trigger, added.sentence, added.category, added.mode, added.factuality)
    # The record does not stand now: an undo of what took it away goes by the rows before it.
    last = newest([row for row in standing.reviews if standing.current[row.id] == record])
    return last.anchor if last else Anchor(digest)


def _found(coding: Coding, record: str) -> Record:
    return next(one for one in coding.records if one.id == record)
