"""Measure the explorer's pages in a headless Chromium on a store with made-up records: the first view, filters, scrolling.

    python -m bench.explorer_page [--store FOLDER] [--records 100000] [--repeats 7] [--chromium PATH]

The store is made in a temporary folder, or in FOLDER, where it is kept and used again; the server runs in a process of its own, as
for `bench.explorer`. Times are taken in the page:

- a first view from the start of the navigation, in a browser context that has nothing in its cache, with a server that is ready, to
  the frame after everything is there: rows in the table, or all charts;
- a filter from the click on its box to the frame after all numbers, and the rows or charts, are those of the filter;
- scrolling through all records in five seconds, and a page of them at the pace of reading: frames that took more than 50 ms, the
  longest frame, and the time after stopping until every row in sight is there.

Aims for 100,000 records: a first view within 1,500 ms, a filter within 300 ms. Other work on the machine spoils the figures: its load
is told beside them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.explorer import fill, served

SAID = sys.stdout.write
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
]  # fmt: skip
WIDTH, HEIGHT = 1440, 900
FIRST_VIEW_MS, FILTER_MS, FRAME_MS = 1_500, 300, 50
FACETS = ("Category", "Actor", "Certainty")
_TIMEOUT_MS = 60_000
# What has to be there before a view counts as drawn.
READY = {
    "records": ("main[aria-busy='false'] .matched strong", ".grid-row:not(.waiting)"),
    "overview": (
        "main[aria-busy='false'] .matched strong",
        ".bars svg .bar",
        ".map path.land",
        ".map-body svg",
        ".dyads .dyad",
    ),
}

# In every page before its own scripts. `bench.when(test)` gives the time of the frame after the first one in which the test holds.
_SCRIPT = """
window.bench = {
    when: test => new Promise(resolve => {
        const look = () => requestAnimationFrame(() => { if (test()) requestAnimationFrame(resolve); else look(); });
        look();
    }),
    has: selectors => selectors.every(one => document.querySelector(one) !== null),
    matched: () => document.querySelector(".matched strong")?.textContent ?? "",
    facet: title => [...document.querySelectorAll(".facet")]
        .find(one => one.querySelector(".facet-head button").textContent.includes(title)),
    // The table goes with the numbers once it has as many rows.
    settled: () => {
        const grid = document.querySelector("[role=grid]");
        const rows = grid === null ? null : Number(grid.getAttribute("aria-rowcount")) - 1;
        return document.querySelector("main[aria-busy='false']") !== null && document.querySelector(".grid-row.waiting") === null
            && (rows === null || rows === Number(bench.matched().replaceAll(",", "")));
    },
};
"""
_FIRST = "selectors => bench.when(() => bench.has(selectors))"
_CHOOSE = """async ([title, nth]) => {
    const boxes = [...bench.facet(title).querySelectorAll(".value:not(.value-mode):not(.value-none) input:not(:checked)")];
    const [before, begin, chips] = [bench.matched(), performance.now(), document.querySelectorAll(".chip").length];
    boxes[nth % boxes.length].click();
    const there = () => document.querySelectorAll(".chip").length > chips && bench.matched() !== before && bench.settled();
    return await bench.when(there) - begin;
}"""
_CLEAR = """async () => {
    const chips = () => [...document.querySelectorAll(".chip")];
    while (chips().length > 0) {
        const left = chips().length - 1;
        chips()[0].click();
        await bench.when(() => chips().length === left && bench.settled());
    }
}"""
_SCROLL = """async ([ms, all]) => {
    const box = document.querySelector(".grid-scroll");
    box.scrollTop = 0;
    const far = all ? box.scrollHeight - box.clientHeight : Math.min(box.scrollHeight - box.clientHeight, 1000 * ms / 1000);
    const frames = [];
    const begin = await new Promise(requestAnimationFrame);
    for (let last = begin; last - begin < ms;) {
        box.scrollTop = far * Math.min(1, (last - begin) / ms);
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - last);
        last = now;
    }
    box.scrollTop = far;
    const end = performance.now();
    const settled = await bench.when(bench.settled) - end;
    return {frames, settled};
}"""


@dataclass
class Row:
    """A line of the table: what was measured, and the aim in milliseconds where there is one."""

    title: str
    aim: int | None = None
    values: list[float] = field(default_factory=list)

    def line(self) -> str:
        """The line, in Markdown."""
        if not self.values:
            return f"| {self.title} | | | | 0 |"
        aim = "" if self.aim is None else f"{self.aim:,}"
        return f"| {self.title} | {aim} | {statistics.median(self.values):,.0f} | {max(self.values):,.0f} | {len(self.values)} |"


def page_of(browser: Browser) -> Page:
    """A page in a context of its own, with nothing kept from before."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    context.set_default_timeout(_TIMEOUT_MS)
    context.add_init_script(_SCRIPT)
    return context.new_page()


