"""A disk that fails at the n-th operation: every call by which a sweep touches its folder, counted and broken on demand.

The calls are patched where Python reaches the system (``os`` and ``io``), in a process forked for the purpose, so that nothing of
the sweep is replaced.  A call counts if it names something in the folder or holds something open there.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMING = ("open", "replace", "rename", "truncate", "unlink", "remove", "mkdir", "rmdir", "chmod", "listdir", "scandir")
HOLDING = ("write", "fsync", "close")
MODES = ("EIO", "ENOSPC", "short", "kill", "kill after")
WRITING = ("open to write", "write", "mkdir", "fsync")
"""What a full disk refuses."""
KILLED = 137


@dataclass
class Disk:
    """Counts the calls that touch ``folder``; breaks the one numbered ``index`` in the manner of ``mode``, or all writes from it on."""

    folder: Path
    index: int = -1
    mode: str = "EIO"
    for_good: bool = False
    calls: list[str] = field(default_factory=list)
    _held: set[int] = field(default_factory=set)

    def install(self) -> None:
        for name in NAMING:
            setattr(os, name, self._naming(name, getattr(os, name)))
        for name in HOLDING:
            setattr(os, name, self._holding(name, getattr(os, name)))
        self._real_open = io.open
        io.open = builtins.open = self._open  # type: ignore[assignment]

    def _touches(self, path: Any) -> bool:
        return isinstance(path, str | os.PathLike) and str(self.folder) in os.fspath(path)

    def _called(self, call: str, path: Any = None) -> bool:
        """Count a call; True if it must be cut short; raises or ends the process where the disk fails."""
        self.calls.append(call)
        number = len(self.calls) - 1
        if self.for_good and number >= self.index and call in WRITING:
            raise OSError(getattr(errno, self.mode), os.strerror(getattr(errno, self.mode)), path)
        if number != self.index or self.for_good:
            return False
        if self.mode == "kill":
            os._exit(KILLED)
        if self.mode in {"short", "kill after"}:
            return True
        raise OSError(getattr(errno, self.mode), os.strerror(getattr(errno, self.mode)), path)

    def _naming(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *rest: Any, **more: Any) -> Any:
            if not self._touches(path):
                return real(path, *rest, **more)
            to_write = name == "open" and rest and rest[0] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            cut = self._called("open to write" if to_write else name, os.fspath(path))
            found = real(path, *rest, **more)
            if cut and self.mode == "kill after":
                os._exit(KILLED)
            if name == "open":
                self._held.add(found)
            return found

        return call

    def _holding(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(handle: Any, *rest: Any) -> Any:
            if handle not in self._held:
                return real(handle, *rest)
            if name == "close":
                self._held.discard(handle)
                return real(handle)
            cut = self._called(name)
            if cut and name == "write":
                half = bytes(rest[0])[: max(1, len(rest[0]) // 2)]
                written = real(handle, half)
                if self.mode == "kill after":
                    os._exit(KILLED)
                return written
            found = real(handle, *rest)
            if cut and self.mode == "kill after":
                os._exit(KILLED)
            return found

        return call

    def _open(self, file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        mine = file in self._held if isinstance(file, int) else self._touches(file)
        if not mine:
            return self._real_open(file, mode, *rest, **more)
        writes = any(letter in mode for letter in "wax+")
        if not isinstance(file, int):
            self._called("open to write" if writes else "open", os.fspath(file))
        stream = self._real_open(file, mode, *rest, **more)
        if isinstance(file, int):
            self._held.discard(file)  # the stream closes it from here on
        self._held.add(stream.fileno())
        return _Stream(stream, self)


class _Stream:
    """A file object whose writes and reads count."""

    def __init__(self, stream: Any, disk: Disk) -> None:
        self._stream, self._disk = stream, disk

    def write(self, content: Any) -> int:
        cut = self._disk._called("write")
        if not cut:
            return int(self._stream.write(content))
        self._stream.write(content[: len(content) // 2])
        self._stream.flush()
        if self._disk.mode == "kill after":
            os._exit(KILLED)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def read(self, *count: int) -> Any:
        self._disk._called("read")
        return self._stream.read(*count)

    def close(self) -> None:
        self._disk._held.discard(self._stream.fileno() if not self._stream.closed else -1)
        self._stream.close()

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
