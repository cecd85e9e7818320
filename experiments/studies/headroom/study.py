"""Runs of the baseline and of every variation on the same worlds, kept as they are done, and what they come to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.disk import files
from experiments.disk.provenance import model_version, source_hash
from experiments.disk.reading import read_json
from experiments.running.pool import STALL_SECONDS, Failure, Tick, supervise
from experiments.statistics.intervals import Array
from experiments.statistics.ratios import pooled_ratio
from experiments.statistics.sets import by_set
from experiments.studies.headroom.variations import BASELINE, Variation
from experiments.text.progress import Progress
from scenarios import Ensemble
from simulation import simulate
from simulation.district import District
from simulation.parameters import Parameters

OUTCOME = "expected_deaths"


@dataclass(frozen=True)
class Setting:
    """What all runs share; ``ensemble`` None: every world has ``parameters``."""

    district: District
    parameters: Parameters
    ensemble: Ensemble | None
    worlds: int
    months: int
    seed: int

    def sets(self) -> list[int]:
        """(worlds,) the set of parameters of each world; worlds stand by themselves without an ensemble."""
        return [world if self.ensemble is None else self.ensemble.of_world(world) for world in range(self.worlds)]

    @property
    def sets_used(self) -> int | None:
        """How many sets of the ensemble its worlds run under; None without one."""
        return None if self.ensemble is None else len(set(self.sets()))


@dataclass(frozen=True)
class Task:
    """One variation on one world; None is the baseline."""

    setting: Setting
    variation: Variation | None
    world: int

    def parameters(self) -> Parameters:
        """Those of the world's set, with the variation's on top."""
        own, base = self.setting, self.setting.parameters
        values = base if own.ensemble is None else own.ensemble.parameters(own.ensemble.of_world(self.world), base)
        return values if self.variation is None else values.with_values(self.variation.parameters)


@dataclass(frozen=True)
class Headroom:
    """What a variation does to deaths, against the baseline on the same worlds.

    ``deaths`` a year; ``change`` a share of the baseline's, with its 95 % interval over sets (worlds without an ensemble), None from fewer than ten.
    """

    variation: Variation
    deaths: float
    change: float
    low: float | None
    high: float | None
    worlds: int
    sets: int
    effects: tuple[float, ...] = ()
    """Deaths a year more than in the baseline, by set: two variations are told apart by theirs."""


def passed(task: Task, _tick: Tick) -> float:
    """Expected deaths a year of one variation on one world."""
    own = task.setting
    district = own.district if task.variation is None else task.variation.district(own.district)
    run = simulate(district, parameters=task.parameters(), seed=own.seed, world=task.world, months=own.months)
    return float(run.total(OUTCOME)) * 12 / own.months


class Kept:
    """A file for each variation whose worlds are all done, named by everything that decides its numbers."""

    def __init__(self, folder: Path, setting: Setting) -> None:
        self.folder, self.setting = folder, setting

    def read(self, variation: Variation | None) -> list[float] | None:
        """Deaths a year of each world; None where they were not run, or the file is damaged."""
        try:
            values = [float(value) for value in read_json(self._path(variation))["deaths"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return values if len(values) == self.setting.worlds else None

    def write(self, variation: Variation | None, deaths: Sequence[float]) -> None:
        """Keep the deaths a year of each world."""
        self.folder.mkdir(parents=True, exist_ok=True)
        files.write_json(self._path(variation), {"deaths": list(deaths)})

    def _path(self, variation: Variation | None) -> Path:
        own = self.setting
        name = BASELINE if variation is None else variation.name
        content = [repr(own.district), dict(own.parameters), None if own.ensemble is None else own.ensemble.digest, own.worlds, own.months, own.seed,
                   None if variation is None else [dict(variation.parameters), variation.cells], model_version(), source_hash(Path(__file__).parent)]  # fmt: skip
        return self.folder / f"{name}-{hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]}.json"


def measure(
    setting: Setting, variations: Sequence[Variation], kept: Kept, *, workers: int, progress: Progress | None = None, stall_seconds: float = STALL_SECONDS
) -> tuple[float, list[Headroom], list[Any]]:
    """The baseline's deaths a year, every variation against it, and what failed: a variation that misses a world is left out."""
    done: dict[str, list[float]] = {}
    todo: list[Variation | None] = []
    for variation in (None, *variations):
        before = kept.read(variation)
        if before is None:
            todo.append(variation)
        else:
            done[_name(variation)] = before
    failures: list[Any] = []
    found: dict[str, dict[int, float]] = {_name(variation): {} for variation in todo}
    tasks = [Task(setting, variation, world) for variation in todo for world in range(setting.worlds)]
    for task, outcome in supervise(passed, tasks, workers=workers, stall_seconds=stall_seconds, progress=progress):
        name = _name(task.variation)
        if isinstance(outcome, Failure):
            failures.append((name, task.world, outcome.reason))
            continue
        found[name][task.world] = outcome
        if len(found[name]) == setting.worlds:
            done[name] = [found[name][world] for world in range(setting.worlds)]
            kept.write(task.variation, done[name])
    if BASELINE not in done:
        return float("nan"), [], failures
    base = np.array(done[BASELINE])
    told = [against(variation, base, np.array(done[variation.name]), setting.sets()) for variation in variations if variation.name in done]
    return float(base.mean()), told, failures


def _name(variation: Variation | None) -> str:
    return BASELINE if variation is None else variation.name


def against(variation: Variation, base: Array, own: Array, sets: Sequence[int]) -> Headroom:
    """``own`` and ``base`` (worlds,) of the same worlds: the change of the mean as a share of the baseline's, paired."""
    means: tuple[NDArray[np.float64], NDArray[np.float64]] = by_set(own - base, sets), by_set(base, sets)
    change, low, high = pooled_ratio(*means)
    return Headroom(variation, float(own.mean()), change, low, high, len(base), len(means[0]), tuple(means[0].tolist()))
