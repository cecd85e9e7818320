"""From a plan's factors to its points, in an order that never changes."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.text.errors import UserError
from experiments.text.messages import _
from scenarios import PlanFile, load_ensemble
from scenarios.ensembles import NEIGHBOURS, Ensemble
from scenarios.schema.plan import MAX_POINTS, NO_ENSEMBLE, Factor

Array = NDArray[np.float64]
DIGITS = 12
"""Significant digits of a drawn value, so that no processor's last bit makes another point of it."""


@dataclass(frozen=True, eq=False)
class Design:
    """The points of a plan; ``values`` is (points, factors), each in the unit of its parameter."""

    factors: tuple[str, ...]
    values: Array
    sets: tuple[int, ...] | None = None
    """The set of the ensemble under which each point runs; None where it is the world's."""

    @property
    def points(self) -> int:
        return len(self.values)

    def at(self, point: int) -> dict[str, float]:
        """The values of one point by factor."""
        return dict(zip(self.factors, self.values[point].tolist(), strict=True))


def points_of(plan: PlanFile) -> int:
    """How many points the plan has, before anything is drawn."""
    count, factors = plan.sampler.points or 1, len(plan.factors)
    match plan.sampler.method:
        case "factorial":
            return math.prod(len(_levels(factor)) for factor in plan.factors.values())
        case "sobol":
            return count * (2 * factors + 2 if plan.sampler.second_order else factors + 2)
        case "morris":
            return count * (factors + 1)
        case "table":
            return len(plan.points)
        case "ensemble":
            return min(count, load_ensemble(plan.ensemble).sets)
        case _:
            return count


def design_of(plan: PlanFile) -> Design:
    """Draw the plan's points; ``UserError`` where they are too many, or an ensemble has too few sets."""
    count = points_of(plan)
    if count > MAX_POINTS:
        raise UserError(_("The plan has {points} points; the limit is {limit}.").format(points=f"{count:,}", limit=f"{MAX_POINTS:,}"),
                        plan.name, _("Give fewer values, or draw points with latin-hypercube or sobol."))  # fmt: skip
    names = tuple(plan.factors)
    sampler, factors = plan.sampler, list(plan.factors.values())
    sets = None
    if sampler.method == "single":
        unit = np.empty((1, 0))
    elif sampler.method == "table":
        return Design(names, np.array([[point[name] for name in names] for point in plan.points], dtype=np.float64))
    elif sampler.method == "factorial":
        return Design(names, np.array(list(itertools.product(*map(_levels, factors))), dtype=np.float64).reshape(count, len(names)))
    elif sampler.method == "ensemble":
        ensemble = load_ensemble(plan.ensemble)
        _refuse_if_few(plan, ensemble)
        sets = tuple(ensemble.of_world(NEIGHBOURS * point) for point in range(count))
        unit = _hypercube(count, len(names), sampler.seed)
    elif sampler.method == "latin-hypercube":
        unit = _hypercube(count, len(names), sampler.seed)
    else:
        unit = _by_salib(plan)
    values = np.column_stack([_scaled(unit[:, f], factor) for f, factor in enumerate(factors)]) if names else np.empty((count, 0))
    return Design(names, values, sets)


def problem_of(plan: PlanFile) -> dict[str, Any]:
    """The factors as SALib takes them, each drawn evenly from 0 to 1 and scaled afterwards."""
    names = list(plan.factors)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def ensemble_of(plan: PlanFile) -> Ensemble | None:
    """The plan's ensemble; None where it names none."""
    return None if plan.ensemble == NO_ENSEMBLE else load_ensemble(plan.ensemble)


def _refuse_if_few(plan: PlanFile, ensemble: Ensemble) -> None:
    if (plan.sampler.points or 0) > ensemble.sets:
        raise UserError(_("The ensemble {name} has {sets} sets, and the plan asks for {points}.").format(
            name=ensemble.name, sets=ensemble.sets, points=plan.sampler.points), f"{plan.name}: sampler.points", _("Ask for fewer."))  # fmt: skip


def _hypercube(points: int, factors: int, seed: int) -> Array:
    from scipy.stats import qmc

    if not factors:
        return np.empty((points, 0))
    return np.asarray(qmc.LatinHypercube(factors, rng=np.random.default_rng(seed)).random(points))


def _by_salib(plan: PlanFile) -> Array:
    """(points, factors) from 0 to 1, rows in the order in which SALib's analysis expects them."""
    from SALib.sample import morris, sobol

    sampler = plan.sampler
    if sampler.method == "morris":
        return np.asarray(morris.sample(problem_of(plan), sampler.points, num_levels=sampler.levels, seed=sampler.seed))
    return np.asarray(sobol.sample(problem_of(plan), sampler.points, calc_second_order=sampler.second_order, seed=sampler.seed))


def _scaled(unit: Array, factor: Factor) -> Array:
    """Numbers from 0 to 1 as values of a factor."""
    if factor.values is not None:
        places = np.minimum((unit * len(factor.values)).astype(int), len(factor.values) - 1)
        return np.array(factor.values, dtype=np.float64)[places]
    low, high = _bounds(factor)
    if factor.scale == "log":
        drawn = np.exp(math.log(low) + unit * (math.log(high) - math.log(low)))
    else:
        drawn = low + unit * (high - low)
    return _rounded(np.clip(drawn, low, high))


def _levels(factor: Factor) -> list[float]:
    """The values of a factor in a factorial: its list, or ``steps`` from low to high."""
    if factor.values is not None:
        return list(factor.values)
    low, high = _bounds(factor)
    steps = factor.steps or 2
    spaced = np.geomspace(low, high, steps) if factor.scale == "log" else np.linspace(low, high, steps)
    return [float(value) for value in _rounded(spaced)]


def _bounds(factor: Factor) -> tuple[float, float]:
    if factor.low is None or factor.high is None:
        raise TypeError("the plan was not read by load_plan: a factor has no bounds")
    return factor.low, factor.high


def _rounded(values: Array) -> Array:
    return np.array([float(f"{value:.{DIGITS}g}") for value in values.tolist()])
