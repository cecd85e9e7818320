"""A mutant and the tests of its file: run in a child process that has the libraries loaded and the project not."""

from __future__ import annotations

import gc
import importlib
import importlib.machinery
import importlib.util
import os
import sys
import time
from collections.abc import Sequence
from types import CodeType, ModuleType
from typing import Any

from tests.mutants.making import ROOT, Mutant

PROJECT = ("simulation", "scenarios", "experiments", "tests")
KILLED, SURVIVED, LATE = "killed", "survived", "late"
PYTEST = ("-x", "-q", "-o", "addopts=", "-p", "_hypothesis_pytestplugin", "-p", "no:cacheprovider", "-p", "no:unraisableexception",
          "-p", "no:threadexception", "--tb=no", "--assert=plain")  # fmt: skip
"""Nothing but the verdict: to explain a failure takes longer than the tests."""
MARGIN = 15.0
"""Seconds that a mutant may take beyond five times what the tests take without one."""


def warm(tests: Sequence[str]) -> None:
    """Load what the tests import and forget the project's own part of it: a child imports that anew, with the mutant in it."""
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = False  # else every child compiles the project anew
    for path in tests:
        importlib.import_module(path.split("::")[0].removesuffix(".py").replace("/", "."))
    for name in [name for name in sys.modules if name.split(".")[0] in PROJECT and not name.startswith("tests.mutants")]:
        if name != "tests":
            del sys.modules[name]
    gc.freeze()


def outcome(mutant: Mutant | None, tests: Sequence[str], seconds: float) -> tuple[str, float]:
    """Whether one of ``tests`` fails on ``mutant`` within ``seconds`` (too late counts as seen), and how long it took."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os._exit(_child(mutant, tests))
    while time.monotonic() - began < seconds:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return (SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED), time.monotonic() - began
        time.sleep(0.02)
    os.killpg(child, 9)
    os.waitpid(child, 0)
    return LATE, seconds


def _child(mutant: Mutant | None, tests: Sequence[str]) -> int:
    """The exit code of pytest; whatever else happens is none of its codes for success."""
    import pytest

    os.setsid()
    if not os.environ.get("MUTANTS_TALK"):
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
    os.chdir(ROOT)
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    try:
        return int(pytest.main([*tests, *PYTEST]))
    except BaseException:
        return 70


class _Loader(importlib.machinery.SourceFileLoader):
    source: str

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")


class _Finder:
    """Finds the mutated module, and it alone."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.path, self.source = str(ROOT / mutant.file), mutant.source

    def find_spec(self, fullname: str, path: Any = None, target: ModuleType | None = None) -> Any:
        if fullname != self.name:
            return None
        loader = _Loader(fullname, self.path)
        loader.source = self.source
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)
