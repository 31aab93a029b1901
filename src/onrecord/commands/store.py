"""The commands `onrecord query`, `counts` and `search`, and coding into a store."""

from __future__ import annotations

import csv
import datetime
import json
import math
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from onrecord import __version__
from onrecord.codebook import load_codebook
from onrecord.codebook.load import FACTUALITY
from onrecord.coder import is_uncoded
from onrecord.commands.coding import Codes
from onrecord.commands.terminal import console_for, target
from onrecord.errors import InputError
from onrecord.model import Coding, Report
from onrecord.output.table import safe_cell
from onrecord.output.terminal import printable

if TYPE_CHECKING:
    from onrecord.store.batching import Batch

_TABLE_ROWS = 200
_CELL = 60
_BAR = 40
_ALL = "all"
_FORMS = ("table", "csv", "json", "parquet")


@click.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("sql")
@click.option("--format", "form", type=click.Choice(_FORMS), default="table", show_default=True,
              help="table for people, csv for spreadsheets and R, json (a line a row) for programs, parquet with --out.")  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead of standard output."
)
@click.option("--limit", "limit_s", type=float, default=60.0, show_default=True, metavar="SECONDS",
              help="Give up after so many seconds.")  # fmt: skip
@click.option("--version", "version", type=int, help="Ask an older version of the store, by its number.")
@click.option("--at", metavar="YYYY-MM-DD", help="Ask the store as it was at the end of a day (UTC).")
def query(
    store: Path, sql: str, form: str, out: Path | None, limit_s: float, version: int | None, at: str | None
) -> None:
    """Ask a STORE in SQL: one SELECT over its views.

    The views are records, participants, sources, statements, reports, events, links, issues, runs and a few more;
    docs/reference/store.md has every column. Views join with USING (report) or USING (record). Nothing is ever written.

    \b
    Examples:
      onrecord query news "SELECT category, count(*) FROM records GROUP BY ALL ORDER BY 2 DESC"
      onrecord query news "SELECT published, title FROM reports WHERE text LIKE '%ceasefire%'"
      onrecord query news "SELECT * FROM records WHERE list_contains(actor_countries, 'RUS')
                           AND factuality = 'asserted'" --format csv --out rus.csv
      onrecord query news "DESCRIBE records"
      onrecord query news "SELECT r.trigger, s.name FROM records r JOIN sources s USING (record)"
    """
    opened = _open(store, version, at)
    if form == "parquet":
        if out is None:
            raise InputError("Parquet is no text", "Name a file with --out.")
        partial = out.with_name(out.name + ".part")
        try:
            opened.save(sql, partial, limit_s=limit_s)
            partial.replace(out)
        finally:
            partial.unlink(missing_ok=True)
        return
    with opened.ask(sql, limit_s=limit_s) as answer, target(out) as handle:
        if form == "table":
            _print_table(console_for(handle), answer.columns, answer.rows)
        elif form == "csv":
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(answer.columns)
            writer.writerows([safe_cell(_words(value)) for value in row] for row in answer.rows)
        else:
            _check_names(answer.columns)
            for row in answer.rows:
                plain = dict(zip(answer.columns, map(_plain, row), strict=True))
                print(json.dumps(plain, ensure_ascii=False, default=str), file=handle)


@click.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--by", default="month,category", show_default=True, metavar="NAME[,NAME...]",
              help="What to count by: day, month, year, published, category, mode, factuality, actor, recipient, dyad, actor-sector, "
              "recipient-sector, country (of the place), source; for events also standing.")  # fmt: skip
@click.option("--factuality", multiple=True, type=click.Choice([*FACTUALITY, _ALL]),
              help="Which records, may be given several times. Without it asserted ones only: a plan or denial is no deed.")  # fmt: skip
