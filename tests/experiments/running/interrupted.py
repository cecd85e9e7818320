"""A program that is asked to end at one instant of a worker's start: ``python -m tests.experiments.running.interrupted WHEN SIGNAL WHOM``."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing import forkserver
from typing import Any

from experiments.cli.stopping import stop_as_interrupted
from experiments.running.pool import supervise


def nap(task: int, tick: Callable[[float], None]) -> int:
    """A task that would outlast the test."""
    time.sleep(60)
    return task


def main(when: str, name: str, whom: str) -> int:
    """130 where the request was heard as an interruption, as the command line ends."""
    stop_as_interrupted()

    def ask() -> None:
        number = getattr(signal, name)
        if whom == "group":
            os.killpg(os.getpgrp(), number)
        else:
            os.kill(os.getpid(), number)

    patched, attribute = {
        "before the server": (forkserver._forkserver, "ensure_running"),  # type: ignore[attr-defined]
        "half-way": (forkserver, "connect_to_new_process"),
        "after": (forkserver, "read_signed"),
    }[when]
    real = getattr(patched, attribute)

    def asked(*given: Any) -> Any:
        found = real(*given)
        setattr(patched, attribute, real)
        ask()
        return found

    setattr(patched, attribute, asked)
    try:
        list(supervise(nap, [1, 2], workers=2))
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
