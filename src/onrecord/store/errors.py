"""Errors of the store.

OnRecordError
├── StoreError            the store cannot be used
│   ├── NewerStoreError   it was made by a newer onrecord
│   ├── DamagedStoreError a file of it is missing or damaged
│   ├── StoreWriteError   it cannot be written
│   │   └── StoreFullError  there is no room left
│   └── StoreBusyError    others kept writing for too long
└── InputError
    ├── NoStoreError      the path is no store
    └── QueryError        a query cannot be answered
        ├── QueryWritesError  it would change something
        └── QueryLimitError   it took too long or too much memory
"""

from __future__ import annotations

import errno
from pathlib import Path

from onrecord.errors import InputError, OnRecordError


class StoreError(OnRecordError):
    """The store cannot be used."""

    code = "store"


class NewerStoreError(StoreError):
    """The store was made by a newer onrecord."""

    code = "store-newer"


class DamagedStoreError(StoreError):
    """A file of the store is missing or damaged."""

    code = "store-damaged"


class StoreWriteError(StoreError):
    """The store cannot be written."""

    code = "store-write"


class StoreFullError(StoreWriteError):
    """There is no room left for the store."""

    code = "store-full"


class StoreBusyError(StoreError):
    """Other programs kept writing to the store for too long."""

    code = "store-busy"


class NoStoreError(InputError):
    """The path is no store."""

    code = "no-store"


class QueryError(InputError):
    """A query cannot be answered."""

    code = "query"


class QueryWritesError(QueryError):
    """A query would change something."""

    code = "query-writes"


class QueryLimitError(QueryError):
    """A query took too long or too much memory."""

    code = "query-limit"


# What a full disk, a full quota and a file size limit are called, by the system and by libraries that only pass on words.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_WORDS = (
    "no space left",
    "disk quota exceeded",
    "file too large",
    *(f"os error {number}" for number in sorted(_FULL)),
)


def write_fault(root: Path, fault: Exception) -> StoreWriteError:
    """The error for a fault of the system while the store was written."""
    words = str(fault)
    if (isinstance(fault, OSError) and fault.errno in _FULL) or any(word in words.lower() for word in _FULL_WORDS):
        return StoreFullError(
            f"there is no room left to write {root}",
            "Nothing of the batch was kept and all before it is safe: make room and run the same command again.",
        )
    return StoreWriteError(f"{root} cannot be written: {first_line(words)}", "Check the folder and its permissions.")


def damaged(root: Path, fault: Exception) -> DamagedStoreError:
    """The error for a file that cannot be read as it was written."""
    return DamagedStoreError(
        f"a file of {root} is missing or damaged: {first_line(str(fault))}",
        "Restore the folder from a copy, or open an older version that is whole (Store(path, version=N)).",
    )


def first_line(text: str) -> str:
    """The first line of a library's message, at most 300 characters."""
    lines = text.strip().splitlines()
    return lines[0][:300] if lines else "no reason given"
