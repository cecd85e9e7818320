"""A reference in which nothing is done is treated by nothing, and the estimators that need to know are told so."""

from typing import Any

import numpy as np
import pytest

from experiments.studies.trials.assignment import assigned
from experiments.studies.trials.course import pass_world
from experiments.studies.trials.estimators import estimate
from experiments.studies.trials.study import with_arms
from scenarios import load_parameters
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Arm, Assignment
from tests.experiments.trials.synthetic import data, estimand, units, windows, with_injuries
from tests.experiments.trials.test_course import LOTS, design, small, table

P = load_parameters().values
VISIT = {"do": "visit", "penalty": "always"}


def above_sixty(arms: list[Arm], **rule: Any) -> TrialFile:
    """Plants of at least sixty workers get a visit each, the more so as they are above the cut-off."""
    trial = small("a1-random-inspection", 900)
    cut = Assignment.model_validate({"method": "cutoff", "month": 6, "running": "workers", "cutoff": 60, **rule})
    record = trial.record.model_copy(update={"months": 30})
    everybody = trial.eligible.model_copy(update={"where": {}})
    asked = estimand("fuzzy_discontinuity", outcome="expected_injuries", arms=[], after=[0, 24], spec={"bandwidth": 50})
    return trial.model_copy(update={"assignment": cut, "arms": arms, "record": record, "eligible": everybody, "estimands": [asked]})


VISITED, LEFT_ALONE = Arm.model_validate({"name": "visited", "title": "a visit", "interventions": [VISIT]}), Arm(name="left-alone", title="none")


@pytest.mark.parametrize("arms", [[VISITED, LEFT_ALONE], [VISITED]], ids=["with a reference", "without"])
@pytest.mark.parametrize("take_up", [1.0, 0.6], ids=["sharp", "fuzzy"])
def test_a_fuzzy_discontinuity_counts_no_reference_as_treated_and_gives_a_figure(arms, take_up):
    trial = above_sixty(arms, take_up_above=take_up)
    tables = pass_world(trial, "", 0, P)
    first = tables.panel[tables.panel["window"] == 0]
    assert first.loc[first["running"] < 0, "treated"].sum() == 0
    assert first.loc[first["running"] >= 0, "treated"].mean() == pytest.approx(take_up, abs=0.08)
    assert np.isfinite(estimate(trial.estimands[0], tables, {}).value)


def test_those_who_do_not_take_it_up_are_in_no_arm_where_there_is_only_one():
    rows = table(400)
    arm = assigned(design("cutoff", (None,), running="workers", cutoff=100), rows, LOTS, None).arm
    assert set(arm[(rows.workers < 100).to_numpy()]) == {-1} and set(arm[(rows.workers >= 100).to_numpy()]) == {0}


def test_an_arm_that_does_nothing_treats_nobody_and_its_units_can_be_asked_for():
    panel = pass_world(small("a2-penalty-contingency"), "", 0, P).panel
    untouched = panel[panel["arm"] == "untouched"]
    assert not untouched["treated"].any() and untouched["idle"].any()
    assert not panel.loc[panel["arm"] == "penalised", "idle"].any()
    asked = estimand("level", arms=["untouched"], unit="rate", spec={"per": "unit"}, after=[0, 24])
    assert estimate(asked, data(panel), {}).n_units == untouched.loc[untouched["idle"], "unit"].nunique()


def test_an_arm_that_presses_officials_treats_its_whole_world():
    trial = small("c14-pay-by-output", 300)
    pressed = Arm.model_validate({"name": "pressed", "title": "pressed", "interventions": [{"do": "pressure", "legal_class": "major"}]})
    panel = pass_world(trial.model_copy(update={"arms": [pressed, trial.arms[1]]}), "", 0, P).panel
    assert panel.loc[panel["arm"] == "pressed", "treated"].all() and not panel.loc[panel["arm"] == "salary", "treated"].any()


def test_peers_within_one_world_are_found_in_the_other_arm():
    random = np.random.default_rng(5)
    rows = units(random, 3, 200).assign(treated=lambda frame: frame["arm"] == "treated", idle=lambda frame: frame["arm"] == "others")
    panel = with_injuries(random, windows(rows), 0.0)
    asked = estimand("level", arms=[], of="peers", unit="rate", spec={"per": "unit"}, after=[0, 24])
    assert estimate(asked, data(panel), {}).n_units == 300


@pytest.mark.parametrize("kind", ["paired_ratio", "elasticity", "poisson"])
def test_an_estimand_that_names_no_arms_holds_those_of_the_trial_against_each_other(kind):
    spec = {"elasticity": {"of": "visits"}, "poisson": {"on": "treated"}}.get(kind, {})
    trial = small("c14-pay-by-output")
    assert with_arms(estimand(kind, arms=[], spec=spec), trial).arms == ["bonus", "salary"]
    assert with_arms(estimand("level", arms=[], spec={"per": "unit"}), trial).arms == []
