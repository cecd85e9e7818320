"""How long the tables and figures of a comparison take: those of the same policies are drawn, from a few short runs."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from experiments.comparison.compare import run_plan
from experiments.comparison.store import write_results
from experiments.running.plan import Plan
from experiments.statistics.intervals import MIN_WORLDS

MONTHS = 12


def drawing_seconds(plan: Plan) -> float:
    """Seconds to write the results of ``plan``, measured on a small district with as many policies; 0 where that cannot be run."""
    from scenarios import load_district

    small = replace(
        plan, district=replace(load_district("jiuyuan-hamlet"), burn_in=0), worlds=tuple(range(MIN_WORLDS)), months=min(MONTHS, plan.months),
        ensemble=None, sample=None, engine="compiled",
    )  # fmt: skip
    comparison = run_plan(small)
    if not comparison.worlds:
        return 0.0
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        write_results(comparison, Path(folder))
        return time.perf_counter() - started