@click.option("--category", multiple=True, metavar="CATEGORY[/mode]", help="Only these, may be given several times.")
@click.option("--actor", multiple=True, metavar="COUNTRY", help="Only records with an actor of this country.")
@click.option("--recipient", multiple=True, metavar="COUNTRY", help="Only records with a recipient of this country.")
@click.option("--since", metavar="YYYY-MM-DD", help="Events of that day or later; undated ones are left out.")
@click.option("--until", metavar="YYYY-MM-DD", help="Events of that day or earlier; undated ones are left out.")
@click.option("--events", is_flag=True, help="Count events instead (after `onrecord link`): one happening counts once.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
              help="table with a bar for each number, csv, or json (a line a row).")  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead of standard output."
)
def counts(
    store: Path, by: str, factuality: tuple[str, ...], category: tuple[str, ...], actor: tuple[str, ...], recipient: tuple[str, ...],
    since: str | None, until: str | None, events: bool, form: str, out: Path | None,
) -> None:  # fmt: skip
    """Count the records of a STORE by month, category, dyad and the like.

    A record with parties of two countries counts once for each. What is unknown has a row of its own.

    \b
    Examples:
      onrecord counts news --by month,category
      onrecord counts news --by dyad --category ASSAULT --since 2022-02-24
      onrecord counts news --by factuality --factuality all
      onrecord counts news --by standing --events
    """
    if _ALL in factuality and len(factuality) > 1:
        raise InputError("--factuality all does not go with another", "Leave out one of them.")
    filters: dict[str, Any] = {
        "category": category,
        "actor": actor,
        "recipient": recipient,
        "since": since,
        "until": until,
    }
    filters["factuality"] = () if _ALL in factuality else factuality or ((FACTUALITY[0],) if not events else ())
    names = [name.strip() for name in by.split(",") if name.strip()]
    rows = _open(store).counts(names, events=events, **{name: value for name, value in filters.items() if value})
    columns = list(rows[0]) if rows else [*names, "count"]
    with target(out) as handle:
        if form == "json":
            for row in rows:
                print(json.dumps(row, ensure_ascii=False), file=handle)
        elif form == "csv":
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([safe_cell(_words(value)) for value in row.values()] for row in rows)
        else:
            _print_bars(console_for(handle), columns, rows)


@click.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many at most.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="table for people, json (a line a hit) for programs.")  # fmt: skip
def search(store: Path, words: tuple[str, ...], limit: int, form: str) -> None:
    """Find the reports and statements of a STORE that have these WORDS, best first.

    Words are found in other forms as well ("strikes" finds "strike"). The index is brought up to date first.

    \b
    Examples:
      onrecord search news ceasefire talks
      onrecord search news '"chemical plant" AND (explosion OR fire)'
    """
    hits = _open(store).search(" ".join(words), limit=limit)
    if form == "json":
        for hit in hits:
            click.echo(json.dumps({name: getattr(hit, name) for name in hit.__slots__}, ensure_ascii=False))
        return
    table = Table("published", "what", "id", "words", box=None, header_style="bold", padding=(0, 1))
    for hit in hits:
        said = f"{hit.title}: {hit.words}" if hit.title else hit.words
        table.add_row(hit.published or "", hit.kind, Text(printable(hit.id)), Text(printable(said)))
    console_for(sys.stdout).print(table)


def code_into(
    path: Path, inputs: Sequence[tuple[str, Iterable[Report]]], coder: Codes, *, threads: int = 1, again: bool = False
) -> int:
    """Code reports into a store, a batch at a time; what is there already is passed over.

    Args:
        path: the store, made where there is none.
        inputs: each path or address as it was given, with its reports.
        again: code anew what is there already.

    Returns:
        The number of reports that could not be coded.
    """
    from onrecord.store import Run, Store  # noqa: PLC0415 - its libraries take longer to load than the rest
    from onrecord.store.batching import batches  # noqa: PLC0415

    store = Store.create(path)
    run = Run.start(model=coder.network.digest, codebook=load_codebook().digest, package=__version__)
    tally = _Tally()
    with _progress() as show:

        def missing() -> Iterator[Batch]:
            for given, reports in inputs:
                for batch in batches(source_name(given), reports):
                    if again or not store.done(batch.key, run, batch.digest, source=batch.source):
                        yield batch
                    else:
                        tally.there += len(batch.reports)
                        show(tally)

        def told(coding: Coding) -> None:
            tally.coded += 1
            tally.records += len(coding.records)
            tally.unread += is_uncoded(coding)
            show(tally)

        for batch, codings in _coded(missing(), coder, threads, told):
            store.write(batch.key, codings, run, batch.digest, source=batch.source, again=again)
    _tell(path, store.version, tally, store.query(_SHARED_IDS)[0]["n"])
    return tally.unread


