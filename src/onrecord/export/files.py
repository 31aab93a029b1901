"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from onrecord.errors import InputError


@contextmanager
def whole_path(out: Path, *, folder: bool = False) -> Iterator[Path]:
    """A path beside `out` to write to; put in its place at the end, removed where anything goes wrong.

    A file that is there already is replaced. A folder must be new or empty, since nothing of the user's is ever deleted.

    Raises:
        InputError: the path cannot be written, or the folder holds something.
    """
    check_target(out, folder=folder)
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        _remove(partial)
        if folder:
            partial.mkdir()
        yield partial
        if folder and out.exists():
            out.rmdir()
        partial.replace(out)
    except OSError as fault:
        raise InputError(
            f"{out} cannot be written: {fault.strerror or fault}", "Choose another --out, or free some space."
        ) from fault
    finally:
        _remove(partial)


def check_target(out: Path, *, folder: bool) -> None:
    """Fail early where `out` cannot be written; raises InputError."""
    if not out.name:
        raise InputError(f"{out} is no name for an export", "Name a file or a new folder after --out.")
    if not out.absolute().parent.is_dir():
        raise InputError(f"there is no folder {out.absolute().parent}", "Create it, or choose another --out.")
    if folder and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f"{out} is there already and not empty", "Choose a new folder, or remove this one.")
    if not folder and out.is_dir():
        raise InputError(f"{out} is a folder", "This format is one file: name a file after --out.")


@contextmanager
def text_file(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A file for text whose line ends are written as they are."""
    with path.open("w", encoding=encoding, newline="") as handle:
        yield handle


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
