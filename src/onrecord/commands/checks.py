"""What `onrecord doctor` looks at: each check says what was found and, where something is wrong, what to do."""

from __future__ import annotations

import csv
import datetime
import hashlib
import importlib.metadata
import importlib.util
import json
import platform
import re
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from onrecord import __version__
from onrecord.coder import Coder
from onrecord.errors import OnRecordError, SetupError
from onrecord.output.contract import to_contract
from onrecord.readers import from_text
from onrecord.tagger.network import FILES, Network

State = Literal["ok", "absent", "warning", "wrong"]
REINSTALL = "Install onrecord again: pip install --force-reinstall --no-deps onrecord"
# Below so many bytes a run may end for want of room: coding takes about 600 MB of memory, a store a few MB a batch.
LEAST_MEMORY, LEAST_DISK = 700_000_000, 500_000_000
# Another processor may round the last digit of a confidence the other way; more than this is another result.
ROUNDING = 0.00015
_PYTHON = (3, 11)
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(?:>=\s*(?P<least>[0-9.]+))?(?P<rest>.*)")
_CARD_DIGEST = re.compile(r"\| digest of all files \| `([0-9a-f]{64})` \|")
# Suffixes of data files. The weights are told by model.json, and what the explorer shows is no data.
_DATA = frozenset({".csv", ".index", ".npz", ".txt", ".yaml"})
_RECORDED = "digests.csv"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        group: heading of the table it stands under.
        name: what was looked at.
        state: ok; absent (not installed, not needed); warning; wrong (onrecord cannot be trusted to work).
        found: the version, digest, figure or fault found.
        remedy: what to do; empty where nothing is to do.
    """

    group: str
    name: str
    state: State
    found: str
    remedy: str = ""


def selftest() -> Traversable:
    """The folder with the built-in report, its recorded coding and the recorded digests."""
    return resources.files("onrecord.commands").joinpath("selftest")


def versions() -> Iterator[Check]:
    """onrecord, Python and the libraries that coding needs."""
    group = "versions"
    installed = _version("onrecord")
    same = installed == __version__
    yield Check(
        group, "onrecord", "ok" if same else "warning", __version__,
        "" if same else f"The installation says {installed}: {REINSTALL}",
    )  # fmt: skip
    fits = sys.version_info[:2] >= _PYTHON
    remedy = "" if fits else f"onrecord needs Python {'.'.join(map(str, _PYTHON))} or later."
    yield Check(
        group, "Python", "ok" if fits else "wrong", f"{platform.python_version()} ({platform.machine()})", remedy
    )
    for name, least in _requirements():
        yield _library(group, name, least)


def extras() -> Iterator[Check]:
    """Libraries that only some commands need."""
    with selftest().joinpath("extras.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            missing = [name for name in row["modules"].split(";") if not _importable(name)]
            found = f"for {row['purpose']}" + (f"; lacks {', '.join(missing)}" if missing else "")
            remedy = f"If you need it: pip install 'onrecord[{row['extra']}]'" if missing else ""
            yield Check("extras", row["extra"], "absent" if missing else "ok", found, remedy)


def weights(folder: Traversable) -> Iterator[Check]:
    """The tagger's files against the digests of model.json, these against the model card."""
    group = "weights"
    try:
        facts = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
        recorded: dict[str, str] = facts["files"]
        card = folder.joinpath("MODEL_CARD.md").read_text(encoding="utf-8")
        total, version = facts["digest"], facts["version"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        yield Check(group, "model.json", "wrong", f"cannot be read: {fault}", REINSTALL)
        return
    found: dict[str, str] = {}
    for name in FILES:
        digest = _digest(folder.joinpath(name))
        found[name] = digest or ""
        yield _compared(group, name, digest, recorded.get(name))
    whole = hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
    yield _compared(group, "all files", whole, total)
    signed = _CARD_DIGEST.search(card)
    yield _compared(group, f"model card, version {version}", signed[1] if signed else None, whole)


def data() -> Iterator[Check]:
    """Codebook, knowledge and word lists against their recorded digests, one line for each folder."""
    recorded = recorded_digests()
    found = data_digests()
    for folder in sorted({name.partition("/")[0] for name in (*recorded, *found)}):
        names = sorted(name for name in {*recorded, *found} if name.partition("/")[0] == folder)
        odd = [name for name in names if recorded.get(name) != found.get(name)]
        if odd:
            remedy = f"{REINSTALL} (or, after editing a data file, run python -m scripts.build_doctor)"
            yield Check("data", folder, "wrong", f"changed, missing or unknown: {', '.join(odd)}", remedy)
        else:
            whole = hashlib.sha256("".join(found[name] for name in names).encode()).hexdigest()
            yield Check("data", folder, "ok", f"{len(names)} file(s), {whole[:16]}")


def coding(folder: Traversable) -> Iterator[Check]:
    """Code the built-in report and compare every field with what was recorded."""
    group, name = "self-test", "one report"
    try:
        begin = time.perf_counter()
        coder = Coder(Network(folder))
        loaded = time.perf_counter()
        tree = code_selftest(coder)
        done = time.perf_counter()
    except OnRecordError as fault:
        yield Check(group, name, "wrong", fault.message, fault.remedy or REINSTALL)
        return
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        # Facts of the model that are none; the weights' own checks say so too.
        yield Check(group, name, "wrong", f"the weights cannot be used: {fault!r}", REINSTALL)
        return
    expected = json.loads(selftest().joinpath("expected.json").read_text(encoding="utf-8"))
    differing = differences(tree, expected)
    found = f"{len(tree['records'])} records, {len(tree['statements'])} statements"
    if not differing:
        yield Check(group, name, "ok", f"{found}, as recorded")
    elif all(rounded for _, rounded in differing):
        remedy = "Nothing to do: this processor rounds differently, and records are the same."
        yield Check(group, name, "warning", f"{found}, as recorded but for rounding", remedy)
    else:
        where = ", ".join([path for path, rounded in differing if not rounded][:5])
        yield Check(group, name, "wrong", f"differs from what was recorded in {where}", REINSTALL)
    yield Check(group, "time", "ok", f"{loaded - begin:.2f} s to load, {done - loaded:.2f} s for the report")


def machine(folder: Path) -> Iterator[Check]:
    """Room on the disk of a folder and in memory."""
    free = shutil.disk_usage(folder).free
    remedy = "" if free >= LEAST_DISK else "Make room before coding into a store."
    yield Check(
        "machine", f"free disk at {folder}", "ok" if remedy == "" else "warning", f"{free / 1e9:.1f} GB", remedy
    )
    memory = free_memory()
    if memory is None:
        yield Check("machine", "free memory", "ok", "this system does not tell")
        return
    remedy = "" if memory >= LEAST_MEMORY else "Close other programs, or code with one thread."
    yield Check("machine", "free memory", "ok" if remedy == "" else "warning", f"{memory / 1e9:.1f} GB", remedy)


def code_selftest(coder: Coder) -> dict[str, Any]:
    """The contract of the built-in report as a coder codes it now."""
    report = json.loads(selftest().joinpath("report.json").read_text(encoding="utf-8"))
    day = datetime.date.fromisoformat(report["published"])
    read = from_text(report["text"], id=report["id"], title=report["title"], published=day, source=report["source"])
    tree: dict[str, Any] = json.loads(json.dumps(to_contract(coder.code_report(read))))
    return tree


def differences(found: Any, expected: Any, path: str = "") -> list[tuple[str, bool]]:
    """Where two JSON trees differ, and whether only by rounding of a fraction. The trees are as deep as the contract, no deeper."""
    if isinstance(found, dict) and isinstance(expected, dict):
        return [
            row
            for key in sorted({*found, *expected})
            for row in differences(found.get(key), expected.get(key), f"{path}.{key}" if path else key)
        ]
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        return [
            row
            for at, (a, b) in enumerate(zip(found, expected, strict=True))
            for row in differences(a, b, f"{path}[{at}]")
        ]
    if found == expected and type(found) is type(expected):
        return []
    fractions = isinstance(found, float) and isinstance(expected, float)
    return [(path, fractions and abs(found - expected) <= ROUNDING)]


def data_digests() -> dict[str, str]:
    """SHA-256 of every data file of the package by its path in it; weights and recorded results apart."""
    root = resources.files("onrecord")
    found: dict[str, str] = {}
    pending: list[tuple[str, Traversable]] = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        for entry in folder.iterdir():
            name = f"{prefix}{entry.name}"
            if entry.is_dir():
                if not entry.name.startswith((".", "__")) and name != "commands/selftest":
                    pending.append((f"{name}/", entry))
            elif Path(name).suffix in _DATA and not _is_weight(name):
                found[name] = hashlib.sha256(entry.read_bytes()).hexdigest()
    return dict(sorted(found.items()))


def recorded_digests() -> dict[str, str]:
    """What `data_digests` was when the package was made; raises SetupError where the record is missing."""
    try:
        with selftest().joinpath(_RECORDED).open(encoding="utf-8") as handle:
            return {row["file"]: row["sha256"] for row in csv.DictReader(handle)}
    except (OSError, KeyError) as fault:
        raise SetupError(f"the recorded digests cannot be read: {fault}", REINSTALL) from fault


def free_memory() -> int | None:
    """Bytes of memory that programs may still take, or None where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        # No Linux: unknown, which the table says.
        return None
    rows = dict(line.split(":", 1) for line in lines if ":" in line)
    available = rows.get("MemAvailable", "").split()
    return int(available[0]) * 1024 if available else None


def _is_weight(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return folder == "tagger" and file in FILES


def _requirements() -> list[tuple[str, str]]:
    """The libraries that the installed package needs, without those of extras, each with its least version."""
    try:
        rows = importlib.metadata.requires("onrecord") or []
    except importlib.metadata.PackageNotFoundError:
        # Run from a folder without installing: what is missing then shows when it is imported.
        return []
    found = [match for row in rows if (match := _REQUIREMENT.match(row)) and "extra ==" not in match["rest"]]
    return sorted((match["name"], match["least"] or "") for match in found)


def _library(group: str, name: str, least: str) -> Check:
    version = _version(name)
    if version is None:
        return Check(group, name, "wrong", "not installed", f"pip install '{name}>={least}'")
    if _numbers(version) < _numbers(least):
        return Check(group, name, "wrong", f"{version}, older than {least}", f"pip install '{name}>={least}'")
    return Check(group, name, "ok", version)


def _importable(module: str) -> bool:
    """Whether a module is there, without loading more than the packages around it."""
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        # The package around it is missing.
        return False


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:3])


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _digest(file: Traversable) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        # Missing or unreadable: the check says so.
        return None


def _compared(group: str, name: str, found: str | None, recorded: str | None) -> Check:
    if found is None:
        return Check(group, name, "wrong", "is missing", REINSTALL)
    if found != recorded:
        return Check(group, name, "wrong", f"{found[:16]}, but {(recorded or 'nothing')[:16]} is recorded", REINSTALL)
    return Check(group, name, "ok", found[:16])
