"""A box of conditions: limits of some factors, and what lies inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Box:
    """``limits`` of the restricted factors only: name to (low, high), both inside; minus and plus infinity where open."""

    limits: Mapping[str, tuple[float, float]]

    def inside(self, x: pd.DataFrame) -> Mask:
        """(points,): whether each row of ``x`` lies in the box."""
        held = np.ones(len(x), dtype=bool)
        for name, (low, high) in self.limits.items():
            column = x[name].to_numpy()
            held &= (column >= low) & (column <= high)
        return held

    def without(self, name: str) -> Box:
        """The box with one factor set free."""
        return Box({other: ends for other, ends in self.limits.items() if other != name})

    def directions(self) -> set[tuple[str, str]]:
        """Which factors it bounds, and on which side."""
        sides = {(name, "above") for name, (low, _high) in self.limits.items() if low > -inf}
        return sides | {(name, "below") for name, (_low, high) in self.limits.items() if high < inf}


@dataclass(frozen=True)
class Tally:
    """Points and points of interest, inside a box and in all."""

    inside: int
    hits: int
    points: int
    of_interest: int

    @property
    def density(self) -> float:
        """Share of interest among the points inside; nan where none is."""
        return self.hits / self.inside if self.inside else float("nan")

    @property
    def coverage(self) -> float:
        """Share of all points of interest that lie inside."""
        return self.hits / self.of_interest if self.of_interest else float("nan")

    @property
    def mass(self) -> float:
        """Share of all points that lie inside."""
        return self.inside / self.points

    @property
    def base(self) -> float:
        """Share of interest among all points."""
        return self.of_interest / self.points

    @property
    def excess(self) -> float:
        """Points of interest inside beyond what as many points would hold anyway, as a share of all points."""
        return self.mass * (self.density - self.base) if self.inside else 0.0

    @property
    def p(self) -> float:
        """One-sided p-value of Fisher's exact test: points of interest are no denser inside than outside."""
        return float(stats.hypergeom.sf(self.hits - 1, self.points, self.of_interest, self.inside))

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.inside + other.inside, self.hits + other.hits, self.points + other.points, self.of_interest + other.of_interest)


def tally(box: Box, x: pd.DataFrame, y: Mask) -> Tally:
    """What ``box`` holds of the points ``x`` with interest ``y``."""
    inside = box.inside(x)
    return Tally(int(inside.sum()), int((inside & y).sum()), len(y), int(y.sum()))


def quasi_p(box: Box, x: pd.DataFrame, y: Mask) -> dict[str, float]:
    """For each restricted factor how easily the box's density could come about without its limits (Bryant and Lempert 2010).

    One-sided binomial test of the hits inside against the density of the box that leaves the factor free.  The box was chosen
    on the same points, so that small values are necessary and not sufficient.
    """
    own = tally(box, x, y)
    found = {}
    for name in box.limits:
        free = tally(box.without(name), x, y)
        found[name] = float(stats.binom.sf(own.hits - 1, own.inside, free.density)) if own.inside else 1.0
    return found
