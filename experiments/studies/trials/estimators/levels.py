"""Rates as they stand, how a total answers to another over arms, and how it carries over from year to year."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from statsmodels.regression.linear_model import OLS

from experiments.studies.trials.estimators.estimate import (
    Array,
    Estimate,
    Fit,
    Unidentified,
    from_sums,
    over_sums,
    over_worlds,
)
from experiments.studies.trials.estimators.rows import (
    MEANS,
    WORLD,
    need,
    of_study,
    only_of_world,
    per_world,
    sets_of,
    span_of,
    unit_rows,
    visit_rows,
    with_sums,
    world_rows,
)
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand


def level(estimand: Estimand, data: TrialData) -> Estimate:
    """The outcome per unit, visit, worker-year, accident, world-year or open hazard, times ``scale``."""
    spec: Any = estimand.estimator
    top, bottom, rows = _parts(estimand, data, spec.per)
    sums = np.column_stack([top, bottom])
    return from_sums(estimand, sums, lambda s: np.asarray(spec.scale * s[..., 0] / s[..., 1]), len(rows), "plain", counted=(0,), tests=False,
                     sets=sets_of(rows, data))  # fmt: skip


def _parts(estimand: Estimand, data: TrialData, per: str) -> tuple[Array, Array, pd.DataFrame]:
    """(worlds,) sums of the outcome and of what it is counted per, and the rows."""
    outcome = str(estimand.outcome)
    if per == "accident":
        start, end = span_of(estimand.after)
        rows = of_study(data.accidents, estimand)
        rows = rows[(rows["month"] >= start) & (rows["month"] < end)]
        need(rows, [outcome])
        if not len(rows):
            raise Unidentified(_("nothing was recorded in the months asked for"))
        return per_world(rows, rows[outcome].to_numpy(dtype=float)), per_world(rows, np.ones(len(rows))), rows
    if per == "visit" and estimand.rows == "visit":
        rows = visit_rows(estimand, data)
        return per_world(rows, rows["y"].to_numpy()), per_world(rows, np.ones(len(rows))), rows
    if only_of_world(estimand, data) or per == "world_year":
        rows = world_rows(estimand, data, estimand.after)
        years = rows["months"].to_numpy(dtype=float) / 12
        values = rows[outcome].to_numpy(dtype=float) * (years if outcome in MEANS else 1.0)
        sizes = {"world_year": years, "worker_year": rows["workers"].to_numpy(dtype=float) * years}
        if per not in sizes:
            name = "visits" if per == "visit" else "hazards_open"
            need(rows, [name])
            sizes[per] = rows[name].to_numpy(dtype=float) * (years if name in MEANS else 1.0)
        return per_world(rows, values), per_world(rows, sizes[per]), rows
    rows = with_sums(unit_rows(estimand, data), data, outcome, estimand.after, "y")
    sizes = {"unit": np.ones(len(rows)), "worker_year": rows["y_years"].to_numpy()}
    if per == "visit":
        sizes[per] = with_sums(rows, data, "visits", estimand.after, "size")["size"].to_numpy()
    elif per == "hazard":
        visible, latent = (with_sums(rows, data, name, estimand.after, "size")["size"].to_numpy() for name in ("visible_hazards", "latent_hazards"))
        sizes[per] = visible + latent
    return per_world(rows, rows["y"].to_numpy()), per_world(rows, sizes[per]), rows


def elasticity(estimand: Estimand, data: TrialData) -> Estimate:
    """Slope of ln(outcome) on ln(``of``) over the arms, in each world by itself: its level drops out."""
    spec: Any = estimand.estimator
    names = [str(estimand.outcome), spec.of]
    if estimand.rows == "unit" and all(name in data.panel for name in names):
        rows = unit_rows(estimand, data)
        for name in names:
            rows = with_sums(rows, data, name, estimand.after, f"sum_{name}")
        rows = rows.rename(columns={f"sum_{name}": name for name in names})
    else:
        rows = world_rows(estimand, data, estimand.after)
        need(rows, names)
    totals = rows.groupby([*WORLD, "arm"], observed=True)[names].sum()
    fits = [_slope(part, names) for _key, part in totals.groupby(level=WORLD, observed=True)]
    return over_worlds(estimand, fits, len(rows), "plain", sets=sets_of(rows, data))


def _slope(part: pd.DataFrame, names: list[str]) -> Fit:
    part = part[(part > 0).all(axis=1)]
    if len(part) < 2:
        return Fit(math.nan, why=_("fewer than two arms in which both outcomes are above zero"))
    x = np.log(part[names[1]].to_numpy(dtype=float))
    if np.ptp(x) < 1e-12:
        return Fit(math.nan, why=_("{name} is the same in every arm").format(name=names[1]))
    fit = OLS(np.log(part[names[0]].to_numpy(dtype=float)), np.column_stack([np.ones(len(x)), x])).fit()
    return Fit(float(fit.params[1]), float(fit.bse[1]) if len(part) > 2 else math.nan)


def autoregression(estimand: Estimand, data: TrialData) -> Estimate:
    """Coefficient of a world's year on the year ``lag`` before, each world's own level taken out.

    Taking the level out of a short row pulls the coefficient down; for a lag of one Nickell's (1981)
    formula says by how much, and is turned round.  Other lags are given as they come.
    """
    spec: Any = estimand.estimator
    rows = world_rows(estimand, data, estimand.after).sort_values([*WORLD, "arm", "window"])
    series = [part[str(estimand.outcome)].to_numpy(dtype=float) for _key, part in rows.groupby([*WORLD, "arm"], observed=True)]
    sums, pairs = [], min(len(one) for one in series) - spec.lag
    if pairs < 2:
        raise Unidentified(_("too few years for a lag of {n}").format(n=spec.lag))
    for one in series:
        now, past = one[spec.lag :], one[: -spec.lag]
        past = past - past.mean()
        sums.append([float(past @ (now - now.mean())), float(past @ past)])
    if sum(bottom for _top, bottom in sums) == 0:
        raise Unidentified(_("the years do not differ"))

    def coefficient(totals: Array) -> Array:
        raw = totals[..., 0] / totals[..., 1]
        return np.asarray(np.vectorize(lambda value: _unpulled(value, pairs))(raw)) if spec.lag == 1 else np.asarray(raw)

    return over_sums(estimand, np.array(sums), coefficient, len(rows), "plain", sets=sets_of(rows, data, [*WORLD, "arm"]))


def nickell_pull(rho: float, pairs: int) -> float:
    """What the within estimate of a first-order coefficient ``rho`` tends to lose with ``pairs`` years in a row."""
    inside = 1 - (1 - rho**pairs) / (pairs * (1 - rho))
    return -(1 + rho) / (pairs - 1) * inside / (1 - 2 * rho / ((1 - rho) * (pairs - 1)) * inside)


def _unpulled(raw: float, pairs: int) -> float:
    low, high = -0.98, 0.98
    if not math.isfinite(raw) or low + nickell_pull(low, pairs) > raw:
        return raw
    if high + nickell_pull(high, pairs) < raw:
        return high
    return float(brentq(lambda rho: rho + nickell_pull(rho, pairs) - raw, low, high))
