"""No file and no function is longer than one can read at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.test_source import ROOT, tracked_files

SOURCES = sorted(path for path in tracked_files() if path.suffix == ".py")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Those of a file, at any depth; expressions, most of a tree, hold none."""
    for inner in ("body", "orelse", "finalbody", "handlers", "cases"):
        for node in getattr(tree, inner, ()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node
            yield from functions(node)


def test_functions_are_found_wherever_they_stand() -> None:
    places = ("if a:\n  {}\nelse:\n  {}", "try:\n  {}\nexcept E:\n  {}\nelse:\n  {}\nfinally:\n  {}", "class C:\n  {}", "async def f():\n  {}",
              "for a in b:\n  {}\nelse:\n  {}", "while a:\n  {}", "with a:\n  {}", "match a:\n  case 1:\n    {}")  # fmt: skip
    source = "\n".join(place.replace("{}", "def inner(): pass") for place in places)
    assert sum(node.name == "inner" for node in functions(ast.parse(source))) == source.count("inner") == 13


def test_a_file_has_at_most_250_lines_and_a_function_at_most_50() -> None:
    """All files in one test: a thousand tests of a hundredth of a second take as long to be made, sent out and told of."""
    assert len(SOURCES) > 900
    found = []
    for path in SOURCES:
        text = path.read_text("utf-8")
        found += [f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines"] if len(text.splitlines()) > 250 else []
        found += [f"{path.relative_to(ROOT)}: {node.name}" for node in functions(ast.parse(text)) if (node.end_lineno or 0) - node.lineno >= 50]
    assert found == []
