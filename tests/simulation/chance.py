"""How far from a formula chance may carry a count, stated once for all tests of distributions.

Seeds are fixed, so that a test passes always or never; the bounds say how rarely a true formula would be refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy import stats

DEVIATIONS = 4.0
"""Standard deviations that are forgiven: a true formula would be refused once in 16,000 seeds."""
LEAST_P = 1e-4
"""The least p-value of a chi-square that is forgiven: once in 10,000 seeds."""
LEAST_EXPECTED = 8.0
"""The fewest counts expected in a class: with fewer the chi-square is none."""


def near(observed: float, expected: float, variance: float) -> None:
    """The observed number lies within the deviations forgiven of the expected one."""
    z = (observed - expected) / math.sqrt(variance)
    assert abs(z) < DEVIATIONS, f"observed {observed:.6g}, by the formula {expected:.6g}: {z:.1f} standard deviations"


def mean_near(values: Sequence[float] | np.ndarray, expected: float, variance: float) -> None:
    """The mean of independent values of the given variance lies near the expected one."""
    near(float(np.mean(values)), expected, variance / len(values))


def share_near(hits: int, trials: int, probability: float) -> None:
    """A count of hits in independent trials lies near its binomial mean."""
    near(hits / trials, probability, probability * (1.0 - probability) / trials)


def fits(counts: Sequence[int], probabilities: Sequence[float]) -> None:
    """Counts by class agree with the probabilities of all classes, by a chi-square."""
    expected = np.asarray(probabilities) * sum(counts)
    assert abs(sum(probabilities) - 1.0) < 1e-9 and expected.min() >= LEAST_EXPECTED
    p = float(stats.chisquare(counts, expected).pvalue)
    assert p > LEAST_P, f"observed {list(counts)}, by the formula {expected.round(1).tolist()}: p = {p:.2g}"


def tally(values: Sequence[int], classes: Sequence[int]) -> list[int]:
    """How many values lie in each class: at most ``classes[0]``, above it up to ``classes[1]``, ..., above the last."""
    edges = np.searchsorted(np.asarray(classes), np.asarray(values), side="left")
    return np.bincount(edges, minlength=len(classes) + 1).tolist()


def classes_of(law: stats.rv_discrete, classes: Sequence[int]) -> list[float]:
    """Probabilities of the same classes under a frozen law of SciPy."""
    below = [0.0, *(float(law.cdf(edge)) for edge in classes), 1.0]
    return [high - low for low, high in pairwise(below)]
