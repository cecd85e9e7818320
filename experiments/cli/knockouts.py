"""``inspectorate knockouts``: which trial needs which mechanism, and which mechanism no trial needs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli.common import FAILED_RUNS, OK, command_line, prepare_engine, utc_now
from experiments.cli.options import EnsembleChoice, Json, Lang, NoStore, Out, Quiet, Seed, Workers, WorldTimeout
from experiments.cli.trial import taken_up
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.extras import need
from experiments.text.messages import N_, _, enumerated

if TYPE_CHECKING:
    from experiments.studies.trials.kept import Kept
    from experiments.studies.trials.knockouts import Knockout, Loss
    from experiments.studies.trials.result import Result
    from experiments.studies.trials.study import FailedTask
    from experiments.studies.trials.under import WorldParameters
    from scenarios.schema.trial import TrialFile

commands = typer.Typer()


@commands.command("knockouts", help=N_("Take one mechanism out at a time and say which trial needs it."))
def knockouts(
    names: Annotated[list[str] | None, typer.Argument(metavar="TRIAL", help=N_("Trials; all if left out."))] = None,
    mechanism: Annotated[list[str] | None, typer.Option("--mechanism", help=N_("Only this mechanism; repeatable."))] = None,
    worlds: Annotated[int, typer.Option("--worlds", "-n", min=1, max=10_000, help=N_("Worlds of each trial."))] = 10,
    seed: Seed = 0,
    out: Out = None,
    workers: Workers = None,
    ensemble: EnsembleChoice = None,
    timeout: WorldTimeout = 600.0,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run the trials without each mechanism in turn: which needs which, and which mechanism none needs; a stopped run goes on."""
    from experiments.disk.folder import owned
    from experiments.studies.trials.kept import Kept
    from experiments.studies.trials.study import refuse_impossible
    from experiments.studies.trials.under import world_parameters
    from scenarios import load_trial, trial_names

    need("statsmodels")
    trials = [load_trial(name) for name in (names or trial_names())]
    under = world_parameters(None, ensemble)
    refuse_impossible(trials, under.base)
    talk = Talk(as_json, quiet)
    chosen = _to_silence(_chosen(mechanism or []), under, talk)
    folder = out or Path("results") / "knockouts"
    with owned(folder, "knockouts", "knockouts"):
        return _run(trials, chosen, Kept(folder / "unfinished", under, worlds, seed, published=False), workers, timeout, talk)


def _run(trials: Sequence[TrialFile], chosen: Sequence[Knockout], kept: Kept, workers: int | None, timeout: float, talk: Talk) -> int:
    from experiments.running import keeping
    from experiments.studies.trials.knockouts import loss
    from scenarios import load_district

    prepare_engine(load_district("jiuyuan-hamlet"), kept.parameters.base, talk)
    started, clock = utc_now(), time.monotonic()

    def results(title: str, overrides: dict[str, float]) -> tuple[list[Result], list[FailedTask]]:
        without = replace(kept, parameters=kept.parameters.without(overrides))
        # Without a mechanism the parameters are others, and so are all worlds: nothing of theirs is asked for again.
        return taken_up(trials, without, title, workers, timeout, talk, None if overrides else keeping.store())

    whole, failures = results(_("The whole model"), {})
    losses = []
    for knockout in chosen:
        without, failed = results(_("Without: {title}").format(title=knockout.shown), knockout.parameters)
        failures += failed
        losses.append(loss(knockout, whole, without))
    times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
    _write(losses, whole, kept, {"trials": [t.name for t in trials], "times": times})
    if not failures:
        kept.clear()
    _tell(losses, whole, kept, talk)
    return FAILED_RUNS if failures else OK


def _chosen(only: Sequence[str]) -> list[Knockout]:
    """The mechanisms asked for, all if none; ``UserError`` for a name that is none."""
    from experiments.studies.trials.knockouts import load_knockouts

    every = load_knockouts()
    chosen = [k for k in every if not only or k.name in only]
    unknown = sorted(set(only) - {k.name for k in chosen})
    if unknown:
        raise UserError(_("There is no mechanism {name}.").format(name=unknown[0]), "--mechanism",
                        _("Known: {names}.").format(names=enumerated(k.name for k in every)))  # fmt: skip
    return chosen


def _to_silence(chosen: Sequence[Knockout], under: WorldParameters, talk: Talk) -> list[Knockout]:
    """Without those that are silent already; ``UserError`` where none is left."""
    silent = [one for one in chosen if under.has(one.parameters)]
    if silent and len(silent) == len(chosen):
        raise UserError(
            _("There is nothing to take out: {names}.").format(names=enumerated(one.name for one in silent)), "--mechanism",
            _("These mechanisms are switched off by the parameters in force. Name others, or take an ensemble that has them on."))  # fmt: skip
    if silent:
        talk.note(_("Switched off by the parameters in force, so there is nothing to take out: {names}.").format(names=enumerated(one.name for one in silent)))
    return [one for one in chosen if one not in silent]


def _write(losses: Sequence[Loss], whole: Sequence[Result], kept: Kept, facts: dict[str, Any]) -> None:
    from experiments.comparison.words import assumptions
    from experiments.disk import files
    from experiments.disk.provenance import commit, versions
    from experiments.studies.trials.knockouts import knockout_markdown, rows
    from experiments.studies.trials.under import under_which

    folder, under = kept.folder.parent, kept.parameters
    files.write_json(folder / "knockouts.json", rows(losses, under.name, assumptions.column(under.changes)))
    files.write_text(folder / "knockouts.md", knockout_markdown(losses, whole, assumptions.line(under.changes), under_which(whole, under)))
    files.write_json(folder / "manifest.json", {
        "schema_version": 1, "command": command_line(), "versions": versions(), "git": commit(), "seed": kept.seed, "worlds": kept.worlds,
        "ensemble": under.facts, "sets": {result.trial.name: result.sets for result in whole}, **facts,
        "files": {name: files.sha256(folder / name) for name in ("knockouts.json", "knockouts.md")},
    })  # fmt: skip


def _tell(losses: Sequence[Loss], whole: Sequence[Result], kept: Kept, talk: Talk) -> None:
    from experiments.comparison.words import assumptions
    from experiments.studies.trials.knockouts import (
        knockout_table,
        needs_words,
        rows,
        unsupported_words,
    )
    from experiments.studies.trials.under import under_which

    under = kept.parameters
    if talk.as_json:
        talk.json(rows(losses, under.name, assumptions.column(under.changes)))
    else:
        first = [text for text in (assumptions.line(under.changes), under_which(whole, under)) if text]
        talk.data(*first, knockout_table(losses), unsupported_words(losses), *needs_words(losses, whole))
    talk.note(_("Written to {folder}: knockouts.md, knockouts.json, manifest.json.").format(folder=kept.folder.parent))
