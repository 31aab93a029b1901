"""Code the files of a folder one by one under limits, and print one JSON object a file. Run in a process of its own:

    python -m tests.hard.drive FOLDER MOST_WORDS SECONDS

Address space is limited, a timer ends a file that takes too long, and every file is coded twice in two ways: as a file and,
where the first took little, once more.
"""

from __future__ import annotations

import hashlib
import json
import resource
import signal
import sys
import time
from pathlib import Path

from onrecord import coder as coding
from onrecord.coder import Coder
from onrecord.output.contract import from_contract, to_line
from onrecord.readers import read

ADDRESS_SPACE = 4 << 30


def main() -> None:
    folder, words, seconds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    # Fewer words than in earnest, so that the whole corpus is coded in a minute: the way through the program is the same.
    coding.MAX_WORDS = words
    coder = Coder()
    coder.code("Rebels attacked Goma.")
    for path in sorted(folder.iterdir()):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        begin = time.process_time()
        lines = lines_of(coder, path)
        took = time.process_time() - begin
        again = lines_of(coder, path) if took < 2 else lines
        signal.setitimer(signal.ITIMER_PROF, 0)
        row = {
            "file": path.name, "seconds": round(took, 2), "same": again == lines,
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "digest": hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest(),
            "reports": [brief(line) for line in lines],
        }  # fmt: skip
        print(json.dumps(row), flush=True)  # noqa: T201 - what the test reads


def lines_of(coder: Coder, path: Path) -> list[str]:
    """The output for one file."""
    return [to_line(coded) for coded in coder.code_many(read(path))]


def brief(line: str) -> dict[str, object]:
    """What came of one report. The line must be UTF-8, one line, strict JSON, and every span must hold."""
    line.encode("utf-8")
    assert len(line.splitlines()) == 1
    tree = json.loads(line, parse_constant=lambda name: sys.exit(f"{name} in the output"))
    coded = from_contract(tree)
    return {
        "records": len(coded.records), "statements": len(coded.statements), "length": len(coded.report.text),
        "codes": sorted({issue.code for issue in coded.issues}),
        "failed": [issue.message for issue in coded.issues if issue.code == "failed"],
    }  # fmt: skip


if __name__ == "__main__":
    main()
