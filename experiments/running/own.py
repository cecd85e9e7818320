"""Code of a user's own that makes numbers: what it is called, and a checksum of the source it is written in.

Results are kept under the identity of all that made them.  Of the model this is its version; of a function or class that a user gives in its
place or beside it, the name by which it is imported and the source of its module, with the user's other modules that this one uses.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from experiments.text.errors import UserError
from experiments.text.messages import _

OURS = frozenset({"simulation", "scenarios", "experiments"})
"""Packages whose version is told by itself."""
INSTALLED = frozenset({"site-packages", "dist-packages"})
PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class Code:
    """A function of a user's own: ``name`` as it is imported, ``source`` twelve hex digits of the modules it is written in."""

    name: str
    source: str

    def __str__(self) -> str:
        return f"{self.name} ({self.source})"


class OtherCodeError(Exception):
    """A process has other source under a name than the process that asked."""


def code_of(what: Callable[..., Any]) -> Code:
    """The identity of a function, a class, or a ``partial`` of one with plain values or classes.

    ``UserError`` with the reason where there is none: a lambda, a function within a function, a notebook's cell.
    """
    modules: dict[str, ModuleType] = {}
    name = _described(what, modules)
    total = hashlib.sha256()
    for own, module in sorted(_with_used(modules).items()):
        total.update(own.encode() + b"\0" + _source(module, own) + b"\0")
    return Code(name, total.hexdigest()[:12])


def name_of(what: Callable[..., Any]) -> str:
    """How ``what`` is called, also where it has no identity: for words, never for keeping results."""
    if isinstance(what, partial):
        return f"{name_of(what.func)}({', '.join(_bound(what))})"
    return f"{_called(getattr(what, '__module__', None) or '?')}.{getattr(what, '__qualname__', type(what).__qualname__)}"


def expression_of(what: Callable[..., Any]) -> str:
    """``what`` as it is written in a call."""
    return f"functools.partial({', '.join([name_of(what.func), *_bound(what)])})" if isinstance(what, partial) else name_of(what)


def _bound(what: partial[Any]) -> list[str]:
    def told(value: Any) -> str:
        return repr(value) if isinstance(value, PLAIN) or not callable(value) else name_of(value)

    return [*map(told, what.args), *(f"{key}={told(value)}" for key, value in sorted(what.keywords.items()))]


def hold(what: Callable[..., Any] | None, expected: Code | None) -> None:
    """Raise ``OtherCodeError`` where this process would run other source than the one that asked; workers call it."""
    if what is None or expected is None:
        return
    found = code_of(what)
    if found != expected:
        raise OtherCodeError(f"the source of {expected} reads {found.source} here: it was edited meanwhile, or this machine has another copy")


def _described(what: Any, modules: dict[str, ModuleType]) -> str:
    """The name of ``what``, bound arguments among it; its modules are added to ``modules``."""
    if isinstance(what, partial):
        given = [_argument(value, modules) for value in what.args]
        given += [f"{key}={_argument(value, modules)}" for key, value in sorted(what.keywords.items())]
        return f"{_described(what.func, modules)}({', '.join(given)})"
    home, path = getattr(what, "__module__", None), getattr(what, "__qualname__", None)
    if not isinstance(home, str) or not isinstance(path, str):
        raise _refused(what, _("it is an object, and what it holds is not told by its source"))
    if "<lambda>" in path:
        raise _refused(what, _("a lambda has no name by which it could be found again"))
    if "<locals>" in path:
        raise _refused(what, _("it is defined within a function, and depends on what that was called with"))
    if _found(home, path) is not what:
        raise _refused(what, _("it is not what is imported by that name"))
    for one in what.__mro__ if isinstance(what, type) else [what]:
        if one.__module__.partition(".")[0] not in sys.stdlib_module_names:
            modules[_called(one.__module__)] = sys.modules[one.__module__]
    return f"{_called(home)}.{path}"


def _argument(value: Any, modules: dict[str, ModuleType]) -> str:
    return repr(value) if isinstance(value, PLAIN) else _described(value, modules)


def _found(home: str, path: str) -> Any:
    found: Any = sys.modules.get(home)
    for part in path.split("."):
        found = getattr(found, part, None)
    return found


def _called(home: str) -> str:
    """The name of a module; of the script that was started, that by which it would be imported."""
    if home not in {"__main__", "__mp_main__"}:
        return home
    return Path(getattr(sys.modules.get(home), "__file__", None) or home).stem


def _with_used(modules: dict[str, ModuleType]) -> dict[str, ModuleType]:
    """The modules, and the user's own that they use, and these use: an edit of any of them makes other numbers."""
    found, waiting = dict(modules), list(modules.values())
    while waiting:
        for module in _used(waiting.pop()):
            name = _called(module.__name__)
            if name not in found and _is_own(module):
                found[name] = module
                waiting.append(module)
    return found


def _used(module: ModuleType) -> Iterator[ModuleType]:
    for value in list(vars(module).values()):
        if isinstance(value, ModuleType):
            yield value
            continue
        home = None  # of a function, a class, a compiled function, or the class of an object
        with suppress(Exception):  # an object may answer anything to a question for its attributes
            home = getattr(value.func if isinstance(value, partial) else value, "__module__", None)
        if isinstance(home, str) and home in sys.modules:
            yield sys.modules[home]


def _is_own(module: ModuleType) -> bool:
    """Whether a module is neither ours, nor Python's, nor installed from a package."""
    first, path = module.__name__.partition(".")[0], getattr(module, "__file__", None)
    return path is not None and first not in OURS and first not in sys.stdlib_module_names and not INSTALLED & {*Path(path).parts}


_read: WeakKeyDictionary[ModuleType, tuple[Any, bytes]] = WeakKeyDictionary()


def _source(module: ModuleType, name: str) -> bytes:
    """The source of a module as it was when first asked for: what is edited later is not what runs here, until it is loaded again."""
    spec, known = getattr(module, "__spec__", None), _read.get(module)
    if known is not None and known[0] is spec:
        return known[1]
    path = getattr(module, "__file__", None)
    try:
        content = Path(path or "").read_bytes() if path and path.endswith(".py") else None
    except OSError:
        content = None
    if content is None:
        raise _refused(module, _("its module {module} has no source file").format(module=name))
    _read[module] = (spec, content)
    return content


def _refused(what: Any, reason: str) -> UserError:
    name = what.__name__ if isinstance(what, ModuleType) else name_of(what)
    return UserError(
        _("Results cannot be kept under the name of {what}: {reason}.").format(what=name, reason=reason),
        "",
        _("Write it as a function at the top level of a .py file and import it, so that a later day and another process find the same."),
    )
