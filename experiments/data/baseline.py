"""The baseline of a district, counted as its records count: by month, and by department, sector and size class, world by world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.running.plan import Plan
from simulation.breakdowns import SIZE_BOUNDS, SIZE_CLASSES
from simulation.course import settle

Array = NDArray[np.float64]
NOTES = {"visits": "visits", "findings": "findings", "penalties": "penalties", "injuries": "reported_injuries", "deaths": "reported_deaths"}
"""What the model notes of every enterprise, by what the records call it."""
OF_DEPARTMENTS = {"visits": "visits", "findings": "hazards_found", "penalties": "penalties"}


@dataclass(frozen=True)
class Modelled:
    """One measure of the model: (worlds, months), and the same of each group by kind and name."""

    measure: str
    monthly: Array
    groups: dict[str, dict[str, Array]]


def modelled(plan: Plan, tick: Callable[[int], None] = lambda done: None) -> dict[str, Modelled]:
    """Every measure in every world of a plan; ``tick`` is told how many are done."""
    district, worlds = plan.single, []
    for place, world in enumerate(plan.worlds):
        worlds.append(_of_world(plan, world))
        tick(place + 1)
    names = {"department": [one.name for one in district.departments], "sector": [one.name for one in district.sectors], "size": list(SIZE_CLASSES)}
    return {
        measure: Modelled(measure, np.stack([one[measure, ""][0] for one in worlds]), {
            kind: {name: np.stack([one[measure, kind][number] for one in worlds]) for number, name in enumerate(of)}
            for kind, of in names.items() if (measure, kind) in worlds[0]})
        for measure in NOTES
    }  # fmt: skip


def _of_world(plan: Plan, world: int) -> dict[tuple[str, str], Array]:
    """The months of one world by measure and kind of group, each (groups, months); the whole district under an empty kind."""
    district = plan.single
    course = settle(district, plan.parameters_of(world), seed=plan.seed, world=world).start(by_enterprise=tuple(NOTES.values()), breakdowns=("department",))
    of_departments = np.zeros((plan.months, len(OF_DEPARTMENTS), len(district.departments)))
    for month in range(plan.months):
        course.advance(1)
        run = course.run()  # what departments did is told as a sum from the first month on
        of_departments[month] = [run.breakdowns["department"].values[outcome] for outcome in OF_DEPARTMENTS.values()]
    of_departments[1:] -= of_departments[:-1].copy()
    kept = run.by_enterprise
    assert kept is not None
    sectors = {one.name: number for number, one in enumerate(district.sectors)}
    of_sector = np.array([sectors[name] for name in kept.facts["sector"]])
    of_size = np.searchsorted(SIZE_BOUNDS, kept.facts["workers"], side="right")
    found: dict[tuple[str, str], Array] = {}
    for measure, note in NOTES.items():
        values = kept.values[note]
        found[measure, ""] = values.sum(axis=0, keepdims=True)
        found[measure, "sector"], found[measure, "size"] = _grouped(values, of_sector, len(sectors)), _grouped(values, of_size, len(SIZE_CLASSES))
    for number, measure in enumerate(OF_DEPARTMENTS):
        found[measure, "department"] = of_departments[:, number].T
    return found


def _grouped(values: Array, of: Sequence[int] | NDArray[np.int64], count: int) -> Array:
    """Sums of the enterprises of each group, (groups, months)."""
    found = np.zeros((count, values.shape[1]))
    np.add.at(found, np.asarray(of), values)
    return found
