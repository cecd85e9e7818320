"""The decorator of a rule: one plain function, compiled where that is wanted.

Set ``INSPECTORATE_PLAIN=1`` to leave every rule a plain Python function; the numbers are the
same bit for bit, only slower.  ``NUMBA_DISABLE_JIT=1`` does the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from simulation.cache_folder import cache_folder

Rule = TypeVar("Rule", bound=Callable[..., Any])

RULES: dict[str, Callable[..., Any]] = {}
"""Every rule by its name, as the plain function it was written as."""


def _wants_compiled() -> bool:
    return not (os.environ.get("INSPECTORATE_PLAIN") == "1" or os.environ.get("NUMBA_DISABLE_JIT") == "1")


COMPILED = _wants_compiled()

CACHE: Path | None = None
"""The folder in which compiled code is kept, if any is."""

if COMPILED:
    os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")
    import numba

    from simulation.kept_code import KeptCode

    _njit: Any = numba.njit
    CACHE = cache_folder(Path(__file__).parent)


def _compile(function: Rule, signature: str = "", *, keep: bool = False, **options: Any) -> Rule:
    if not COMPILED:
        return function
    # error_model="numpy": the Python model tests every division and costs a factor four.
    dispatcher = _njit(error_model="numpy", nogil=True, **options)(function)
    if keep and CACHE is not None:
        # Not cache=True: Numba takes its folder from settings read when it was first imported, and trusts what it finds there.
        dispatcher._cache = KeptCode(function, CACHE)
    if signature:
        dispatcher.compile(signature)
        dispatcher.disable_compile()
    return cast(Rule, dispatcher)


def compiled(function: Rule) -> Rule:
    """Compile ``function`` where that is wanted; for machinery that is no rule of the model."""
    return _compile(function, keep=True)


def compiled_as(signature: str) -> Callable[[Rule], Rule]:
    """Compile for these types alone where that is wanted, whatever constants the callers pass."""
    return lambda function: _compile(function, signature, keep=True)


def compiled_into(function: Rule) -> Rule:
    """Compile ``function`` into every caller: in a loop without a call a processor runs several steps at a time."""
    return _compile(function, forceinline=True, _nrt=False)


# The engine's own: without reference counts, which cost half of its time and make any allocation an error.


def entry(function: Rule) -> Rule:
    """Compile ``function`` as a way from Python into kernels; it may allocate nothing."""
    return _compile(function, keep=True, _nrt=False)


def kernel(function: Rule) -> Rule:
    """Compile ``function`` into compiled callers, without what takes arguments from Python: half of all compiling."""
    return _compile(function, forceinline=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def sweep(function: Rule) -> Rule:
    """Compile ``function``, a loop over many enterprises, to be called by compiled callers and not put into them.

    In something larger such a loop loses the form in which a processor runs several steps of it at a time.
    """
    return _compile(function, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def inlined(function: Rule) -> Rule:
    """Put ``function`` into its compiled callers: one line called with many constants would be compiled for each."""
    return _compile(function, inline="always", _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def rule(function: Rule) -> Rule:
    """Enter ``function`` among the rules and compile it where that is wanted.

    Raises ``ValueError`` if another rule has the name.
    """
    name = function.__name__
    if name in RULES:
        raise ValueError(f"two rules are called {name!r}")
    RULES[name] = function
    return compiled(function)
