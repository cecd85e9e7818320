"""A calibration from start to end: bank, emulators, posterior, members that land, splits, runs with the sets that came out, checks of the inference."""

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
from experiments.studies.calibration.acceptance import Accepted, Way, accepted, hardest
from experiments.studies.calibration.emulator import Array, Emulator, fit
from experiments.studies.calibration.fit import Posterior, chosen, evidence, posterior
from experiments.studies.calibration.folds import Foretold, foretold
from experiments.studies.calibration.plan import Acceptance, Calibration
from experiments.studies.calibration.soundness import Ranks, Recovery, recovered, together, whole
from experiments.studies.calibration.stages import Stage, Stages
from experiments.studies.calibration.targets import Observation, observations
from experiments.text.errors import UserError
from experiments.text.messages import _, enumerated
from experiments.text.progress import Progress
from scenarios import load_parameters
from scenarios.ensembles import MIN_SETS

NOBODY = Acceptance("", 0, 0, 0, 0.0)
ALL = "all"
"""The name of the fit that leaves nothing out."""
RANKS, RECOVERY = "ranks", "recovery"
TRIED_SETS = 100_000
"""Points from which the runs with the sets are numbered, fold by fold."""
Told = Callable[[str], Any]


@dataclass(frozen=True)
class Effort:
    """How long the samplers run; tests take less."""

    steps: int = 320
    fold_steps: int = 200
    found_steps: int = 60
    truths: int = 200
    rank_steps: int = 24
    pool: int = 65_536
    """Draws of the prior that the posteriors of the made-up truths start from."""
    held: int = 40
    """Runs found again, in lots of ``lot``."""
    lot: int = 10
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
    acceptance: Accepted
    before: Array
    rows: list[Foretold]
    run: pd.DataFrame
    ranks: Ranks | None
    recovery: Recovery | None

    @property
    def sets(self) -> Array:
        """Of the ensemble."""
        return self.acceptance.members

    @property
    def narrowed(self) -> Array:
        """(parameters,) standard deviation of the sets over that of the prior, by places."""
        return np.asarray(self.sets.std(axis=0) * np.sqrt(12))


def fitted(
    calibration: Calibration, bank: pd.DataFrame, folder: Path, *, workers: int, effort: Effort | None = None, told: Told = lambda text: None,
    progress: Progress | None = None, stall_seconds: float = STALL_SECONDS, simulate: banking.Figures = banking.figures,
) -> tuple[Calibrated, list[tuple[int, Failure]]]:
    """Everything after the bank; stages are kept in ``folder``/stages, so that a second start takes up again.

    ``UserError`` where too few candidates land for an ensemble.
    """
    work = effort or Effort()
    mended = banking.smoothed(calibration, bank)
    stages = Stages(folder / "stages", _key(calibration, mended), workers)
    observed = observations(calibration, mended)
    told(_("emulators"))
    emulators = _emulators(calibration, mended, observed, stages)
    told(_("fits, ranks and recovery"))
    splits = {ALL: ()} | {fold.name: fold.out for fold in calibration.folds}
    found = stages.made(_tasks(calibration, mended, emulators, observed, splits, work))
    fits: dict[str, Posterior] = {name: found[f"fit-{name}"] for name in splits}
    told(_("runs of the baseline that decide who is a member"))
    way = Way(folder / "acceptance", workers, stall_seconds, simulate, progress)
    lots = {name: chosen(one, len(one.draws), calibration.seed) for name, one in fits.items()}
    landed, failed = {}, []
    for number, name in enumerate(splits):
        wanted = calibration.sets if name == ALL else work.tried_sets
        landed[name], broken = accepted(calibration, lots[name], wanted, number, way, again=name == ALL)
        failed += broken
        if name == ALL and len(landed[name].members) < MIN_SETS:
            raise _none(landed[name], folder)
    told(_("runs with the sets"))
    tried = {name: one.members[: work.tried_sets] for name, one in landed.items()}
    run, broken = _really_run(calibration, splits, tried, folder / "runs", way)
    sets = {name: landed[name].members if name == ALL else lots[name][: calibration.sets] for name in splits}
    rows = [row for name, out in splits.items() for row in foretold(calibration, name, out, sets[name], emulators, run[run["fold"] == name])]
    values = load_parameters().values
    before = calibration.places(np.array([[values[name] for name in calibration.names]]))[0]
    parts = [found[name] for name in sorted(found) if name.startswith(RECOVERY)]
    own = Calibrated(
        calibration, bank, observed, emulators, fits, landed[ALL], before, rows, run, found.get(RANKS), together(parts) if parts else None)
    return own, [*failed, *broken]


