"""Results of the shipped trials that nobody has simulated: figures near the published ones, by lot."""

import functools
from pathlib import Path

import numpy as np

import scenarios
from experiments.studies.trials.estimators import Estimate
from experiments.studies.trials.estimators.estimate import unidentified
from experiments.studies.trials.result import Result
from experiments.studies.trials.sample import PublishedSize
from scenarios import load_trial
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_estimands import Estimand


@functools.cache
def _shipped() -> tuple[TrialFile, ...]:
    folder = Path(str(scenarios.__file__)).parent / "trials"
    return tuple(load_trial(path.stem) for path in sorted(folder.glob("*.toml")))


def trials() -> list[TrialFile]:
    return [*_shipped()]


def found(estimand: Estimand, random: np.random.Generator) -> Estimate:
    """A figure in or near the band."""
    published, band = estimand.published, estimand.band
    known = [value for value in (published.figure, published.low, published.high, *((band.low, band.high) if band else ())) if value is not None]
    middle = float(np.mean(known)) if known else 0.0
    if estimand.unit == "yes or no":
        value = float(random.random() < 0.7)
        return Estimate(estimand.name, value, min(value, 0.0), max(value, 1.0), np.array([value]), np.nan, np.nan, 900)
    spread = 0.25 * abs(middle) + 0.05
    value = middle + random.normal(0, spread)
    share = 1.0 if band is None or band.sign == "none" else float((value < 0) == (band.sign == "negative"))
    return Estimate(estimand.name, value, value - spread, value + spread, np.array([value] * 30), 0.01, share, 900, widths=np.array([4 * spread]))


def made_up(seed: int = 3) -> list[Result]:
    """A result for every estimand of every shipped trial; the very last could not be estimated."""
    random = np.random.default_rng(seed)
    results = []
    for trial in trials():
        for estimand in trial.estimands:
            estimate = found(estimand, random)
            results.append(Result(trial, estimand, estimate, trial.sizes.large.worlds, PublishedSize(estimate, estimate.width, np.nan)))
    last = results[-1]
    return [*results[:-1], Result(last.trial, last.estimand, unidentified(last.estimand.name, "too few"), last.worlds)]
