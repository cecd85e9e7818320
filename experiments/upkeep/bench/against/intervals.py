"""How sure the ratios of the gate are: bootstrap intervals of a median over starts and turns, and of a ratio of spreads over worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

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


def median_of(values: Array) -> Between:
    """The median of (starts, turns); starts are drawn anew, and the turns in each, since the runs of one process are alike."""
    starts, turns = values.shape
    random = np.random.default_rng(SEED)
    which = random.integers(starts, size=(RESAMPLES, starts, 1))
    drawn = values[which, random.integers(turns, size=(RESAMPLES, starts, turns))]
    low, high = np.quantile(np.median(drawn.reshape(RESAMPLES, -1), axis=1), [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return Between(float(np.median(values)), float(low), float(high))


def spread_ratio(differences: Array, factor: float) -> Between:
    """Standard deviation of (2, worlds), the first over the second, times ``factor``; the worlds of each are drawn anew.

    Not in pairs: where an engine draws otherwise its world 3 is another world.  Nothing over nothing counts as one.
    """

    def ratio(one: Array, other: Array, axis: int = -1) -> Array:
        return np.nan_to_num(factor * np.std(one, axis=axis, ddof=1) / np.std(other, axis=axis, ddof=1), nan=factor, posinf=np.inf)

    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = stats.bootstrap(tuple(differences), ratio, n_resamples=RESAMPLES, vectorized=True, confidence_level=LEVEL, method="percentile", rng=SEED)
        low, high = drawn.confidence_interval
        return Between(float(ratio(*differences)), float(low), float(high))
