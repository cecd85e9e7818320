"""Sobol indices: the share of a response's variance that each factor brings, alone and with others."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.scale import rescaling

Array = NDArray[np.float64]
RESAMPLES = 1000
LEAST_BASE = 8
"""Base samples under which no indices are given."""


@dataclass(frozen=True, eq=False)
class Indices:
    """Each (factors,): first-order and total index with half the width of the 95 % interval, from ``base`` base samples."""

    base: int
    first: Array
    first_reach: Array
    total: Array
    total_reach: Array


def block(factors: int, second_order: bool) -> int:
    """Points of one base sample in a Saltelli design."""
    return 2 * factors + 2 if second_order else factors + 2


def estimated(values: Array, factors: int, second_order: bool, seed: int) -> Indices | None:
    """Indices of ``values`` (points,) of a Saltelli design; None where nothing varies or there are too few base samples.

    Intervals by resampling base samples.  The last digits of equal values are no variance.
    """
    from SALib.analyze import sobol

    values = values / rescaling(values)
    base = len(values) // block(factors, second_order)
    if base < LEAST_BASE or float(values.std()) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return None
    problem = {"num_vars": factors, "names": [str(number) for number in range(factors)], "bounds": [[0.0, 1.0]] * factors}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # SALib takes the seed 0 for none at all.
        found = sobol.analyze(problem, values, calc_second_order=second_order, num_resamples=RESAMPLES, seed=seed + 1)
    return Indices(base, *(np.asarray(found[key], dtype=float) for key in ("S1", "S1_conf", "ST", "ST_conf")))


def convergence(values: Array, factors: int, second_order: bool, seed: int) -> list[Indices]:
    """Indices from a quarter, a half and all of the base samples, in the order drawn: each is a design of its own."""
    size = block(factors, second_order)
    base = len(values) // size
    shares = sorted({base // 4, base // 2, base})
    found = [estimated(values[: share * size], factors, second_order, seed) for share in shares]
    return [one for one in found if one is not None]


def unsettled(steps: list[Indices]) -> float:
    """The largest move of a total index in the last doubling; nan with one step."""
    if len(steps) < 2:
        return float("nan")
    return float(np.abs(steps[-1].total - steps[-2].total).max())
