"""The two trees of the gate: an older commit laid out in a folder that is gone afterwards, and this one as it stands."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from experiments.text.errors import UserError

ROOT = Path(__file__).parents[4]
ENGINE = ("simulation", "scenarios")
"""What decides how fast the engine is and what it computes; the rest of an older commit is not laid out."""
MEASURED = (*ENGINE, "experiments/upkeep/bench", "pyproject.toml", "requirements.lock")
"""What decides the figures of this tree: also who measures, and on which versions."""
DOOR = "simulation/engine/run.py"
"""What a commit must have: before there was this file no engine was compiled."""
WHERE = "AGAINST"


@dataclass(frozen=True)
class Tree:
    """A folder that holds the engine's packages, and what it is called in the table."""

    folder: Path
    name: str


@contextmanager
def older(revision: str) -> Iterator[Tree]:
    """The engine's packages as ``revision`` had them; ``UserError`` where there is no such commit or it had no compiled engine."""
    commit = _commit(revision)
    if not _git("ls-tree", "--name-only", commit, DOOR).strip():
        raise UserError(f"{revision} has no compiled engine: there is no {DOOR} in it.", WHERE, "Name a later commit.")
    with tempfile.TemporaryDirectory(prefix="inspectorate-bench-") as place:
        with tarfile.open(fileobj=io.BytesIO(_git_bytes("archive", "--format=tar", commit, *ENGINE))) as archive:
            archive.extractall(place, filter="data")
        yield Tree(Path(place), commit[:7])


def this(dirty: bool = False) -> Tree:
    """This tree as it stands; ``UserError`` where no commit holds what it would run, unless ``dirty`` says that this is meant."""
    head = _commit("HEAD")[:7]
    changed = _git("status", "--porcelain", "--", *MEASURED).splitlines()
    if changed and not dirty:
        files = ", ".join(line[3:] for line in changed[:3]) + (", ..." if len(changed) > 3 else "")
        raise UserError(f"This tree has changes that no commit holds: {files}.", WHERE,
                        "Commit them, so that the ratio can be measured again; DIRTY=1 measures them as they are.")  # fmt: skip
    return Tree(ROOT, f"{head} with changes" if changed else head)


def _commit(revision: str) -> str:
    """The full hash of a commit; ``UserError`` where there is none."""
    _git("rev-parse", "--git-dir")
    try:
        return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except UserError:
        raise UserError(f"There is no commit {revision!r}.", WHERE, "`git log --oneline` lists them; a shallow clone holds few.") from None


def _git(*arguments: str) -> str:
    return _git_bytes(*arguments).decode()


def _git_bytes(*arguments: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=True, timeout=120).stdout
    except FileNotFoundError:
        raise UserError("git is not installed here, and older commits come out of it.", WHERE, "Install git, or leave AGAINST out.") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise UserError("git gives no older commit of this folder.", said[-1] if said else WHERE,
                        "Run it in a clone of the repository, or leave AGAINST out.") from error  # fmt: skip
