"""The store: a folder that holds codings, and is written one whole batch at a time."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import InputError, OnRecordError
from onrecord.model import Coding
from onrecord.store import files as parquet
from onrecord.store import linking, reviewing
from onrecord.store.asking import Asking
from onrecord.store.errors import DamagedStoreError, StoreBusyError, StoreError, StoreWriteError, write_fault
from onrecord.store.log import ConflictError, File, Log, create_log, is_store
from onrecord.store.rows import rows_of
from onrecord.store.schema import load_schema

# How long a writer tries again while others are faster, in seconds.
PATIENCE_S = 120.0
_LINKED, _JUDGED, _KEPT, _REVIEWED = "linked", "judged", "kept", "reviewed"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a coder: what made the rows of a store.

    Attributes:
        id: unique.
        model, codebook: SHA-256 of the weights and of the codebook.
        package: version of onrecord.
        started: ISO 8601, UTC.
    """

    id: str
    model: str
    codebook: str
    package: str
    started: str

    @classmethod
    def start(cls, *, model: str, codebook: str, package: str) -> Run:
        """A run that starts now."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        return cls(uuid.uuid4().hex[:16], model, codebook, package, now)

    def stamp(self, input_digest: str) -> str:
        """What tells whether a batch was made from the same input by the same model, codebook and package."""
        return _digest(self.model, self.codebook, self.package, input_digest)


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a batch did: the version that holds it, and whether anything was changed."""

    version: int
    changed: bool
    replaced: bool
    records: int


