"""What a simulator of one's own returns is what was asked: another policy, world, seed or length, or districts in another order, are a row with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from experiments.running.worlds import run_worlds
from tests.experiments import fake_regions, fakes


def _reversed(district: Any, policies: Any, **given: Any) -> Any:
    return fakes.simulate_policies(district, policies, **given)[::-1]


def _one_short(district: Any, policies: Any, **given: Any) -> Any:
    return fakes.simulate_policies(district, policies, **given)[1:]


def _another(**changes: Any) -> Any:
    """A simulator whose runs say another seed, world or length than was asked."""
    return lambda district, policies, **given: [replace(run, **changes) for run in fakes.simulate_policies(district, policies, **given)]


def _of_one_month(district: Any, policies: Any, **given: Any) -> Any:
    """Runs with one number where there should be one a month, which NumPy would spread over all months."""
    runs = fakes.simulate_policies(district, policies, **given)
    runs[1].monthly["deaths"] = runs[1].monthly["deaths"][:1]
    return runs


@pytest.mark.parametrize(("simulator", "said"), [
    (_reversed, "says policy 'coordination', and 'baseline' was asked"), (_one_short, "policies asked"), (_another(seed=9), "says seed 9, and 0 was asked"),
    (_another(world=7), "says world 7, and 0 was asked"), (_another(months=6), "says months 6, and 12 was asked"), (_of_one_month, "not one number for each of 12 months"),
])  # fmt: skip
def test_runs_that_are_not_what_was_asked_are_a_row_with_the_reason(simulator: Any, said: str) -> None:
    plan = replace(fakes.fake_plan(policies=[fakes.effect("coordination", deaths=0.5)], worlds=2, months=12), simulate=simulator)
    batch, failures = run_worlds(plan, workers=0)
    assert not batch.worlds and [failure.world for failure in failures] == [0, 1]
    assert said in failures[0].reason and failures[0].reason.startswith("BadRunError: ")


@pytest.mark.parametrize(("worlds", "mixed", "said"), [
    (1, lambda runs: runs[::-1], "says policy"), (2, lambda runs: runs[::-1], "says policy"), (2, lambda runs: [of[::-1] for of in runs], "says world"),
    (1, lambda runs: [of[1:] for of in runs], "runs that came back"),
])  # fmt: skip
def test_runs_of_a_region_are_held_against_what_was_asked(worlds: int, mixed: Any, said: str) -> None:
    plan = fake_regions.region_plan(worlds=worlds, months=3)
    right, failures = run_worlds(plan, workers=0)
    assert right.worlds and not failures
    _batch, failures = run_worlds(replace(plan, simulate=lambda *given, **named: mixed(fake_regions.fake_runs(*given, **named))), workers=0)
    assert len(failures) == worlds and all(said in failure.reason for failure in failures)
