"""How long a comparison would take: measured on a few months of its own district."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

from experiments.plan import Plan
from experiments.worlds import Simulator, simulator
from simulation.outcomes import OUTCOMES

SHORT, LONG = 1, 5
"""Months of the two timing runs; their difference is the price of a month, the rest that of a world."""


@dataclass(frozen=True)
class Estimate:
    """Runs, seconds and bytes of a plan."""

    runs: int
    months: int
    """Months to simulate, the burn-ins included."""
    seconds: float
    bytes: float


def estimate(plan: Plan, workers: int, simulate: Simulator | None = None) -> Estimate:
    """Time two short runs of the baseline and scale them up; the first, untimed run pays for compiling."""
    simulate = simulate or simulator(plan.engine)
    district = replace(plan.district, burn_in=0)

    def seconds(months: int) -> float:
        started = time.perf_counter()
        simulate(
            district, plan.policies[:1], parameters=plan.parameters, seed=plan.seed, world=plan.worlds[0], months=months
        )
        return time.perf_counter() - started

    seconds(SHORT)
    short, long = seconds(SHORT), seconds(LONG)
    month = max(0.0, long - short) / (LONG - SHORT)
    setup = max(0.0, short - SHORT * month)
    per_world = plan.district.burn_in + plan.months * len(plan.policies)
    rounds = math.ceil(len(plan.worlds) / max(1, workers))
    return Estimate(
        runs=len(plan.policies) * len(plan.worlds),
        months=per_world * len(plan.worlds),
        seconds=rounds * (setup + month * per_world),
        bytes=16.0 * len(OUTCOMES) * len(plan.policies) * len(plan.worlds) * plan.months,
    )
