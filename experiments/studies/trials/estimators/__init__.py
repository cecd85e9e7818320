"""The estimators of published studies, one function per word of a trial file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from experiments.studies.trials.estimators import (
    allocation,
    compare,
    counts,
    density,
    differences,
    jumps,
    levels,
    shapes,
    shares,
    tails,
)
from experiments.studies.trials.estimators.estimate import Estimate, Unidentified, unidentified
from experiments.studies.trials.sensitive import of_months
from experiments.studies.trials.tables import TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand

__all__ = ["ESTIMATORS", "Estimate", "estimate"]

Estimator = Callable[[Estimand, TrialData], Estimate]

ESTIMATORS: dict[str, Estimator] = {
    "difference_in_differences": differences.difference_in_differences,
    "event_study": differences.event_study,
    "paired_ratio": differences.paired_ratio,
    "ratio_of_ratios": differences.ratio_of_ratios,
    "poisson": counts.regression,
    "negative_binomial": counts.regression,
    "logit": counts.regression,
    "linear": counts.regression,
    "ratio_by_ordinal": counts.ratio_by_ordinal,
    "regression_discontinuity": jumps.regression_discontinuity,
    "fuzzy_discontinuity": jumps.fuzzy_discontinuity,
    "density_jump": density.density_jump,
    "tail_exponent": tails.tail_exponent,
    "variance_share": shares.variance_share,
    "level": levels.level,
    "elasticity": levels.elasticity,
    "autoregression": levels.autoregression,
    "rank_correlation": shapes.rank_correlation,
    "hump": shapes.hump,
    "allocation": allocation.allocation,
}
"""By the ``type`` of the estimator in the file; ``compare`` reads other estimates instead of tables."""


def estimate(estimand: Estimand, data: TrialData, done: Mapping[str, Estimate], *, counted: bool = False) -> Estimate:
    """The estimate of ``estimand``, whose parts, if it compares others, are in ``done``.

    ``counted``: on what happened (the estimand's ``realised`` outcome) in place of what was to be
    expected, as a study counts.  What the tables cannot identify comes back as nan with a note.
    """
    kind = estimand.estimator.type
    try:
        if kind == "compare":
            return compare.compare(estimand, done)
        if counted:
            estimand = as_counted(estimand)
        return ESTIMATORS[kind](estimand, of_months(estimand, data))
    except Unidentified as problem:
        return unidentified(estimand.name, str(problem))
    except np.linalg.LinAlgError:
        return unidentified(estimand.name, _("the rows do not determine the coefficients"))


def as_counted(estimand: Estimand) -> Estimand:
    """The estimand on counts: its ``realised`` outcome, where it has one, takes the place of the outcome."""
    if estimand.estimator.type == "tail_exponent":
        return estimand.model_copy(update={"outcome": tails.HAPPENED})
    return estimand.model_copy(update={"outcome": estimand.realised}) if estimand.realised else estimand
