"""What a rule is clipped to holds whatever it is given, and is reached: guards against arguments that no file allows."""

import ast
import inspect
import random
from collections.abc import Iterator
from typing import Any, get_type_hints

import pytest

from simulation.rule import RULES

TRIES = 600
PAST_THE_REST = {"certainty_belief": {"visited_with_findings": True}, "lapse_probability": {"coverage": 0.3}, "field_days_left": {"training_days": 30.0, "training_normal": 0.3}}
"""Arguments that lead past the lines before the last, where these give back what was put in."""
SAFE_FLOATS = (-30.0, -2.0, -1.0, -0.5, 0.0, 0.3, 0.7, 1.0, 2.0, 5.0, 30.0)


def clipped() -> Iterator[tuple[str, float, float]]:
    """Every rule whose last line gives ``clip(..., low, high)`` with numbers for bounds."""
    for name, rule in sorted(RULES.items()):
        last = ast.parse(inspect.getsource(rule)).body[0].body[-1]
        match last.value.body if isinstance(last.value, ast.IfExp) else last.value:
            case ast.Call(ast.Name("clip"), [_value, ast.Constant(low), ast.Constant(high)]):
                yield name, float(low), float(high)


def drawn(name: str, rng: random.Random) -> dict[str, Any]:
    """Arguments of a rule, most of them from beyond what they can be."""
    by_type = {float: lambda: rng.choice(SAFE_FLOATS), int: lambda: rng.randrange(0, 9), bool: lambda: rng.random() < 0.5}
    return {argument: by_type[kind]() for argument, kind in get_type_hints(RULES[name]).items() if argument != "return"}


@pytest.mark.parametrize(("name", "low", "high"), list(clipped()))
def test_a_guard_holds_and_is_reached(name: str, low: float, high: float) -> None:
    # The plain function: where the compiled one divides by nought it goes on with infinity.
    rng, rule, found = random.Random(1), RULES[name], []
    for _ in range(TRIES):
        try:
            found.append(rule(**{**drawn(name, rng), **PAST_THE_REST.get(name, {})}))
        except (ZeroDivisionError, OverflowError):
            continue
    assert min(found) == low and max(found) == high


def test_most_probabilities_are_guarded() -> None:
    assert len(list(clipped())) > 20


def test_no_debt_of_output_makes_up_nothing_and_takes_nothing_away() -> None:
    free = {"sensitive": False, "cut": 0.2, "stopped": False, "stop_share": 0.5, "catch_up": 0.3, "halted": False, "halt_cut": 0.1}
    assert [RULES["output_level"](debt, **free) for debt in (-0.5, 0.0, 0.2, 2.0)] == [1.0, 1.0, 1.2, 1.3]
