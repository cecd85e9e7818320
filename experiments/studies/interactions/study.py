"""From the runs of a factorial to effects with intervals that hold all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.intervals import MIN_WORLDS
from experiments.statistics.sets import MIN_SETS, by_set
from experiments.studies.factors import gain_sign
from experiments.studies.interactions.contrasts import Combination, Contrast, alone, averaged, combinations_of, effects
from experiments.studies.interactions.simultaneous import Band, simultaneous
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios import load_ensemble
from scenarios.schema.plan import NO_ENSEMBLE, PlanFile

Array = NDArray[np.float64]
Over = Literal["worlds", "sets", "points"]
DRAWN = {"ensemble", "latin-hypercube"}
"""Samplers whose points are a sample, over which an interval means something."""


class Runs(Protocol):
    """What a study reads of a sweep."""

    plan: PlanFile
    policies: tuple[str, ...]

    def cube(self, outcome: str) -> Array:
        """(points, policies, worlds), per year where months add up, nan where missing."""
        ...


@dataclass(frozen=True, eq=False)
class Effects:
    """One outcome: effects turned so that more is better, in two families of their own."""

    outcome: str
    level: float
    """Under the reference."""
    contrasts: tuple[Contrast, ...]
    values: Array
    """(contrasts, replicates)."""
    averaged: Band
    """Main effects and pairs, averaged over what else is in force: the first of ``contrasts``."""
    alone: Band
    """The same with nothing else in force, and the bundle: the others."""

    def rows(self) -> list[tuple[Contrast, float, float, float, float]]:
        """Contrast, mean, low, high, adjusted p; in the order of ``contrasts``."""
        ends = [np.concatenate(pair) for pair in zip(*((b.mean, b.low, b.high, b.p) for b in (self.averaged, self.alone)), strict=True)]
        return [(c, *(float(v) for v in values)) for c, *values in zip(self.contrasts, *ends, strict=True)]


@dataclass(frozen=True, eq=False)
class Factorial:
    """What a factorial of policies says about each outcome of its plan."""

    plan: PlanFile
    parts: tuple[str, ...]
    effects: tuple[Effects, ...]
    over: Over
    replicates: int
    dropped: int
    """Replicates that some combination did not complete."""


def check(plan: PlanFile) -> Over:
    """What the intervals of a plan are over; ``UserError`` where it is no factorial or has too few replicates."""
    if not plan.combine or len(plan.policies) < 3:
        raise UserError(_("The plan is no factorial of policies."), plan.name,
                        _("Name a reference and two policies or more, and write combine = true."))  # fmt: skip
    if plan.sampler.method in DRAWN:
        over: Over = "points"
        count = plan.sampler.points or 1
    elif plan.sampler.method == "single":
        over = "worlds" if plan.ensemble == NO_ENSEMBLE else "sets"
        count = plan.worlds if over == "worlds" else len(set(sets_of(plan)))
    else:
        raise UserError(_("Interactions are estimated at one point, or over points that are a sample."), plan.name,
                        _("Write method = \"single\", \"latin-hypercube\" or \"ensemble\"."))  # fmt: skip
    least = MIN_WORLDS if over == "worlds" else MIN_SETS
    if count < least:
        raise UserError(_("{n} replicates are too few for intervals; {least} are the least.").format(n=count, least=least), plan.name,
                        _("Raise worlds; with an ensemble two worlds share a set."))  # fmt: skip
    return over


def sets_of(plan: PlanFile) -> list[int]:
    """The set of the ensemble under which each world of the plan runs."""
    ensemble = load_ensemble(plan.ensemble)
    return [ensemble.of_world(plan.first_world + number) for number in range(plan.worlds)]


def estimated(runs: Runs) -> Factorial:
    """Every effect of the plan's factorial on each of its outcomes; ``UserError`` as ``check``.

    A sweep has its combinations in the order of ``combinations_of``.
    """
    plan = runs.plan
    over, parts = check(plan), plan.policies[1:]
    order = combinations_of(parts)
    if len(order) != len(runs.policies):
        raise ValueError(f"{len(runs.policies)} policies are not the {len(order)} combinations of the plan")
    sets = sets_of(plan) if over == "sets" else []
    found, replicates, dropped = [], 0, 0
    for outcome in plan.outcomes:
        values = replicated(runs.cube(outcome), over, sets)
        whole = ~np.isnan(values).any(axis=0)
        replicates, dropped = int(whole.sum()), int((~whole).sum())
        if replicates < MIN_SETS:
            raise UserError(_("Only {n} replicates completed every combination.").format(n=replicates), plan.name, _("Run the plan anew."))
        found.append(_of_outcome(outcome, values[:, whole], parts, order, plan.seed))
    return Factorial(plan, tuple(parts), tuple(found), over, replicates, dropped)


def replicated(cube: Array, over: Over, sets: Sequence[int]) -> Array:
    """(policies, replicates): the mean over worlds of a set, or of a point; a set of which a world is missing is missing."""
    if over == "points":
        return np.asarray(cube.mean(axis=2).T)
    if over == "worlds":
        return cube[0]
    # Means by set are a product with a matrix, in which one hole would spoil every set.
    holed = by_set(np.isnan(cube[0]).any(axis=0).astype(float), sets) > 0
    return np.where(holed, np.nan, by_set(np.nan_to_num(cube[0]), sets))


def _of_outcome(outcome: str, values: Array, parts: Sequence[str], order: Sequence[Combination], seed: int) -> Effects:
    first, second = averaged(parts, order), alone(parts, order)
    turned = gain_sign(outcome) * values
    together, apart = effects(first, turned), effects(second, turned)
    level = float(values[order.index(frozenset())].mean())
    return Effects(outcome, level, (*first, *second), np.concatenate([together, apart]), simultaneous(together, seed), simultaneous(apart, seed))
