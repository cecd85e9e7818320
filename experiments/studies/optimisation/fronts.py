"""Which mixes no other one beats: the Pareto front, its convex hull, and how much of the plane a front covers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.scale import rescaling

Array = NDArray[np.float64]


def non_dominated(values: Array) -> NDArray[np.bool_]:
    """Which rows of ``values`` (mixes, objectives; all to be low) no other row beats: is nowhere worse than and somewhere better."""
    kept: NDArray[np.bool_] = np.asarray(np.isfinite(values).all(axis=1))
    for number in np.flatnonzero(kept):
        others = values[kept]
        kept[number] = not bool(((others <= values[number]).all(axis=1) & (others < values[number]).any(axis=1)).any())
    return kept


def hull(cost: Array, averted: Array) -> list[int]:
    """Corners of the concave front of deaths averted over cost, cheapest first: each step dearer per death than the one before.

    It starts at the mix that costs least (of several, the one that averts most) and ends at the one that averts most.
    """
    corners: list[int] = []
    for number in np.lexsort((-averted, cost)):
        if not (np.isfinite(cost[number]) and np.isfinite(averted[number])) or (corners and averted[number] <= averted[corners[-1]]):
            continue
        while len(corners) > 1 and _slope(cost, averted, corners[-2], corners[-1]) <= _slope(cost, averted, corners[-1], number):
            corners.pop()
        corners.append(int(number))
    return corners


def _slope(cost: Array, averted: Array, low: int, high: int) -> float:
    """Deaths averted per yuan from one mix to a dearer one."""
    return float((averted[high] - averted[low]) / (cost[high] - cost[low]))


def thinned(corners: Sequence[int], cost: Array, averted: Array, most: int) -> list[int]:
    """At most ``most`` of the corners, both ends kept: those go first whose going takes the least area from under the hull."""
    left = list(corners)
    cost, averted = cost / rescaling(cost[left]), averted / rescaling(averted[left])
    while len(left) > max(2, most):
        lost = [_triangle(cost, averted, *left[i - 1 : i + 2]) for i in range(1, len(left) - 1)]
        del left[1 + int(np.argmin(lost))]
    return left


def _triangle(cost: Array, averted: Array, a: int, b: int, c: int) -> float:
    return 0.5 * abs((cost[b] - cost[a]) * (averted[c] - averted[a]) - (cost[c] - cost[a]) * (averted[b] - averted[a]))


def hypervolume(values: Array, worst: Array, ideal: Array) -> float:
    """Share of the box from ``worst`` to ``ideal`` that is beaten by a row of ``values`` (all to be low); rows beyond worst count nothing."""
    from pymoo.indicators.hv import HV

    scaled = (values - ideal) / np.where(worst > ideal, worst - ideal, 1.0)
    inside = scaled[(values <= worst).all(axis=1)]
    return float(HV(ref_point=np.ones(values.shape[1]))(np.maximum(inside, 0.0))) if len(inside) else 0.0
