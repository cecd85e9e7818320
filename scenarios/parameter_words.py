"""Faults in the value of a parameter, told in its unit: its range, and what "+20 %" of today's value would be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from scenarios.legal import A_NUMBER
from scenarios.problems import Problem, ScenarioError
from scenarios.relative import computed, is_relative
from scenarios.schema.parameters import ParameterEntry

_OF_PARAMETER = re.compile(r"(?:^|\.)(?:levers|parameters|uncertainties|facts)\.([a-z0-9_]+)")


@contextmanager
def told_in_units(entries: Mapping[str, ParameterEntry]) -> Iterator[None]:
    """``ScenarioError`` raised inside leaves with its faults told by ``with_hard_ranges``."""
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError(with_hard_ranges(error.problems, entries)) from None


def with_hard_ranges(problems: list[Problem], entries: Mapping[str, ParameterEntry]) -> list[Problem]:
    """Faults of form in a parameter's value, told with its range instead of just "a number", and with what "+20 %" would be."""
    told = []
    for problem in problems:
        match = _OF_PARAMETER.search(problem.key)
        entry = entries.get(match[1]) if match else None
        if entry is not None and problem.allowed == A_NUMBER:
            problem = replace(problem, allowed=entry.hard_range)
        given = str(getattr(problem.reason, "values", {}).get("value", "")).strip("'")
        if entry is not None and is_relative(given):
            problem = replace(problem, allowed=entry.hard_range, mend=computed(given, entry))
        told.append(problem)
    return told
