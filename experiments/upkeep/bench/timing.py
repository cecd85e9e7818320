"""Clocks, medians, and worlds of any size to time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

from scenarios import load_district, load_parameters
from scenarios.samples import sampled
from scenarios.schema.district import DistrictSample
from simulation.district import District
from simulation.engine.run import EngineModel
from simulation.policy import BASELINE

SEED = 1


@dataclass(frozen=True)
class Effort:
    """How much is measured: all of it, or what a test can wait for."""

    runs: int
    sizes: tuple[int, ...]
    """Enterprises of the districts on which scaling is measured, the smallest first."""
    steps: int
    """Enterprise-months of one timing, about; at least one quarter is timed."""
    settling: int
    """Months before anything is timed."""
    horizon: int
    """Months of the worlds counted per second."""
    mesa_months: int
    counted_months: int
    memory_size: int
    scale: float
    """Share of Jiuyuan on which everything but scaling is measured."""
    counted_scale: float
    """Share of Jiuyuan on which calls are counted."""
    swept: tuple[int, int]
    """Points and worlds of the sweep of small tasks."""
    answered: tuple[str, ...]
    """Shipped districts of which a paired answer is timed."""
    is_quick: bool


FULL = Effort(5, (500, 50_000, 5_000_000), 600_000, 96, 120, 12, 3, 250_000, 1.0, 0.25, (5_000, 20), ("jiuyuan-hamlet", "jiuyuan-quarter", "jiuyuan"), is_quick=False)
QUICK = Effort(2, (100, 300), 3_000, 3, 12, 2, 3, 20_000, 0.02, 0.02, (25, 20), ("jiuyuan-hamlet",), is_quick=True)


def processor_seconds(action: Callable[[], object]) -> float:
    """Processor time of ``action``: what other processes take on a busy machine does not count."""
    started = time.process_time()
    action()
    return time.process_time() - started


def wall_seconds(action: Callable[[], object]) -> float:
    """Time that passes during ``action``."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def median_seconds(runs: int, action: Callable[[], object]) -> float:
    """Median processor time of ``action``."""
    return median(processor_seconds(action) for _ in range(runs))


def jiuyuan(scale: float) -> District:
    """Jiuyuan, smaller or larger than life: the limits of a district's file are none here."""
    district = load_district("jiuyuan")
    if scale == 1.0:
        return district
    wanted = DistrictSample.model_construct(
        schema_version=1, name="bench", extends="jiuyuan", scale=scale, title="Bench", title_zh="", note="", note_zh="")
    return sampled(district, wanted)


def district_of(enterprises: int) -> District:
    """Jiuyuan with about so many enterprises, and no burn-in."""
    return replace(jiuyuan(enterprises / load_district("jiuyuan").enterprises), burn_in=0)


def world_of(district: District, world: int = 0) -> EngineModel:
    """A world at its beginning."""
    return EngineModel(district, BASELINE, load_parameters().values, SEED, world)


def go_on(model: EngineModel, months: int) -> None:
    """Let months pass."""
    model.advance(months, lambda _count: None)


def nanoseconds(seconds: float, enterprises: int, months: int) -> float:
    """Nanoseconds for one enterprise and month."""
    return seconds / (enterprises * months) * 1e9
