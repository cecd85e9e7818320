"""Regressions of counts, odds and levels, and the ratio between two visits of a unit's sequence."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.discrete.conditional_models import ConditionalLogit
from statsmodels.discrete.discrete_model import NegativeBinomial
from statsmodels.genmod.families import Binomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.regression.linear_model import OLS

from experiments.studies.trials.estimators.design import design_of, history_column
from experiments.studies.trials.estimators.estimate import Array, Estimate, Fit, Unidentified, over_worlds
from experiments.studies.trials.estimators.robust import separates
from experiments.studies.trials.estimators.rows import (
    OF_VISIT,
    WORLD,
    need,
    sets_of,
    unit_rows,
    visit_rows,
    with_sums,
    world_rows,
)
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

RECORDED_OF_ROW = ("treated", "year", *OF_VISIT)


def regression(estimand: Estimand, data: TrialData) -> Estimate:
    """Effect of ``per`` units of ``on``, the controls held: exp(per b) - 1 for counts and odds, per b else.

    Units count with worker-years as exposure, visits and worlds' windows each by itself; robust
    errors, clustered by unit where a unit has several rows.
    """
    spec: Any = estimand.estimator
    rows = _rows(estimand, data, spec)
    fits = [_fit(part, spec) for _key, part in rows.groupby(WORLD, observed=True)]
    link = "plain" if spec.type == "linear" else "log"
    return over_worlds(estimand, fits, len(rows), link, sets=sets_of(rows, data))  # type: ignore[arg-type]


def _rows(estimand: Estimand, data: TrialData, spec: Any) -> pd.DataFrame:
    wanted = [history_column(name) for name in (spec.on, *spec.controls) if name not in RECORDED_OF_ROW]
    contrast = spec.on == "treated"
    if estimand.rows == "visit":
        extra = [name for name in wanted if name not in data.visits]
        rows = visit_rows(estimand, data, extra, contrast=contrast).assign(years=1.0)
    elif estimand.rows == "world_year":
        rows = world_rows(estimand, data, estimand.after)
        rows = rows.assign(y=rows[str(estimand.outcome)], years=rows["workers"] * rows["months"] / 12, unit=rows["arm"], year=rows["since"] // 12,
                           side=rows["arm"] != (estimand.arms[-1] if estimand.arms else ""))  # fmt: skip
    else:
        rows = unit_rows(estimand, data, [*wanted, *(["place"] if spec.fixed_effects == "place" else [])], contrast=contrast)
        yearly = spec.on == "year" or spec.fixed_effects in ("unit", "year", "period", "unit_and_period")
        rows = _by_window(rows, estimand, data) if yearly else with_sums(rows, data, str(estimand.outcome), estimand.after, "y")
        rows = rows.rename(columns={"y_years": "years"})
        if estimand.rows == "place":
            rows = _by_place(rows, [spec.on, *spec.controls])
    need(rows, wanted)
    if contrast:
        # The side is fixed for a unit; a study of the same units over time needs the months before, too.
        rows = rows.assign(treated=rows["side"].astype(float))
    return rows[rows["years"] > 0]


def _by_window(rows: pd.DataFrame, estimand: Estimand, data: TrialData) -> pd.DataFrame:
    """A row per unit and window, with the year since the treatment."""
    start = min(span[0] for span in (estimand.before, estimand.after) if span) if estimand.after else -10_000
    end = estimand.after[1] if estimand.after else 10_000
    panel = data.panel[(data.panel["since"] >= start) & (data.panel["since"] + data.panel["months"] <= end)]
    need(panel, [str(estimand.outcome)])
    keys = ["variant", "world", "arm", "unit"]
    texts = {"variant": str, "arm": str}
    wanted = [*keys, "since", "months", str(estimand.outcome), *(["period"] if "period" in panel else [])]
    joined = rows.astype(texts).merge(panel[wanted].astype(texts), on=keys, suffixes=("", "_of_window"))
    return joined.assign(y=joined[str(estimand.outcome)].astype(float), y_years=joined["workers"] * joined["months"] / 12,
                         year=np.floor(joined["since"] / 12), side=joined["side"] & (joined["since"] >= 0))  # fmt: skip


def _by_place(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    keep = [history_column(name) for name in names if name not in RECORDED_OF_ROW]
    rules = {"y": "sum", "years": "sum", "workers": "sum", **{name: "mean" for name in keep}}
    return rows.groupby([*WORLD, "arm", "side", "place"], observed=True).agg(rules).reset_index().assign(unit=lambda frame: frame["place"])  # type: ignore[arg-type]


def _fit(part: pd.DataFrame, spec: Any) -> Fit:
    on = part[history_column(spec.on)].to_numpy(dtype=float)
    on = np.log(on) if spec.log else on
    design, y, years = design_of(part, spec.controls), part["y"].to_numpy(dtype=float), part["years"].to_numpy(dtype=float)
    effect = "period" if spec.fixed_effects == "unit_and_period" else spec.fixed_effects
    if effect in ("officer", "place", "year", "period"):
        design = np.column_stack([design, design_of(part.assign(effect=part[effect].astype(str)), ["effect"])])
    good = np.isfinite(on) & np.isfinite(design).all(axis=1)
    on, design, y, years, units = on[good], design[good], y[good], years[good], part["unit"].to_numpy()[good]
    if why := _without_effect(spec, on, design, y):
        return Fit(np.nan, why=why)
    try:
        if spec.fixed_effects in ("unit", "unit_and_period"):
            value, error = _within(spec.type, y, on, design, years, units)
        else:
            value, error = _across(spec.type, y, np.column_stack([np.ones(len(y)), on, design]), years, units)
    except (np.linalg.LinAlgError, ValueError):
        return Fit(np.nan, why=_("the rows do not determine the coefficients"))
    return Fit(spec.per * value, abs(spec.per) * error)


def _without_effect(spec: Any, on: Array, design: Array, y: Array) -> str:
    """Why a world's rows give no effect of what it is sought of; empty where they do."""
    if len(y) < design.shape[1] + 3:
        return _("{n} rows for {k} coefficients").format(n=len(y), k=design.shape[1] + 2)
    if on.min() == on.max():
        return _("{name} is the same in every row").format(name=spec.on)
    if _infinite(spec.type, on, y):
        return _("nothing happened on one side of {name}, so that the effect is infinite").format(name=spec.on)
    return ""


