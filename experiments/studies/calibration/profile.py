"""One parameter set through the fast profile: the baseline and every trial in its small size, one figure each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache

from experiments.studies.baseline import Target, load_targets
from experiments.studies.calibration.plan import Calibration, FastTrial
from experiments.studies.trials.study import districts_of, judged, tables_of_world
from scenarios import load_district, load_trial
from scenarios.schema.trial import TrialFile
from simulation.district import District
from simulation.kept_worlds import KeptWorlds
from simulation.outcomes import RATIO_BY_NAME
from simulation.parameters import Parameters
from simulation.results import Run

ASIDE = ("reported_deaths", "deaths", "expected_deaths")
"""Sums over the baseline's months, kept beside the targets: few deaths happen in a small district, many are expected."""


def small(trial: TrialFile, fast: FastTrial, burn_in: int) -> TrialFile:
    """The trial with fewer enterprises, a shorter burn-in, and only the estimands, variants and arms that are asked for."""
    names = {row.estimand: row for row in fast.rows}
    estimands = []
    for estimand in trial.estimands:
        if estimand.name in names:
            expected = names[estimand.name].expected
            estimands.append(estimand.model_copy(update={"outcome": expected}) if expected else estimand)
        elif any(estimand.name in getattr(other.estimator, "of", ()) for other in trial.estimands if other.name in names):
            estimands.append(estimand)
    variants = [variant for variant in trial.world.variants if not fast.variants or variant.name in fast.variants]
    arms = trial.arms
    asked = {arm for estimand in estimands for arm in estimand.arms}
    # Arms that share a world draw lots together; twins do not miss one another.
    if trial.assignment.across == "twins" and all(estimand.arms or estimand.estimator.type == "compare" for estimand in estimands):
        arms = [arm for arm in arms if arm.name in asked]
    world = trial.world.model_copy(update={"enterprises": fast.enterprises, "burn_in": min(trial.world.burn_in, burn_in), "variants": variants})
    return trial.model_copy(update={"world": world, "estimands": estimands, "arms": arms})


@cache
def _small(fast: FastTrial, burn_in: int) -> TrialFile:
    """Read once in each worker: reading takes a tenth of a point's time."""
    return small(load_trial(fast.name), fast, burn_in)


def figures(
    calibration: Calibration, parameters: Parameters, world: int, tick: Callable[[float], None] = lambda share: None, kept: KeptWorlds | None = None
) -> dict[str, float]:
    """Every figure of one world: ``baseline/TARGET`` and ``TRIAL/ESTIMAND``, nan where the world does not tell.

    Where the baseline is not ``near`` its targets no trial is run: what it would say of a model that is ruled out already helps nobody, and trials
    take all but a thirtieth of the time.  ``kept`` is where settled worlds and the baseline are looked for and put.
    """
    found = baseline_figures(calibration, parameters, world, kept)
    if not near(calibration, found):
        return found | {row.key: math.nan for trial in calibration.trials for row in trial.rows}
    for number, fast in enumerate(calibration.trials):
        tick((number + 1) / (len(calibration.trials) + 1))
        trial = _small(fast, calibration.burn_in)
        results = judged(trial, tables_of_world(trial, parameters, world, calibration.seed, kept), 1, published=False, seed=calibration.seed)
        wanted = {row.estimand for row in fast.rows}
        found |= {f"{fast.name}/{result.estimand.name}": result.found.value for result in results if result.estimand.name in wanted}
    return found


def districts(calibration: Calibration) -> list[District]:
    """Of all worlds that one point runs."""
    return [load_district(calibration.district), *(place for fast in calibration.trials for place in districts_of(_small(fast, calibration.burn_in)))]


def baseline_figures(calibration: Calibration, parameters: Parameters, world: int, kept: KeptWorlds | None = None) -> dict[str, float]:
    """The calibration targets, counts scaled to the district of the targets file, and sums of deaths aside."""
    district = load_district(calibration.district)
    run = (kept or KeptWorlds()).world(district, parameters, seed=calibration.seed, world=world).baseline(calibration.months)
    targets, enterprises = load_targets()
    scale = enterprises / district.enterprises
    found = {f"baseline/{target.name}": measured(run, target, scale) for target in targets}
    return found | {f"aside/{name}": run.total(name) * scale * 12 / calibration.months for name in ASIDE}


def near(calibration: Calibration, found: Mapping[str, float]) -> bool:
    """Whether no target is missed by more than ``calibration.near`` widths of its band, both by their logarithms.

    Deaths are judged by those that were expected: few happen in five years.  A measure that the world does not tell rules nothing out.
    """
    if calibration.near is None:
        return True
    for target in load_targets()[0]:
        value = found["aside/expected_deaths" if target.measure == "reported_deaths" else f"baseline/{target.name}"]
        margin = (target.high / target.low) ** calibration.near
        if value < target.low / margin or value > target.high * margin:
            return False
    return True


def measured(run: Run, target: Target, scale: float) -> float:
    """A target's measure: a ratio of sums, or a count per year."""
    if target.measure in RATIO_BY_NAME:
        value = run.ratio(target.measure)
    else:
        value = run.total(target.measure) * 12 / run.months * (scale if target.scales else 1.0)
    return 1 - value if target.complement and math.isfinite(value) else value


def keys(calibration: Calibration) -> list[str]:
    """The names of all figures, in the order of the bank's columns."""
    own = [f"baseline/{target.name}" for target in load_targets()[0]] + [f"aside/{name}" for name in ASIDE]
    return own + [row.key for trial in calibration.trials for row in trial.rows]


def changes_of(calibration: Calibration, values: Mapping[str, float]) -> dict[str, float]:
    """Only the fitted parameters."""
    return {name: float(values[name]) for name in calibration.names}
