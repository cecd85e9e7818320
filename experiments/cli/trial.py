"""``inspectorate trial`` and ``inspectorate validate``: the model against published studies."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from experiments.cli.common import FAILED_RUNS, OK, chosen_by_hand, command_line, prepare_engine, suggested, utc_now
from experiments.cli.given import parse_overrides, warn_of_parameters, warn_of_replaced
from experiments.cli.options import (
    DryRun,
    EnsembleChoice,
    Json,
    Lang,
    NoStore,
    Out,
    Overrides,
    Published,
    Quiet,
    Seed,
    TrialWorlds,
    Workers,
    WorldTimeout,
)
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.extras import need
from experiments.text.messages import N_, _, enumerated, language

if TYPE_CHECKING:
    from experiments.studies.trials.kept import Kept
    from experiments.studies.trials.result import Result
    from experiments.studies.trials.study import FailedTask
    from experiments.studies.trials.under import WorldParameters
    from scenarios.schema.trial import TrialFile
    from simulation.kept_worlds import KeptWorlds

commands = typer.Typer()


@dataclass(frozen=True)
class Request:
    """The arguments of ``trial`` and ``validate``."""

    folder: Path
    worlds: int | None
    """None: as many as the file of each trial asks for."""
    seed: int
    workers: int | None
    parameters: Sequence[str]
    ensemble: str | None
    published: bool
    timeout: float
    evidence: Path | None = None
    """A user's own file of evidence, which the trials may cite."""


