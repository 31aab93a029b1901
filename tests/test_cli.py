import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import cli
from onrecord.errors import InputError
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "wikinews.jsonl"
STORY = "Rebel forces attacked the town of Goma on Monday, killing three people, the army said."


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.cli, list(arguments), input=text)


def ok(result: Result) -> str:
    assert result.exit_code == 0, result.output + str(result.exception)
    return result.stdout


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("coded") / "coded.jsonl"
    ok(run("code", str(EXAMPLE), "--format", "jsonl", "--out", str(path)))
    return path


def test_jsonl_is_one_object_a_report(coded: Path) -> None:
    rows = [json.loads(line) for line in coded.read_text(encoding="utf-8").splitlines()]
    assert [row["report"]["id"] for row in rows] == ["italy-school-taxes", "hong-kong-election", "afghan-robotics-team"]
    assert any(row["records"] for row in rows)
    assert not list(coded.parent.glob("*.part"))


def test_text_shows_the_report_and_its_records() -> None:
    out = ok(run("code", "-", "--published", "2022-06-14", text=STORY))
    assert "Rebel forces attacked" in out
    assert "ASSAULT" in out
    assert "2022-06-13" in out


def test_csv_is_a_table() -> None:
    rows = list(
        csv.DictReader(io.StringIO(ok(run("code", "-", "--published", "2022-06-14", "--format", "csv", text=STORY))))
    )
    assert rows[0]["category"] == "ASSAULT"
    assert rows[0]["date_start"] == "2022-06-13"


def test_show_lists_and_opens_records(coded: Path) -> None:
    listing = ok(run("show", str(coded)))
    row = next(json.loads(line)["records"][0] for line in coded.read_text().splitlines() if json.loads(line)["records"])
    assert row["id"] in listing
    one = ok(run("show", str(coded), row["id"]))
    assert row["trigger"]["text"] in one
    assert "factuality" in one
    with pytest.raises(InputError, match="no record"):
        CliRunner().invoke(cli.cli, ["show", str(coded), "zzzz"], catch_exceptions=False)


def test_codebook_prints_definitions() -> None:
    assert "ASSAULT" in ok(run("codebook"))
    assert "heavy-weapons" in ok(run("codebook", "assault"))
    assert isinstance(run("codebook", "NOPE").exception, InputError)


def test_bad_input_is_an_issue_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(bytes(range(256)) * 40)
    lines = [json.dumps({"id": str(i), "published": "2022-06-14", "text": STORY}) for i in range(8)]
    lines[6] = '{"id": "6", "text": '
    (tmp_path / "d.jsonl").write_text("\n".join(lines))
    out = tmp_path / "out.jsonl"
    result = run("code", str(tmp_path), "--published", "2022-06-14", "--format", "jsonl", "--out", str(out))
    assert result.exit_code == cli.SOME_UNREAD
    assert "3 report(s)" in result.stderr
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 11
    bad = [row for row in rows if not row["report"]["text"]]
    assert len(bad) == 3
    assert any("line 7" in issue["message"] for row in bad for issue in row["issues"])
    assert all(row["records"] for row in rows if row["report"]["text"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["code", "no/such/file"], "no file or folder"),
        (["code", str(EXAMPLE), "--published", "May"], "YYYY-MM-DD"),
        (["code", str(EXAMPLE), "--format", "jsonl", "--out", "/no/such/folder/x"], "cannot be written"),
        (["show", str(ROOT / "pyproject.toml")], "no JSON"),
    ],
)
def test_wrong_use_is_one_line_without_a_traceback(
    arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["onrecord", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == cli.USAGE
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert "Traceback" not in told
