"""One command in a process forked from this one: the libraries are there already, so that thousands of them take minutes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """How a forked process ended, and what it said."""

    code: int
    """Exit code; 128 and the number of the signal that killed it."""
    out: str
    err: str


def start(what: Callable[[], int], folder: Path) -> int:
    """Fork a process, with a group of its own, that does ``what`` and ends with its code; its id.  Its words go to ``folder``."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        os.setsid()
        # A server of processes that was started before the fork is not this one's child.
        forkserver._forkserver.__init__()  # type: ignore[attr-defined,misc]
        for number, name in ((1, "out"), (2, "err")):
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            os.dup2(handle, number)
            os.close(handle)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        code = what()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def ended(pid: int, folder: Path) -> Ended:
    """Wait for a process that ``start`` made."""
    status = os.waitpid(pid, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    out, err = ((folder / name).read_text("utf-8") if (folder / name).exists() else "" for name in ("out", "err"))
    return Ended(code if code >= 0 else 128 - code, out, err)


def run(what: Callable[[], int], folder: Path) -> Ended:
    """``start`` and ``ended`` in one."""
    folder.mkdir(exist_ok=True)
    return ended(start(what, folder), folder)
