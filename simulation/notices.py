"""What the model has to say beside its numbers, one line each, on stderr unless whoever uses it listens.

A notice goes to the logger ``simulation``: without any logging set up Python prints its text to stderr, a program that
translates puts a handler there and reads template and values.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

LOGGER = logging.getLogger("simulation")

DAMAGED = "A file of the compile cache was damaged ({file}); it is thrown away and compiled anew. Cache: {folder}"
FULL = ("The disk under the compile cache is full, so that compiled code is not kept and every start compiles again, about a minute. "
        "Make room there, or set XDG_CACHE_HOME to a folder on another disk. Cache: {folder}")
NOT_KEPT = "Compiled code cannot be kept ({reason}): every start compiles again, about a minute. Cache: {folder}"
UNSAFE = ("The compile cache is not used, since {reason}: every start compiles again, about a minute. "
          "Remove that folder, or set XDG_CACHE_HOME to a folder of your own. Cache: {folder}")
KEPT_DAMAGED = "A file of the store of worlds was damaged ({file}); it is thrown away and what it held is run again. Store: {folder}"
KEPT_FULL = ("The disk under the store of worlds is nearly full, so that nothing more is kept there: burn-ins and baselines are run each time. "
             "Make room there, or set INSPECTORATE_STORE to a folder on another disk. Store: {folder}")
KEPT_NOT = "Worlds cannot be kept ({reason}): burn-ins and baselines are run each time. Store: {folder}"
KEPT_UNSAFE = ("The store of worlds is not used, since {reason}: burn-ins and baselines are run each time. "
               "Remove that folder, or set INSPECTORATE_STORE to a folder of your own. Store: {folder}")
KEPT_SETTING = ("INSPECTORATE_STORE is {setting}, which is neither off, nor a size such as 500M or 2G, nor a folder with a slash in its name: "
                "nothing is kept.")
KEPT_SMALL = ("INSPECTORATE_STORE is {setting}, too small to keep anything: a world of the smallest district needs 512K, one of the whole district 12M. "
              "Nothing is kept.")
LINK = "it is a symbolic link"
NO_FOLDER = "it is no folder"
FOREIGN = "it belongs to another user"
OPEN_TO_OTHERS = "others may write to it"
TEMPLATES = (
    DAMAGED, FULL, NOT_KEPT, UNSAFE, KEPT_DAMAGED, KEPT_FULL, KEPT_NOT, KEPT_UNSAFE, KEPT_SETTING, KEPT_SMALL, LINK, NO_FOLDER, FOREIGN, OPEN_TO_OTHERS)
"""Every text, for a catalogue of translations."""


TOLD = "INSPECTORATE_TOLD"
"""In the environment: the process that told something, and checksums of what."""


class Notice:
    """An English sentence with its template and values; a value may be one of ``TEMPLATES`` itself."""

    def __init__(self, template: str, **values: str) -> None:
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values)


def tell(template: str, **values: str) -> None:
    """Say one of ``TEMPLATES`` with its values filled in; a process does not repeat what the one that started it has said."""
    notice = Notice(template, **values)
    told = hashlib.sha256(str(notice).encode()).hexdigest()[:16]
    process, _, before = os.environ.get(TOLD, "").partition(":")
    if process == str(os.getppid()) and told in before.split(","):
        return
    os.environ[TOLD] = f"{os.getpid()}:{before},{told}" if process == str(os.getpid()) else f"{os.getpid()}:{told}"
    LOGGER.warning(notice)


_told: set[tuple[str, str]] = set()
_lock = threading.Lock()


def tell_once(template: str, **values: str) -> None:
    """``tell``, unless this process has said it of the same ``folder`` before."""
    pass_on([Notice(template, **values)])


def pass_on(notices: Iterable[Notice]) -> None:
    """Say what another process of ours had to say, each once for a folder."""
    for notice in notices:
        what = (notice.template, notice.values.get("folder", ""))
        with _lock:
            new = what not in _told
            _told.add(what)
        if new:
            LOGGER.warning(notice)


class _Ear(logging.Handler):
    """Keeps notices instead of saying them."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Notice] = []

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.msg, Notice):
            self.heard.append(record.msg)


@contextmanager
def gathered() -> Iterator[list[Notice]]:
    """What is said in the block is kept in this list, for whoever passes it on, and not said."""
    ear, handlers, propagate = _Ear(), LOGGER.handlers[:], LOGGER.propagate
    LOGGER.handlers[:], LOGGER.propagate = [ear], False
    try:
        yield ear.heard
    finally:
        LOGGER.handlers[:], LOGGER.propagate = handlers, propagate
