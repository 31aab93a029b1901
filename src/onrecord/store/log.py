"""The log of a store: one Delta table whose commits put the files of all our tables in place together.

Every file belongs to one of our tables and one batch, by the partition values in the log; the log alone says which files
count. A commit is made only on top of the version that was looked at; where somebody else was faster it is refused, and
the caller looks again. So what was decided (is this batch there already? what does it replace?) still holds when it is
written, with any number of writers.
"""

from __future__ import annotations

import datetime
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from arro3.core import RecordBatchReader
from arro3.core import Table as ArrowTable
from deltalake import CommitProperties, DeltaTable
from deltalake import Schema as DeltaSchema
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from onrecord.store.errors import DamagedStoreError, NewerStoreError, NoStoreError, damaged, write_fault
from onrecord.store.schema import PARTITIONS, Schema, load_schema

_NAME = "onrecord"
_ABOUT = (
    "A store of onrecord, format {}. One Delta table holds the files of all its tables; see the partition in_table."
)
_FORMAT = re.compile(r"A store of onrecord, format (\d+)\.")
_FOREVER = "interval 36500 days"
# Older versions stay readable: neither log nor files are ever cleaned up by the library on its own.
_KEPT = {
    "delta.logRetentionDuration": _FOREVER,
    "delta.deletedFileRetentionDuration": _FOREVER,
    "delta.enableExpiredLogCleanup": "false",
}
_OURS = "onrecord"
# How often columns are declared anew where others are faster.
_ATTEMPTS = 20
# The columns of the log's list of files that make a File.
_ACTION = ("path", *(f"partition.{name}" for name in PARTITIONS), "num_records", "size_bytes")


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file: `path` below the store's folder, `rows` and `size` in bytes."""

    path: str
    table: str
    batch: str
    stamp: str
    rows: int
    size: int

    def partition(self) -> dict[str, str | None]:
        """Its partition values in the log."""
        return dict(zip(PARTITIONS, (self.table, self.batch, self.stamp), strict=True))


@dataclass(frozen=True, slots=True)
class Version:
    """One commit: `at` in UTC, `action` and `details` in our words."""

    number: int
    at: datetime.datetime
    action: str
    details: Mapping[str, Any]


class ConflictError(Exception):
    """Somebody else committed first. Never leaves the store."""


class Log:
    """The log at one version; `refresh` moves it to the newest.

    Raises, on opening:
        NoStoreError: the folder holds no store.
        NewerStoreError: a newer onrecord made it.
        DamagedStoreError: its log cannot be read.
    """

    def __init__(self, root: Path, version: int | None = None) -> None:
        self.root = root
        self._delta = _opened(root, version)
        self._files: tuple[File, ...] | None = None

    @property
    def version(self) -> int:
        """Number of the version, from 0."""
        return int(self._delta.version())

    def files(self) -> tuple[File, ...]:
        """The files that count, by table, batch and path."""
        if self._files is None:
            try:
                actions = ArrowTable.from_arrow(self._delta.get_add_actions(flatten=True))
                # An empty table has no columns for its partitions.
                names = _ACTION if actions.num_rows else ()
                found = [File(*row) for row in zip(*(actions.column(name).to_pylist() for name in names), strict=True)]
            except (DeltaError, OSError) as fault:
                raise damaged(self.root, fault) from fault
            self._files = tuple(sorted(found, key=lambda file: (file.table, file.batch, file.path)))
        return self._files

    def refresh(self) -> None:
        """Go to the newest version."""
        before = self.version
        try:
            self._delta.update_incremental()
        except (DeltaError, OSError) as fault:
            raise damaged(self.root, fault) from fault
        if self.version != before:
            _check_whole(self.root, self.version)
            self._files = None

    def commit(self, added: Sequence[File], removed: Sequence[File], action: str, details: Mapping[str, Any]) -> None:
        """Put files in place and others out of it, all at once, on top of this version; then be at the new one.

        Raises:
            ConflictError: there is a newer version already. Nothing was changed.
            StoreWriteError: the log cannot be written. Nothing was changed.
        """
        now = time.time_ns() // 1_000_000
        actions: list[AddAction | RemoveAction] = [
            AddAction(f.path, f.size, f.partition(), now, True, json.dumps({"numRecords": f.rows})) for f in added
        ]
        actions += [RemoveAction(f.path, True, now, f.size, f.partition()) for f in removed]
        properties = CommitProperties(
            custom_metadata={_OURS: {"action": action, "details": dict(details)}}, max_commit_retries=0
        )
        before = self.version
        try:
            self._delta.create_write_transaction(
                actions, "append", self._delta.schema(), list(PARTITIONS), commit_properties=properties
            )
        except (DeltaError, OSError) as fault:
            self.refresh()
            if self.version != before:
                # The commit itself may have gone through and only what follows it (a checkpoint) failed.
                if {file.path for file in added} <= {file.path for file in self.files()} and added:
                    return
                raise ConflictError from fault
            raise write_fault(self.root, fault) from fault
        self.refresh()

    def widen(self) -> None:
        """Declare columns that a newer onrecord has added, for other programs that read the store.

        Raises:
            StoreWriteError: the log cannot be written.
        """
        for attempt in range(_ATTEMPTS):
            self.refresh()
            declared = {field.name for field in self._delta.schema().fields}
            if load_schema().columns().keys() <= declared:
                return
            missing = [field for field in _delta_schema(load_schema()).fields if field.name not in declared]
            properties = CommitProperties(custom_metadata={_OURS: {"action": "widen", "details": {}}})
            try:
                self._delta.alter.add_columns(missing, commit_properties=properties)
            except (DeltaError, OSError) as fault:
                # Somebody else may have done the same meanwhile.
                if attempt == _ATTEMPTS - 1:
                    raise write_fault(self.root, fault) from fault

    def versions(self, limit: int | None = None) -> list[Version]:
        """The commits up to this version, newest first."""
        # The library tells all commits there are, newest first, whatever version is open.
        fresh = _opened(self.root, None)
        newest = int(fresh.version())
        found = []
        for back, row in enumerate(fresh.history()):
            number, ours = newest - back, row.get(_OURS, {})
            if number <= self.version:
                action = ours.get("action", "create" if number == 0 else row["operation"])
                at = datetime.datetime.fromtimestamp(row["timestamp"] / 1000, datetime.UTC)
                found.append(Version(number, at, action, ours.get("details", {})))
        return found[:limit]

    def at(self, moment: datetime.datetime) -> int:
        """Number of the version that was the newest at a moment.

        Raises:
            NoStoreError: the store is younger.
        """
        for version in self.versions():
            if version.at <= moment:
                return version.number
        raise NoStoreError(f"{self.root} did not exist on {moment.isoformat()}", "Ask for a later day.")