def _none(found: Accepted, folder: Path) -> UserError:
    return UserError(
        _("Of {n} candidates {k} meet every target of the baseline; {few} are the least for an ensemble.").format(n=found.tried, k=len(found.members), few=MIN_SETS),
        str(folder / "acceptance"),
        _("Look at what misses most: {list}. Widen the ranges of the parameters that move it, or ask for more candidates.").format(list=enumerated(hardest(found))))


def _emulators(calibration: Calibration, bank: pd.DataFrame, observed: Sequence[Observation], stages: Stages) -> dict[str, Emulator]:
    places = calibration.places(bank[list(calibration.names)].to_numpy())
    tasks = [
        Stage(one.key, fit, (one.key, places, bank[one.key].to_numpy()),
              {"log": one.log, "noise": banking.noise_of(bank, one.key, one.log), "choices": calibration.choices})
        for one in observed
    ]  # fmt: skip
    # A figure that does not vary, such as visits by a staff that is given, has no emulator.
    return dict(stages.made(tasks, skip=ValueError))


def _really_run(
    calibration: Calibration, splits: Mapping[str, Sequence[str]], sets: Mapping[str, Array], folder: Path, way: Way
) -> tuple[pd.DataFrame, list[tuple[int, Failure]]]:
    """The first sets of every fit on worlds that the bank has not used; of a split only the trials that it has not seen."""
    points, owners = [], {}
    for number, (name, out) in enumerate(splits.items()):
        asked = replace(calibration, near=None, trials=tuple(trial for trial in calibration.trials if not out or trial.name in out))
        first = TRIED_SETS + 1000 * number
        owners[name] = (asked, banking.points_at(asked, calibration.values(sets[name]), first, way.simulate))
        points += owners[name][1]
    failed = banking.fill(points, folder, workers=way.workers, progress=way.progress, stall_seconds=way.stall_seconds)
    tables = [banking.smoothed(asked, banking.gathered(asked, own, folder)).assign(fold=name) for name, (asked, own) in owners.items()]
    return pd.concat(tables, ignore_index=True), failed


def _tasks(
    calibration: Calibration, bank: pd.DataFrame, emulators: Mapping[str, Emulator], observed: Sequence[Observation], splits: Mapping[str, Sequence[str]],
    work: Effort,
) -> list[Stage]:  # fmt: skip
    """Fits, ranks and parameters found again, the longest first, so that none runs alone at the end."""
    tasks = []
    seen = evidence(calibration, observed, emulators)
    if any(one.two_sided for one in seen.observed):
        tasks.append(Stage(RANKS, whole, (seen, calibration.names), {"truths": work.truths, "steps": work.rank_steps, "pool": work.pool, "seed": calibration.seed}))
    tasks += [
        Stage(f"fit-{name}", posterior, (calibration, evidence(calibration, observed, emulators, out)), {"steps": work.steps if name == ALL else work.fold_steps})
        for name, out in splits.items()
    ]
    places = calibration.places(bank[list(calibration.names)].to_numpy())
    told = evidence(calibration, [replace(one, fit=True) for one in observed], emulators)
    held = np.random.default_rng(calibration.seed).permutation(len(places))
    # Any of those that tell most, not those in the middle: an interval must hold wherever the truth lies, and no trial was run where the baseline is far off.
    figures_told = np.isfinite(bank[[one.key for one in told.observed]].to_numpy(dtype=float)).sum(axis=1)
    held = held[np.argsort(-figures_told[held], kind="stable")][: work.held]
    if told.observed:
        for number, lot in enumerate(np.array_split(held, max(1, len(held) // work.lot))):
            figures = {one.key: bank[one.key].to_numpy()[lot] for one in told.observed}
            tasks.append(Stage(
                f"{RECOVERY}-{number:02d}", recovered, (calibration.names, told, places[lot], figures), {"seed": calibration.seed + 1000 * number, "steps": work.found_steps}))
    return tasks


def _key(calibration: Calibration, bank: pd.DataFrame) -> str:
    """Of what is fitted: who becomes a member is decided afterwards, and asks for no fit anew."""
    content = [repr(replace(calibration, acceptance=NOBODY, sets=0)), bank.to_csv(), model_version()]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()
