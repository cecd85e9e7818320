"""Files kept from one command to the next in a folder of this user alone: sealed, bounded in size, the oldest thrown out.

Nothing in it is ever unpickled.  Reading needs no lock: a file is renamed into place when it is whole, and begins with its checksum.
Whatever goes wrong, the answer is "not kept": said once, and what was wanted is computed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulation.cache_folder import FULL_DISK, SEAL, read_sealed, write_sealed
from simulation.notices import KEPT_DAMAGED, KEPT_FULL, KEPT_NOT, tell_once

NAME = re.compile(r"[0-9a-f]{40}\.(?:world|run)")
"""What files of ours are called; others in the folder are left alone."""
UNFINISHED = re.compile(NAME.pattern + r"\..*\.tmp")
ABANDONED_SECONDS = 600.0
"""A file that is not finished after so long is a killed writer's."""
LARGEST, LOOKS = 8, 64
"""No file is larger than the first part of the bound; before a process writes more than the second, it looks through the folder."""
FILLED, LEFT = 3 / 4, 5 / 8
"""Above the first share of the bound the oldest are thrown out until the second is left: with the parts above there is room for one large
file, and for what eight processes write between two looks."""
MOST_FILES = 20_000
"""More are not kept, however small they are: to look through them takes a twentieth of a second."""
PATIENCE, STEP = 0.25, 0.01
"""Seconds that a writer waits for another that looks through the folder; then it keeps nothing rather than too much."""
FREE_SHARE, FREE_BYTES = 0.1, 10 * 2**30
"""What is left free on the disk: a tenth of it, or ten gigabytes where that is more."""


_open: dict[tuple[Path, int], KeptFiles] = {}
_opening = threading.Lock()


def opened(folder: Path, most: int) -> KeptFiles:
    """The one of this process: a worker gets it anew with every task, and must not look through the folder for each."""
    with _opening:
        return _open.setdefault((folder, most), KeptFiles(folder, most))


class KeptFiles:
    """The files in ``folder``, ``most`` bytes of them at most; several processes and threads may use it at once."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder
        self.most = most
        self._lock = threading.Lock()
        self._may_write = 0
        """Bytes that may be written before the folder is looked through again."""
        self._takes_more = True

    def __reduce__(self) -> tuple[Any, tuple[Path, int]]:
        return opened, (self.folder, self.most)

    @property
    def largest(self) -> int:
        """Bytes of the largest file that is kept."""
        return self.most // LARGEST

    def has(self, name: str) -> bool:
        """Whether something is kept under ``name``, whole or not."""
        return (self.folder / name).is_file()

    def read(self, name: str) -> bytes | None:
        """What is kept under ``name``; None where nothing is, or something else than was written."""
        path = self.folder / name
        try:
            data = read_sealed(path)
        except (OSError, ValueError):
            self.throw_away(name)
            return None
        if data is not None:
            with contextlib.suppress(OSError):
                os.utime(path)  # what is used is not old
        return data

    def throw_away(self, name: str) -> None:
        """Remove a file that does not hold what it should, and say so once."""
        with contextlib.suppress(OSError):
            (self.folder / name).unlink(missing_ok=True)
        tell_once(KEPT_DAMAGED, file=name, folder=str(self.folder))

    def write(self, name: str, data: bytes) -> None:
        """Keep ``data`` under ``name``, if the bound and the disk allow it; where the disk refuses, nothing more is written."""
        size = len(data) + SEAL
        if not self._takes_more or size > self.largest:
            return
        try:
            if not self._leaves_room(size):
                tell_once(KEPT_FULL, folder=str(self.folder))
            elif size > self.most // LOOKS:
                with self._alone() as alone:
                    if alone:
                        self._look_through()
                        write_sealed(self.folder / name, data)
            elif self._granted(size):
                write_sealed(self.folder / name, data)
        except OSError as error:
            self._takes_more = False
            if error.errno in FULL_DISK:
                tell_once(KEPT_FULL, folder=str(self.folder))
            else:
                tell_once(KEPT_NOT, reason=error.strerror or type(error).__name__, folder=str(self.folder))

    def _leaves_room(self, size: int) -> bool:
        disk = shutil.disk_usage(self.folder)
        return disk.free - size >= min(FREE_SHARE * disk.total, FREE_BYTES)

    def _granted(self, size: int) -> bool:
        """Whether a small file may be written now: out of what the last look through the folder allowed, or after another."""
        with self._lock:
            if size > self._may_write:
                with self._alone() as alone:
                    if not alone:
                        return False
                    self._look_through()
                    self._may_write = self.most // LOOKS
            self._may_write -= size
            return True

    def _look_through(self) -> None:
        """Throw out the oldest where there is too much, and what a killed writer left."""
        found, total, now = [], 0, time.time()
        for entry in os.scandir(self.folder):
            with contextlib.suppress(FileNotFoundError):  # another process may have thrown it away
                status = entry.stat(follow_symlinks=False)
                if NAME.fullmatch(entry.name):
                    found.append((status.st_mtime_ns, status.st_size, entry.name))
                    total += status.st_size
                elif UNFINISHED.fullmatch(entry.name) and now - status.st_mtime > ABANDONED_SECONDS:
                    os.unlink(entry.path)
        if total <= FILLED * self.most and len(found) <= FILLED * MOST_FILES:
            return
        for number, (_age, size, name) in enumerate(sorted(found)):
            if total <= LEFT * self.most and len(found) - number <= LEFT * MOST_FILES:
                return
            (self.folder / name).unlink(missing_ok=True)
            total -= size

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether nobody else is at it, after some patience; the system lets go when a process dies."""
        try:
            import fcntl
        except ImportError:  # no such locks on this system: what two throw away is gone all the same
            yield True
            return
        with os.fdopen(os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600), "r+b") as stream:
            until = time.monotonic() + PATIENCE
            while True:
                try:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        yield False
                        return
                    time.sleep(STEP)
            yield True
