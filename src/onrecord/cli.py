"""The command `onrecord`."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import click
from rich.console import Console
from rich.text import Text

from onrecord import __version__
from onrecord.codebook import Category, load_codebook
from onrecord.commands.coding import code_to, coder_of, reader_of
from onrecord.commands.terminal import console_for, day_of
from onrecord.errors import InputError, OnRecordError, SetupError
from onrecord.model import Coding
from onrecord.output.contract import from_contract
from onrecord.output.terminal import print_coding, render_record

# Exit codes that scripts can rely on; click itself uses 2 for wrong usage.
OK, SET_UP, USAGE, SOME_UNREAD = 0, 1, 2, 3
# Libraries that not everybody needs, and the extra that brings them.
_EXTRAS = {"deltalake": "store", "duckdb": "store", "tantivy": "store", "arro3": "store", "pyarrow": "parquet",
           "pandas": "parquet", "polars": "parquet", "zstandard": "archive", "brotli": "archive", "starlette": "explore",
           "uvicorn": "explore", "anyio": "explore"}  # fmt: skip
_EXITS = """\b
Exit codes: 0 all reports were read; 3 some could not be read (each has an issue in the
output); 2 wrong usage or input; 1 the installation is damaged."""


class Commands(click.Group):
    """Commands of which most are loaded when they are asked for: the libraries of a store take longer than coding a report."""

    later: ClassVar[Mapping[str, str]] = {
        "counts": "onrecord.commands.store:counts",
        "doctor": "onrecord.commands.doctor:doctor",
        "export": "onrecord.commands.export:export",
        "link": "onrecord.commands.link:command",
        "open": "onrecord.commands.open:command",
        "review": "onrecord.commands.review:command",
        "query": "onrecord.commands.store:query",
        "search": "onrecord.commands.store:search",
        "who": "onrecord.commands.who:who",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.later})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.later:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.later[cmd_name].partition(":")
        found = getattr(importlib.import_module(module), name)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="onrecord")
def cli() -> None:
    """Read news reports and put them on record.

    Who did or said what to whom, when, where, according to whom and how certain: every value with the words it came from.

    \b
    onrecord code report.html                      for people: text in colour, then tables
    onrecord code reports/ --format jsonl          for programs: one JSON object a report
    onrecord show coded.jsonl                      list the records of a coded file
    onrecord show coded.jsonl 3f1c                 one record with its words
    onrecord codebook ASSAULT                      what a category means
    onrecord who "Sergei Lavrov" --on 2022-03-01   what is known of a name on a day
    onrecord code reports/ --into news             a store: then query, counts, search, link, export
    """


@cli.command(epilog=_EXITS)
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "jsonl", "csv"]), default="text", show_default=True,
              help="text for people, jsonl for programs (the output contract), csv a flat table of records.")  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead of standard output."
)
@click.option(
    "--published", metavar="YYYY-MM-DD", help="Day of publication, for reports that do not say it themselves."
)
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="Reports coded side by side.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True,
              help="Processes that code, one for each core at most; the output is the same. Each takes about 330 MB of memory. "
              "With 1 everything happens in this process.")  # fmt: skip
@click.option("--limit-report", "limit_s", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
              help="With --workers 2 or more: give up a report after so many seconds (120 unless given); it gets an issue.")  # fmt: skip
@click.option("--brief", is_flag=True, help="With --format text: tables only, without the report's text.")
@click.option("--into", "store", type=click.Path(path_type=Path), metavar="STORE",
              help="Write a store, a folder to query, link and export from. What it holds already is not coded again.")  # fmt: skip
@click.option("--again", is_flag=True, help="With --into: code anew what the store holds already.")
@click.option("--resume", is_flag=True,
              help="With --format jsonl --out FILE: go on where an earlier run of the same command was cut short (FILE.part).")  # fmt: skip
def code(
    paths: tuple[str, ...], form: str, out: Path | None, published: str | None, threads: int, workers: int, limit_s: float | None,
    brief: bool, store: Path | None, again: bool, resume: bool,
) -> None:  # fmt: skip
    """Code reports: files, folders of them, a URL, or - for standard input.

    Files may be text, HTML, JSON Lines, CSV, Parquet, RSS or Atom feeds, web archives (WARC), tar and zip, each also packed
    with gzip or zstd; docs/reference/inputs.md tells how each is read. A JSONL line or a table's row holds `id, published, title, text,
    url, source`; only `text` is needed. Without a day of publication, from the page, the dateline or --published, relative dates ("on
    Monday") stay unresolved.

    \b
    Examples:
      onrecord code story.txt --published 2019-05-18
      onrecord code page.html --format jsonl --out coded.jsonl
      cat story.txt | onrecord code - --published 2024-03-01 --format csv
      onrecord code reports/ --into news             then: onrecord query news "SELECT ..."
      onrecord code crawl.warc.gz --workers 4 --format jsonl --out crawl.jsonl --resume
    """
    if store is not None and out is not None:
        raise InputError("--into and --out are given both", "Write a store, and export from it with `onrecord export`.")
    if again and store is None:
        raise InputError("--again is given without --into", "It says to code anew what a store holds.")
    if threads > 1 and workers > 1:
        raise InputError("--threads and --workers are given both", "Workers are faster: leave out --threads.")
    if resume and (out is None or form != "jsonl"):
        raise InputError(
            "--resume is given without --format jsonl --out FILE", "A store goes on by itself: use --into."
        )
    day = day_of("--published", published)
    # Every path is looked at before the model is loaded, so that a typing error is told at once.
    sources = [reader_of(path, day) for path in paths]
    with coder_of(workers, limit_s) as coder:
        if store is not None:
            from onrecord.commands.store import code_into  # noqa: PLC0415 - its libraries take longer to load than the rest

            unread = code_into(store, list(zip(paths, sources, strict=True)), coder, threads=threads, again=again)
        else:
            reports = (report for source in sources for report in source)
            unread = code_to(coder, reports, form, out, threads=threads, brief=brief, resume=resume)
    _finish(unread)


def _finish(unread: int) -> None:
    if unread:
        click.echo(f"{unread} report(s) could not be coded; the output has an issue for each.", err=True)
        sys.exit(SOME_UNREAD)


@cli.command()
@click.argument("coded", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.argument("record", required=False)
def show(coded: Path, record: str | None) -> None:
    """Show the records of a coded JSONL file, or one RECORD (its id or the beginning of it) with its words.

    \b
    onrecord code page.html --format jsonl --out coded.jsonl
    onrecord show coded.jsonl
    onrecord show coded.jsonl 3f1c
    """
    console = console_for(sys.stdout)
    found = 0
    for coding in _codings(coded):
        if record is None:
            print_coding(console, coding, full=False)
            for row in coding.records:
                console.print(Text(f"  {row.id}  {row.category}  {row.trigger.text}", style="dim"))
            found += 1
            continue
        for row in coding.records:
            if row.id.startswith(record):
                console.print(render_record(coding, row), highlight=False)
                found += 1
    if not found:
        raise InputError(
            f"{coded} holds no record {record}" if record else f"{coded} holds no coded report",
            "`onrecord show FILE` lists the records and their ids.",
        )


@cli.command()
@click.argument("category", required=False)
def codebook(category: str | None) -> None:
    """Print the codebook: all categories, or one CATEGORY with its boundaries, modes and examples."""
    book, console = load_codebook(), console_for(sys.stdout)
    if category is None:
        console.print(f"{book.ontology}, {len(book.categories)} categories", style="bold")
        for entry in book.categories.values():
            console.print(Text.assemble((f"{entry.id:10}", "bold cyan"), entry.label))
        console.print("onrecord codebook CATEGORY tells more.", style="dim")
        return
    chosen = book.categories.get(category.upper())
    if chosen is None:
        raise InputError(f"the codebook has no category {category}", f"It has {', '.join(book.categories)}.")
    _print_category(console, chosen)


def _print_category(console: Console, entry: Category) -> None:
    console.print(
        Text.assemble(
            (entry.id, "bold cyan"), f"  {entry.label}  ", (f"score {entry.score:g}, CAMEO {entry.cameo}", "dim")
        )
    )
    console.print(Text(f"\n{entry.definition}\n\n{entry.roles}\n"))
    console.print("Belongs here", style="bold")
    for line in entry.includes:
        console.print(Text(f"  {line}"))
    console.print("\nBoundaries", style="bold")
    for case, decision in entry.boundaries:
        console.print(Text.assemble(f"  {case}: ", (decision, "cyan")))
    if entry.modes:
        console.print("\nModes", style="bold")
    for mode in entry.modes:
        console.print(
            Text.assemble(
                (f"  {mode.id:15}", "cyan"), mode.definition, (f"  score {mode.score:g}, CAMEO {mode.cameo}", "dim")
            )
        )
    console.print("\nExamples", style="bold")
    for _, text, _ in entry.examples:
        console.print(Text(f"  {text}"))
    console.print("\nNear misses", style="bold")
    for _, text, _, why in entry.near_misses:
        console.print(Text.assemble(f"  {text}", (f"  {why}", "dim")))


def _codings(path: Path) -> Iterator[Coding]:
    with click.open_file(str(path), encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            if not line.strip():
                continue
            try:
                tree = json.loads(line)
            except json.JSONDecodeError as fault:
                raise InputError(
                    f"{path}, line {number} is no JSON: {fault.msg}", "Write it with `onrecord code --format jsonl`."
                ) from fault
            yield from_contract(tree)


def main() -> None:
    """Run the command; an error of onrecord's own is one line on standard error, never a traceback."""
    try:
        cli(standalone_mode=True)
    except InputError as fault:
        _fail(fault, USAGE)
    except OnRecordError as fault:
        _fail(fault, SET_UP)
    except ModuleNotFoundError as fault:
        extra = _EXTRAS.get((fault.name or "").partition(".")[0])
        if extra is None:
            raise
        _fail(SetupError(f"{fault.name} is not installed", f"Install it: pip install 'onrecord[{extra}]'"), SET_UP)
    except BrokenPipeError:
        # The reader of a pipe has had enough: keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(SET_UP)


def _fail(fault: OnRecordError, status: int) -> None:
    click.echo(click.style("onrecord: ", fg="red") + str(fault), err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
