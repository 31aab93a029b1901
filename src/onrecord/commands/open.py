"""The command `onrecord open`."""

from __future__ import annotations

import datetime
import importlib
import json
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

import click

from onrecord import __version__
from onrecord.codebook import load_codebook
from onrecord.commands.terminal import day_of
from onrecord.errors import InputError

# Reports of a coded file that are put in a temporary store at once.
_BATCH = 500
# Up to so many records are linked while somebody waits, which takes seconds.
_MOST_LINKED = 5_000
_FIRST_LINE = 64 * 1024 * 1024
_LONGEST_NAME = 100
_KEEP = "Nothing of it is kept when the explorer ends: `onrecord code {} --into STORE` makes a store that stays."


@dataclass(frozen=True, slots=True)
class _Opened:
    """A store to show; `report` is the one to begin with, or None for the overview."""

    store: Path
    report: str | None = None


@click.command(name="open")
@click.argument("source", metavar="STORE|FILE")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; a free one unless given.")
@click.option("--host", default="127.0.0.1", show_default=True,
              help="Address to listen on. Others than this machine need the token in the printed address then.")  # fmt: skip
@click.option(
    "--reviewer", help="Who reviews: the name that goes with your judgements. The pages ask for it unless given."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--at", metavar="VERSION|DAY",
              help="Show an older version of a store, by its number, day or moment; nothing can be reviewed then.")  # fmt: skip
@click.option("--published", metavar="YYYY-MM-DD", help="Day of publication of a FILE that does not say it itself.")
def command(
    source: str, port: int | None, host: str, reviewer: str | None, no_browser: bool, at: str | None, published: str | None
) -> None:  # fmt: skip
    """Explore a STORE in the browser: filter, see the pattern, open a record in its report, set it right, export.

    A FILE (text, HTML, JSONL, or what `onrecord code --format jsonl` wrote) is put in a temporary store, which is deleted at the
    end. Everything runs on this machine and no request leaves it. Ctrl-C ends it.

    \b
    Examples:
      onrecord open news                             the store that `onrecord code reports/ --into news` made
      onrecord open news --reviewer "J. Doe"         judgements go into the ledger under this name
      onrecord open report.html                      one report with its records
      onrecord open news --at 2024-05-31             the store as it was at the end of that day
      onrecord open news --host 0.0.0.0 --port 8484  for colleagues in the network, with a token
    """
    # Its libraries take longer to load than the other commands.
    serving = _explorer("serving")
    explorer_of = _explorer("explorer").Explorer
    if reviewer is not None and not 0 < len(reviewer.strip()) <= _LONGEST_NAME:
        raise InputError("the name of the reviewer is empty or too long", f"Give 1 to {_LONGEST_NAME} characters.")
    # A port that is taken is told before anything is coded.
    listening = serving.listen(host, port)
    try:
        with _ended_by_signal(), _opened(source, day_of("--published", published), at) as opened:
            explorer = explorer_of(opened.store, reviewer=reviewer.strip() if reviewer else None, **_version(at))
            explorer.warm()

            def ready(address: str) -> None:
                click.echo(address)
                if not no_browser:
                    webbrowser.open(address + (f"#/report/{quote(opened.report, safe='')}" if opened.report else ""))

            try:
                serving.serve(explorer, listening, ready=ready)
            finally:
                explorer.close()
    finally:
        listening.socket.close()


def _explorer(name: str) -> Any:
    return importlib.import_module(f"onrecord.explorer.{name}")


def _version(at: str | None) -> dict[str, Any]:
    """The older version that is asked for, by number or moment."""
    if at is None:
        return {}
    return {"version": int(at)} if at.isascii() and at.isdigit() and len(at) < 10 else {"at": at}


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """A signal to end the process runs what is to be done at the end, such as deleting a temporary store."""

    def end(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        # How people end it, also while reports are coded.
        sys.exit(0)
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _opened(source: str, published: datetime.date | None, at: str | None) -> Iterator[_Opened]:
    from onrecord.store.log import is_store  # noqa: PLC0415 - its libraries take longer to load than the rest

    path = Path(source)
    if path.is_dir() and is_store(path.absolute()):
        if published is not None:
            raise InputError("--published goes with a file", "The reports of a store have their days already.")
        yield _Opened(path)
        return
    if at is not None:
        raise InputError(f"{source} is no store, so it has no versions", "Leave --at out.")
    if not source.startswith(("http://", "https://")) and not path.exists():
        raise InputError(f"there is no file or folder {source}", "Check the path.")
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        target = Path(folder) / (path.stem or "report")
        if _is_coded(path):
            _fill(target, path)
        else:
            _code(target, source, published)
        click.echo(_KEEP.format(source), err=True)
        yield _Opened(target, _linked(target))


def _is_coded(path: Path) -> bool:
    """Whether a file holds reports that were coded already."""
    if not path.is_file() or path.suffix.lower() not in (".jsonl", ".ndjson"):
        return False
    with path.open("rb") as handle:
        line = handle.readline(_FIRST_LINE)
    try:
        tree = json.loads(line)
    except (ValueError, RecursionError):
        # Whoever reads it next says what is wrong with it.
        return False
    return isinstance(tree, dict) and {"report", "records"} <= tree.keys()


def _fill(target: Path, path: Path) -> None:
    """A store of a coded file."""
    from onrecord.export import read_codings  # noqa: PLC0415 - its libraries take longer to load than the rest
    from onrecord.store import Run, Store  # noqa: PLC0415

    book = load_codebook()
    store = Store.create(target)
    run = Run.start(model="", codebook=book.digest, package=__version__)
    codings = read_codings(path, book)
    number = 0
    while piece := list(islice(codings, _BATCH)):
        store.write(f"{path.name}#{number}", piece, run)
        number += 1


def _code(target: Path, source: str, published: datetime.date | None) -> None:
    """A store of reports that are coded now."""
    from onrecord.coder import Coder  # noqa: PLC0415 - the model takes a second to load
    from onrecord.commands.store import code_into  # noqa: PLC0415
    from onrecord.readers import read, unique_ids  # noqa: PLC0415

    reports = unique_ids(read(source, published=published))
    code_into(target, [(source, reports)], Coder())


def _linked(store: Path) -> str | None:
    """Link the records of a few reports into events; the id of the report where there is only one."""
    from onrecord.link.feed import link_store  # noqa: PLC0415 - its libraries take longer to load than the rest
    from onrecord.store import Store  # noqa: PLC0415

    opened = Store(store)
    counted = opened.query("SELECT count(*) AS reports, min(report) AS first, sum(records) AS records FROM reports")[0]
    if counted["reports"] < 2:
        return counted["first"]  # type: ignore[no-any-return]
    if counted["records"] <= _MOST_LINKED:
        link_store(opened, package=__version__)
    return None
