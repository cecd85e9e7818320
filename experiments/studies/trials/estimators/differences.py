"""Arms against each other: before and after, or as twins of equal luck."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from experiments.statistics.sets import sum_by_set
from experiments.studies.trials.estimators.design import design_of, history_column
from experiments.studies.trials.estimators.estimate import (
    Array,
    Estimate,
    Fit,
    Unidentified,
    from_sums,
    over_sums,
    over_worlds,
)
from experiments.studies.trials.estimators.robust import error_of, influence, separates
from experiments.studies.trials.estimators.rows import (
    WORLD,
    only_of_world,
    per_world,
    sets_of,
    unit_rows,
    visit_rows,
    with_sums,
    world_codes,
    world_rows,
)
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand


def log_ratio_of_cells(cells: Array) -> Array:
    """ln of (after / before, treated) over (after / before, others); cells (..., 8): counts and exposures in turn."""
    after, after_years, before, before_years, other, other_years, past, past_years = np.moveaxis(cells, -1, 0)
    return np.asarray(np.log(after / after_years) - np.log(before / before_years)
                      - np.log(other / other_years) + np.log(past / past_years))  # fmt: skip


def difference_in_differences(estimand: Estimand, data: TrialData) -> Estimate:
    """exp(b) - 1, b of treated x after in a Poisson regression of the outcome with exposure worker-years.

    Without ``matched_trend`` that regression is saturated, so its coefficient is that of the four cells'
    rates and is taken from them; the error of a single world is clustered by unit.  With it, the rate after
    is regressed on the side and the log of the unit's own rate before: two units that had an equally bad
    past are compared, which takes reversion to the mean out.
    """
    if only_of_world(estimand, data):
        return _between_worlds(estimand, data)
    if not estimand.before:
        raise Unidentified(_("no months before the treatment are named"))
    controls = list(getattr(estimand.estimator, "controls", ()))
    rows = unit_rows(estimand, data, [history_column(name) for name in controls], contrast=True)
    rows = with_sums(rows, data, str(estimand.outcome), estimand.after, "after")
    rows = with_sums(rows, data, str(estimand.outcome), estimand.before, "before")
    if getattr(estimand.estimator, "matched_trend", False):
        fits = [_given_the_past(part) for _key, part in rows.groupby(["variant", "world"], observed=True)]
        return over_worlds(estimand, fits, len(rows), "log", sets=sets_of(rows, data))
    if controls:
        fits = [_controlled(part, controls) for _key, part in rows.groupby(["variant", "world"], observed=True)]
        return over_worlds(estimand, fits, len(rows), "log", sets=sets_of(rows, data))
    cells = np.column_stack([
        per_world(rows, rows[name].to_numpy(), side)
        for side in (True, False) for name in ("after", "after_years", "before", "before_years")
    ])  # fmt: skip
    errors = _clustered(rows, cells)
    return from_sums(estimand, cells, log_ratio_of_cells, len(rows), "log", errors=errors, counted=(0, 2, 4, 6), sets=sets_of(rows, data))


def _clustered(rows: pd.DataFrame, cells: Array) -> Array:
    """(worlds,) standard errors of the log ratio, clustered by unit: the sandwich of the saturated Poisson regression."""
    codes, count = world_codes(rows)
    offset = np.where(rows["side"].to_numpy(), 0, 4)
    score = np.zeros(len(rows))
    for name, at, sign in (("after", 0, 1.0), ("before", 2, -1.0)):
        total, years = cells[codes, offset + at], cells[codes, offset + at + 1]
        score += sign * (rows[name].to_numpy() - total / years * rows[f"{name}_years"].to_numpy()) / total
    return np.asarray(np.sqrt(np.bincount(codes, weights=score**2, minlength=count)))


def _controlled(part: pd.DataFrame, controls: list[str]) -> Fit:
    """Poisson regression of both counts of a unit on side, time, side x time, the controls and controls x time; error clustered by unit."""
    part = part[(part["after_years"] > 0) & (part["before_years"] > 0)]
    own, side = design_of(part, controls), part["side"].to_numpy(dtype=float)
    good = np.isfinite(own).all(axis=1)
    part, own, side = part[good], own[good], side[good]
    if len(part) < 2 * own.shape[1] + 4 or side.min() == side.max():
        return Fit(np.nan, why=_("one of the two sides, or fewer rows than coefficients"))
    if any(separates(side, part[name].to_numpy()) for name in ("after", "before")):
        return Fit(np.nan, why=_("nothing happened on one side before or after"))
    own = own - own.mean(axis=0)
    still, moved = (np.column_stack([np.ones(len(part)), side, own]) * share for share in (0.0, 1.0))
    always = np.column_stack([np.ones(len(part)), side, own])
    design = np.vstack([np.column_stack([always, still]), np.column_stack([always, moved])])
    y, years = (np.concatenate([part[f"{name}{end}"].to_numpy(dtype=float) for name in ("before", "after")]) for end in ("", "_years"))
    units = np.tile(np.arange(len(part)), 2)
    fit = GLM(y, design, family=Poisson(), exposure=years).fit(cov_type="cluster", cov_kwds={"groups": units})
    at = always.shape[1] + 1
    return Fit(float(fit.params[at]), float(fit.bse[at]))


def _given_the_past(part: pd.DataFrame, data: TrialData | None = None) -> Fit:
    """Poisson regression of the count after on the side and the log rate before; robust error, by set where rows are worlds of ``data``."""
    part = part[(part["after_years"] > 0) & (part["before_years"] > 0)]
    before, side = part["before"].to_numpy(), part["side"].to_numpy(dtype=float)
    if len(part) < 4 or side.min() == side.max() or separates(side, part["after"].to_numpy()):
        return Fit(np.nan)
    # Counts of zero have no logarithm; an expectation of zero belongs to a unit without any exposure.
    added = 0.5 if (before == np.rint(before)).all() else 1e-9
    rate = np.log((before + added) / part["before_years"].to_numpy())
    design = np.column_stack([np.ones(len(part)), side, rate - rate.mean()])
    fit = GLM(part["after"].to_numpy(), design, family=Poisson(), exposure=part["after_years"].to_numpy()).fit()
    mean = np.asarray(fit.fittedvalues)
    moved = influence(design, mean, part["after"].to_numpy() - mean)
    if data is not None and data.sets:
        moved = sum_by_set(moved, [data.sets[int(world)] for world in part["world"]])
    return Fit(float(fit.params[1]), error_of(moved))


def _between_worlds(estimand: Estimand, data: TrialData) -> Estimate:
    """The same where each world is one unit: a whole district is treated or not, so the worlds are the sample."""
    if not estimand.before or len(estimand.arms) < 2:
        raise Unidentified(_("no months before the treatment are named"))
    outcome, parts = str(estimand.outcome), {}
    for name, span in (("after", estimand.after), ("before", estimand.before)):
        rows = world_rows(estimand, data, span)
        rows = rows.assign(years=rows["workers"] * rows["months"] / 12)
        parts[name] = rows.groupby(["variant", "world", "arm"], observed=True)[[outcome, "years"]].sum()
    rows = pd.concat(parts, axis=1, join="inner").reset_index()
    rows = rows.set_axis(["variant", "world", "arm", "after", "after_years", "before", "before_years"], axis=1)
    rows["side"] = rows["arm"] != estimand.arms[-1]
    if getattr(estimand.estimator, "matched_trend", False):
        return over_worlds(estimand, [_given_the_past(rows, data)], len(rows), "log")
    cells = np.zeros((len(rows), 8))
    for at, name in enumerate(("after", "after_years", "before", "before_years")):
        cells[np.arange(len(rows)), np.where(rows["side"], at, 4 + at)] = rows[name]
    return over_sums(estimand, cells, log_ratio_of_cells, len(rows), "log", sets=sets_of(rows, data, [*WORLD, "arm"]))


def event_study(estimand: Estimand, data: TrialData) -> Estimate:
    """The difference in differences of one year since the treatment (1: its first twelve months) against ``before``."""
    year = int(getattr(estimand.estimator, "year", 1))
    window = [12 * (year - 1), 12 * year]
    return difference_in_differences(estimand.model_copy(update={"after": window}), data)


def paired_ratio(estimand: Estimand, data: TrialData) -> Estimate:
    """Sum in the treated arm over the sum of its twins, less one; of visits: the mean of a visit.

    Where the arms share a world, and so no unit, sums are taken per worker-year.
    """
    if only_of_world(estimand, data):
        return _of_worlds(estimand, data, "years")
    if estimand.rows == "visit":
        return ratio_of_ratios(estimand, data)
    rows = with_sums(unit_rows(estimand, data, contrast=True), data, str(estimand.outcome), estimand.after, "after")
    return _ratio(estimand, rows, data, "after", "after_years")


def ratio_of_ratios(estimand: Estimand, data: TrialData) -> Estimate:
    """Outcome for each visit in the treated arm over that of the reference, less one."""
    if only_of_world(estimand, data):
        return _of_worlds(estimand, data, "visits")
    if estimand.rows == "visit":
        rows = visit_rows(estimand, data, contrast=True)
        rows = rows.groupby(["variant", "world", "side", "unit"], observed=True)["y"].agg(["sum", "count"]).reset_index()
        return _ratio(estimand, rows, data, "sum", "count")
    rows = unit_rows(estimand, data, contrast=True)
    rows = with_sums(rows, data, str(estimand.outcome), estimand.after, "after")
    rows = with_sums(rows, data, "visits", estimand.after, "visits")
    return _ratio(estimand, rows, data, "after", "visits")


def _ratio(estimand: Estimand, rows: pd.DataFrame, data: TrialData, top: str, bottom: str) -> Estimate:
    """exp of the log ratio of two rates; the error of one world takes its units as independent, as a study's are."""
    if rows["side"].all() or not rows["side"].any():
        raise Unidentified(_("one of the two arms is empty"))
    sums = np.column_stack([
        per_world(rows, rows[name].to_numpy(dtype=float), side) for side in (True, False) for name in (top, bottom)
    ])  # fmt: skip
    codes, count = world_codes(rows)
    offset = np.where(rows["side"].to_numpy(), 0, 2)
    total, size = sums[codes, offset], sums[codes, offset + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        score = rows[top].to_numpy(dtype=float) / total - rows[bottom].to_numpy(dtype=float) / size
        errors = np.sqrt(np.bincount(codes, weights=score**2, minlength=count))
    return from_sums(estimand, sums, _log_ratio, len(rows), "log", errors=errors, counted=(0, 2), sets=sets_of(rows, data))


def _of_worlds(estimand: Estimand, data: TrialData, bottom: str) -> Estimate:
    rows = world_rows(estimand, data, estimand.after)
    rows = rows.assign(side=rows["arm"] != estimand.arms[-1], years=rows["workers"] * rows["months"] / 12)
    sums = np.column_stack([
        per_world(rows, rows[name].to_numpy(dtype=float), side)
        for side in (True, False) for name in (str(estimand.outcome), bottom)
    ])  # fmt: skip
    return from_sums(estimand, sums, _log_ratio, len(rows), "log", counted=(0, 2), sets=sets_of(rows, data))


def _log_ratio(sums: Array) -> Array:
    a, size_a, b, size_b = np.moveaxis(sums, -1, 0)
    return np.asarray(np.log(a / size_a) - np.log(b / size_b))
