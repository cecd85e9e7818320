"""A direction in which a rule moves with one of its arguments, whatever else is given: how one is written and tried."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.rules.arguments import argument, arguments

SLACK = 1e-9
UP, DOWN = 1, -1


@dataclass(frozen=True)
class Law:
    """The rule never falls (``UP``) or never rises (``DOWN``) with one of its arguments."""

    rule: Callable[..., Any]
    argument: str
    direction: int

    def hold(self) -> None:
        name, moved = self.rule.__name__, self.argument

        @settings(max_examples=40)
        @given(arguments(name), st.tuples(argument(name, moved), argument(name, moved)).map(sorted))
        def holds(values: dict[str, Any], pair: list[Any]) -> None:
            less, more = (self.rule(**{**values, moved: value}) for value in pair)
            slack = SLACK * max(1.0, abs(less), abs(more))
            assert self.direction * (more - less) >= -slack, f"{name}: {moved} from {pair[0]} to {pair[1]} gives {less}, then {more}; {values}"

        holds()


def laws(*lines: tuple[str, Callable[..., Any], str, int]) -> pytest.MarkDecorator:
    """Parametrise a test with laws, each under its sentence."""
    return pytest.mark.parametrize("law", [Law(*rest) for _, *rest in lines], ids=[line[0] for line in lines])
