"""``inspectorate sensitivity``: which assumptions and levers the result of a plan hangs on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from experiments.cli.options import Json, Lang, NoStore, Out, Plan, Quiet, Retry, RunTimeout, Workers
from experiments.text.console import Talk
from experiments.text.extras import need
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.cli.sweeping import How

commands = typer.Typer()


@commands.command("sensitivity", help=N_("Say which assumptions and levers of a plan the result hangs on: screening, then Sobol indices."))
def sensitivity(
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
    """Screen all factors of a plan, then estimate indices of the most influential."""
    from experiments.cli import sweeping

    talk = Talk(as_json, quiet)
    how = sweeping.How(workers=workers, timeout=timeout, retry=retry)
    return sweeping.until_stopped(lambda: _run(plan, out, how, talk), talk)


def _run(reference: str, out: Path | None, how: How, talk: Talk) -> int:
    from experiments.cli.studying import Study, Told
    from experiments.cli.sweeping import not_sampled
    from experiments.studies.sensitivity import figures as sensitivity_figures
    from experiments.studies.sensitivity import report as sensitivity_report
    from experiments.studies.sensitivity import study as sensitivities
    from experiments.studies.sweep import plans

    need("SALib")
    plan = plans.load(reference)
    study = Study("sensitivity", plan, out, how, talk)
    first = sensitivities.screening_plan(plan)
    if (plan.sampler.method, plan.sampler.points) not in {("morris", plan.sensitivity.trajectories), ("sobol", plan.sensitivity.points)}:
        talk.warn(not_sampled(plan, _("points are drawn by Morris ({trajectories} trajectories), then by Sobol ({points} base samples), as [sensitivity] says. "
                                "Of [sampler] hold seed, levels and second_order.").format(
            trajectories=plan.sensitivity.trajectories, points=plan.sensitivity.points)))  # fmt: skip
    with study.claimed("screening"):
        screening = study.run(first, "screening")
        points = screening.points()
        screened = sensitivities.screen(screening, lambda name: points[name].tolist())
        found = sensitivities.explain(study.run(sensitivities.indices_plan(plan, screened.kept), "indices"), screened, plan)
        return study.tell(Told(sensitivity_report.sentences(found), sensitivity_report.meaning(), sensitivity_report.tables(found), sensitivity_report.brief(found),
                               sensitivity_report.rows(found), partial(sensitivity_figures.draw, found)))  # fmt: skip
