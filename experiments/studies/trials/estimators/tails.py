"""How heavy a tail is: accidents with so many deaths against those with more."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from experiments.studies.trials.estimators.estimate import Array, Estimate, Unidentified, from_sums
from experiments.studies.trials.estimators.rows import WORLD, of_study, sets_of, span_of, world_rows
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

HAPPENED = "accidents"
"""The outcome that asks for the accidents that happened."""
EXPECTED = {3: "expected_larger_accidents", 10: "expected_major_accidents"}
"""Expected numbers of accidents with at least so many deaths, where the model keeps them."""


def tail_exponent(estimand: Estimand, data: TrialData) -> Estimate:
    """ln(Na / Nb) / ln(b / a), N the accidents with at least so many deaths; binomial error in one world.

    On expected numbers where the worlds have them, since no run waits for accidents with ten deaths; on
    those that happened if the estimand is counted or they are missing.
    """
    spec: Any = estimand.estimator
    low, high = sorted(spec.at)
    numbers = _expected(estimand, data, low, high)
    if numbers is None:
        numbers = _happened(estimand, data, low, high)
    if not numbers[:, 0].sum() or not numbers[:, 1].sum():
        raise Unidentified(_("no accident with {n} deaths or more").format(n=high))
    scale = math.log(high / low)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = np.sqrt(1 / numbers[:, 1] - 1 / numbers[:, 0]) / scale
    return from_sums(
        estimand, numbers, lambda sums: np.asarray(np.log(sums[..., 0] / sums[..., 1]) / scale), int(numbers[:, 0].sum()), "plain",
        counted=(0, 1), errors=errors, tests=False, sets=sets_of(of_study(data.worlds, estimand), data),
    )  # fmt: skip


def _expected(estimand: Estimand, data: TrialData, low: int, high: int) -> Array | None:
    names = [EXPECTED.get(low, ""), EXPECTED.get(high, "")]
    if estimand.outcome == HAPPENED or any(name not in data.worlds for name in names):
        return None
    rows = world_rows(estimand.model_copy(update={"outcome": names[0]}), data, estimand.after)
    return rows.groupby(WORLD, observed=True)[names].sum().to_numpy(dtype=float)


def _happened(estimand: Estimand, data: TrialData, low: int, high: int) -> Array:
    start, end = span_of(estimand.after)
    accidents = of_study(data.accidents, estimand)
    accidents = accidents[(accidents["month"] >= start) & (accidents["month"] < end)]
    worlds = of_study(data.worlds, estimand).groupby(WORLD, observed=True).size().index
    if not len(worlds):
        raise Unidentified(_("nothing was recorded in the months asked for"))
    counts = [accidents[accidents["deaths"] >= least].groupby(WORLD, observed=True).size().reindex(worlds, fill_value=0) for least in (low, high)]
    return np.column_stack(counts).astype(float)