def _infinite(kind: str, on: Array, y: Array) -> bool:
    """Whether the coefficient is infinite: one side has no events, or, for odds, nothing but events."""
    return kind != "linear" and (separates(on, y) or (kind == "logit" and separates(on, np.asarray(y == 0))))


def _across(kind: str, y: Array, design: Array, years: Array, units: Any) -> tuple[float, float]:
    groups = pd.factorize(units)[0]
    clustered = {"cov_type": "cluster", "cov_kwds": {"groups": groups}} if groups.max() + 1 < len(y) else {"cov_type": "HC1"}
    if kind == "linear":
        fit = OLS(y / years, design).fit(**clustered)
    elif kind == "logit":
        fit = GLM((y > 0).astype(float), design, family=Binomial()).fit(**clustered)
    else:
        fit = GLM(y, design, family=Poisson(), exposure=years).fit(**clustered)
        if kind == "negative_binomial":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a spread of nearly nothing is a Poisson regression
                fit = NegativeBinomial(y, design, exposure=years).fit(start_params=[*fit.params, 0.5], disp=0, maxiter=100, cov_type="HC1")
    return float(fit.params[1]), float(fit.bse[1])


def _within(kind: str, y: Array, on: Array, design: Array, years: Array, units: Any) -> tuple[float, float]:
    """Only what changes within a unit counts."""
    groups = pd.factorize(units)[0]
    exog = np.column_stack([on, design])
    if kind == "linear":
        rate, frame = y / years, pd.DataFrame(exog)
        change = frame - frame.groupby(groups).transform("mean")
        centred = rate - pd.Series(rate).groupby(groups).transform("mean").to_numpy()
        fit = OLS(centred, change.loc[:, change.abs().max() > 1e-9]).fit(cov_type="cluster", cov_kwds={"groups": groups})
        return float(fit.params.iloc[0]), float(fit.bse.iloc[0])
    if kind == "negative_binomial":
        raise Unidentified(_("a negative binomial regression has no effects of units here: use poisson"))
    if kind == "poisson":
        return _conditional_poisson(y, exog, np.log(years), groups)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # units that never change are left out, as they should be
        fit = ConditionalLogit((y > 0).astype(int), exog, groups=groups).fit(disp=0)
    return float(fit.params[0]), float(fit.bse[0])


