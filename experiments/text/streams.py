"""Standard output and error as they are: closed, full, left by their reader, or of an encoding without Chinese.  Nothing is lost silently.

Letters that a stream's encoding does not have are written as escapes (``\\u5b89``).  A stream that takes no more is written to no
more, and the command goes on to its end: what it keeps in a folder is kept.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

ESCAPED = "inspectorate-escaped-{name}"
"""Name of the error handler of a stream."""
CLOSED = OSError(errno.EBADF, os.strerror(errno.EBADF))


@dataclass
class Streams:
    """What became of the two streams, by ``stdout`` and ``stderr``."""

    failed: dict[str, OSError] = field(default_factory=dict)
    """Why a stream took no more, by its name."""
    escaped: dict[str, str] = field(default_factory=dict)
    """The encodings that letters had to be escaped for, by the stream's name."""

    def lost(self) -> OSError | None:
        """Why what was printed could not be delivered; None where it was, or where the reader went away or closed it by its own will."""
        error = self.failed.get("stdout")
        return None if error is None or isinstance(error, BrokenPipeError) or error.errno == errno.EBADF else error


class _Outlet(io.RawIOBase):
    """A file descriptor that swallows all after the first error, which it tells through ``failed``."""

    def __init__(self, descriptor: int, failed: Callable[[OSError], None]) -> None:
        self._descriptor, self._failed, self._dead = descriptor, failed, False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: Any) -> int:
        while not self._dead:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:  # somebody else made it so: wait as if it were not
                select.select([], [self._descriptor], [])
            except OSError as error:
                self._dead = True
                self._failed(error)
        return len(data)


@contextmanager
def guarded() -> Iterator[Streams]:
    """The process's own streams behind outlets while it lasts; streams that somebody put in their place only get the escapes."""
    found = Streams()
    before = sys.stdout, sys.stderr
    _open_closed(found)
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream, own = getattr(sys, name), getattr(sys, f"__{name}__")
        handler = _escape_for(name, getattr(stream, "encoding", None), found)
        if stream is None or stream is own:
            setattr(sys, name, _behind_outlet(name, descriptor, stream, handler, found))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=handler)
    try:
        yield found
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        sys.stdout, sys.stderr = before


def _open_closed(found: Streams) -> None:
    """Put the null device where a descriptor is closed: else the next file that is opened would get its number."""
    for descriptor, name in ((0, "stdin"), (1, "stdout"), (2, "stderr")):
        try:
            os.fstat(descriptor)
        except OSError:
            found.failed[name] = CLOSED
            null = os.open(os.devnull, os.O_RDWR)
            if null != descriptor:
                os.dup2(null, descriptor)
                os.close(null)


def _behind_outlet(name: str, descriptor: int, stream: Any, handler: str, found: Streams) -> Any:

    def failed(error: OSError) -> None:
        found.failed.setdefault(name, error)

    outlet = _Outlet(descriptor, failed)
    return io.TextIOWrapper(
        io.BufferedWriter(outlet), encoding=getattr(stream, "encoding", None) or "utf-8", errors=handler,
        line_buffering=name == "stderr" or outlet.isatty(),
    )  # fmt: skip


def _escape_for(name: str, encoding: str | None, found: Streams) -> str:
    """The name of an error handler that writes escapes and notes that it did, by the name of the encoding that the user knows.

    An error does not have that name: every encoding that is a table of letters calls itself "charmap" there.
    """

    def escape(error: UnicodeError) -> tuple[str | bytes, int]:
        if isinstance(error, UnicodeEncodeError):
            found.escaped.setdefault(name, encoding or error.encoding)
        return codecs.backslashreplace_errors(error)

    handler = ESCAPED.format(name=name)
    codecs.register_error(handler, escape)
    return handler


def can_say(text: str, stream: Any) -> bool:
    """Whether the stream's encoding has every letter of ``text``."""
    encoding = getattr(stream, "encoding", None)
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
