"""SIGKILL at random instants, to the parent, a worker or all of them; then the same command again, until the sweep is whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from experiments.disk import lock
from experiments.studies.sweep import results
from tests.torture import forks, plans
from tests.torture.program import run

DEADLINE = 300.0
"""Seconds after which a sweep counts as hanging."""
EARLY = 0.15
"""Share of the kills that strike before the sweep holds its folder."""
GRACE = 120.0
"""Seconds that workers have for noticing that their parent is gone: one that still imports does so at the end of that."""


class Killing:
    """Sweeps of one plan that are killed; ``simulator`` as ``tests.torture.program`` takes it, ``workers`` processes each."""

    def __init__(self, folder: Path, seed: int, simulator: str = "slow", workers: int = 2, **sizes: Any) -> None:
        self.folder, self.simulator, self.workers = folder, simulator, workers
        self.random = random.Random(seed)
        self.plan = plans.write(folder, **sizes)
        self.kills: Counter[str] = Counter()
        self.sweeps = 0
        self._finish(folder / "undisturbed")
        # The first one loads what the others find loaded; what counts is how long another takes once it holds its folder.
        pid, began = self._start(folder / "again"), time.monotonic()
        self._await_lock(folder / "again", pid)
        locked = time.monotonic()
        assert _waited(pid, DEADLINE) == 0, self._words()
        self.before, self.seconds = locked - began, time.monotonic() - locked
        self.digest = results.open(folder / "undisturbed").digest

    def _arguments(self, out: Path) -> list[str]:
        return ["sweep", str(self.plan), "--out", str(out), "--workers", str(self.workers), "--quiet"]

    def _start(self, out: Path) -> int:
        """The process of a sweep that runs now, the first of its own session."""
        words = self.folder / "words"
        words.mkdir(exist_ok=True)
        return forks.start(lambda: int(run(self.simulator, self._arguments(out))), words)

    def _finish(self, out: Path) -> None:
        pid = self._start(out)
        code = _waited(pid, DEADLINE)
        assert code == 0, f"exit {code}: {self._words()}"

    def _await_lock(self, out: Path, pid: int) -> None:
        """Wait until the sweep writes to its folder: until its lock is of this process."""
        until = time.monotonic() + DEADLINE
        while str(pid) not in _content(out / lock.LOCK) and time.monotonic() < until:
            time.sleep(0.005)

    def _words(self) -> str:
        return (self.folder / "words" / "err").read_text("utf-8")[-800:]

    def until(self, count: int) -> Iterator[str]:
        """Kill until ``count`` kills have struck; what went wrong, a line for each."""
        while sum(self.kills.values()) < count:
            out = self.folder / f"sweep-{self.sweeps}"
            # The last kills must not leave a sweep half done.
            while not (out / "manifest.json").exists() and sum(self.kills.values()) < count:
                yield from self._killed_once(out)
            self._finish(out)
            yield from (f"sweep {self.sweeps}: {fault}" for fault in plans.faults(out, self.digest))
            shutil.rmtree(out)
            self.sweeps += 1

    def _killed_once(self, out: Path) -> Iterator[str]:
        pid = self._start(out)
        aim = self.random.choice(["parent", "worker", "group"]) if self.workers else "parent"
        if self.random.random() < EARLY:
            wait = self.random.uniform(0, self.before)
        else:
            self._await_lock(out, pid)
            wait = self.random.uniform(0, 1.1 * self.seconds)
        code = _waited(pid, wait)
        if code is not None:
            if code != 0:
                yield f"exit {code} although nobody was killed: {self._words()}"
            return
        if aim == "worker":
            below = psutil.Process(pid).children(recursive=True)
            if not below:
                aim = "parent"  # it has none yet
            else:
                with_pid = self.random.choice(below).pid
                _kill(with_pid)
        if aim == "parent":
            _kill(pid)
        elif aim == "group":
            os.killpg(pid, signal.SIGKILL)
        self.kills[aim] += 1
        code = _waited(pid, DEADLINE if aim == "worker" else 10.0)
        if code is None:
            yield f"hangs {DEADLINE:.0f} s after the kill of a {aim}"
            os.killpg(pid, signal.SIGKILL)
            _waited(pid, 10.0)
        elif aim == "worker" and code != 0:
            yield f"exit {code} after the kill of a worker: {self._words()}"
        yield from (f"{aim} killed after {wait:.2f} s: a process is left: {orphan}" for orphan in orphans(pid))



def orphans(session: int) -> list[str]:
    """Processes of a session that live on although its first one has ended; they have some seconds to notice."""
    until = time.monotonic() + GRACE
    while True:
        left = [process for process in psutil.process_iter() if _belongs(process, session)]
        if not left or time.monotonic() > until:
            return [f"{process.pid} {' '.join(process.cmdline())[:100]}" for process in left]
        time.sleep(0.1)


def _belongs(process: psutil.Process, session: int) -> bool:
    try:
        return os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ProcessLookupError, PermissionError):
        return False


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _waited(pid: int, seconds: float) -> int | None:
    """The exit code of our child, 128 and the signal where it was killed; None if it still runs after so long."""
    until = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        if time.monotonic() >= until:
            return None
        time.sleep(0.005)
