"""What the model has to say beside its numbers, one line each, on stderr unless whoever uses it listens.

A notice goes to the logger ``simulation``: without any logging set up Python prints its text to stderr, a program that
translates puts a handler there and reads template and values.
"""

from __future__ import annotations

import hashlib
import logging
import os

LOGGER = logging.getLogger("simulation")

DAMAGED = "A file of the compile cache was damaged ({file}); it is thrown away and compiled anew. Cache: {folder}"
FULL = ("The disk under the compile cache is full, so that compiled code is not kept and every start compiles again, about a minute. "
        "Make room there, or set XDG_CACHE_HOME to a folder on another disk. Cache: {folder}")
NOT_KEPT = "Compiled code cannot be kept ({reason}): every start compiles again, about a minute. Cache: {folder}"
UNSAFE = ("The compile cache is not used, since {reason}: every start compiles again, about a minute. "
          "Remove that folder, or set XDG_CACHE_HOME to a folder of your own. Cache: {folder}")
LINK = "it is a symbolic link"
NO_FOLDER = "it is no folder"
FOREIGN = "it belongs to another user"
OPEN_TO_OTHERS = "others may write to it"
TEMPLATES = (DAMAGED, FULL, NOT_KEPT, UNSAFE, LINK, NO_FOLDER, FOREIGN, OPEN_TO_OTHERS)
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
