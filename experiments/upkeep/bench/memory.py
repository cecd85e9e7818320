"""How the memory of another process goes, minute by minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

MEBI = 1024.0
"""Kibibytes, in which the system counts."""


def resident(process: int) -> float | None:
    """MiB of a process that are in memory; None where the system does not tell or the process is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    return next((float(line.split()[1]) / MEBI for line in lines if line.startswith("VmRSS:")), None)


class Course:
    """Seconds since the beginning, and MiB."""

    def __init__(self) -> None:
        self.seen: list[tuple[float, float]] = []

    def ends(self, seconds: float) -> tuple[float, float] | None:
        """Median MiB of the first and of the last so many seconds; None where nothing was told."""
        if not self.seen:
            return None
        last = self.seen[-1][0]
        first = [used for at, used in self.seen if at <= seconds]
        return median(first), median(used for at, used in self.seen if at >= last - seconds)


@contextmanager
def watched(process: int, every: float = 1.0) -> Iterator[Course]:
    """The course of a process's memory for as long as the block lasts."""
    course, over, began = Course(), threading.Event(), time.monotonic()

    def look() -> None:
        while True:
            if (used := resident(process)) is not None:
                course.seen.append((time.monotonic() - began, used))
            if over.wait(every):
                return

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield course
    finally:
        over.set()
        thread.join()
