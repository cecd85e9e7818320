"""Screening first, then indices of what is left: two sweeps derived from one plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.studies.sensitivity import indices as sobol
from experiments.studies.sensitivity.indices import Indices
from experiments.studies.sensitivity.noise import agreement, noise_share
from experiments.studies.sensitivity.responses import Response, Runs, responses, values, whole_blocks
from experiments.studies.sensitivity.screening import Screening, influence, kept, positions, screened
from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios.schema.plan import LEVERS_ONLY, PlanFile, Sampler

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Screened:
    """The screening of every response."""

    names: tuple[str, ...]
    responses: tuple[Response, ...]
    found: tuple[Screening, ...]
    influence: Array
    kept: tuple[str, ...]
    trajectories: int
    dropped: int
    """Trajectories with a missing run."""


@dataclass(frozen=True, eq=False)
class Explained:
    """The indices of one response; ``steps`` is empty where nothing varies."""

    response: Response
    mean: float
    spread: float
    """Mean and standard deviation over the points."""
    noise: float
    """Share of the variance that other worlds would not give again; nan with one world."""
    agreement: float
    """Rank correlation of the total indices from two halves of the worlds; nan where it cannot be told."""
    steps: tuple[Indices, ...]

    @property
    def indices(self) -> Indices | None:
        """From all base samples."""
        return self.steps[-1] if self.steps else None

    @property
    def moved(self) -> float:
        """The largest move of a total index in the last doubling of the base samples."""
        return sobol.unsettled(list(self.steps))


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What a plan's outcomes hang on."""

    plan: PlanFile
    screened: Screened
    names: tuple[str, ...]
    explained: tuple[Explained, ...]
    base: int
    dropped: int
    """Base samples with a missing run."""


def screening_plan(plan: PlanFile) -> PlanFile:
    """The plan with a Morris design over all of its factors; ``UserError`` where there is nothing to vary."""
    if len(plan.factors) < 2:
        raise UserError(_("There are no two factors to compare."), plan.name, _("Add [levers.NAME] or [uncertainties.NAME]."))
    if plan.sensitivity.points & (plan.sensitivity.points - 1):
        raise UserError(_("{value} is no power of 2").format(value=plan.sensitivity.points), f"{plan.name}: sensitivity.points", _("Write 64, 128 or 256."))
    sampler = Sampler(method="morris", points=plan.sensitivity.trajectories, levels=plan.sampler.levels, seed=plan.sampler.seed)
    return plan.model_copy(update={"sampler": sampler, "points": []})


def indices_plan(plan: PlanFile, names: Sequence[str]) -> PlanFile:
    """The plan with a Saltelli design over ``names``; all other factors have the value of the plan or of parameters.toml."""
    levers = {name: factor for name, factor in plan.levers.items() if name in names}
    policies = [policy for policy in plan.policies if policy != LEVERS_ONLY or levers]
    sampler = Sampler(method="sobol", points=plan.sensitivity.points, second_order=plan.sampler.second_order, seed=plan.sampler.seed)
    uncertainties = {name: factor for name, factor in plan.uncertainties.items() if name in names}
    return plan.model_copy(update={"sampler": sampler, "points": [], "levers": levers, "uncertainties": uncertainties, "policies": policies})


def screen(runs: Runs, drawn: Callable[[str], Sequence[float]]) -> Screened:
    """The elementary effects of a screening sweep; ``drawn`` gives the values of a factor at the points."""
    plan, names = runs.plan, tuple(runs.plan.factors)
    wanted = responses(plan.outcomes, runs.policies)
    tables = [values(runs, one) for one in wanted]
    size = len(names) + 1
    whole = whole_blocks(tables, size)
    count = int(whole.sum()) // size
    if count < 2:
        raise UserError(_("Only {n} trajectories were completed.").format(n=count), plan.name, _("Run the plan anew."))
    places = positions(plan.factors, {name: drawn(name) for name in names})[whole]
    found = tuple(screened(places, table[whole].mean(axis=1), plan.sampler.levels, plan.sampler.seed) for table in tables)
    noise = np.nan_to_num([noise_share(table[whole]) for table in tables])
    influences = influence(found, (1.0 - noise).tolist())
    left = kept(names, influences, plan.sensitivity.keep)
    if not left:
        raise UserError(_("None of the factors moves any of the outcomes."), plan.name, _("Name other outcomes or factors."))
    return Screened(names, tuple(wanted), found, influences, tuple(left), count, len(whole) // size - count)


def explain(runs: Runs, screening: Screened, plan: PlanFile) -> Sensitivity:
    """The indices of an index sweep, with what they owe to luck and how they settled; ``plan`` is the one given by the user."""
    names, second = tuple(runs.plan.factors), runs.plan.sampler.second_order
    wanted = responses(runs.plan.outcomes, runs.policies)
    tables = [values(runs, one) for one in wanted]
    size = sobol.block(len(names), second)
    whole = whole_blocks(tables, size)
    base = int(whole.sum()) // size
    if base < sobol.LEAST_BASE:
        raise UserError(_("Only {n} base samples were completed.").format(n=base), plan.name, _("Run the plan anew."))
    found = tuple(_explained(one, table[whole], len(names), second, runs.plan.sampler.seed) for one, table in zip(wanted, tables, strict=True))
    return Sensitivity(plan, screening, names, found, base, len(whole) // size - base)


def _explained(response: Response, table: Array, factors: int, second: bool, seed: int) -> Explained:
    means = table.mean(axis=1)

    def totals(means: Array) -> Array:
        found = sobol.estimated(means, factors, second, seed)
        return np.zeros(factors) if found is None else found.total

    steps = tuple(sobol.convergence(means, factors, second, seed))
    told = agreement(table, totals) if steps else float("nan")
    return Explained(response, float(means.mean()), float(means.std(ddof=1)), noise_share(table), told, steps)
