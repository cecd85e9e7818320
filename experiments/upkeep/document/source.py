"""What the model's source says of itself: rules and who calls them, states of the agents, fields of the data."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import simulation
from simulation.rule import RULES
from simulation.rules import CONCEPTS

ROOT = Path(str(simulation.__file__)).parent
_PARTS = ("Equation", "Units", "Range", "Source")


@dataclass(frozen=True)
class Described:
    """A rule as its docstring describes it; ``callers`` are the files of the model that call it."""

    name: str
    summary: str
    equation: str
    units: str
    range: str
    source: str
    callers: tuple[str, ...]


@dataclass(frozen=True)
class Attribute:
    """An attribute of a class: its first value (or type) as written, and its docstring, if it has one."""

    name: str
    value: str
    note: str


def concept_title(concept: str) -> str:
    """The first sentence of a concept file."""
    return (inspect.getdoc(import_module(f"simulation.rules.{concept}")) or "").split("\n\n")[0]


def described_rules(concept: str) -> list[Described]:
    """The rules of one concept file, in the order of the file."""
    callers = _callers()
    module = f"simulation.rules.{concept}"
    return [
        _described(name, inspect.getdoc(function) or "", tuple(sorted(callers.get((concept, name), ()))))
        for name, function in RULES.items()
        if function.__module__ == module
    ]


def _described(name: str, text: str, callers: tuple[str, ...]) -> Described:
    pieces = re.split(rf"(?:^|(?<=\s))({'|'.join(_PARTS)}):\s", text)
    said = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    missing = [part for part in _PARTS if not said.get(part, "").strip()]
    if missing:
        raise ValueError(f"the rule {name} does not state its {', '.join(missing).lower()}")
    equation, units, span, source = (" ".join(said[part].split()).rstrip(".") for part in _PARTS)
    return Described(name, " ".join(pieces[0].split()), equation, units, span, source, callers)


@cache
def _callers() -> dict[tuple[str, str], set[str]]:
    """(concept, rule) -> files outside the rules that name it, as ``concept.rule`` or by import."""
    found: dict[tuple[str, str], set[str]] = {}
    for path, tree in _model_files():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in CONCEPTS:
                found.setdefault((node.value.id, node.attr), set()).add(path.stem)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulation.rules."):
                concept = str(node.module).rsplit(".", 1)[1]
                for name in node.names:
                    found.setdefault((concept, name.name), set()).add(path.stem)
    return found


def _model_files() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        if "rules" not in path.relative_to(ROOT).parts:
            yield path, ast.parse(path.read_text("utf-8"))


def read_parameters() -> set[str]:
    """Names that the model reads from its parameters (``p.name`` or ``parameters.name``)."""
    names: set[str] = set()
    for _, tree in _model_files():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                base = node.value
                owner = base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
                if owner in {"p", "parameters"}:
                    names.add(node.attr)
    return names


def agent_states() -> dict[str, list[Attribute]]:
    """Every Mesa class of the model, by itself or by its base, with what its objects carry, private attributes apart."""
    classes = {node.name: node for _, tree in _model_files() for node in tree.body if isinstance(node, ast.ClassDef)}

    def is_of_mesa(node: ast.ClassDef) -> bool:
        bases = [ast.unparse(base) for base in node.bases]
        return any(base.startswith("mesa.") or (base in classes and is_of_mesa(classes[base])) for base in bases)

    def inherited(node: ast.ClassDef) -> set[str]:
        bases = [classes[ast.unparse(base)] for base in node.bases if ast.unparse(base) in classes]
        return {name for base in bases for name in ({a.name for a in _attributes_set(base)} | inherited(base))}

    states = {
        name: [attribute for attribute in _attributes_set(node) if attribute.name not in inherited(node)]
        for name, node in classes.items() if is_of_mesa(node)
    }
    return {name: attributes for name, attributes in states.items() if attributes}


def _attributes_set(class_node: ast.ClassDef) -> list[Attribute]:
    found: dict[str, Attribute] = {}
    for method in (node for node in class_node.body if isinstance(node, ast.FunctionDef)):
        for position, line in enumerate(method.body):
            target, value = _assigned(line)
            if target and not target.startswith("_") and target not in found:
                found[target] = Attribute(target, value, _note(method.body, position))
    return list(found.values())


def _assigned(line: ast.stmt) -> tuple[str, str]:
    """Name and value of a line ``self.name = value``; empty for any other line."""
    target: ast.expr
    if isinstance(line, ast.AnnAssign):
        target, value = line.target, line.value
    elif isinstance(line, ast.Assign) and len(line.targets) == 1:
        target, value = line.targets[0], line.value
    else:
        return "", ""
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
        return target.attr, ast.unparse(value) if value else ""
    return "", ""


def data_fields(file: str) -> dict[str, list[Attribute]]:
    """The dataclasses of a file of the model with their fields: name, type, docstring."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {
        node.name: [
            Attribute(line.target.id, ast.unparse(line.annotation), _note(node.body, position))
            for position, line in enumerate(node.body)
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        ]
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def _note(body: list[ast.stmt], position: int) -> str:
    """The text that stands alone on the line after, as the docstring of an attribute does."""
    following = body[position + 1] if position + 1 < len(body) else None
    if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
        return str(following.value.value)
    return ""
