"""How long a comparison would take: measured on a few months of its own district."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

from experiments.running.plan import Plan, Simulator
from experiments.running.worlds import simulator, threads_beside
from simulation.district import District
from simulation.outcomes import OUTCOMES
from simulation.region import Region

SHORT, LONG = 1, 5
"""Months of the two timing runs; their difference is the price of a month, the rest that of a world."""
PROBED = 3
"""Districts of a region that each thread is timed on."""


@dataclass(frozen=True)
class Estimate:
    """Runs, seconds and bytes of a plan."""

    runs: int
    months: int
    """Months to simulate, the burn-ins included, those that are kept left out."""
    seconds: float
    bytes: float


def estimate(plan: Plan, workers: int, simulate: Simulator | None = None, spared: int = 0) -> Estimate:
    """Time two short runs of the baseline and scale them up; the first, untimed run pays for compiling.

    ``spared`` are months that are kept and need not be run.  Of a region a few districts are timed on the threads of one worker and scaled by enterprises.
    """
    threads = threads_beside(min(workers, len(plan.worlds)))
    simulate = simulate or simulator(plan, threads)
    probe = _probe(plan.district, threads)
    part = probe.enterprises / plan.district.enterprises

    def seconds(months: int) -> float:
        started = time.perf_counter()
        simulate(
            probe, plan.policies[:1], parameters=plan.parameters, seed=plan.seed, world=plan.worlds[0], months=months
        )
        return time.perf_counter() - started

    seconds(SHORT)
    short, long = seconds(SHORT), seconds(LONG)
    month = max(0.0, long - short) / (LONG - SHORT)
    setup = max(0.0, short - SHORT * month) / part
    month /= part
    all_months = (plan.district.burn_in + plan.months * len(plan.policies)) * len(plan.worlds) - spared
    per_world = all_months / len(plan.worlds)
    rounds = math.ceil(len(plan.worlds) / max(1, workers))
    return Estimate(
        runs=len(plan.policies) * len(plan.worlds) * (1 if plan.region is None else len(plan.region.units)),
        months=all_months,
        seconds=rounds * (setup + month * per_world),
        bytes=16.0 * len(OUTCOMES) * len(plan.policies) * plan.replicates * plan.months,
    )


def _probe(place: District | Region, threads: int) -> District | Region:
    """What is timed in place of ``place``, without a burn-in: a few districts of a region for each thread."""
    if isinstance(place, District):
        return replace(place, burn_in=0)
    few = place.sample(min(1.0, PROBED * threads / len(place.units)))
    return replace(few, units=tuple(replace(unit, district=replace(unit.district, burn_in=0)) for unit in few.units))
