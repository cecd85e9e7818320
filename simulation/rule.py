"""The decorator of a rule: one plain function, compiled where that is wanted, and not before it is.

Set ``INSPECTORATE_PLAIN=1`` to leave every rule a plain Python function; the numbers are the
same bit for bit, only slower.  Where Numba is switched off, as by ``NUMBA_DISABLE_JIT=1``, it is so, too.
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

from simulation.switches import NumbaOffError, wants_compiled

Rule = TypeVar("Rule", bound=Callable[..., Any])
Kind = TypeVar("Kind", bound=type)

if TYPE_CHECKING:
    CACHE: Path | None

RULES: dict[str, Callable[..., Any]] = {}
"""Every rule by its name, as the plain function it was written as."""
BY_ADDRESS: list[type] = []
"""Classes of named tuples that Numba has not been told of yet."""

COMPILED = wants_compiled()

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
        return self._compiled(False)

    @cached_property
    def part(self) -> Any:
        """The same as a part of compiled callers."""
        return self._compiled(True)

    def _compiled(self, part: bool) -> Any:
        try:
            return self._compile_now(self.py_func, part)
        except AttributeError as error:  # Python would take it for a sign that we have no such attribute, and ask ``__getattr__``
            raise RuntimeError(f"{self.py_func.__qualname__} cannot be compiled: {error}") from error

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

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """As the place where it stands, like any function; one that stands nowhere as what it is made of, which Numba's own pickler can take."""
        module, name = self.py_func.__module__, self.py_func.__qualname__
        try:
            found = _standing_at(module, name)
        except (ImportError, AttributeError):
            found = None
        if written(found) is self.py_func:
            return _standing_at, (module, name)
        return Later, (self.py_func, self._compile_now, self._plain)

    def __copy__(self) -> Later:
        return self  # as a function is

    def __deepcopy__(self, memo: dict[int, Any]) -> Later:
        return self

    def __getattr__(self, name: str) -> Any:
        # The first are asked of any object by whoever looks through a module, who must not compile it; the others are our own, and missing.
        if name.startswith("__") or name in ("py_func", "dispatcher", "part", "_plain", "_compile_now", "_is_placed"):
            raise AttributeError(name)
        return getattr(self.part if name == "_numba_type_" else self.dispatcher, name)


def _standing_at(module: str, name: str) -> Any:
    """The function of this qualified name in a module."""
    found: Any = import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _numba() -> Any:
    """Numba itself; ``NumbaOffError`` where it would compile nothing."""
    os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")
    numba = import_module("numba")
    if numba.config.DISABLE_JIT:
        raise NumbaOffError
    if BY_ADDRESS:
        import_module("simulation.addresses").hand_on_by_address(BY_ADDRESS)
    return numba


def by_address(kind: Kind) -> Kind:
    """Let compiled functions hand named tuples of this class on by their address; they read its fields, and nothing else of it."""
    BY_ADDRESS.append(kind)
    return kind


def _compile(function: Rule, signature: str = "", *, keep: bool = False, plain: Callable[..., Any] | None = None, **options: Any) -> Rule:
    if not COMPILED:
        return function

    def compile_now(function: Callable[..., Any], part: bool) -> Any:
        numba, own = _numba(), options | {"no_cfunc_wrapper": True}
        from simulation.compiling import EntryCompiler, PartCompiler

        if part:
            own |= {"_nrt": False, "no_cpython_wrapper": True, "pipeline_class": PartCompiler}
        elif "_nrt" in own:  # the engine's own
            own |= {"pipeline_class": EntryCompiler}
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
