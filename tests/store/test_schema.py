from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.output.contract import to_contract
from onrecord.store import Store
from onrecord.store.docs import render_docs
from onrecord.store.rows import rows_of
from onrecord.store.schema import load_schema, stored_name
from tests.store.build import RUN, coding, codings

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_value_that_is_written_has_a_column() -> None:
    """A row with a key that no column has would be lost without a word."""
    schema = load_schema()
    for name, rows in rows_of(codings([1]), {"batch": "a"}).items():
        columns = {stored_name(schema.tables[name], column) for column in schema.tables[name].stored}
        for row in rows:
            assert row.keys() <= columns, name


def test_a_nested_value_without_a_column_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = to_contract(coding(1))
    assert load_schema().misfit(tree["records"][0]["place"], "PLACE") is None
    assert load_schema().misfit([{**tree["records"][0]["place"], "height": 3}], "PLACE[]") == "PLACE.height"
    tree["records"][0]["actors"][0]["basis"][0]["weight"] = 1
    monkeypatch.setattr("onrecord.store.rows.to_contract", lambda _: tree)
    with pytest.raises(InputError, match=r"BASIS\.weight"):
        rows_of([coding(1)], {})


def test_views_have_the_columns_of_the_schema_and_need_no_quoting(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    store.write("a", codings([1]), RUN)
    for table in load_schema().tables.values():
        names = [column.name for column in table.columns]
        with store.ask(f"SELECT {', '.join(names)} FROM {table.name}") as answer:
            assert list(answer.columns) == names
        with store.ask(f"SELECT * FROM {table.name}") as answer:
            assert list(answer.columns) == names
            kinds = dict(zip(answer.columns, answer.kinds, strict=True))
        assert kinds == {c.name: kinds[c.name] for c in table.columns}


def test_types_of_views_are_those_of_the_schema(tmp_path: Path) -> None:
    empty, full = Store.create(tmp_path / "empty"), Store.create(tmp_path / "full")
    full.write("a", codings([1]), RUN)
    for name in load_schema().tables:
        described = [store.query(f"SELECT column_name, column_type FROM (DESCRIBE {name})") for store in (empty, full)]
        assert described[0] == described[1], name


def test_the_documentation_is_that_of_the_schema() -> None:
    assert (ROOT / "docs" / "reference" / "store.md").read_text("utf-8") == render_docs()


def test_the_documentation_has_every_view_and_column(tmp_path: Path) -> None:
    text, store = render_docs(), Store.create(tmp_path / "store")
    views = store.query("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal")
    assert len(views) == 15
    for view in views:
        part = text.split(f"### {view['view_name']}\n", 1)[1].split("\n### ", 1)[0]
        with store.ask(f"SELECT * FROM {view['view_name']}") as answer:
            for column in answer.columns:
                assert f"| `{column}` |" in part, (view["view_name"], column)
