"""Bunching: whether the density of a figure breaks off at a threshold, after McCrary (2008)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from experiments.statistics.sets import sum_by_set
from experiments.studies.trials.estimators.estimate import (
    RESAMPLES,
    Array,
    Estimate,
    Unidentified,
    Z,
    in_unit,
    null_of,
    sign_share,
    two_sided,
)
from experiments.studies.trials.estimators.rows import need, sets_of, world_rows
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

BINS = 10
"""Of a side, within the bandwidth."""
FIRST_WINDOW = 1200
"""No trial has more windows before its treatment."""
LEAST = 30
"""Figures within the bandwidth on both sides together."""


def density_jump(estimand: Estimand, data: TrialData) -> Estimate:
    """ln f(right) - ln f(left) at the threshold, from the numbers in narrow bins around it.

    McCrary fits a line to the numbers on either side; here their logarithm is fitted (Poisson, triangular weights), with one
    bend for both sides, since a line through the slope of a bell sees a jump where there is none.  The
    error is clustered by world, or by the set that worlds share; the sign's share is that of draws with this error.  Whole numbers make a
    lattice, on which a density has no meaning: each is spread evenly, by a draw of its own (world and
    window), over the unit interval that ends with it, so that what just keeps a limit lies left of it.  The
    note gives the exact test of the numbers on either side, which needs no density.
    """
    spec: Any = estimand.estimator
    rows = world_rows(estimand, data, estimand.after)
    x = _spread(rows, str(estimand.outcome), spec) - spec.threshold
    near = np.abs(x) < spec.bandwidth
    if near.sum() < LEAST:
        raise Unidentified(_("too few figures near the threshold: {n}").format(n=int(near.sum())))
    worlds = rows.groupby(["variant", "world"], observed=True).ngroup().to_numpy(dtype=np.int64)
    bins = np.clip(np.floor(x / spec.bandwidth * BINS).astype(int) + BINS, 0, 2 * BINS - 1)
    counts = np.zeros((worlds.max() + 1, 2 * BINS))
    np.add.at(counts, (worlds[near], bins[near]), 1.0)
    sets = sets_of(rows, data)
    value, error = log_jump(sum_by_set(counts, sets) if sets else counts)
    left, right = int(counts[:, :BINS].sum()), int(counts[:, BINS:].sum())
    exact = f"{binomtest(right, left + right).pvalue:.3g}"
    note = _("{left} figures just below, {right} just above the threshold (exact test p {p})").format(left=left, right=right, p=exact)
    low, high = (float(in_unit(value + side * Z * error, estimand.unit, "log")) for side in (-1, 1))
    draws = in_unit(value + error * np.random.default_rng(len(rows)).normal(size=RESAMPLES), estimand.unit, "log")
    share = sign_share(estimand, draws - null_of(estimand.unit, "log"))
    return Estimate(estimand.name, float(in_unit(value, estimand.unit, "log")), low, high, np.empty(0), two_sided(value, error), share,
                    len(rows), note, widths=np.array([high - low]), draws=draws)  # fmt: skip


def _spread(rows: pd.DataFrame, outcome: str, spec: Any) -> Array:
    """The figures as they are compared with the threshold."""
    values = rows[outcome].to_numpy(dtype=float)
    whole = bool((values == np.rint(values)).all())
    draws = _keyed_draws(rows) if whole else 0.0
    if spec.over == "nothing":
        return np.asarray(values - draws)
    need(rows, ["ceiling"])
    allowed = spec.threshold * rows["ceiling"].to_numpy(dtype=float)
    # A ceiling of 28.4 deaths is kept by 28.
    allowed = np.maximum(np.floor(allowed + 1e-9), 1.0) if whole else allowed
    return np.asarray(spec.threshold * (values - draws) / allowed)


def _keyed_draws(rows: pd.DataFrame) -> Array:
    """(rows,) one draw for each world and window, the same whichever other windows are read."""
    windows = rows["window"].to_numpy(dtype=np.int64) + FIRST_WINDOW
    draws = np.empty(len(rows))
    for world in rows["world"].unique():
        own = (rows["world"] == world).to_numpy()
        draws[own] = np.random.default_rng(int(world)).random(2 * FIRST_WINDOW)[windows[own]]
    return draws


def log_jump(counts: Array) -> tuple[float, float]:
    """The jump in the middle of ``counts`` (worlds, 2 BINS), and its standard error clustered by world."""
    number = len(counts)
    total = counts.sum(axis=0)
    # A side with nothing in it has no logarithm; half a case spread over it gives the least jump that this can mean.
    for side in (slice(0, BINS), slice(BINS, 2 * BINS)):
        if total[side].sum() == 0:
            total[side] += 0.5 / BINS
    x = (np.arange(2 * BINS) + 0.5 - BINS) / BINS
    right = (x > 0).astype(float)
    design, weights = np.column_stack([np.ones(2 * BINS), right, x, x * right, x**2]), 1 - np.abs(x)
    fit = GLM(total, design, family=Poisson(), var_weights=weights).fit()
    mean = np.asarray(fit.fittedvalues)
    bread = np.linalg.inv(design.T @ ((weights * mean)[:, None] * design))
    moved = (counts - mean / number) @ (weights * (design @ bread[1]))
    return float(fit.params[1]), math.sqrt(float((moved**2).sum()) * number / max(number - 1, 1))
