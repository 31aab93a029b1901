"""Reviewed reports as passages that training reads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from training.passages import load_passages

from onrecord.export import FORMATS, export
from onrecord.review import Reviewed, judged_codings, reviewed
from tests.export.samples import MARCH, STRIKE, TALKS, made
from tests.review.build import Desk, party_tree, tree


def strike() -> Desk:
    desk = Desk(made(STRIKE, id="r1"))
    desk.coding = desk.coding.__class__(
        desk.coding.report, desk.coding.records, desk.coding.statements, desk.coding.furniture
    )
    return desk


def written(standings: list[Reviewed], folder: Path, **options: bool) -> dict[str, list[str]]:
    """Labels of the events of each passage that training reads back."""
    folder.mkdir()
    export(judged_codings(standings, **options), FORMATS["markup"], folder / "news.txt")
    passages = [p for p in load_passages(folder) if not p.id.startswith("codebook-")]
    return {p.id: [" ".join(mark.words) for mark in p.of_kind("e")] for p in passages}


def test_a_report_that_was_judged_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = strike()
    text = desk.coding.report.text
    first, second = desk.coding.records
    desk.judge("correct", first.id, {"mode": "heavy-weapons", "actors": [party_tree_in("Belarusian pilots", text)]})
    assert written([desk.standing()], tmp_path / "open") == {}
    desk.judge("reject", second.id)
    assert written([desk.standing()], tmp_path / "whole") == {"r1": ["ASSAULT/heavy-weapons"]}
    body = (tmp_path / "whole" / "news.txt").read_text("utf-8")
    assert "m1 BLR MIL|Belarusian pilots" in body
    assert "rejected" not in (tmp_path / "whole" / "news.txt.notes.csv").read_text("utf-8")
    assert "corrected by Ann" in (tmp_path / "whole" / "news.txt.notes.csv").read_text("utf-8")
    assert capsys.readouterr().err == ""


def party_tree_in(words: str, text: str) -> dict[str, object]:
    return {**party_tree_of(words), "spans": [tree(words, text)], "country": "BLR", "sector": "MIL"}


def party_tree_of(words: str) -> dict[str, object]:
    return {**party_tree("Police"), "name": words}


def test_added_records_are_in_it(tmp_path: Path) -> None:
    desk = Desk(made(MARCH, id="r1"))
    text = desk.coding.report.text
    desk.judge("accept", desk.coding.records[0].id)
    desk.judge("add", values={"category": "AID", "trigger": tree("They", text), "factuality": "asserted"})
    assert written([desk.standing()], tmp_path / "p") == {"r1": ["AID", "PROTEST"]}


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    partly, none, rejected = strike(), Desk(made(TALKS, id="talks")), Desk(made(MARCH, id="march"))
    partly.judge("accept", partly.coding.records[0].id)
    rejected.judge("reject", rejected.coding.records[0].id)
    empty = reviewed(made("Nothing happened.", id="empty"), [])
    standings = [partly.standing(), none.standing(), rejected.standing(), empty]
    left_out: Counter[str] = Counter()
    assert [coding.report.id for coding in judged_codings(standings, left_out=left_out)] == ["march"]
    assert left_out == {"reports that nobody judged": 2, "reports of which some records are still open": 1}
    # All that the machine found was wrong: the passage shows what is no event.
    assert written(standings, tmp_path / "whole") == {"march": []}
    assert set(written(standings, tmp_path / "partial", partial=True)) == {"r1", "march"}
