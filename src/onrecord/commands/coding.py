"""What `onrecord code` does once its options are clear: read, code in this process or in workers, and write."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from onrecord.coder import Coder, is_uncoded
from onrecord.commands.resume import Resumed
from onrecord.commands.terminal import console_for, target
from onrecord.errors import InputError, ModelError
from onrecord.model import Coding, Report
from onrecord.output import table
from onrecord.output.contract import to_line
from onrecord.output.terminal import print_coding
from onrecord.parallel import LIMIT_S, Workers
from onrecord.readers import read, unique_ids


class HasDigest(Protocol):
    """A model that can be told from another."""

    @property
    def digest(self) -> str: ...


class Codes(Protocol):
    """What codes reports: a Coder, or workers that have one each."""

    @property
    def network(self) -> HasDigest: ...

    def code_many(self, reports: Iterable[Report], *, threads: int) -> Iterator[Coding]:
        """Codings in the order of the reports, lazily."""
        ...


@contextmanager
def coder_of(workers: int, limit_s: float | None) -> Iterator[Codes]:
    """A coder in this process, or as many worker processes as asked for; these end with the block.

    Raises:
        InputError: a limit of time is given for one process, which cannot stop itself.
    """
    if workers == 1:
        if limit_s is not None:
            raise InputError(
                "--limit-report is given without --workers", "Only a worker can be stopped: add --workers 2."
            )
        yield Coder()
        return
    with Workers(workers, limit_s=LIMIT_S if limit_s is None else limit_s) as running:
        yield _ByWorkers(running, _Model(model_digest()))


@dataclass(frozen=True, slots=True)
class _Model:
    digest: str


@dataclass(frozen=True, slots=True)
class _ByWorkers:
    workers: Workers
    network: _Model

    def code_many(self, reports: Iterable[Report], *, threads: int) -> Iterator[Coding]:
        assert threads == 1
        return self.workers.code_many(reports)


def model_digest() -> str:
    """The digest that the weights of the package are recorded with. Workers check it against the files when they load them."""
    try:
        return str(json.loads(resources.files("onrecord.tagger").joinpath("model.json").read_text("utf-8"))["digest"])
    except (OSError, ValueError, KeyError) as fault:
        raise ModelError(f"the tagger's weights cannot be read: {fault}", "Install onrecord again.") from fault


def reader_of(path: str, day: datetime.date | None) -> Iterator[Report]:
    """The reports of a path, which is looked at right away."""
    if path != "-" and not path.startswith(("http://", "https://")) and not Path(path).exists():
        raise InputError(f"there is no file or folder {path}", "Check the path; - reads standard input.")
    return iter(read(path, published=day))


def code_to(
    coder: Codes, reports: Iterable[Report], form: str, out: Path | None, *, threads: int, brief: bool, resume: bool
) -> int:  # fmt: skip
    """Code reports into a file or standard output.

    Args:
        resume: go on with what an earlier run left of the file (JSON Lines only).

    Returns:
        The number of reports that could not be coded.
    """
    unique = unique_ids(reports)
    if resume:
        assert out is not None
        with Resumed(out) as kept, progress(form, out) as advance:
            for coding in coder.code_many(kept.rest(unique), threads=threads):
                kept.write(coding)
                advance(coding)
            return kept.unread
    unread = 0
    with target(out) as handle, progress(form, out) as advance:
        write = _writer(form, handle, brief=brief)
        for coding in coder.code_many(unique, threads=threads):
            write(coding)
            advance(coding)
            unread += is_uncoded(coding)
    return unread


def _writer(form: str, handle: TextIO, *, brief: bool) -> Callable[[Coding], None]:
    if form == "jsonl":
        return lambda coding: print(to_line(coding), file=handle)
    if form == "csv":
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(table.COLUMNS)
        return lambda coding: writer.writerows(table.rows(coding))
    console = console_for(handle)

    def page(coding: Coding) -> None:
        print_coding(console, coding, full=not brief)
        console.print()

    return page


@contextmanager
def progress(form: str, out: Path | None) -> Iterator[Callable[[Coding], None]]:
    """A line on standard error that counts reports and records, where somebody looks at it."""
    busy = sys.stderr.isatty() and (out is not None or (form != "text" and not sys.stdout.isatty()))
    columns: Iterable[Any] = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} reports, {task.fields[records]} records"),
        TimeElapsedColumn(),
    )
    if not busy:
        yield lambda _coding: None
        return
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("coding", total=None, records=0)
        records = 0

        def advance(coding: Coding) -> None:
            nonlocal records
            records += len(coding.records)
            bar.update(task, advance=1, records=records)

        yield advance
