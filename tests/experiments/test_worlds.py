"""Running worlds: the same answer for any number of workers; nothing hangs, nothing is lost."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from experiments.running.batch import BadRunError, world_result
from experiments.running.parts import Parts
from experiments.running.worlds import run_worlds
from tests.experiments.fakes import fake_plan, simulate_policies


def same(one, other):
    return (
        one.worlds == other.worlds
        and one.digests == other.digests
        and np.array_equal(one.totals_array, other.totals_array, equal_nan=True)
        and np.array_equal(one.monthly_array, other.monthly_array)
        and one.events == other.events
        and one.places == other.places
    )


def test_any_number_of_workers_gives_the_same_answer():
    plan = fake_plan(worlds=5)
    alone, failures = run_worlds(plan, workers=0)
    assert not failures
    for workers in (1, 2, 4):
        batch, failures = run_worlds(plan, workers=workers)
        assert not failures
        assert same(alone, batch)


def test_a_raising_a_dying_and_a_stalled_world_are_rows_and_the_rest_finish():
    plan = fake_plan(worlds=6, parameters={"trouble_1": 1.0, "trouble_2": 2.0, "trouble_4": 3.0})
    seen = []
    batch, failures = run_worlds(
        plan, workers=2, stall_seconds=8.0, progress=lambda *state: seen.append(state)
    )
    assert batch.worlds == (0, 3, 5)
    assert [(f.world, f.kind) for f in failures] == [(1, "error"), (2, "killed"), (4, "stalled")]
    assert failures[0].reason == "RuntimeError: a fault made for the test"
    assert "worlds=[2]" in failures[1].replay and "seed=0" in failures[1].replay
    assert "--first-world 2" in dataclasses.replace(plan, simulate=None).replay(2)
    assert seen[-1] == (1.0, 6, 3)


def test_stored_worlds_come_back_exactly_and_are_not_run_again(tmp_path, monkeypatch):
    plan = fake_plan(worlds=3)
    first, _ = run_worlds(plan, workers=0, stored=Parts(tmp_path, plan))

    def never(*_args, **_settings):
        raise AssertionError("run again")

    monkeypatch.setattr("experiments.running.worlds.run_world", never)
    again, failures = run_worlds(plan, workers=0, stored=Parts(tmp_path, plan))
    assert not failures
    assert same(first, again)


def test_a_damaged_part_and_one_of_another_plan_are_run_again(tmp_path):
    plan = fake_plan(worlds=2)
    run_worlds(plan, workers=0, stored=Parts(tmp_path, plan))
    victim = tmp_path / "world-000001" / "totals.parquet"
    victim.write_bytes(victim.read_bytes()[:-9] + b"123456789")
    assert Parts(tmp_path, plan).load(0) is not None
    assert Parts(tmp_path, plan).load(1) is None
    assert Parts(tmp_path, fake_plan(worlds=2, seed=1)).load(0) is None


def test_numbers_that_no_run_can_have_are_refused():
    plan = fake_plan()
    runs = simulate_policies(plan.district, plan.policies, parameters=plan.parameters, months=3)
    runs[1].monthly["deaths"][2] = np.nan
    with pytest.raises(BadRunError, match="deaths is not a finite number"):
        world_result(0, plan.names, runs)
