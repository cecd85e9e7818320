"""How sure the ratios of the gate are: bootstrap intervals of a median over starts and turns, and of a ratio of spreads over worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 4000
LEVEL = 0.95
SEED = 0

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Between:
    """A figure and the ends of its interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:,.2f} ({self.low:,.2f} to {self.high:,.2f})"


def _between(value: float, drawn: Array) -> Between:
    low, high = np.quantile(drawn, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return Between(value, float(low), float(high))


def median_of(values: Array) -> Between:
    """The median of (starts, turns); starts are drawn anew, and the turns in each, since the runs of one process are alike."""
    starts, turns = values.shape
    random = np.random.default_rng(SEED)
    which = random.integers(starts, size=(RESAMPLES, starts, 1))
    drawn = values[which, random.integers(turns, size=(RESAMPLES, starts, turns))]
    return _between(float(np.median(values)), np.median(drawn.reshape(RESAMPLES, -1), axis=1))


def spread_ratio(differences: Array, factor: float) -> Between:
    """Standard deviation of (2, worlds), the first over the second, times ``factor``; the worlds of each are drawn anew.

    Not in pairs: where an engine draws otherwise its world 3 is another world.  Nothing over nothing counts as one.
    """
    random, worlds = np.random.default_rng(SEED), differences.shape[1]
    spreads = [np.std(rows[random.integers(worlds, size=(RESAMPLES, worlds))], axis=1, ddof=1) for rows in differences]
    whole = np.std(differences, axis=1, ddof=1)
    if not whole.any():
        return Between(factor, factor, factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.nan_to_num(spreads[0] / spreads[1], nan=1.0, posinf=np.inf)
        return _between(float(whole[0] / whole[1]) * factor, drawn * factor)
