"""``inspectorate sweep``: from a plan file to a folder of results, whatever happens in between."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import OK, start_seconds
from experiments.cli.given import warn_of_policies
from experiments.cli.options import (
    Ca,
    Cert,
    Dask,
    Json,
    Key,
    Lang,
    NoStore,
    Out,
    Quiet,
    Retry,
    RunTimeout,
    Scheduler,
    Workers,
)
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.formatting import bytes_in_words, duration, figure
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.cli.sweeping import How
    from experiments.studies.sweep.estimate import Estimate
    from scenarios import PlanFile

commands = typer.Typer()

PlanOrFolder = Annotated[str, typer.Argument(metavar="PLAN", help=N_("A plan: a name or a .toml file; or the folder of a sweep, which then goes on."))]


@commands.command("sweep", help=N_("Run a plan of many points and worlds; takes up again where it stopped."))
def sweep(
    plan: PlanOrFolder,
    out: Out = None,
    workers: Workers = None,
    dask: Dask = False,
    scheduler: Scheduler = None,
    tls_ca: Ca = None,
    tls_cert: Cert = None,
    tls_key: Key = None,
    timeout: RunTimeout = 600.0,
    retry: Retry = False,
    only: Annotated[str | None, typer.Option("--only", metavar="POINT/WORLD", help=N_("Run one task, here, and print what comes of it."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say how many runs, how long and how much disk, and stop."))] = False,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run a plan, or what is missing of it; the exit code."""
    from experiments.cli import sweeping

    talk = Talk(as_json, quiet)
    how = sweeping.How(workers, timeout, dask, scheduler, sweeping.identity(tls_ca, tls_cert, tls_key), retry, plan)
    sweeping.check_how(how)
    return sweeping.until_stopped(lambda: _run(plan, out, how, dry_run, only, talk), talk)


def _run(reference: str, out: Path | None, how: How, dry_run: bool, only: str | None, talk: Talk) -> int:
    from experiments.cli import one_task, sweeping
    from experiments.disk import paths
    from experiments.studies.sweep import plans
    from experiments.studies.sweep.estimate import estimate
    from experiments.studies.sweep.tasks import resolve

    plan, kept = _plan_of_folder(reference) or (plans.load(reference), None)
    if only is not None:
        return one_task.run_one(resolve(plan), only, how, talk)
    _warn_of_factors(plan, talk)
    folder = out or kept or Path("results") / f"sweep-{plan.name}"
    paths.refuse_unless_folder(folder)
    sketch = resolve(plan)
    sweeping.make_ready(sketch, talk)
    workers = sweeping.crew_size(how, plan)
    found = estimate(sketch, workers)
    found = replace(found, seconds=found.seconds + start_seconds(workers))
    if dry_run:
        sweeping.say_memory(how, plan, talk)
        return _told(found, talk)
    _say_size(found, folder, talk)
    return sweeping.end(sweeping.into(plan, folder, how, talk), how, talk)


def _plan_of_folder(reference: str) -> tuple[PlanFile, Path] | None:
    """The plan that the folder of a sweep holds, with the folder; None where ``reference`` is no such folder."""
    from experiments.studies.sweep.card import plan_of, read_card

    folder = Path(reference)
    card = read_card(folder) if os.path.isdir(folder) else None  # of any name, where Path.is_dir may raise
    return None if card is None else (plan_of(card), folder)


def _warn_of_factors(plan: PlanFile, talk: Talk) -> None:
    """Say which values of a plan are allowed but unusual."""
    from experiments.studies.sweep.tasks import place_of
    from experiments.text.scenario_text import told
    from scenarios import load_parameters
    from scenarios.schema.plan import LEVERS_ONLY
    from scenarios.silence import UNHEARD, WAITING, is_off, unheard_warning, waiting_warning

    warn_of_policies([spec for spec in plan.policies if spec != LEVERS_ONLY], plan.months, place_of(plan), talk)
    for name in (*plan.factors, *plan.parameters):
        if name in UNHEARD:
            talk.warn(told(unheard_warning(name)))
        if name in WAITING and not {WAITING[name]} & {*plan.factors, *plan.parameters}:
            talk.warn(told(waiting_warning(name)))
    entries = load_parameters().entries
    tried = {name: [*(factor.values or []), *(v for v in (factor.low, factor.high) if v is not None)] for name, factor in plan.factors.items()}
    for name, values in [*tried.items(), *((name, [value]) for name, value in plan.parameters.items())]:
        for value in values:
            if not entries[name].is_expected(value) and not is_off(name, value):
                talk.warn(told(entries[name].warning(name, value)))


def _words(found: Estimate) -> str:
    return _("{runs} runs: {points} points x {worlds} worlds x {policies} policies; about {time}; about {size} on disk.").format(
        runs=figure(found.runs, 0), points=figure(found.points, 0), worlds=figure(found.worlds, 0), policies=found.policies,
        time=duration(found.seconds), size=bytes_in_words(found.bytes))  # fmt: skip


def _told(found: Estimate, talk: Talk) -> int:
    if talk.as_json:
        talk.json({"points": found.points, "worlds": found.worlds, "policies": found.policies, "tasks": found.tasks, "runs": found.runs,
                   "seconds": found.seconds, "bytes": found.bytes})  # fmt: skip
    else:
        talk.data(_words(found))
    return OK


def _say_size(found: Estimate, folder: Path, talk: Talk) -> None:
    talk.note(_words(found))
    near = next((parent for parent in (folder, *folder.absolute().parents) if parent.exists()), Path("."))
    free = shutil.disk_usage(near).free
    if found.bytes > 0.9 * free:
        raise UserError(_("The results need about {need} and the disk has {free} left.").format(need=bytes_in_words(found.bytes), free=bytes_in_words(free)),
                        f"--out {folder}", _("Name a folder on a larger disk, or make the plan smaller."))  # fmt: skip
