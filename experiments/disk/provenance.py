"""Where a number comes from: versions, commit, and a hash of the model's source."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import simulation

PACKAGES = ("numpy", "numba", "mesa", "scipy", "pandas", "pyarrow", "matplotlib",
            "statsmodels", "scikit-learn", "emcee", "SALib", "ema-workbench", "pymoo", "distributed")  # fmt: skip


@cache
def version() -> str:
    """The version of this project as installed."""
    try:
        return metadata.version("inspectorate")
    except metadata.PackageNotFoundError:
        return "0"


@cache
def model_hash() -> str:
    """Eight hex digits of the model's source: results of an edited model never pass for the old ones."""
    return source_hash(Path(str(simulation.__file__)).parent)


@cache
def source_hash(folder: Path) -> str:
    """Eight hex digits of all Python files in ``folder`` and below, as they are when first asked for."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:8]


def model_version() -> str:
    """Version and source hash: ``0.1.0 (1a2b3c4d)``."""
    return f"{version()} ({model_hash()})"


def commit() -> dict[str, Any] | None:
    """The git commit this runs from and whether files were changed since; None outside git."""
    folder = Path(__file__).parent

    def git(*arguments: str) -> str:
        answer = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, timeout=5, check=True
        )
        return answer.stdout.strip()

    try:
        return {"commit": git("rev-parse", "HEAD"), "changed": bool(git("status", "--porcelain"))}
    except (OSError, subprocess.SubprocessError):
        return None


def versions() -> dict[str, str]:
    """Versions of the project, Python and the packages that touch a number, as far as they are installed."""
    found = {"inspectorate": version(), "model": model_version(), "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
