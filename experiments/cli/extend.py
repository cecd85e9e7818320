"""``inspectorate extend``: more worlds for a sweep."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.options import (
    Ca,
    Cert,
    Dask,
    Json,
    Key,
    Lang,
    NoStore,
    Quiet,
    RunTimeout,
    Scheduler,
    SweepFolder,
    Workers,
)
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.formatting import figure
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.cli.sweeping import How

commands = typer.Typer()


@commands.command("extend", help=N_("Add worlds to a sweep; none is run twice."))
def extend(
    folder: SweepFolder,
    worlds: Annotated[int, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds to add."))],
    workers: Workers = None,
    dask: Dask = False,
    scheduler: Scheduler = None,
    tls_ca: Ca = None,
    tls_cert: Cert = None,
    tls_key: Key = None,
    timeout: RunTimeout = 600.0,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Add worlds to a sweep; none is run twice."""
    from experiments.cli import sweeping

    talk = Talk(as_json, quiet)
    how = sweeping.How(workers, timeout, dask, scheduler, sweeping.identity(tls_ca, tls_cert, tls_key))
    sweeping.check_how(how)
    return sweeping.until_stopped(lambda: _run(folder, worlds, how, talk), talk)


def _run(folder: Path, worlds: int, how: How, talk: Talk) -> int:
    from experiments.cli import sweeping
    from experiments.studies.sweep.card import plan_of, read_card
    from experiments.studies.sweep.tasks import resolve

    card = read_card(folder)
    if card is None:
        raise UserError(_("There is no sweep in this folder."), str(folder), _("`inspectorate sweep PLAN --out DIR` makes one."))
    plan = plan_of(card)
    longer = plan.model_copy(update={"worlds": plan.worlds + worlds})
    sweeping.make_ready(resolve(longer), talk)
    how = replace(how, shown_plan=str(folder))
    found = sweeping.into(longer, folder, how, talk)
    talk.note(_("{n} worlds added, {all} now: {tasks} of the tasks are new.").format(
        n=figure(worlds, 0), all=figure(longer.worlds, 0), tasks=figure(found.tasks // longer.worlds * worlds, 0)))  # fmt: skip
    return sweeping.end(found, how, talk)
