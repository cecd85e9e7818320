"""How much of the differences between points is luck: what other worlds would change."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from experiments.statistics.scale import rescaling

Array = NDArray[np.float64]


def noise_share(values: Array) -> float:
    """Share of the variance between points' means over worlds that other worlds would not give again, 0 to 1.

    ``values`` is (points, worlds).  All points share their worlds, so that what a world adds to all of them alike is no noise;
    what is left after points and worlds is, divided by the worlds that are averaged.  nan with one world or where nothing varies.
    """
    points, worlds = values.shape
    values = values / rescaling(values)
    means = values.mean(axis=1)
    between = float(means.var(ddof=1)) if points > 1 else 0.0
    if worlds < 2 or between == 0:
        return float("nan")
    left = values - means[:, None] - values.mean(axis=0) + values.mean()
    error = float((left**2).sum()) / ((points - 1) * (worlds - 1))
    return min(1.0, error / worlds / between)


def agreement(values: Array, scored: Callable[[Array], Array]) -> float:
    """Rank correlation of the factors' scores from the first and from the second half of the worlds; nan under two worlds.

    ``scored`` gives a score for each factor from means (points,).  Halves, not every other world: neighbours share a set.
    """
    worlds = values.shape[1]
    if worlds < 2:
        return float("nan")
    first, second = (scored(half.mean(axis=1)) for half in (values[:, : worlds // 2], values[:, worlds // 2 :]))
    if len(first) < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(stats.spearmanr(first, second).statistic)