def _conditional_poisson(y: Array, exog: Array, offset: Array, groups: Any) -> tuple[float, float]:
    """Poisson regression conditional on each unit's sum; error clustered by unit.

    Not statsmodels' own, which leaves out the units whose counts are all equal: they carry weight, and without
    them the effect is too large.
    """
    moving = pd.DataFrame(exog).groupby(groups).transform("std").max().to_numpy() > 1e-9
    exog, total = exog[:, moving], np.bincount(groups, weights=y)
    if not moving[0] or not total.sum():
        return math.nan, math.nan
    beta = np.zeros(exog.shape[1])
    for _step in range(50):
        weight = np.exp(offset + exog @ beta)
        mean = total[groups] * weight / np.bincount(groups, weights=weight)[groups]
        middle = np.column_stack([np.bincount(groups, weights=mean * column) for column in exog.T])
        curvature = exog.T @ (mean[:, None] * exog) - (middle / np.maximum(total, 1e-12)[:, None]).T @ middle
        step = np.linalg.solve(curvature, exog.T @ (y - mean))
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-10:
            break
    scores = np.column_stack([np.bincount(groups, weights=(y - mean) * column) for column in exog.T])
    moved = scores @ np.linalg.inv(curvature)[0]
    return float(beta[0]), float(np.sqrt((moved**2).sum()))


def ratio_by_ordinal(estimand: Estimand, data: TrialData) -> Estimate:
    """Outcome of a unit's visit number ``ordinals[0]`` over that of its visit ``ordinals[1]``, less one.

    With effects of units the two visits of a unit are compared.  A Poisson regression conditional on a unit's
    sum of two counts is a binomial regression of the one in the sum, whose intercept is the log ratio;
    controls come in as differences between the two visits.
    """
    spec: Any = estimand.estimator
    wanted = [history_column(name) for name in spec.controls if name not in RECORDED_OF_ROW]
    rows = visit_rows(estimand, data, [name for name in wanted if name not in data.visits])
    rows = rows[rows["ordinal"].isin(spec.ordinals)]
    fits = []
    for _key, part in rows.groupby(WORLD, observed=True):
        fits.append((_of_pairs if spec.fixed_effects == "unit" else _of_visits)(part, spec))
    return over_worlds(estimand, fits, len(rows), "log", sets=sets_of(rows, data))


def _of_visits(part: pd.DataFrame, spec: Any) -> Fit:
    later = (part["ordinal"] == spec.ordinals[0]).to_numpy(dtype=float)
    if later.min(initial=1.0) == later.max(initial=0.0) or separates(later, part["y"].to_numpy()):
        return Fit(np.nan)
    design = np.column_stack([np.ones(len(part)), later, design_of(part, spec.controls)])
    return Fit(*_across("poisson", part["y"].to_numpy(dtype=float), design, np.ones(len(part)), part["unit"].to_numpy()))


def _of_pairs(part: pd.DataFrame, spec: Any) -> Fit:
    part = part.assign(**{f"c{i}": column for i, column in enumerate(design_of(part, spec.controls).T)})
    names = ["y", *[name for name in part if str(name).startswith("c") and str(name)[1:].isdigit()]]
    tables = [part[part["ordinal"] == ordinal].groupby(["arm", "unit"], observed=True)[names].sum() for ordinal in spec.ordinals]
    first, second = tables[0].align(tables[1], join="inner")
    total = first["y"] + second["y"]
    first, second, total = first[total > 0], second[total > 0], total[total > 0]
    if total.sum() < 10 or first["y"].sum() == 0 or second["y"].sum() == 0:
        return Fit(np.nan)
    change = (first - second)[names[1:]].to_numpy(dtype=float)
    change = change[:, np.ptp(change, axis=0) > 0] if change.shape[1] else change
    fit = GLM(np.column_stack([first["y"], second["y"]]), np.column_stack([np.ones(len(total)), change]), family=Binomial()).fit(cov_type="HC1")
    return Fit(float(fit.params[0]), float(fit.bse[0]))
