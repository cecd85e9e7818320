"""How many runs, how long and how much disk a sweep takes, before it starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.running import timing
from experiments.running.plan import Plan
from experiments.studies.sweep.kept import estimated_bytes, groups_of
from experiments.studies.sweep.rows import SCHEMA
from experiments.studies.sweep.schedule import size_for
from experiments.studies.sweep.tasks import Sweep
from simulation.region import Region

ROW_BYTES = 8.0 * len(SCHEMA)
"""Bytes of a row on disk: numbers hardly shrink."""
PART_BYTES = 300.0 * len(SCHEMA)
"""Bytes of a part beside its rows: what Parquet notes of each column, and its line in the ledger."""


@dataclass(frozen=True)
class Estimate:
    """``tasks`` are points in worlds; each has one run for each policy."""

    points: int
    worlds: int
    policies: int
    tasks: int
    seconds: float
    bytes: float

    @property
    def runs(self) -> int:
        return self.tasks * self.policies


def estimate(sweep: Sweep, workers: int) -> Estimate:
    """Time a few months of the district, and count months: one burn-in serves all tasks of a world with the same parameters."""
    context, beside = sweep.context, max(1, min(workers, sweep.tasks))
    # Of a region the threads of a worker depend on how many there are; of a district one world tells as much as several.
    worlds = tuple(range(beside)) if isinstance(context.district, Region) else (sweep.worlds[0],)
    plan = Plan(district=context.district, policies=context.policies, parameters=context.parameters, worlds=worlds, months=context.months,
                seed=context.seed)  # fmt: skip
    found = timing.estimate(plan, beside)
    burn_ins = _burn_ins(sweep)
    own = len(context.policies) - (1 if sweep.plan.levers else 0)
    months = burn_ins * (context.district.burn_in + context.months) + sweep.tasks * own * context.months
    policies, seconds = len(context.policies), months * found.seconds * len(worlds) / found.months
    places = len(context.district.units) if isinstance(context.district, Region) else len(context.district.places)
    parts = workers + sweep.tasks / size_for(seconds / sweep.tasks, sweep.tasks, workers)
    kept = estimated_bytes(
        context.keep, sweep.tasks * policies, context.months, places, groups_of(context.district, context.by), parts)
    return Estimate(sweep.design.points, sweep.plan.worlds, policies, sweep.tasks, seconds / max(1, workers),
                    ROW_BYTES * sweep.tasks * policies + PART_BYTES * parts + kept)  # fmt: skip


def _burn_ins(sweep: Sweep) -> int:
    """Worlds times the different sets of parameters among the points."""
    if sweep.design.sets is not None:
        return sweep.tasks
    own = [f for f, name in enumerate(sweep.design.factors) if name in sweep.plan.uncertainties]
    return len(np.unique(sweep.design.values[:, own], axis=0)) * sweep.plan.worlds if own else sweep.plan.worlds

