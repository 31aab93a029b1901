"""The contract and statements, read back."""

import datetime
import json
from pathlib import Path

import pandas
import pytest

from onrecord.codebook import load_codebook
from onrecord.errors import InputError
from onrecord.export import Selection, read_codings
from tests.export.samples import MARCH, STRIKE, all_codings, made, write

SPOKEN = "{m1 FRA JRN|AFP} {c1 by=m1 says=q1|reported}: {q1|“{m2 KEN GOV|The minister} {c2 by=m2 says=q2|said} {q2|that roads would be built again}”}."


def test_jsonl_is_the_contract_and_reads_back(tmp_path: Path) -> None:
    path = write("jsonl", tmp_path)
    assert list(read_codings(path, load_codebook())) == all_codings()
    assert all(json.loads(line) for line in path.read_text("utf-8").split("\n") if line)


def test_jsonl_chooses_whole_reports(tmp_path: Path) -> None:
    path = write("jsonl", tmp_path, selection=Selection(factuality=frozenset({"denied"})))
    (coding,) = read_codings(path, load_codebook())
    assert coding.report.id == "strike"
    assert {record.factuality for record in coding.records} == {"asserted", "denied"}


def test_statements(tmp_path: Path) -> None:
    coding = made(SPOKEN, id="spoken", title="A title")
    rows = pandas.read_csv(write("statements", tmp_path, [coding, made(MARCH)]), keep_default_na=False)
    assert list(rows["statement"]) == [statement.id for statement in coding.statements]
    row = rows[rows["speaker"] == "The minister"].iloc[0]
    assert (row["via"], row["cue"], row["speaker_country"], row["kind"]) == ("AFP", "said", "KEN", "indirect")
    assert coding.report.text[row["start"] : row["end"]] == row["words"] == "that roads would be built again"


def test_a_broken_statement_is_one_row(tmp_path: Path) -> None:
    body = "“{q1 direct|We shall not leave this house},” {c1 by=m1 says=q1|said} {m1 ITA GOV|the mayor}, “{q1|until the law is changed}.”"
    row = pandas.read_csv(write("statements", tmp_path, [made(body)])).iloc[0]
    assert row["words"] == "We shall not leave this house ... until the law is changed"


@pytest.mark.parametrize(
    "selection", [Selection(factuality=frozenset({"asserted"})), Selection(since=datetime.date(2023, 1, 1))]
)
def test_options_for_records_are_refused_for_statements(tmp_path: Path, selection: Selection) -> None:
    with pytest.raises(InputError, match="statements have no"):
        write("statements", tmp_path, [made(STRIKE)], selection)
