"""Every rule stays inside the range that its own description states, whatever it is given."""

import math
import re
from importlib import import_module
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings

from simulation.rule import RULES
from tests.simulation.rules.arguments import BY_NAME, BY_RULE, arguments

SLACK = 1e-9
NAMES = sorted(RULES)


def compiled(name: str) -> Any:
    """The rule as the simulation calls it."""
    return getattr(import_module(RULES[name].__module__), name)


def stated(name: str) -> str:
    """The range that the description of a rule states."""
    found = re.search(r"Range: (.+?)\.\s*$", RULES[name].__doc__ or "", re.MULTILINE)
    assert found, f"{name} states no range"
    return found.group(1)


def bound(text: str, values: dict[str, Any], otherwise: float) -> float:
    """A bound as a number; it may name arguments, and what is in plain words bounds nothing."""
    try:
        return float(eval(text, {"__builtins__": {}}, values))
    except (NameError, SyntaxError):
        return otherwise


def bounds(text: str, values: dict[str, Any]) -> tuple[float, float]:
    """The lowest and the highest value that a stated range allows."""
    if text.startswith("above "):
        return math.nextafter(float(text.removeprefix("above ")), math.inf), math.inf
    if text.startswith("below "):
        return -math.inf, math.nextafter(float(text.removeprefix("below ")), -math.inf) + SLACK
    if text.endswith(" and more"):
        return bound(text.removesuffix(" and more"), values, -math.inf), math.inf
    low, _, high = text.partition(" to ")
    return bound(low, values, -math.inf), bound(high, values, math.inf) if high else math.inf


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_stays_in_the_range_it_states(name: str) -> None:
    rule, text = compiled(name), stated(name)

    @settings(max_examples=40)
    @given(arguments(name))
    def holds(values: dict[str, Any]) -> None:
        value = rule(**values)
        if text == "true or false":
            assert value is True or value is False
            return
        low, high = bounds(text, values)
        assert math.isfinite(value), f"{name}({values}) is {value}"
        assert low - (SLACK if low != math.nextafter(0.0, 1.0) else 0.0) <= value <= high + SLACK, f"{name}({values}) is {value}, stated {text}"

    holds()


def test_a_range_is_read_as_it_is_written() -> None:
    assert bounds("0 to 1", {}) == (0.0, 1.0)
    assert bounds("0 and more", {}) == (0.0, math.inf)
    assert bounds("1 - swing to 1 + swing", {"swing": 0.25}) == (0.75, 1.25)
    assert bounds("g to the ceiling", {}) == (-math.inf, math.inf)
    assert bounds("real", {}) == (-math.inf, math.inf)
    assert bounds("above 0", {})[0] > 0.0 > -1.0 > bounds("below -1", {})[1] - SLACK - 1e-15


def test_every_probability_is_bounded_on_both_sides() -> None:
    for name in NAMES:
        if name.endswith("_probability"):
            assert stated(name) == "0 to 1" or name in {"fatal_probability", "removal_probability"}, name


def test_no_value_is_given_for_an_argument_that_no_rule_has() -> None:
    known = {(rule, name) for rule in RULES for name in get_type_hints(RULES[rule])}
    assert set(BY_RULE) <= known
    assert set(BY_NAME) <= {name for _, name in known}
