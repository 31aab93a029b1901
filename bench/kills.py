"""Kill a writer of a store with SIGKILL at random moments: nothing may be lost, doubled or half-written.

    python -m bench.kills [--kills 200] [--batches 40] [--seed 1]

A writer codes batches in order, first with one model and then anew with another, and goes on where it stopped after each
kill. After every kill a reader looks at the store; at the end all is compared with what should be there.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from bench.synthetic import synthetic_coding
from onrecord.store import Run, Store

REPORTS, RECORDS = 4, 3
SOURCE = "bench"
RUNS = tuple(
    Run(f"run-{model}", model, "codebook", "0", f"2024-01-0{day}T00:00:00+00:00")
    for day, model in ((1, "old"), (2, "new"))
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened: kills that hit a writer at work, versions of the store, seconds, and what is wrong."""

    kills: int
    versions: int
    seconds: float
    faults: tuple[str, ...]


def write_all(path: str, batches: int, at_work: Connection | None = None) -> None:
    """Write every batch that is not there yet, for one run after the other; tell `at_work` before the first is written."""
    store = Store.create(path)
    for number, run in enumerate(RUNS):
        mine = replace(run, id=f"{run.id}-{time.time_ns()}")
        for batch in range(batches):
            key = f"batch {batch}"
            # A batch that a later run has coded is not coded by an earlier one again.
            if any(store.done(key, later, source=SOURCE) for later in RUNS[number:]):
                continue
            if at_work is not None:
                at_work.send_bytes(b"1")
                at_work = None
            codings = (synthetic_coding(batch * REPORTS + i, records=RECORDS) for i in range(REPORTS))
            store.write(key, codings, mine, source=SOURCE)


def faults_of(path: Path) -> list[str]:
    """What is wrong with the store as a reader finds it: batches that are not whole, reports that are there twice."""
    found: list[str] = []
    store = Store(path)
    codings: Counter[str] = Counter(tree["report"]["id"] for tree in store.codings())
    found += [f"report {name} is there {count} times" for name, count in codings.items() if count > 1]
    for table, size in (("reports", REPORTS), ("records", REPORTS * RECORDS)):
        asked = f"SELECT batch, count(*) AS n, count(DISTINCT run) AS runs FROM {table} GROUP BY batch"
        for row in store.query(asked):
            if (row["n"], row["runs"]) != (size, 1):
                found.append(f"{row['batch']} has {row['n']} {table} of {row['runs']} runs")
    return found


def missing_from(path: Path, batches: int) -> list[str]:
    """What is not there although the writer has finished."""
    store = Store(path)
    there = {tree["report"]["id"] for tree in store.codings()}
    lost = [name for name in (f"{i:08d}" for i in range(batches * REPORTS)) if name not in there]
    models = store.query("SELECT DISTINCT model FROM records")
    return [f"report {name} is missing" for name in lost] + (
        [] if models == [{"model": RUNS[-1].model}] else [f"made by {models}"]
    )


def kill_again_and_again(path: Path, kills: int, batches: int, seed: int, longest_s: float = 0.5) -> Outcome:
    """Start a writer, kill it within `longest_s` seconds of its first write, until as many as asked for were killed at work.

    Where a writer finishes in time, a new store is begun beside the first.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.synthetic", "onrecord.store"])
    dice, begin, done, faults, versions = random.Random(seed), time.monotonic(), 0, list[str](), 0
    round_ = 0
    while done < kills:
        folder = path / f"store-{round_}"
        told, at_work = context.Pipe(duplex=False)
        writer = context.Process(target=write_all, args=(str(folder), batches, at_work))
        writer.start()
        at_work.close()
        # A writer that ends without a word closes its end, which is told as well.
        told.poll(None)
        told.close()
        writer.join(dice.uniform(0, longest_s))
        if writer.is_alive():
            with contextlib.suppress(ProcessLookupError):
                writer.kill()
            writer.join()
            done += writer.exitcode == -signal.SIGKILL
        elif writer.exitcode != 0:
            faults.append(f"the writer ended with {writer.exitcode}")
            break
        else:
            faults += missing_from(folder, batches)
            versions += Store(folder).version
            round_ += 1
        if (folder / "_delta_log" / f"{0:020}.json").exists():
            faults += faults_of(folder)
    folder = path / f"store-{round_}"
    write_all(str(folder), batches)
    faults += faults_of(folder) + missing_from(folder, batches)
    versions += Store(folder).version
    return Outcome(done, versions, time.monotonic() - begin, tuple(faults))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--batches", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = kill_again_and_again(Path(folder), options.kills, options.batches, options.seed)
    print(f"{outcome.kills} kills, {outcome.versions} versions, {outcome.seconds:.0f} s, {len(outcome.faults)} faults")  # noqa: T201
    for fault in outcome.faults:
        print(fault)  # noqa: T201
    return int(bool(outcome.faults))


if __name__ == "__main__":
    sys.exit(main())
