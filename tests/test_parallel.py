"""Worker processes: order, losses, limits, and that nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from onrecord import parallel
from onrecord.coder import is_uncoded
from onrecord.errors import InputError, ModelError, SetupError
from onrecord.model import Coding, Issue, Report
from onrecord.parallel import Workers
from tests.conftest import ROOT


def report(number: int, word: str = "plain") -> Report:
    return Report(f"r{number}", f"{word} {number}")


def work(reports: Sequence[Report]) -> list[Coding]:
    """Stands for the coder: does what the first word of a report says."""
    codings = []
    for one in reports:
        word = (one.text.split() or ["plain"])[0]
        if word == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif word == "exit":
            os._exit(7)
        elif word == "hang":
            time.sleep(600)
        elif word == "slow":
            time.sleep(0.05)
        elif word == "fault":
            raise KeyError("no such thing")
        elif word == "raise":
            raise ModelError("the weights are gone", "Get them back.")
        codings.append(Coding(one, issues=(Issue("told", f"{one.id} was coded"),)))
    return codings


def broken(_reports: Sequence[Report]) -> list[Coding]:
    raise ModelError("the weights are gone", "Get them back.")


def dead(_reports: Sequence[Report]) -> list[Coding]:
    os._exit(1)


def told(codings: Sequence[Coding]) -> list[str]:
    return [coding.issues[-1].code if coding.issues[-1].code != "told" else coding.report.id for coding in codings]


def children() -> set[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return {int(line.split()[0]) for line in listed.stdout.splitlines() if "spawn_main" in line}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_order_is_kept_whoever_is_faster(count: int) -> None:
    reports = [report(number, "slow" if number % 3 == 0 else "plain") for number in range(40)]
    with Workers(count, work=work) as workers:
        codings = list(workers.code_many(reports))
    assert [coding.report for coding in codings] == reports
    assert codings == list(work(reports))
    assert children() == set()


def test_a_worker_that_dies_costs_its_report_only() -> None:
    words = ["plain", "die", "plain", "exit", "die", "plain", "plain"]
    with Workers(2, work=work) as workers:
        codings = list(workers.code_many(report(number, word) for number, word in enumerate(words)))
        again = list(workers.code_many([report(9)]))
    assert told(codings) == ["r0", "worker-died", "r2", "worker-died", "worker-died", "r5", "r6"]
    assert told(again) == ["r9"]
    assert "SIGKILL" in codings[1].issues[-1].message
    assert "exit code 7" in codings[3].issues[-1].message
    assert [is_uncoded(coding) for coding in codings] == [word in ("die", "exit") for word in words]
    assert codings[1].report.text == "die 1"


def test_a_report_that_takes_too_long_costs_itself_only() -> None:
    words = ["plain", "hang", "plain", "plain"]
    with Workers(2, work=work, limit_s=1.0) as workers:
        codings = list(workers.code_many(report(number, word) for number, word in enumerate(words)))
    assert told(codings) == ["r0", "took-too-long", "r2", "r3"]
    assert "1 seconds" in codings[1].issues[-1].message
    assert children() == set()


def test_errors_of_a_worker_end_the_run() -> None:
    with Workers(2, work=work) as workers, pytest.raises(ModelError, match="the weights are gone") as caught:
        list(workers.code_many([report(0), report(1, "raise")]))
    assert caught.value.remedy == "Get them back."
    with Workers(1, work=work) as workers, pytest.raises(SetupError, match="KeyError: 'no such thing'"):
        list(workers.code_many([report(0, "fault")]))
    with Workers(1, work=broken) as workers, pytest.raises(ModelError):
        list(workers.code_many([report(0)]))
    with Workers(1, work=dead) as workers, pytest.raises(SetupError, match="exit code 1"):
        list(workers.code_many([report(0)]))
    assert children() == set()


def test_reports_are_read_only_a_little_ahead() -> None:
    read: list[int] = []

    def source() -> Iterator[Report]:
        for number in range(200):
            read.append(number)
            yield report(number)

    with Workers(2, work=work) as workers:
        codings = workers.code_many(source())
        next(codings)
        time.sleep(0.3)
        assert len(read) <= 2 * 4 + 1
        next(codings)
        assert len(read) <= 2 * 4 + 2


def test_long_reports_are_not_piled_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_CHARACTERS", 100)
    read: list[int] = []

    def source() -> Iterator[Report]:
        for number in range(50):
            read.append(number)
            yield report(number, "word " * 30)

    with Workers(2, work=work) as workers:
        codings = workers.code_many(source())
        next(codings)
        assert len(read) <= 2
        assert len(list(codings)) == 49


def test_leaving_in_the_middle_ends_the_workers_at_once() -> None:
    begun = time.monotonic()
    with Workers(2, work=work) as workers:
        codings = workers.code_many(report(number, "hang" if number else "plain") for number in range(20))
        next(codings)
    assert time.monotonic() - begun < 60
    assert children() == set()


def test_wrong_use() -> None:
    with pytest.raises(InputError):
        Workers(0)
    with pytest.raises(InputError):
        Workers(1, limit_s=0)
    with pytest.raises(InputError, match="not running"):
        next(Workers(1).code_many([report(0)]))


SCRIPT = """
import sys
from onrecord.parallel import Workers
from tests.test_parallel import report, work
if __name__ == "__main__":
    with Workers(2, work=work) as workers:
        for coding in workers.code_many(report(n, "slow") for n in range(100_000)):
            print(coding.report.id, flush=True)
"""


def left(pid: int) -> set[int]:
    """Workers of a process that still run."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes()
            except (OSError, IndexError, ValueError):
                continue
            if parent == pid and b"spawn_main" in words:
                found.add(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_ctrl_c_and_a_killed_parent_leave_no_worker(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, str(script)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    for _ in range(4):
        process.stdout.readline()
    workers = left(process.pid)
    assert len(workers) == 2
    # As a terminal does it: to all processes of the group.
    os.killpg(process.pid, how) if how == signal.SIGINT else process.kill()
    _, errors = process.communicate(timeout=60)
    until = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    assert errors.count("Traceback") == (how == signal.SIGINT), errors
