"""The package as it is handed on: a wheel built from the tracked files, the part of the lock that it needs, other interpreters."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.test_source import PROJECT, ROOT, requirement_names, tracked_files

ROOMS = ("simulation", "scenarios", "experiments")
BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
ABOUT = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"


def packaged_files() -> set[str]:
    """The tracked files that belong into the wheel: all of the three rooms."""
    names = {path.relative_to(ROOT).as_posix() for path in tracked_files()}
    return {name for name in names if name.partition("/")[0] in ROOMS}


def build_wheel(folder: Path) -> Path:
    """A wheel of the tracked files, built in ``folder`` with nothing from outside."""
    source = folder / "source"
    for name in [*packaged_files(), "pyproject.toml", "README.md"]:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    done = subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=source, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.splitlines()[-1]


def lock_entries() -> list[tuple[str, str, set[str]]]:
    """Each entry of the lock: its package, its text, the packages that ask for it."""
    texts = re.split(r"^(?=[a-z0-9])", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [(text.partition("==")[0], text, set(re.findall(r"^ +# +(?:via )?([a-z0-9-]+)$", text, re.MULTILINE))) for text in texts]


def runtime_lock() -> str:
    """The entries of the lock that the package itself asks for, and those that these ask for in turn."""
    chosen = {name.lower() for name in requirement_names(PROJECT["dependencies"])}
    entries = lock_entries()
    while more := {name for name, _text, askers in entries if name not in chosen and askers & chosen}:
        chosen |= more
    return "".join(text for name, text, _askers in entries if name in chosen)


def supported_versions() -> list[str]:
    """The versions of Python that ``requires-python`` names, as 3.x."""
    bounds = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"])
    assert bounds, "requires-python is read as >=3.x,<3.y"
    return [f"3.{minor}" for minor in range(int(bounds[1]), int(bounds[2]))]


def interpreter(version: str) -> Path | None:
    """A Python of this version that can make environments: on PATH, or among pyenv's; None where there is none."""
    named = shutil.which(f"python{version}")
    found = [Path(named)] if named else []
    for root in _pyenv_roots():
        found += sorted((root / "versions").glob(f"{version}.*/bin/python"), key=_patch, reverse=True)
    for path in found:
        try:  # a name on PATH may be a shim with nothing behind it
            said = subprocess.run([str(path), "-c", ABOUT], capture_output=True, text=True, check=False, timeout=60)
        except OSError:
            continue
        if said.stdout.strip() == version:
            return path
    return None


def _patch(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.parts[-3])]


def _pyenv_roots() -> list[Path]:
    given = os.environ.get("PYENV_ROOT")
    program = shutil.which("pyenv")
    if not given and program:
        given = subprocess.run([program, "root"], capture_output=True, text=True, check=False, timeout=60).stdout.strip()
    return [Path(given)] if given else []
