"""Stand-ins for the model whose process is killed in the middle of a world, as if it had run out of memory."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from tests.experiments.fakes import simulate_policies

PLACE = "INSPECTORATE_TEST_PLACE"
"""Where the worlds that were killed leave their mark."""


def killed(times: int, world: int) -> None:
    """Kill this process the first so many times that it comes here for a world."""
    place = Path(os.environ[PLACE])
    marks = len(list(place.glob(f"killed-{world}-*")))
    if marks < times:
        (place / f"killed-{world}-{marks}").touch()
        os.kill(os.getpid(), signal.SIGKILL)


def once(*given: Any, world: int = 0, **rest: Any) -> Any:
    """Worlds 1 and 2 lose their process at the first try."""
    if world in {1, 2}:
        killed(1, world)
    return simulate_policies(*given, world=world, **rest)


def always(*given: Any, world: int = 0, **rest: Any) -> Any:
    """World 1 never survives."""
    if world == 1:
        killed(99, world)
    return simulate_policies(*given, world=world, **rest)


def nap_once(task: int, tick: Any) -> int:
    """A task of any study, killed once where its number is odd."""
    if task % 2:
        killed(1, task)
    return task
