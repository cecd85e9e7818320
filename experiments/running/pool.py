"""Worker processes under supervision: a task that fails, dies or stalls is reported, never waited for.

Each worker is an executor of its own with one process, so that a death names its task.  The
tasks see the share of their work that is done as ``tick``; a task whose share stands still
for ``stall_seconds`` is stopped.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection
from typing import Any, Literal

from experiments.running.quiet_start import undisturbed
from experiments.text.errors import in_words, trace_of
from experiments.text.progress import Progress
from simulation.notices import Notice, gathered, pass_on

END_SECONDS = 5.0
"""A worker that was told to end has done so."""
STALL_SECONDS = 600.0
POLL_SECONDS = 0.2
ATTEMPTS = 2
"""How often a task may take its process with it before it counts as failed."""
STARTS = 5
"""How often the start of a process is tried."""
START_SECONDS = 120.0
"""Patience with a process that has not begun its first task: it imports, and may compile."""
ALIVE = 1e-9
"""The share that a task shows as soon as it runs."""

Tick = Callable[[float], None]


@dataclass(frozen=True)
class Failure:
    """A task without a result."""

    kind: Literal["error", "killed", "stalled"]
    reason: str
    trace: str = ""


def attempt(function: Callable[[Any, Tick], Any], task: Any, tick: Tick) -> Any:
    """``function(task, tick)``, or the failure that its exception makes."""
    try:
        return function(task, tick)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return Failure("error", in_words(error), trace_of(error))


_beat: Any = None


def _start_worker(beat: Any) -> None:
    """In the worker: note who we are, leave Ctrl-C to the parent, and never outlive it."""
    global _beat
    _beat = beat
    _beat[0] = os.getpid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent.sentinel,), daemon=True).start()


def _die_with(sentinel: Any) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _work(function: Callable[[Any, Tick], Any], task: Any) -> tuple[Any, list[Notice]]:
    """What came of the task, and what the model had to say: the parent says it, once for all workers and in the user's language."""
    def tick(share: float) -> None:
        _beat[1] = share

    tick(ALIVE)
    with gathered() as notices:
        return attempt(function, task, tick), notices


def _context() -> Any:
    """Fresh processes: a fork of a process with threads can hang."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # The server loads the model once; its children start in milliseconds.
    context.set_forkserver_preload(["experiments.running.worlds", "experiments.running.warm"])
    return context


def _end(pool: ProcessPoolExecutor) -> None:
    """Shut ``pool`` down, and let its thread end with it: one that is still at it when the interpreter ends trips over closed pipes."""
    thread = getattr(pool, "_executor_manager_thread", None)
    pool.shutdown(wait=False, cancel_futures=True)
    if thread is not None:
        thread.join(END_SECONDS)


class _Worker:
    """One process, what it does now, and when it last moved."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self.task: Any = None
        self.future: Future[Any] | None = None
        self.stalled = False
        self._open()

    def _open(self) -> None:
        self.beat = self._context.RawArray("d", 2)
        self._pool = ProcessPoolExecutor(1, self._context, initializer=_start_worker, initargs=(self.beat,))

    def give(self, function: Callable[[Any, Tick], Any], task: Any, attempt: int = 1) -> None:
        self.task, self.attempt, self.stalled = task, attempt, False
        self.beat[1] = 0.0
        self._seen, self._moved = 0.0, time.monotonic()
        for start in range(STARTS):
            try:
                with undisturbed():
                    self.future = self._pool.submit(_work, function, task)
                return
            except (BrokenProcessPool, EOFError, OSError):  # it died between two tasks, or the server that starts processes did
                if start == STARTS - 1:
                    raise
                time.sleep(0.1 * start)
                self._reopen()

    def _reopen(self) -> None:
        _end(self._pool)
        self._open()

    def stop_if_stalled(self, seconds: float) -> None:
        if self.beat[1] != self._seen:
            self._seen, self._moved = self.beat[1], time.monotonic()
            return
        patience = seconds if self._seen else max(seconds, START_SECONDS)
        if time.monotonic() - self._moved > patience and not self.stalled:
            self.stalled = True
            self.kill()

    def result(self, seconds: float) -> Any:
        assert self.future is not None
        future, self.future = self.future, None
        try:
            found, notices = future.result()
        except BrokenProcessPool:
            self._reopen()
            if self.stalled:
                return Failure("stalled", f"no progress for {seconds:g} s; stopped")
            return Failure("killed", "the worker process died (killed, or out of memory)")
        except Exception as error:  # a result that cannot be sent, say
            return Failure("error", in_words(error), trace_of(error))
        pass_on(notices)
        return found

    def kill(self) -> None:
        # The worker tells its own id; one that hangs before it could is known to the executor only.
        pids = {int(self.beat[0]), *(getattr(self._pool, "_processes", None) or {})} - {0}
        for pid in pids:
            try:
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            except ProcessLookupError:
                continue

    def close(self) -> None:
        if self.future is not None:
            self.kill()
        _end(self._pool)


def supervise(
    function: Callable[[Any, Tick], Any],
    tasks: Sequence[Any],
    *,
    workers: int,
    stall_seconds: float = STALL_SECONDS,
    progress: Progress | None = None,
    attempts: int = ATTEMPTS,
) -> Iterator[tuple[Any, Any]]:
    """Yield ``(task, result or Failure)`` as tasks end, in whatever order.

    ``workers=0`` runs them in this process, one after the other, without supervision.
    ``function`` and the tasks must be picklable for more.  Tasks are taken one by one as workers are free, so
    that ``tasks`` may make them on the way.  One whose process dies is tried again when all others have begun, up to ``attempts``
    times in all: a killed worker is mostly not its task's fault.
    """
    report = progress or (lambda share, done, failed: None)
    if workers == 0:
        yield from _in_this_process(function, tasks, report)
        return
    waiting, again, left, context = iter(tasks), deque[tuple[Any, int]](), len(tasks), _context()
    crew = [_Worker(context) for _ in range(min(workers, len(tasks)))]
    done = failed = 0
    try:
        while True:
            for worker in crew:
                if worker.future is None and left:
                    worker.give(function, next(waiting))
                    left -= 1
                elif worker.future is None and again:
                    worker.give(function, *again.popleft())
            busy = {worker.future: worker for worker in crew if worker.future is not None}
            if not busy:
                return
            wait(busy, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            for future, worker in busy.items():
                if future.done():
                    result = worker.result(stall_seconds)
                    if isinstance(result, Failure) and result.kind == "killed" and worker.attempt < attempts:
                        again.append((worker.task, worker.attempt + 1))
                        continue
                    done, failed = done + 1, failed + isinstance(result, Failure)
                    yield worker.task, result
                else:
                    worker.stop_if_stalled(stall_seconds)
            running = sum(worker.beat[1] for worker in crew if worker.future is not None)
            report((done + running) / len(tasks), done, failed)
    finally:
        for worker in crew:
            worker.close()


def _in_this_process(
    function: Callable[[Any, Tick], Any], tasks: Sequence[Any], report: Progress
) -> Iterator[tuple[Any, Any]]:
    failed = 0
    for done, task in enumerate(tasks):

        def tick(share: float, done: int = done, failed: int = failed) -> None:
            report((done + share) / len(tasks), done, failed)

        result = attempt(function, task, tick)
        failed += isinstance(result, Failure)
        yield task, result
        report((done + 1) / len(tasks), done + 1, failed)
