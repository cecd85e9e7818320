"""``inspectorate discover``: under which conditions the policies of a plan fail."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from experiments.cli.options import Json, Lang, NoStore, Out, Plan, Quiet, Retry, RunTimeout, Workers
from experiments.text.console import Talk
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.cli.sweeping import How

commands = typer.Typer()


@commands.command("discover", help=N_("Say under which conditions a policy of a plan fails or backfires: PRIM and CART, checked on unseen points."))
def discover(
    plan: Plan,
    out: Out = None,
    workers: Workers = None,
    timeout: RunTimeout = 600.0,
    retry: Retry = False,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Search the points of a plan for where its policies fail."""
    from experiments.cli import sweeping

    talk = Talk(as_json, quiet)
    how = sweeping.How(workers=workers, timeout=timeout, retry=retry)
    return sweeping.until_stopped(lambda: _run(plan, out, how, talk), talk)


def _run(reference: str, out: Path | None, how: How, talk: Talk) -> int:
    from experiments.cli.studying import Study, Told
    from experiments.studies.discovery import figures as discovery_figures
    from experiments.studies.discovery import report as discovery_report
    from experiments.studies.discovery import study as discovery
    from experiments.studies.sweep import plans
    from experiments.studies.sweep.tasks import resolve

    plan = plans.load(reference)
    study = Study("discover", plan, out, how, talk)
    discovery.check(plan, resolve(plan).policies)
    with study.claimed("runs"):
        runs = study.run(plan, "runs")
        talk.note(_("Searching ..."))
        found = discovery.discovered(runs)
        return study.tell(Told(discovery_report.sentences(found), discovery_report.meaning(found), discovery_report.tables(found),
                               discovery_report.brief(found), discovery_report.rows(found), partial(discovery_figures.draw, found)))  # fmt: skip
