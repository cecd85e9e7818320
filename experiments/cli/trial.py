"""``inspectorate trial`` and ``inspectorate validate``: the model against published studies."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.cli.common import FAILED_RUNS, OK, command_line, parse_overrides, utc_now, warn_of_parameters
from experiments.disk import files
from experiments.disk.provenance import commit, versions
from experiments.running.worlds import available_workers
from experiments.studies.trials.forest import draw_forest
from experiments.studies.trials.kept import Kept
from experiments.studies.trials.knockouts import (
    knockout_markdown,
    knockout_table,
    load_knockouts,
    loss,
    rows,
    unsupported_words,
)
from experiments.studies.trials.report import Result, csv_text, json_rows, markdown, score_words, tables
from experiments.studies.trials.study import FailedTask, run_trials
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import _, language
from scenarios import load_parameters, load_trial, trial_names
from scenarios.schema.trial import TrialFile
from simulation.engine.run import is_compiled
from simulation.parameters import Parameters


def trial(
    names: Sequence[str], *, worlds: int | None, seed: int, out: Path | None, workers: int | None, parameters: Sequence[str],
    published: bool, timeout: float, talk: Talk,
) -> int:  # fmt: skip
    """Run trials by name or file: estimates with their bands; the exit code says whether they could be run, not whether they pass."""
    return _run([load_trial(name) for name in dict.fromkeys(names)], "trial", worlds, seed, out, workers, parameters, published, timeout, talk)


def validate(
    *, worlds: int | None, seed: int, out: Path | None, workers: int | None, parameters: Sequence[str], published: bool, timeout: float,
    talk: Talk,
) -> int:  # fmt: skip
    """Run every shipped trial: one table, one forest plot, the score."""
    return _run([load_trial(name) for name in trial_names()], "validate", worlds, seed, out, workers, parameters, published, timeout, talk)


def _run(
    trials: Sequence[TrialFile], what: str, worlds: int | None, seed: int, out: Path | None, workers: int | None,
    given: Sequence[str], published: bool, timeout: float, talk: Talk,
) -> int:  # fmt: skip
    overrides = parse_overrides(given)
    warn_of_parameters(overrides, talk)
    values = load_parameters(overrides=overrides).values
    prepare(values, talk)
    started, clock = utc_now(), time.monotonic()
    folder = out or Path("results") / (what if what == "validate" else f"trial-{trials[0].name}")
    kept = Kept(folder / "unfinished", values, worlds, seed, published)
    try:
        results, failures = _taken_up(trials, kept, _("Trying"), workers, timeout, talk)
    except KeyError as error:
        raise UserError(str(error.args[0]), trials[0].name, _("Ask for a variable that is known at the treatment.")) from None
    times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
    write(results, failures, folder, {"seed": seed, "worlds": worlds, "parameters": overrides, "times": times})
    if not failures:
        kept.clear()
    _report(results, failures, folder, talk)
    return FAILED_RUNS if failures else OK


def _taken_up(
    trials: Sequence[TrialFile], kept: Kept, title: str, workers: int | None, timeout: float, talk: Talk
) -> tuple[list[Result], list[FailedTask]]:
    """The rows of all trials in their order: those kept before, and those that are now run and kept."""
    before = {trial.name: rows for trial in trials if (rows := kept.read(trial)) is not None}
    if before:
        talk.note(_("Taken up again, finished before: {names}.").format(names=", ".join(before)))
    todo = [trial for trial in trials if trial.name not in before]
    runs = sum(kept.worlds or trial.sizes.large.worlds for trial in todo)
    crew = min(available_workers() if workers is None else workers, runs)
    with talk.progress(runs, title) as progress:
        found, failures = run_trials(todo, kept.parameters, worlds=kept.worlds, seed=kept.seed, workers=crew, published=kept.published,
                                     progress=progress, finished=kept.write, stall_seconds=timeout)  # fmt: skip
    return [row for trial in trials for row in (before.get(trial.name) or [r for r in found if r.trial.name == trial.name])], failures


def knockouts(
    *, names: Sequence[str], only: Sequence[str], worlds: int, seed: int, out: Path | None, workers: int | None, timeout: float, talk: Talk
) -> int:
    """Run the trials without each mechanism in turn: which then fail, and which mechanism none of them misses."""
    trials = [load_trial(name) for name in (names or trial_names())]
    chosen = [k for k in load_knockouts() if not only or k.name in only]
    unknown = sorted(set(only) - {k.name for k in chosen})
    if unknown:
        raise UserError(_("There is no mechanism {name}.").format(name=unknown[0]), "--mechanism",
                        _("Known: {names}.").format(names=", ".join(k.name for k in load_knockouts())))  # fmt: skip
    values = load_parameters().values
    prepare(values, talk)
    started, clock = utc_now(), time.monotonic()
    folder = out or Path("results") / "knockouts"
    kept = Kept(folder / "unfinished", values, worlds, seed, published=False)

    def results(title: str, overrides: dict[str, float]) -> tuple[list[Result], list[FailedTask]]:
        without = replace(kept, parameters=load_parameters(overrides=overrides).values)
        return _taken_up(trials, without, title, workers, timeout, talk)

    whole, failures = results(_("The whole model"), {})
    losses = []
    for knockout in chosen:
        without, failed = results(_("Without: {title}").format(title=knockout.shown), knockout.parameters)
        failures += failed
        losses.append(loss(knockout, whole, without))
    folder.mkdir(parents=True, exist_ok=True)
    times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
    files.write_json(folder / "knockouts.json", rows(losses))
    files.write_text(folder / "knockouts.md", knockout_markdown(losses))
    files.write_json(folder / "manifest.json", {
        "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(), "seed": seed, "worlds": worlds,
        "trials": [t.name for t in trials], "times": times,
        "files": {name: files.sha256(folder / name) for name in ("knockouts.json", "knockouts.md")},
    })  # fmt: skip
    if not failures:
        kept.clear()
    if talk.as_json:
        talk.json(rows(losses))
    else:
        talk.data(knockout_table(losses), unsupported_words(losses))
    talk.note(_("Written to {folder}: knockouts.md, knockouts.json, manifest.json.").format(folder=folder))
    return FAILED_RUNS if failures else OK


def prepare(values: Parameters, talk: Talk) -> None:
    """Compile the engine where that has not been done yet: before workers start."""
    from scenarios import load_district
    from simulation.simulate import prepare as compile_engine

    if not is_compiled():
        talk.note(_("Preparing the engine, once (about a minute) ..."))
        compile_engine(load_district("jiuyuan-hamlet"), values)


def write(results: Sequence[Result], failures: Sequence[FailedTask], folder: Path, facts: Mapping[str, Any]) -> None:
    """Tables, rows, forest plot and manifest of a validation."""
    folder.mkdir(parents=True, exist_ok=True)
    files.write_text(folder / "trials.md", markdown(results))
    files.write_text(folder / "trials.csv", csv_text(results))
    files.write_json(folder / "trials.json", json_rows(results))
    drawn = draw_forest(results, folder)
    names = ["trials.md", "trials.csv", "trials.json", *(path.name for path in drawn)]
    files.write_json(folder / "manifest.json", {
        "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(), "language": language(), **facts,
        "failed": [{"trial": f.trial, "world": f.world, "reason": f.reason} for f in failures],
        "files": {name: files.sha256(folder / name) for name in names},
    })  # fmt: skip


def _report(results: Sequence[Result], failures: Sequence[FailedTask], folder: Path, talk: Talk) -> None:
    for failure in failures:
        talk.warn(_("World {world} of {trial} failed: {reason}.").format(world=failure.world, trial=failure.trial, reason=failure.reason))
        talk.note(failure.trace)
    if talk.as_json:
        talk.json(json_rows(results))
    else:
        talk.data(*tables(results))
        talk.data(score_words(results))
    talk.note(_("Written to {folder}: trials.md, trials.csv, trials.json, forest.png, manifest.json.").format(folder=folder))
    fails = sorted({result.trial.name for result in results if result.verdict.passes is False})
    if fails:
        talk.next(f"inspectorate trial {fails[0]} --worlds 2 --json", _("what a trial that fails gives, figure by figure"))
