"""Requests to end: a command hears them from its first line on."""

from __future__ import annotations

import signal
import threading


def stop_as_interrupted() -> None:
    """A request to end (SIGTERM, a closed terminal) ends a command as Ctrl-C does: workers stopped, what is finished kept, code 130."""
    if threading.current_thread() is not threading.main_thread():
        return  # only the main thread may say what a signal does

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)
