"""Where a mean that changes with one variable crosses zero, and an interval of that place, from a curve fitted to points.

The curve is a polynomial whose degree is chosen by AICc (Hurvich and Tsai, 1989) and then raised by one, a cubic at least, so that what the
curve cannot follow is small beside its own error; its variance asks for no equal spread of the points (HC3).  The interval holds every place
at which the curve may be zero (Fieller's for a straight line).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import legvander
from numpy.typing import NDArray
from scipy import special

from experiments.statistics.intervals import LEVEL
from experiments.statistics.scale import rescaling

HIGHEST = 3
"""Degree that is chosen at most; one more is fitted."""
LOWEST = 3
"""Degree that is fitted at least: with 20 points a parabola held the place where a curve that levels off crosses in 87 % only."""
POINTS_EACH = 10
"""Points that a further degree needs."""
PLACES = 401
"""At so many places of the range the curve is looked at: the interval is known to a four-hundredth of it."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Crossing:
    """A place, the ends of its interval, and whether the mean is below zero before it and above zero after it."""

    at: float
    low: float
    high: float
    rises: bool


def crossing(x: Array, y: Array, level: float = LEVEL) -> Crossing | None:
    """Where the mean of ``y`` (n,) crosses zero along ``x`` (n,), both finite, n >= 20.

    None unless the mean has one sign at one end of the range of ``x`` and the other at the other, each told apart from zero at ``level``, and
    the curve crosses once: else the points leave it open that there is no such place.
    """
    start, width = float(x.min()), float(np.ptp(x))
    if width <= 1e-12 * max(abs(start), abs(start + width)):
        return None
    y = y / rescaling(y)
    coefficients, covariance = _curve(2 * (x - start) / width - 1, y)
    at = legvander(np.linspace(-1, 1, PLACES), len(coefficients) - 1)
    mean, error = at @ coefficients, np.sqrt(np.einsum("ij,jk,ik->i", at, covariance, at))
    open_places = np.abs(mean) <= special.stdtrit(len(x) - len(coefficients), 0.5 + level / 2) * error
    turns = np.flatnonzero(np.diff(np.sign(mean)))
    if open_places[0] or open_places[-1] or mean[0] * mean[-1] >= 0 or len(turns) != 1:
        return None
    k, around = int(turns[0]), np.flatnonzero(open_places)
    first, last = (k, k + 1) if not len(around) else (int(around[0]) - 1, int(around[-1]) + 1)
    places = start + width * np.linspace(0, 1, PLACES)
    middle = places[k] - mean[k] * (places[k + 1] - places[k]) / (mean[k + 1] - mean[k])
    return Crossing(float(middle), float(places[min(first, k)]), float(places[max(last, k + 1)]), bool(mean[-1] > 0))


def _curve(z: Array, y: Array) -> tuple[Array, Array]:
    """Coefficients of Legendre polynomials over -1 to 1, of one degree more than AICc chooses, three at least, and their covariance by HC3."""
    n, top = len(z), max(1, min(HIGHEST, len(z) // POINTS_EACH))
    scores = []
    for degree in range(1, top + 1):
        design = legvander(z, degree)
        left = float(((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2).sum())
        counted = degree + 2  # with the variance
        scores.append(n * math.log(max(left, 1e-300) / n) + 2 * counted * n / (n - counted - 1))
    design = legvander(z, max(LOWEST, int(np.argmin(scores)) + 2))
    inverse = np.linalg.pinv(design.T @ design)
    coefficients = inverse @ design.T @ y
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    weights = ((y - design @ coefficients) / np.maximum(1e-9, 1 - leverage)) ** 2  # MacKinnon and White, 1985
    return coefficients, inverse @ (design.T * weights) @ design @ inverse
