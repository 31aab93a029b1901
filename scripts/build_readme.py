"""Put the real output of the README's first command into the README, or say whether it is up to date.

python scripts/build_readme.py [--check]
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from pathlib import Path

from rich.console import Console

from onrecord import Coder, read
from onrecord.output.terminal import print_coding

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PART = re.compile(r"(<!-- example -->\n).*?(<!-- /example -->)", re.DOTALL)


def example() -> str:
    """What the command prints of the first report, without colour."""
    report = next(iter(read(ROOT / "examples" / "wikinews.jsonl")))
    out = io.StringIO()
    print_coding(Console(file=out, no_color=True, width=120), Coder().code_report(report), full=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the README is out of date")
    options = parser.parse_args()
    old = README.read_text(encoding="utf-8")
    new = PART.sub(lambda found: f"{found[1]}```\n{example()}\n```\n{found[2]}", old)
    if new != old and not options.check:
        README.write_text(new, encoding="utf-8")
    print("README.md: " + ("up to date" if new == old else "out of date" if options.check else "written"))  # noqa: T201
    return int(options.check and new != old)


if __name__ == "__main__":
    sys.exit(main())
