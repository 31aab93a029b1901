"""Temporary files that are handed over and deleted."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Made:
    """A file to hand over: where it lies, what to call it, and its media type."""

    path: Path
    name: str
    kind: str


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards, with all that is in it."""
    folder = Path(tempfile.mkdtemp(prefix="onrecord-export-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
