"""Tests that read the source: what every rule must say, and what it may not use."""

import ast
import re
from pathlib import Path

import pytest

import simulation.rules
from simulation.rule import RULES

ROOT = Path(simulation.rules.__file__).parent
FILES = sorted(path for path in ROOT.glob("*.py") if path.name != "__init__.py")
ALLOWED_IMPORTS = {"simulation.arithmetic", "simulation.rule", "simulation.distributions"}
ALLOWED_CALLS = {"float", "int", "min", "max", "range", "clip", "exponential", "logarithm", "power"}


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]


def test_every_concept_is_listed() -> None:
    assert sorted(simulation.rules.CONCEPTS) == [path.stem for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_rule_has_equation_units_range_and_source(path: Path) -> None:
    for function in functions(path):
        text = ast.get_docstring(function) or ""
        for word in ("Equation:", "Units:", "Range:", "Source:"):
            assert word in text, f"{path.name}: {function.name} does not state its {word[:-1].lower()}"
        assert function.name in RULES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rules_use_only_numbers_and_our_own_arithmetic(path: Path) -> None:
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.module in ALLOWED_IMPORTS, f"{path.name} imports {node.module}"
        assert not isinstance(node, ast.Import), f"{path.name}:{node.lineno} imports a module"
        assert not isinstance(node, ast.Subscript | ast.List | ast.Dict), f"{path.name}:{node.lineno} is no plain number"
        if isinstance(node, ast.BinOp):
            assert not isinstance(node.op, ast.Pow), f"{path.name}:{node.lineno} takes a power by **"
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name), f"{path.name}:{node.lineno} calls a method"
            assert node.func.id in ALLOWED_CALLS, f"{path.name}:{node.lineno} calls {node.func.id}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_argument_of_a_rule_is_used(path: Path) -> None:
    for function in functions(path):
        used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        unused = {argument.arg for argument in function.args.args} - used
        assert not unused, f"{path.name}: {function.name} never uses {sorted(unused)}"


CLOCKED = {"course.py", "kept_files.py"}
"""The one measures how long its months take, to be stopped in time: no number depends on how many are passed at once (test_course.py). The
other knows by their age which half-written files nobody writes any more."""


def test_no_other_randomness_and_no_clock_in_the_simulation() -> None:
    for path in sorted(ROOT.parent.rglob("*.py")):
        for match in re.finditer(r"^\s*(?:import|from)\s+(\S+)", path.read_text(), re.MULTILINE):
            module = match.group(1)
            refused = {"random", "secrets", "datetime", "uuid"} | (set() if path.name in CLOCKED else {"time"})
            assert module.split(".")[0] not in refused, f"{path.name} imports {module}"
        assert "np.random" not in path.read_text() and "numpy.random" not in path.read_text(), path.name