def _coded(
    missing: Iterator[Batch], coder: Codes, threads: int, told: Callable[[Coding], None]
) -> Iterator[tuple[Batch, list[Coding]]]:  # fmt: skip
    """Batches with their codings. All go through the coder as one stream, so that no worker waits for the end of a batch."""
    waiting: deque[Batch] = deque()

    def reports() -> Iterator[Report]:
        for batch in missing:
            waiting.append(batch)
            yield from batch.reports

    codings: list[Coding] = []
    for coding in coder.code_many(reports(), threads=threads):
        codings.append(coding)
        told(coding)
        if len(codings) == len(waiting[0].reports):
            yield waiting.popleft(), codings
            codings = []


_SHARED_IDS = "SELECT count(*) AS n FROM (SELECT report FROM reports GROUP BY report HAVING count(*) > 1)"


def source_name(given: str) -> str:
    """What the store calls an input: a path in full, so that it is the same from any folder; an address or - as it is."""
    return given if given == "-" or given.startswith(("http://", "https://")) else Path(given).resolve().as_posix()


class _Tally:
    """What a run did so far."""

    def __init__(self) -> None:
        self.coded = self.records = self.there = self.unread = 0
        self.begin = time.monotonic()

    @property
    def speed(self) -> str:
        """Reports coded a second."""
        return f"{self.coded / max(time.monotonic() - self.begin, 1e-9):.1f} reports/s"


@contextmanager
def _progress() -> Iterator[Callable[[_Tally], None]]:
    """A line on standard error that counts, where somebody looks at it."""
    if not sys.stderr.isatty():
        yield lambda _tally: None
        return
    columns = (TextColumn("coding"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)

        def show(tally: _Tally) -> None:
            told = f"{tally.coded} reports, {tally.records} records, {tally.there} there already, {tally.speed}"
            bar.update(task, description=told)

        yield show


def _tell(path: Path, version: int, tally: _Tally, shared: int) -> None:
    click.echo(
        f"{path}, version {version}: {tally.coded} reports coded ({tally.records} records, {tally.speed}), "
        f"{tally.there} there already",
        err=True,
    )
    if shared:
        click.echo(
            f"{shared} id(s) of reports are used by more than one input of the store; count with care.", err=True
        )


def _open(path: Path, version: int | None = None, at: str | None = None) -> Any:
    from onrecord.store import Store  # noqa: PLC0415 - its libraries take longer to load than the rest

    return Store(path, version=version, at=at)


def _print_table(console: Console, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    table = Table(box=None, header_style="bold", padding=(0, 1))
    for name in columns:
        table.add_column(Text(printable(name)), overflow="fold")
    shown = list(islice(rows, _TABLE_ROWS))
    for row in shown:
        table.add_row(*(Text(printable(_short(_words(value)))) for value in row))
    console.print(table)
    if next(rows, None) is not None:
        console.print(f"Only the first {_TABLE_ROWS} rows; --format csv, json or parquet gives all.", style="dim")


def _print_bars(console: Console, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    table = Table(box=None, header_style="bold", padding=(0, 1))
    for name in columns:
        table.add_column(name, justify="right" if name == "count" else "left")
    table.add_column("")
    highest = max((row["count"] for row in rows), default=1)
    for row in rows:
        cells = [Text("unknown", style="dim") if v is None else Text(printable(_words(v))) for v in row.values()]
        table.add_row(*cells, Text(bar_of(row["count"], highest), style="cyan"))
    console.print(table)


def bar_of(value: int, highest: int) -> str:
    """A bar in eighths of a character; whatever is there is seen."""
    eighths = max(1, math.floor(value * _BAR * 8 / highest))
    whole, rest = divmod(eighths, 8)
    return "\u2588" * whole + (chr(0x2590 - rest) if rest else "")


def _check_names(columns: Sequence[str]) -> None:
    if len(set(columns)) < len(columns):
        raise InputError("two columns have one name", "Name them apart with AS.")


def _words(value: Any) -> str:
    """A value as a cell: lists joined by semicolons, nested values as JSON."""
    if value is None:
        return ""
    if isinstance(value, list | tuple) and not any(isinstance(part, dict | list) for part in value):
        return "; ".join(_words(part) for part in value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(_plain(value), ensure_ascii=False, default=str)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    # JSON has no such numbers.
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _CELL else line[: _CELL - 1] + "\u2026"
