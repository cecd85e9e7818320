"""The factors of a sweep as axes: their ranges, places from -1 to 1, where a slider can stand, and which switches were tried together."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios import PlanFile, load_parameters
from scenarios.schema.plan import Factor

Array = NDArray[np.float64]
STEPS = 50
"""Places of a slider, beside today's value and those that were tried."""
LISTED = 12
"""Where a factor has so few values or less, a slider can stand at each of them."""
DIGITS = 4
YES_OR_NO = "yes or no"


@dataclass(frozen=True)
class Axis:
    """One factor as the sweep varied it, in the unit of its parameter."""

    name: str
    lever: bool
    low: float
    high: float
    log: bool
    switch: bool
    """Yes or no: nothing lies between."""
    levels: int
    """How many values were tried."""
    today: float
    """Its value where nothing is changed."""
    stops: tuple[float, ...]
    """Where its slider can stand."""

    @property
    def varies(self) -> bool:
        return self.levels > 1

    @property
    def start(self) -> float:
        """Where the slider stands first: at today's value, else in the middle of what was tried."""
        return self.today if self.today in self.stops else self.stops[len(self.stops) // 2]


@dataclass(frozen=True)
class Space:
    """What a sweep tried."""

    axes: tuple[Axis, ...]
    combinations: tuple[tuple[float, ...], ...]
    """The values of the switches that were tried together, in the order of the axes that are switches."""

    @property
    def varying(self) -> list[int]:
        """Numbers of the axes that vary."""
        return [number for number, axis in enumerate(self.axes) if axis.varies]

    @property
    def levels(self) -> list[int]:
        return [self.axes[number].levels for number in self.varying]

    def places(self, values: Array) -> Array:
        """(n, factors) values as (n, varying factors) places: -1 at the lower end of what was tried, 1 at the upper."""
        found = []
        for number in self.varying:
            axis, column = self.axes[number], np.asarray(values)[:, number]
            low, high = axis.low, axis.high
            if axis.log:
                low, high, column = math.log(low), math.log(high), np.log(column)
            found.append(2 * (column - low) / (high - low) - 1)
        return np.column_stack(found)

    def tried(self, values: Array) -> NDArray[np.bool_]:
        """(n,): whether the switches stand as they stood at a point of the sweep."""
        switches = [number for number, axis in enumerate(self.axes) if axis.switch]
        known = set(self.combinations)
        return np.array([tuple(row[switches].tolist()) in known for row in np.asarray(values)], dtype=bool)


def space_of(plan: PlanFile, values: Array) -> Space:
    """The space of the (points, factors) values that a plan's points have, factors in the plan's order."""
    entries = load_parameters(overrides=plan.parameters).entries
    today = load_parameters(overrides=plan.parameters).values
    axes = []
    for number, (name, factor) in enumerate(plan.factors.items()):
        column = values[:, number]
        distinct, (low, high) = np.unique(column), _range(plan, factor, column)
        switch = entries[name].unit == YES_OR_NO
        log = factor.scale == "log" and low > 0 and not switch
        own = float(getattr(today, name))
        axes.append(Axis(name, name in plan.levers, low, high, log, switch, len(distinct), own, _stops(distinct, low, high, log, switch, own)))
    switches = [number for number, axis in enumerate(axes) if axis.switch]
    return Space(tuple(axes), tuple(sorted({tuple(row) for row in values[:, switches].tolist()})))


def _range(plan: PlanFile, factor: Factor, column: Array) -> tuple[float, float]:
    """That of the plan, where its points are drawn from a range; else that of the points."""
    if plan.sampler.method == "table" or factor.values is not None or factor.low is None or factor.high is None:
        return float(column.min()), float(column.max())
    return min(factor.low, float(column.min())), max(factor.high, float(column.max()))


def _stops(distinct: Array, low: float, high: float, log: bool, switch: bool, today: float) -> tuple[float, ...]:
    if switch or low == high:
        return tuple(distinct.tolist())
    grid = np.geomspace(low, high, STEPS + 1) if log else np.linspace(low, high, STEPS + 1)
    inner = {min(high, max(low, float(f"{value:.{DIGITS}g}"))) for value in grid.tolist()}
    kept = distinct.tolist() if len(distinct) <= LISTED else []
    return tuple(sorted({low, high, *inner, *kept, *([today] if low <= today <= high else [])}))
