"""Discontinuities: the jump of an outcome where a rule's cut-off lies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.regression.linear_model import WLS

from experiments.studies.trials.estimators.estimate import Array, Estimate, Fit, not_apart_over_worlds, over_worlds
from experiments.studies.trials.estimators.robust import error_of, influence, separates
from experiments.studies.trials.estimators.rows import WORLD, need, sets_of, unit_rows, with_sums
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

LEAST_ROWS = 10
"""Units that each side of the cut-off must have within the bandwidth."""


def regression_discontinuity(estimand: Estimand, data: TrialData) -> Estimate:
    """Jump at the cut-off, above less below: local linear, triangular weights within the bandwidth.

    ``log``: Poisson with exposure, the jump of the log rate; ``linear``: the rate per worker-year.
    """
    return _jumps(estimand, data, fuzzy=False)


def fuzzy_discontinuity(estimand: Estimand, data: TrialData) -> Estimate:
    """The same over the jump in the share treated; error by the delta method, both jumps from the same units."""
    return _jumps(estimand, data, fuzzy=True)


def _jumps(estimand: Estimand, data: TrialData, fuzzy: bool) -> Estimate:
    spec: Any = estimand.estimator
    # The rule, not the treatment, says which units count.
    rows = unit_rows(estimand.model_copy(update={"of": "all"}), data, ["running"])
    need(rows, ["running", "treated"])
    rows = with_sums(rows, data, str(estimand.outcome), estimand.after, "y")
    rows = rows[(rows["running"].abs() < spec.bandwidth) & (rows["y_years"] > 0)]
    jumps = [_jump(part, spec.bandwidth, spec.model == "log", fuzzy) for _key, part in rows.groupby(WORLD, observed=True)]
    sets = sets_of(rows, data)
    found = over_worlds(estimand, [fit for fit, _taken in jumps], len(rows), "log" if spec.model == "log" else "plain", sets=sets)
    if not fuzzy:
        return found
    return replace(found, undetermined=not_apart_over_worlds(_("the jump in the share treated"), np.array([taken for _fit, taken in jumps]), sets))


def _jump(part: pd.DataFrame, bandwidth: float, log: bool, fuzzy: bool) -> tuple[Fit, float]:
    """One world's jump, and that of the share treated (nan where it is not asked for)."""
    running = part["running"].to_numpy(dtype=float)
    above = (running >= 0).astype(float)
    if min(above.sum(), len(above) - above.sum()) < LEAST_ROWS:
        return Fit(np.nan), np.nan
    weights = 1 - np.abs(running) / bandwidth
    design = np.column_stack([np.ones(len(part)), above, running, above * running])
    y, years = part["y"].to_numpy(dtype=float), part["y_years"].to_numpy(dtype=float)
    if log:
        if separates(above, y):
            return Fit(np.nan), np.nan
        fit = GLM(y, design, family=Poisson(), exposure=years, var_weights=weights).fit()
        mean = np.asarray(fit.fittedvalues)
        value, moved = float(fit.params[1]), influence(design, weights * mean, weights * (y - mean))
    else:
        value, moved = _linear(y / years, design, weights)
    if not fuzzy:
        return Fit(value, error_of(moved)), np.nan
    taken, taken_moved = _linear(part["treated"].to_numpy(dtype=float), design, weights)
    if abs(taken) < 1e-9:
        return Fit(np.nan), taken
    ratio = value / taken
    return Fit(ratio, error_of(moved - ratio * taken_moved) / abs(taken)), taken


def _linear(y: Array, design: Array, weights: Array) -> tuple[float, Array]:
    fit = WLS(y, design, weights=weights).fit()
    return float(fit.params[1]), influence(design, weights, weights * np.asarray(fit.resid))
