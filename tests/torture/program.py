"""The command line with a stand-in for the model: ``python -m tests.torture.program SIMULATOR sweep PLAN --out DIR``.

Everything but the numbers is the real thing: arguments, locks, files, processes, signals, messages, exit codes.  SIMULATOR is a
name in ``tests.torture.fake``, or ``model`` for the model itself.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from typing import Any

from experiments.cli import one_task, sweeping
from experiments.cli.app import main
from experiments.studies.sweep import estimate, schedule, tasks, work
from experiments.studies.sweep.estimate import Estimate
from experiments.studies.sweep.tasks import Sweep
from scenarios import load_district
from tests.torture import fake


def stand_in(name: str) -> None:
    """Put a stand-in in the model's place, in this process and in what it sends to workers."""
    simulate = getattr(fake, name)
    real_batch = work.Batch
    # Scenario files are read once by each process, and by those forked from it not at all.
    tasks.load_district = functools.cache(load_district)
    one_task.Batch = schedule.Batch = lambda *given: real_batch(*given[:3], simulate, *given[4:])  # type: ignore[attr-defined,assignment,misc]
    sweeping.make_ready = lambda sweep, talk: None
    estimate.estimate = _estimate


def _estimate(sweep: Sweep, workers: int) -> Estimate:
    return Estimate(sweep.design.points, sweep.plan.worlds, len(sweep.policies), sweep.tasks, 1.0, 1e5)


def run(simulator: str, arguments: Sequence[str]) -> Any:
    if simulator != "model":
        stand_in(simulator)
    return main(list(arguments))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2:]))
