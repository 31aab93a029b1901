"""`onrecord export`."""

from pathlib import Path

import click
import pandas
import pytest
from click.testing import CliRunner, Result

from onrecord.commands.export import export
from onrecord.errors import InputError
from onrecord.export import FORMATS
from onrecord.output.contract import to_line
from tests.export.samples import all_codings


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "coded.jsonl"
    path.write_text("".join(to_line(coding) + "\n" for coding in all_codings()), encoding="utf-8")
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(export, [str(word) for word in words])


def test_writes_and_says_what_was_left_out(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.txt"
    done = run(source, "--as", "polecat", "--out", out)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "4 rows, 4 records of 6 reports read" in done.stderr
    assert "left out: 2 records not asserted" in done.stderr
    assert len(pandas.read_csv(out, sep="\t", encoding="latin-1")) == 4


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format(source: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    assert run(source, "--as", name, "--out", out).exit_code == 0
    assert out.exists()
    assert (tmp_path / "out.dictionary.csv").exists()


def test_factuality_all_and_several(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    for options, expected in [((), 4), (("all",), 6), (("denied", "planned"), 2)]:
        words = [word for value in options for word in ("--factuality", value)]
        assert run(source, "--as", "geojson", "--out", out, *words).exit_code == 0
        assert out.read_text("utf-8").count('"Feature"') == expected
    fault = run(source, "--as", "csv", "--out", out, "--factuality", "all", "--factuality", "denied").exception
    assert isinstance(fault, InputError)


def test_days_and_categories(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    assert (
        run(
            source,
            "--as",
            "csv",
            "--out",
            out,
            "--since",
            "2007-01-01",
            "--until",
            "2007-12-31",
            "--category",
            "coerce",
        ).exit_code
        == 0
    )
    assert list(pandas.read_csv(out)["category"]) == ["COERCE"]
    fault = run(source, "--as", "csv", "--out", out, "--since", "yesterday").exception
    assert isinstance(fault, InputError)
    assert "YYYY-MM-DD" in str(fault)


def test_a_missing_source_and_an_unknown_format_are_told(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path / "none", "--as", "csv", "--out", tmp_path / "x").exception, InputError)
    assert run(tmp_path / "none", "--as", "xls", "--out", tmp_path / "x").exit_code == 2


def test_help_names_every_format_and_what_it_holds() -> None:
    told = export.get_help(click.Context(export, info_name="export", terminal_width=100))
    for name, form in FORMATS.items():
        assert f"{name} " in told
        assert form.title in told
    deeds = " ".join(told.split())
    assert "asserted only in polecat" in deeds
