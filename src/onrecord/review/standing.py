"""A store as it stands: codings with the judgements of people applied to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from onrecord.codebook import load_codebook
from onrecord.model import Coding
from onrecord.output.contract import Json, from_contract, to_contract
from onrecord.review.apply import JudgedCoding, Mark, Reviewed, reviewed
from onrecord.review.ledger import Review, from_rows

if TYPE_CHECKING:
    # The packages that a store needs are not there where nobody needs one.
    from onrecord.store.asking import Asking

# To look up one report takes as long as to read the codings of some forty.
_FEW = 40


def reviews_by_report(store: Asking) -> dict[str, list[Review]]:
    """All rows of the ledger by report, in the order in which they are in force."""
    found: dict[str, list[Review]] = {}
    for review in from_rows(store.reviews()):
        found.setdefault(review.report, []).append(review)
    return found


def reviewed_codings(store: Asking, *, judged_only: bool = False) -> Iterator[Reviewed]:
    """Every coding of a store as it stands, one report at a time, in the store's order.

    Args:
        judged_only: only reports that somebody judged a record of.
    """
    rows, book = reviews_by_report(store), load_codebook()
    for tree in _judged(store, rows) if judged_only else store.codings():
        yield reviewed(from_contract(tree), rows.get(tree["report"]["id"], ()), book)


def _judged(store: Asking, reports: Collection[str]) -> Iterator[Json]:
    """The codings of some reports, each once; few are looked up, for many the store is read from end to end."""
    if len(reports) <= _FEW:
        yield from (tree for report in reports if (tree := store.coding(report)) is not None)
        return
    wanted = set(reports)
    for tree in store.codings():
        if tree["report"]["id"] in wanted:
            wanted.remove(tree["report"]["id"])
            yield tree


def reviewed_report(store: Asking, report: str) -> Reviewed | None:
    """One report as it stands, or None where the store has none of this id."""
    tree = store.coding(report)
    if tree is None:
        return None
    return reviewed(from_contract(tree), from_rows(store.reviews(report)), load_codebook())


def judged_contract(coding: JudgedCoding) -> Json:
    """The JSON object of the output contract, with `review` in each record."""
    tree = to_contract(coding)
    for record in tree["records"]:
        record["review"] = mark_tree(coding.marks[record["id"]])
    return tree


def reviewed_contract(standing: Reviewed) -> Json:
    """The JSON object of the output contract, with `review` in each record; those that were rejected are there as well."""
    tree = to_contract(standing.coding)
    for record in tree["records"]:
        record["review"] = mark_tree(standing.marks[record["id"]])
    return tree


def machine_contract(standing: Reviewed) -> dict[str, Json]:
    """What the machine coded, of each record that a person corrected or rejected, by id."""
    originals = Coding(standing.coding.report, tuple(standing.machine.values()))
    return dict(zip(standing.machine, to_contract(originals)["records"], strict=True))


def row_trees(standing: Reviewed) -> list[Json]:
    """The rows of the ledger on a report as the API gives them (ReviewRow), oldest first.

    `record` is the record that the row is about now, whatever it was called when it was judged.
    """
    return [row_tree(review, standing) for review in standing.reviews]


def row_tree(review: Review, standing: Reviewed | None = None) -> Json:
    """One row as the API gives it; one that was just written needs no standing."""
    return {
        "id": review.id, "at": review.at, "reviewer": review.reviewer, "report": review.report,
        "record": standing.current.get(review.id, review.record) if standing else review.record, "action": review.action,
        "values": review.values, "undoes": review.undoes, "note": review.note,
        "undone": standing is not None and review.id in standing.undone,
    }  # fmt: skip


def mark_tree(mark: Mark) -> Json:
    """How a record stands with the reviewers, as JSON."""
    return {"state": mark.state, "reviewer": mark.reviewer, "at": mark.at, "fields": list(mark.fields)}
