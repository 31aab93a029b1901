"""The command `onrecord export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from onrecord.codebook import load_codebook
from onrecord.codebook.load import FACTUALITY
from onrecord.commands.terminal import console_for, day_of
from onrecord.errors import InputError
from onrecord.export import FORMATS, Format, Tally, default_factuality, format_named, make_selection, read_codings
from onrecord.export import export as write_export
from onrecord.export.job import Nodes
from onrecord.model import Coding

_ALL = "all"
_LIST = "\b\nFormats:\n" + "\n".join(f"  {f.name:15} {f.title}" for f in FORMATS.values())


@click.command(epilog=_LIST)
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--as", "form", required=True, type=click.Choice(list(FORMATS)), metavar="FORMAT", help="One of the formats below."
)
@click.option("--out", required=True, type=click.Path(path_type=Path),
              help="File to write, or new folder where the format is one. A file is replaced.")  # fmt: skip
@click.option("--factuality", multiple=True, type=click.Choice([*FACTUALITY, _ALL]),
              help="Which records, may be given several times. Without it: asserted only in "
              f"{', '.join(f.name for f in FORMATS.values() if f.deeds)}, whose rows are read as deeds; all in the others.")  # fmt: skip
@click.option("--since", metavar="YYYY-MM-DD", help="Events of that day or later; undated ones are left out.")
@click.option("--until", metavar="YYYY-MM-DD", help="Events of that day or earlier; undated ones are left out.")
@click.option(
    "--category", "categories", multiple=True, metavar="CATEGORY[/mode]", help="Only these, may be given several times."
)
@click.option(
    "--both-ways", is_flag=True, help="In icews, gdelt and cameo: write symmetric events (they met) once each way."
)
@click.option("--machine", is_flag=True, help="Leave out what reviewers said of the records of a store.")
@click.option("--nodes", type=click.Choice(get_args(Nodes)), default="party", show_default=True,
              help="In graphml and gephi: what a node is.")  # fmt: skip
def export(
    source: Path,
    form: str,
    out: Path,
    factuality: tuple[str, ...],
    since: str | None,
    until: str | None,
    categories: tuple[str, ...],
    both_ways: bool,
    machine: bool,
    nodes: Nodes,
) -> None:
    """Hand records on in a format of the field.

    SOURCE is a coded JSONL file (`onrecord code --format jsonl`) or a store. What reviewers corrected in a store is handed
    on as they left it, and what they rejected is not; --machine gives the records as they were coded.

    Beside the export, OUT.dictionary.csv says what each
    column means; docs/reference/exports.md has all of them.

    \b
    Examples:
      onrecord export coded.jsonl --as polecat --out events.txt
      onrecord export coded.jsonl --as csv --out records.csv --since 2024-01-01
      onrecord export coded.jsonl --as gephi --out network/ --category ASSAULT
      onrecord export coded.jsonl --as geojson --out map.geojson --factuality all
    """
    chosen = format_named(form)
    book = load_codebook()
    selection = make_selection(
        book,
        factuality=_factuality(chosen, factuality),
        since=day_of("--since", since),
        until=day_of("--until", until),
        categories=categories,
    )
    with _progress() as bar:
        tally = write_export(
            _counted(read_codings(source, book, machine=machine), bar),
            chosen,
            out,
            selection,
            both_ways=both_ways,
            nodes=nodes,
        )
    _report(chosen, out, tally)


def _factuality(form: Format, asked: tuple[str, ...]) -> list[str]:
    if _ALL in asked and len(set(asked)) > 1:
        raise InputError("--factuality all does not go with another", "Leave out one of them.")
    if not asked:
        return sorted(default_factuality(form))
    return [] if _ALL in asked else sorted(set(asked))


def _progress() -> Progress:
    """A line on standard error that counts reports, where somebody looks at it."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} reports"), TimeElapsedColumn(),
        console=console_for(sys.stderr), disable=not sys.stderr.isatty(), transient=True,
    )  # fmt: skip


def _counted(codings: Iterable[Coding], bar: Progress) -> Iterator[Coding]:
    task = bar.add_task("exporting", total=None)
    for coding in codings:
        yield coding
        bar.update(task, advance=1)


def _report(form: Format, out: Path, tally: Tally) -> None:
    """What was written and what was left out, on standard error."""
    console = console_for(sys.stderr)
    what = {"statements": "statements", "reports": "reports", "network": "edges"}.get(form.unit, "rows")
    of_records = "" if form.unit == "statements" else f", {tally.records} records"
    console.print(
        Text.assemble((f"{out}", "bold green"), f": {tally.rows} {what}{of_records} of {tally.reports} reports read")
    )
    for why, count in sorted(tally.left_out.items()):
        console.print(Text(f"left out: {count} {why}", style="yellow"))
