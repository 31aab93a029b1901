"""Where commands write to: terminals and files."""

from __future__ import annotations

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
    partial = out.with_name(out.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as handle:
            yield handle
    except OSError as fault:
        raise InputError(f"{out} cannot be written: {fault.strerror or fault}", "Choose another --out.") from fault
    partial.replace(out)


def console_for(handle: TextIO) -> Console:
    """A console as wide as the terminal, or wide enough for the tables where there is none."""
    return Console(file=handle, width=None if handle.isatty() else 120)
