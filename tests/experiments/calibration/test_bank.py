"""The bank: a design that grows by its end, and runs that are not done twice."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.studies.baseline import load_targets
from experiments.studies.calibration import bank as banking
from experiments.studies.calibration import profile
from experiments.studies.calibration.plan import load_calibration
from experiments.studies.calibration.profile import small
from scenarios import load_parameters, load_trial
from tests.experiments.calibration.made_up import NAMES, known_figures, small_plan


def test_fewer_points_are_the_beginning_of_more():
    plan = small_plan(40)
    few, many = banking.design(plan), banking.design(replace(plan, points=60))
    assert few.shape == (40, 3) and (few == many[:40]).all()


def test_a_second_start_runs_only_what_is_missing(tmp_path):
    plan, seen = small_plan(6), []

    def counting(calibration, parameters, world, tick):
        seen.append(world)
        if world == 4 and len(seen) < 7:
            raise OSError("no luck")
        return known_figures(calibration, parameters, world)

    plan = replace(plan, worlds=1)
    points = banking.points(plan, counting)
    failed = banking.fill(points, tmp_path, workers=0)
    assert [number for number, _ in failed] == [4] and "no luck" in failed[0][1].reason
    assert list(banking.gathered(plan, points, tmp_path)["point"]) == [0, 1, 2, 3, 5]
    assert banking.fill(points, tmp_path, workers=0) == []
    assert seen == [0, 1, 2, 3, 4, 5, 4]
    whole = banking.gathered(plan, points, tmp_path)
    banking.write_bank(whole, tmp_path / "bank.csv")
    again = banking.read_bank(tmp_path / "bank.csv")
    assert list(again.columns) == banking.columns(plan) and (again.to_numpy() == whole.to_numpy()).all()


def test_a_point_is_the_mean_of_its_worlds_and_says_what_of_it_is_chance(tmp_path):
    plan, key = replace(small_plan(300), worlds=4), "a1-random-inspection/injuries-four-years"
    points = banking.points(plan, known_figures)
    banking.fill(points, tmp_path, workers=0)
    bank = banking.gathered(plan, points, tmp_path)
    own = [known_figures(plan, points[3].base.with_values(dict(zip(NAMES, points[3].values, strict=True))), 12 + world)[key] for world in range(4)]
    assert bank[key][3] == pytest.approx(np.mean(own)) and bank[banking.NOISE + key][3] == pytest.approx(np.var(own, ddof=1) / 4)
    # Worlds of the made-up simulator scatter by 0.5, so means of four by a quarter.
    assert banking.noise_of(bank, key, log=False) == pytest.approx(0.25**2, rel=0.15)
    level = "baseline/mean_fine"
    assert banking.noise_of(bank, level, log=True) == pytest.approx(0.01**2, rel=0.15)
    assert banking.noise_of(bank.drop(columns=banking.NOISE + key), key, log=False) is None


def test_a_world_that_does_not_tell_a_figure_leaves_the_others_to_it(tmp_path):
    plan, key = replace(small_plan(1), worlds=3), "baseline/mean_fine"
    points = banking.points(plan, lambda *given: known_figures(*given) | ({key: float("nan")} if given[2] == 1 else {key: float(given[2])}))
    banking.fill(points, tmp_path, workers=0)
    found = banking.gathered(plan, points, tmp_path)
    assert found[key][0] == 1.0 and found[banking.NOISE + key][0] == pytest.approx(1.0)


def test_another_profile_or_model_is_another_bank(tmp_path, monkeypatch):
    plan = small_plan(2)
    banking.fill(banking.points(plan, known_figures), tmp_path, workers=0)
    for other in (replace(plan, burn_in=61), replace(plan, worlds=3)):
        assert not len(banking.gathered(plan, banking.points(other, known_figures), tmp_path))
    monkeypatch.setattr(banking, "model_version", lambda: "another")
    assert not len(banking.gathered(plan, banking.points(plan, known_figures), tmp_path))


def test_a_figure_that_a_world_does_not_tell_is_kept_as_missing(tmp_path):
    plan = small_plan(1)
    points = banking.points(plan, lambda *given: known_figures(*given) | {"baseline/mean_fine": float("nan")})
    banking.fill(points, tmp_path, workers=0)
    assert np.isnan(banking.gathered(plan, points, tmp_path)["baseline/mean_fine"]).all()


def test_counted_deaths_give_way_to_expected_ones_times_the_share_on_record():
    plan = replace(load_calibration(), trials=())
    table = banking.pd.DataFrame({"aside/reported_deaths": [1.0, 3.0], "aside/deaths": [2.0, 6.0], "aside/expected_deaths": [4.0, 10.0]})
    mended = banking.smoothed(plan, table.assign(**{banking.NOISE + "aside/expected_deaths": [0.4, 0.8]}))
    assert list(mended["baseline/reported_deaths"]) == [2.0, 5.0]
    assert list(mended[banking.NOISE + "baseline/reported_deaths"]) == [0.1, 0.2]


def test_trials_are_asked_only_where_the_baseline_is_near_its_targets(monkeypatch):
    plan, targets = load_calibration(), load_targets()[0]
    there = {f"baseline/{target.name}": target.central for target in targets} | {"aside/expected_deaths": 2.5}
    low, high = next((target.low, target.high) for target in targets if target.name == "hazards_per_visit")
    margin = (high / low) ** plan.near
    for value, is_near in ((low / margin * 1.01, True), (low / margin * 0.99, False), (high * margin * 0.99, True), (high * margin * 1.01, False), (np.nan, True)):
        assert profile.near(plan, there | {"baseline/hazards_per_visit": value}) is is_near
        assert profile.near(replace(plan, near=None), there | {"baseline/hazards_per_visit": value})
    # Deaths that were expected decide, not the few that happened.
    assert profile.near(plan, there | {"baseline/reported_deaths": 0.0}) and not profile.near(plan, there | {"aside/expected_deaths": 40.0})
    monkeypatch.setattr(profile, "baseline_figures", lambda *given: there | {"baseline/hazards_per_visit": low / margin / 2})
    found = profile.figures(plan, load_parameters().values, 0)
    assert set(found) | {f"aside/{name}" for name in profile.ASIDE} == set(profile.keys(plan)) and all(np.isnan(found[row.key]) for trial in plan.trials for row in trial.rows)


@pytest.mark.parametrize("name", [trial.name for trial in load_calibration().trials])
def test_the_small_size_keeps_what_its_rows_ask_for(name):
    fast = next(trial for trial in load_calibration().trials if trial.name == name)
    trial = small(load_trial(name), fast, 60)
    asked = {arm for estimand in trial.estimands for arm in estimand.arms}
    assert asked <= {arm.name for arm in trial.arms}
    assert {row.estimand for row in fast.rows} <= {estimand.name for estimand in trial.estimands}
    assert trial.world.enterprises == fast.enterprises and trial.world.burn_in <= 60
    assert trial.base is not None
