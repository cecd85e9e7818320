"""``inspectorate interactions``: which policies help or hinder each other."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.options import Json, Lang, NoStore, Out, Quiet, Retry, RunTimeout, Workers
from experiments.text.console import Talk
from experiments.text.messages import N_

if TYPE_CHECKING:
    from experiments.cli.sweeping import How

commands = typer.Typer()

Factorial = Annotated[str, typer.Argument(metavar="PLAN", help=N_("A plan with combine = true: a name or a .toml file."))]


@commands.command("interactions", help=N_("Say which policies help or hinder each other: every combination on the same worlds."))
def interactions(
    plan: Factorial = "interactions",
    out: Out = None,
    workers: Workers = None,
    timeout: RunTimeout = 600.0,
    retry: Retry = False,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run the factorial of a plan and estimate which policies help or hinder each other."""
    from experiments.cli import sweeping

    talk = Talk(as_json, quiet)
    how = sweeping.How(workers=workers, timeout=timeout, retry=retry)
    return sweeping.until_stopped(lambda: _run(plan, out, how, talk), talk)


def _run(reference: str, out: Path | None, how: How, talk: Talk) -> int:
    from experiments.cli.studying import Study, Told
    from experiments.studies.interactions import figures as interactions_figures
    from experiments.studies.interactions import report as interactions_report
    from experiments.studies.interactions import study as interactions
    from experiments.studies.sweep import plans

    plan = plans.load(reference)
    study = Study("interactions", plan, out, how, talk)
    interactions.check(plan)
    with study.claimed("runs"):
        found = interactions.estimated(study.run(plan, "runs"))
        told = [text for one in found.effects for text in interactions_report.sentences(found, one)]
        return study.tell(Told(told, interactions_report.meaning(found), interactions_report.tables(found), interactions_report.brief(found),
                               {"effects": interactions_report.rows(found)}, partial(interactions_figures.draw, found)))  # fmt: skip
