"""Make the index of names from the knowledge files, by which the package loads them.

    python -m scripts.build_knowledge [--check]

Writes src/onrecord/knowledge/names.index. The files are checked on the way. The package never relies on the index being
fresh: where a file has been edited since, it reads the files. With --check nothing is written, and the exit code is 1
where the index is not that of the files.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onrecord.knowledge.index import INDEX, pack
from onrecord.knowledge.load import build
from onrecord.knowledge.rows import COLUMNS

FOLDER = Path(__file__).resolve().parent.parent / "src" / "onrecord" / "knowledge"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the index is that of the files")
    check = parser.parse_args().check
    files = {file: (FOLDER / file).read_text(encoding="utf-8") for file in COLUMNS}
    text = pack(build(files), files)
    target = FOLDER / INDEX
    if check:
        fresh = target.is_file() and target.read_text(encoding="utf-8") == text
        sys.exit(0 if fresh else f"{INDEX} is not that of the files: run python -m scripts.build_knowledge")
    target.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{text.count(chr(10)):,} lines, {len(text.encode()):,} bytes\n")


if __name__ == "__main__":
    main()
