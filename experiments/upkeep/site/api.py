"""The page of Python names, from their docstrings: the faces of the three packages."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from types import ModuleType
from typing import Any

FACES = ("experiments", "scenarios", "simulation")


def page(notice: str = "") -> str:
    """The page; ``notice`` stands below its title."""
    parts = ["# Python names", *([notice] if notice else []), "What the three packages hand on (`__all__`), as their docstrings tell it. [From Python](../python.md) begins with an example."]
    for face in FACES:
        module = import_module(face)
        parts += [f"## {face}", prose(inspect.getdoc(module) or "")]
        for name in names(module):
            parts += told(name, getattr(module, name))
    return "\n\n".join(parts) + "\n"


def names(module: ModuleType) -> list[str]:
    """The names that a package hands on, its version apart."""
    return [name for name in module.__all__ if not name.startswith("__")]


def told(name: str, value: Any) -> list[str]:
    """A name with its signature and docstring, and the public methods of a class."""
    parts = [f"### {name}"]
    if not (inspect.isclass(value) or inspect.isroutine(value)):
        return [*parts, f"A value of type `{type(value).__name__}`."]
    parts += [f"```python\n{signature(name, value)}\n```", prose(inspect.getdoc(value) or "")]
    if inspect.isclass(value):
        rows = [f"- `{inner}`: {first_line(member)}" for inner, member in vars(value).items()
                if not inner.startswith("_") and (inspect.isroutine(member) or isinstance(member, property)) and first_line(member)]  # fmt: skip
        parts += ["\n".join(rows)] if rows else []
    return parts


def signature(name: str, value: Any) -> str:
    """How a name is called, an argument a line where there are many; a default that is a long object is left as dots."""
    try:
        text = str(inspect.signature(value))
    except (TypeError, ValueError):
        return f"{name}(...)"
    while (shorter := re.sub(r"<[^<>]*>", "...", text)) != text:
        text = shorter
    text = text.replace("'", "")
    return f"{name}{text}" if len(text) < 90 else f"{name}" + re.sub(r", (?=\*|\w+:|\*\*)", ",\n    ", text)


def first_line(member: Any) -> str:
    """The first sentence of what a member says of itself."""
    return prose((inspect.getdoc(member) or "").partition("\n")[0])


def prose(text: str) -> str:
    """A docstring as Markdown: names in single ticks, tables and equations as they stand."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.replace("``", "`")):
        drawn = re.search(r"^ *===", block, re.MULTILINE)
        rows = "\n".join(line for line in block.replace("`", "").splitlines() if not line.lstrip().startswith("==="))
        blocks.append(f"```text\n{rows}\n```" if drawn else block.replace("<", "&lt;"))
    return "\n\n".join(blocks)
