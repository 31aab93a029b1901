"""The tables of a store, as `tables.yaml` defines them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from onrecord.errors import SetupError

NESTED = "nested"
# Partition columns of the one Delta table: which of our tables a file belongs to, which batch, and what made it.
PARTITIONS = ("in_table", "in_batch", "stamp")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FILE = "tables.yaml"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `kind` is its type in DuckDB's words, `shown` in those of tables.yaml."""

    name: str
    kind: str
    about: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        columns: flat ones, those that say who made the row last.
        nested: type of the further column `nested` in DuckDB's words, or None.
        nested_kind: its name.
        of_report: whether its rows belong to one report.
        made_by: whether its rows come from coding.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    nested: str | None
    nested_kind: str | None
    of_report: bool
    made_by: bool

    @property
    def stored(self) -> tuple[Column, ...]:
        """All columns of its files."""
        extra = (Column(NESTED, self.nested, "spans and parties in full"),) if self.nested else ()
        return (*self.columns, *extra)


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables.

    Attributes:
        format: number of the format that stores of this version have.
        tokenizer: how the search index cuts words.
        types: fields of each type of nested values, with their types.
        nested: of these fields those that hold nested values again, with their types.
    """

    format: int
    tokenizer: str
    types: Mapping[str, Mapping[str, str]]
    nested: Mapping[str, tuple[tuple[str, str], ...]]
    tables: Mapping[str, Table]

    def columns(self) -> dict[str, str]:
        """Every column of the one Delta table with its type; nested ones are named after their table."""
        found: dict[str, str] = {}
        for table in self.tables.values():
            found |= {stored_name(table, column): column.kind for column in table.stored}
        return found

    def misfit(self, value: Any, kind: str) -> str | None:
        """What a nested value has that its type has not ("PLACE.height"), or None: it would be lost."""
        if value is None:
            return None
        if kind.endswith("[]"):
            for part in value:
                if what := self.misfit(part, kind[:-2]):
                    return what
            return None
        fields = self.types[kind]
        if not value.keys() <= fields.keys():
            return f"{kind}.{min(value.keys() - fields.keys())}"
        for name, of in self.nested[kind]:
            if what := self.misfit(value.get(name), of):
                return what
        return None


def stored_name(table: Table, column: Column) -> str:
    """The name of a column in the files: the nested column of each table has a type, so a name, of its own."""
    return f"{column.name}_{table.name}" if column.name == NESTED else column.name


@functools.cache
def load_schema() -> Schema:
    """The tables of `tables.yaml`; raises SetupError where the file breaks its own rules."""
    try:
        tree = yaml.safe_load(resources.files("onrecord.store").joinpath(_FILE).read_text("utf-8"))
        types = _expanded(tree["types"])
        made_by = tuple(_column(name, row, types) for name, row in tree["made_by"].items())
        tables = {name: _table(name, row, types, made_by) for name, row in tree["tables"].items()}
        nested = {
            name: tuple((field, of) for field, of in fields.items() if of.removesuffix("[]") in types)
            for name, fields in tree["types"].items()
        }
        schema = Schema(int(tree["format"]), tree["tokenizer"], tree["types"], nested, tables)
    except (OSError, KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as fault:
        raise SetupError(f"{_FILE} of the store cannot be read: {fault!r}", "Install onrecord again.") from fault
    _check(schema)
    return schema


def _expanded(types: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Each named type in DuckDB's words; one may use those above it."""
    full: dict[str, str] = {}
    for name, fields in types.items():
        parts = ", ".join(f'"{part}" {_replaced(kind, full)}' for part, kind in fields.items())
        full[name] = f"STRUCT({parts})"
    return full


def _replaced(text: str, types: Mapping[str, str]) -> str:
    return re.sub(r"\b[A-Z]+\b", lambda found: types.get(found[0], found[0]), text)


def _column(name: str, row: Any, types: Mapping[str, str]) -> Column:
    kind, about = row
    return Column(name, _replaced(kind, types), about, kind)


def _table(name: str, row: Any, types: Mapping[str, str], made_by: tuple[Column, ...]) -> Table:
    columns = tuple(_column(key, value, types) for key, value in row["columns"].items())
    coded = not any(column.name == "package" for column in columns) and name != "ledger"
    kind = row.get("nested")
    return Table(
        name, row["about"], (*columns, *(made_by if coded else ())), types[kind] if kind else None, kind, bool(row.get("report")), coded
    )  # fmt: skip


def _check(schema: Schema) -> None:
    kinds: dict[str, str] = {}
    for table in schema.tables.values():
        for column in table.columns:
            if not _NAME.fullmatch(column.name) or column.name in (*PARTITIONS, NESTED) or not column.about:
                raise SetupError(f"{_FILE}: {table.name}.{column.name} has no proper name or no meaning")
            if kinds.setdefault(column.name, column.kind) != column.kind:
                raise SetupError(f"{_FILE}: the column {column.name} has two types")
        if table.of_report and not any(column.name == "report" for column in table.columns):
            raise SetupError(f"{_FILE}: {table.name} has no column report")
