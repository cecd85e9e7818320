"""One writer to a folder at a time; who it is can be read by the others."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from experiments.disk.reading import parsed
from experiments.text.errors import UserError
from experiments.text.messages import _

LOCK = "writer.lock"
PATIENCE = 20
"""Twentieths of a second that a holder has for writing its name."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold ``folder`` alone; ``UserError`` with process and host where another does. The system lets go when a process dies."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        yield
        return
    with os.fdopen(os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644), "r+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(
                _("Another process is writing to the folder: {who}.").format(who=_who(stream)),
                f"--out {folder}",
                _("Wait until it has finished, or name another folder."),
            ) from None
        stream.seek(0)
        stream.truncate()
        stream.write(json.dumps({"process": os.getpid(), "host": socket.gethostname()}))
        stream.flush()
        yield


def _who(stream: TextIO) -> str:
    """Who holds the lock; a holder that has just taken it is given a moment to write its name over that of the one before."""
    text = ""
    for _again in range(PATIENCE):
        stream.seek(0)
        if (text := stream.read()) and not _is_gone(text):
            break
        time.sleep(0.05)
    return _told(text)


def _is_gone(text: str) -> bool:
    """Whether the process that is named has ended, as far as can be seen from here."""
    try:
        found = parsed(text)
        if found["host"] == socket.gethostname():
            os.kill(int(found["process"]), 0)
    except ProcessLookupError:
        return True
    except (ValueError, KeyError, TypeError, OSError, OverflowError):
        return False
    return False


def holder(folder: Path) -> str | None:
    """Who writes to ``folder`` now, in words; None where nobody does."""
    try:
        import fcntl

        with (folder / LOCK).open("r") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _who(stream)
    except (OSError, ImportError):
        return None
    return None


def _told(text: str) -> str:
    try:
        found = parsed(text)
        return _("process {process} on {host}").format(process=int(found["process"]), host=str(found["host"])[:100])
    except (ValueError, KeyError, TypeError):
        return _("a process that did not give its name")
