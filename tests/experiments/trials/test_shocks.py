"""Orders to stop work of a unit, and shocks to margin and demand: on small worlds, with answers known beforehand, alike in both models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.studies.trials.course import pass_world
from experiments.studies.trials.script import Script
from scenarios import ScenarioError, load_district, load_trial
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Arm
from simulation.acts import AgentHands, EngineHands
from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.orders import NO_SHOCKS, NOTES, SHOCK_DEMAND, SHOCK_MARGIN
from simulation.policy import BASELINE
from tests.experiments.trials.test_course import LOTS, P, asking, small, table
from tests.scenarios.test_trials import EXAMPLE, written
from tests.simulation.districts import district
from tests.simulation.docking import differences

TINY = district(0.006, burn_in=0)


def acting(name: str, *interventions: dict[str, Any], **arm: Any) -> Arm:
    return Arm.model_validate({"name": name, "title": name, "interventions": list(interventions), **arm})


def test_orders_to_stop_work_are_an_outcome_and_a_history_of_the_unit() -> None:
    often = P.with_values({"stop_work": 1.0})
    trial = asking(small("a2-penalty-contingency", 120), "stop_work_orders", "major_findings", "visits")
    trial = trial.model_copy(update={"eligible": trial.eligible.model_copy(update={"where": {}})})
    data = pass_world(trial, "", 0, often)
    found = data.panel[data.panel.arm == "untouched"]
    world = data.worlds[data.worlds.arm == "untouched"].set_index("window")
    assert found.groupby("window").stop_work_orders.sum().to_dict() == world.stop_work_orders.to_dict() and found.stop_work_orders.sum() > 0
    assert (found.major_findings[found.stop_work_orders > 0] > 0).all()
    past = found[found.window < 0].groupby("unit").stop_work_orders.sum()
    assert (found[found.window == 0].set_index("unit").history_stop_work_orders <= past).all() and past.sum() > 0
    never = pass_world(trial, "", 0, P.with_values({"stop_work": 0.0})).panel
    assert not never.stop_work_orders.any()


def shocked(*interventions: dict[str, Any], **changes: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Windows of one month of the units of a shocked arm and of its twin, row by row."""
    trial = asking(small("a2-penalty-contingency", 80, **changes), "output_now", "margin_now", "expected_injuries")
    trial = trial.model_copy(update={
        "arms": [acting("shocked", *interventions), acting("spared")], "eligible": trial.eligible.model_copy(update={"where": {}}),
        "assignment": trial.assignment.model_copy(update={"method": "all", "month": 6, "spread": 0, "strata": []}),
        "record": trial.record.model_copy(update={"months": 18, "every": 1})})  # fmt: skip
    panel = pass_world(trial, "", 0, P).panel.sort_values(["window", "unit"])
    return panel[panel.arm == "shocked"].reset_index(drop=True), panel[panel.arm == "spared"].reset_index(drop=True)


def test_a_shock_to_demand_moves_output_in_its_months_and_no_others() -> None:
    half = {"where": {"workers": {"at_least": 40}}, "times": 0}
    hit, spared = shocked({"do": "shock", "of": "demand", "size": -0.5, "after": 2, "months": 3, "cases": [half]})
    ratio = (hit.output_now / spared.output_now).where(spared.output_now > 0)
    touched = hit.treated & hit.window.between(2, 4)
    assert 0 < hit.treated.mean() < 1 and (hit.treated == (hit.workers < 40)).all()
    assert ratio[touched & (hit.window == 2)].to_numpy() == pytest.approx(0.5)
    assert ratio[touched].median() == pytest.approx(0.5) and hit.expected_injuries[touched].sum() < 0.6 * spared.expected_injuries[touched].sum()
    assert (hit.output_now == spared.output_now)[hit.window < 2].all() and ratio[hit.treated & (hit.window >= 5)].median() == pytest.approx(1.0)


def test_a_margin_stands_so_far_from_where_it_would_and_then_comes_back() -> None:
    hit, spared = shocked({"do": "shock", "of": "margin", "size": -2.0, "after": 1, "months": 4})
    apart = (hit.margin_now - spared.margin_now).groupby(hit.window).agg(["min", "max"])
    rho = P.margin_persistence
    for window, wanted in {0: 0.0, 1: -2.0, 4: -2.0, 5: -2.0 * rho, 7: -2.0 * rho**3}.items():
        assert apart.loc[window].to_numpy() == pytest.approx(wanted, abs=1e-5)
    assert (shocked({"do": "shock", "of": "margin", "size": -2.0})[0].margin_now - spared.margin_now)[hit.window == 11].to_numpy() == pytest.approx(-2.0, abs=1e-5)


