"""A folder that one process writes to: made, checked, held alone, and rid of what a killed writer left."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from experiments.disk import lock, paths
from experiments.disk.paths import TEMPORARY
from experiments.disk.reading import read_json
from experiments.text.errors import UserError
from experiments.text.messages import _

FILES = re.compile(r".+\.(?:json|jsonl|csv|parquet|txt|md|png|svg|toml|lock)")
"""Names in a folder of ours that only files have."""
FOLDERS = frozenset({"figures", "parts", "damaged", "unfinished", "monthly", "places", "runs", "screening"})
"""Names in a folder of ours that only folders have."""
KIND = "kind.json"
"""Says of a folder which command's results it takes."""


@contextmanager
def writing(folder: Path, check: Callable[[Path], None]) -> Iterator[None]:
    """Hold ``folder`` alone, made where it is missing; ``UserError`` where it cannot be written or another process writes to it.

    ``check`` raises ``UserError`` where the folder holds something else: asked before anything is touched, and again once nobody else
    writes.  What stands inside it in the place of a file or folder of ours is named in a ``UserError``, too.  Raises ``OSError`` where
    the disk is full or broken.
    """
    with ExitStack() as held:
        with paths.written(f"--out {paths.shown(folder)}"):
            paths.refuse_unless_folder(folder)
            refuse_misplaced(folder, f"--out {paths.shown(folder)}")
            check(folder)
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(lock.held(folder))
            check(folder)
            clear(folder)
        with _told_apart(folder):
            yield


def refuse_misplaced(folder: Path, where: str) -> None:
    """``UserError`` naming what stands in ``folder`` where a file belongs and is none, or where a folder belongs and is none.

    Asked before anything is read or run: reading a pipe would wait for ever, and hours of work would end at a picture that cannot be written.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_file, is_folder = os.path.isfile(path), os.path.isdir(path)
        if (FILES.fullmatch(path.name) and not is_file) or (path.name in FOLDERS and not is_folder):
            raise _misplaced(path, _("a file") if is_file else _("a folder") if is_folder else
                             _("neither a file nor a folder") if os.path.exists(path) else _("a link to something that is not there"), where)  # fmt: skip


def _misplaced(path: Path, found: str, where: str) -> UserError:
    return UserError(
        _("In the folder stands something else than belongs there: {path} ({found}).").format(path=paths.shown(path), found=found), where,
        _("Move it away and give the same command again; what is finished stays."))  # fmt: skip


@contextmanager
def owned(folder: Path, kind: str, commands: str) -> Iterator[None]:
    """``writing`` for results of one ``kind``; ``UserError`` where the folder holds anything else, which is left alone.

    ``commands`` is a pattern of the commands whose manifest tells that a folder is of this kind, from before it was written down.
    """

    def check(folder: Path) -> None:
        if contents(folder) and not _is_of(folder, kind, commands):
            raise UserError(
                _("The folder is not empty and holds nothing that this command wrote; nothing was touched."), f"--out {paths.shown(folder)}",
                _("Name a folder that is new or empty, or empty this one yourself."))  # fmt: skip

    with writing(folder, check):
        (folder / KIND).write_text(json.dumps({"schema_version": 1, "kind": kind}), "utf-8")
        yield


def _is_of(folder: Path, kind: str, commands: str) -> bool:
    found = _card(folder / KIND).get("kind")
    if found is not None:
        return bool(found == kind)
    command = _card(folder / "manifest.json").get("command")
    return isinstance(command, str) and re.fullmatch(rf"inspectorate (?:{commands})(?: .*)?", command, re.DOTALL) is not None


def _card(path: Path) -> Mapping[str, Any]:
    with suppress(OSError, ValueError):
        found = read_json(path)
        if isinstance(found, dict):
            return found
    return {}


@contextmanager
def _told_apart(folder: Path) -> Iterator[None]:
    """``UserError`` naming what stands in ``folder`` where a file or a folder of ours belongs."""
    try:
        yield
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        named = [Path(name) for name in (error.filename2, error.filename) if isinstance(name, str) and TEMPORARY not in Path(name).name]
        inside = [path for path in named if path.absolute().is_relative_to(folder.absolute())]
        if not inside:
            raise
        found = _("a folder") if isinstance(error, IsADirectoryError) else _("a file")
        raise _misplaced(inside[0], found, f"--out {paths.shown(folder)}") from error


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
