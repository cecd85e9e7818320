"""Starting a process without being disturbed: a signal that asks us to end is heard once the process stands."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import FrameType
from typing import Any

ASKING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that may ask a command to end."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back signals that ask to end until the block is left; processes started in it never hear Ctrl-C.

    A start cut off half-way leaves a process that waits for what it was to be told, and prints a page when nothing comes.  Ctrl-C goes to
    every process of a terminal, also to one that has not come to ignore it yet: only its parent is to answer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    came: list[tuple[int, FrameType | None]] = []
    before: dict[int, Any] = {}
    try:
        for number in ASKING:
            handler = signal.getsignal(number)
            if callable(handler):
                before[number] = handler
                signal.signal(number, lambda number, frame: came.append((number, frame)))
        with _deaf_children():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number, frame in came[:1]:
            before[number](number, frame)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """What is started in the block has Ctrl-C blocked from its first instruction on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Where it is not there yet it would be started in the block, and unblock what we block.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
