import datetime
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.store import Store
from onrecord.store.errors import QueryError, QueryLimitError, QueryWritesError
from tests.store.build import RUN, coding, codings, party


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store.create(tmp_path_factory.mktemp("asking") / "store")
    made.write("a", codings([1, 2]), RUN)
    made.write("b", [coding(3, factuality="planned", category="THREATEN"), coding(4, day=None, actor=None)], RUN)
    return made


@pytest.mark.parametrize(("filters", "found"), [
    ({}, 8), ({"actor": "RUS"}, 3), ({"actor": ["RUS", "UKR"]}, 3), ({"recipient": "RUS"}, 0), ({"recipient": "UKR"}, 4),
    ({"party": "UKR"}, 4), ({"category": "ASSAULT"}, 3), ({"category": "ASSAULT/aerial"}, 3), ({"category": "ASSAULT/torture"}, 0),
    ({"category": ["ASSAULT", "THREATEN"]}, 4), ({"factuality": "asserted"}, 3), ({"factuality": ["planned", "denied"]}, 5),
    ({"sector": "MIL"}, 4), ({"sector": "GOV"}, 0), ({"country": "UKR"}, 4), ({"name": "ARMY"}, 4), ({"name": "%"}, 0),
    ({"since": "2024-03-04"}, 4), ({"since": "2024-03-05"}, 0), ({"until": datetime.date(2024, 3, 4)}, 4), ({"until": "2024-03-03"}, 0),
    ({"since": "2024-03-05", "by": "published"}, 6), ({"actor": "RUS", "factuality": "planned"}, 1), ({"actor": "x' OR 1=1 --"}, 0),
])  # fmt: skip
def test_filters(store: Store, filters: dict[str, Any], found: int) -> None:
    rows = store.records(**filters)
    assert len(rows) == found
    assert rows == sorted(rows, key=lambda row: (row["published"] is None, row["report"], row["position"]))