@commands.command("trial", help=N_("Put the model through published studies: by name, or your own file."))
def trial(
    names: Annotated[list[str], typer.Argument(metavar="FILE", help=N_("Trials: names or .toml files."))],
    evidence: Annotated[Path | None, typer.Option("--evidence", metavar="FILE", help=N_("Your own entries of evidence (.toml), cited beside the shipped ones."))] = None,
    worlds: TrialWorlds = None,
    seed: Seed = 0,
    out: Out = None,
    workers: Workers = None,
    parameter: Overrides = None,
    ensemble: EnsembleChoice = None,
    published: Published = True,
    timeout: WorldTimeout = 600.0,
    dry_run: DryRun = False,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run trials by name or file: estimates with their bands; the exit code says whether they could be run, not whether they pass."""
    from scenarios import load_trials

    typed = list(dict.fromkeys(names))
    trials = load_trials(typed, evidence)
    folder = out or Path("results") / f"trial-{trials[0].name}"
    asked = {trial.name: name for trial, name in zip(trials, typed, strict=True)}
    request = Request(folder, worlds, seed, workers, parameter or [], ensemble, published, timeout, evidence)
    return _run(trials, asked, request, dry_run, Talk(as_json, quiet))


@commands.command("validate", help=N_("Put the model through every shipped trial: one table, one forest plot, the score."))
def validate(
    worlds: TrialWorlds = None,
    seed: Seed = 0,
    out: Out = None,
    workers: Workers = None,
    parameter: Overrides = None,
    ensemble: EnsembleChoice = None,
    published: Published = True,
    timeout: WorldTimeout = 600.0,
    dry_run: DryRun = False,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run every shipped trial: one table, one forest plot, the score."""
    from scenarios import load_trials, trial_names

    trials = load_trials(trial_names())
    folder = out or Path("results") / "validate"
    return _run(trials, {}, Request(folder, worlds, seed, workers, parameter or [], ensemble, published, timeout), dry_run, Talk(as_json, quiet))


def _run(trials: Sequence[TrialFile], asked: Mapping[str, str], request: Request, dry_run: bool, talk: Talk) -> int:
    """Run the trials, or say how long it takes, write and say what came out; ``asked`` are those that were named otherwise than by their name."""
    from experiments.disk.folder import owned
    from experiments.studies.trials.several import refuse_part_studies
    from experiments.studies.trials.study import refuse_impossible
    from experiments.studies.trials.under import world_parameters

    need("statsmodels")
    under = world_parameters(parse_overrides(request.parameters), request.ensemble)
    warn_of_parameters(under.replaced, talk)
    warn_of_replaced(under.ensemble, under.replaced, talk)
    refuse_impossible(trials, under.base)
    refuse_part_studies(trials, request.worlds)
    if dry_run:
        from experiments.cli.trial_time import tell_time

        return tell_time(trials, under, request.worlds, request.workers, talk)
    with owned(request.folder, "trials", "trial|validate"):
        return _tried(trials, asked, request, under, talk)


def _tried(trials: Sequence[TrialFile], asked: Mapping[str, str], request: Request, under: WorldParameters, talk: Talk) -> int:
    from experiments.running import keeping
    from experiments.running.plan import ensemble_option
    from experiments.studies.trials.kept import Kept
    from scenarios import load_district

    prepare_engine(load_district("jiuyuan-hamlet"), under.base, talk)
    started, clock = utc_now(), time.monotonic()
    kept = Kept(request.folder / "unfinished", under, request.worlds, request.seed, request.published)
    try:
        results, failures = taken_up(trials, kept, _("Trying"), request.workers, request.timeout, talk, keeping.store())
    except KeyError as error:
        raise UserError(str(error.args[0]), trials[0].name, _("Ask for a variable that is known at the treatment.")) from None
    times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
    _write(results, failures, request, under, times)
    if not failures:
        kept.clear()
    _report(results, failures, request.folder, under, talk)
    fails = sorted({result.trial.name for result in results if result.verdict.passes is False})
    if fails:
        again = suggested("trial", asked.get(fails[0], fails[0]), "--worlds", 2, "--seed", request.seed, *(("--evidence", request.evidence) if request.evidence else ()))
        by_hand = chosen_by_hand(under.replaced, "compiled", ensemble=ensemble_option(under.spec))
        talk.next(again + by_hand + " --json", _("what a trial that fails gives, figure by figure"))
    return FAILED_RUNS if failures else OK


def taken_up(
    trials: Sequence[TrialFile], kept: Kept, title: str, workers: int | None, timeout: float, talk: Talk, worlds: KeptWorlds | None = None
) -> tuple[list[Result], list[FailedTask]]:
    """The rows of all trials in their order: those kept before, and those that are now run and kept; ``worlds`` keeps settled ones."""
    from experiments.running.worlds import available_workers
    from experiments.studies.trials.study import run_trials

    before = {trial.name: rows for trial in trials if (rows := kept.read(trial)) is not None}
    if before:
        talk.note(_("Taken up again, finished before: {names}.").format(names=enumerated(before)))
    todo = [trial for trial in trials if trial.name not in before]
    runs = sum(kept.worlds or trial.sizes.large.worlds for trial in todo)
    crew = min(available_workers() if workers is None else workers, runs)
    with talk.progress(runs, title) as progress:
        found, failures = run_trials(todo, kept.parameters.replaced, ensemble=kept.parameters.given, worlds=kept.worlds, seed=kept.seed, workers=crew,
                                     published=kept.published, progress=progress, finished=kept.write, stall_seconds=timeout, kept=worlds)  # fmt: skip
    return [row for trial in trials for row in (before.get(trial.name) or [r for r in found if r.trial.name == trial.name])], failures


def _write(results: Sequence[Result], failures: Sequence[FailedTask], request: Request, under: WorldParameters, times: Mapping[str, Any]) -> None:
    """Tables, rows, forest plot and manifest of a validation."""
    from experiments.comparison.words import assumptions
    from experiments.disk import files
    from experiments.disk.provenance import commit, versions
    from experiments.studies.trials.forest import draw_forest
    from experiments.studies.trials.report import csv_text, json_rows, markdown
    from experiments.studies.trials.under import under_which

    folder, changes, which = request.folder, under.changes, under_which(results, under)
    files.write_text(folder / "trials.md", markdown(results, assumptions.line(changes), which))
    files.write_text(folder / "trials.csv", csv_text(results, assumptions.column(changes)))
    files.write_json(folder / "trials.json", json_rows(results, assumptions.column(changes)))
    drawn = draw_forest(results, folder, changes=changes, under=which)
    names = ["trials.md", "trials.csv", "trials.json", *(path.name for path in drawn)]
    files.write_json(folder / "manifest.json", {
        "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(), "language": language(),
        "seed": request.seed, "worlds": request.worlds, "parameters": dict(under.replaced), "ensemble": under.facts,
        "evidence": None if request.evidence is None else {"file": str(request.evidence), "sha256": files.sha256(request.evidence)},
        "sets": {result.trial.name: result.sets for result in results}, "times": dict(times),
        "failed": [{"trial": f.trial, "world": f.world, "reason": f.reason} for f in failures],
        "files": {name: files.sha256(folder / name) for name in names},
    })  # fmt: skip


def _report(results: Sequence[Result], failures: Sequence[FailedTask], folder: Path, under: WorldParameters, talk: Talk) -> None:
    from experiments.comparison.words import assumptions
    from experiments.studies.trials.over import few_worlds
    from experiments.studies.trials.report import json_rows, score_words, tables
    from experiments.studies.trials.under import under_which

    changes = under.changes
    for failure in failures:
        talk.warn(_("World {world} of {trial} failed: {reason}.").format(world=failure.world, trial=failure.trial, reason=failure.reason))
        talk.note(failure.trace)
    if talk.as_json:
        talk.json(json_rows(results, assumptions.column(changes)))
    else:
        which = under_which(results, under)
        talk.data(*([Text(assumptions.line(changes), style="bold")] if changes else []), *([Text(which)] if which else []), *tables(results))
        talk.data(score_words(results))
    if few := few_worlds({result.independent for result in results}, any(result.independent < result.worlds for result in results)):
        talk.warn(few)
    talk.note(_("Written to {folder}: trials.md, trials.csv, trials.json, forest.png, manifest.json.").format(folder=folder))
