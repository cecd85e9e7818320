"""The back-test: the model's level fitted to the first part of the records, the rest predicted, and how often the intervals held it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.data.baseline import Modelled
from experiments.data.holding import spread
from experiments.data.records import Recorded
from experiments.statistics.intervals import share_bounds

FIRST_PART = 2 / 3
LEAST_FIRST, LEAST_REST, LEAST_EVENTS = 12, 6, 30
LEVELS = (0.8, 0.95)


@dataclass(frozen=True)
class BackTest:
    """One measure: months fitted to, the factor on the model's level, and the rest as it was and was predicted."""

    measure: str
    fitted: int
    factor: float
    observed: NDArray[np.float64]
    predicted: NDArray[np.float64]
    """Means, month by month."""
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    """95 % prediction intervals."""
    inside: dict[float, int]
    """Months within the interval, by its level."""

    def coverage(self, level: float) -> tuple[float, float, float]:
        """Share of the months within the interval of this level, and its own 95 % interval (Clopper and Pearson)."""
        low, high = share_bounds(self.inside[level], len(self.observed))
        return self.inside[level] / len(self.observed), low, high


def back_test(recorded: Recorded, model: Modelled) -> BackTest | None:
    """The back-test of one measure; None where the records are too short or too few.

    The level is the records' of the first part, the course from then on the model's, and so is the spread of single months: the model's
    dispersion or that of the first part, whichever is larger, and on top of it the error of the level itself.
    """
    months = len(recorded.monthly)
    first = int(months * FIRST_PART)
    before, after = recorded.monthly[:first], recorded.monthly[first:]
    course = model.monthly[:, :months].mean(axis=0)
    if first < LEAST_FIRST or len(after) < LEAST_REST or before.sum() < LEAST_EVENTS or course[:first].sum() <= 0:
        return None
    factor = float(before.sum() / course[:first].sum())
    # Month by month the mean over worlds is as noisy as the worlds are few: the course is taken by halves.
    mean = np.full(len(after), factor * float(course[first:].mean()))
    own = spread(before)
    theirs = [spread(row) for row in model.monthly[:, :months]]
    # What is more than chance in the spread grows with the level; chance itself does not.
    scaled = 1.0 + factor * max(0.0, float(np.nanmean(theirs)) - 1.0) if np.isfinite(theirs).any() else 1.0
    dispersion = max(1.0, scaled, own if np.isfinite(own) else 1.0)
    variance = dispersion * mean * (1.0 + 1.0 / first)
    bounds = {level: _quantiles(mean, variance, level) for level in LEVELS}
    inside = {level: int(((after >= low) & (after <= high)).sum()) for level, (low, high) in bounds.items()}
    return BackTest(recorded.measure, first, factor, after, mean, *bounds[0.95], inside)


def _quantiles(mean: NDArray[np.float64], variance: NDArray[np.float64], level: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bounds of counts with this mean and variance: negative binomial, Poisson where the variance is no larger than the mean."""
    from scipy import stats

    tail = (1.0 - level) / 2.0
    if float(variance.max()) <= float(mean.max()) * (1.0 + 1e-9):
        return stats.poisson.ppf(tail, mean), stats.poisson.ppf(1.0 - tail, mean)
    size, share = mean**2 / (variance - mean), mean / variance
    return stats.nbinom.ppf(tail, size, share), stats.nbinom.ppf(1.0 - tail, size, share)
