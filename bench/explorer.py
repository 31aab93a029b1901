"""Measure the explorer's server on a store with made-up records: the first view, filters, pages, a report, a search.

    python -m bench.explorer [--records 100000] [--repeats 15] [--store FOLDER]

The store is made in a temporary folder, or in FOLDER, where it is kept and used again the next time. The server runs in a
process of its own and is asked over HTTP, as a browser does. Aims, for 100,000 records: a first view well under 1 s after the
server says that it is ready, a filter under 150 ms, so that with drawing a browser stays under 1.5 s and 300 ms.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.synthetic import synthetic_coding
from onrecord.store import Run, Store

RECORDS_A_REPORT, REPORTS_A_BATCH, RECORDS_AN_EVENT = 10, 1_000, 3
STANDINGS = ("single-source", "corroborated", "disputed", "denied", "planned")
SAID = sys.stdout.write
Parameters = Sequence[tuple[str, str]]


def fill(path: Path, records: int) -> None:
    """Make a store of so many records and link them, unless it is there."""
    store = Store.create(path)
    if store.linked_version() is not None:
        return
    run = Run.start(model="m" * 64, codebook="c" * 64, package="0")
    for first in range(0, records // RECORDS_A_REPORT, REPORTS_A_BATCH):
        last = min(first + REPORTS_A_BATCH, records // RECORDS_A_REPORT)
        store.write(f"batch {first}", [synthetic_coding(n, records=RECORDS_A_REPORT) for n in range(first, last)], run)
    rows = store.query("SELECT record, category, mode, date_start, published, report FROM records ORDER BY record")
    groups = [rows[at : at + RECORDS_AN_EVENT] for at in range(0, len(rows), RECORDS_AN_EVENT)]
    events = [_event(number, group) for number, group in enumerate(groups)]
    links = [
        {"record": row["record"], "event": event["id"], "score": 1.0, "reasons": ["made up"], "digest": ""}
        for event, group in zip(events, groups, strict=True)
        for row in group
    ]
    store.replace_events(events, links, package="0", version=store.version)


def _event(number: int, group: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """An event of records that have nothing to do with one another: how many there are is what counts here."""
    first = group[0]
    return {
        "id": f"e{number:07d}", "category": first["category"], "mode": first["mode"], "records": [row["record"] for row in group],
        "first_report": first["report"], "reports": len(group), "origins": 1, "standing": STANDINGS[number % len(STANDINGS)],
        "asserted_by": [], "denied_by": [], "planned_by": [], "actors": [], "recipients": [], "date_start": first["date_start"],
        "date_end": first["date_start"], "place": None, "place_country": None, "lat": None, "lon": None, "killed": None, "injured": None,
    }  # fmt: skip


@contextmanager
def served(path: Path) -> Iterator[tuple[str, float]]:
    """The server in a process of its own: its address, and seconds until it was ready."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "onrecord.explorer", str(path)], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        address = process.stderr.readline().strip()
        yield address, time.monotonic() - begin
    finally:
        process.terminate()
        process.wait()


class Asking:
    """A connection that is kept, as a browser keeps it."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.size = 0

    def get(self, path: str, parameters: Parameters = ()) -> Any:
        """The JSON of an address."""
        self.connection.request("GET", f"/api/{path}" + (f"?{urlencode(parameters)}" if parameters else ""))
        answer = self.connection.getresponse()
        body = answer.read()
        self.size = len(body)
        if answer.status != 200:
            raise RuntimeError(body[:500])
        return json.loads(body)


def measure(title: str, ask: Callable[[int], Any], repeats: int) -> None:
    """Ask several times and print median and worst."""
    times = []
    for number in range(repeats):
        begin = time.perf_counter()
        ask(number)
        times.append((time.perf_counter() - begin) * 1000)
    SAID(f"| {title} | {statistics.median(times):,.0f} | {max(times):,.0f} | {repeats} |\n")


def run(path: Path, repeats: int) -> None:
    """Print a table of what each question takes."""
    with served(path) as (address, ready):
        asking = Asking(address)
        begin = time.perf_counter()
        asking.get("store")
        asking.get("codebook")
        first = asking.get("overview")
        page = asking.get("records")
        view = (time.perf_counter() - begin) * 1000
        SAID(
            f"{first['total']:,} records, {first['events']:,} events, {first['reports']:,} reports; ready after {ready:.1f} s\n\n"
        )
        SAID("| question | median ms | worst ms | n |\n|---|---|---|---|\n")
        SAID(f"| first view: store, codebook, overview, first page of records | {view:,.0f} | {view:,.0f} | 1 |\n")
        facets = {name: [row["value"] for row in rows] for name, rows in first["facets"].items()}

        def filtered(number: int, *names: str) -> Parameters:
            # Another value each time, so that nothing is remembered from the time before.
            return [(name, facets[name][number % len(facets[name])]) for name in names]

        def overview(*names: str) -> Callable[[int], Any]:
            return lambda number: asking.get("overview", filtered(number, *names))

        measure("overview without a filter", lambda _: asking.get("overview"), repeats)
        measure("filter by one facet", overview("who"), repeats)
        measure("filter by two facets", overview("who", "category"), repeats)
        measure("filter by three facets", overview("who", "category", "factuality"), repeats)
        measure("filter by words in a name", lambda n: asking.get("overview", [("party", f"name:{n}")]), repeats)
        measure("text query, first (the index is made)", lambda _: asking.get("overview", [("q", "mayor")]), 1)
        words = ("army", "country", "struck", "town", "another", "others", "denied", '"army said"', "town AND army")
        measure(
            "text query that finds every report",
            lambda n: asking.get("overview", [("q", words[n])]),
            min(repeats, len(words)),
        )
        measure(
            "text query that finds one report",
            lambda n: asking.get("overview", [("q", f'title:"Report {n}"')]),
            repeats,
        )
        measure(
            "page of 200 records in the middle",
            lambda n: asking.get("records", [("offset", str(5_000 + 200 * n))]),
            repeats,
        )
        measure("page of 200 events", lambda n: asking.get("events", [("offset", str(200 * n))]), repeats)
        reports = [row["report"] for row in page["rows"]]
        measure("one report", lambda n: asking.get("report", [("id", reports[n % len(reports)])]), repeats)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--store", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        path = given.store or Path(folder) / "store"
        fill(path, given.records)
        run(path, given.repeats)


if __name__ == "__main__":
    main()
