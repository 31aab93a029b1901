"""`onrecord code` in worker processes, and going on after a run was cut short."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from onrecord import cli, parallel
from onrecord.commands.coding import code_to, coder_of, model_digest
from onrecord.commands.resume import Resumed
from onrecord.commands.store import code_into
from onrecord.errors import InputError
from onrecord.model import Coding, Issue, Report
from onrecord.output.contract import to_line
from onrecord.parallel import Workers
from onrecord.readers import read, unpack
from onrecord.store import Store
from tests.conftest import ROOT
from tests.readers.build import packed, put, text_answer, warc_record
from tests.test_parallel import work

STORY = "Rebel forces attacked the town of Goma on Monday, killing three people, the army said."


class Stub:
    """Stands for a coder: in this process, or in workers."""

    def __init__(self, workers: Workers | None = None, model: str = "model-a") -> None:
        self.network = SimpleNamespace(digest=model)
        self.model, self.workers = model, workers
        self.coded = 0

    def code_many(self, reports: Iterable[Report], *, threads: int) -> Iterator[Coding]:
        assert threads == 1
        if self.workers is not None:
            yield from self.workers.code_many(reports)
            return
        for report in reports:
            self.coded += 1
            yield Coding(report, issues=(Issue("told", f"{report.id} was coded by {self.model}"),))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.cli, ["code", *arguments])


def report(number: int, text: str = STORY) -> Report:
    return Report(f"r{number}", f"{text} {number}")


def reports(count: int) -> Iterator[Report]:
    return (report(number) for number in range(count))


def resumed(out: Path, coder: Stub, source: Iterable[Report]) -> int:
    return code_to(coder, source, "jsonl", out, threads=1, brief=False, resume=True)


def test_output_is_the_same_to_the_byte_with_any_number_of_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"id": f"r{n}", "published": "2022-06-14", "text": f"{STORY} {STORY} Day {n}."} for n in range(5)]
    lines.insert(2, {"id": "bad", "text": ""})
    path = put(tmp_path / "in.jsonl", "\n".join(map(json.dumps, lines)))
    written: dict[tuple[int, int], bytes] = {}
    for workers, ahead in ((1, 4), (2, 4), (3, 1)):
        monkeypatch.setattr(parallel, "_AHEAD", ahead)
        out = tmp_path / f"{workers}-{ahead}.jsonl"
        result = run(str(path), "--format", "jsonl", "--out", str(out), "--workers", str(workers))
        assert result.exit_code == cli.SOME_UNREAD, result.output
        written[workers, ahead] = out.read_bytes()
    assert len(set(written.values())) == 1
    rows = [json.loads(line) for line in written[1, 4].splitlines()]
    assert [row["report"]["id"] for row in rows] == ["r0", "r1", "bad", "r2", "r3", "r4"]
    assert rows[0]["records"][0]["category"] == "ASSAULT"


def test_the_digest_is_that_of_the_weights() -> None:
    with coder_of(1, None) as coder:
        assert coder.network.digest == model_digest()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--limit-report", "5"], "without --workers"),
        (["--threads", "2", "--workers", "2"], "both"),
        (["--resume"], "without --format jsonl --out"),
        (["--resume", "--out", "x", "--format", "csv"], "without --format jsonl --out"),
        (["--resume", "--into", "x"], "without --format jsonl --out"),
    ],
)
def test_options_that_do_not_go_together(arguments: list[str], says: str, tmp_path: Path) -> None:
    fault = run(str(put(tmp_path / "a.txt", STORY)), *arguments).exception
    assert isinstance(fault, InputError)
    assert says in fault.message


@pytest.mark.parametrize("left", [0, 1, 5, 19, 20])
@pytest.mark.parametrize("half", [b"", b'{"report":{"id":"r', b"\xc3"])
def test_going_on_gives_what_an_undisturbed_run_gives(tmp_path: Path, left: int, half: bytes) -> None:
    whole = tmp_path / "whole.jsonl"
    assert code_to(Stub(), reports(20), "jsonl", whole, threads=1, brief=False, resume=False) == 0
    lines = whole.read_bytes().splitlines(keepends=True)
    out = tmp_path / "out.jsonl"
    put(tmp_path / "out.jsonl.part", b"".join(lines[:left]) + half)
    coder = Stub()
    assert resumed(out, coder, reports(20)) == 0
    assert out.read_bytes() == whole.read_bytes()
    assert coder.coded == 20 - max(left - 1, 0), "only the last one is coded once more"
    assert not (tmp_path / "out.jsonl.part").exists()


def test_what_could_not_be_coded_before_counts_as_well(tmp_path: Path) -> None:
    bad = [replace(report(n), issues=(Issue("empty", "nothing"),)) if n % 2 else report(n) for n in range(6)]
    lines = [to_line(Coding(r, issues=(*r.issues, Issue("told", f"{r.id} was coded by model-a")))) for r in bad]

    class Told(Stub):
        def code_many(self, reports: Iterable[Report], *, threads: int) -> Iterator[Coding]:
            for coding in super().code_many(reports, threads=threads):
                yield replace(coding, issues=(*coding.report.issues, *coding.issues))

    put(tmp_path / "out.jsonl.part", "".join(line + "\n" for line in lines[:4]))
    assert resumed(tmp_path / "out.jsonl", Told(), bad) == 3
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "".join(line + "\n" for line in lines)


def test_one_file_never_holds_codings_of_two_models_or_inputs(tmp_path: Path) -> None:
    part, out = tmp_path / "out.jsonl.part", tmp_path / "out.jsonl"
    code_to(Stub(), reports(5), "jsonl", tmp_path / "five.jsonl", threads=1, brief=False, resume=False)
    kept = (tmp_path / "five.jsonl").read_bytes()
    for coder, source, says in (
        (Stub(model="model-b"), list(reports(9)), "another version"),
        (Stub(), list(reports(9))[1:], "other reports"),
        (Stub(), list(reports(3)), "other reports"),
    ):
        part.write_bytes(kept)
        with pytest.raises(InputError, match=says):
            resumed(out, coder, source)
        assert part.read_bytes() == kept, "what was coded stays"
    part.write_text("no coding\n")
    with pytest.raises(InputError, match="no coding"):
        resumed(out, Stub(), reports(5))
    part.unlink()
    out.write_bytes(kept)
    with pytest.raises(InputError, match="finished"):
        resumed(out, Stub(), reports(5))


def test_a_report_that_was_lost_last_may_be_coded_now(tmp_path: Path) -> None:
    one = report(0)
    put(tmp_path / "out.jsonl.part", to_line(Coding(one, issues=(Issue("worker-died", "x" * 5_000),))) + "\n")
    assert resumed(tmp_path / "out.jsonl", Stub(), reports(2)) == 0
    assert (tmp_path / "out.jsonl").read_text().count("was coded by model-a") == 2


def test_a_run_that_fails_keeps_what_it_has(tmp_path: Path) -> None:
    def breaking() -> Iterator[Report]:
        yield from reports(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resumed(tmp_path / "out.jsonl", Stub(), breaking())
    assert len((tmp_path / "out.jsonl.part").read_bytes().splitlines()) == 3
    assert resumed(tmp_path / "out.jsonl", Stub(), reports(4)) == 0
    with pytest.raises(InputError, match="cannot be written"), Resumed(tmp_path / "no" / "out.jsonl"):
        pass


SCRIPT = """
import sys
from pathlib import Path
from onrecord.commands.coding import code_to
from onrecord.commands.store import code_into
from onrecord.parallel import Workers
from onrecord.readers import read, unpack
from tests.commands.test_coding import Stub
from tests.test_parallel import work
if __name__ == "__main__":
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    with Workers(2, work=work) as workers:
        if out.suffix == ".jsonl":
            code_to(Stub(workers), read(source), "jsonl", out, threads=1, brief=False, resume=True)
        else:
            code_into(out, [(str(source), read(source))], Stub(workers))
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(
        tmp_path_factory.mktemp("archive") / "a.warc.gz",
        b"".join(packed([warc_record(text_answer(n), n) for n in range(1_500)])),
    )


