"""The baseline of a district, counted as its records count: by month, by department, sector and size class, world by world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.running.plan import Plan
from simulation.breakdowns import SIZE_BOUNDS, SIZE_CLASSES
from simulation.simulate import simulate

NOTES = {"visits": "visits", "findings": "findings", "penalties": "penalties", "injuries": "reported_injuries", "deaths": "reported_deaths"}
"""What the model notes of every enterprise, by what the records call it."""
OF_DEPARTMENTS = {"visits": "visits", "findings": "hazards_found", "penalties": "penalties"}


@dataclass(frozen=True)
class Modelled:
    """One measure of the model: (worlds, months), and totals over all months by group, each (worlds,)."""

    measure: str
    monthly: NDArray[np.float64]
    groups: dict[str, dict[str, NDArray[np.float64]]]


def modelled(plan: Plan, tick: Callable[[int], None] = lambda done: None) -> dict[str, Modelled]:
    """Every measure in every world of a plan; ``tick`` is told how many are done."""
    district, worlds = plan.single, len(plan.worlds)
    monthly = {measure: np.zeros((worlds, plan.months)) for measure in NOTES}
    names = {"department": [one.name for one in district.departments], "sector": [one.name for one in district.sectors], "size": list(SIZE_CLASSES)}
    totals = {measure: {kind: np.zeros((worlds, len(of))) for kind, of in names.items() if kind != "department" or measure in OF_DEPARTMENTS} for measure in NOTES}
    sectors = {name: number for number, name in enumerate(names["sector"])}
    for place, world in enumerate(plan.worlds):
        run = simulate(district, parameters=plan.parameters_of(world), seed=plan.seed, world=world, months=plan.months,
                       by_enterprise=tuple(NOTES.values()), breakdowns=("department",))  # fmt: skip
        kept = run.by_enterprise
        assert kept is not None
        of_sector = np.array([sectors[name] for name in kept.facts["sector"]])
        of_size = np.searchsorted(SIZE_BOUNDS, kept.facts["workers"], side="right")
        for measure, note in NOTES.items():
            values = kept.values[note]
            monthly[measure][place] = values.sum(axis=0)
            whole = values.sum(axis=1)
            totals[measure]["sector"][place] = np.bincount(of_sector, whole, len(sectors))
            totals[measure]["size"][place] = np.bincount(of_size, whole, len(SIZE_CLASSES))
            if measure in OF_DEPARTMENTS:
                totals[measure]["department"][place] = run.breakdowns["department"].values[OF_DEPARTMENTS[measure]]
        tick(place + 1)
    return {
        measure: Modelled(measure, monthly[measure], {kind: dict(zip(names[kind], of.T, strict=True)) for kind, of in totals[measure].items()})
        for measure in NOTES
    }
