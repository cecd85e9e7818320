"""A mutant and the tests of its file: run in a child process that has everything loaded but what imports the mutated file."""

from __future__ import annotations

import ast
import gc
import importlib
import importlib.machinery
import importlib.util
import math
import os
import sys
import time
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from tests.mutants.making import ROOT, Mutant

PROJECT = ("simulation", "scenarios", "experiments", "tests")
KILLED, SURVIVED, LATE = "killed", "survived", "late"
PYTEST = ("-x", "-q", "-o", "addopts=", "-p", "_hypothesis_pytestplugin", "-p", "no:cacheprovider", "-p", "no:unraisableexception",
          "-p", "no:threadexception", "--tb=no", "--assert=plain")  # fmt: skip
"""Nothing but the verdict: to explain a failure takes longer than the tests."""
BETWEEN = 0.02
"""Seconds between two looks whether a child has ended."""
MARGIN = 15.0
"""Seconds that a mutant may take beyond five times what the tests take without one."""


def warm(tests: Sequence[str]) -> None:
    """Load what the tests import, with the settings of their folders; a child forgets what a mutant may change and imports that anew."""
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = False  # else every child compiles the project anew
    for path in tests:
        file = Path(path.split("::")[0])
        for loaded in (*(one / "conftest.py" for one in reversed(file.parents) if (ROOT / one / "conftest.py").exists()), file):
            importlib.import_module(_name(str(loaded)))
    gc.freeze()


def _name(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def dependents(name: str) -> set[str]:
    """The loaded modules of the project that import ``name``, however far away, and itself."""
    loaded = {one: str(sys.modules[one].__file__) for one in sys.modules if one.split(".")[0] in PROJECT and sys.modules[one].__file__}
    imports = {one: _imports(file) for one, file in loaded.items()}
    found, new = {name}, {name}
    while new:
        new = {one for one, all_of_it in imports.items() if one not in found and not new.isdisjoint(all_of_it)}
        found |= new
    return found


@cache
def _imports(file: str) -> frozenset[str]:
    """What a file imports anywhere, with the packages around it; what it takes from a module might be a module, too."""
    found = set()
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(".".join(parts[:end]) for parts in (name.split(".") for name in found) for end in range(1, len(parts) + 1))


def _forget(names: Iterable[str]) -> None:
    for name in names:
        module = sys.modules.pop(name, None)
        package, _, last = name.rpartition(".")
        if module is not None and getattr(sys.modules.get(package), last, None) is module:
            delattr(sys.modules[package], last)


def outcome(file: str, mutant: Mutant | None, tests: Sequence[str], seconds: float) -> tuple[str, float]:
    """Whether one of ``tests`` fails on ``mutant`` of ``file`` (None: the file as it is) within ``seconds``, and how long it took.

    Too late counts as seen.  The time is that of the looks at the child, so that a machine which holds both still makes nothing late.
    """
    forgotten = dependents(_name(file))
    child = os.fork()
    if child == 0:
        os._exit(_child(forgotten, mutant, tests))
    for look in range(math.ceil(seconds / BETWEEN)):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return (SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED), look * BETWEEN
        time.sleep(BETWEEN)
    os.killpg(child, 9)
    os.waitpid(child, 0)
    return LATE, seconds


def _child(forgotten: Iterable[str], mutant: Mutant | None, tests: Sequence[str]) -> int:
    """The exit code of pytest; whatever else happens is none of its codes for success."""
    import pytest

    os.setsid()
    if not os.environ.get("MUTANTS_TALK"):
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
    os.chdir(ROOT)
    _forget(forgotten)
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
        self.name = _name(mutant.file)
        self.path, self.source = str(ROOT / mutant.file), mutant.source

    def find_spec(self, fullname: str, path: Any = None, target: ModuleType | None = None) -> Any:
        if fullname != self.name:
            return None
        loader = _Loader(fullname, self.path)
        loader.source = self.source
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)
