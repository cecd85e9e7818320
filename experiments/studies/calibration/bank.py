"""The bank: every point of a space-filling design through the fast profile, one small file a point, taken up where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from experiments.disk import files
from experiments.disk.provenance import model_version
from experiments.disk.reading import read_json
from experiments.running.pool import STALL_SECONDS, Failure, Tick, supervise
from experiments.studies.calibration.plan import Array, Calibration
from experiments.studies.calibration.profile import figures, keys
from experiments.text.progress import Progress
from scenarios import load_parameters, load_trial
from simulation.parameters import Parameters

NOISE = "noise/"
"""Before a figure's key: the variance of the mean over a point's worlds by chance."""
Figures = Callable[[Calibration, Parameters, int, Tick], Mapping[str, float]]


def design(calibration: Calibration) -> Array:
    """(points, parameters) places 0 to 1: a scrambled Sobol sequence; fewer points are the beginning of more."""
    sampler = qmc.Sobol(len(calibration.priors), scramble=True, rng=np.random.default_rng(calibration.seed))
    exponent = int(np.ceil(np.log2(max(2, calibration.points))))
    return np.asarray(sampler.random_base2(exponent)[: calibration.points])


@dataclass(frozen=True)
class Point:
    """One parameter set of the bank, as a worker is given it; it runs on the plan's ``worlds`` from ``number * worlds`` on."""

    calibration: Calibration
    number: int
    values: tuple[float, ...]
    key: str
    base: Parameters
    figures: Figures


def points(calibration: Calibration, simulate: Figures = figures) -> list[Point]:
    """All points of the bank."""
    return points_at(calibration, calibration.values(design(calibration)), 0, simulate)


def points_at(calibration: Calibration, values: Array, first: int, simulate: Figures = figures) -> list[Point]:
    """Parameter sets (n, parameters) as the points ``first`` and after, keyed by everything that decides their figures."""
    base, profile = load_parameters().values, _profile(calibration)
    return [
        Point(calibration, number, tuple(map(float, row)), key_of(calibration, number, row, profile), base, simulate)
        for number, row in enumerate(values, first)
    ]


def key_of(calibration: Calibration, number: int, values: Array, profile: str) -> str:
    """16 hex digits of the parameters, the point, the profile and the model's source."""
    content = [dict(zip(calibration.names, map(float, values), strict=True)), number, calibration.seed, profile, model_version()]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _profile(calibration: Calibration) -> str:
    """A hash of the trials, their small sizes, and the parameters that are not fitted."""
    trials = [[asdict(fast), load_trial(fast.name).model_dump_json()] for fast in calibration.trials]
    content = [calibration.district, calibration.months, calibration.burn_in, calibration.worlds, calibration.near, trials, dict(load_parameters().values)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def run_point(point: Point, tick: Tick) -> dict[str, float]:
    """The figures of one point: means over its worlds, of those that tell them, and beside each the variance of that mean by chance."""
    plan = point.calibration
    values = point.base.with_values(dict(zip(plan.names, point.values, strict=True)))
    found = []
    for number in range(plan.worlds):
        def own(share: float, number: int = number) -> None:
            tick((number + share) / plan.worlds)
        found.append(point.figures(plan, values, point.number * plan.worlds + number, own))
        own(1.0)
    table = {key: np.array([one[key] for one in found], dtype=float) for key in found[0]}
    told = {key: column[np.isfinite(column)] for key, column in table.items()}
    means = {key: float(column.mean()) if len(column) else np.nan for key, column in told.items()}
    if plan.worlds == 1:
        return means
    return means | {NOISE + key: float(column.var(ddof=1) / len(column)) if len(column) > 1 else np.nan for key, column in told.items()}


def fill(
    todo: Sequence[Point], folder: Path, *, workers: int, progress: Progress | None = None, stall_seconds: float = STALL_SECONDS
) -> list[tuple[int, Failure]]:
    """Run the points that ``folder`` does not hold; the failed ones, with their number."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [point for point in todo if not _path(folder, point).exists()]
    failed = []
    for point, result in supervise(run_point, missing, workers=workers, stall_seconds=stall_seconds, progress=progress):
        if isinstance(result, Failure):
            failed.append((point.number, result))
        else:
            found = {key: value if np.isfinite(value) else None for key, value in result.items()}
            files.write_json(_path(folder, point), {"number": point.number, "values": list(point.values), "figures": found})
    return sorted(failed, key=lambda one: one[0])


def _path(folder: Path, point: Point) -> Path:
    return folder / f"point-{point.number:04d}-{point.key}.json"


def gathered(calibration: Calibration, wanted: Sequence[Point], folder: Path) -> pd.DataFrame:
    """The finished ones of some points in order: number, parameters, figures (nan where a world did not tell)."""
    return pd.DataFrame(list(_rows(calibration, wanted, folder)), columns=columns(calibration))


def columns(calibration: Calibration) -> list[str]:
    """Of the bank's table."""
    told = keys(calibration)
    return ["point", *calibration.names, *told, *(NOISE + key for key in told if calibration.worlds > 1)]


def _rows(calibration: Calibration, wanted: Sequence[Point], folder: Path) -> Iterator[dict[str, Any]]:
    for point in wanted:
        path = _path(folder, point)
        if path.exists():
            kept = read_json(path)
            values = dict(zip(calibration.names, kept["values"], strict=True))
            yield {"point": kept["number"], **values, **{key: np.nan if value is None else value for key, value in kept["figures"].items()}}


def smoothed(calibration: Calibration, bank: pd.DataFrame) -> pd.DataFrame:
    """The bank with expected deaths in the place of the few that were counted, times the share of deaths on record.

    The share is pooled over the whole bank: a dozen deaths in one small world would hide what the parameters do.
    """
    share = bank["aside/reported_deaths"].sum() / max(1.0, bank["aside/deaths"].sum())
    changed = {}
    for key, source in [("baseline/reported_deaths", "aside/expected_deaths"), *((row.key, row.key) for trial in calibration.trials for row in trial.rows if row.expected)]:
        changed[key] = bank[source] * share
        if NOISE + source in bank:
            changed[NOISE + key] = bank[NOISE + source] * share**2
    return bank.assign(**changed)


def noise_of(bank: pd.DataFrame, key: str, log: bool) -> float | None:
    """Variance by chance of a point's figure, or of its logarithm, pooled over all points; None where single worlds tell nothing of it."""
    if NOISE + key not in bank:
        return None
    variance = bank[NOISE + key] / (bank[key] ** 2 if log else 1.0)
    values = np.log(bank[key]) if log else bank[key]
    told = variance[np.isfinite(variance)]
    # By chance a figure cannot vary more than it does altogether.
    return float(min(told.mean(), values.var())) if len(told) else None


def write_bank(bank: pd.DataFrame, path: Path) -> None:
    """The table as CSV, every number with all its digits."""
    files.write_text(path, bank.to_csv(index=False, lineterminator="\n"))


def read_bank(path: Path) -> pd.DataFrame:
    """A table that ``write_bank`` wrote; ``ValueError`` and ``OSError`` as pandas raises them."""
    # Every digit counts, which the fast reader of older versions does not promise.
    return pd.read_csv(path, dtype=str).astype(float).astype({"point": int})


