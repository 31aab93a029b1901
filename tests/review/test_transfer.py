"""Judgements moved between copies of a store."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from onrecord.review import Judgement, ReviewError, export_ledger, import_ledger, reviewed_report, write
from onrecord.store import Store
from tests.review.build import CODING, party_tree, tree
from tests.review.test_write import ARRESTED, RUN


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store")
    made.write("a", [CODING], RUN)
    return made


def saved(store: Store, path: Path) -> list[dict[str, Any]]:
    handle = io.StringIO()
    count = export_ledger(store, handle)
    path.write_text(handle.getvalue(), "utf-8")
    rows = [json.loads(line) for line in handle.getvalue().splitlines()]
    assert len(rows) == count
    return rows


def put(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_there_and_back(store: Store, tmp_path: Path) -> None:
    shutil.copytree(store.path, tmp_path / "copy")
    copy = Store(tmp_path / "copy")
    first = write(
        store,
        Judgement("correct", "r1", "Ann", "shelled", values={"actors": [party_tree("Police")]}, note="\u2028 why"),
    )
    write(store, Judgement("add", "r1", "Ann", values=ARRESTED))
    write(copy, Judgement("reject", "r1", "Bob", "marched"))
    rows = saved(store, tmp_path / "ann.jsonl")
    assert rows[0]["id"] == first.id
    taken = import_ledger(copy, tmp_path / "ann.jsonl")
    assert (taken.added, taken.known, taken.elsewhere) == (2, 0, 0)
    assert import_ledger(copy, tmp_path / "ann.jsonl").known == 2
    saved(copy, tmp_path / "both.jsonl")
    assert import_ledger(store, tmp_path / "both.jsonl").added == 1
    assert saved(store, tmp_path / "a.jsonl") == saved(copy, tmp_path / "b.jsonl")
    assert reviewed_report(store, "r1") == reviewed_report(copy, "r1")


def test_the_same_row_twice_is_one(store: Store, tmp_path: Path) -> None:
    write(store, Judgement("accept", "r1", "Ann", "shelled"))
    rows = saved(store, tmp_path / "rows.jsonl")
    other = Store.create(tmp_path / "other")
    assert import_ledger(other, put(tmp_path / "twice.jsonl", rows * 2)).added == 1
    assert import_ledger(other, put(tmp_path / "twice.jsonl", rows * 2)).elsewhere == 0
    # Two imports at once write a row twice; it is read once.
    other.append_reviews(rows)
    assert len(other.reviews()) == 1


def test_a_store_without_the_report_keeps_the_rows(store: Store, tmp_path: Path) -> None:
    write(store, Judgement("accept", "r1", "Ann", "shelled"))
    saved(store, tmp_path / "rows.jsonl")
    other = Store.create(tmp_path / "other")
    assert import_ledger(other, tmp_path / "rows.jsonl").elsewhere == 1
    other.write("a", [CODING], RUN)
    standing = reviewed_report(other, "r1")
    assert standing is not None
    assert standing.marks["shelled"].state == "accepted"


@pytest.mark.parametrize(
    "change",
    [
        {"action": "praise"}, {"reviewer": ""}, {"reviewer": 3}, {"at": "yesterday"}, {"at": "2024-01-01T00:00:00"}, {"at": None}, {"report": None},
        {"values": {"category": "WEATHER"}}, {"values": {"place": [1]}}, {"values": "x"}, {"values": None}, {"undoes": "x"}, {"seen": ["x"]}, {"seen": 3},
        {"note": 5}, {"trigger": {"start": 0, "end": 9, "text": "no"}}, {"trigger": {"start": "0"}}, {"sentence": 7}, {"category": "WEATHER"},
        {"mode": "riot"}, {"machine": {}}, {"machine": [1]}, {"machine": "x"}, {"text_digest": ""}, {"id": ["x"]}, {"record": None},
    ],
)  # fmt: skip
def test_a_row_that_is_none_is_refused_whole(store: Store, tmp_path: Path, change: dict[str, Any]) -> None:
    write(store, Judgement("correct", "r1", "Ann", "shelled", values={"place": None}))
    (row,) = saved(store, tmp_path / "rows.jsonl")
    other = Store.create(tmp_path / "other")
    with pytest.raises(ReviewError, match="line 2"):
        import_ledger(other, put(tmp_path / "bad.jsonl", [row, {**row, "id": "other", **change}]))
    assert other.reviews() == []


@pytest.mark.parametrize("field", ["actors", "sentence", "confidence", "mentions", "id", "extra"])
def test_the_record_that_was_judged_must_be_one(store: Store, tmp_path: Path, field: str) -> None:
    write(store, Judgement("accept", "r1", "Ann", "shelled"))
    (row,) = saved(store, tmp_path / "rows.jsonl")
    row["machine"][field] = {"start": 0, "end": 3, "text": "x"}
    with pytest.raises(ReviewError, match="line 1"):
        import_ledger(Store.create(tmp_path / "other"), put(tmp_path / "bad.jsonl", [row]))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[1]\n", b"{", b'{"id": 1}', b"[" * 5_000])
def test_a_file_that_is_no_ledger(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.jsonl").write_bytes(content)
    with pytest.raises(ReviewError):
        import_ledger(store, tmp_path / "bad.jsonl")
    with pytest.raises(ReviewError, match="cannot be read"):
        import_ledger(store, tmp_path / "none.jsonl")


def test_a_changed_row_of_a_known_id_is_told(store: Store, tmp_path: Path) -> None:
    write(store, Judgement("accept", "r1", "Ann", "shelled"))
    rows = saved(store, tmp_path / "rows.jsonl")
    with pytest.raises(ReviewError, match="not the one that is known"):
        import_ledger(store, put(tmp_path / "bad.jsonl", [{**rows[0], "reviewer": "Eve"}]))


def test_values_that_hold_elsewhere_only_do_no_harm(store: Store, tmp_path: Path) -> None:
    """A row whose spans hold in no text can be imported, since the report may be another; it is left out and told."""
    write(store, Judgement("correct", "r1", "Ann", "shelled", values={"trigger": tree("killing")}))
    (row,) = saved(store, tmp_path / "rows.jsonl")
    row["values"]["trigger"] = {"start": 900, "end": 905, "text": "tower"}
    other = Store.create(tmp_path / "other")
    other.write("a", [CODING], RUN)
    import_ledger(other, put(tmp_path / "forged.jsonl", [row]))
    standing = reviewed_report(other, "r1")
    assert standing is not None
    assert standing.coding.records == CODING.records
    assert [issue.code for issue in standing.coding.issues] == ["review-unfit"]
