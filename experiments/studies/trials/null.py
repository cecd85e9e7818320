"""A model in which nothing works, scored beside ours: a band that it meets tells nothing for any mechanism."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from experiments.studies.trials.estimators import compare
from experiments.studies.trials.estimators.estimate import Array, Estimate, Unidentified, unidentified
from experiments.studies.trials.verdict import Verdict, judge
from experiments.text.messages import _
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_estimands import Estimand

LEVELS = ("level", "tail_exponent")
"""How much there is of something: no effect, so that a model without effects says nothing of it."""
NOTHING_AVERTED = "allocation"
WORLDS = 10
"""As many as a paired ratio asks for, all alike."""


def null_verdicts(trial: TrialFile) -> dict[str, Verdict]:
    """By the name of each estimand: where its figure would lie if no visit, penalty, lever or tie had any effect.

    An effect is 0 (a ratio of two rates 1), significant nowhere, with either sign in half of the worlds; no officer differs, no
    year follows another, no rate goes with a trait; comparisons are made of these by the code that makes ours.
    """
    done: dict[str, Estimate] = {}
    for estimand in trial.estimands:
        done[estimand.name] = null_estimate(estimand, done)
    return {estimand.name: judge(estimand, done[estimand.name]) for estimand in trial.estimands}


def null_estimate(estimand: Estimand, done: Mapping[str, Estimate]) -> Estimate:
    """The figure of one estimand without effects; ``done`` holds those that it may be made of."""
    kind = estimand.estimator.type
    if kind == "compare":
        try:
            return compare.compare(estimand, done)
        except Unidentified as problem:
            return unidentified(estimand.name, str(problem))
    if kind in LEVELS:
        return unidentified(estimand.name, _("a level, of which a model without effects says nothing"))
    if kind == NOTHING_AVERTED:
        return unidentified(estimand.name, _("nothing is averted, whoever is chosen"))
    value = 1.0 if estimand.unit == "ratio" else 0.0
    same: Array = np.full(WORLDS, value)
    share = 0.0 if estimand.unit == "yes or no" else 0.5 if estimand.band is not None and estimand.band.sign != "none" else math.nan
    return Estimate(estimand.name, value, value, value, same, 1.0, share, 0, draws=same)
