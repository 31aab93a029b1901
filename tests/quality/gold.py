"""The gold that lies beside the project: where it is, and whether it is the gold that the floors were measured on."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import SHARED

GOLD = SHARED / "gold"
REPORTS = (GOLD / "reports_dev_a.jsonl", GOLD / "reports_dev_b.jsonl")
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason="the gold is not beside this checkout (../shared/gold)")


def digest(paths: tuple[Path, ...]) -> str:
    """SHA-256 over the bytes of some files."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, compressed or not."""
    data = path.read_bytes()
    for line in (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def scorer() -> ModuleType:
    """The scorer that lies with the gold."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
