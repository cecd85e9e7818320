"""A calibration from start to end: bank, emulators, posterior, splits, runs with the sets that came out, checks of the inference."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.disk.provenance import model_version
from experiments.running.pool import STALL_SECONDS, Failure
from experiments.studies.calibration import bank as banking
from experiments.studies.calibration.emulator import Array, Emulator, fit
from experiments.studies.calibration.fit import Posterior, chosen, evidence, posterior
from experiments.studies.calibration.folds import Foretold, foretold
from experiments.studies.calibration.plan import Calibration
from experiments.studies.calibration.soundness import Ranks, Recovery, recovered, reduced
from experiments.studies.calibration.stages import Stage, Stages
from experiments.studies.calibration.targets import Observation, observations
from experiments.text.messages import _
from experiments.text.progress import Progress
from scenarios import load_parameters

ALL = "all"
"""The name of the fit that leaves nothing out."""
RANKS, RECOVERY = "ranks", "recovery"
REDUCED = ("attention_by_penalty", "unsafe_response", "unsafe_injury_rate")
"""Parameters of the reduced problem."""
RANKED_BY = (
    "baseline/reported_deaths", "a1-random-inspection/injuries-four-years", "a2-penalty-contingency/with-penalty",
    "a2-penalty-contingency/without-penalty", "a25-aggregate-elasticity/elasticity", "a6-declining-effect/early-effect",
)  # fmt: skip
"""Figures of the reduced problem."""
Told = Callable[[str], Any]


@dataclass(frozen=True)
class Effort:
    """How long the samplers run; tests take less."""

    steps: int = 1600
    fold_steps: int = 900
    found_steps: int = 400
    truths: int = 200
    rank_steps: int = 300
    held: int = 16
    tried_sets: int = 10
    """Sets of each fit that are really run."""


@dataclass(frozen=True)
class Calibrated:
    """All that a calibration found.  ``sets`` and ``before`` (values in use) are places 0 to 1 of the priors."""

    calibration: Calibration
    bank: pd.DataFrame
    observed: list[Observation]
    emulators: dict[str, Emulator]
    fits: dict[str, Posterior]
    sets: Array
    before: Array
    rows: list[Foretold]
    run: pd.DataFrame
    ranks: Ranks | None
    recovery: Recovery | None

    @property
    def narrowed(self) -> Array:
        """(parameters,) standard deviation of the posterior over that of the prior, by places."""
        return np.asarray(self.fits[ALL].draws.std(axis=0) * np.sqrt(12))


def fitted(
    calibration: Calibration, bank: pd.DataFrame, folder: Path, *, workers: int, effort: Effort | None = None, told: Told = lambda text: None,
    progress: Progress | None = None, stall_seconds: float = STALL_SECONDS, simulate: banking.Figures = banking.figures,
) -> tuple[Calibrated, list[tuple[int, Failure]]]:
    """Everything after the bank; stages are kept in ``folder``/stages, so that a second start takes up again."""
    work = effort or Effort()
    mended = banking.smoothed(calibration, bank)
    stages = Stages(folder / "stages", _key(calibration, mended), workers)
    observed = observations(calibration, mended)
    told(_("emulators"))
    places = calibration.places(mended[list(calibration.names)].to_numpy())
    tasks = [Stage(one.key, fit, (one.key, places, mended[one.key].to_numpy()), {"log": one.log, "seed": calibration.seed}) for one in observed]
    # A figure that does not vary, such as visits by a staff that is given, has no emulator.
    emulators = {name: one for name, one in stages.made(tasks, skip=ValueError).items()}
    told(_("fits, ranks and recovery"))
    splits = {ALL: ()} | {fold.name: fold.out for fold in calibration.folds}
    # The longest first, so that none runs alone at the end.
    tasks = _checks(calibration, mended, emulators, observed, work)
    tasks += [
        Stage(f"fit-{name}", posterior, (calibration, evidence(calibration, observed, emulators, out)), {"steps": work.steps if name == ALL else work.fold_steps})
        for name, out in splits.items()
    ]
    found = stages.made(tasks)
    fits: dict[str, Posterior] = {name: found[f"fit-{name}"] for name in splits}
    sets = {name: chosen(one, calibration.sets, calibration.seed) for name, one in fits.items()}
    told(_("runs with the sets"))
    run, failed = _really_run(calibration, splits, sets, folder / "runs", workers, work.tried_sets, progress, stall_seconds, simulate)
    rows = [row for name, out in splits.items() for row in foretold(calibration, name, out, sets[name], emulators, run[run["fold"] == name])]
    values = load_parameters().values
    before = calibration.places(np.array([[values[name] for name in calibration.names]]))[0]
    own = Calibrated(calibration, bank, observed, emulators, fits, sets[ALL], before, rows, run, found.get(RANKS), found.get(RECOVERY))
    return own, failed


def _really_run(
    calibration: Calibration, splits: Mapping[str, Sequence[str]], sets: Mapping[str, Array], folder: Path, workers: int, count: int,
    progress: Progress | None, stall: float, simulate: banking.Figures,
) -> tuple[pd.DataFrame, list[tuple[int, Failure]]]:
    """The first sets of every fit on worlds that the bank has not used; of a split only the trials that it has not seen."""
    points, owners = [], {}
    for number, (name, out) in enumerate(splits.items()):
        asked = replace(calibration, trials=tuple(trial for trial in calibration.trials if not out or trial.name in out))
        first = 100_000 + 1000 * number
        owners[name] = (asked, banking.points_at(asked, calibration.values(sets[name][:count]), first, simulate))
        points += owners[name][1]
    failed = banking.fill(points, folder, workers=workers, progress=progress, stall_seconds=stall)
    tables = [banking.smoothed(asked, banking.gathered(asked, own, folder)).assign(fold=name) for name, (asked, own) in owners.items()]
    return pd.concat(tables, ignore_index=True), failed


def _checks(
    calibration: Calibration, bank: pd.DataFrame, emulators: Mapping[str, Emulator], observed: Sequence[Observation], work: Effort
) -> list[Stage]:
    """Ranks on a reduced problem, and parameters found again; nothing where the plan lacks what they need."""
    tasks = []
    columns = [calibration.names.index(name) for name in REDUCED if name in calibration.names]
    few = evidence(calibration, [one for one in observed if one.key in RANKED_BY], emulators)
    if columns and few.observed:
        names = [calibration.names[column] for column in columns]
        tasks.append(Stage(RANKS, reduced, (few, columns, names), {"truths": work.truths, "steps": work.rank_steps, "seed": calibration.seed}))
    # At the edge of the cube an emulator has nobody on the other side, so the runs nearest to the middle are tried.
    places = calibration.places(bank[list(calibration.names)].to_numpy())
    order = np.argsort(np.abs(places - 0.5).max(axis=1), kind="stable")[: 3 * work.held]
    held = np.sort(np.random.default_rng(calibration.seed).permutation(order)[: work.held])
    seen = evidence(calibration, [replace(one, fit=True) for one in observed], emulators)
    figures = {one.key: bank[one.key].to_numpy()[held] for one in seen.observed}
    if len(held) >= 3 and seen.observed:
        tasks.append(Stage(RECOVERY, recovered, (calibration.names, seen, places[held], figures), {"seed": calibration.seed, "steps": work.found_steps}))
    return tasks


def _key(calibration: Calibration, bank: pd.DataFrame) -> str:
    content = [repr(calibration), bank.to_csv(), model_version()]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()
