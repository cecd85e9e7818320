"""Where the sign of a mean difference turns along one uncertain parameter, told from sets of parameter values.

Per policy and parameter two questions.  Does the difference go with the parameter at all: Spearman's rank correlation, judged by
the largest one of all policies and parameters that shuffled sets give (Westfall and Young, 1993), so that whatever the
distribution and whatever ties policies or parameters together, nothing is told in 95 % of ensembles in which nothing goes with
anything.  And where does the mean cross zero: ``crossing.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.crossing import Crossing, crossing
from experiments.statistics.intervals import LEVEL, together
from experiments.statistics.sets import HEADLINE_SETS

LEAST_BEYOND = 5
"""Sets on either side of a turning point: with fewer it lies at the edge of what the sets cover."""
SHUFFLES = 1999
"""How often the sets are shuffled: the chance of a largest correlation is told to a two-thousandth."""
SEED = 20

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    """Where the sign of a policy's mean difference turns along one parameter, the mean being over all others."""

    parameter: int
    """Its column."""
    place: Crossing
    """The turning point with its interval, in the unit of the parameter, and which side of it is negative."""
    below: int
    above: int
    """Sets on either side."""
    correlation: float
    """Spearman's, between parameter and difference."""
    p: float
    """Chance of so large a correlation of any policy and any parameter where nothing goes with anything."""


def turning(differences: Array, values: Array, level: float = LEVEL) -> list[Turn | None]:
    """The turning point of each policy, None where none is told apart.

    ``differences`` is (policies, sets), of means over the worlds of a set, finite; ``values`` is (sets, parameters).  The intervals hold
    for all policies at once with ``level``.  Nothing is said under ``HEADLINE_SETS`` sets.  ``ValueError`` where the shapes do not fit.

    Told falsely in at most 1 % of synthetic ensembles in which nothing goes with anything, in 4 % where the mean just touches zero at the end of
    the range; what it finds and what it cannot see: docs/design.md.
    """
    policies, sets = differences.shape
    if len(values) != sets:
        raise ValueError(f"{sets} sets of differences, {len(values)} of values")
    if sets < HEADLINE_SETS or not policies or not values.size:
        return [None] * policies
    found, p_values = correlations(differences, values)
    each = together(level, policies)
    return [_turn(differences[k], values, found[k], p_values[k], 1 - level, each) for k in range(policies)]


def correlations(differences: Array, values: Array) -> tuple[Array, Array]:
    """(policies, parameters): rank correlations, and the chance that the largest of all is as large where nothing goes with anything."""
    left, right = _ranked(differences), _ranked(values.T)
    found = left @ right.T
    random = np.random.default_rng(SEED)
    largest = np.sort([np.abs(left[:, random.permutation(left.shape[1])] @ right.T).max() for _ in range(SHUFFLES)])
    beaten = SHUFFLES - np.searchsorted(largest, np.abs(found) - 1e-12)
    return found, (1 + beaten) / (1 + SHUFFLES)


def _ranked(rows: Array) -> Array:
    """Ranks of each row (ties share theirs), with mean zero and length one; zero where nothing varies."""
    from scipy.stats import rankdata  # a fifth of all that `compare` imports, and wanted from 20 sets on only

    ranks = rankdata(rows, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    length = np.sqrt((ranks**2).sum(axis=1, keepdims=True))
    return np.asarray(np.divide(ranks, length, out=np.zeros_like(ranks), where=length > 0))


def _turn(difference: Array, values: Array, correlation: Array, p: Array, most: float, level: float) -> Turn | None:
    """The turn along the parameter that goes with the difference most closely, of those that are told apart and along which it turns."""
    for j in _told(correlation, p, most):
        own = values[:, j]
        found = crossing(own, difference, level)
        if found is None:
            continue
        below, above = int((own < found.at).sum()), int((own > found.at).sum())
        if min(below, above) >= LEAST_BEYOND:
            return Turn(j, found, below, above, float(correlation[j]), float(p[j]))
    return None


def _told(correlation: Array, p: Array, most: float) -> Iterator[int]:
    for j in np.argsort(-np.abs(correlation), kind="stable"):
        if p[j] <= most:
            yield int(j)
