"""Write NOTICE: where the weights and the data come from, and the licence of every library that onrecord runs with.

    python -m scripts.build_notice [--check]

The sources stand in scripts/notice.in; libraries are those of pyproject.toml and of their installed metadata, so run it where all
extras are installed. Spellings of licences are made one by scripts/licences.csv.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
NOTICE, TEMPLATE = ROOT / "NOTICE", ROOT / "scripts" / "notice.in"
# Extras for those who work on onrecord; nothing of them is needed to run it.
_DEVELOPMENT = frozenset({"test", "bench", "train", "fuzz", "scale"})
_LONGEST = 60
_CLASSIFIER = "License :: OSI Approved :: "


def direct() -> list[str]:
    """The libraries that pyproject.toml names, extras for development apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    rows = [*project["dependencies"], *(row for name in extras if name not in _DEVELOPMENT for row in extras[name])]
    return sorted({canonicalize_name(Requirement(row).name) for row in rows} - {project["name"]})


def needed(names: Iterable[str]) -> list[str]:
    """The installed libraries that others need, themselves left out."""
    first = set(names)
    found: set[str] = set()
    pending = list(first)
    while pending:
        name = pending.pop()
        try:
            rows = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            # Needed on another system only.
            found.discard(name)
            continue
        for row in map(Requirement, rows):
            key = canonicalize_name(row.name)
            if (row.marker is None or row.marker.evaluate({"extra": ""})) and key not in found | first:
                found.add(key)
                pending.append(key)
    return sorted(found)


def licence(name: str, spellings: Mapping[str, str]) -> str:
    """The licence that a library's metadata name, as an SPDX expression where they give one."""
    about = importlib.metadata.metadata(name).json
    said = str(about.get("license_expression") or "")
    if not said:
        short = str(about.get("license") or "").strip()
        classified = [
            row.removeprefix(_CLASSIFIER) for row in _rows(about, "classifier") if row.startswith(_CLASSIFIER)
        ]
        said = short if 0 < len(short) <= _LONGEST and "\n" not in short else " OR ".join(classified)
    return spellings.get(said, said) or "see its own files"


def address(name: str) -> str:
    """The home page or repository of a library, or nothing."""
    about = importlib.metadata.metadata(name).json
    if page := about.get("home_page"):
        return str(page)
    urls = dict(re.split(r",\s*", row, maxsplit=1) for row in _rows(about, "project_url"))
    order = ("homepage", "repository", "source", "source code", "github", "documentation")
    lower = {key.lower(): value for key, value in urls.items()}
    return next((lower[key] for key in order if key in lower), next(iter(urls.values()), ""))


def _rows(about: Mapping[str, str | list[str]], field: str) -> list[str]:
    """The values of a field of metadata that may have several."""
    value = about.get(field, [])
    return [value] if isinstance(value, str) else value


def lines(names: Iterable[str]) -> list[str]:
    """A line a library: name, licence, address."""
    with (ROOT / "scripts" / "licences.csv").open(encoding="utf-8") as handle:
        spellings = {row["said"]: row["licence"] for row in csv.DictReader(handle)}
    return [f"  {name:24} {licence(name, spellings):46} {address(name)}".rstrip() for name in names]


def notice() -> str:
    """The whole file; raises PackageNotFoundError where a library that onrecord imports is not installed."""
    first = direct()
    libraries = "\n".join(["  imported by onrecord", *lines(first), "", "  needed by these", *lines(needed(first))])
    return TEMPLATE.read_text(encoding="utf-8").replace("{libraries}", libraries)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the file is out of date")
    options = parser.parse_args()
    text = notice()
    if NOTICE.read_text(encoding="utf-8") == text:
        return 0
    if options.check:
        print("out of date: NOTICE")  # noqa: T201
        return 1
    NOTICE.write_text(text, encoding="utf-8")
    print("written: NOTICE")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
