"""Measure a store with made-up records: writing, asking, coming back, searching.

    python -m bench.store [--records 1000000] [--copies 10] [--reports-a-batch 1000] [--keep FOLDER]

To save time the records are made once and the batches copied under other ids; --copies 1 makes all of them. With --keep the
store is kept in a folder and used again the next time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from bench.synthetic import synthetic_coding
from onrecord.store import Run, Store
from onrecord.store.files import scan, write_answer
from onrecord.store.log import Log
from onrecord.store.schema import load_schema

RECORDS_A_REPORT = 10
REPEATS = 3
QUERIES = {
    "records by category": "SELECT category, count(*) FROM records GROUP BY ALL",
    "records by month and category": "SELECT date_trunc('month', date_start), category, count(*) FROM records GROUP BY ALL",
    "records by factuality and mode": "SELECT factuality, mode, count(*) FROM records GROUP BY ALL",
    "killed by country of the place": "SELECT place_country, sum(killed), avg(confidence) FROM records GROUP BY ALL",
    "participants by role, country and sector": "SELECT role, country, sector, count(*) FROM participants GROUP BY ALL",
    "participants by name": "SELECT name, count(*) FROM participants GROUP BY ALL ORDER BY 2 DESC LIMIT 20",
    "sources by sector": "SELECT sector, innermost, count(*) FROM sources GROUP BY ALL",
    "statements by speaker": "SELECT speaker, count(*) FROM statements GROUP BY ALL",
    "dyads by year": "SELECT actor, recipient, year(date_start), count(*) FROM dyads GROUP BY ALL",
}
SAID = sys.stdout.write
_COPIED = "copied"


def fill(store: Store, records: int, reports_a_batch: int) -> None:
    """Write records that are not there yet."""
    run = Run.start(model="m" * 64, codebook="c" * 64, package="0.1.0")
    reports = records // RECORDS_A_REPORT
    written, seconds = 0, 0.0
    for first in range(0, reports, reports_a_batch):
        if store.done(f"batch {first}", run):
            continue
        codings = [synthetic_coding(n) for n in range(first, min(first + reports_a_batch, reports))]
        begin = time.monotonic()
        written += store.write(f"batch {first}", codings, run).records
        seconds += time.monotonic() - begin
    if written:
        size = sum(path.stat().st_size for path in store.path.rglob("*.parquet"))
        SAID(
            f"write: {written / seconds:,.0f} records/s; {size / (written / RECORDS_A_REPORT) / 1024:.1f} KiB a report\n"
        )


def copy(store: Store, copies: int) -> None:
    """Put copies of all batches beside them, with ids of their own."""
    log = Log(store.path)
    originals = [file for file in log.files() if file.stamp != _COPIED]
    if len(log.files()) > len(originals):
        return
    tables = load_schema().tables
    for number in range(1, copies):
        made = []
        with duckdb.connect() as connection:
            for file in originals:
                names = {column.name for column in tables[file.table].columns} & {"report", "record", "statement"}
                changed = ", ".join(f"{name} || '~{number}' AS {name}" for name in sorted(names))
                asked = f"SELECT * {f'REPLACE ({changed})' if changed else ''} FROM {scan(store.path, [file])}"
                made.append(
                    write_answer(store.path, connection, asked, (file.table, f"{file.batch}~{number}", _COPIED))
                )
        log.commit(made, [], "copy", {"copy": number})


def timed(name: str, ask: Callable[[], Any]) -> None:
    """Tell the first and the best time of a few, in seconds."""
    times = []
    for _ in range(REPEATS):
        begin = time.monotonic()
        ask()
        times.append(time.monotonic() - begin)
    SAID(f"{name:45} {times[0]:7.3f} {min(times):7.3f}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--reports-a-batch", type=int, default=1_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(options.keep or Path(folder) / "store")
        fill(store, options.records // options.copies, options.reports_a_batch)
        copy(store, options.copies)
        total = store.query("SELECT count(*) AS n FROM records")[0]["n"]
        SAID(f"{total:,} records in {len(store.query('SELECT batch FROM batches')):,} batches\n")
        SAID(f"{'seconds':45}   first    best\n")
        timed("open", lambda: Store(store.path).query("SELECT 1"))
        for name, sql in QUERIES.items():
            timed(name, lambda sql=sql: store.query(sql))  # type: ignore[misc]
        timed("counts by month and category", lambda: store.counts(["month", "category"], factuality="asserted"))
        timed("counts by dyad", lambda: store.counts("dyad"))
        timed(
            "records of a country and category to polars",
            lambda: store.records(actor="XAA", category="ASSAULT", as_="polars"),
        )
        timed("one batch of codings", lambda: [next(reading) for reading in [store.codings()] for _ in range(1_000)])
        timed("search (first: making the index)", lambda: store.search("army AND mayor"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
