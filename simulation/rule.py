"""The decorator of a rule: one plain function, compiled where that is wanted, and not before it is.

Set ``INSPECTORATE_PLAIN=1`` to leave every rule a plain Python function; the numbers are the
same bit for bit, only slower.  ``NUMBA_DISABLE_JIT=1`` does the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, update_wrapper
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

Rule = TypeVar("Rule", bound=Callable[..., Any])

if TYPE_CHECKING:
    CACHE: Path | None

RULES: dict[str, Callable[..., Any]] = {}
"""Every rule by its name, as the plain function it was written as."""


def _wants_compiled() -> bool:
    return not (os.environ.get("INSPECTORATE_PLAIN") == "1" or os.environ.get("NUMBA_DISABLE_JIT") == "1")


COMPILED = _wants_compiled()

_as_written: ContextVar[bool] = ContextVar("as_written", default=False)


def __getattr__(name: str) -> Any:
    """``CACHE``: the folder in which compiled code is kept, None where none is; found, and made, when it is first asked for."""
    if name != "CACHE":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from simulation.cache_folder import cache_folder

    found = globals()[name] = cache_folder(Path(__file__).parent) if COMPILED else None
    return found


@contextmanager
def as_written() -> Iterator[None]:
    """In the block a rule that was not compiled yet runs as the plain function that it was written as: the same bits.

    For whoever calls rules a few hundred times and nothing else of the model: importing Numba takes longer.
    """
    token = _as_written.set(True)
    try:
        yield
    finally:
        _as_written.reset(token)


def written(function: Rule) -> Rule:
    """``function`` as the plain function that it was written as."""
    return cast(Rule, getattr(function, "py_func", function))


class Later:
    """A function that is compiled when it is first called, or first met in a compiled caller: until then Numba is not imported.

    Numba knows it by the attributes of its own compiled functions, which it is asked for.
    """

    def __init__(
        self, function: Callable[..., Any], compile_now: Callable[[Callable[..., Any], bool], Any], plain: Callable[..., Any] | None = None
    ) -> None:
        update_wrapper(self, function)
        self.py_func = function
        self._plain = plain or function
        self._compile_now = compile_now
        self._is_placed = False

    @cached_property
    def dispatcher(self) -> Any:
        """The compiled function, for callers in Python."""
        return self._compile_now(self.py_func, False)

    @cached_property
    def part(self) -> Any:
        """The same as a part of compiled callers."""
        return self._compile_now(self.py_func, True)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if _as_written.get():
            return self._plain(*arguments, **named)
        if not self._is_placed:
            self._put_in_place()
        return self.dispatcher(*arguments, **named)

    def _put_in_place(self) -> None:
        """Stand aside: the agents call rules millions of times, and each call through here costs as much as the rule."""
        self._is_placed = True
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] == "simulation":
                for attribute, value in list(vars(module).items()):
                    if value is self:
                        setattr(module, attribute, self.dispatcher)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked of any object by whoever looks through a module, who must not compile it
            raise AttributeError(name)
        return getattr(self.part if name == "_numba_type_" else self.dispatcher, name)


def _numba() -> Any:
    os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")
    return import_module("numba")


def _compile(function: Rule, signature: str = "", *, keep: bool = False, plain: Callable[..., Any] | None = None, **options: Any) -> Rule:
    if not COMPILED:
        return function

    def compile_now(function: Callable[..., Any], part: bool) -> Any:
        own, numba = dict(options), _numba()
        if part:
            from simulation.compiling import PartCompiler

            own |= {"_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "pipeline_class": PartCompiler}
        # error_model="numpy": the Python model tests every division and costs a factor four.
        dispatcher = numba.njit(error_model="numpy", nogil=True, **own)(function)
        cache = sys.modules[__name__].CACHE if keep and not part else None
        if cache is not None:
            from simulation.kept_code import KeptCode

            # Not cache=True: Numba takes its folder from settings read when it was first imported, and trusts what it finds there.
            dispatcher._cache = KeptCode(function, cache)
        if signature:
            dispatcher.compile(signature)
            dispatcher.disable_compile()
        return dispatcher

    return cast(Rule, Later(function, compile_now, plain))


def compiled(function: Rule) -> Rule:
    """Compile ``function`` where that is wanted; for machinery that is no rule of the model."""
    return _compile(function, keep=True)


def compiled_beside(plain: Rule) -> Callable[[Rule], Rule]:
    """Compile a function that only compiled code can do well; ``plain`` gives the same bits where nothing is compiled."""
    return lambda function: _compile(function, keep=True, plain=plain) if COMPILED else plain


def compiled_into_beside(plain: Rule) -> Callable[[Rule], Rule]:
    """``compiled_into``, for a function that only compiled code can do well, as in ``compiled_beside``."""
    return lambda function: _compile(function, plain=plain, forceinline=True, _nrt=False) if COMPILED else plain


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
    """Compile ``function`` into compiled callers."""
    return _compile(function, forceinline=True)


def sweep(function: Rule) -> Rule:
    """Compile ``function``, a loop over many enterprises, to be called by compiled callers and not put into them.

    In something larger such a loop would lose the form in which a processor runs several steps of it at a time.
    """
    return _compile(function)


def inlined(function: Rule) -> Rule:
    """Put ``function`` into its compiled callers: one line called with many constants would be compiled for each."""
    return _compile(function, inline="always")


def rule(function: Rule) -> Rule:
    """Enter ``function`` among the rules and compile it where that is wanted.

    Raises ``ValueError`` if another rule has the name.
    """
    name = function.__name__
    if name in RULES:
        raise ValueError(f"two rules are called {name!r}")
    RULES[name] = function
    return compiled(function)
