"""What somebody waits for who changes a policy: the difference from a baseline that is kept, in a process that is warm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from experiments.upkeep.bench.timing import SEED, Effort, go_on, median_seconds
from scenarios import load_district, load_parameters, load_policy
from simulation.engine.run import EngineModel
from simulation.policy import BASELINE, Policy

POLICY = "all-five"
"""The dearest of the shipped ones, twice the baseline."""
YEARS = (3, 5, 10)


def settled_world(district: str) -> EngineModel:
    """A world of a shipped district after its burn-in."""
    found = load_district(district)
    model = EngineModel(found, BASELINE, load_parameters().values, SEED, 0)
    go_on(model, found.burn_in)
    return model


def answer(settled: EngineModel, policy: Policy, months: int, before: dict[str, float]) -> dict[str, float]:
    """The differences that a policy makes in a settled world; ``before``: what the baseline came to there."""
    model = settled.under(policy)
    go_on(model, months)
    run = model.run()
    return {name: run.total(name) - value for name, value in before.items()}


def answer_seconds(effort: Effort) -> Iterator[tuple[str, tuple[float, ...]]]:
    """For each district the median processor seconds of a paired answer over three, five and ten years; burn-in and baseline are kept."""
    policy = load_policy(POLICY)
    for district in effort.answered:
        settled, times = settled_world(district), []
        for years in YEARS:
            kept = settled.under(BASELINE)
            go_on(kept, 12 * years)
            run = kept.run()
            before = {name: run.total(name) for name in run.monthly}
            times.append(median_seconds(effort.runs, partial(answer, settled, policy, 12 * years, before)))
        yield district, tuple(times)