def killed_and_run_again(tmp_path: Path, archive: Path, out: Path, far_enough: Callable[[], bool]) -> None:
    script = put(tmp_path / "run.py", SCRIPT)
    command = [sys.executable, str(script), str(archive), str(out)]
    options = {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": str(ROOT)}, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    until = time.monotonic() + 120
    while not far_enough() and time.monotonic() < until and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was killed before it was done"
    done = subprocess.run(command, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr


def test_a_killed_run_goes_on_in_a_file(tmp_path: Path, archive: Path) -> None:
    out = tmp_path / "out.jsonl"
    part = tmp_path / "out.jsonl.part"
    killed_and_run_again(tmp_path, archive, out, lambda: part.exists() and part.stat().st_size > 50_000)
    lines = out.read_bytes().splitlines()
    assert lines == [to_line(coding).encode() for coding in work(list(read(archive)))]
    assert not part.exists()


def test_a_killed_run_goes_on_in_a_store(tmp_path: Path, archive: Path) -> None:
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "store"
    with Workers(1, work=work) as workers:
        code_into(undisturbed, [(str(archive), read(archive))], Stub(workers))
    killed_and_run_again(
        tmp_path,
        archive,
        out,
        lambda: (out / "_delta_log").is_dir() and len(list((out / "reports").glob("*.parquet"))) >= 2,
    )
    asked = "SELECT batch, reports, records, source, input FROM batches ORDER BY batch"
    first, second = Store(undisturbed), Store(out)
    assert first.query(asked) == second.query(asked)
    assert len(first.query(asked)) >= 4
    of = "SELECT * EXCLUDE (run) FROM reports ORDER BY report"
    assert first.query(of) == second.query(of)
    runs = {row["run"] for row in second.query("SELECT DISTINCT run FROM reports")}
    assert len(runs) == 2, "what was there was not coded again"


def test_memory_does_not_grow_with_the_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is kept of a packed file to find the way after damage is bounded, but larger than these files.
    monkeypatch.setattr(unpack, "_KEPT", 1 << 14)

    def lines(count: int) -> Path:
        path = tmp_path / f"{count}.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
            for number in range(count):
                # What does not shrink, so that the smaller file fills all buffers as well.
                noise = (
                    hashlib.sha256(str(number).encode()).hexdigest() + hashlib.sha512(str(number).encode()).hexdigest()
                )
                file.write(json.dumps({"text": f"{number} a", "published": "2020-01-01", "noise": noise}) + "\n")
        return path

    def peak(path: Path) -> int:
        tracemalloc.start()
        code_to(Stub(), read(path), "jsonl", tmp_path / "out.jsonl", threads=1, brief=False, resume=False)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    paths = lines(200), lines(1_000), lines(5_000)
    peak(paths[0])
    small, large = peak(paths[1]), peak(paths[2])
    # Two tables of ids (of the input, and of the whole run) at 32 bytes each, and nothing else.
    assert large - small < 4_000 * 2 * 40 + 50_000, (small, large)
