"""The decorator of a rule: one plain function, compiled where that is wanted.

Set ``INSPECTORATE_PLAIN=1`` to leave every rule a plain Python function; the numbers are the
same bit for bit, only slower.  ``NUMBA_DISABLE_JIT=1`` does the same.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

Rule = TypeVar("Rule", bound=Callable[..., Any])

RULES: dict[str, Callable[..., Any]] = {}
"""Every rule by its name, as the plain function it was written as."""


def _wants_compiled() -> bool:
    return not (os.environ.get("INSPECTORATE_PLAIN") == "1" or os.environ.get("NUMBA_DISABLE_JIT") == "1")


def _cache_folder() -> Path:
    """A cache folder named by the sources: Numba does not notice edits in files a rule calls."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if not os.access(base if base.exists() else base.parent, os.W_OK):
        base = Path(tempfile.gettempdir())
    return base / "inspectorate" / digest.hexdigest()[:16]


COMPILED = _wants_compiled()

if COMPILED:
    os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))
    os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")
    import numba

    def _compile(function: Callable[..., Any]) -> Callable[..., Any]:
        # error_model="numpy": the Python model tests every division and costs a factor four.
        return numba.njit(error_model="numpy", cache=True, nogil=True)(function)

else:

    def _compile(function: Callable[..., Any]) -> Callable[..., Any]:
        return function


def compiled(function: Rule) -> Rule:
    """Compile ``function`` where that is wanted; for machinery that is no rule of the model."""
    return cast(Rule, _compile(function))


def rule(function: Rule) -> Rule:
    """Enter ``function`` among the rules and compile it where that is wanted.

    Raises ``ValueError`` if another rule has the name.
    """
    name = function.__name__
    if name in RULES:
        raise ValueError(f"two rules are called {name!r}")
    RULES[name] = function
    return cast(Rule, _compile(function))