def test_shocks_add_up_come_again_and_may_reach_everybody() -> None:
    script = Script(load_district("jiuyuan-hamlet"), np.zeros((len(NOTES), 0)))
    size = script.district.enterprises
    rows, hands = table(size), EngineHands(EngineModel(script.district, BASELINE, P, 0, 0))
    arm = acting("a", {"do": "shock", "of": "demand", "size": -0.25, "reach": "everybody"},
                 {"do": "shock", "of": "demand", "size": 0.5, "after": 1, "every": 3, "times": 2, "months": 1})  # fmt: skip
    script.add(arm, 0, np.array([3, 4]), np.full(size, 5), LOTS, rows)
    found = [script.carry_out(month, hands, LOTS)[1].shocks for month in range(11)]
    assert all(one is NO_SHOCKS for one in found[:5]) and script.targets == {3, 4}
    assert [one[SHOCK_DEMAND, [0, 3]].tolist() for one in found[5:]] == [[-0.25, 0.25 if month in (6, 9) else -0.25] for month in range(5, 11)]
    assert not any(one[SHOCK_MARGIN].any() for one in found[5:])


def test_both_models_are_shocked_alike() -> None:
    engine, model = EngineModel(TINY, BASELINE, P, 7, 0), DistrictModel(TINY, BASELINE, P, 7, 0)
    arm = acting("a", {"do": "shock", "of": "margin", "size": -1.7, "months": 3, "share": 0.6}, {"do": "shock", "of": "demand", "size": 0.37, "after": 1},
                 {"do": "shock", "of": "demand", "size": -0.9, "after": 3, "months": 2, "share": 0.5})  # fmt: skip
    scripts = [Script(TINY, np.zeros((len(NOTES), 0))) for _ in range(2)]
    for script in scripts:
        script.add(arm, 0, np.arange(TINY.enterprises), np.full(TINY.enterprises, 1), LOTS, table(TINY.enterprises))
    for month in range(9):
        engine.advance_beside(*scripts[0].carry_out(month, EngineHands(engine), LOTS))
        model.orders = scripts[1].carry_out(month, AgentHands(model), LOTS)[1]
        model.step()
    assert differences(engine, model) == []
    calm = EngineModel(TINY, BASELINE, P, 7, 0)
    for _ in range(9):
        calm.advance_beside()
    assert (EngineHands(calm).read("margin") != EngineHands(engine).read("margin")).any() and (EngineHands(calm).read("output") != EngineHands(engine).read("output")).any()


SHOCK = 'do = "shock", of = "demand", size = -0.2'
LETTER = '[{ do = "letter" }]'


@pytest.mark.parametrize(("shock", "key", "told"), [
    ('do = "shock", of = "prices", size = 1', "of", "margin, demand"),
    ('do = "shock", of = "demand", size = 0', "size", "moves nothing"),
    ('do = "shock", of = "demand", size = -2', "size", "twice as much"),
    ('do = "shock", of = "margin", size = -9', "size", "-5"),
    (f"{SHOCK}, every = 6, times = 2", "months", "before it is over"),
    (f"{SHOCK}, every = 6, times = 2, months = 7", "months", "up to `every`"),
    (f'{SHOCK}, reach = "everybody", share = 0.5', "share", "spares nobody"),
    (f'{SHOCK}, reach = "everybody"', "reach", "share a world"),
    (f'{SHOCK}, reach = "everybody", cases = [{{ where = {{ workers = {{ at_least = 9 }} }}, times = 0 }}]', "cases", "to everybody"),
    (f"{SHOCK}, after = 40", "after", "month 40"),
    (f"{SHOCK}, moths = 3", "moths", "did you mean months?"),
])  # fmt: skip
def test_a_shock_that_means_nothing_is_refused(tmp_path: Path, shock: str, key: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_trial(written(tmp_path, EXAMPLE.replace(LETTER, f"[{{ {shock} }}]", 1)))
    found = {problem.key: str(problem) for problem in caught.value.problems}
    assert told in found[f"arms.0.interventions.0.{key}"], found


def test_a_shock_to_everybody_of_twins_is_allowed(tmp_path: Path) -> None:
    twins = EXAMPLE.replace('strata = ["sector"]', 'across = "twins"').replace("share = 0.3\n", "").replace("share = 0.4\n", "")
    trial: TrialFile = load_trial(written(tmp_path, twins.replace(LETTER, f'[{{ {SHOCK}, reach = "everybody", months = 6 }}]', 1)))
    assert trial.arms[0].interventions[0].do == "shock"
