from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.commands.open import command
from onrecord.explorer import Client
from onrecord.output.contract import to_line
from onrecord.store import Store
from tests.explorer.build import world

RUN = "from onrecord.commands.open import command; command()"


@contextmanager
def opened(
    folder: Path, *arguments: str, end: signal.Signals = signal.SIGINT
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command as people run it; the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, *arguments, "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(folder)},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
        process.send_signal(end)
        assert process.wait(timeout=30) == (0 if end == signal.SIGINT else 128 + end)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    finally:
        process.kill()


def test_a_store_is_opened_and_closed(store: Store, tmp_path: Path) -> None:
    with opened(tmp_path, str(store.path), "--reviewer", " Ann ") as (address, _):
        assert address.startswith("http://127.0.0.1:")
        info = Client(address).store()
    assert (info["name"], info["records"], info["reviewer"], info["writable"]) == ("own", 9, "Ann", True)


def test_a_coded_file_is_shown_and_nothing_is_left(tmp_path: Path) -> None:
    coded = tmp_path / "coded.jsonl"
    coded.write_text("\n".join(to_line(coding) for coding in world()), "utf-8")
    folder = tmp_path / "temporary"
    folder.mkdir()
    with opened(folder, str(coded), end=signal.SIGTERM) as (address, _):
        client = Client(address)
        assert client.store()["records"] == 9
        assert client.store()["linked"] is True
        assert len(list(folder.glob("onrecord-*"))) == 1
    assert list(folder.glob("onrecord-*")) == []


def test_an_older_version_is_shown(store: Store, tmp_path: Path) -> None:
    with opened(tmp_path, str(store.path), "--at", "1") as (address, _):
        info = Client(address).store()
    assert (info["version"], info["reports"], info["writable"]) == (1, 2, False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing"], "no file or folder"), (["STORE", "--at", "99"], "no version 99"), (["STORE", "--at", "yesterday"], "no moment"),
        (["STORE", "--reviewer", " "], "reviewer"), (["STORE", "--published", "2024-01-01"], "--published"),
        (["FILE", "--at", "1"], "no store"), (["STORE", "--host", "192.0.2.1"], "cannot listen"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_told(store: Store, tmp_path: Path, arguments: list[str], told: str) -> None:
    file = tmp_path / "report.txt"
    file.write_text("Nothing.")
    names = {"STORE": str(store.path), "FILE": str(file)}
    outcome = CliRunner().invoke(command, [*(names.get(word, word) for word in arguments), "--no-browser"])
    assert outcome.exit_code != 0
    assert told in str(outcome.exception) + outcome.output


def test_a_file_that_was_coded_is_told_from_one_that_was_not(tmp_path: Path) -> None:
    from onrecord.commands.open import _is_coded  # noqa: PLC0415

    coded, plain, broken = (tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.jsonl"))
    coded.write_text(to_line(world()[0]), "utf-8")
    plain.write_text(json.dumps({"text": "Nothing."}), "utf-8")
    broken.write_bytes(b"\xff{")
    assert [_is_coded(path) for path in (coded, plain, broken, tmp_path)] == [True, False, False, False]
