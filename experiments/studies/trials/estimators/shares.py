"""How much of the difference between units lies with the officer, the place or the department."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.regression.mixed_linear_model import MixedLM

from experiments.studies.trials.estimators.estimate import Estimate, Fit, Unidentified, over_worlds
from experiments.studies.trials.estimators.rows import WORLD, of_study, sets_of, span_of, unit_rows, with_sums
from experiments.studies.trials.tables import KEYS, TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

LEAST_GROUPS = 3


def variance_share(estimand: Estimand, data: TrialData) -> Estimate:
    """Variance of a random effect over the whole variance of the units' change of the log rate, given size.

    Change from ``before`` to ``after`` (half a case added to counts); a unit belongs to the officer of its first visit since
    the treatment.  A share is never negative, so there is no test against none.
    """
    spec: Any = estimand.estimator
    if not estimand.before:
        raise Unidentified(_("no months before the treatment are named"))
    rows = unit_rows(estimand, data, ["place"] if spec.of == "place" else [])
    if spec.of != "place":
        rows = _with_visitor(rows, estimand, data, spec.of)
    outcome = str(estimand.outcome)
    rows = with_sums(with_sums(rows, data, outcome, estimand.after, "after"), data, outcome, estimand.before, "before")
    rows = rows[(rows["after_years"] > 0) & (rows["before_years"] > 0)]
    after, before = rows["after"].to_numpy(), rows["before"].to_numpy()
    added = 0.5 if (after == np.rint(after)).all() else 1e-9
    change = np.log((after + added) / rows["after_years"]) - np.log((before + added) / rows["before_years"])
    rows = rows.assign(change=change, size=np.log(rows["workers"].astype(float)))
    fits = [_share(part, spec.of) for _key, part in rows.groupby(WORLD, observed=True)]
    return over_worlds(estimand, fits, len(rows), "plain", tests=False, sets=sets_of(rows, data))


def _with_visitor(rows: pd.DataFrame, estimand: Estimand, data: TrialData, of: str) -> pd.DataFrame:
    visits = of_study(data.visits, estimand)
    end = span_of(estimand.after)[1]
    visits = visits[(visits["month"] >= 0) & (visits["month"] < end)].sort_values("month", kind="stable")
    first = visits.drop_duplicates(list(KEYS))[[*KEYS, of]]
    texts = {"variant": str, "arm": str}
    return rows.astype(texts).merge(first.astype(texts), on=list(KEYS), how="inner")


def _share(part: pd.DataFrame, of: str) -> Fit:
    groups = pd.factorize(part[of].astype(str))[0]
    count = groups.max(initial=-1) + 1
    if count < LEAST_GROUPS or len(part) < 2 * count:
        return Fit(math.nan)
    change = part["change"].to_numpy(dtype=float)
    design = np.column_stack([np.ones(len(part)), part["size"].to_numpy(dtype=float)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a share of nothing lies on the edge of what is possible
        fit = MixedLM(change, design, groups=groups).fit(reml=True)
    between, within = float(np.asarray(fit.cov_re).item()), float(fit.scale)
    share = between / (between + within)
    # Swiger's error of an intraclass correlation with groups of equal size.
    size = len(part) / count
    spread = 2 * (len(part) - 1) * (1 - share) ** 2 * (1 + (size - 1) * share) ** 2
    return Fit(share, math.sqrt(spread / (size**2 * (len(part) - count) * (count - 1))))
