"""Acceptance: candidates of the sampler are run on the baseline in full size, and those whose every target lies in its band become members of the ensemble.

The emulator is an estimate; near the edge of a band, or where parameters that no evidence narrows move a target, it lets pass what the model does not bear out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.running.pool import Failure
from experiments.studies.baseline import Target, load_targets
from experiments.studies.calibration import bank as banking
from experiments.studies.calibration.emulator import Array
from experiments.studies.calibration.plan import Calibration
from experiments.text.progress import Progress

BATCH = 32
"""Candidates that are run before it is looked whether there are members enough."""
APART = 1_000_000
"""Points between the lots of candidates, so that no two run on the same worlds."""


@dataclass(frozen=True)
class Accepted:
    """Members (n, parameters) as places 0 to 1, in the order of the candidates, and how the candidates fared.

    ``inside``: of each target the share of the candidates that it lets pass; ``met``: of each target how many members meet it on worlds that nobody
    chose them by, ``met_all`` how many meet all of them, and ``judged`` how many were run again.
    """

    members: Array
    tried: int
    inside: dict[str, float]
    met: dict[str, int]
    met_all: int
    judged: int

    @property
    def share(self) -> float:
        """Of the candidates that were tried."""
        return len(self.members) / self.tried if self.tried else math.nan


@dataclass(frozen=True)
class Way:
    """How candidates are run: where their runs are kept, and by whom."""

    folder: Path
    workers: int
    stall_seconds: float
    simulate: banking.Figures
    progress: Progress | None = None


def accepted(calibration: Calibration, candidates: Array, wanted: int, lot: int, way: Way, *, again: bool = True) -> tuple[Accepted, list[tuple[int, Failure]]]:
    """The first ``wanted`` of ``candidates`` (n, parameters) that land, and the runs that failed; ``lot`` tells this lot of candidates from others.

    ``again``: run the members on as many fresh worlds, which say how many of them meet each target when nobody picked them by these worlds.
    """
    plan, targets = _plan(calibration), load_targets()[0]
    candidates = candidates[: calibration.acceptance.candidates]
    passed: list[int] = []
    tables, failed = [], []
    for first in range(0, len(candidates), BATCH):
        if len(passed) >= wanted:
            break
        table, broken = _run(plan, candidates[first : first + BATCH], (2 * lot + 1) * APART + first, way)
        tables.append(table)
        failed += broken
        lands = np.all([_inside(table, target, calibration.acceptance.allowance) for target in targets], axis=0)
        passed += [int(number) - (2 * lot + 1) * APART for number in table["point"][lands]]
    members = candidates[passed[:wanted]]
    tried = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=banking.columns(plan))
    inside = {target.name: float(np.mean(_inside(tried, target, calibration.acceptance.allowance))) if len(tried) else math.nan for target in targets}
    fresh, broken = _run(plan, members, (2 * lot + 2) * APART, way) if again and len(members) else (tried[:0], [])
    met = {target.name: _inside(fresh, target, 0.0) for target in targets}
    every = int(np.all(list(met.values()), axis=0).sum())
    return Accepted(members, len(tried), inside, {name: int(one.sum()) for name, one in met.items()}, every, len(fresh)), [*failed, *broken]


def _plan(calibration: Calibration) -> Calibration:
    """The plan of a candidate's run: the baseline in full size, no trials."""
    how = calibration.acceptance
    return replace(calibration, district=how.district, months=how.months, worlds=how.worlds, trials=())


def _run(plan: Calibration, places: Array, first: int, way: Way) -> tuple[pd.DataFrame, list[tuple[int, Failure]]]:
    points = banking.points_at(plan, plan.values(places), first, way.simulate)
    failed = banking.fill(points, way.folder, workers=way.workers, progress=way.progress, stall_seconds=way.stall_seconds)
    return banking.gathered(plan, points, way.folder), failed


def _inside(table: pd.DataFrame, target: Target, allowance: float) -> np.ndarray:
    """Of each run whether a target's mean over worlds lies in its band, or ``allowance`` standard errors from it; a figure that no world tells does not."""
    key = f"baseline/{target.name}"
    mean = table[key].to_numpy(dtype=float)
    noise = table[banking.NOISE + key].fillna(0.0).to_numpy(dtype=float) if banking.NOISE + key in table else np.zeros(len(mean))
    near = allowance * np.sqrt(noise)
    return np.asarray((mean >= target.low - near) & (mean <= target.high + near))


def rows(found: Accepted) -> list[dict[str, object]]:
    """Of every target how many candidates and members it lets pass."""
    return [
        {"target": name, "candidates": found.tried, "candidates_inside": found.inside[name], "members": found.judged, "members_inside": met,
         "share_inside": met / found.judged if found.judged else math.nan}
        for name, met in found.met.items()
    ]  # fmt: skip


def hardest(found: Accepted, count: int = 3) -> Sequence[str]:
    """The targets that most candidates miss."""
    return sorted(found.inside, key=lambda name: found.inside[name])[:count]
