"""docs/reference/store.md, from the definitions that the store itself follows."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.store.choose import COUNTED, DYAD, EVENTS_ONLY, RECORDS_ONLY
from onrecord.store.reader import NESTED_VIEWS
from onrecord.store.schema import Table, load_schema

_HEAD = """# The store

Generated from `src/onrecord/store/tables.yaml`.

A store is a folder: Parquet files in a folder a table, and a log (`_delta_log`, the [Delta](https://delta.io) format) that
says which of them count. `onrecord code PATH... --into STORE` writes it; `onrecord query STORE "SELECT ..."` asks it.

```python
from onrecord.store import Store

store = Store("news")
store.records(actor="RUS", category="ASSAULT", since="2022-02-24", factuality="asserted", as_="polars")
store.statements(speaker="mayor", as_="pandas")
store.counts(["month", "category"], factuality="asserted")
store.query("SELECT category, count(*) AS n FROM records GROUP BY category ORDER BY n DESC")
store.search('"chemical plant" AND explosion')
for coding in store.codings(): ...          # the output contract, report by report
Store("news", at="2024-05-01").records()    # as it was at the end of that day
```

## What holds

- **A batch is written whole or not at all.** One commit puts the files of all tables in place. A program that is killed leaves
  files that nothing counts, and the next run goes on where it stopped.
- **The same input again changes nothing.** A batch is known by its input, and by the model, codebook and version of onrecord
  that coded it. If one of these is another, the batch is coded anew and takes the place of the old one.
- **Older versions stay readable**, by number (`Store(path, version=7)`) or moment (`at="2024-05-01"`). Nothing is cleaned up.
- **Readers are never disturbed**, and see one version from the first row to the last.
- **Any number of writers**: whoever is slower looks again and goes on.
- **Every row says who made it**: batch, run, model, codebook, package.
- **A report of a source is there once.** The source of a batch is the path that was given to `onrecord code`. A report that
  moves to another batch of its source leaves the first; one that is no longer in the input stays.

## Limits

The store is safe when a program is killed; whether the last batch outlives a power cut depends on the file system. It must lie on
a file system of this computer. A query is one `SELECT`; it reads nothing but the store, and has a limit of time and memory.
Ids of records are unique as long as ids of reports are: two sources that give one id to different reports mix them up.

## Views

Names of columns mean the same in all views, so views can be joined with `USING (report)`, `USING (record)`, `USING (statement)`
or `USING (event)`. Offsets are half-open, in code points, as in the [output contract](output.md): SQL counts from one, so a span
is `text[start + 1 : end]`. Events, links and the ledger are written by `onrecord link`,
reviews by people ([what a review is](review.md)); all other views hold what the machine coded.
"""
_RUNS = (
    ("run", "VARCHAR", "the run that made it"),
    ("started", "VARCHAR", "when the run began (ISO 8601, UTC)"),
    ("model", "VARCHAR", "SHA-256 of the model's weights"),
    ("codebook", "VARCHAR", "SHA-256 of the codebook"),
    ("package", "VARCHAR", "version of onrecord"),
    ("batches", "BIGINT", "batches of it that count"),
    ("reports", "BIGINT", "reports in them"),
    ("records", "BIGINT", "records in them"),
    ("statements", "BIGINT", "statements in them"),
)

_OF_DYADS = ("record", "report", "published", "category", "mode", "factuality", "date_start", "date_end")


def render_docs() -> str:
    """The whole page."""
    schema = load_schema()
    parts = [_HEAD]
    parts += [_view(table) for table in schema.tables.values()]
    parts.append(_section("runs", "One row a run whose batches count.", _RUNS))
    of_records = {column.name: column for column in schema.tables["records"].columns}
    dyads = [(name, of_records[name].shown, of_records[name].about) for name in _OF_DYADS]
    dyads += [(role, "VARCHAR", f"country code of the {role}, or null") for role in DYAD]
    parts.append(
        _section("dyads", "One row for each country of an actor with each of a recipient, of every record.", dyads)
    )
    for view, name in NESTED_VIEWS.items():
        key = "record" if name == "records" else "statement"
        kind = schema.tables[name].nested_kind or ""
        rows = [(key, "VARCHAR", f"id of the {key}"), ("report", "VARCHAR", "id of the report")]
        rows += [(field, of, f"`{field}` of the output contract") for field, of in schema.types[kind].items()]
        parts.append(
            _section(view, f"One row a {key}, with spans and parties in full, as in the output contract.", rows)
        )
    types = [
        f"| {name} | {', '.join(f'`{field}` {of}' for field, of in fields.items())} |\n"
        for name, fields in schema.types.items()
    ]
    parts.append("## Types of nested values\n\n| type | fields |\n|---|---|\n" + "".join(types))
    names = ", ".join(f"`{name}`" for name in (*COUNTED, "dyad"))
    parts.append(
        f"## What can be counted by\n\nRecords and events: {names}. Records only: {_named(RECORDS_ONLY)}. Events only: "
        f"{_named(EVENTS_ONLY)}. A record with two actors counts once for each of their countries; a dyad is an actor's country with "
        "a recipient's. What is unknown is null.\n"
    )
    parts.append(
        "## For other programs\n\nThe folder is one Delta table, which holds the files of all our tables: filter by its partition "
        "`in_table`. Columns that a table lacks are null. See [decision 9](../decisions/0009-store.md).\n"
    )
    return "\n".join(parts)


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _view(table: Table) -> str:
    return _section(table.name, table.about, ((c.name, c.shown, c.about) for c in table.columns))


def _section(name: str, about: str, rows: Iterable[tuple[str, str, str]]) -> str:
    lines = "".join(f"| `{column}` | {kind} | {meaning} |\n" for column, kind, meaning in rows)
    return f"### {name}\n\n{about}\n\n| column | type | meaning |\n|---|---|---|\n{lines}"
