"""A lever without a price, which costs the government exactly nothing in every world: the search ends, no step has a price, again on resume."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from experiments.studies.optimisation.evaluation import OnTheModel
from experiments.studies.optimisation.space import space_of
from experiments.studies.optimisation.study import optimise
from experiments.studies.optimisation.words import price_words
from experiments.studies.sweep import plans
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.study import run_sweep
from scenarios import load_parameters
from tests.experiments.extremes import in_time

PLAN = """\
schema_version = 1
name = "free"
title = "Free"
question = "Which?"
district = "jiuyuan-hamlet"
policies = ["baseline", "levers"]
months = 12
worlds = 12
sampler = { method = "factorial" }

[levers]
committee_meetings = { values = [4, 12, 24, 52] }
results_posted = { values = [0, 0.5, 1] }

[optimise]
population = 6
generations = 2
fresh_worlds = 12
"""


class Run:
    """A run of the fake model: fewer deaths with either lever, and not a yuan spent."""

    def __init__(self, policy, world, months):
        levers = {setting.lever: setting.value for setting in policy.settings}
        luck = np.random.default_rng(world).normal(0.0, 0.2)
        averted = 0.02 * (levers.get("committee_meetings", 4.0) - 4.0) + 0.5 * levers.get("results_posted", 0.0)
        self.totals = {"expected_deaths": 6.0 + luck - averted * (1 + luck)}
        self.months, self.digest = months, f"{policy.name}-{world}"

    def total(self, name):
        return self.totals.get(name, 0.0)

    def ratio(self, _name):
        return 0.0


RAN: list[int] = []
"""The worlds that were run, one after the other."""


def fake(_district, policies, *, parameters, seed=0, world=0, months=120, tick=None):
    RAN.append(world)
    return [Run(policy, world, months) for policy in policies]


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "free.toml"
    path.write_text(PLAN, encoding="utf-8")
    return plans.load(str(path))


def optimised(plan, folder):
    def sweep(batch, place):
        silent = contextlib.nullcontext(lambda share, done, failed: None)
        return run_sweep(batch, place, LocalCrew(0, 60.0), progress=lambda total: silent, simulate=fake)

    space = space_of(plan, load_parameters().entries)
    search, fresh = (OnTheModel(plan, space, folder, sweep, 12, first) for first in (0, 12))
    with in_time(60):
        return optimise(plan, space, 1e6, search, fresh)


def test_a_lever_without_a_price_averts_deaths_unpriced_and_again_on_resume(plan, tmp_path):
    found = optimised(plan, tmp_path / "out")
    assert found.free == ("committee_meetings", "results_posted")
    assert found.winner.government.mean == 0.0 and found.winner.averted.low > 0 and found.holds
    assert found.rescored.steps and all(step.price[0] == step.price_of_all[0] == "unpriced" for step in found.rescored.steps)
    assert price_words(found.rescored.steps[0].price) == "not priced"
    ran = len(RAN)
    again = optimised(plan, tmp_path / "out")
    assert ran > 24 and len(RAN) == ran
    assert again.rescored == found.rescored and again.chosen == found.chosen
