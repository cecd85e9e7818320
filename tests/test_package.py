"""The tools that try the package: an interpreter is taken only if it answers, and the part of the lock is complete."""

import shutil
from pathlib import Path

import pytest

from scenarios import load_district, load_parameters
from simulation.cache_folder import PYTHON
from simulation.engine import run
from simulation.simulate import prepare
from tests.package import interpreter, lock_entries, runtime_lock


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on its PATH but ``bin``, and no pyenv."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    return tmp_path


def test_a_python_on_the_path_is_taken_if_it_answers(alone: Path) -> None:
    assert interpreter("3.12") is None
    found = program(alone / "bin" / "python3.12", "echo 3.12")
    assert interpreter("3.12") == found
    program(found, "echo 3.11")
    assert interpreter("3.12") is None


def test_behind_a_name_with_nothing_behind_it_the_newest_of_pyenv_is_taken(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(alone / "bin" / "python3.12", "echo no such version >&2; exit 127")
    for patch in (1, 10, 4):
        program(alone / "versions" / f"3.12.{patch}" / "bin" / "python", "echo 3.12")
    program(alone / "bin" / "pyenv", f"echo {alone}")
    newest = alone / "versions" / "3.12.10" / "bin" / "python"
    assert interpreter("3.12") == newest
    monkeypatch.setenv("PYENV_ROOT", str(alone))
    assert interpreter("3.12") == newest
    assert interpreter("3.13") is None


def test_the_part_of_the_lock_that_the_package_needs_has_what_its_packages_ask_for_and_no_optional_one() -> None:
    names = {line.partition("==")[0] for line in runtime_lock().splitlines() if "==" in line}
    assert {"mesa", "tqdm", "numba", "llvmlite", "pydantic-core", "pillow"} <= names
    assert not names & {"pymoo", "scikit-learn", "dask", "statsmodels", "pytest", "networkx"}
    assert names < {name for name, _text, _askers in lock_entries()}


@pytest.mark.skipif(not run.COMPILED, reason="nothing is compiled under INSPECTORATE_PLAIN")
def test_the_engine_is_found_once_it_is_kept_and_not_when_another_python_kept_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(load_district("jiuyuan-hamlet"), load_parameters().values)
    assert run.is_compiled()
    assert run.CACHE is not None
    kept, *_others = run.CACHE.glob(f"month.advance*.{PYTHON}.*.nbc")
    monkeypatch.setattr(run, "CACHE", tmp_path)
    shutil.copyfile(kept, tmp_path / kept.name.replace(PYTHON, "py39"))
    assert not run.is_compiled()
    shutil.copyfile(kept, tmp_path / kept.name)
    assert run.is_compiled()
