"""The wheel with its lock on every supported Python that is found here: it installs, starts, and gives the digests of this one.

Nothing optional is installed there, and the program runs from an empty folder.  Each Python compiles the engine, which takes minutes:
`make interpreters` runs this, and so does CI.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.package import build_wheel, interpreter, runtime_lock, supported_versions

HERE = f"3.{sys.version_info.minor}"
COMPARE = ["compare", "--district", "jiuyuan-hamlet", "--policy", "incentives", "--worlds", "2", "--months", "2", "--seed", "1", "--workers", "1",
           "--timeout", "1200", "--quiet"]  # fmt: skip
RUN = ["run", "--district", "jiuyuan-hamlet", "--policy", "incentives", "--months", "2", "--seed", "1", "--engine", "mesa", "--json", "--quiet"]
PLAIN = {"INSPECTORATE_PLAIN": "1"}
OF_ANY_PROCESSOR = {"NUMBA_CPU_NAME": "generic", "NUMBA_BOUNDSCHECK": "1", "PYTHONWARNINGS": "error::RuntimeWarning"}
"""Compiled for any processor, with the bounds of every array checked; a number too large for its column is an error."""

pytestmark = pytest.mark.skipif(os.environ.get("INSPECTORATE_INTERPRETERS") != "1", reason="takes minutes: `make interpreters` runs it, and CI does")


def call(words: list[str], folder: Path, **settings: str) -> str:
    """The standard output of a command that must succeed, run from ``folder``."""
    own = ("PYTHONPATH", "VIRTUAL_ENV", "NUMBA_", "INSPECTORATE_PLAIN")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(own)} | settings
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=1500, env=environment)
    assert done.returncode == 0, f"{words}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def result(program: str, folder: Path, out: str, **settings: str) -> dict[str, Any]:
    """What a comparison leaves that must be the same everywhere: the digest of every run, the checksum of every file."""
    call([program, *COMPARE, "--out", out], folder, **settings)
    manifest = json.loads((folder / out / "manifest.json").read_text("utf-8"))
    assert manifest["run_digests"] and manifest["files"]
    return {"model": manifest["versions"]["model"], "digests": manifest["run_digests"], "files": manifest["files"]}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the checkout gives on this Python."""
    folder, program = tmp_path_factory.mktemp("here"), str(Path(sys.executable).with_name("inspectorate"))
    return {"compared": result(program, folder, "out"), "run": call([program, *RUN], folder, **PLAIN), "policies": call([program, "policies", "--json"], folder)}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.mark.parametrize("version", supported_versions())
def test_the_wheel_gives_the_same_digests_on(version: str, wheel: Path, expected: dict[str, Any], tmp_path: Path) -> None:
    found = interpreter(version)
    if found is None:
        pytest.skip(f"no Python {version} that can make environments, neither python{version} on PATH nor among pyenv's versions")
    empty = tmp_path / "empty"
    empty.mkdir()
    program = installed(found, wheel, tmp_path)
    assert json.loads(call([program, "policies", "--json"], empty)) == json.loads(expected["policies"])
    assert json.loads(call([program, *RUN], empty, **PLAIN)) == json.loads(expected["run"])
    # Compiled on every other Python, with an empty cache; on this one the suite does little else, so that it is only where there is no other.
    is_spared = version == HERE and any(interpreter(other) for other in supported_versions() if other != HERE)
    settings = PLAIN if is_spared else {"XDG_CACHE_HOME": str(tmp_path / "cache")} | OF_ANY_PROCESSOR
    assert result(program, empty, "out", **settings) == expected["compared"]
    asked = subprocess.run([program, "sensitivity", "sensitivity"], cwd=empty, capture_output=True, text=True, check=False, timeout=300)
    assert asked.returncode == 2 and 'pip install "inspectorate[studies]"' in " ".join(asked.stderr.split())


def installed(python: Path, wheel: Path, folder: Path) -> str:
    """The program in a new environment: the wheel, and of the lock what it needs."""
    lock = folder / "runtime.lock"
    lock.write_text(runtime_lock(), "utf-8")
    call([str(python), "-m", "venv", str(folder / "env")], folder)
    pip = [str(folder / "env" / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    call([*pip, "install", "--no-compile", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], folder)
    call([*pip, "install", "--no-deps", str(wheel)], folder)
    call([*pip, "check"], folder)
    return str(folder / "env" / "bin" / "inspectorate")
