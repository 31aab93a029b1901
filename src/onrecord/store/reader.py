"""Reading one version of a store: views over its files in DuckDB, shut off from everything else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from onrecord.errors import OnRecordError, SetupError
from onrecord.store.choose import EACH
from onrecord.store.errors import (
    QueryError,
    QueryLimitError,
    QueryWritesError,
    damaged,
    first_line,
    write_fault,
)
from onrecord.store.files import escaped, literal, quoted, scan
from onrecord.store.log import File
from onrecord.store.schema import Table, load_schema, stored_name

CHUNK = 2_048
# What DuckDB says of a file that is missing, cut short or garbled.
_DAMAGED = (
    duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException, duckdb.ConversionException, duckdb.InternalException,
)  # fmt: skip
_SIMPLIFY = "Ask for less, or give more time with --limit."
# Views beside the flat ones of each table. {reports} and the like stand for the files of a table.
NESTED_VIEWS = {"nested_records": "records", "nested_statements": "statements"}
DYADS = (
    "CREATE VIEW dyads AS SELECT record, report, published, category, mode, factuality, date_start, date_end, actor, "
    f"{EACH.format('recipient_countries')} AS recipient FROM (SELECT *, {EACH.format('actor_countries')} AS actor FROM records)"
)
RUNS = (
    "CREATE VIEW runs AS SELECT run, min(started) AS started, any_value(model) AS model, any_value(codebook) AS codebook, "
    "any_value(package) AS package, count(*) AS batches, sum(reports)::BIGINT AS reports, sum(records)::BIGINT AS records, "
    "sum(statements)::BIGINT AS statements FROM batches GROUP BY run"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: names of columns, their types in DuckDB's words, and the rows, read once."""

    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


