"""One writer to a folder at a time; who it is can be read by the others."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.errors import UserError
from experiments.messages import _

LOCK = "writer.lock"


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
                _("Another process is writing to the folder: {who}.").format(who=_told(stream.read())),
                f"--out {folder}",
                _("Wait until it has finished, or name another folder."),
            ) from None
        stream.seek(0)
        stream.truncate()
        stream.write(json.dumps({"process": os.getpid(), "host": socket.gethostname()}))
        stream.flush()
        yield


def holder(folder: Path) -> str | None:
    """Who writes to ``folder`` now, in words; None where nobody does."""
    try:
        import fcntl

        with (folder / LOCK).open("r") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _told(stream.read())
    except (OSError, ImportError):
        return None
    return None


def _told(text: str) -> str:
    try:
        found = json.loads(text)
        return _("process {process} on {host}").format(process=int(found["process"]), host=str(found["host"])[:100])
    except (ValueError, KeyError, TypeError):
        return _("a process that did not give its name")
