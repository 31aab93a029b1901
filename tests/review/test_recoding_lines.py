"""Which rows belong together when records come, go and meet again."""

from dataclasses import replace

from onrecord.model import Coding
from onrecord.review import reviewed
from tests.review.build import CODING, DENIED, REPORT, SHELLED, Desk


def test_a_name_that_comes_back_is_not_the_record_that_had_it() -> None:
    """What was judged as one record, then met another, leaves the first to be judged anew."""
    desk = Desk()
    desk.judge("accept", "denied")
    desk.code(Coding(REPORT, (SHELLED,)))
    assert desk.state("shelled") == "accepted"
    desk.judge("accept", "shelled")
    desk.code(CODING)
    assert (desk.state("shelled"), desk.state("denied")) == ("accepted", "open")
    row = desk.judge("reject", "denied")
    assert row.seen is None
    assert (desk.state("shelled"), desk.state("denied")) == ("accepted", "rejected")


def test_rows_of_two_copies_of_a_store_are_put_together() -> None:
    one, other = Desk(), Desk()
    one.judge("correct", "shelled", {"place": None}, by="Ann")
    other.judge("correct", "shelled", {"factuality": "possible"}, by="Bob")
    theirs = [replace(row, id=f"other-{row.id}", at=row.at.replace("10:00", "11:00")) for row in other.rows]
    standing = reviewed(CODING, [*one.rows, *theirs])
    assert standing.marks["shelled"].fields == ("place", "factuality")
    assert standing.newest["shelled"] == "other-row01"
    # Also after the report was coded anew, and where nothing of it is left.
    renamed = Coding(
        REPORT, (replace(SHELLED, id="s2", mode=None, cameo="190"), replace(DENIED, id="d2", mode=None, cameo="190"))
    )
    assert reviewed(renamed, [*one.rows, *theirs]).marks["s2"].fields == ("place", "factuality")
    assert reviewed(Coding(REPORT), [*one.rows, *theirs]).marks["shelled"].fields == ("place", "factuality")
