import multiprocessing
import time
from pathlib import Path

from bench.kills import REPORTS, RUNS, faults_of, kill_again_and_again, missing_from, write_all

from onrecord.store import Store

BATCHES = 8


def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = kill_again_and_again(tmp_path, kills=20, batches=12, seed=7)
    assert outcome.kills == 20
    assert outcome.faults == ()


def test_the_check_would_notice(tmp_path: Path) -> None:
    """The kill test can fail: a lost batch, a doubled one and a torn one are all told."""
    write_all(str(tmp_path / "s"), 2)
    assert faults_of(tmp_path / "s") == missing_from(tmp_path / "s", 2) == []
    store = Store(tmp_path / "s")
    first = list(store.codings(batch="batch 0"))
    store.write("again", first, RUNS[-1])
    assert any("2 times" in fault for fault in faults_of(store.path))
    store.write("again", [], RUNS[0])
    store.write("batch 0", first[1:], RUNS[-1], "torn")
    store.drop("batch 0", source="bench")
    assert any("3 reports" in fault for fault in faults_of(store.path))
    assert len(missing_from(store.path, 2)) == 1


def test_a_reader_sees_whole_batches_only(tmp_path: Path) -> None:
    path = tmp_path / "store"
    Store.create(path)
    writer = multiprocessing.get_context("spawn").Process(target=write_all, args=(str(path), BATCHES))
    writer.start()
    seen: list[int] = []
    while writer.is_alive():
        assert faults_of(path) == []
        seen.append(Store(path).version)
        time.sleep(0.01)
    writer.join()
    assert writer.exitcode == 0
    assert len(set(seen)) >= 3
    assert missing_from(path, BATCHES) == []


def test_a_store_that_is_open_sees_what_others_write(tmp_path: Path) -> None:
    reader = Store.create(tmp_path / "store")
    assert list(reader.codings()) == []
    write_all(str(tmp_path / "store"), 1)
    assert len(list(reader.codings())) == REPORTS


def test_writers_of_one_store_all_succeed(tmp_path: Path) -> None:
    """Three writers of the same batches at once, and one of others: none fails, nothing is doubled."""
    path = tmp_path / "store"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_all, args=(str(path), BATCHES)) for _ in range(3)]
    writers.append(context.Process(target=write_all, args=(str(path), BATCHES + 4)))
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    assert faults_of(path) == []
    assert missing_from(path, BATCHES + 4) == []
    assert len(Store(path).query("SELECT * FROM batches")) == BATCHES + 4
