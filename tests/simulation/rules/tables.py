"""Tables of cases worked out by hand: how one is written, asked and counted.

A table names a rule, a base case that gives every argument by its name, and cases that each change some of them.
A new argument of a rule is one entry in the base case and one case that moves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_type_hints

import pytest

from simulation.rule import RULES


@dataclass(frozen=True)
class Case:
    """What the sentence says, the answer worked out by hand, and the arguments that differ from the base case."""

    sentence: str
    answer: float
    changes: dict[str, float]


@dataclass(frozen=True)
class Table:
    """The cases of one rule."""

    rule: Callable[..., Any]
    base: dict[str, float]
    cases: tuple[Case, ...]

    @property
    def name(self) -> str:
        return str(self.rule.__name__)

    def given(self, case: Case) -> dict[str, Any]:
        """All arguments of a case, each of the type that the rule declares."""
        values = {**self.base, **case.changes}
        declared = {name: kind for name, kind in get_type_hints(RULES[self.name]).items() if name != "return"}
        assert set(values) == set(declared), f"{self.name} takes {sorted(declared)}, the table gives {sorted(values)}"
        return {name: declared[name](value) for name, value in values.items()}


@dataclass(frozen=True)
class Question:
    """One case of one table, to be put to its rule."""

    table: Table
    case: Case

    def ask(self) -> None:
        """The rule, compiled or not, gives the answer worked out by hand; both ways the same bits."""
        given = self.table.given(self.case)
        value, plain = self.table.rule(**given), RULES[self.table.name](**given)
        assert value == plain, f"{self.table.name}({given}) is {value!r} compiled and {plain!r} plain"
        expected = self.case.answer
        close = value == expected if isinstance(expected, int) else value == pytest.approx(expected, rel=1e-12, abs=1e-15)
        assert close, f"{self.table.name}({given}) is {value!r}, by hand {expected!r}"


def case(sentence: str, answer: float, **changes: float) -> Case:
    """A case; an answer that is a whole number or a truth must be met exactly."""
    return Case(sentence, answer, changes)


def table(rule: Callable[..., Any], base: dict[str, float], *cases: Case) -> Table:
    """The table of a rule; the base case is written once."""
    return Table(rule, base, cases)


def by_hand(tables: Sequence[Table]) -> pytest.MarkDecorator:
    """Parametrise a test with every case of the tables, under its sentence."""
    questions = [Question(one, each) for one in tables for each in one.cases]
    return pytest.mark.parametrize("question", questions, ids=[question.case.sentence for question in questions])
