"""Compiled code kept from one start to the next: sealed with a checksum, read whole and true or not at all.

Numba's own cache unpickles what it finds: a file cut short by a full disk or a killed process ends every start with a
traceback.  This one takes its place behind each compiled function.  One file for each function, signature, processor and Python;
whatever is wrong with it, it is thrown away and compiled anew.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import FunctionCache
from numba.core.compiler import CompileResult
from numba.core.runtime import rtsys
from numba.core.serialize import dumps

from simulation.cache_folder import PYTHON, read_sealed, tell_unkept, write_sealed
from simulation.notices import DAMAGED, tell

_told: set[tuple[str, Path]] = set()
"""What has been said of which folder: once, however many files are damaged or cannot be kept."""


class KeptCode(FunctionCache):  # type: ignore[misc]
    """The cache of one function in ``folder``."""

    def __init__(self, function: Any, folder: Path) -> None:
        # Not the base's, which looks for a folder by settings that whoever imported Numba first has fixed.
        self._py_func = function
        self._folder = folder
        code = function.__code__
        name = f"{Path(code.co_filename).stem}.{function.__qualname__}-{code.co_firstlineno}"
        self._name = name.replace("<", "").replace(">", "")
        self.enable()

    @property
    def cache_path(self) -> str:
        """The folder."""
        return str(self._folder)

    def flush(self) -> None:
        """Throw away what is kept of the function."""
        for path in self._folder.glob(f"{self._name}.{PYTHON}.*.nbc"):
            path.unlink(missing_ok=True)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """What was compiled for a signature, or None where it must be compiled."""
        if not self._enabled:
            return None
        # Not target_context.refresh(): the tables from which code is made are not needed by code that is made, and take a third of
        # the start to load.  Where something is compiled after all, the compiler loads them.
        rtsys.initialize(target_context)
        key = self._index_key(sig, target_context.codegen())
        path = self._path(key)
        try:
            data = read_sealed(path)
            if data is None:
                return None
            version, kept, payload = pickle.loads(data)
            if (version, kept) != (numba.__version__, key):
                return None
            return CompileResult._rebuild(target_context, *payload)
        except Exception:  # whatever it is, compiling mends it
            self._throw_away(path)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled for a signature; where that fails it is said, once, and the run goes on."""
        if not self._enabled or data.lifted or data.library.has_dynamic_globals:
            return
        key = self._index_key(sig, data.codegen)
        try:
            write_sealed(self._path(key), dumps((numba.__version__, key, data._reduce())))
        except OSError as error:
            self.disable()
            if _tell_once("unkept", self._folder):
                tell_unkept(error, self._folder)

    def _path(self, key: Any) -> Path:
        signature, machine, code = key
        name = hashlib.sha256(repr((str(signature), machine, code)).encode()).hexdigest()[:16]
        return self._folder / f"{self._name}.{PYTHON}.{name}.nbc"

    def _throw_away(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            self.disable()
        if _tell_once("damaged", self._folder):
            tell(DAMAGED, file=path.name, folder=str(self._folder))


def _tell_once(what: str, folder: Path) -> bool:
    if (what, folder) in _told:
        return False
    _told.add((what, folder))
    return True
