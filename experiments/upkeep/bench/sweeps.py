"""A sweep of many small tasks: into how many files its rows go, and what reading them takes."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.running.pool import Progress
from experiments.studies.sweep import results
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.study import run_sweep
from experiments.upkeep.bench.processes import own_peak_so_far, run_fresh
from scenarios import PlanFile

LOADING_SECONDS = 0.5
"""What the first task of a process takes beside its own work."""
_loaded = False


class SmallRun:
    """A run that costs nothing, of numbers that do not repeat."""

    def __init__(self, number: float) -> None:
        self.number = number
        self.digest = f"{hash(number) & (2**256 - 1):064x}"

    def total(self, name: str) -> float:
        return self.number + len(name)

    def ratio(self, name: str) -> float:
        return self.number


def small_runs(district: Any, policies: Sequence[Any], *, parameters: Any, seed: int = 0, world: int = 0, months: int = 120, tick: Any = None) -> Any:
    """A stand-in for the model that loads for a while in each process, as the model does, and then takes no time."""
    global _loaded
    if not _loaded:
        time.sleep(LOADING_SECONDS)
        _loaded = True
    return [SmallRun(parameters["hazard_arrivals"] * (1.0 + world) + k) for k in range(len(policies))]


def small_plan(points: int, worlds: int) -> PlanFile:
    """``points`` x ``worlds`` tasks of two policies."""
    return PlanFile.model_validate({
        "schema_version": 1, "name": "many", "title": "Many small tasks", "question": "How many files, how long to read?",
        "district": "jiuyuan-hamlet", "policies": ["baseline", "levers"], "months": 12, "worlds": worlds, "ensemble": "none",
        "sampler": {"method": "latin-hypercube", "points": points}, "levers": {"field_days": {"low": 50, "high": 100}}, "uncertainties": {"hazard_arrivals": {"low": 0.5, "high": 2.0}},
    })  # fmt: skip


@dataclass(frozen=True)
class Swept:
    """What a sweep of small tasks came to."""

    tasks: int
    parts: int
    seconds: float
    """To run it."""
    opened: float
    """Seconds of processor time to open it in a fresh process."""
    peak: int
    """Bytes of memory that the fresh process took at most."""


@contextmanager
def _silent(total: int) -> Iterator[Progress]:
    yield lambda share, done, failed: None


def swept(points: int, worlds: int, workers: int = 2) -> Swept:
    """Run a sweep of small tasks into a folder that is gone afterwards, and open it."""
    with tempfile.TemporaryDirectory() as place:
        folder, started = Path(place) / "sweep", time.perf_counter()
        found = run_sweep(small_plan(points, worlds), folder, LocalCrew(workers, 600.0), progress=_silent, simulate=small_runs)
        seconds, parts = time.perf_counter() - started, len(list(folder.glob("parts/*.parquet")))
        told = json.loads(run_fresh(["-m", "experiments.upkeep.bench.sweeps", str(folder)], {}))
        if told["tasks"] != found.tasks or told["digest"] != found.digest:
            raise RuntimeError("a sweep that is read again is another")
    return Swept(found.tasks, parts, seconds, told["seconds"], told["peak"])


def main(folder: str) -> None:
    """Open a sweep and print how long that took."""
    started = time.process_time()
    found = results.open(folder)
    seconds = time.process_time() - started
    print(json.dumps({"tasks": found.done(), "digest": found.digest, "seconds": seconds, "peak": own_peak_so_far()}))


if __name__ == "__main__":
    main(sys.argv[1])
