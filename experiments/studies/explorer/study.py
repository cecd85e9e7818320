"""From a finished sweep to what the page shows: what can be fitted is, what cannot is named with its reason."""

from __future__ import annotations

import math
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.intervals import MIN_EVENTS, MIN_WORLDS
from experiments.statistics.sets import MIN_SETS, by_set
from experiments.studies.explorer.fit import Fit, best, least_points
from experiments.studies.explorer.said import Said
from experiments.studies.explorer.space import Space, space_of
from experiments.studies.sweep.results import Results
from experiments.text.errors import UserError
from experiments.text.labels import quantity
from experiments.text.messages import N_, _, enumerated

Array = NDArray[np.float64]
MOST = 7
"""Outcomes of a page, where nobody names them: what a reader in a hurry sees."""
EQUAL = 1e-9
"""Share of an outcome's size under which a difference is the rounding of the machine."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """One outcome under one policy; ``difference`` is None where the policy is the reference itself."""

    outcome: str
    policy: str
    level: Fit
    difference: Fit | None
    levels: Array
    """(points,): what the sweep found, mean over worlds; nan at a point that is not used."""
    differences: Array
    replicates: int

    @property
    def used(self) -> int:
        """Points that the fit stands on."""
        return int(np.isfinite(self.levels).sum())


@dataclass(frozen=True, eq=False)
class Explored:
    """A sweep with its fits."""

    found: Results
    values: Array
    """(points, factors), factors in the plan's order."""
    space: Space
    fits: tuple[Fitted, ...]
    left_out: tuple[tuple[str, str, Said], ...]
    """Outcome, policy ("" for all) and why it is not fitted."""

    @property
    def policies(self) -> list[str]:
        """The policies that are shown: all but the reference, or the reference alone."""
        return shown_policies(self.found)

    @property
    def outcomes(self) -> list[str]:
        return list(dict.fromkeys(fit.outcome for fit in self.fits))

    def reached(self, values: Array) -> NDArray[np.bool_]:
        """(n,): whether the page tells all outcomes at (n, factors) values."""
        places = self.space.places(values)
        fine = self.space.tried(values)
        for fit in self.fits:
            fine &= fit.level.basis.reaches(places)
        return fine


def shown_policies(found: Results) -> list[str]:
    """All policies but the reference; the reference where there is no other."""
    return list(found.policies[1:] or found.policies)


def explored(found: Results, outcomes: Sequence[str] = ()) -> Explored:
    """The fits of a finished sweep, of the ``outcomes`` or the first of its plan; ``UserError`` where nothing can be fitted."""
    _refuse(found)
    values = found.points()[list(found.plan.factors)].to_numpy(dtype=np.float64)
    space = space_of(found.plan, values)
    where = str(found.folder)
    if not space.varying:
        raise UserError(_("No factor of the sweep varies."), where, _("Give the plan a range or several values for a factor, and run it into a new folder."))
    if len(values) < least_points(space.levels):
        raise UserError(
            _("The sweep has {points} points, too few for a fit to {factors} factors: {least} are needed.").format(
                points=len(values), factors=len(space.levels), least=least_points(space.levels)),
            where, _("Ask for more points or fewer factors in the plan, and run it into a new folder."))  # fmt: skip
    fits, left_out = [], []
    for outcome in _asked(found, outcomes):
        for policy in shown_policies(found):
            made = _fitted(found, values, space, outcome, policy)
            if isinstance(made, Fitted):
                fits.append(made)
            else:
                left_out.append((outcome, policy, made))
    if not fits:
        _outcome, _policy, why = left_out[0]
        raise UserError(_("Nothing of this sweep can be fitted: {reason}.").format(reason=why.words()), where,
                        _("Name other outcomes with --outcome, or run a plan with more points or worlds."))  # fmt: skip
    return Explored(found, values, space, tuple(fits), tuple(left_out))


