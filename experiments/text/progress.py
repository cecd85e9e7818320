"""How far work is, in words: counts and an honest time left."""

from __future__ import annotations

import time
from collections.abc import Callable

from experiments.text.formatting import duration
from experiments.text.messages import _

Progress = Callable[[float, int, int], None]
"""Called with the share done of all tasks, tasks finished, tasks failed."""

LINE_SECONDS = 20.0
"""Where no terminal shows a bar, a line this often."""


def lines(say: Callable[[str], None], total: int, what: str, units: str) -> Progress:
    """A report function that says a line now and then, through ``say``."""
    started = time.monotonic()
    last = started

    def report(share: float, done: int, failed: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= LINE_SECONDS:
            last = now
            text = state(share, done, failed, total, now - started, units)
            say(_("{what}: {percent} %, {state}").format(what=what, percent=f"{share * 100:.0f}", state=text))

    return report


def state(share: float, done: int, failed: int, total: int, elapsed: float, units: str = "") -> str:
    """How far it is in words, with the time left where that is no guess."""
    if units:
        text = _("{done} of {total} {units}").format(done=done, total=total, units=units)
    else:
        text = _("{done} of {total} worlds").format(done=done, total=total)
    if failed:
        text += _(", ") + _("{n} failed").format(n=failed)
    left = time_left(share, elapsed)
    return text + (_(", ") + _("about {time} left").format(time=duration(left)) if left is not None else "")


def time_left(share: float, elapsed: float) -> float | None:
    """Seconds left if the rest goes as the whole went so far; None while that is a guess."""
    if elapsed < 3 or share < 0.02 or share >= 1:
        return None
    return elapsed * (1 - share) / share