def create_log(root: Path) -> None:
    """Make an empty store in a folder that does not exist or is empty; one that somebody else makes meanwhile is as good."""
    schema = load_schema()
    try:
        DeltaTable.create(
            root, _delta_schema(schema), mode="ignore", partition_by=list(PARTITIONS), name=_NAME,
            description=_ABOUT.format(schema.format), configuration=_KEPT,
        )  # fmt: skip
    except (DeltaError, OSError) as fault:
        if not is_store(root):
            raise write_fault(root, fault) from fault


def is_store(root: Path) -> bool:
    """Whether a folder holds a Delta table, ours or not."""
    return (root / "_delta_log").is_dir() and any((root / "_delta_log").iterdir())


def _delta_schema(schema: Schema) -> DeltaSchema:
    columns = {**dict.fromkeys(PARTITIONS, "VARCHAR"), **schema.columns()}
    asked = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns.items())
    with duckdb.connect() as connection:
        return DeltaSchema.from_arrow(
            RecordBatchReader.from_arrow(connection.sql(f"SELECT {asked} WHERE false")).schema
        )


def _opened(root: Path, version: int | None) -> DeltaTable:
    remedy = "Make one with `onrecord code PATH... --into STORE`, or check the path."
    if not root.is_dir():
        raise NoStoreError(f"there is no folder {root}", remedy)
    if not is_store(root):
        raise NoStoreError(f"the folder {root} is no store of onrecord", remedy)
    try:
        table = DeltaTable(root)
        about = table.metadata().description or ""
        newest = table.version()
        if version is not None and 0 <= version <= newest:
            table.load_as_version(version)
    except TableNotFoundError as fault:
        raise damaged(root, fault) from fault
    except (DeltaError, OSError, ValueError) as fault:
        raise damaged(root, fault) from fault
    found = _FORMAT.match(about)
    if table.metadata().name != _NAME or found is None:
        raise NoStoreError(f"the folder {root} is a Delta table, but no store of onrecord", remedy)
    if int(found[1]) > load_schema().format:
        raise NewerStoreError(
            f"{root} has format {found[1]}, which this onrecord does not know", "Install a newer onrecord."
        )
    if version is not None and not 0 <= version <= newest:
        raise NoStoreError(f"{root} has no version {version}", f"It has 0 to {newest}.")
    _check_whole(root, int(table.version()))
    return table


def _check_whole(root: Path, version: int) -> None:
    """Raise DamagedStoreError where the commit of a version is an empty file, which the library takes for no change."""
    commit = root / "_delta_log" / f"{version:020}.json"
    if commit.exists() and commit.stat().st_size == 0:
        raise damaged(root, ValueError(f"the commit {version} is empty"))


__all__ = ["ConflictError", "DamagedStoreError", "File", "Log", "Version", "create_log", "is_store"]
