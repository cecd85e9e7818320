"""A folder that one process writes to: made, checked, held alone, and rid of what a killed writer left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from experiments.disk import lock, paths

TEMPORARY = ".tmp-"
"""How the names of files and folders begin that are not finished."""


@contextmanager
def writing(folder: Path, check: Callable[[Path], None] = lambda folder: None) -> Iterator[None]:
    """Hold ``folder`` alone, made where it is missing; ``UserError`` where it cannot be written or another process writes to it.

    ``check`` raises ``UserError`` where the folder holds something else: asked before anything is touched, and again once nobody else
    writes. Raises ``OSError`` where the disk is full or broken.
    """
    with ExitStack() as held:
        with paths.written(f"--out {paths.shown(folder)}"):
            paths.refuse_unless_folder(folder)
            check(folder)
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(lock.held(folder))
            check(folder)
            clear(folder)
        yield


def contents(folder: Path) -> list[str]:
    """What a folder holds beside its lock and what is not finished; nothing where it is not there."""
    return sorted(name for name in os.listdir(folder) if name != lock.LOCK and not name.startswith(TEMPORARY)) if folder.exists() else []


def clear(folder: Path) -> None:
    """Remove what a killed writer left unfinished in ``folder`` and below; folders with a lock of their own are their writer's."""
    for entry in list(os.scandir(folder)):
        if entry.name.startswith(TEMPORARY):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink(missing_ok=True)
        elif entry.is_dir(follow_symlinks=False) and not os.path.lexists(os.path.join(entry.path, lock.LOCK)):
            clear(Path(entry.path))
