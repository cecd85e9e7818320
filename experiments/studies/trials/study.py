"""A trial from its file to its rows: worlds passed by worker processes, estimates over all worlds, verdicts."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from experiments.running.asked import SEEDS, whole
from experiments.running.keeping import room_for
from experiments.running.pool import STALL_SECONDS, Failure, Tick, supervise
from experiments.running.posts import refuse_too_many_officers
from experiments.studies.trials.course import pass_world
from experiments.studies.trials.estimators import Estimate, estimate
from experiments.studies.trials.result import Result
from experiments.studies.trials.sample import at_published_size
from experiments.studies.trials.several import as_assigned, by_study, refuse_part_studies, variants_of
from experiments.studies.trials.tables import TrialData, stacked
from experiments.studies.trials.under import world_parameters
from experiments.text.errors import UserError
from experiments.text.messages import _
from experiments.text.progress import Progress
from scenarios import Ensemble
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_estimands import Estimand
from scenarios.trial_design import TWO_ARMS
from scenarios.variations import policy_of, world_of
from simulation.district import District
from simulation.kept_worlds import KeptWorlds
from simulation.parameters import Parameters

OF_UNITS = ("unit", "visit")


@dataclass(frozen=True)
class TrialTask:
    """One world of a trial in all its variants, as a worker is given it; ``path`` takes the tables."""

    trial: TrialFile
    parameters: Parameters
    world: int
    seed: int
    path: Path
    set: int | None = None
    """Of the ensemble, whose values ``parameters`` are; None without one."""
    kept: KeptWorlds | None = None
    """Where its settled worlds are looked for and put."""


@dataclass(frozen=True)
class FailedTask:
    """A world of a trial that is missing from its estimates."""

    trial: str
    world: int
    reason: str
    trace: str


def districts_of(trial: TrialFile) -> list[District]:
    """The district of each of its variants."""
    return [world_of(trial, variant or None)[0] for variant in variants_of(trial)]


def tables_of_world(trial: TrialFile, parameters: Parameters, world: int, seed: int = 0, kept: KeptWorlds | None = None) -> TrialData:
    """All variants of one world under exactly these ``parameters``, all arms, with the units of the large size."""
    return stacked([
        pass_world(trial, variant, world, parameters, seed=seed, caps=trial.sizes.large.units, kept=kept) for variant in variants_of(trial, world)
    ])


def _work(task: TrialTask, tick: Tick) -> Path:
    parts = []
    names = variants_of(task.trial, task.world)
    for number, variant in enumerate(names):
        parts.append(pass_world(
            task.trial, variant, task.world, task.parameters, seed=task.seed, caps=task.trial.sizes.large.units, kept=task.kept,
            tick=lambda share, number=number: tick((number + share) / len(names))))  # type: ignore[misc]
    data = replace(stacked(parts), sets={} if task.set is None else {task.world: task.set})
    # Protocol 5 moves arrays as they lie; the file is ours and gone in a moment.
    with task.path.open("wb") as file:
        pickle.dump(data, file, protocol=5)
    return task.path


def run_trials(
    trials: Sequence[TrialFile],
    parameters: Mapping[str, float] | None = None,
    *,
    ensemble: str | Ensemble | None = None,
    worlds: int | None = None,
    seed: int = 0,
    workers: int = 1,
    published: bool = True,
    progress: Progress | None = None,
    finished: Callable[[TrialFile, list[Result]], None] | None = None,
    stall_seconds: float = STALL_SECONDS,
    kept: KeptWorlds | None = None,
) -> tuple[list[Result], list[FailedTask]]:
    """Every estimand of every trial, in the order of the files; ``worlds`` overrides the number that each file asks for.

    ``ensemble`` names the sets of parameters of the worlds ("none": those of parameters.toml, or give a file); left out: the shipped one.
    ``parameters`` replace values of every set, by their names; of all values at once those count that are not as in parameters.toml.
    ``kept`` is where settled worlds are looked for and put, as many as it has room for.  ``finished`` is told of each trial when its last world is in.  A world that fails is left out and reported.
    ``UserError`` where an argument means nothing, ``ScenarioError`` for what the files do not allow.
    """
    under = world_parameters(parameters, ensemble)
    refuse_impossible(trials, under.base)
    seed, workers = whole("seed", seed, 0, SEEDS - 1), whole("workers", workers, 0, 256)
    worlds = None if worlds is None else whole("worlds", worlds, 1, 10_000)
    refuse_part_studies(trials, worlds)
    results: dict[str, list[Result]] = {}
    failures: list[FailedTask] = []
    with tempfile.TemporaryDirectory(prefix="inspectorate-trials-") as folder:
        room = {trial.name: room_for(kept, districts_of(trial)) // len(trials) for trial in trials}
        tasks = [
            TrialTask(trial, under.of_world(trial, world), world, seed, Path(folder) / f"{number}-{world}.pickle", under.set_of(trial, world),
                      kept if world < room[trial.name] else None)
            for number, trial in enumerate(trials) for world in range(worlds or trial.sizes.large.worlds)
        ]  # fmt: skip
        waiting = {trial.name: sum(task.trial.name == trial.name for task in tasks) for trial in trials}
        paths: dict[str, list[tuple[int, Path]]] = {trial.name: [] for trial in trials}
        for task, outcome in supervise(_work, tasks, workers=workers, stall_seconds=stall_seconds, progress=progress):
            name = task.trial.name
            waiting[name] -= 1
            if isinstance(outcome, Failure):
                failures.append(FailedTask(name, task.world, outcome.reason, outcome.trace))
            else:
                paths[name].append((task.world, outcome))
            if waiting[name] == 0 and paths[name]:
                found = judged(task.trial, stacked(_read(sorted(paths[name]))), len(paths[name]), published=published, seed=seed)
                results[name] = [replace(result, ensemble=under.name) for result in found]
                if finished is not None:
                    finished(task.trial, results[name])
    return [result for trial in trials for result in results.get(trial.name, [])], failures


def refuse_impossible(trials: Sequence[TrialFile], parameters: Parameters) -> None:
    """``UserError`` for what are no trials, and for a trial in whose world the model has no room for a department's officers.

    ``parameters`` are those without an ensemble: officers are set by levers, in which no set differs.
    """
    if isinstance(trials, str) or not isinstance(trials, Sequence) or not all(isinstance(trial, TrialFile) for trial in trials):
        raise UserError(_("Trials are given as a list of scenarios.load_trial(...)."), "trials=", _("Write trials=[load_trial(\"NAME\")]."))
    names = [trial.name for trial in trials]
    for name in {name for name in names if names.count(name) > 1}:
        raise UserError(_("Two of the trials are called {name}.").format(name=name), "trials=", _("Rename one of them, or run them one by one."))
    for trial in trials:
        for variant in variants_of(trial):
            district, own = world_of(trial, variant or None)
            refuse_too_many_officers([district], [policy_of(arm) for arm in trial.arms], parameters.with_values(own))


def _read(paths: Sequence[tuple[int, Path]]) -> Iterator[TrialData]:
    for _world, path in paths:
        with path.open("rb") as file:
            yield pickle.load(file)
        path.unlink()


def judged(trial: TrialFile, data: TrialData, worlds: int, *, published: bool, seed: int) -> list[Result]:
    """Estimates of all estimands, at the published size too where that is asked for; intervals are over sets where ``data`` says that worlds share them."""
    sets = len(set(data.sets.values()))
    data = by_study(trial, as_assigned(trial, data, seed))
    done: dict[str, Estimate] = {}
    rows: list[Result] = []
    small: dict[str, Estimate] = {}
    for estimand in trial.estimands:
        estimand = with_arms(estimand, trial)
        found = estimate(estimand, data, done)
        done[estimand.name] = found
        again = None
        if published and (estimand.realised or (estimand.band is not None and estimand.band.p_above is not None)):
            again = at_published_size(estimand, data, trial.sizes.published.units, seed, small)
            small[estimand.name] = again.estimate
        rows.append(Result(trial, estimand, found, worlds, again, sets=sets))
    return rows


def with_arms(estimand: Estimand, trial: TrialFile) -> Estimand:
    """The estimand with the trial's arms where its estimator holds arms against each other and it names none."""
    kind = estimand.estimator
    against = kind.type in {*TWO_ARMS, "elasticity"} or getattr(kind, "on", "") == "treated"
    if estimand.arms or estimand.split is not None or not against:
        return estimand
    return estimand.model_copy(update={"arms": [arm.name for arm in trial.arms]})
