"""What the figures are held against: a published value with its uncertainty, or a limit on one side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import log_ndtr

from experiments.studies.baseline import load_targets
from experiments.studies.calibration.emulator import Array, Emulator, predictions
from experiments.studies.calibration.plan import Calibration, Row
from scenarios import load_trial
from scenarios.schema.trial_estimands import Estimand

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Observation:
    """What a figure should be, on the emulated scale: near ``value``, or above ``low`` or below ``high`` where there is no value.

    ``spread`` is the standard deviation of what the study leaves open, ``said`` where it comes from.
    """

    key: str
    trial: str
    value: float
    low: float
    high: float
    spread: float
    log: bool
    said: str
    fit: bool = True

    @property
    def two_sided(self) -> bool:
        """Whether it names a value."""
        return math.isfinite(self.value)

    def off(self, mean: Array, variance: Array) -> Array:
        """Implausibility (n,): standard deviations from what is observed, 0 on the right side of a limit."""
        scale = np.sqrt(variance)
        if self.two_sided:
            return np.asarray(np.abs(mean - self.value) / scale)
        return np.asarray(np.maximum(np.maximum(self.low - mean, mean - self.high), 0) / scale)

    def log_likelihood(self, mean: Array, variance: Array) -> Array:
        """Of emulated means (n,) with the variance of everything that is uncertain (n,)."""
        scale = np.sqrt(variance)
        if self.two_sided:
            return np.asarray(-0.5 * ((mean - self.value) / scale) ** 2 - np.log(scale))
        above = log_ndtr((mean - self.low) / scale) if math.isfinite(self.low) else 0.0
        below = log_ndtr((self.high - mean) / scale) if math.isfinite(self.high) else 0.0
        return np.asarray(above + below)


def of_mean(one: Observation, emulator: Emulator) -> Observation:
    """The observation as the emulated mean of logarithms must meet it: what is observed is a mean, which lies half the noise above."""
    down = emulator.noise / 2 if one.log else 0.0
    return replace(one, value=one.value - down, low=one.low - down, high=one.high - down)


def observations(calibration: Calibration, bank: pd.DataFrame) -> list[Observation]:
    """All that the plan names: baseline targets first, then the rows of the trials that have a band or an interval.

    Levels that are positive in every run of the bank are taken as logarithms.
    """
    found = []
    for target in load_targets()[0]:
        log = target.unit != "share" and bool((bank[f"baseline/{target.name}"] > 0).all())
        low, middle, high = (math.log(v) if log else v for v in (target.low, target.central, target.high))
        found.append(Observation(
            f"baseline/{target.name}", "baseline", middle, -math.inf, math.inf, (high - low) / (2 * Z95), log, "target band read as 95 % interval"))
    for trial in calibration.trials:
        estimands = {estimand.name: estimand for estimand in load_trial(trial.name).estimands}
        found += [one for row in trial.rows if (one := _of_row(row, estimands[row.estimand])) is not None]
    return found


def _of_row(row: Row, estimand: Estimand) -> Observation | None:
    """A published interval where there is one with a figure; else the band, its middle or its one limit."""
    published, band, log = estimand.published, estimand.band, estimand.unit == "rate"

    def made(value: float, low: float, high: float, spread: float, said: str) -> Observation:
        return Observation(row.key, row.trial, value, low, high, spread, log, said, row.fit)

    figure, p_low, p_high = published.figure, published.low, published.high
    if figure is not None and p_low is not None and p_high is not None:
        return made(figure, -math.inf, math.inf, (p_high - p_low) / (2 * Z95), "published 95 % interval")
    if band is None:
        return None
    low = -math.inf if band.low is None else band.low
    high = math.inf if band.high is None else band.high
    if log:
        low, high = (math.log(v) if v > 0 else v for v in (low, high))
    if math.isfinite(low) and math.isfinite(high):
        return made((low + high) / 2, -math.inf, math.inf, (high - low) / (2 * Z95), "band read as 95 % interval")
    # One limit says nothing of how sharply it is meant: a tenth of its distance from no effect, one point at least.
    limit = low if math.isfinite(low) else high
    return made(math.nan, low, high, max(1.0 if estimand.unit == "percent" else 0.05, 0.1 * abs(limit)), "limit of the band")


@dataclass(frozen=True)
class Evidence:
    """Observations with the emulators of their figures, and the discrepancy that the model is allowed."""

    observed: tuple[Observation, ...]
    emulators: tuple[Emulator, ...]
    discrepancy: float

    def variances(self, emulated: Array) -> Array:
        """Emulator, study and model together (figures, n)."""
        own = np.array([one.spread**2 * (1 + self.discrepancy**2) for one in self.observed])
        return np.asarray(emulated + own[:, None])

    def off(self, places: Array) -> Array:
        """Implausibilities (figures, n)."""
        means, emulated = predictions(self.emulators, places)
        variances = self.variances(emulated)
        return np.array([one.off(mean, variance) for one, mean, variance in zip(self.observed, means, variances, strict=True)])

    def log_likelihood(self, places: Array) -> Array:
        """Of (n, parameters) places."""
        return self.judged(*predictions(self.emulators, places))

    def judged(self, means: Array, emulated: Array) -> Array:
        """The logarithm of the likelihood (n,) of emulated means and variances (figures, n)."""
        variances = self.variances(emulated)
        return np.asarray(sum(one.log_likelihood(mean, variance) for one, mean, variance in zip(self.observed, means, variances, strict=True)))

    def only(self, keys: Sequence[str]) -> Evidence:
        """Some of the figures."""
        kept = [(o, e) for o, e in zip(self.observed, self.emulators, strict=True) if o.key in keys]
        return Evidence(tuple(o for o, _ in kept), tuple(e for _, e in kept), self.discrepancy)
