"""How a rate goes with a trait: rank correlation, and whether it peaks in the middle."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.stats import spearmanr
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from experiments.statistics.sets import sum_by_set
from experiments.studies.trials.estimators.design import history_column
from experiments.studies.trials.estimators.estimate import RESAMPLES, Array, Estimate, Fit, Unidentified, over_worlds
from experiments.studies.trials.estimators.rows import WORLD, sets_of, unit_rows, visit_rows, with_sums, world_codes
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand


def rank_correlation(estimand: Estimand, data: TrialData) -> Estimate:
    """Spearman's correlation of the outcome per worker-year (of a visit: as it is) with a variable."""
    spec: Any = estimand.estimator
    name = history_column(spec.with_)
    if estimand.rows == "visit":
        rows = visit_rows(estimand, data, [] if name in data.visits else [name]).assign(rate=lambda frame: frame["y"])
    else:
        rows = with_sums(unit_rows(estimand, data, [name]), data, str(estimand.outcome), estimand.after, "y")
        rows = rows[rows["y_years"] > 0].assign(rate=lambda frame: frame["y"] / frame["y_years"])
    fits = []
    for _key, part in rows.groupby(WORLD, observed=True):
        pair = part[["rate", name]].astype(float).dropna()
        if len(pair) < 4 or pair["rate"].nunique() < 2 or pair[name].nunique() < 2:
            raise Unidentified(_("some worlds hold too few cases"))
        rho = float(spearmanr(pair["rate"], pair[name]).statistic)
        fits.append(Fit(rho, (1 - rho**2) / math.sqrt(len(pair) - 1)))
    return over_worlds(estimand, fits, len(rows), "plain", sets=sets_of(rows, data))


def hump(estimand: Estimand, data: TrialData) -> Estimate:
    """1 if the rate per worker-year peaks inside, 0 if at an end, judged on all worlds together.

    Two things must hold: the bin (between ``edges``) with the highest rate is neither the first nor the last, and
    a quadratic in the log of the variable bends down with its top between the second and the last edge but one.
    ``per_world`` says it of each world; low and high are the 2.5 and 97.5 % points over resampled worlds, or sets that they share.
    """
    spec: Any = estimand.estimator
    name, edges = history_column(spec.on), np.array(spec.edges, dtype=float)
    rows = with_sums(unit_rows(estimand, data, [name]), data, str(estimand.outcome), estimand.after, "y")
    rows = rows[(rows[name] >= edges[0]) & (rows[name] <= edges[-1]) & (rows["y_years"] > 0)]
    if not len(rows):
        raise Unidentified(_("no unit meets the conditions"))
    codes, worlds = world_codes(rows)
    # Fine cells of equal width in the log carry the quadratic; each world is then a table of a few numbers.
    fine = np.unique(np.concatenate([edges, np.geomspace(max(edges[0], 1.0), edges[-1], 41)]))
    cell = np.clip(np.searchsorted(fine, rows[name].to_numpy(dtype=float), side="right") - 1, 0, len(fine) - 2)
    table = np.zeros((worlds, 2, len(fine) - 1))
    place: Any = (codes, 0, cell)
    np.add.at(table, place, rows["y"].to_numpy())
    np.add.at(table, (codes, 1, cell), rows["y_years"].to_numpy())  # type: ignore[arg-type]
    middle = np.log(np.maximum(np.sqrt(np.maximum(fine[:-1], 0.5) * fine[1:]), 0.5))
    bins = np.searchsorted(edges, np.sqrt(fine[:-1] * fine[1:]), side="right") - 1
    each = np.array([_peaks_inside(one, middle, bins, edges) for one in table])
    together = _peaks_inside(table.sum(axis=0), middle, bins, edges)
    sets = sets_of(rows, data)
    parts = sum_by_set(table, sets) if sets else table
    count = len(parts)
    weights = np.random.default_rng(count).multinomial(count, np.full(count, 1 / count), size=RESAMPLES // 5)
    draws = np.array([_peaks_inside(np.tensordot(weight, parts, 1), middle, bins, edges) for weight in weights])
    low, high = np.quantile(draws, [0.025, 0.975], method="inverted_cdf")
    note = _("holds in {k} of {n} worlds").format(k=int(each.sum()), n=worlds)
    return Estimate(estimand.name, together, float(low), float(high), each, math.nan, float(each.mean()), len(rows), note, draws=draws, sets=sets)


def _peaks_inside(table: Array, middle: Array, bins: Array, edges: Array) -> float:
    counts, years = table
    full = years > 0
    top = np.bincount(bins[full], weights=counts[full], minlength=len(edges) - 1)
    size = np.bincount(bins[full], weights=years[full], minlength=len(edges) - 1)
    rates = np.where(size > 0, top / np.maximum(size, 1e-12), -1.0)
    if not 0 < int(rates.argmax()) < len(edges) - 2 or counts.sum() <= 0 or full.sum() < 4:
        return 0.0
    x = middle[full]
    fit = GLM(counts[full], np.column_stack([np.ones(len(x)), x, x**2]), family=Poisson(), exposure=years[full]).fit()
    bend, slope = float(fit.params[2]), float(fit.params[1])
    return float(bend < 0 and math.log(edges[1]) <= -slope / (2 * bend) <= math.log(edges[-2]))
