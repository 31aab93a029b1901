"""Coding in worker processes: the same codings in the same order, whatever happens to a worker.

The unit of work is `code_batch`: reports in, codings out, nothing shared, so that it can be sent to another process or machine.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from onrecord.coder import Coder
from onrecord.errors import InputError, OnRecordError, SetupError
from onrecord.model import Coding, Issue, Report
from onrecord.readers.issues import took_too_long, worker_died

CodeBatch = Callable[[Sequence[Report]], Sequence[Coding]]
# Seconds that one report may take, and a worker may take to load.
LIMIT_S, LOADING_S = 120.0, 300.0
# Reports that are read ahead for each worker, and characters of text in flight at most (one report may have more).
_AHEAD, _CHARACTERS = 4, 20_000_000
_LOST_AT_START = 3
_POLL_S = 0.2


def code_batch(reports: Sequence[Report]) -> tuple[Coding, ...]:
    """Code reports in their order. The coder is loaded by the first call in a process and kept for the next ones.

    A report on which coding fails comes back with the issue "failed".
    """
    return tuple(_coder().code_many(reports))


@functools.cache
def _coder() -> Coder:
    return Coder()


class Workers:
    """Worker processes that code reports, each with a coder of its own on one thread.

        >>> with Workers(4) as workers:
        ...     for coding in workers.code_many(read("archive.warc.gz")):
        ...         ...

    A worker that ends while it codes a report (killed, out of memory), or takes too long, is replaced, and its report comes back with
    an issue ("worker-died", "took-too-long") and without records.

    Args:
        count: how many processes; each takes about 330 MB of memory.
        limit_s: seconds that a report may take.
        work: what codes reports; a function of a module that workers can import.

    Raises:
        SetupError: workers cannot be started, or end before they can work.
        OnRecordError: what a worker itself raised, such as for damaged weights.
    """

    def __init__(self, count: int, *, limit_s: float = LIMIT_S, work: CodeBatch = code_batch) -> None:
        if count < 1 or limit_s <= 0:
            raise InputError(
                "the number of workers and their limit must be above zero", "Leave them out for the defaults."
            )
        self.count, self.limit_s = count, limit_s
        self._work = work
        # Each report has a box that its coding is put into; None ends a thread.
        self._tasks: queue.SimpleQueue[_Box | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Workers:
        self._threads = [
            threading.Thread(target=self._attend, name=f"onrecord-worker-{number}", daemon=True)
            for number in range(self.count)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        """End all workers: at once, since whatever was wanted of them has been given out."""
        self._stopped.set()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        self._threads = []

    def code_many(self, reports: Iterable[Report]) -> Iterator[Coding]:
        """Code reports in their order, lazily: a few reports for each worker are read ahead, never all."""
        if not self._threads:
            raise InputError("the workers are not running", "Use them in a with statement.")
        source = iter(reports)
        waiting: deque[_Box] = deque()
        size = 0
        more = True
        while more or waiting:
            while more and len(waiting) < _AHEAD * self.count and (size < _CHARACTERS or not waiting):
                report = next(source, None)
                if report is None:
                    more = False
                    break
                box = _Box(report)
                size += len(report.text)
                waiting.append(box)
                self._tasks.put(box)
            if waiting:
                box = waiting.popleft()
                coding = box.wait()
                size -= len(box.report.text)
                yield coding

    def _attend(self) -> None:
        """Hand reports to one worker, and put another in its place when it is lost. Runs in a thread."""
        worker = _Worker(self._work, self._stopped)
        try:
            while (box := self._tasks.get()) is not None and not self._stopped.is_set():
                try:
                    box.put(worker.code(box.report, self.limit_s))
                except _StoppedError:
                    return
                except Exception as fault:
                    # Told where the coding is waited for; the run ends there.
                    box.put(fault)
        finally:
            worker.end()


class _StoppedError(Exception):
    """The run was ended while a worker was waited for."""


class _Box:
    """A place for the coding of a report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._there = threading.Event()
        self._content: Coding | Exception | None = None

    def put(self, content: Coding | Exception) -> None:
        self._content = content
        self._there.set()

    def wait(self) -> Coding:
        # In short waits, so that Ctrl-C is heard on every system.
        while not self._there.wait(_POLL_S):
            continue
        if isinstance(self._content, Exception):
            raise self._content
        assert self._content is not None
        return self._content


