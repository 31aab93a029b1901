"""Corrections win in exports, and are marked as such."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars
import pytest
from click.testing import CliRunner, Result

from onrecord.codebook import load_codebook
from onrecord.commands.export import export as command
from onrecord.export import FORMATS, export, read_codings
from onrecord.model import Coding
from onrecord.review import JudgedCoding, Judgement, write
from onrecord.store import Store
from tests.export.samples import all_codings
from tests.review.test_write import RUN

BOOK = load_codebook()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The first of the sample reports was judged: one record corrected, one rejected, one added."""
    made = Store.create(tmp_path_factory.mktemp("reviewed") / "store")
    codings = {coding.report.id: coding for coding in all_codings()}
    made.write("a", codings.values(), RUN)
    strike = codings["strike"]
    struck, hit = strike.records
    start = strike.report.text.index("wounding")
    word = {"start": start, "end": start + 8, "text": "wounding"}
    write(
        made, Judgement("correct", "strike", "Ann", struck.id, {"category": "COERCE", "mode": "seize", "place": None})
    )
    write(made, Judgement("reject", "strike", "Ann", hit.id))
    write(
        made, Judgement("add", "strike", "Bob", values={"category": "AID", "trigger": word, "factuality": "asserted"})
    )
    return made


def written(store: Store, form: str, folder: Path, **options: Any) -> tuple[Path, Any]:
    out = folder / f"out.{FORMATS[form].suffix}"
    return out, export(read_codings(store.path, BOOK, **options), FORMATS[form], out)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["report"] == "strike"]


def test_only_judged_reports_are_changed(store: Store) -> None:
    read = {coding.report.id: coding for coding in read_codings(store.path, BOOK)}
    plain = {coding.report.id: coding for coding in all_codings()}
    assert {name: coding for name, coding in read.items() if name != "strike"} == {
        n: c for n, c in plain.items() if n != "strike"
    }
    judged = read["strike"]
    assert isinstance(judged, JudgedCoding)
    assert [record.category for record in judged.records] == ["COERCE", "AID"]
    machine = {coding.report.id: coding for coding in read_codings(store.path, BOOK, machine=True)}
    assert machine == plain
    assert type(machine["strike"]) is Coding


def test_csv_says_which(store: Store, tmp_path: Path) -> None:
    out, tally = written(store, "csv", tmp_path)
    found = [
        (row["category"], row["mode"], row["cameo"], row["place"], row["review"], row["reviewed_fields"])
        for row in rows_of(out)
    ]
    assert found == [
        ("COERCE", "seize", "171", "", "corrected", "category; mode; place"),
        ("AID", "", BOOK.cameo("AID", None), "", "added", "category; trigger; factuality"),
    ]
    assert tally.left_out == {"records rejected by a reviewer": 1}
    out, tally = written(store, "csv", tmp_path, machine=True)
    assert [(row["category"], row["review"]) for row in rows_of(out)] == [("ASSAULT", ""), ("ASSAULT", "")]
    assert tally.left_out == {}


def test_parquet_says_which(store: Store, tmp_path: Path) -> None:
    out, _ = written(store, "parquet", tmp_path)
    table = polars.read_parquet(out).filter(polars.col("report") == "strike")
    assert table["review"].to_list() == ["corrected", "added"]
    assert table["reviewed_fields"].to_list()[0] == ["category", "mode", "place"]


def test_jsonl_says_which_and_reads_back(store: Store, tmp_path: Path) -> None:
    out, tally = written(store, "jsonl", tmp_path)
    trees = {tree["report"]["id"]: tree for tree in map(json.loads, out.read_text("utf-8").splitlines())}
    marks = [record["review"] for record in trees["strike"]["records"]]
    assert [(mark["state"], mark["reviewer"]) for mark in marks] == [("corrected", "Ann"), ("added", "Bob")]
    assert not any("review" in record for record in trees["talks"]["records"])
    assert tally.left_out == {"records rejected by a reviewer": 1}
    again = {coding.report.id: coding for coding in read_codings(out, BOOK)}
    assert [record.category for record in again["strike"].records] == ["COERCE", "AID"]


def test_notes_of_the_markup_say_who(store: Store, tmp_path: Path) -> None:
    out, _ = written(store, "markup", tmp_path)
    notes = out.with_name(f"{out.name}.notes.csv").read_text("utf-8")
    assert "corrected by Ann: category, mode, place" in notes
    assert "added by Bob" in notes


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "statements"])
def test_every_format_leaves_rejected_records_out_and_counts_them(store: Store, tmp_path: Path, form: str) -> None:
    _, tally = written(store, form, tmp_path)
    assert tally.left_out["records rejected by a reviewer"] == 1


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_the_command(store: Store, tmp_path: Path) -> None:
    result = run(str(store.path), "--as", "csv", "--out", str(tmp_path / "a.csv"))
    assert "1 records rejected by a reviewer" in result.stderr
    result = run(str(store.path), "--as", "csv", "--out", str(tmp_path / "b.csv"), "--machine")
    assert "rejected" not in result.stderr
    assert [row["category"] for row in rows_of(tmp_path / "b.csv")] == ["ASSAULT", "ASSAULT"]
