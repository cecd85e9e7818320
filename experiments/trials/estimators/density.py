"""Bunching: whether the density of a figure breaks off at a threshold (McCrary 2008)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from statsmodels.regression.linear_model import WLS

from experiments.messages import _
from experiments.trials.estimators.estimate import Array, Estimate, Unidentified, in_unit, over_sums, two_sided
from experiments.trials.estimators.rows import need, world_rows
from experiments.trials.tables import TrialData
from scenarios.schema.trial_estimands import Estimand

BINS = 10
"""Of a side, within the bandwidth."""
LEAST = 30
"""Figures within the bandwidth on both sides together."""


def density_jump(estimand: Estimand, data: TrialData) -> Estimate:
    """ln f(right) - ln f(left) at the threshold: counts in bins, a weighted line on either side.

    Whole numbers make a lattice, on which a density has no meaning: each is spread evenly, by a draw
    of its own (world and window), over the unit interval that ends with it, so that what just
    keeps a limit lies left of it.  The worlds are resampled; the error is McCrary's where that is larger.  The
    note gives the exact test of the numbers on either side, which needs no density.
    """
    spec: Any = estimand.estimator
    rows = world_rows(estimand, data, estimand.after)
    x = _spread(rows, str(estimand.outcome), spec) - spec.threshold
    near = np.abs(x) < spec.bandwidth
    if near.sum() < LEAST:
        raise Unidentified(_("too few figures near the threshold: {n}").format(n=int(near.sum())))
    worlds = rows.groupby(["variant", "world"], observed=True).ngroup().to_numpy()
    width = spec.bandwidth / BINS
    bins = np.clip(np.floor(x / width).astype(int) + BINS, 0, 2 * BINS - 1)
    counts = np.zeros((worlds.max() + 1, 2 * BINS))
    np.add.at(counts, (worlds[near], bins[near]), 1.0)
    jump = over_sums(estimand, counts, _log_jump(width, spec.bandwidth), len(rows), "log")
    return _with_published_error(jump, estimand, counts.sum(axis=0), spec.bandwidth, width)


def _spread(rows: pd.DataFrame, outcome: str, spec: Any) -> Array:
    """The figures as they are compared with the threshold."""
    values = rows[outcome].to_numpy(dtype=float)
    whole = bool((values == np.rint(values)).all())
    draws = np.array([np.random.default_rng([abs(int(world)), int(window) + 1000]).random()
                      for world, window in zip(rows["world"], rows["window"], strict=True)]) if whole else np.zeros(len(values))  # fmt: skip
    if spec.over == "nothing":
        return np.asarray(values - draws)
    need(rows, ["ceiling"])
    allowed = spec.threshold * rows["ceiling"].to_numpy(dtype=float)
    # A ceiling of 28.4 deaths is kept by 28.
    allowed = np.maximum(np.floor(allowed + 1e-9), 1.0) if whole else allowed
    return np.asarray(spec.threshold * (values - draws) / allowed)


def _edges(width: float, bandwidth: float) -> tuple[Array, Array]:
    """(bins,) weights that give a side's line at the threshold from its counts, and the middles of the bins."""
    middle = (np.arange(BINS) + 0.5) * width
    design, weights = np.column_stack([np.ones(BINS), middle]), 1 - middle / bandwidth
    line = WLS(np.zeros(BINS), design, weights=weights)
    line.fit()
    return np.asarray(line.pinv_wexog[0] * np.sqrt(weights), dtype=float), np.asarray(weights, dtype=float)


def _log_jump(width: float, bandwidth: float) -> Any:
    operator, weights = _edges(width, bandwidth)

    def jump(counts: Array) -> Array:
        sides = []
        for side in (counts[..., BINS:], counts[..., BINS - 1 :: -1]):
            edge = side @ operator
            # A line that ends below nothing says that the side is nearly empty at the threshold: its weighted mean stands in.
            floor = (side @ weights + 0.5) / (weights.sum() + 0.5 * BINS)
            sides.append(np.where(edge > 0.05 * floor, edge, 0.5 * floor))
        return np.asarray(np.log(sides[0]) - np.log(sides[1]))

    return jump


def _with_published_error(jump: Estimate, estimand: Estimand, counts: Array, bandwidth: float, width: float) -> Estimate:
    operator, _weights = _edges(width, bandwidth)
    number = counts.sum()
    right, left = (max(float(side @ operator), 0.5) / (number * width) for side in (counts[BINS:], counts[BINS - 1 :: -1]))
    error = math.sqrt(24 / 5 * (1 / right + 1 / left) / (number * bandwidth))
    value = math.log(right) - math.log(left)
    low, high = (float(in_unit(value + side * 1.96 * error, estimand.unit, "log")) for side in (-1, 1))
    test = binomtest(int(counts[BINS:].sum()), int(number))
    note = _("{left} figures just below, {right} just above the threshold (exact test p {p})").format(
        left=int(counts[:BINS].sum()), right=int(counts[BINS:].sum()), p=f"{test.pvalue:.3g}"
    )
    return replace(jump, low=min(jump.low, low), high=max(jump.high, high), p=max(jump.p, two_sided(value, error)), note=note, widths=np.array([high - low]))
