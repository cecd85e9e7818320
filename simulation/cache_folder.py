"""Where compiled code is kept: in a folder of this user alone, named by the sources.

Kept code is unpickled and run.  So it is read only from folders and files that belong to this user and that nobody else may
write to; where there is no such folder nothing is kept, and that is said.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from simulation.notices import FOREIGN, FULL, LINK, NO_FOLDER, NOT_KEPT, OPEN_TO_OTHERS, UNSAFE, tell

PYTHON = f"py{sys.version_info.major}{sys.version_info.minor}"
"""Part of the name of every kept file: several versions of Python share a folder, and none reads what another compiled."""
SEAL = 32
"""Bytes of the checksum, a sha256, with which a kept file begins."""
OWN = re.compile(r"[0-9a-f]{16}(?:\.gone-[0-9]+)?")
"""A folder's name: that of the sources whose compiled code it keeps, and what it is called while it is removed."""
KEPT_DAYS = 30
"""Days without a start after which what was compiled of other sources, those of an earlier version, is removed."""
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)


class NoFolderError(Exception):
    """No private folder can be had: ``reason`` says why ``folder`` is not trusted, else ``error`` is what the system said of it."""

    def __init__(self, folder: Path, reason: str = "", error: OSError | None = None) -> None:
        super().__init__(f"{folder}: {reason or error}")
        self.folder, self.reason, self.error = folder, reason, error


def cache_folder(sources: Path) -> Path | None:
    """The folder for what is compiled of ``sources``, made if need be; None where none can be had, which is said.

    Under NUMBA_CACHE_DIR where it is set, else XDG_CACHE_HOME, else the home; where these cannot be written, under the folder
    for temporary files.
    """
    try:
        return private_folder(source_digest(sources))
    except NoFolderError as problem:
        if problem.error is None:
            tell(UNSAFE, reason=problem.reason, folder=str(problem.folder))
        else:
            tell_unkept(problem.error, problem.folder)
        return None


def private_folder(name: str, places: Sequence[tuple[Path, str]] | None = None) -> Path:
    """A folder of this user alone, made if need be, in the first of ``places`` that can be written; raises ``NoFolderError``.

    A place is a folder and the name of our own in it, empty where ``name`` stands right in it.
    """
    problem = OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    last = Path(name)
    for base, own in _places() if places is None else places:
        chain = [*([base / own] if own else []), base / own / name]
        last = chain[-1]
        try:
            base.mkdir(parents=True, exist_ok=True)
            for folder in chain:
                fault = _make_private(folder)
                if fault:
                    raise NoFolderError(folder, fault)
            tempfile.TemporaryFile(dir=last).close()
            os.utime(last)
        except OSError as error:
            problem = error
            if error.errno in FULL_DISK:
                break
        else:
            _remove_unused(last)
            return last
    raise NoFolderError(last, error=problem)


def _remove_unused(current: Path) -> None:
    """Remove the folders beside ``current`` that no start has used for ``KEPT_DAYS``: of this user, by our names, holding only files of ours.

    Each is first renamed, which only one process can do.  One that begins to use it at that instant finds nothing kept and compiles, and
    makes the folder anew to keep it.
    """
    now = current.stat().st_mtime  # it has just been used
    for folder in current.parent.iterdir():
        with contextlib.suppress(OSError):
            if folder == current or not OWN.fullmatch(folder.name) or not _is_unused(folder, now):
                continue
            gone = folder.with_name(f"{folder.name[:16]}.gone-{os.getpid()}")
            folder.rename(gone)
            for path in gone.iterdir():
                if path.suffix in (".nbc", ".tmp"):
                    path.unlink(missing_ok=True)
            try:
                gone.rmdir()
            except OSError:  # somebody keeps something else in it
                gone.rename(folder)


def _is_unused(folder: Path, now: float) -> bool:
    found = folder.lstat()
    return not fault_of(found, folder=True) and now - found.st_mtime > KEPT_DAYS * 86_400


def tell_unkept(error: OSError, folder: Path) -> None:
    """Say that nothing can be kept in ``folder`` and why."""
    if error.errno in FULL_DISK:
        tell(FULL, folder=str(folder))
    else:
        tell(NOT_KEPT, reason=error.strerror or type(error).__name__, folder=str(folder))


def fault_of(found: os.stat_result, folder: bool) -> str:
    """Why what is kept in a file or ``folder`` of this status must not be trusted; empty if it may be."""
    if stat.S_ISLNK(found.st_mode):
        return LINK
    if folder and not stat.S_ISDIR(found.st_mode):
        return NO_FOLDER
    if os.name == "posix":
        if found.st_uid != os.geteuid():
            return FOREIGN
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return OPEN_TO_OTHERS
    return ""


def _make_private(folder: Path) -> str:
    """Make a folder for this user alone, or look whether the one that is there is so: why not, empty if it is."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    return fault_of(folder.lstat(), folder=True)


def _places() -> list[tuple[Path, str]]:
    """Folders that may be written, best first, each with the name of our own in it."""
    user = f"inspectorate-{os.geteuid()}" if os.name == "posix" else "inspectorate"
    temporary = (Path(tempfile.gettempdir()), user)
    if os.environ.get("NUMBA_CACHE_DIR"):
        return [*at_home(os.environ["NUMBA_CACHE_DIR"], ""), temporary]
    return [*users_cache(), temporary]


def users_cache() -> list[tuple[Path, str]]:
    """The user's cache with the name of our own in it; none where no home is known."""
    if os.environ.get("XDG_CACHE_HOME"):
        return at_home(os.environ["XDG_CACHE_HOME"], "inspectorate")
    try:
        return [(Path.home() / ".cache", "inspectorate")]
    except RuntimeError:
        return []


def at_home(path: str, own: str) -> list[tuple[Path, str]]:
    """The folder that ``path`` names as a place, ``~`` the home: a shell leaves it as it is in quotes.  None where no such home is known."""
    try:
        return [(Path(path).expanduser(), own)]
    except RuntimeError:
        return []


def source_digest(sources: Path) -> str:
    """Names the sources: Numba does not notice edits in files that a compiled function calls."""
    digest = hashlib.sha256()
    for path in sorted(sources.rglob("*.py")):
        digest.update(path.relative_to(sources).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read_sealed(path: Path) -> bytes | None:
    """What stands under the seal, None where there is no file.

    Raises ``ValueError`` if the seal is broken or others may write to the file, ``OSError`` if it cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as stream:
        fault = fault_of(os.fstat(descriptor), folder=False)
        if fault:
            raise ValueError(fault)
        seal, data = stream.read(SEAL), stream.read()
    if hashlib.sha256(data).digest() != seal:
        raise ValueError("the checksum is another")
    return data


def write_sealed(path: Path, data: bytes) -> None:
    """Write a file with its seal, whole or not at all."""
    with contextlib.suppress(OSError):  # one that no start had used for long may just have been removed
        path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(hashlib.sha256(data).digest())
            stream.write(data)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def is_whole(path: Path) -> bool:
    """Whether a kept file is there and its seal unbroken."""
    try:
        return read_sealed(path) is not None
    except (OSError, ValueError):
        return False