def _refuse(found: Results) -> None:
    folder, method = str(found.folder), found.plan.sampler.method
    again = shlex.quote(folder)
    if not found.complete:
        raise UserError(_("The sweep is not finished: {done} of {tasks} tasks have numbers.").format(done=found.done(), tasks=found.tasks), folder,
                        _("`inspectorate sweep` with the same plan and --out {folder} runs the rest.").format(folder=again))  # fmt: skip
    if method == "single" or not found.plan.factors:
        raise UserError(_("The sweep has one point and no factor: there is nothing to move."), folder,
                        _("Sweep a plan with [levers.NAME] or [uncertainties.NAME]; `inspectorate report` is for comparisons."))  # fmt: skip
    if method == "ensemble":
        raise UserError(_("Each point of this sweep is a whole set of assumptions: no slider could move one of them alone."), folder,
                        _("Sweep a plan with another sampler: latin-hypercube, factorial, sobol, morris or table."))  # fmt: skip


def _asked(found: Results, outcomes: Sequence[str]) -> list[str]:
    """The outcomes to fit; ``UserError`` naming one that the sweep has not."""
    from experiments.running.batch import TOTALS

    known = (*TOTALS, *found.own)
    for name in outcomes:
        if name not in known:
            raise UserError(_("There is no outcome {name}.").format(name=repr(name[:60])), "--outcome",
                            _("Those of the plan are {names}; every other outcome of the model will do as well.").format(names=enumerated([*found.plan.outcomes, *found.own])))  # fmt: skip
    return list(dict.fromkeys(outcomes)) or [*dict.fromkeys((*found.own, *found.plan.outcomes))][:MOST]


def replicated(values: Array, sets: NDArray[np.int64] | None) -> Array:
    """(points, worlds) as (points, replicates): worlds, or sets where worlds share them."""
    return values if sets is None else by_set(values, sets.tolist())


def enough(worlds: int, replicates: int, has_sets: bool) -> bool:
    """Whether so many replicates tell an interval, as in a comparison."""
    return replicates >= (MIN_SETS if has_sets and worlds >= MIN_WORLDS else MIN_WORLDS)


def _fitted(found: Results, values: Array, space: Space, outcome: str, policy: str) -> Fitted | Said:
    """The fit, or why there is none."""
    cube, sets = found.cube(outcome), found.sets()
    own, reference = cube[:, found.policies.index(policy)], cube[:, 0]
    alone = policy == found.policies[0]
    kept = np.isfinite(own).all(1) & np.isfinite(reference).all(1)
    if kept.sum() < least_points(space.levels):
        return Said(N_("only {points} points have all numbers, and {least} are needed"), {"points": int(kept.sum()), "least": least_points(space.levels)})
    responses = [own] if alone else [own, own - reference]
    if max(map(_spread, (one[kept] for one in responses))) <= EQUAL * float(np.abs(own[kept]).max(initial=0.0)):
        return Said(N_("it does not vary between the points"))
    counted = outcome not in found.own and quantity(outcome).counted
    if counted and max(np.count_nonzero(arm[kept]) for arm in (own, reference)) < MIN_EVENTS:
        return Said(N_("fewer than {least} runs saw any"), {"least": MIN_EVENTS})
    tables = [replicated(one[kept], sets) for one in responses]
    count = tables[0].shape[1]
    told = enough(found.plan.worlds, count, sets is not None)
    # As in a comparison: what differs are too few events for an interval.
    sure = [told, told and not (counted and np.count_nonzero((own - reference)[kept]) < MIN_EVENTS)]
    made = best(space.places(values[kept]), space.levels, list(zip(tables, sure, strict=False)))
    if made is None:
        return Said(N_("its points do not lie so that each factor could be told apart from the others"))
    level, difference = made[0], None if alone else made[1]
    means = [np.where(kept, one.mean(1), math.nan) for one in (own, own - reference)]
    return Fitted(outcome, policy, level, difference, means[0], means[1], count)


def _spread(values: Array) -> float:
    means = values.mean(1)
    return float(means.max() - means.min())
