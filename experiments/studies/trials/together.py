"""What moves whole districts by itself: a component that all districts of a study have in common, and each district's own."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from experiments.studies.trials.shocks import ROWS
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_districts import Move
from simulation.acts import TRIAL
from simulation.distributions import normal_quantile
from simulation.draws import uniform

DISTRICT = 2**32 - 1
"""Stands in the draws for the district as a whole: no enterprise has so high a number."""
OWN, COMMON = 0, 1
"""Draws of a district by itself, and of its study."""


def levels(trial: TrialFile, seed: int, world: int) -> dict[str, Any]:
    """(months,) of the record: where margin and demand of the district ``world`` stand, by their names; empty where nothing moves."""
    districts = trial.districts
    if districts is None:
        return {}
    study, months = districts.study_of(world), trial.record.months
    found: dict[str, Any] = {}
    for move in districts.moves:
        own, common = (_walk(move, months, seed, whose, 2 * ROWS[move.of] + part) for whose, part in ((world, OWN), (study, COMMON)))
        found[move.of] = move.spread * (sqrt(1.0 - move.common) * own + sqrt(move.common) * common)
    return found


def _walk(move: Move, months: int, seed: int, whose: int, number: int) -> Any:
    """(months,) an autoregressive process of mean 0 and variance 1 from its first month on."""
    noise = [normal_quantile(uniform(seed, whose, TRIAL, DISTRICT, month, number)) for month in range(months)]
    walk, fresh = np.empty(months), sqrt(1.0 - move.persistence**2)
    for month in range(months):
        walk[month] = noise[month] if month == 0 else move.persistence * walk[month - 1] + fresh * noise[month]
    return walk
