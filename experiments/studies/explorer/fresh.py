"""Fresh runs that the fit has not seen: new points, each in worlds of its own, by the rules of the sweep, and how far the fit is from them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from experiments.disk.provenance import model_version
from experiments.running.batch import TOTALS
from experiments.running.planning import REGION_WORLDS
from experiments.running.pool import Failure
from experiments.studies.explorer.fit import Fit
from experiments.studies.explorer.said import Said
from experiments.studies.explorer.study import Explored, Fitted, enough, replicated
from experiments.studies.sweep.results import Results
from experiments.studies.sweep.study import Crew
from experiments.studies.sweep.tasks import Sweep, resolve
from experiments.studies.sweep.work import Batch, Done
from experiments.text.errors import UserError
from experiments.text.messages import N_
from scenarios import PlanFile, ScenarioError
from scenarios.ensembles import NEIGHBOURS
from scenarios.schema.plan import MAX_WORLD, Sampler
from simulation.outcomes import OUTCOME_BY_NAME
from simulation.region import Region

Array = NDArray[np.float64]
MOST = 200
DRAWS = 64
"""Places that are drawn for each fresh point, of which those are kept that the page tells of."""
DIGITS = 6


@dataclass(frozen=True, eq=False)
class Fresh:
    """What the fresh runs found; ``why_not`` says why there are none."""

    values: Array
    """(points, factors)."""
    first_world: int = 0
    worlds: int = 0
    """Of each point: those after the last of the point before it."""
    totals: Array | None = None
    """(points, policies, worlds, TOTALS) over the whole run; nan where a run failed."""
    sets: NDArray[np.int64] | None = None
    """(points, worlds)."""
    why_not: Said | None = None
    failed: int = 0
    """Points without numbers."""

    def means(self, found: Results, fitted: Fitted) -> dict[str, tuple[Array, Array]]:
        """By "level" and "difference" mean and standard error (points,) of each fresh point; nan where not all runs gave a number."""
        assert self.totals is not None
        column = self.totals[..., TOTALS.index(fitted.outcome)]
        if fitted.outcome in OUTCOME_BY_NAME and OUTCOME_BY_NAME[fitted.outcome].months == "sum":
            column = column / (found.plan.months / 12)
        own, reference = column[:, found.policies.index(fitted.policy)], column[:, 0]
        return {"level": self._mean(own), "difference": self._mean(own - reference)}

    def _mean(self, values: Array) -> tuple[Array, Array]:
        each = [replicated(row[None], None if self.sets is None else self.sets[number])[0] for number, row in enumerate(values)]
        errors = [one.std(ddof=1) / math.sqrt(len(one)) if len(one) > 1 else math.nan for one in each]
        return np.array([one.mean() for one in each]), np.array(errors)


@dataclass(frozen=True)
class Error:
    """How far a fit is from fresh runs, in the response's unit."""

    points: int
    rmse: float
    bias: float
    chance: float
    """What the fresh means differ from those of endless worlds, root of the mean square; nan where one world tells none."""
    size: float
    """Mean size of the level, which the error is a share of."""
    within: int | None
    """Fresh means within the interval of the fit and of their own chance; None where there is no interval."""


def prepared(explored: Explored, points: int, seed: int) -> tuple[Sweep, Fresh] | Said:
    """The runs to make for so many fresh points; or why none can be made."""
    if points == 0:
        return Said(N_("none were asked for (--fresh 0)"))
    found = explored.found
    plan, card = found.plan, found.card
    if card["model"] != model_version():
        return Said(N_("the sweep was made by model version {made}, and this is {this}"), {"made": card["model"], "this": model_version()})
    if card.get("simulator") or found.own:
        return Said(N_("the sweep was run with code given from Python"))
    try:
        if resolve(plan).identity != card["identity"]:
            return Said(N_("a file that the plan names has changed"))
        values = drawn(explored, points, seed)
        if not len(values):
            return Said(N_("no place was found that the page tells of"))
        first = plan.first_world + _block(plan.worlds)
        sweep = resolve(_table(plan, values, first))
    except (ScenarioError, UserError) as error:
        return Said(N_("what its plan names cannot be read ({reason})"), {"reason": str(error).splitlines()[0][:200]})
    if first + len(values) * _block(plan.worlds) > (REGION_WORLDS if isinstance(sweep.context.district, Region) else MAX_WORLD):
        return Said(N_("the sweep leaves no numbers for further worlds"))
    return sweep, Fresh(values, first, plan.worlds)


