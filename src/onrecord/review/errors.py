"""Errors of review.

InputError
└── ReviewError             this is no judgement on a record of the store
    └── ReviewConflictError somebody else judged the record meanwhile
"""

from __future__ import annotations

from onrecord.errors import InputError


class ReviewError(InputError):
    """A judgement does not fit the record, the report or the codebook."""

    code = "review"


class ReviewConflictError(ReviewError):
    """Somebody else judged the record since the reviewer looked at it."""

    code = "review-conflict"
