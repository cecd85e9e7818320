"""What the same number of visits averts under other rules of choosing whom to visit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.regression.linear_model import OLS

from experiments.studies.trials.estimators.design import history_column
from experiments.studies.trials.estimators.estimate import (
    Array,
    Estimate,
    Fit,
    Unidentified,
    not_apart_over_worlds,
    over_sums,
    over_worlds,
)
from experiments.studies.trials.estimators.rows import WORLD, sets_of, unit_rows, with_sums
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

RECORD = "history_reported_injuries"


def allocation(estimand: Estimand, data: TrialData) -> Estimate:
    """Averted under ``rules[0]`` over averted under ``rules[1]``: twins tell what a visit to each unit averts.

    predicted_level: the units with the highest expected outcome if nothing is done (Poisson regression on the
    predictors); predicted_effect: with the highest expected gain (least squares); both fitted on one half of the
    units and used on the other, and the other way round.  historic: by lot among the ``historic_top`` with the
    most reported injuries; lot: by lot among all.  A lot is taken at its mean.
    """
    spec: Any = estimand.estimator
    predictors = [history_column(name) for name in spec.predictors]
    rows = unit_rows(estimand, data, [*predictors, RECORD], contrast=True)
    rows = with_sums(rows, data, str(estimand.outcome), estimand.after, "y")
    visited = rows[rows["side"]].set_index([*WORLD, "unit"])
    twins = rows[~rows["side"]].set_index([*WORLD, "unit"])["y"].reindex(visited.index)
    if twins.isna().any():
        raise Unidentified(_("an allocation needs every unit in both arms"))
    visited = visited.assign(level=twins, averted=twins - visited["y"]).reset_index()
    sums = np.array([_averted_by_rules(part, spec, predictors) for _key, part in visited.groupby(WORLD, observed=True)])
    sets = sets_of(visited, data)
    # A world in which the second rule averts nothing has no ratio; then only all worlds together have one.
    if (sums[:, 1] <= 0).any():
        found = over_sums(estimand, sums, lambda s: np.asarray(s[..., 0] / s[..., 1]), len(visited), "plain", tests=False, sets=sets)
    else:
        found = over_worlds(estimand, [Fit(float(one[0] / one[1])) for one in sums], len(visited), "plain", tests=False, sets=sets)
    return replace(found, undetermined=not_apart_over_worlds(_("what the second rule averts"), sums[:, 1], sets))


def _averted_by_rules(part: pd.DataFrame, spec: Any, predictors: list[str]) -> list[float]:
    """What each of the two rules averts in one world."""
    half = np.random.default_rng(int(part["world"].iloc[0])).permutation(len(part)) % 2
    design = _design(part, predictors)
    return [sum(_averted(rule, part, design, half == fold, spec) for fold in (0, 1)) for rule in spec.rules]


def _averted(rule: str, part: pd.DataFrame, design: Array, used: Any, spec: Any) -> float:
    """What the rule averts among the ``used`` half, learning from the rest."""
    gain = part["averted"].to_numpy()
    number = max(1, round(spec.share * used.sum()))
    if rule == "lot":
        return float(gain[used].mean() * number)
    if rule == "historic":
        record = part[RECORD].to_numpy(dtype=float)[used]
        pool = max(number, round(spec.historic_top * used.sum()))
        return float(_mean_of_top(record, gain[used], pool) * number)
    if rule == "predicted_level":
        score = GLM(part["level"].to_numpy()[~used], design[~used], family=Poisson()).fit().predict(design[used])
    else:
        score = OLS(gain[~used], design[~used]).fit().predict(design[used])
    return float(gain[used][np.argsort(-score, kind="stable")[:number]].sum())


def _mean_of_top(record: Array, gain: Array, pool: int) -> float:
    """Mean gain of the ``pool`` with the highest record; of those tied at its edge their mean, which a lot gives."""
    edge = np.sort(record)[::-1][pool - 1]
    above, tied = record > edge, record == edge
    return float((gain[above].sum() + gain[tied].mean() * (pool - above.sum())) / pool)


def _design(part: pd.DataFrame, predictors: list[str]) -> Array:
    """Texts as dummies; numbers as they are and as log(1 + x), so that both rules can bend."""
    columns: list[Any] = [np.ones(len(part))]
    for name in predictors:
        values = part[name]
        if isinstance(values.dtype, pd.CategoricalDtype) or not pd.api.types.is_numeric_dtype(values):
            columns += list(pd.get_dummies(values.astype(str), drop_first=True, dtype=float).to_numpy().T)
            continue
        plain = np.nan_to_num(values.to_numpy(dtype=float), nan=0.0, posinf=0.0)
        spread = plain.std() or 1.0
        columns += [plain / spread, np.log1p(np.maximum(plain, 0.0))]
    kept = [column for i, column in enumerate(columns) if i == 0 or np.ptp(column) > 0]
    return np.column_stack(kept)
