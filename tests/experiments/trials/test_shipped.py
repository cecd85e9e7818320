"""Every figure of every shipped trial can be read from the tables that are promised to the estimators."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.trials.estimators import Estimate, estimate
from experiments.studies.trials.tables import FLOWS, HISTORIES, STATES, STOCKS, TRAITS, TrialData
from scenarios.schema.trial import TrialFile
from simulation.outcomes import OUTCOMES
from tests.experiments.trials.made_up import trials

WORLDS, UNITS = 4, 240
SHIPPED = trials()


def tables(trial: TrialFile) -> TrialData:
    """A trial as it would leave its tables, by lot: nothing has an effect on anything."""
    random = np.random.default_rng(1)
    variants = [variant.name for variant in trial.world.variants] or [""]
    arms = [arm.name for arm in trial.arms]
    twins = trial.assignment.across == "twins" or trial.assignment.method == "all"
    worlds = 40 if trial.assignment.unit == "world" else WORLDS
    rows = pd.MultiIndex.from_product([variants, range(worlds), range(UNITS)], names=["variant", "world", "unit"]).to_frame(index=False)
    count = len(rows)
    rows = rows.assign(**{name: random.random(count) for name in (*TRAITS, *STATES)}, **{f"history_{name}": random.poisson(1.0, count) for name in HISTORIES})
    sectors = sorted({sector for one in trial.estimands for rule in one.where.values() for sector in rule.among or ()} or {"metal", "machinery"})
    rows = rows.assign(workers=np.exp(random.uniform(0, 6.5, count)).round().clip(1), sector=random.choice(sectors, count), place=random.choice(["a", "b"], count),
                       tie=random.integers(0, 2, count), distance=random.uniform(0, 40, count))  # fmt: skip
    if trial.assignment.unit == "world":
        rows = rows.assign(arm=np.where(rows["world"] % 5 == 0, arms[0], arms[-1]))
    elif twins:
        rows = pd.concat([rows.assign(arm=arm) for arm in arms], ignore_index=True)
    else:
        rows = rows.assign(arm=np.array(arms)[rows["unit"] % len(arms)])
    peers = any(one.of == "peers" for one in trial.estimands)
    rows["treated"] = rows["unit"] < (5 if peers else UNITS)
    every, month = trial.record.every, trial.assignment.month
    # What is left at the end is a shorter window.
    span = range(-(month // every), -(-(trial.record.months - month) // every))
    panel = pd.concat([rows.assign(window=window, since=window * every, months=every) for window in span], ignore_index=True)
    flows = {name: random.poisson(1.5, len(panel)).astype(float) for name in FLOWS}
    stocks = {name: random.random(len(panel)) for name in (*STOCKS, "certified_now", "blacklisted_now")}
    panel = panel.assign(**flows, **stocks)
    for name in ("expected_injuries", "expected_deaths"):
        panel[name] = panel["workers"] * 0.03 * random.gamma(5.0, 0.2, len(panel))
    panel["certified_now"] = (panel["unit"] % 3 == 0).astype(float)
    panel["penalties"] = (panel["unit"] % 4 == 0) * panel["penalties"]
    visits = pd.concat([
        rows[["variant", "world", "arm", "unit", "sector", "workers"]].assign(month=12 * k - 10, ordinal=k, department="emergency", officer=random.choice(list("abcdefgh"), len(rows)))
        for k in (1, 2, 3, 4)
    ])  # fmt: skip
    visits = visits.assign(found=random.poisson(2.0, len(visits)), majors=0, penalised=0, years_since_visit=random.uniform(0.5, 5, len(visits)), same_officer=True)
    return TrialData(panel, visits, _accidents(random, rows, trial), _worlds(random, rows, trial, span))


def _accidents(random: np.random.Generator, rows: pd.DataFrame, trial: TrialFile) -> pd.DataFrame:
    made = rows.sample(min(len(rows), 900), random_state=1)[["variant", "world", "arm", "sector"]]
    return made.assign(month=random.integers(0, 60, len(made)), deaths=np.floor(3 * random.random(len(made)) ** (-1 / 1.2)), on_record=True)


def _worlds(random: np.random.Generator, rows: pd.DataFrame, trial: TrialFile, span: range) -> pd.DataFrame:
    each = rows.groupby(["variant", "world", "arm"])["workers"].sum().reset_index()
    worlds = pd.concat([each.assign(window=window, since=window * trial.record.every, months=trial.record.every) for window in span], ignore_index=True)
    outcomes = {outcome.name: random.poisson(20.0, len(worlds)).astype(float) for outcome in OUTCOMES}
    return worlds.assign(**outcomes, ceiling=20.5)


@pytest.mark.parametrize("trial", SHIPPED, ids=lambda trial: trial.name)
def test_every_figure_of_a_shipped_trial_is_estimated_where_nothing_has_an_effect(trial):
    data, done = tables(trial), dict[str, Estimate]()
    for one in trial.estimands:
        done[one.name] = estimate(one, data, done)
    assert {name: found.note for name, found in done.items() if not np.isfinite(found.value)} == {}
    for one in trial.estimands:
        found = done[one.name]
        assert found.n_units > 0
        if one.unit == "percent" and one.estimator.type in ("paired_ratio", "difference_in_differences", "ratio_of_ratios", "event_study"):
            assert abs(found.value) < 40 and found.low < found.value < found.high
