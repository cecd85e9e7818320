"""Comparing on a region: districts as replicates of one world, or worlds of all districts; samples."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison.compare import make_plan
from experiments.running.parts import Parts
from experiments.running.worlds import run_worlds
from experiments.statistics.intervals import interval
from experiments.text.errors import UserError
from simulation.outcomes import OUTCOMES
from tests.experiments.fake_regions import fake_region, fake_runs, own_region, region_plan
from tests.experiments.test_worlds import same


def test_with_one_world_the_districts_are_the_replicates_and_their_mean_is_the_whole():
    plan = region_plan()
    batch, failures = run_worlds(plan, workers=0)
    runs = fake_runs(plan.district, plan.policies, parameters=plan.parameters, months=plan.months)
    assert not failures and batch.over == "districts" and batch.worlds == tuple(range(12))
    for outcome in OUTCOMES:
        own = np.array([[run.total(outcome.name) for run in of_policy] for of_policy in runs])
        whole = own.sum(axis=1) if outcome.districts == "sum" else own.mean(axis=1)
        assert np.allclose(batch.totals(outcome.name).mean(axis=1), whole), outcome.name
    ratios = [[run.ratio("concealed_share") for run in of_policy] for of_policy in runs]
    assert np.allclose(batch.totals("concealed_share"), ratios, equal_nan=True)
    assert np.allclose(batch.totals("effort")[0], 0.1 + 0.01 * np.arange(12))


def test_only_states_are_means_over_districts_and_a_count_of_officers_is_none():
    means = {outcome.name for outcome in OUTCOMES if outcome.districts == "mean"}
    assert means == {outcome.name for outcome in OUTCOMES if outcome.view == "state"} - {"officers"}


def test_with_more_worlds_the_districts_of_each_add_up_and_the_interval_is_over_worlds():
    plan = region_plan(worlds=3)
    batch, _ = run_worlds(plan, workers=0)
    assert (batch.over, batch.worlds, batch.stands_for) == ("worlds", (0, 1, 2), 1.0)
    sizes = np.array([unit.district.enterprises for unit in plan.district.units])
    for world in range(3):
        runs = fake_runs(plan.district, plan.policies, parameters=plan.parameters, world=world, months=plan.months)
        assert batch.totals("deaths")[1, world] == sum(run.total("deaths") for run in runs[1])
        assert batch.totals("effort")[0, world] == pytest.approx(sizes @ (0.1 + 0.01 * np.arange(12)) / sizes.sum())
        below, above = (sum(run.total(name) for run in runs[0]) for name in ("emergency_visits", "hazards_found_emergency"))
        assert batch.totals("hazards_per_visit")[0, world] == pytest.approx(above / below)
    months = [event["month"] for event in batch.events if event["world"] == 0 and event["policy"] == "baseline"]
    assert months == sorted(months)


@pytest.mark.parametrize("worlds", [1, 2])
def test_every_district_is_one_place_and_the_place_of_its_accidents(worlds):
    plan = region_plan(worlds=worlds)
    batch, _ = run_worlds(plan, workers=0)
    here = [place for place in batch.places if place["policy"] == "baseline"]
    assert [place["name"] for place in here] == [f"d{k}" for k in range(12)] * worlds
    assert [(place["x"], place["y"]) for place in here[:3]] == [(0, 1), (3, 1), (6, 1)]
    assert here[0]["enterprises"] == 40 + 70 + 100 and here[0]["covered_share"] == 0.85
    assert {event["place"] for event in batch.events} <= {f"d{k}" for k in range(12)}


@pytest.mark.parametrize("worlds", [1, 3])
def test_a_sample_stands_for_all(worlds):
    whole, part = (run_worlds(region_plan(worlds=worlds, sample=s), workers=0)[0] for s in (None, 0.5))
    assert part.totals("visits").mean() == pytest.approx(whole.totals("visits").mean(), rel=0.2)
    assert part.totals("effort").mean() == pytest.approx(whole.totals("effort").mean(), rel=0.2)
    if worlds == 1:
        assert set(part.worlds) < set(whole.worlds) and part.stands_for == 12.0
        for name in ("visits", "deaths"):  # a district counts the same, whichever others are drawn
            rows = [whole.worlds.index(number) for number in part.worlds]
            assert np.array_equal(part.totals(name), whole.totals(name)[:, rows])


def test_a_rate_never_seen_is_bounded_for_the_whole_region():
    batch, _ = run_worlds(region_plan(months=24), workers=0)
    assert batch.exposure == 2.0
    assert run_worlds(region_plan(months=24, sample=0.5), workers=0)[0].exposure == 1.0


def test_workers_and_stored_districts_change_nothing(tmp_path, monkeypatch):
    for worlds in (1, 2):
        plan = region_plan(worlds=worlds)
        alone, _ = run_worlds(plan, workers=0)
        stored = Parts(tmp_path / str(worlds), plan)
        beside, failures = run_worlds(plan, workers=2, stored=stored)
        monkeypatch.setattr("experiments.running.worlds.run_world", _never)
        again, _ = run_worlds(plan, workers=0, stored=stored)
        monkeypatch.undo()
        assert not failures and same(alone, beside) and same(alone, again)


def _never(*_arguments, **_settings):
    raise AssertionError("run again")


def test_what_is_stored_of_districts_is_not_taken_for_a_world(tmp_path):
    one, two = region_plan(worlds=1), region_plan(worlds=2)
    run_worlds(one, workers=0, stored=Parts(tmp_path, one))
    assert one.identity == two.identity
    assert Parts(tmp_path, one).load(0) is not None and Parts(tmp_path, two).load(0) is None


def test_the_identity_knows_the_sample_and_every_district():
    region = fake_region()
    plan = region_plan(region)
    first, second, *rest = region.units
    moved = replace(region, units=(first, replace(second, x=99.0), *rest))
    grown = replace(second.district, others=replace(second.district.others, count=999))
    larger = replace(region, units=(first, replace(second, district=grown), *rest))
    plans = [plan, region_plan(moved), region_plan(larger), region_plan(region, sample=0.5), region_plan(region, sample=0.25)]
    assert len({p.identity for p in plans}) == len(plans)
    assert region_plan(fake_region()).identity == plan.identity


def test_the_country_is_told_in_short_and_its_size_is_known_before_it_is_run():
    plan = make_plan("country", ["capacity"], worlds=1, months=120)
    assert len(json.dumps(plan.scenario)) < 60_000
    assert plan.scenario["district"]["enterprises"] == 33_270_000
    assert plan.replicates == 2843 and plan.over == "districts"
    with pytest.raises(UserError, match=r"the limit is 3\.0 GB"):
        make_plan("country", ["capacity"], worlds=1, months=1200)
    with pytest.raises(UserError, match="worlds 0 to 65535"):
        make_plan("baotou", ["capacity"], worlds=[65536], months=12)


def test_a_sample_agrees_with_all_districts(tmp_path):
    """Every fourth of forty districts, as the model runs them: its 95 % interval holds what all of them give."""
    path = own_region(tmp_path, counties=40, enterprises=1600)
    plan = make_plan(path, ["capacity"], worlds=1, months=12, seed=3)
    part = make_plan(path, ["capacity"], worlds=1, months=12, seed=3, sample=0.25)
    whole, sample = (run_worlds(p, workers=0)[0] for p in (plan, part))
    assert len(sample.worlds) == 10 and len(whole.worlds) == 40
    for name in ("expected_deaths", "hazards_open", "visits", "government_cost", "enterprise_cost"):
        low, high = interval(sample.totals(name)[0])
        assert low < whole.totals(name)[0].mean() < high, name
        assert sample.totals(name)[0].mean() == pytest.approx(whole.totals(name)[0].mean(), rel=0.25), name
