"""How sure a ratio is: of means over paired worlds (Fieller), of sums over worlds."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from experiments.statistics.intervals import LEVEL, MIN_WORLDS, Array, ends, expanded, interval
from experiments.statistics.scale import magnitude

STRIDES = 40
"""Each three times as far out as the one before: an end beyond them is none, rounding alone says that the denominator is clear of zero."""
HALVINGS = 100
"""Steps between two neighbouring numbers at most; a digit takes about three."""


def fieller(numerator: Array, denominator: Array, level: float = LEVEL) -> tuple[float, float, float] | None:
    """Ratio of means over paired worlds with Fieller's interval: every ratio r at which numerator - r * denominator may have mean 0.

    That is judged by ``interval``, skew and all: where money is skew, Student's t alone held the truth too seldom (92 % of
    log-normal costs with a sigma of 0.8).  None where the denominator's mean is not told apart from zero: the interval is
    then unbounded.  A numerator that is zero in every world has the ratio 0 and an interval without width.
    """
    # The interval follows any change of units, so that both are brought near one first.
    scales = magnitude(numerator), magnitude(denominator)
    found = _fieller(numerator / scales[0], denominator / scales[1], level)
    if found is None:
        return None
    unit = scales[0] / scales[1]
    value, low, high = (part * unit for part in found)
    return (value, low, high) if all(map(math.isfinite, (value, low, high))) else None


def _fieller(numerator: Array, denominator: Array, level: float) -> tuple[float, float, float] | None:
    n = len(numerator)
    top, bottom = float(numerator.mean()), float(denominator.mean())
    covariance: NDArray[Any] = np.cov(numerator, denominator, ddof=1) / n
    q = float(special.stdtrit(n - 1, 0.5 + level / 2))
    a = bottom**2 - q * q * float(covariance[1, 1])
    low, high = interval(denominator, level)
    if a <= 0 or low <= 0 <= high:
        return None
    b = top * bottom - q * q * float(covariance[0, 1])
    c = top**2 - q * q * float(covariance[0, 0])
    root = math.sqrt(max(0.0, b * b - a * c))
    may_be = _zero_may_be(numerator, denominator, q)
    step = max(root, 1e-9 * abs(b)) / a
    low_end, high_end = _last(may_be, (b - root) / a, -step), _last(may_be, (b + root) / a, step)
    return None if low_end is None or high_end is None else (top / bottom, low_end, high_end)


def _zero_may_be(numerator: Array, denominator: Array, q: float) -> Callable[[float], bool]:
    """Whether 0 lies in the interval of the mean of numerator - ratio * denominator, by their joint moments."""
    n = len(numerator)
    top, bottom = float(numerator.mean()), float(denominator.mean())
    largest = float(np.abs(numerator).max()), float(np.abs(denominator).max())
    x, y = numerator - top, denominator - bottom
    second = [float(m.sum()) / (n - 1) for m in (x * x, x * y, y * y)]
    third = [float(m.mean()) for m in (x**3, x * x * y, x * y * y, y**3)]

    def judge(ratio: float) -> bool:
        mean = top - ratio * bottom
        variance = second[0] - 2 * ratio * second[1] + ratio**2 * second[2]
        cubed = third[0] - 3 * ratio * third[1] + 3 * ratio**2 * third[2] - ratio**3 * third[3]
        low, high = ends(*expanded(n, mean, variance, cubed, largest[0] + abs(ratio) * largest[1]), q)
        return low <= 0 <= high

    return judge


def _last(may_be: Callable[[float], bool], start: float, step: float) -> float | None:
    """The last ratio from ``start`` on, the way of ``step``, that may be; None where there is none, ``start`` for a step of zero."""
    inside, outside = start, start + step
    for _stride in range(STRIDES):
        if step == 0 or not may_be(outside):
            break
        inside, outside = outside, outside + 2 * (outside - start)
    else:
        return None
    for _halving in range(HALVINGS):
        if abs(outside - inside) > 1e-9 * max(abs(outside), abs(step)):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if may_be(middle) else (inside, middle)
    return inside


def pooled_ratio(numerator: Array, denominator: Array, least: int = MIN_WORLDS) -> tuple[float, float | None, float | None]:
    """Ratio of sums over worlds with a linearised 95 % interval, none under ``least`` of them; nan where nothing was counted, or too little to divide by."""
    scales = magnitude(numerator), magnitude(denominator)
    numerator, denominator, unit = numerator / scales[0], denominator / scales[1], scales[0] / scales[1]
    total = float(denominator.sum())
    if total == 0:
        return math.nan, None, None
    ratio = float(numerator.sum()) / total
    if not math.isfinite(ratio * unit):
        return math.nan, None, None
    if len(numerator) < least:
        return ratio * unit, None, None
    low, high = interval((numerator - ratio * denominator) / float(denominator.mean()))
    return ratio * unit, (ratio + low) * unit, (ratio + high) * unit
