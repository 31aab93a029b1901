"""One fuzzing process: `python -m fuzz.engine TARGET FINDINGS [options of libFuzzer]`. `fuzz.run` starts it.

A finding does not stop the run: its input and traceback are written once for each place it comes from.
"""

from __future__ import annotations

import hashlib
import sys
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["onrecord"]):
    from fuzz.targets import TARGETS


def main() -> None:
    target, findings = TARGETS[sys.argv[1]], Path(sys.argv[2])

    def attempt(data: bytes) -> None:
        try:
            target(data)
        except Exception as fault:
            # Whatever is raised is what is looked for.
            place = "".join(
                f"{frame.filename}:{frame.lineno};" for frame in traceback.extract_tb(fault.__traceback__)[-4:]
            )
            name = hashlib.sha256(f"{type(fault).__name__};{place}".encode()).hexdigest()[:12]
            path = findings / f"{sys.argv[1]}-{name}"
            if not path.exists():
                path.write_bytes(data)
                path.with_suffix(".txt").write_text("".join(traceback.format_exception(fault)), encoding="utf-8")

    atheris.Setup([sys.argv[0], *sys.argv[3:]], attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
