"""Mixes tried on the model: every batch is a sweep of its own, stored as it goes, on the same worlds as every other batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.appraisal import benefit, fatality_equivalents
from experiments.running.digests import digest
from experiments.statistics.sets import by_set
from experiments.studies.optimisation import toml
from experiments.studies.optimisation.scores import Array, Measured, Worth
from experiments.studies.optimisation.space import Mix, Space
from experiments.studies.sweep.appraisal import averted, values
from experiments.studies.sweep.tasks import place_of
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios.schema.plan import LEVERS_ONLY, OptimiseTable, PlanFile, Sampler
from simulation.district import NOMINAL_EMPLOYEES

if TYPE_CHECKING:
    from experiments.studies.sweep.results import Results

BASELINE = "baseline"
DEATHS, GOVERNMENT, ENTERPRISE = "expected_deaths", "government_cost", "enterprise_cost"

Sweep = Callable[[PlanFile, Path], "Results"]
"""Runs a plan in a folder, or takes it up again there."""


@dataclass
class OnTheModel:
    """An ``Evaluate`` for ``plan`` on its worlds, or on ``worlds`` of them from ``first_world`` on; a batch is a folder in ``folder``."""

    plan: PlanFile
    space: Space
    folder: Path
    sweep: Sweep
    worlds: int
    first_world: int
    _usable: NDArray[np.bool_] | None = field(default=None, init=False)

    def __call__(self, mixes: Sequence[Mix], kind: str) -> Measured:
        """Try ``mixes``; ``UserError`` where the baseline could be run on no world."""
        batch = kind if kind.startswith("generation") else batch_name(kind, mixes)
        plan = batch_plan(self.plan, self.space, mixes, self.worlds, self.first_world).model_copy(update={"name": batch})
        results = self.sweep(plan, self.folder / batch)
        cubes = {name: results.cube(name) for name in (DEATHS, GOVERNMENT, ENTERPRISE)}
        usable = self._worlds(cubes[DEATHS])
        differences = {name: (cube[:, 1] - cube[:, 0])[:, usable] for name, cube in cubes.items()}
        differences[GOVERNMENT] = differences[GOVERNMENT] + programme_costs(self.plan, self.space, mixes)[:, None]
        baseline = float(np.nanmean(cubes[DEATHS][:, 0, usable]))
        sets = results.sets()
        if sets is not None:
            differences = {name: by_set(values, sets[usable].tolist()) for name, values in differences.items()}
        return Measured(differences[DEATHS], differences[GOVERNMENT], differences[ENTERPRISE], baseline, int(usable.sum()),
                        "worlds" if sets is None else "sets", len(results.failures), _worth(results, usable))  # fmt: skip

    def _worlds(self, deaths: Array) -> NDArray[np.bool_]:
        """Worlds on which the baseline could be run, as the first batch found them: the same for all batches."""
        if self._usable is None:
            self._usable = np.asarray(np.isfinite(deaths[:, 0]).any(axis=0))
        if not self._usable.any():
            raise UserError(_("No world could be completed."), str(self.folder), _("The folder's failures say why."))
        return self._usable


def _worth(results: Results, usable: NDArray[np.bool_]) -> Worth:
    """What the mixes avert, by world or set, with the values of each."""
    credited = values(results)
    less = averted(results, credited)
    parts = [np.asarray(part)[:, 1][:, usable] for part in (fatality_equivalents(less, credited), less.loss, benefit(less, credited))]
    sets = results.sets()
    return Worth(*parts) if sets is None else Worth(*(by_set(part, sets[usable].tolist()) for part in parts))


def batch_plan(plan: PlanFile, space: Space, mixes: Sequence[Mix], worlds: int, first_world: int) -> PlanFile:
    """The sweep of one batch: a table with a point for each mix, the levers alone against the baseline, phased in as the plan says.

    How long the search goes on is no part of it, so that a longer search takes up the batches of a shorter one.
    """
    phase_in = plan.optimise.phase_in
    levers = {name: factor.model_copy(update={"ramp": max(factor.ramp, phase_in)}) for name, factor in plan.levers.items()}
    return plan.model_copy(update={
        "policies": [BASELINE, LEVERS_ONLY], "combine": False, "outcomes": [DEATHS, GOVERNMENT, ENTERPRISE], "worlds": worlds,
        "first_world": first_world, "sampler": Sampler(method="table"), "levers": levers, "points": [space.values(mix) for mix in mixes],
        "optimise": OptimiseTable(),
    })  # fmt: skip


def batch_name(kind: str, mixes: Sequence[Mix]) -> str:
    """A name for a batch by what it tries, so that another one never goes into its folder."""
    return f"{kind}-{digest([list(mix) for mix in mixes])[:8]}"


def plan_text(plan: PlanFile) -> str:
    """The plan of a batch as a file, by which one of its tasks can be run again."""
    return toml.document(plan.model_dump(mode="json", exclude_defaults=True, exclude_none=True))


def programme_costs(plan: PlanFile, space: Space, mixes: Sequence[Mix]) -> Array:
    """Yuan a year that each mix costs the government beside what the model prices: the programmes of the levers it moves."""
    programmes = plan.optimise.programmes
    yearly = [sum(programmes[lever].yearly_cost for lever in space.moved(mix) if lever in programmes) for mix in mixes]
    return np.array(yearly, dtype=float) * place_of(plan).employees / NOMINAL_EMPLOYEES
