"""The dry run of ``trial`` and ``validate``: how many worlds and months, how long, and nothing run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from experiments.cli.common import OK, prepare_engine, start_seconds
from experiments.cli.comparing import time_told
from experiments.running import keeping
from experiments.running.worlds import available_workers
from experiments.studies.trials import timing
from experiments.studies.trials.under import WorldParameters
from experiments.text.console import Talk
from experiments.text.formatting import figure
from experiments.text.messages import _
from scenarios import load_district
from scenarios.schema.trial import TrialFile


def tell_time(trials: Sequence[TrialFile], under: WorldParameters, worlds: int | None, workers: int | None, talk: Talk) -> int:
    """Say what running the trials would take; their files have been checked before."""
    prepare_engine(load_district("jiuyuan-hamlet"), under.base, talk)
    tasks = sum(worlds or trial.sizes.large.worlds for trial in trials)
    crew = min(available_workers() if workers is None else workers, tasks)
    talk.note(_("Timing a few months of the trials' own worlds ..."))
    found = timing.estimate(trials, under, worlds, crew, keeping.store())
    found = replace(found, seconds=found.seconds + start_seconds(crew))
    if talk.as_json:
        talk.json({"trials": [trial.name for trial in trials], "worlds": found.worlds, "simulated_months": found.months, "kept_months": found.kept_months,
                   "seconds": found.seconds, "workers": crew})  # fmt: skip
        return OK
    talk.data(
        _("{trials} trials without a fault in their files, {worlds} worlds, {months} months with the burn-ins and every arm").format(
            trials=len(trials), worlds=figure(found.worlds, 0), months=figure(found.months, 0)),
        time_told(found.seconds, crew),
    )  # fmt: skip
    for trial in trials:
        if trial.districts is not None:
            studies = (worlds or trial.sizes.large.worlds) // trial.districts.count
            talk.note(_("{trial}: {studies} studies of {count} districts each.").format(trial=trial.name, studies=studies, count=trial.districts.count))
    if found.kept_months:
        talk.note(_("Left out: {months} months of burn-ins that are kept from earlier commands; --no-store runs them again.").format(months=figure(found.kept_months, 0)))
    talk.note(_("Nothing was run. Leave --dry-run out to run it."))
    return OK