class _Worker:
    """One worker process at a time, as a thread of the parent sees it."""

    def __init__(self, work: CodeBatch, stopped: threading.Event) -> None:
        self._work, self._stopped = work, stopped
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def code(self, report: Report, limit_s: float) -> Coding:
        """The coding of a report, or one without records that says how the worker was lost.

        Raises:
            OnRecordError: the worker cannot be started, or raised it.
        """
        line = self._started()
        try:
            line.send(report)
            answer = self._answer(line, limit_s)
        except (EOFError, OSError):
            how = self._ending()
            self.end()
            return _lost(report, worker_died(how))
        if answer is None:
            self.end()
            return _lost(report, took_too_long(limit_s))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None

    def _started(self) -> Connection:
        """The line to a worker that is ready."""
        if self._line is not None:
            return self._line
        how = ""
        for _ in range(_LOST_AT_START):
            line = self._start()
            try:
                answer = self._answer(line, LOADING_S)
            except (EOFError, OSError):
                how = self._ending()
                self.end()
                continue
            if isinstance(answer, Exception):
                self.end()
                raise answer
            if answer is None:
                how = f"not ready within {LOADING_S:g} seconds"
                self.end()
                continue
            return line
        raise SetupError(f"worker processes end before they can work ({how})", "Use fewer --workers, or free memory.")

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, self._work), name="onrecord-worker", daemon=True)
        try:
            with _no_interrupts():
                process.start()
        except OSError as fault:
            here.close()
            raise SetupError(
                f"no worker process can be started: {fault.strerror or fault}", "Use fewer --workers."
            ) from fault
        finally:
            # With this end closed here, the line tells when the worker is gone.
            there.close()
        self._process, self._line = process, here
        return here

    def _answer(self, line: Connection, limit_s: float) -> Coding | Exception | None:
        """What the worker sends; None where it takes too long."""
        until = time.monotonic() + limit_s
        while not line.poll(max(0.0, min(_POLL_S, until - time.monotonic()))):
            if self._stopped.is_set():
                raise _StoppedError
            if time.monotonic() >= until:
                return None
        received: Coding | Exception = line.recv()
        return received

    def _ending(self) -> str:
        assert self._process is not None
        self._process.join(timeout=5)
        code = self._process.exitcode
        if code is None:
            return "it hung up"
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _lost(report: Report, issue: Issue) -> Coding:
    return Coding(report, issues=(*report.issues, issue))


def _serve(line: Connection, work: CodeBatch) -> None:
    """What a worker does: load, say so, then code what it is sent until the line is closed."""
    # Only the parent decides when a worker ends; Ctrl-C in a terminal goes to all processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        found = _tried(work, ())
        line.send(found if isinstance(found, Exception) else Coding(Report("", "")))
        while not isinstance(found, Exception):
            found = _tried(work, (line.recv(),))
            line.send(found if isinstance(found, Exception) else found[0])


def _tried(work: CodeBatch, reports: Sequence[Report]) -> Sequence[Coding] | Exception:
    """Codings, or what went wrong in a form that the parent can raise: the exceptions of libraries do not all travel."""
    try:
        return work(reports)
    except OnRecordError as fault:
        return fault
    except Exception as fault:
        return SetupError(f"a worker failed ({type(fault).__name__}: {fault})", "Please report it.")


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach before it can say so itself."""
    if os.name != "posix":
        yield
        return
    # Python's own helper process is started with the first worker otherwise, and lifts the block again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
