"""Several districts in a study: what moves them together, which arm each falls to, what figures are over; with answers known beforehand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.studies.trials.course import pass_world
from experiments.studies.trials.estimators import estimate
from experiments.studies.trials.several import as_assigned, by_study, refuse_part_studies, variants_of
from experiments.studies.trials.shocks import Shocks
from experiments.studies.trials.tables import TrialData
from experiments.studies.trials.together import levels
from experiments.text.errors import UserError
from scenarios import ScenarioError, load_trial
from scenarios.schema.trial import TrialFile
from simulation.acts import AgentHands, EngineHands
from simulation.engine.run import EngineModel
from simulation.model import DistrictModel
from simulation.orders import NO_ORDERS
from simulation.policy import BASELINE
from tests.experiments.trials.synthetic import data, estimand
from tests.experiments.trials.test_course import P, small
from tests.experiments.trials.test_own_words import rebuilt
from tests.scenarios.test_trials import EXAMPLE, written
from tests.simulation.districts import district
from tests.simulation.docking import differences

TINY = district(0.006, burn_in=0)
EMPTY = pd.DataFrame()


def several(count: int = 5, worlds: int = 20, **keys: Any) -> TrialFile:
    """The listing of districts, so many to a study."""
    trial = small("d9-listed-supervision", 60)
    sizes = {**trial.sizes.model_dump(), "large": {"worlds": worlds}}
    return rebuilt(trial, sizes=sizes, districts={"count": count, **keys})


def moving(**move: Any) -> TrialFile:
    return several(moves=[{"of": "demand", "spread": 0.2, "common": 0.5, "persistence": 0.8, **move}])


def test_a_common_part_moves_all_districts_of_a_study_and_no_others() -> None:
    trials = [moving(common=common) for common in (1.0, 0.0, 0.5)]
    alike, own, half = (np.array([levels(trial, 0, world)["demand"] for world in range(60)]) for trial in trials)
    assert all((alike[5 * k: 5 * k + 5] == alike[5 * k]).all() for k in range(12)) and len({row[0] for row in alike}) == 12
    assert len({row[0] for row in own}) == 60
    within, between = (np.mean([np.corrcoef(half[one], half[other])[0, 1] for one, other in pairs])
                       for pairs in ([(5 * k, 5 * k + 1) for k in range(12)], [(5 * k, 5 * k + 5) for k in range(11)]))  # fmt: skip
    assert within > 0.3 > 0.2 > abs(between)
    assert half.std() == pytest.approx(0.2, rel=0.15)
    assert np.mean([np.corrcoef(row[1:], row[:-1])[0, 1] for row in half]) == pytest.approx(0.8, abs=0.1)
    assert (levels(moving(), 1, 0)["demand"] != levels(moving(), 0, 0)["demand"]).all() and levels(several(), 0, 0) == {}


def test_each_study_has_its_own_worst_districts() -> None:
    trial = several()
    deaths = np.random.default_rng(2).permutation(20).astype(float)
    frame = pd.DataFrame([{"arm": arm.name, "world": world, "since": since, "deaths": deaths[world] if since < 0 else 0.0}
                          for arm in trial.arms for world in range(20) for since in (-12, 0)])  # fmt: skip
    kept = as_assigned(trial, TrialData(EMPTY, EMPTY, EMPTY, frame), 0).worlds
    assert sorted(kept[kept.arm == "listed"].world.unique()) == sorted(5 * k + int(deaths[5 * k: 5 * k + 5].argmax()) for k in range(4))
    assert len(kept) == 40
    drawn = rebuilt(trial, assignment={**trial.assignment.model_dump(exclude_none=True), "method": "random", "running": None})
    lot = as_assigned(drawn, TrialData(EMPTY, EMPTY, EMPTY, frame), 0).worlds
    listed = sorted(lot[lot.arm == "listed"].world.unique())
    assert [world // 5 for world in listed] == [0, 1, 2, 3] and len({world % 5 for world in listed}) > 1


def test_differences_over_districts_are_free_of_what_moves_all_of_them() -> None:
    """Each study has a shock of its own after the treatment, twice as large as the effect; the interval is over studies."""
    random, rows = np.random.default_rng(4), []
    shocks = random.normal(0, 0.3, 12)
    for world in range(60):
        for since in (-12, 0):
            treated = world % 5 == 0
            rate = 40 * np.exp((shocks[world // 5] + random.normal(0, 0.01) + (-0.15 if treated else 0.0)) * (since == 0))
            rows.append({"variant": "", "world": world, "arm": "listed" if treated else "not-listed", "window": since // 12, "since": since, "months": 12,
                         "workers": 1000.0, "deaths": rate})  # fmt: skip
    asked = estimand("difference_in_differences", outcome="deaths", rows="world_year", arms=["listed", "not-listed"], before=[-12, 0], after=[0, 12], spec={"matched_trend": False})
    studies = by_study(several(worlds=60), data(worlds=pd.DataFrame(rows)))
    found = estimate(asked, studies, {})
    assert studies.sets == {world: world // 5 for world in range(60)}
    assert found.value == pytest.approx(100 * np.expm1(-0.15), abs=1.0) and found.low < found.value < found.high < 0
    alone = estimate(asked, data(worlds=pd.DataFrame(rows)), {})
    assert found.high - found.low < 0.5 * (alone.high - alone.low)


def test_districts_of_a_study_are_of_their_kinds_in_turn() -> None:
    trial = several(count=4, worlds=12)
    variants = [{"name": name, "title": name, "enterprises": size} for name, size in (("county", 30), ("city", 60))]
    trial = rebuilt(trial, world={**trial.world.model_dump(exclude_none=True), "variants": variants}, districts={"count": 4, "kinds": ["county", "county", "city"]})
    assert [variants_of(trial, world)[0] for world in range(8)] == ["county", "county", "city", "county"] * 2
    assert variants_of(trial) == ["county", "city"]


def test_both_models_move_alike_with_their_district() -> None:
    trial = several(moves=[{"of": of, "spread": 0.4, "common": 0.5, "persistence": 0.7} for of in ("margin", "demand")])
    engine, model = EngineModel(TINY, BASELINE, P, 7, 0), DistrictModel(TINY, BASELINE, P, 7, 0)
    drift = Shocks(TINY.enterprises, levels(trial, 0, 3))
    for month in range(6):
        engine.advance_beside(orders=NO_ORDERS._replace(shocks=drift.of_month(month, EngineHands(engine))))
        model.orders = NO_ORDERS._replace(shocks=drift.of_month(month, AgentHands(model)))
        model.step()
    assert differences(engine, model) == []
    calm = EngineModel(TINY, BASELINE, P, 7, 0)
    for _ in range(6):
        calm.advance_beside()
    apart = EngineHands(engine).read("margin") - EngineHands(calm).read("margin")
    assert apart == pytest.approx(levels(trial, 0, 3)["margin"][5])


def test_the_district_moves_before_and_after_the_treatment() -> None:
    trial = moving(spread=0.3)
    trial = rebuilt(trial, assignment={**trial.assignment.model_dump(exclude_none=True), "month": 24}, record={"months": 48, "every": 12},
                    estimands=[{**trial.estimands[0].model_dump(exclude_none=True), "before": [-24, 0]}])  # fmt: skip
    calm = rebuilt(trial, districts={"count": 5})
    moved, still = (pass_world(each, "", 0, P).worlds for each in (trial, calm))
    assert (moved.expected_injuries != still.expected_injuries).all() and set(moved.window) == {-2, -1, 0, 1}
    level = levels(trial, 0, 0)["demand"].reshape(-1, 12).mean(axis=1)
    change = (moved.expected_injuries / still.expected_injuries)[moved.arm == "listed"].to_numpy()
    assert np.corrcoef(level, change)[0, 1] > 0.8


SEVERAL = "\n[districts]\ncount = 10\n"


@pytest.mark.parametrize(("old", "new", "key", "told"), [
    ('unit = "world"\n', "", "districts", "whole worlds are drawn"),
    ("count = 10", "count = 7", "sizes.large.worlds", "a multiple of 7, 21 or more"),
    ("count = 10", "count = 15", "sizes.large.worlds", "not 3 whole studies"),
    ("count = 10", "count = 1", "districts.count", "2"),
    ("count = 10", 'count = 10\nkinds = ["lax", "strickt"]', "districts.kinds.1", "did you mean strict?"),
    ("count = 10", 'count = 10\nkinds = ["lax"]', "districts.kinds", "no district is of the kind strict"),
    ("count = 10", 'count = 10\nmoves = [{ of = "demand", spread = 0.1, common = 1.5, persistence = 0.5 }]', "districts.moves.0.common", "1"),
    ("count = 10", 'count = 10\nmoves = [{ of = "margin", spread = 0.1, common = 0.5, persistence = 0.5 }, { of = "margin", spread = 0.2, common = 0.5, persistence = 0.5 }]',
     "districts.moves.1.of", "stands twice"),
    ("count = 10", "count = 2", "arms.1", "none falls to this arm"),
])  # fmt: skip
def test_districts_that_make_no_study_are_refused(tmp_path: Path, old: str, new: str, key: str, told: str) -> None:
    whole = EXAMPLE.replace('strata = ["sector"]', 'unit = "world"').replace("\n[[arms]]", f"{SEVERAL}\n[[arms]]", 1)
    load_trial(written(tmp_path, whole))
    with pytest.raises(ScenarioError) as caught:
        load_trial(written(tmp_path, whole.replace(old, new, 1)))
    found = {problem.key: str(problem) for problem in caught.value.problems}
    assert told in found[key], found


def test_worlds_that_make_no_whole_study_are_refused_when_they_are_asked_for() -> None:
    refuse_part_studies([several()], 10), refuse_part_studies([several()], None)
    with pytest.raises(UserError, match="studies of 5 districts"):
        refuse_part_studies([several()], 12)
