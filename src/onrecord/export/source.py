"""Codings from a coded JSONL file or a store, one report at a time."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from onrecord.codebook import Codebook
from onrecord.codebook.load import FACTUALITY
from onrecord.errors import InputError
from onrecord.model import Coding, StatementKind
from onrecord.output.contract import from_contract
from onrecord.review import reviewed, reviews_by_report

# A report of the largest size that is read, with all that can stand on record about it.
MOST_BYTES = 256 * 1024 * 1024
_HOW = "Write it with `onrecord code --format jsonl`."


def read_codings(source: Path, codebook: Codebook, *, machine: bool = False) -> Iterator[Coding]:
    """The codings of a coded JSONL file, or of a store where `source` is a folder, in their order.

    Args:
        machine: leave out what reviewers said of the records of a store. Otherwise their corrections are in the codings, and a
            report that somebody judged a record of is a `JudgedCoding`.

    Raises:
        InputError: there is no such file, a line is no report of the output contract, or another codebook coded it.
    """
    if not source.exists():
        raise InputError(f"there is no file or folder {source}", "Check the path.")
    for where, coding in _store(source, codebook, machine) if source.is_dir() else _lines(source):
        check_coding(where, coding, codebook)
        yield coding


def _coding(where: str, tree: Mapping[str, Any]) -> Coding:
    try:
        return from_contract(tree)
    except InputError as fault:
        raise InputError(f"{where}: {fault.message}", fault.remedy) from fault


def _store(folder: Path, codebook: Codebook, machine: bool) -> Iterator[tuple[str, Coding]]:
    try:
        # The store is a room of its own that nobody needs to export a file.
        module = importlib.import_module("onrecord.store")
    except ModuleNotFoundError as fault:
        raise InputError(
            f"{folder} is a folder, and this installation cannot read stores ({fault})",
            "Name a coded JSONL file, or install what the store needs.",
        ) from fault
    store = module.Store(folder)
    reviews = {} if machine else reviews_by_report(store)
    for number, tree in enumerate(store.codings(), 1):
        where = f"{folder}, report {number}"
        coding = _coding(where, tree)
        rows = reviews.get(coding.report.id)
        yield where, reviewed(coding, rows, codebook).kept() if rows else coding


def _lines(path: Path) -> Iterator[tuple[str, Coding]]:
    try:
        with path.open("rb") as handle:
            number = 0
            while line := handle.readline(MOST_BYTES):
                number += 1
                if line.strip():
                    where = f"{path}, line {number}"
                    yield where, _coding(where, _tree(where, line))
    except OSError as fault:
        raise InputError(f"{path} cannot be read: {fault.strerror or fault}", "Check the file.") from fault


def _tree(where: str, line: bytes) -> Mapping[str, Any]:
    if len(line) >= MOST_BYTES:
        raise InputError(f"{where} is longer than {MOST_BYTES // 1024 // 1024} MB", _HOW)
    try:
        tree = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{where} is no JSON: {fault}", _HOW) from fault
    if not isinstance(tree, dict):
        raise InputError(f"{where} is no report", _HOW)
    return tree


def check_coding(where: str, coding: Coding, codebook: Codebook) -> None:
    """Scores come from the codebook, so a category that it lacks cannot be handed on; and everything has its words."""
    for record in coding.records:
        if (record.category, record.mode or "") not in codebook.to_cameo:
            label = f"{record.category}/{record.mode}" if record.mode else record.category
            raise InputError(
                f"{where}: record {record.id} is {label}, which the codebook lacks",
                "Code the reports again with this version of onrecord.",
            )
    parties = [
        *(p for record in coding.records for p in (*record.actors, *record.recipients)),
        *(source.participant for record in coding.records for source in record.sources),
        *(source.participant for statement in coding.statements for source in statement.via),
        *(statement.speaker for statement in coding.statements if statement.speaker),
    ]
    for spans in (*(party.spans for party in parties), *(statement.spans for statement in coding.statements)):
        if not spans or not all(span.text.strip() for span in spans):
            raise InputError(f"{where}: a participant or statement has no words", _HOW)
    for record in coding.records:
        if not record.trigger.text.strip():
            raise InputError(f"{where}: the trigger of record {record.id} has no words", _HOW)
        if record.factuality not in FACTUALITY:
            raise InputError(f"{where}: record {record.id} is {record.factuality!r}", _HOW)
    for statement in coding.statements:
        if statement.kind not in get_args(StatementKind):
            raise InputError(f"{where}: statement {statement.id} is {statement.kind!r}", _HOW)
