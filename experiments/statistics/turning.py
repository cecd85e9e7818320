"""Where the sign of a mean difference turns along one uncertain parameter, told from sets of parameter values.

Per policy and parameter two questions.  Does the difference go with the parameter at all: Spearman's rank correlation, judged by
the largest one of all policies and parameters that shuffled sets give (Westfall and Young, 1993), so that whatever the
distribution and whatever ties policies or parameters together, nothing is told in 95 % of ensembles in which nothing goes with
anything.  And where does the mean cross zero: a straight line by least squares with variances that no equal spread is
asked of (HC3), and every value at which that line may be zero (Fieller).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from experiments.statistics.intervals import LEVEL, together
from experiments.statistics.scale import rescaling
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
    at: float
    low: float
    high: float
    """The turning point and the ends of its interval, in the unit of the parameter."""
    rises: bool
    """Whether the difference rises with the parameter: then it is negative below the turning point."""
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

    On 1,000 ensembles of each kind ... see docs.
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
    ranks = stats.rankdata(rows, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    length = np.sqrt((ranks**2).sum(axis=1, keepdims=True))
    return np.asarray(np.divide(ranks, length, out=np.zeros_like(ranks), where=length > 0))


def _turn(difference: Array, values: Array, correlation: Array, p: Array, most: float, level: float) -> Turn | None:
    """The turn along the parameter that goes with the difference most closely, of those that are told apart and along which it turns."""
    for j in _told(correlation, p, most):
        crossed = crossing(values[:, j], difference, level)
        if crossed is None:
            continue
        at, low, high, rises = crossed
        below, above = int((values[:, j] < at).sum()), int((values[:, j] > at).sum())
        if min(below, above) >= LEAST_BEYOND:
            return Turn(j, at, low, high, rises, below, above, float(correlation[j]), float(p[j]))
    return None


def _told(correlation: Array, p: Array, most: float) -> Iterator[int]:
    for j in np.argsort(-np.abs(correlation), kind="stable"):
        if p[j] <= most:
            yield int(j)


def crossing(x: Array, y: Array, level: float = LEVEL) -> tuple[float, float, float, bool] | None:
    """Where the line of ``y`` on ``x`` crosses zero, the ends of its interval, and whether it rises.

    None unless the whole interval lies within the range of ``x``: else the sets leave it open that the sign never turns.
    """
    centre, width = float(x.mean()), float(x.std())
    size = rescaling(y)
    if width <= 1e-12 * max(1e-300, float(np.abs(x).max())):
        return None
    z, y = (x - centre) / width, y / size
    (a, b), ((vaa, vab), (_, vbb)) = _fitted(z, y)
    t2 = float(special.stdtrit(len(x) - 2, 0.5 + level / 2)) ** 2
    # (a + b z)^2 <= t^2 (vaa + 2 vab z + vbb z^2)
    quadratic, linear, constant = b * b - t2 * vbb, a * b - t2 * vab, a * a - t2 * vaa
    root = linear * linear - quadratic * constant
    if quadratic <= 0 or root < 0:
        return None
    low, high = ((-linear + sign * math.sqrt(root)) / quadratic * width + centre for sign in (-1, 1))
    if low < x.min() or high > x.max():
        return None
    return -a / b * width + centre, low, high, b > 0


def _fitted(z: Array, y: Array) -> tuple[Array, Array]:
    """Coefficients of the line and their covariance by HC3, which asks for no equal spread (MacKinnon and White, 1985)."""
    design = np.column_stack([np.ones_like(z), z])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ y
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    weights = ((y - design @ coefficients) / np.maximum(1e-12, 1 - leverage)) ** 2
    return coefficients, inverse @ (design.T * weights) @ design @ inverse
