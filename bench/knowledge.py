"""How fast the knowledge base loads, how much memory it takes, and how long a look-up takes.

    python -m bench.knowledge [--runs 5]

Loading is measured in fresh processes, from the first line of `load()` to its return: time on the clock, time of the
processor (on a busy machine the one to compare), and growth of resident memory. A look-up is timed for common names as
reports write them: worked out anew, and repeated, as the latest ones are kept.

Bars: 150 ms, 100 MB, 50 microseconds a look-up.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import resources

from onrecord.knowledge import load
from onrecord.knowledge.index import INDEX, digest_of, unpack
from onrecord.knowledge.rows import COLUMNS

NAMES = (
    "Vladimir Putin", "Putin", "Angela Merkel", "Netanyahu", "Russia", "Kenya", "Kyiv", "the Kremlin", "NATO", "the United Nations",
    "Hamas", "the Taliban", "Boko Haram fighters", "rebels", "police", "soldiers", "French police", "Russian forces",
    "Ukraine's foreign minister", "two senior Hamas officials", "a spokesman for the army",
)  # fmt: skip
DAY = datetime.date(2022, 5, 1)
_ROUNDS = 2000
_LOAD = """
import json, time
from onrecord.knowledge import load
def resident():
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
memory, clock, processor = resident(), time.perf_counter(), time.process_time()
load()
print(json.dumps([time.perf_counter() - clock, time.process_time() - processor, resident() - memory]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="fresh processes in which loading is measured")
    values = measure(parser.parse_args().runs)
    sys.stdout.write(
        f"{values['names']:,.0f} names, from {'their index' if values['indexed'] else 'the files: the index is not theirs'}\n"
        f"loading: {values['clock']:.0f} ms on the clock, {values['processor']:.0f} ms of the processor (medians), "
        f"{values['memory']:.0f} MB\n"
        f"a look-up: {values['worked_out']:.0f} µs worked out (slowest {values['slowest']:.0f}), "
        f"{values['repeated']:.2f} µs repeated (medians over {len(NAMES)} names)\n"
    )


def measure(runs: int) -> dict[str, float]:
    """Figures by name: milliseconds, megabytes and microseconds. Memory is read where /proc tells it (Linux)."""
    loads = [_fresh_load() for _ in range(runs)]
    knowledge = load()
    anew = [_microseconds(functools.partial(knowledge.work_out, name, DAY)) for name in NAMES]
    kept = [_microseconds(functools.partial(knowledge.identify, name, DAY)) for name in NAMES]
    return {
        "names": float(len(knowledge.tables.senses)),
        "indexed": float(_is_fresh()),
        "clock": 1000 * statistics.median(clock for clock, _, _ in loads),
        "processor": 1000 * statistics.median(processor for _, processor, _ in loads),
        "memory": statistics.median(memory for _, _, memory in loads) / 1024,
        "worked_out": statistics.median(anew),
        "slowest": max(anew),
        "repeated": statistics.median(kept),
    }


def _is_fresh() -> bool:
    """Whether the index is that of the files, so that loading goes by it."""
    folder = resources.files("onrecord.knowledge")
    files = {file: folder.joinpath(file).read_text(encoding="utf-8") for file in COLUMNS}
    index = folder.joinpath(INDEX)
    return index.is_file() and unpack(index.read_text(encoding="utf-8"), digest_of(files)) is not None


def _fresh_load() -> tuple[float, float, float]:
    """Seconds on the clock, seconds of the processor, kilobytes."""
    done = subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True)
    clock, processor, memory = json.loads(done.stdout)
    return clock, processor, memory


def _microseconds(look_up: Callable[[], object]) -> float:
    """Processor time of one call, after a first that fills what is kept."""
    look_up()
    start = time.process_time()
    for _ in range(_ROUNDS):
        look_up()
    return (time.process_time() - start) / _ROUNDS * 1e6


if __name__ == "__main__":
    main()
