"""The mutants of a file: what Cosmic Ray changes in it, an operator, a comparison or a number at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ARITHMETIC = (
    "Add_Sub", "Add_Mul", "Sub_Add", "Sub_Mul", "Mul_Div", "Mul_Add", "Div_Mul", "Div_Sub", "FloorDiv_Mul", "FloorDiv_Div", "Mod_Mul",
    "Mod_FloorDiv", "Pow_Mul", "Pow_Add", "BitOr_BitAnd", "BitAnd_BitOr",
)  # fmt: skip
COMPARISONS = (
    "Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt", "Is_IsNot", "IsNot_Is",
)  # fmt: skip
OPERATORS = (
    *(f"core/ReplaceBinaryOperator_{pair}" for pair in ARITHMETIC),
    *(f"core/ReplaceComparisonOperator_{pair}" for pair in COMPARISONS),
    "core/ReplaceUnaryOperator_USub_UAdd", "core/ReplaceUnaryOperator_Delete_Not", "core/AddNot", "core/ReplaceTrueWithFalse",
    "core/ReplaceFalseWithTrue", "core/ReplaceAndWithOr", "core/ReplaceOrWithAnd", "core/ReplaceBreakWithContinue",
    "core/ReplaceContinueWithBreak", "core/NumberReplacer", "core/ZeroIterationForLoop",
)  # fmt: skip
"""Of each kind of operator the nearest two; what only changes a type fails at once and tells nothing."""


@dataclass(frozen=True)
class Mutant:
    """One change of one file: ``file`` from the root, the line's number, how it reads before and after, the whole changed source."""

    file: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """By which an explanation names it; the number of a line changes too often."""
        return self.file, self.before, self.after

    def __str__(self) -> str:
        return f"{self.file}:{self.line}\n    - {self.before}\n    + {self.after}"


def mutants(file: str) -> Iterator[Mutant]:
    """Every mutant of ``file`` that differs from it when it is run; annotations and docstrings do not count."""
    import cosmic_ray.plugins
    from cosmic_ray.mutating import mutate_code

    source = (ROOT / file).read_text(encoding="utf-8")
    plain, seen = _run_part(source), set()
    for name in OPERATORS:
        operator: Any = cosmic_ray.plugins.get_operator(name)()
        occurrence = 0
        while (changed := mutate_code(source, operator, occurrence)) is not None:
            occurrence += 1
            part = _run_part(changed)
            if part is not None and part != plain and part not in seen:
                seen.add(part)
                yield _mutant(file, source, changed)


def _mutant(file: str, source: str, changed: str) -> Mutant:
    old, new = source.splitlines(), changed.splitlines()
    number = next(i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    return Mutant(file, number + 1, " ".join(old[number].split()), " ".join(new[number].split()), changed)


class _Bare(ast.NodeTransformer):
    """Takes away what a program runs without: annotations, docstrings, the arguments of type aliases."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str) else self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Name("Any", ast.Load())
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)


def _run_part(source: str) -> str | None:
    """What is run of a source; None where it is no Python: not every operator fits every place."""
    try:
        return ast.dump(_Bare().visit(ast.parse(source)))
    except SyntaxError:
        return None