class Snapshot:
    """One version of a store, as it was when it was opened, whatever is written meanwhile.

    Args:
        files: the files of the version.
        memory: what a query may take, in DuckDB's words ("2GB").
    """

    def __init__(self, root: Path, version: int, files: Sequence[File], memory: str) -> None:
        self.root, self.version = root, version
        self.files: dict[str, list[File]] = {name: [] for name in load_schema().tables}
        for file in files:
            self.files.setdefault(file.table, []).append(file)
        self._memory = memory
        self._connection = self._connect()

    def _connect(self, *, may_write: Path | None = None) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(config={"python_enable_replacements": "false", "memory_limit": self._memory})
        try:
            for statement in self._views():
                connection.execute(statement)
            # From here on nothing but the store's own files can be read, whatever a query says.
            # (A path that is escaped so as to be no pattern is compared as it is written.)
            roots = ", ".join(literal(f"{root}/") for root in sorted({str(self.root), escaped(self.root)}))
            connection.execute(f"SET allowed_directories = [{roots}]")
            if may_write:
                connection.execute(f"SET allowed_paths = [{literal(may_write)}]")
            connection.execute("SET temp_directory = ''")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        except _DAMAGED as fault:
            connection.close()
            raise damaged(self.root, fault) from fault
        return connection

    def _views(self) -> Iterator[str]:
        for table in load_schema().tables.values():
            flat = ", ".join(quoted(column.name) for column in table.columns)
            yield f"CREATE VIEW {table.name} AS SELECT {flat} FROM {self.source(table)}"
        for view, name in NESTED_VIEWS.items():
            table = load_schema().tables[name]
            nested = quoted(stored_name(table, table.stored[-1]))
            key = "record" if name == "records" else "statement"
            yield f"CREATE VIEW {view} AS SELECT {key}, report, unnest({nested}) FROM {self.source(table)}"
        yield RUNS
        yield DYADS

    def source(self, table: Table) -> str:
        """SQL that reads all files of a table, or none with the same columns."""
        if self.files[table.name]:
            return scan(self.root, self.files[table.name])
        nulls = ", ".join(f"NULL::{column.kind} AS {quoted(stored_name(table, column))}" for column in table.stored)
        return f"(SELECT {nulls} WHERE false)"

    def rows(self, asked: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """Rows of a query of our own, streamed; raises DamagedStoreError where a file cannot be read."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(asked, list(values))
            names = [column[0] for column in cursor.description or ()]
            while chunk := cursor.fetchmany(CHUNK):
                for row in chunk:
                    yield dict(zip(names, row, strict=True))
        except _DAMAGED as fault:
            raise damaged(self.root, fault) from fault
        finally:
            cursor.close()

    @contextmanager
    def ask(self, sql: str, limit_s: float) -> Iterator[Answer]:
        """Answer somebody's query within a time limit in seconds.

        Raises:
            QueryWritesError, QueryLimitError, QueryError, DamagedStoreError.
        """
        cursor = self._connection.cursor()
        check_reads(cursor, sql)
        with self._limited(cursor, limit_s):
            try:
                cursor.execute(sql)
                described = cursor.description or []
                yield Answer(
                    tuple(c[0] for c in described), tuple(str(c[1]) for c in described), self._fetched(cursor, limit_s)
                )
            except duckdb.Error as fault:
                raise self._fault(fault, limit_s) from fault
            finally:
                cursor.close()

    def table(self, sql: str, limit_s: float, values: Sequence[Any], form: str) -> Any:
        """The answer to a query as a pandas, polars or Arrow table, or as a list of dicts."""
        cursor = self._connection.cursor()
        check_reads(cursor, sql)
        with self._limited(cursor, limit_s):
            try:
                return _FORMS[form](cursor.sql(sql, params=list(values)))
            except ImportError as fault:
                raise SetupError(
                    f"{form} tables need a package: {fault}", f"Install it: pip install {fault.name}."
                ) from fault
            except duckdb.Error as fault:
                raise self._fault(fault, limit_s) from fault
            finally:
                cursor.close()

    def save(self, sql: str, path: Path, limit_s: float) -> int:
        """Write the answer to a query as a Parquet file; the number of rows.

        Raises:
            StoreWriteError: the file cannot be written.
        """
        check_reads(self._connection, sql)
        connection = self._connect(may_write=path)
        with connection, self._limited(connection, limit_s):
            try:
                connection.execute(f"COPY (\n{sql.strip().rstrip(';')}\n) TO {literal(path)} (FORMAT parquet)")
                counted = connection.fetchone()
            except duckdb.IOException as fault:
                raise write_fault(path, fault) from fault
            except duckdb.Error as fault:
                raise self._fault(fault, limit_s) from fault
        return int(counted[0]) if counted else 0

    def _fetched(self, cursor: duckdb.DuckDBPyConnection, limit_s: float) -> Iterator[tuple[Any, ...]]:
        try:
            while chunk := cursor.fetchmany(CHUNK):
                yield from chunk
        except duckdb.Error as fault:
            raise self._fault(fault, limit_s) from fault

    @contextmanager
    def _limited(self, cursor: duckdb.DuckDBPyConnection, limit_s: float) -> Iterator[None]:
        if limit_s <= 0:
            raise QueryError(f"a limit of {limit_s:g} seconds leaves no time", "Give more than 0.")
        timer = threading.Timer(limit_s, cursor.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _fault(self, fault: duckdb.Error, limit_s: float) -> OnRecordError:
        if isinstance(fault, duckdb.InterruptException):
            return QueryLimitError(f"the query took more than {limit_s:g} seconds and was stopped", _SIMPLIFY)
        if isinstance(fault, duckdb.OutOfMemoryException):
            return QueryLimitError(f"the query needs more memory than {self._memory}", "Ask for less.")
        if isinstance(fault, duckdb.PermissionException):
            return QueryError("a query can read nothing but the store", "Use its views: see docs/reference/store.md.")
        if isinstance(fault, _DAMAGED) and ".parquet" in str(fault):
            return damaged(self.root, fault)
        return QueryError(
            f"the query cannot be answered: {first_line(str(fault))}", "The views are in docs/reference/store.md."
        )

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()


def check_reads(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Refuse what is not one query that only reads.

    Raises:
        QueryWritesError: it would write, or change how queries are answered.
        QueryError: it is no SQL, or more than one statement.
    """
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as fault:
        raise QueryError(f"this is no SQL: {first_line(str(fault))}", "Write one SELECT.") from fault
    if len(statements) != 1:
        raise QueryError(f"these are {len(statements)} statements", "Write one SELECT.")
    kind = statements[0].type
    if kind not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        raise QueryWritesError(
            f"{kind.name} is no query that only reads", "The store is written by onrecord alone; write one SELECT."
        )


def _as_rows(relation: duckdb.DuckDBPyRelation) -> list[dict[str, Any]]:
    names = relation.columns
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise QueryError(f"two columns have the name {', '.join(sorted(twice))}", "Name them apart with AS.")
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def _as_pandas(relation: duckdb.DuckDBPyRelation) -> Any:
    return relation.df()


def _as_polars(relation: duckdb.DuckDBPyRelation) -> Any:
    import polars  # noqa: PLC0415 - an optional package

    # Through the Arrow C stream, so that pyarrow is not needed.
    return polars.DataFrame(relation)


def _as_arrow(relation: duckdb.DuckDBPyRelation) -> Any:
    return relation.to_arrow_table()


_FORMS: Mapping[str, Callable[[duckdb.DuckDBPyRelation], Any]] = {
    "rows": _as_rows,
    "pandas": _as_pandas,
    "polars": _as_polars,
    "arrow": _as_arrow,
}
FORMS = tuple(_FORMS)