class Store(Asking):
    """A store, as it is now or as it was.

        >>> store = Store.create(path)
        >>> store.write("reports.jsonl#1", codings, run)
        >>> store.records(actor="RUS", category="ASSAULT", since="2022-02-24", as_="polars")

    A batch is written whole or not at all, and a reader sees whole batches only, whenever either is killed. Every question
    is answered from the newest version, unless the store was opened at an older one.

    Args:
        path: the folder.
        version: number of an older version to read; None for the newest.
        at: a moment or day (ISO 8601, UTC) whose newest version is to be read; a day means its end.
        memory: what a query may take, in DuckDB's words.

    Raises:
        NoStoreError, NewerStoreError, DamagedStoreError.
    """

    @classmethod
    def create(cls, path: str | Path) -> Store:
        """The store in a folder, made where there is none.

        Raises:
            StoreWriteError: the folder cannot be written.
            InputError: the folder holds other files.
        """
        root = Path(path).absolute()
        try:
            if root.exists() and not root.is_dir():
                raise InputError(f"{root} is a file", "Name a new or empty folder.")
            foreign = root.is_dir() and any(not entry.name.startswith("_") for entry in root.iterdir())
            if foreign and not is_store(root):
                raise InputError(f"the folder {root} holds other files and is no store", "Name a new or empty folder.")
            root.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise write_fault(root, fault) from fault
        if not is_store(root):
            create_log(root)
        parquet.sweep(root)
        return cls(root)

    # --- writing ----------------------------------------------------------------------------------------------

    def done(self, batch_key: str, run: Run, input_digest: str = "", *, source: str | None = None) -> bool:
        """Whether a batch is there, from the same input by the same model, codebook and package."""
        part, stamp = _part(source, batch_key), run.stamp(input_digest)
        self._refresh()
        return any(file.batch == part and file.stamp == stamp for file in self._log.files() if file.table == "batches")

    def write(
        self, batch_key: str, codings: Iterable[Coding | Mapping[str, Any]], run: Run, input_digest: str = "", *,
        source: str | None = None, again: bool = False,
    ) -> Written:  # fmt: skip
        """Put a batch on record, in the place of an earlier coding of it, in one atomic commit.

        Args:
            batch_key: a stable name of the input.
            codings: codings, or JSON objects of the output contract.
            input_digest: tells a changed input from the same one.
            source: where the batch comes from, such as the path of a folder. The store then keeps each report of a source
                once, whatever batch it comes in: a report of this batch leaves the others, and one that this batch no
                longer holds stays as it was. Without a source the batch is simply replaced.
            again: replace the batch even where it is there from the same input by the same coder.

        Raises:
            StoreWriteError, StoreFullError, StoreBusyError: nothing was changed.
            InputError: an older version is open, or something is no coding.
        """
        self._may_write()
        part, stamp = _part(source, batch_key), run.stamp(input_digest)
        made_by = {
            "batch": batch_key, "run": run.id, "model": run.model, "codebook": run.codebook, "package": run.package,
        }  # fmt: skip
        rows = rows_of(codings, made_by)
        counts = {name: len(rows[name]) for name in ("reports", "records", "statements")}
        rows["batches"] = [
            {**made_by, **counts, "source": source or batch_key, "started": run.started, "input": input_digest}
        ]

        def replaced() -> tuple[list[File], list[File]] | None:
            mine = [file for file in self._log.files() if file.batch == part]
            if not again and any(file.stamp == stamp for file in mine):
                return None
            if source is None:
                return mine, []
            return self._moved(part, [row["report"] for row in rows["reports"]])

        new = parquet.write_rows(self.path, rows, part, stamp)
        try:
            outcome = self._commit(new, replaced, "write", {"batch": batch_key, "run": run.id, **counts})
        except (StoreWriteError, StoreBusyError, DamagedStoreError):
            self._discard(new)
            raise
        return Written(self._log.version, outcome is not None, bool(outcome), counts["records"])

    def drop(self, batch_key: str, *, source: str | None = None) -> bool:
        """Take a batch out of the newest version; older ones keep it. Whether it was there."""
        self._may_write()
        part = _part(source, batch_key)

        def replaced() -> tuple[list[File], list[File]] | None:
            mine = [file for file in self._log.files() if file.batch == part]
            return (mine, []) if mine else None

        return self._commit([], replaced, "drop", {"batch": batch_key}) is not None

    def _moved(self, part: str, reports: Sequence[str]) -> tuple[list[File], list[File]]:
        """The files of batches of the same source that hold some of the reports, and what is left of these batches."""
        same = [file for file in self._log.files() if file.batch.partition("-")[0] == part.partition("-")[0]]
        holding = [file for file in same if file.table == "reports"]
        if not holding:
            return [file for file in same if file.batch == part], []
        asked = (
            "SELECT DISTINCT filename FROM "
            f"{parquet.scan(self.path, holding, filename=True)} WHERE list_contains(?::VARCHAR[], report)"
        )
        touched = {Path(row["filename"]).name.partition(".")[0].rpartition("-")[0]
                   for row in self._as_looked_at().rows(asked, [list(reports)])}  # fmt: skip
        gone = [file for file in same if file.batch in touched | {part}]
        left: list[File] = []
        try:
            for batch in sorted({file.batch for file in gone}):
                files = [file for file in gone if file.batch == batch]
                if any(file.table == "reports" for file in files):
                    left += parquet.remainder(self.path, files, reports, _KEPT)
        except BaseException:
            parquet.discard(self.path, left)
            raise
        return gone, left

    def _commit(
        self, new: Sequence[File], replaced: Callable[[], tuple[list[File], list[File]] | None], action: str,
        details: Mapping[str, Any],
    ) -> list[File] | None:  # fmt: skip
        """Commit files, looking anew at what they replace as often as somebody else is faster.

        Args:
            replaced: the files that go, and further ones that come; None where there is nothing to do.

        Returns:
            The files that went, or None.
        """
        end = time.monotonic() + PATIENCE_S
        attempt = 0
        while True:
            self._refresh()
            change = replaced()
            if change is None:
                parquet.discard(self.path, new)
                return None
            gone, left = change
            try:
                self._log.commit([*new, *left], gone, action, details)
            except ConflictError:
                parquet.discard(self.path, left)
            except StoreWriteError:
                parquet.discard(self.path, left)
                raise
            else:
                return gone
            if time.monotonic() > end:
                raise StoreBusyError(
                    f"others kept writing to {self.path} for {PATIENCE_S:g} s", "Run the command again."
                )
            attempt += 1
            time.sleep(random.uniform(0, min(0.01 * 2**attempt, 0.5)))

    def append_ledger(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add judgements; none is ever changed or taken away."""
        self._may_write()
        found = [linking.judgement_to_row(row, number) for number, row in enumerate(rows)]
        if not found:
            return
        judged = linking.fitted(load_schema().tables["ledger"], found)
        new = parquet.write_rows(self.path, {"ledger": judged}, _JUDGED, _JUDGED)
        self._commit(new, lambda: ([], []), "judge", {"judgements": len(found)})

    def append_reviews(
        self, rows: Iterable[Mapping[str, Any]], *, package: str = "", check: Callable[[list[dict[str, Any]]], None] | None = None
    ) -> None:  # fmt: skip
        """Add judgements of people on records, in one atomic commit; none is ever changed or taken away.

        Args:
            rows: objects as `reviews` gives them.
            package: version of onrecord that writes them.
            check: is given all judgements on the reports concerned, as they are in the version on top of which the commit is
                made; what it raises stops the writing.

        Raises:
            InputError: something is no judgement, or an older version is open.
        """
        self._may_write()
        found = [reviewing.review_to_row(row, package) for row in rows]
        if not found:
            return
        reports = sorted({row["report"] for row in found})
        self._log.widen()
        new = parquet.write_rows(self.path, {"reviews": found}, _REVIEWED, _REVIEWED)

        def replaced() -> tuple[list[File], list[File]]:
            if check is not None:
                check(reviewing.found_in(self._as_looked_at(), reports))
            mine = [file for file in self._log.files() if file.table == "reviews"]
            return parquet.gathered(self.path, mine, reviewing.MOST_FILES)

        try:
            self._commit(new, replaced, "review", {"reviews": len(found)})
        except OnRecordError:
            self._discard(new)
            raise

    def replace_events(
        self, events: Iterable[Mapping[str, Any]], links: Iterable[Mapping[str, Any]], *, package: str = "", version: int | None = None
    ) -> None:  # fmt: skip
        """Put events and links in the place of all earlier ones, in one atomic commit.

        Args:
            package: version of onrecord that linked.
            version: the version whose records were linked; the newest unless given.
        """
        self._may_write()
        self._refresh()
        stamp = str(self._log.version if version is None else version)
        tables, kept = load_schema().tables, list(events)
        linking.ids(kept)
        rows = {
            "events": [linking.event_to_row(event, package) for event in kept],
            "links": [{**link, "package": package} for link in links],
        }
        fitted = {name: linking.fitted(tables[name], found) for name, found in rows.items()}
        new = parquet.write_rows(self.path, fitted, _LINKED, stamp, empty=True)
        details = {name: len(found) for name, found in rows.items()}
        self._commit(new, lambda: ([file for file in self._log.files() if file.table in rows], []), "link", details)

    def _discard(self, files: Sequence[File]) -> None:
        """Take away files of a write that failed, unless it cannot be told whether a commit names them."""
        try:
            counted = {file.path for file in Log(self.path).files()}
        except StoreError:
            # What is left over costs room only; a file too few would cost data.
            return
        parquet.discard(self.path, [file for file in files if file.path not in counted])

    def _may_write(self) -> None:
        if self.pinned:
            raise InputError(
                f"version {self.version} of {self.path} is an older one", "Open the store without a version."
            )


def _part(source: str | None, batch_key: str) -> str:
    """The batch in the log: a digest of its source, a hyphen, a digest of its key."""
    return f"{_digest(batch_key if source is None else source)}-{_digest(batch_key)}"


def _digest(*words: str) -> str:
    return hashlib.sha256(json.dumps(words).encode("utf-8")).hexdigest()[:16]
