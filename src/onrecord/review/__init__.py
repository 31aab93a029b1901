"""Reviews: what people said of records, in a ledger that never overwrites the machine's, and records as they stand after it."""

from onrecord.review.agreement import Agreement, agreement
from onrecord.review.apply import JudgedCoding, Mark, Reviewed, State, reviewed
from onrecord.review.errors import ReviewConflictError, ReviewError
from onrecord.review.ledger import Action, Judgement, Review
from onrecord.review.passages import COPYRIGHT, judged_codings
from onrecord.review.standing import (
    judged_contract,
    machine_contract,
    reviewed_codings,
    reviewed_contract,
    reviewed_report,
    reviews_by_report,
    row_tree,
    row_trees,
)
from onrecord.review.transfer import Taken, export_ledger, import_ledger
from onrecord.review.write import write

__all__ = [
    "COPYRIGHT",
    "Action",
    "Agreement",
    "JudgedCoding",
    "Judgement",
    "Mark",
    "Review",
    "ReviewConflictError",
    "ReviewError",
    "Reviewed",
    "State",
    "Taken",
    "agreement",
    "export_ledger",
    "import_ledger",
    "judged_codings",
    "judged_contract",
    "machine_contract",
    "reviewed",
    "reviewed_codings",
    "reviewed_contract",
    "reviewed_report",
    "reviews_by_report",
    "row_tree",
    "row_trees",
    "write",
]
