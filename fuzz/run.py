"""Fuzz a target for some minutes: `python -m fuzz.run TARGET --minutes N`. Needs the extra `fuzz`.

Findings (the input, and beside it the traceback) are written to fuzz/findings; the exit code is 1 if there are any. What was
learnt of the input's space is kept in fuzz/work, so that a later run goes on from there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from fuzz.seeds import write_seeds

FOLDER = Path(__file__).resolve().parent
# Seconds and megabytes for one input; the largest input in bytes.
TIMEOUT, MEMORY, LONGEST = 30, 2_500, 4_096
NAMES = ("html", "jsonl", "text", "markup", "dates", "decoder", "contract")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=[*NAMES, "all"], help="what is fuzzed; all: one after the other")
    parser.add_argument("--minutes", type=float, default=60, help="minutes for each target")
    parser.add_argument("--again", type=Path, help="try one input only, such as a finding, and show what comes of it")
    options = parser.parse_args()
    if options.again is not None:
        from fuzz.targets import TARGETS  # noqa: PLC0415 - loads the weights, which a run does in its own process

        TARGETS[options.target](options.again.read_bytes())
        return 0
    work, findings = FOLDER / "work", FOLDER / "findings"
    for folder in (work, findings):
        folder.mkdir(exist_ok=True)
    write_seeds(work)
    chosen = NAMES if options.target == "all" else (options.target,)
    failed = [target for target in chosen if _fuzz(target, options.minutes, work, findings)]
    found = [path for target in chosen for path in sorted(findings.glob(f"{target}-*")) if path.suffix != ".txt"]
    for path in found:
        print(f"finding: {path.relative_to(FOLDER.parent)}")  # noqa: T201
    return int(bool(found or failed))


def _fuzz(target: str, minutes: float, work: Path, findings: Path) -> bool:
    """Run the engine on a target; whether it stopped before its time (a time-out, no memory, a crash of the interpreter)."""
    learnt = work / f"{target}-learnt"
    learnt.mkdir(exist_ok=True)
    done = subprocess.run(
        [
            sys.executable, "-m", "fuzz.engine", target, str(findings),
            f"-max_total_time={max(1, round(60 * minutes))}", f"-timeout={TIMEOUT}", f"-rss_limit_mb={MEMORY}",
            f"-max_len={LONGEST}", f"-dict={work / target}.dict", f"-artifact_prefix={findings / target}-stopped-",
            "-print_final_stats=1", "-verbosity=1", str(learnt), str(work / target),
        ],
        cwd=FOLDER.parent, env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}, check=False,
    )  # fmt: skip
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
