"""Where commands write to: terminals and files."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.console import Console

from onrecord.errors import InputError


@contextmanager
def target(out: Path | None) -> Iterator[TextIO]:
    """Where results go. A file is written beside its name and put in place at the end, so that a run cut short leaves none.

    Raises:
        InputError: the file cannot be written.
    """
    if out is None:
        yield sys.stdout
        return
    if out.is_dir():
        raise InputError(f"{out} is a folder", "Name a file with --out.")
    partial = out.with_name(out.name + ".part")
    try:
        handle = partial.open("w", encoding="utf-8", newline="")
    except OSError as fault:
        raise _unwritable(out, fault) from fault
    try:
        with handle:
            yield handle
    except BaseException:
        # Whatever went wrong inside, nothing half-written stays behind.
        partial.unlink(missing_ok=True)
        raise
    try:
        partial.replace(out)
    except OSError as fault:
        partial.unlink(missing_ok=True)
        raise _unwritable(out, fault) from fault


def _unwritable(out: Path, fault: OSError) -> InputError:
    return InputError(f"{out} cannot be written: {fault.strerror or fault}", "Choose another --out.")


def day_of(option: str, text: str | None) -> datetime.date | None:
    """The day that an option gives.

    Raises:
        InputError: it is none.
    """
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as fault:
        raise InputError(f"{option} {text!r} is no day", "Write it as YYYY-MM-DD, such as 2016-05-01.") from fault


def console_for(handle: TextIO) -> Console:
    """A console as wide as the terminal, or wide enough for the tables where there is none."""
    return Console(file=handle, width=None if handle.isatty() else 120)
