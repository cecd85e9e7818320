"""What lies on disk and may be damaged in any way: files that may be something else, JSON that may be none."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path
from typing import Any, BinaryIO


def regular(path: Path) -> BinaryIO:
    """The file at ``path``, open for reading; ``OSError`` naming it where it is none: to open a pipe that nobody writes to would wait for ever."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        code = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
        raise OSError(code, os.strerror(code), str(path))
    return os.fdopen(handle, "rb")


def read_bytes(path: Path) -> bytes:
    """All that is in the file at ``path``; ``OSError`` naming it where it cannot be read or is no file."""
    with regular(path) as stream:
        return stream.read()


def read_json(path: Path) -> Any:
    """What a file of JSON holds; ``ValueError`` for whatever is none, ``OSError`` where it cannot be read."""
    return parsed(read_bytes(path))


def parsed(text: str | bytes) -> Any:
    """What JSON holds; ``ValueError`` for whatever is none, brackets too deep to follow among it."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested deeper than any file of ours") from None