def drawn(explored: Explored, points: int, seed: int) -> Array:
    """(points or fewer, factors): fresh places, spread evenly over what was tried, among those that the page tells of.

    Points of a plan's own table may lie along a line; there each is drawn between two of them whose switches stand alike.
    """
    space, values = explored.space, explored.values
    rng = np.random.default_rng(seed)
    if explored.found.plan.sampler.method == "table":
        made = _between(values, [number for number, axis in enumerate(space.axes) if axis.switch], points * DRAWS, rng)
    else:
        unit = qmc.LatinHypercube(len(space.axes), rng=rng).random(points * DRAWS)
        made = np.empty_like(unit)
        for number, axis in enumerate(space.axes):
            if axis.switch or not axis.varies:
                made[:, number] = np.array(axis.stops)[np.minimum((unit[:, number] * axis.levels).astype(int), axis.levels - 1)]
            elif axis.log:
                made[:, number] = axis.low * (axis.high / axis.low) ** unit[:, number]
            else:
                made[:, number] = axis.low + (axis.high - axis.low) * unit[:, number]
    rounded = np.array([float(f"{value:.{DIGITS}g}") for value in made.ravel().tolist()]).reshape(made.shape)
    rounded = np.clip(rounded, [axis.low for axis in space.axes], [axis.high for axis in space.axes])
    return np.asarray(rounded[explored.reached(rounded)][:points])


def _between(values: Array, switches: Sequence[int], count: int, rng: np.random.Generator) -> Array:
    one = rng.integers(len(values), size=count)
    made = values[one].copy()
    for number in range(count):
        alike = np.flatnonzero((values[:, switches] == made[number, switches]).all(1))
        made[number] += rng.random() * (values[rng.choice(alike)] - made[number])
    return made


def _block(worlds: int) -> int:
    """Worlds set aside for each point: whole pairs, for neighbours share a set of assumptions."""
    return -(-worlds // NEIGHBOURS) * NEIGHBOURS


def _table(plan: PlanFile, values: Array, first: int) -> PlanFile:
    points = [dict(zip(plan.factors, row.tolist(), strict=True)) for row in values]
    return plan.model_copy(update={"sampler": Sampler(method="table"), "points": points, "first_world": first, "keep": [], "by": []})


def run(sweep: Sweep, fresh: Fresh, crew: Crew, progress: Callable[[float, int, int], None]) -> Fresh:
    """The fresh points with their numbers; one that fails is counted, and where all fail ``why_not`` says so."""
    count, worlds = len(fresh.values), fresh.worlds
    totals = np.full((count, len(sweep.policies), worlds, len(TOTALS)), math.nan)
    firsts = [fresh.first_world + point * _block(worlds) for point in range(count)]
    batches = [Batch(point, sweep.context, tuple(sweep.item(point, first + w) for w in range(worlds))) for point, first in enumerate(firsts)]
    reason = ""
    for batch, result in crew.run(batches, progress):
        if isinstance(result, Failure):
            reason = reason or result.reason
            continue
        for outcome in result.outcomes:
            if isinstance(outcome, Done):
                totals[batch.number, :, outcome.world - firsts[batch.number]] = outcome.totals[:, : len(TOTALS)]
            else:
                reason = reason or outcome.reason
    sets: Any = [[sweep.set_of(point, first + w) for w in range(worlds)] for point, first in enumerate(firsts)]
    known = np.isfinite(totals[..., 0]).all((1, 2))
    why = None if known.any() else Said(N_("every fresh run failed ({reason})"), {"reason": reason})
    return Fresh(fresh.values, fresh.first_world, worlds, totals, None if sweep.ensemble is None else np.array(sets, dtype=np.int64), why, int((~known).sum()))


def errors(explored: Explored, fresh: Fresh) -> dict[tuple[str, str, str], Error]:
    """By outcome, policy and "level" or "difference" how far the fit is from the fresh runs; empty where there are none."""
    if fresh.why_not is not None or fresh.totals is None:
        return {}
    places, found = explored.space.places(fresh.values), explored.found
    made = {}
    for fitted in explored.fits:
        means = fresh.means(found, fitted)
        size = float(np.abs(means["level"][0][np.isfinite(means["level"][0])]).mean()) if np.isfinite(means["level"][0]).any() else math.nan
        for kind, fit in (("level", fitted.level), ("difference", fitted.difference)):
            if fit is not None and np.isfinite(means[kind][0]).any():
                made[fitted.outcome, fitted.policy, kind] = _error(fit, places, *means[kind], size, enough(fresh.worlds, fitted.replicates, fresh.sets is not None))
    return made


def _error(fit: Fit, places: Array, means: Array, chance: Array, size: float, told: bool) -> Error:
    kept = np.isfinite(means)
    predicted, variance = fit.predict(places[kept])
    off, noise = means[kept] - predicted, chance[kept] ** 2
    within = None
    if fit.quantile is not None and told:
        within = int((np.abs(off) <= fit.quantile * np.sqrt(variance + noise)).sum())
    return Error(int(kept.sum()), math.sqrt(float((off**2).mean())), float(-off.mean()), math.sqrt(float(noise.mean())), size, within)
