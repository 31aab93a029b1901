"""Record what `onrecord doctor` compares with: digests of the data files, and the coding of the built-in report.

    python -m scripts.build_doctor [--check]

Run it after a change of data files, weights or rules, and read the difference of expected.json before it is committed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from onrecord.coder import Coder
from onrecord.commands.checks import code_selftest, data_digests

FOLDER = Path(__file__).resolve().parent.parent / "src" / "onrecord" / "commands" / "selftest"


def digests() -> str:
    """The data files of the package with their SHA-256."""
    return "".join(f"{name},{digest}\n" for name, digest in {"file": "sha256", **data_digests()}.items())


def expected() -> str:
    """The coding of the built-in report."""
    return json.dumps(code_selftest(Coder()), ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is out of date")
    options = parser.parse_args()
    made = {"digests.csv": digests(), "expected.json": expected()}
    stale = [
        name
        for name, text in made.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    for name in stale:
        if not options.check:
            (FOLDER / name).write_text(made[name], encoding="utf-8")
        print(f"{'out of date' if options.check else 'written'}: commands/selftest/{name}")  # noqa: T201
    return int(bool(stale) and options.check)


if __name__ == "__main__":
    sys.exit(main())
