"""The command `onrecord review`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onrecord.commands.review import command
from onrecord.errors import InputError, OnRecordError
from onrecord.review import Judgement, write
from onrecord.store import Store
from tests.review.build import CODING
from tests.review.test_write import ARRESTED, RUN


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> str:
    store = Store.create(tmp_path_factory.mktemp("judged") / "store")
    store.write("a", [CODING], RUN)
    row = write(store, Judgement("accept", "r1", "Ann", "shelled"))
    write(store, Judgement("correct", "r1", "Bob \u202e", "shelled", {"category": "PROTEST"}), row.id)
    row = write(store, Judgement("reject", "r1", "Ann", "denied"))
    write(store, Judgement("undo", "r1", "Ann", "denied", undoes=row.id), row.id)
    write(store, Judgement("accept", "r1", "Ann", "denied"), store.reviews()[-1]["id"])
    write(store, Judgement("accept", "r1", "Ann", "marched"))
    write(store, Judgement("add", "r1", "Ann", values=ARRESTED))
    return str(store.path)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments)
    if isinstance(result.exception, OnRecordError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_summary(judged: str) -> None:
    told = run(judged).stdout
    assert "4 records judged in 1 reports: 2 accepted, 1 corrected, 0 rejected, 1 added; 0 open" in told
    assert "\u202e" not in told
    tree = json.loads(run(judged, "--format", "json").stdout)
    assert tree["states"] == {"open": 0, "accepted": 2, "corrected": 1, "rejected": 0, "added": 1}
    assert tree["reviewers"]["Ann"] == {"accept": 3, "add": 1, "reject": 1, "undo": 1}
    assert (tree["judgements"], tree["judgements_on_other_reports"], tree["unapplied"]) == (7, 0, 0)


def test_list(judged: str) -> None:
    lines = run(judged, "--list").stdout.splitlines()
    assert len(lines) == 8
    assert "add" in lines[1]
    rows: list[dict[str, Any]] = json.loads(run(judged, "--list", "--format", "json").stdout)
    assert [row["action"] for row in rows] == ["add", "accept", "accept", "undo", "reject", "correct", "accept"]
    assert [row["undone"] for row in rows] == [False, False, False, False, True, False, False]


def test_agreement(judged: str) -> None:
    tree = json.loads(run(judged, "--agreement", "--format", "json").stdout)
    assert tree["reviewed"] == 4
    assert len(tree["reviewers"]) == 2
    assert "Krippendorff's alpha" in run(judged, "--agreement").stdout


def test_passages(judged: str, tmp_path: Path) -> None:
    result = run(judged, "--passages", str(tmp_path / "p.txt"))
    assert "1 passages" in result.stderr
    assert "copyright" in result.stderr
    assert "## r1 2024-03-05" in (tmp_path / "p.txt").read_text("utf-8")


def test_moving_the_ledger(judged: str, tmp_path: Path) -> None:
    assert "7 judgements" in run(judged, "--export-ledger", str(tmp_path / "l.jsonl")).stdout
    other = Store.create(tmp_path / "other")
    assert (
        "7 judgements added, 0 were there already" in run(str(other.path), "--import", str(tmp_path / "l.jsonl")).stdout
    )
    assert "not have" in run(str(Store.create(tmp_path / "third").path), "--import", str(tmp_path / "l.jsonl")).stdout
    assert "Nobody judged" in run(str(Store.create(tmp_path / "fourth").path)).stdout


@pytest.mark.parametrize(
    "options", [("--list", "--agreement"), ("--partial",), ("--import", "a", "--export-ledger", "b")]
)
def test_what_does_not_go_together(judged: str, options: tuple[str, ...]) -> None:
    with pytest.raises(InputError):
        run(judged, *options)


def test_what_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run(str(tmp_path))
