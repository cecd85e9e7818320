"""What can be chosen: a list of levels for every lever, today's value among them, and a mix as one level of each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.plan import Factor, PlanFile

STEPS = 5
"""Levels of a lever that is given by its range alone."""
DIGITS = 4

Mix = tuple[int, ...]
"""The place of one level for every lever, in the order of the space."""


@dataclass(frozen=True)
class Choice:
    """One lever and its levels, ascending; ``today`` is the place of the value that holds without any policy."""

    lever: str
    levels: tuple[float, ...]
    today: int
    unit: str
    description: str


@dataclass(frozen=True)
class Space:
    """All mixes: every combination of the levels of every lever."""

    choices: tuple[Choice, ...]

    @property
    def levers(self) -> tuple[str, ...]:
        return tuple(choice.lever for choice in self.choices)

    @property
    def size(self) -> int:
        """How many mixes there are, doing nothing among them."""
        return math.prod(len(choice.levels) for choice in self.choices)

    @property
    def highest(self) -> Mix:
        """The place of the last level of every lever."""
        return tuple(len(choice.levels) - 1 for choice in self.choices)

    @property
    def nothing(self) -> Mix:
        """Every lever as it is today."""
        return tuple(choice.today for choice in self.choices)

    def values(self, mix: Mix) -> dict[str, float]:
        """Every lever's value."""
        return {choice.lever: choice.levels[place] for choice, place in zip(self.choices, mix, strict=True)}

    def moved(self, mix: Mix) -> dict[str, float]:
        """The values of those levers that are not as today."""
        return {choice.lever: choice.levels[place] for choice, place in zip(self.choices, mix, strict=True) if place != choice.today}

    def all(self) -> Iterator[Mix]:
        """Every mix, in a fixed order."""
        return itertools.product(*(range(len(choice.levels)) for choice in self.choices))

    def neighbours(self, mix: Mix) -> Iterator[Mix]:
        """Every mix that differs by one level of one lever."""
        for number, (place, choice) in enumerate(zip(mix, self.choices, strict=True)):
            for other in (place - 1, place + 1):
                if 0 <= other < len(choice.levels):
                    yield (*mix[:number], other, *mix[number + 1 :])

    def alone(self) -> Iterator[Mix]:
        """Each lever moved alone: to its highest level, or to its lowest where today's is the highest."""
        for number, choice in enumerate(self.choices):
            place = len(choice.levels) - 1 if choice.today < len(choice.levels) - 1 else 0
            if place != choice.today:
                yield (*self.nothing[:number], place, *self.nothing[number + 1 :])


def space_of(plan: PlanFile, entries: Mapping[str, ParameterEntry]) -> Space:
    """The mixes of ``plan`` within its ceilings; ``UserError`` where a ceiling lies under today's value or nothing can be chosen."""
    choices = []
    for lever, factor in plan.levers.items():
        entry, ceiling = entries[lever], plan.optimise.ceilings.get(lever, math.inf)
        if entry.value > ceiling:
            raise UserError(
                _("The ceiling of {lever}, {ceiling}, lies under today's value, {value}.").format(
                    lever=lever, ceiling=f"{ceiling:g}", value=f"{entry.value:g}"),
                f"[optimise.ceilings] {lever}",
                _("Raise the ceiling, or remove the lever from the plan."),
            )  # fmt: skip
        levels = sorted({level for level in _levels(factor, entry) if level <= ceiling} | {entry.value})
        choices.append(Choice(lever, tuple(levels), levels.index(entry.value), entry.unit, entry.description))
    if all(len(choice.levels) == 1 for choice in choices):
        raise UserError(_("There is nothing to choose: no lever of the plan has a level other than today's."), plan.name,
                        _("Add [levers.NAME] with values, or low and high."))  # fmt: skip
    return Space(tuple(choices))


def _levels(factor: Factor, entry: ParameterEntry) -> list[float]:
    """The levels of a factor: its values, or ``steps`` between its bounds, to four digits."""
    if factor.values is not None:
        return list(factor.values)
    low = entry.expected[0] if factor.low is None else factor.low
    high = entry.expected[1] if factor.high is None else factor.high
    steps = factor.steps or STEPS
    drawn = np.geomspace(low, high, steps) if factor.scale == "log" else np.linspace(low, high, steps)
    return [float(f"{level:.{DIGITS}g}") for level in drawn]
