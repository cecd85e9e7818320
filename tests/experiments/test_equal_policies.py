"""Two equal policies on the real model: no more of them are told apart than chance tells apart, and on shared worlds none is."""

from __future__ import annotations

import dataclasses

import numpy as np
from scipy.stats import binom

from experiments.running.batch import MONTHLY
from experiments.statistics.intervals import p_value, paired
from scenarios import load_district, load_parameters, load_policy
from simulation.simulate import simulate_policies

COMPARISONS = 150
PAIRS = 10
MONTHS = 6
SEEDS = (101, 102)
"""Of the two arms, whose worlds have nothing in common."""
JUDGED = ("expected_deaths", "lost_time_injuries", "statutory_accidents", "hazards_open")
"""An expectation, two counts of what happened, a state."""


def district():
    """The hamlet with a short past: six months are enough for states to differ between worlds."""
    return dataclasses.replace(load_district("jiuyuan-hamlet"), burn_in=6)


def arm(seed):
    """(worlds, judged) totals of the baseline."""
    place, policy, values = district(), load_policy("baseline"), load_parameters().values
    runs = (
        simulate_policies(place, [policy], parameters=values, months=MONTHS, seed=seed, world=world)[0]
        for world in range(COMPARISONS * PAIRS)
    )
    return np.array([[run.total(name) for name in JUDGED] for run in runs])


def found(differences):
    """How many of the comparisons are told apart at 5 %."""
    return sum(p_value(row) < 0.05 for row in differences.reshape(COMPARISONS, PAIRS))


def test_equal_policies_on_worlds_of_their_own_are_told_apart_as_often_as_chance_does():
    one, other = (arm(seed) for seed in SEEDS)
    assert not np.array_equal(one, other) and abs(np.corrcoef(one[:, 0], other[:, 0])[0, 1]) < 0.1
    least, most = binom.ppf([0.025, 0.975], COMPARISONS, 0.05)
    for place, name in enumerate(JUDGED):
        differences = other[:, place] - one[:, place]
        assert least <= found(differences) <= most, name
        spread = float(differences.std())
        assert found(differences + 0.6 * spread) > most, f"{name}: a true difference would not be seen"


def test_equal_policies_on_shared_worlds_differ_in_nothing():
    policy = load_policy("baseline")
    twin = dataclasses.replace(policy, name="twin")
    parameters = load_parameters().values
    both = [simulate_policies(district(), [policy, twin], parameters=parameters, months=12, seed=1, world=w) for w in range(PAIRS)]
    for name in MONTHLY:
        pair = paired(np.array([float(two.monthly[name].sum() - one.monthly[name].sum()) for one, two in both]))
        assert (pair.mean, pair.low, pair.high, pair.p, pair.same) == (0.0, 0.0, 0.0, 1.0, PAIRS), name
