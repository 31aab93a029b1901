"""Build the wheel twice, from two copies of the source and at two times, and compare every byte: is the build reproducible?

    python -m scripts.check_wheel [--out FOLDER]

Needs hatchling. Prints the SHA-256 of the wheel; exit code 1 where the two differ or hold what does not belong in a package. With
--out the wheel is kept. Whoever builds the same source with the same hatchling gets the same digest.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# 1 January 2020: any day will do, as long as it is the same.
EPOCH = "1577836800"
# Folders of working copies that a build must not take up.
_LITTER = ("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", "node_modules")
_BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


def source(into: Path) -> None:
    """Copy what a wheel is made of, without the traces of work."""
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, into / name)
    shutil.copytree(ROOT / "src", into / "src", ignore=shutil.ignore_patterns(*_LITTER, "*.pyc"))


def build(folder: Path, umask: int, zone: str) -> Path:
    """The wheel of a copy of the source, made under another umask and in another time zone."""
    target = folder / "dist"
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(target)],
        cwd=folder, env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "TZ": zone, "PYTHONHASHSEED": zone[-1:] or "0"},
        umask=umask, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return target / done.stdout.strip().splitlines()[-1]


def differences(first: Path, second: Path) -> list[str]:
    """The members that differ, or the archives where only these do."""
    contents = []
    for path in (first, second):
        with zipfile.ZipFile(path) as archive:
            contents.append({row.filename: (row.CRC, row.date_time, row.external_attr) for row in archive.infolist()})
    one, two = contents
    found = [name for name in sorted({*one, *two}) if one.get(name) != two.get(name)]
    return found or ([] if first.read_bytes() == second.read_bytes() else ["the order or packing of the members"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="keep the wheel in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheels = []
        for name, umask, zone in (("a", 0o022, "UTC0"), ("b/deeper", 0o077, "XYZ-9")):
            copy = Path(folder) / name
            copy.mkdir(parents=True)
            source(copy)
            wheels.append(build(copy, umask, zone))
        differing = differences(*wheels)
        with zipfile.ZipFile(wheels[0]) as archive:
            litter = [name for name in archive.namelist() if any(part in _LITTER for part in Path(name).parts)]
        for name in (*differing, *litter):
            print(f"{'differs' if name in differing else 'does not belong'}: {name}")  # noqa: T201
        print(f"{hashlib.sha256(wheels[0].read_bytes()).hexdigest()}  {wheels[0].name}")  # noqa: T201
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
            shutil.copy(wheels[0], options.out)
    return int(bool(differing or litter))


if __name__ == "__main__":
    sys.exit(main())
