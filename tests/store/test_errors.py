import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from deltalake import DeltaTable

from onrecord import errors
from onrecord.errors import InputError
from onrecord.store import Store
from onrecord.store import errors as store_errors
from onrecord.store.errors import (
    DamagedStoreError,
    NewerStoreError,
    NoStoreError,
    StoreFullError,
    StoreWriteError,
    write_fault,
)
from tests.store.build import RUN, codings


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store")
    made.write("a", codings([1]), RUN)
    return made


def test_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "nothing", tmp_path / "file", tmp_path):
        with pytest.raises(NoStoreError) as told:
            Store(path)
        assert told.value.code == "no-store"
        assert told.value.remedy


def test_a_folder_with_other_files_is_never_made_a_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(InputError, match="other files"):
        Store.create(tmp_path)
    with pytest.raises(InputError, match="is a file"):
        Store.create(tmp_path / "thesis.docx")
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.docx"]


def test_another_delta_table_is_no_store(tmp_path: Path, store: Store) -> None:
    DeltaTable.create(tmp_path / "other", DeltaTable(store.path).schema(), name="sales")
    for open_ in (Store, Store.create):
        with pytest.raises(NoStoreError, match="Delta table"):
            open_(tmp_path / "other")


def test_creating_twice_keeps_what_is_there(store: Store) -> None:
    assert len(list(Store.create(store.path).codings())) == 1


def test_a_newer_store(tmp_path: Path, store: Store) -> None:
    about = (DeltaTable(store.path).metadata().description or "").replace("format 1.", "format 2.")
    DeltaTable.create(tmp_path / "newer", DeltaTable(store.path).schema(), name="onrecord", description=about)
    with pytest.raises(NewerStoreError) as told:
        Store(tmp_path / "newer")
    assert told.value.code == "store-newer"


def test_a_version_that_is_not(store: Store) -> None:
    for version in (7, -1):
        with pytest.raises(NoStoreError, match="0 to 1"):
            Store(store.path, version=version)
    with pytest.raises(InputError):
        Store(store.path, version=0, at="2024-01-01")


@pytest.mark.parametrize("table", ["records", "reports", "statements"])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "garbled", "folder"])
def test_a_damaged_file(store: Store, table: str, harm: str) -> None:
    (path,) = (store.path / table).iterdir()
    data = path.read_bytes()
    path.unlink()
    if harm == "folder":
        path.mkdir()
    elif harm != "missing":
        path.write_bytes(
            {"empty": b"", "cut": data[: len(data) // 2], "garbled": data[:4] + b"x" * (len(data) - 4)}[harm]
        )
    fresh = Store(store.path)
    for ask in (lambda: list(fresh.codings()), lambda: fresh.query(f"SELECT * FROM {table}")):
        with pytest.raises(DamagedStoreError) as told:
            ask()
        assert told.value.code == "store-damaged"


def test_damage_in_one_batch_does_not_stop_work_on_others(store: Store) -> None:
    (path,) = (store.path / "records").iterdir()
    path.write_bytes(b"")
    store.write("a", codings([1]), RUN, "again")
    assert len(list(store.codings())) == 1
    with pytest.raises(DamagedStoreError):
        list(Store(store.path, version=1).codings())


@pytest.mark.parametrize("harm", ["{", "", "\x00\x01", '{"add": 7}\n'])
def test_a_damaged_log(store: Store, harm: str) -> None:
    newest = max((store.path / "_delta_log").glob("*.json"))
    newest.write_text(harm, encoding="utf-8")
    with pytest.raises(DamagedStoreError):
        list(Store(store.path).codings())


def test_a_log_with_a_gap(store: Store) -> None:
    store.write("b", codings([2]), RUN)
    (store.path / "_delta_log" / f"{1:020}.json").unlink()
    with pytest.raises(DamagedStoreError):
        list(Store(store.path).codings())


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written(store: Store) -> None:
    store.path.chmod(0o500)
    try:
        with pytest.raises(StoreWriteError):
            store.write("b", codings([2]), RUN)
    finally:
        store.path.chmod(0o700)


def test_a_table_folder_that_is_a_file(store: Store) -> None:
    for path in (store.path / "records").iterdir():
        path.unlink()
    (store.path / "records").rmdir()
    (store.path / "records").touch()
    with pytest.raises(StoreWriteError) as told:
        store.write("b", codings([2]), RUN)
    assert told.value.code == "store-write"
    assert not [path for path in store.path.rglob("*") if path.is_file() and path.parent.name == "_staging"]


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), OSError(27, "File too large"), RuntimeError("x (os error 28)")]
)
def test_a_full_disk_is_told_as_such(tmp_path: Path, fault: Exception) -> None:
    assert isinstance(write_fault(tmp_path, fault), StoreFullError)


_FULL = """
import resource, signal, sys
from onrecord.store import Store
from onrecord.store.errors import StoreFullError
from tests.store.build import RUN, codings
store = Store(sys.argv[1])
store.done("b", RUN)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    store.write("b", codings(range(10, 30)), RUN)
except StoreFullError as fault:
    print(fault.code)
"""


@pytest.mark.parametrize("limit", [0, 2_000, 12_000])
def test_no_room_leaves_the_store_as_it_was(store: Store, limit: int) -> None:
    """A limit on the size of files stands in for a full disk: writes fail in the middle of a file."""
    found = subprocess.run(
        [sys.executable, "-c", _FULL, str(store.path), str(limit)], capture_output=True, text=True, check=False
    )
    assert found.stdout.strip() == "store-full", found.stderr
    assert len(list(Store(store.path).codings())) == 1
    store.write("b", codings([2]), RUN)
    assert len(list(store.codings())) == 2
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert signal.getsignal(signal.SIGXFSZ) in (signal.SIG_IGN, signal.SIG_DFL)


def test_every_error_has_a_code_of_its_own_and_stands_in_the_drawn_tree() -> None:
    both = [
        kind for kind in (*vars(errors).values(), *vars(store_errors).values())
        if isinstance(kind, type) and issubclass(kind, errors.OnRecordError)
    ]  # fmt: skip
    kinds = set(both)
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.__module__ == errors.__name__ or kind.__name__ in (store_errors.__doc__ or "")