@pytest.mark.parametrize("filters", [
    {"category": "WAR"}, {"category": "ASSAULT/gently"}, {"factuality": "true"}, {"since": "March"}, {"actr": "RUS"}, {"by": "moon"},
    {"as_": "xml"},
])  # fmt: skip
def test_what_no_record_can_have_is_told(store: Store, filters: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        store.records(**filters)


def test_flat_columns(store: Store) -> None:
    (row,) = store.records(category="THREATEN")
    assert row["actors"] == ["The army", "Halve"]
    assert row["actor_countries"] == ["RUS", None]
    assert row["actor_sectors"] == ["MIL", None]
    assert (row["date_start"], row["published"]) == (datetime.date(2024, 3, 4), datetime.date(2024, 3, 5))
    assert (row["killed"], row["killed_bound"], row["injured"]) == (2, "at least", None)
    assert (row["place"], row["lat"], row["source_names"], row["trigger"]) == ("Tarn", 49.5, ["the mayor"], "shelled")


def test_offsets_of_flat_rows_hold(store: Store) -> None:
    for view, name in (
        ("records", "trigger"),
        ("participants", "words"),
        ("sources", "words"),
        ("sources", "cue"),
        ("issues", "words"),
    ):
        wrong = store.query(
            f"SELECT count(*) AS n FROM {view} v JOIN reports r USING (report) "
            f"WHERE v.{name} <> r.text[v.{name}_start + 1 : v.{name}_end]"
        )
        assert wrong == [{"n": 0}], view


@pytest.mark.parametrize(("form", "kind"), [("pandas", "pandas"), ("polars", "polars"), ("arrow", "pyarrow")])
def test_tables(store: Store, form: str, kind: str) -> None:
    pytest.importorskip(kind)
    table = store.records(actor="RUS", as_=form)
    assert type(table).__module__.startswith(kind)
    assert len(table) == 3
    assert "actor_countries" in list(getattr(table, "column_names", table.columns))


def test_statements(store: Store) -> None:
    assert len(store.statements()) == 8
    assert len(store.statements(speaker="HE")) == 4
    assert [
        row["text"] for row in store.statements(words="not LEAVE", country="UKR", sector="GOV", until="2024-03-05")
    ] == ["We will not leave,"] * 3
    assert {row["speaker"] for row in store.statements(kind="indirect")} == {None}
    assert store.statements(kind="direct")[0]["source_names"] == ["Halve"]
    with pytest.raises(InputError):
        store.statements(kind="loud")


def test_sources_of_statements_and_records(store: Store) -> None:
    asked = "SELECT role, name, position, innermost FROM sources WHERE report = 'report-1' ORDER BY role, position"
    assert store.query(asked) == [
        {"role": "record", "name": "the mayor", "position": 0, "innermost": True},
        {"role": "statement", "name": "Halve", "position": 0, "innermost": False},
        {"role": "statement", "name": "he", "position": 1, "innermost": True},
    ]


def test_counts(store: Store) -> None:
    assert store.counts("category") == [
        {"category": "ACCUSE", "count": 4}, {"category": "ASSAULT", "count": 3}, {"category": "THREATEN", "count": 1},
    ]  # fmt: skip
    assert store.counts(["month", "factuality"], factuality=["asserted", "planned"]) == [
        {"month": "2024-03", "factuality": "asserted", "count": 3}, {"month": "2024-03", "factuality": "planned", "count": 1},
    ]  # fmt: skip
    assert store.counts("dyad", category="ASSAULT") == [
        {"actor": "RUS", "recipient": "UKR", "count": 2}, {"actor": None, "recipient": "UKR", "count": 3},
    ]  # fmt: skip
    assert store.counts("published") == [{"published": "2024-03", "count": 6}, {"published": None, "count": 2}]
    for wrong in ("weather", "standing"):
        with pytest.raises(InputError):
            store.counts(wrong)


@pytest.mark.parametrize("sql", [
    "INSERT INTO records VALUES (1)", "DELETE FROM records", "CREATE TABLE t (a INT)", "DROP VIEW records", "COPY records TO 'x.csv'",
    "ATTACH 'x.db'", "SET memory_limit = '1TB'", "PRAGMA database_size", "INSTALL httpfs", "CALL pragma_version()", "BEGIN", "EXPORT DATABASE 'x'",
])  # fmt: skip
def test_sql_that_would_write_is_refused(store: Store, sql: str) -> None:
    with pytest.raises(QueryWritesError) as told:
        store.query(sql)
    assert told.value.code == "query-writes"


@pytest.mark.parametrize("sql", [
    "SELEC 1", "", "  ;", "SELECT 1; SELECT 2", "SELECT nothing FROM records", "SELECT * FROM nowhere", "SELECT 1 AS a, 2 AS a",
    "WITH x AS (INSERT INTO records VALUES (1) RETURNING *) SELECT * FROM x", "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM glob('/etc/*')", "SELECT * FROM '/etc/hostname'", "SELECT * FROM read_csv('/dev/stdin')", "SELECT 1/'x'", "SELECT $1",
])  # fmt: skip
def test_sql_that_cannot_be_answered(store: Store, sql: str) -> None:
    with pytest.raises(QueryError) as told:
        store.query(sql)
    assert told.value.code in ("query", "query-writes")


def test_nothing_outside_of_the_store_can_be_read(store: Store, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (store.path.parent / "beside.txt").write_text("secret", encoding="utf-8")
    for path in (tmp_path / "secret.txt", store.path / ".." / "beside.txt", f"{store.path}/../beside.txt"):
        with pytest.raises(QueryError):
            store.query(f"SELECT * FROM read_text('{path}')")


def test_variables_of_the_program_are_no_tables(store: Store) -> None:
    pandas = pytest.importorskip("pandas")
    secret = pandas.DataFrame({"a": [1]})
    with pytest.raises(QueryError):
        store.query("SELECT * FROM secret")
    assert len(secret) == 1


def _stream(store: Store, sql: str, _path: Path) -> None:
    with store.ask(sql, limit_s=0.3) as answer:
        list(answer.rows)


@pytest.mark.parametrize(
    "ask",
    [
        _stream,
        lambda store, sql, _: store.query(sql, limit_s=0.3),
        lambda store, sql, path: store.save(sql, path, limit_s=0.3),
    ],
)
def test_a_query_that_runs_away_is_stopped(
    store: Store, ask: Callable[[Store, str, Path], None], tmp_path: Path
) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryLimitError, match=r"0\.3 seconds"):
        ask(store, "SELECT count(*) FROM range(100000000000) a, range(100000000000) b", tmp_path / "x.parquet")
    assert time.monotonic() - begin < 5
    assert store.query("SELECT 1 AS one") == [{"one": 1}]


def test_a_query_that_takes_too_much_memory_is_stopped(store: Store) -> None:
    small = Store(store.path, memory="50MB")
    with pytest.raises(QueryLimitError, match="50MB"):
        small.query("SELECT list(a.range::VARCHAR || b.range::VARCHAR) FROM range(10000) a, range(10000) b", limit_s=30)


def test_ask_streams(store: Store) -> None:
    with store.ask("SELECT range AS n, range::VARCHAR AS word FROM range(1000000000)") as answer:
        assert answer.columns == ("n", "word")
        assert next(answer.rows) == (0, "0")
    assert store.query("SELECT 1 AS one;") == [{"one": 1}]


def test_a_time_limit_needs_time(store: Store) -> None:
    with pytest.raises(QueryError):
        store.query("SELECT 1", limit_s=0)


def test_save(store: Store, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    target = tmp_path / "it's.parquet"
    assert store.save("SELECT record, actors FROM records -- all;", target) == 8
    assert polars.read_parquet(target).shape == (8, 2)
    with pytest.raises(Exception, match="cannot be written"):
        store.save("SELECT 1", tmp_path / "no" / "folder.parquet")
    with pytest.raises(QueryError):
        store.save("SELECT 1) TO 'x.csv'; SELECT (1", target)


def test_nested_views(store: Store) -> None:
    (row,) = store.query(
        "SELECT actors[1].basis[1].rule AS rule, place.admin1 AS admin1 FROM nested_records WHERE record = 'report-1/a'"
    )
    assert row == {"rule": "state", "admin1": "07"}
    assert store.query("SELECT via[1].name AS name FROM nested_statements WHERE statement = 'report-1/s'") == [
        {"name": "Halve"}
    ]


def test_an_empty_store_answers(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "empty")
    assert (
        store.records()
        == store.statements()
        == store.counts("dyad")
        == list(store.codings())
        == store.search("war")
        == []
    )
    assert store.query("SELECT * FROM nested_records") == store.query("SELECT * FROM runs") == store.ledger() == []
    assert len(store.records(as_="pandas").columns) > 30


def test_dyads(tmp_path: Path) -> None:
    """Each pair of countries once; several parties of one country, of unknown country, or no parties at all."""
    store = Store.create(tmp_path / "store")
    given = coding(1)
    full, bare = given.records
    a, b = (party("The army", code) for code in ("AAA", "BBB"))
    unknown = party("Halve")
    made = [
        replace(full, id="1", actors=(a, a, b), recipients=(unknown, unknown)),
        replace(full, id="2", actors=(a, unknown, a), recipients=()),
        replace(full, id="3", actors=(a, a), recipients=(a,)),
        replace(bare, id="4"),
    ]
    store.write("a", [replace(given, records=tuple(made))], RUN)
    rows = store.query("SELECT record, actor, recipient FROM dyads ORDER BY ALL NULLS LAST")
    assert [tuple(row.values()) for row in rows] == [
        ("1", "AAA", None), ("1", "BBB", None), ("2", "AAA", None), ("2", None, None), ("3", "AAA", "AAA"), ("4", None, None),
    ]  # fmt: skip
    assert store.counts("actor") == [
        {"actor": "AAA", "count": 3},
        {"actor": "BBB", "count": 1},
        {"actor": None, "count": 2},
    ]


def test_runs(store: Store) -> None:
    (run,) = store.query("SELECT * FROM runs")
    assert (run["run"], run["batches"], run["reports"], run["records"]) == ("run-1", 2, 4, 8)
