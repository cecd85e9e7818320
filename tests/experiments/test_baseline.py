"""The calibration table: what is inside its band, what is outside, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison.compare import make_plan
from experiments.running.worlds import run_worlds
from experiments.studies.baseline import Landing, Target, rows, tally
from experiments.studies.baseline import landings as landings_of
from scenarios import load_district
from tests.experiments.fakes import fake_comparison

TARGET = Target("deaths", "deaths", "deaths a year", 1.0, 2.0, 3.0, "deaths", ("A01",))


@pytest.fixture
def landings():
    return [
        Landing(TARGET, 1.0, 3.0, 2.0, 1.5, 2.5, 40),
        Landing(TARGET, 1.0, 3.0, 4.0, 3.5, 4.5, 40),
        Landing(TARGET, 1.0, 3.0, 2.0, 1.5, 2.5, 9),
        Landing(TARGET, 1.0, 3.0, 9.0, 8.5, 9.5, 3),
    ]


def test_too_few_events_are_neither_inside_nor_outside(landings):
    assert tally(landings) == "1 inside their bands, 1 outside, 2 with too few events"


def test_a_mean_from_too_few_events_is_not_given_to_programs_either(landings):
    found = rows(landings)
    assert [row["enough"] for row in found] == [True, True, False, False]
    assert [row["inside"] for row in found] == [True, False, None, None]
    assert [row["mean"] for row in found] == [2.0, 4.0, None, None]
    assert found[2]["interval_low"] is None
    assert {"name", "low", "high", "mean", "inside", "enough"} <= set(found[0])


def test_worlds_of_one_set_are_not_taken_for_independent() -> None:
    once = fake_comparison(worlds=12).batch
    arrays = {name: np.concatenate([getattr(once, name)] * 2, axis=1) for name in ("totals_array", "monthly_array")}
    twice = replace(once, worlds=tuple(range(24)), sets=tuple(range(12)) * 2, **arrays)
    district = load_district("jiuyuan-hamlet")
    for before, after in zip(landings_of(once, district), landings_of(twice, district), strict=True):
        assert (after.mean, after.interval_low, after.interval_high) == pytest.approx((before.mean, before.interval_low, before.interval_high), nan_ok=True)
    few = replace(twice, sets=(0, 1, 2, 3) * 6)
    assert {landing.interval_low for landing in landings_of(few, district)} == {None}


def test_after_the_burn_in_the_baseline_of_the_whole_district_is_inside_every_target() -> None:
    plan = make_plan("jiuyuan", [], worlds=8, months=60, seed=3, ensemble="none")
    batch, failures = run_worlds(plan, workers=0)
    assert not failures
    found = landings_of(batch, plan.district)
    assert len(found) == 11
    assert all(landing.enough for landing in found)
    assert {landing.target.name: landing.mean for landing in found if not landing.inside} == {}
