"""The store: codings kept in a folder, written a batch at a time, asked in SQL and Python."""

from onrecord.store.reader import Answer
from onrecord.store.search import Hit
from onrecord.store.store import Run, Store, Written

__all__ = ["Answer", "Hit", "Run", "Store", "Written"]