def first_view(page: Page, address: str, view: str) -> float:
    """Open a view; milliseconds from the start of the navigation until it is drawn."""
    page.goto(f"{address}#/{view}", wait_until="commit")
    return float(page.evaluate(_FIRST, list(READY[view])))


def measure_view(browser: Browser, address: str, view: str, repeats: int) -> list[Row]:
    """First views and filters of a view."""
    name = view.capitalize()
    first = Row(f"{name}: first view", FIRST_VIEW_MS)
    one, three = Row(f"{name}: filter by a facet", FILTER_MS), Row(f"{name}: a third facet", FILTER_MS)
    for _ in range(repeats):
        page = page_of(browser)
        first.values.append(first_view(page, address, view))
        page.context.close()
    page = page_of(browser)
    first_view(page, address, view)
    for number in range(repeats):
        # Another value each time, so that nothing is remembered from the time before.
        times = [float(page.evaluate(_CHOOSE, [title, number])) for title in FACETS]
        one.values.append(times[0])
        three.values.append(times[-1])
        page.evaluate(_CLEAR)
    page.context.close()
    return [first, one, three]


def measure_scrolling(browser: Browser, address: str, repeats: int, seconds: float) -> list[Row]:
    """Scrolling through all records, and as one reads."""
    rows: list[Row] = []
    page = page_of(browser)
    first_view(page, address, "records")
    for title, whole in (("all records", True), ("1,000 pixels a second", False)):
        frames = Row(f"Scrolling, {title}: frames in {seconds:g} s")
        slow = Row(f"Scrolling, {title}: frames over {FRAME_MS} ms")
        longest, settled = (
            Row(f"Scrolling, {title}: longest frame"),
            Row(f"Scrolling, {title}: rows there after stopping"),
        )
        for _ in range(repeats):
            found: dict[str, Any] = page.evaluate(_SCROLL, [seconds * 1000, whole])
            frames.values.append(len(found["frames"]))
            slow.values.append(sum(frame > FRAME_MS for frame in found["frames"]))
            longest.values.append(max(found["frames"]))
            settled.values.append(found["settled"])
        rows += [frames, slow, longest, settled]
    page.context.close()
    return rows


def load() -> str:
    """How busy the machine is."""
    return f"load average {', '.join(f'{one:.1f}' for one in os.getloadavg())} on {os.cpu_count()} cores"


def run(path: Path, chromium: str, repeats: int, seconds: float) -> None:
    """Print the table."""
    rows: list[Row] = []
    before = load()
    with served(path) as (address, ready), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        version = browser.version
        for view in READY:
            rows += measure_view(browser, address, view, repeats)
        rows += measure_scrolling(browser, address, repeats, seconds)
        browser.close()
    SAID(f"Chromium {version}, {WIDTH} x {HEIGHT}; server ready after {ready:.1f} s\n")
    SAID(f"before: {before}\nafter: {load()}\n\n")
    SAID("| what | aim | median | worst | n |\n|---|---|---|---|---|\n")
    SAID("".join(f"{row.line()}\n" for row in rows))
    missed = _missed(rows)
    verdict = f"Medians over their aim: {'; '.join(missed)}." if missed else "All medians are within their aims."
    SAID(f"\nTimes in milliseconds. {verdict}\n")


def _missed(rows: Sequence[Row]) -> list[str]:
    return [row.title for row in rows if row.aim is not None and row.values and statistics.median(row.values) > row.aim]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="where the store is, or is made and kept")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each scrolling takes")
    parser.add_argument(
        "--chromium", default=shutil.which("chromium"), help="the browser; that on the PATH unless given"
    )
    given = parser.parse_args()
    if given.chromium is None:
        parser.error("there is no chromium on the PATH; install it or give --chromium")
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        path = given.store or Path(folder) / "store"
        fill(path, given.records)
        run(path, given.chromium, given.repeats, given.seconds)


if __name__ == "__main__":
    main()
