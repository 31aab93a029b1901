import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from click.testing import CliRunner

from onrecord.coder import Coder
from onrecord.commands.store import bar_of, code_into, counts, query, search, source_name
from onrecord.errors import InputError, OnRecordError
from onrecord.model import Coding, Issue, Report
from onrecord.store import Store
from tests.store.build import RUN, coding, codings


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    store = Store.create(tmp_path_factory.mktemp("commands") / "store")
    store.write("a", [*codings([1, 2]), coding(3, factuality="planned"), coding("=1+1", actor=None)], RUN)
    return str(store.path)


def run(command: Any, *arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, catch_exceptions=True)
    if isinstance(result.exception, OnRecordError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_query_as_a_table(path: str) -> None:
    shown = run(query, path, "SELECT category, count(*) AS n FROM records GROUP BY ALL ORDER BY n, category")
    assert [line.split() for line in shown.splitlines()] == [["category", "n"], ["ACCUSE", "4"], ["ASSAULT", "4"]]


def test_a_table_is_cut_and_says_so(path: str) -> None:
    assert "Only the first 200 rows" in run(query, path, "SELECT * FROM range(201)")
    assert "Only" not in run(query, path, "SELECT * FROM range(200)")


def test_nothing_in_a_report_drives_the_terminal(path: str) -> None:
    shown = run(query, path, "SELECT chr(27) || '[31mred' || chr(7) AS words, 'x' AS \"a\x1b[2Jb\"")
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_query_as_csv(path: str) -> None:
    shown = run(query, path, "SELECT record, actors, killed, injured, place FROM records WHERE category = 'ASSAULT' ORDER BY record",
                "--format", "csv")  # fmt: skip
    rows = list(csv.reader(io.StringIO(shown)))
    assert rows[0] == ["record", "actors", "killed", "injured", "place"]
    assert rows[1] == ["report-1/a", "The army; Halve", "2", "", "Tarn"]
    assert len(rows) == 5
    assert run(query, path, "SELECT '=1+1' AS a", "--format", "csv").splitlines() == ["a", "'=1+1"]


def test_query_as_json(path: str) -> None:
    sql = "SELECT published, actors, injured, 'nan'::DOUBLE AS odd FROM records WHERE record = 'report-1/a'"
    (row,) = map(json.loads, run(query, path, sql, "--format", "json").splitlines())
    assert row == {"published": "2024-03-05", "actors": ["The army", "Halve"], "injured": None, "odd": None}
    nested = "SELECT * FROM nested_records WHERE record = 'report-1/a'"
    (row,) = map(json.loads, run(query, path, nested, "--format", "json").splitlines())
    assert row["actors"][0]["spans"] == [{"start": 0, "end": 8, "text": "The army"}]
    with pytest.raises(InputError):
        run(query, path, "SELECT 1 AS a, 2 AS a", "--format", "json")


def test_query_into_files(path: str, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    out = tmp_path / "rows.parquet"
    run(query, path, "SELECT * FROM records", "--format", "parquet", "--out", str(out))
    assert polars.read_parquet(out).height == 8
    run(query, path, "SELECT 1 AS one", "--format", "csv", "--out", str(tmp_path / "rows.csv"))
    assert (tmp_path / "rows.csv").read_text("utf-8") == "one\n1\n"
    with pytest.raises(InputError, match="--out"):
        run(query, path, "SELECT 1", "--format", "parquet")
    with pytest.raises(InputError):
        run(query, path, "SELECT nothing", "--format", "parquet", "--out", str(out))
    assert polars.read_parquet(out).height == 8
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["rows.csv", "rows.parquet"]


def test_query_of_an_older_version(path: str) -> None:
    assert run(query, path, "SELECT count(*) AS n FROM reports", "--version", "0").split() == ["n", "0"]


@pytest.mark.parametrize(
    "arguments", [["DROP VIEW records"], ["SELECT 1", "--version", "99"], ["SELECT 1", "--at", "soon"]]
)
def test_wrong_questions(path: str, arguments: list[str]) -> None:
    with pytest.raises(OnRecordError):
        run(query, path, *arguments)


def test_counts(path: str) -> None:
    lines = run(counts, path).splitlines()
    assert [line.split()[:3] for line in lines] == [["month", "category", "count"], ["2024-03", "ASSAULT", "3"]]
    assert "\u2588" * 40 in lines[1]
    shown = run(counts, path, "--by", "dyad, factuality", "--factuality", "all", "--format", "json")
    rows = [json.loads(line) for line in shown.splitlines()]
    assert {"actor": "RUS", "recipient": "UKR", "factuality": "planned", "count": 1} in rows
    assert run(counts, path, "--by", "actor", "--actor", "RUS", "--format", "csv").splitlines() == [
        "actor,count",
        "RUS,2",
        ",2",
    ]
    assert run(counts, path, "--category", "PROTEST", "--format", "csv").splitlines() == ["month,category,count"]
    with pytest.raises(InputError):
        run(counts, path, "--by", "weather")


def test_counts_of_events(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    event = {"id": "e", "category": "ASSAULT", "records": ["r"], "standing": "denied"}
    store.replace_events([event, {**event, "id": "f"}], [])
    shown = run(counts, str(store.path), "--by", "standing", "--events", "--format", "csv")
    assert shown.splitlines() == ["standing,count", "denied,2"]
    with pytest.raises(InputError, match="without filters"):
        run(counts, str(store.path), "--by", "standing", "--events", "--category", "ASSAULT")


def test_bars() -> None:
    assert bar_of(100, 100) == "\u2588" * 40
    assert bar_of(1, 1_000_000) == "\u258f"
    assert bar_of(0, 1) == "\u258f"
    assert bar_of(3, 80) == "\u2588\u258c"


def test_search(path: str) -> None:
    assert "report-2" in run(search, path, "shelling", "Tarn")
    (hit,) = [json.loads(line) for line in run(search, path, '"Report 2"', "--format", "json").splitlines()]
    assert (hit["id"], hit["kind"]) == ("report-2", "report")


class Stub:
    """A coder that knows its codings, and what it was asked for."""

    def __init__(self, model: str = "model-a") -> None:
        self.network = SimpleNamespace(digest=model)
        self.asked: list[str] = []

    def code_many(self, reports: Iterable[Report], *, threads: int) -> Iterator[Coding]:
        assert threads == 2
        for report in reports:
            self.asked.append(report.id)
            made = coding(report.id)
            yield replace(made, report=report) if report.text else Coding(report, issues=report.issues)


def into(path: Path, coder: Stub, inputs: dict[str, list[Report]], **options: bool) -> int:
    return code_into(path, list(inputs.items()), cast(Coder, coder), threads=2, **options)


def some(*numbers: int) -> list[Report]:
    return [replace(coding(n).report, id=f"r{n}") for n in numbers]


def test_coding_into_a_store_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, coder = tmp_path / "store", Stub()
    assert into(path, coder, {"in": some(1, 2)}) == 0
    version = Store(path).version
    assert "2 reports coded (4 records" in capsys.readouterr().err
    assert into(path, coder, {"in": some(1, 2)}) == 0
    assert coder.asked == ["r1", "r2"]
    assert Store(path).version == version
    assert "0 reports coded (0 records, 0.0 reports/s), 2 there already" in capsys.readouterr().err
    assert into(path, coder, {"in": some(1, 2)}, again=True) == 0
    assert coder.asked == ["r1", "r2"] * 2
    assert into(path, coder, {"in": some(1, 2)}) == 0
    assert coder.asked == ["r1", "r2"] * 2
    assert len(list(Store(path).codings())) == 2


def test_a_newer_model_codes_anew(tmp_path: Path) -> None:
    path, newer = tmp_path / "store", Stub("model-b")
    into(path, Stub(), {"in": some(1)})
    into(path, newer, {"in": some(1)})
    assert newer.asked == ["r1"]
    assert Store(path).query("SELECT model FROM reports") == [{"model": "model-b"}]


def test_inputs_that_change(tmp_path: Path) -> None:
    path, coder = tmp_path / "store", Stub()
    into(path, coder, {"in": some(1, 2, 3)})
    into(path, coder, {"in": some(0, 2, 3)})
    rows = Store(path).query("SELECT report FROM reports ORDER BY report")
    assert [row["report"] for row in rows] == ["r0", "r1", "r2", "r3"]


def test_one_id_in_two_inputs_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into(tmp_path / "store", Stub(), {"in": some(1), "other": some(1, 2)})
    assert "1 id(s) of reports are used by more than one input" in capsys.readouterr().err


def test_what_cannot_be_coded_is_counted_and_kept(tmp_path: Path) -> None:
    bad = Report("bad", "", issues=(Issue("empty", "there is no text in it"),))
    assert into(tmp_path / "store", Stub(), {"in": [*some(1), bad]}) == 1
    assert Store(tmp_path / "store").query("SELECT report FROM issues WHERE code = 'empty'") == [{"report": "bad"}]


def test_a_source_is_the_same_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path)
    assert source_name("a") == source_name("./a/../a") == source_name(str(tmp_path / "a"))
    assert (source_name("-"), source_name("https://news.example/feed")) == ("-", "https://news.example/feed")
