"""Out of sample: every row of the evidence as a fit tells it that has not seen its trial."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.studies.calibration.emulator import Array, Emulator
from experiments.studies.calibration.plan import Calibration
from experiments.studies.calibration.targets import Observation, of_mean
from scenarios import load_trial


@dataclass(frozen=True)
class Foretold:
    """One figure under the parameter sets of a fit: by the emulator over all sets, and really run with some of them."""

    fold: str
    key: str
    kind: str
    seen: bool
    """Whether its trial was in the fit."""
    band: tuple[float | None, float | None]
    mean: float
    low: float
    high: float
    run_mean: float
    run_low: float
    run_high: float
    runs: int

    @property
    def inside(self) -> bool | None:
        """Whether the emulated mean is in the band; None without a band."""
        return within(self.mean, self.band)

    @property
    def run_inside(self) -> bool | None:
        """Whether the mean of the sets that were really run is."""
        return within(self.run_mean, self.band)


def within(value: float, band: tuple[float | None, float | None]) -> bool | None:
    """In a band with open ends; None where there is no band or no value."""
    low, high = band
    if (low is None and high is None) or not math.isfinite(value):
        return None
    return (low is None or value >= low) and (high is None or value <= high)


def bands(calibration: Calibration) -> dict[str, tuple[str, tuple[float | None, float | None]]]:
    """Kind and band of every row of the trials, by key; a wanted sign counts as a limit at no effect."""
    found: dict[str, tuple[str, tuple[float | None, float | None]]] = {}
    for fast in calibration.trials:
        estimands = {estimand.name: estimand for estimand in load_trial(fast.name).estimands}
        for row in fast.rows:
            band = estimands[row.estimand].band
            low, high = (None, None) if band is None else (band.low, band.high)
            found[row.key] = (estimands[row.estimand].kind, (low, high))
    return found


def foretold(
    calibration: Calibration, fold: str, out: Sequence[str], sets: Array, emulators: Mapping[str, Emulator], run: pd.DataFrame
) -> list[Foretold]:
    """All rows of the trials under (n, parameters) places; ``run`` holds what was really run with some of them."""
    rows = []
    for key, (kind, band) in bands(calibration).items():
        mean = low = high = math.nan
        if key in emulators:
            emulator = emulators[key]
            middle, variance = emulator.predict(sets)
            # Luck of the emulator's own error, so that the interval covers it beside the parameters.
            luck = np.random.default_rng(calibration.seed).standard_normal(len(sets))
            values = emulator.shown(middle + np.sqrt(variance) * luck)
            mean, low, high = float(emulator.shown(middle).mean()), *(float(v) for v in np.quantile(values, (0.025, 0.975)))
        values = run[key].dropna().to_numpy() if key in run else np.empty(0)
        run_mean, run_low, run_high = _interval(values)
        seen = key.split("/")[0] not in out
        rows.append(Foretold(fold, key, kind, seen, band, mean, low, high, run_mean, run_low, run_high, len(values)))
    return rows


def _interval(values: Array) -> tuple[float, float, float]:
    """Mean and 95 % interval of the mean by Student."""
    if len(values) < 2:
        return (float(values.mean()) if len(values) else math.nan), math.nan, math.nan
    from scipy.stats import t

    reach = float(t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values)))
    return float(values.mean()), float(values.mean()) - reach, float(values.mean()) + reach


def records(rows: Sequence[Foretold]) -> list[dict[str, Any]]:
    """Plain rows for CSV and JSON."""
    return [
        {
            "fold": row.fold, "row": row.key, "kind": row.kind, "in_fit": row.seen, "band_low": row.band[0], "band_high": row.band[1],
            "emulated": _number(row.mean), "low": _number(row.low), "high": _number(row.high), "inside": row.inside,
            "run": _number(row.run_mean), "run_low": _number(row.run_low), "run_high": _number(row.run_high), "run_inside": row.run_inside, "runs": row.runs,
        }
        for row in rows
    ]  # fmt: skip


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def misses(observed: Sequence[Observation], emulators: Mapping[str, Emulator], sets: Array, discrepancy: float) -> dict[str, float]:
    """For each figure how many standard deviations the sets are off, by the middle of the sets."""
    found = {}
    for one in observed:
        if one.key in emulators:
            mean, variance = emulators[one.key].predict(sets)
            found[one.key] = float(np.median(of_mean(one, emulators[one.key]).off(mean, variance + one.spread**2 * (1 + discrepancy**2))))
    return found
