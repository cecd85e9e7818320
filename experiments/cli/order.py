"""``inspectorate order``: does the order of the policies hold, and what turns it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import OK
from experiments.cli.options import Json, Lang, NoStore, Out, Quiet, Retry, RunTimeout, Workers
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.cli.sweeping import How
    from experiments.studies.order.study import Order

commands = typer.Typer()

Given = Annotated[str, typer.Argument(metavar="DIR|PLAN", help=N_("The folder of a comparison or of a sweep; or a plan, by name or as a .toml file, which is run."))]
Assumptions = Annotated[
    list[str] | None,
    typer.Option("--assumption", metavar="NAME=LOW..HIGH", help=N_("Vary this assumption, over its expected range if only named; repeatable. Else the plan's, or all that are uncertain.")),
]
Points = Annotated[int | None, typer.Option("--points", min=2, max=10_000, help=N_("Sets of assumptions that a plan is run at, 60 if left out; 20 are needed to say where anything turns."))]


@commands.command("order", help=N_("Say whether the order of the policies holds: which assumption turns first place or a sign, at what value, and who is first in how many sets."))
def order(
    given: Given,
    assumption: Assumptions = None,
    points: Points = None,
    out: Out = None,
    workers: Workers = None,
    timeout: RunTimeout = 600.0,
    retry: Retry = False,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Read a folder, or run a plan over assumptions, and say what the order hangs on."""
    talk = Talk(as_json, quiet)
    if os.path.isdir(given):  # Path.is_dir raises for a name that is too long
        if assumption or points is not None or out is not None:
            option = "--assumption" if assumption else "--points" if points is not None else "--out"
            raise UserError(_("{folder} is finished: what it varied is what can be asked of it, and nothing is written.").format(folder=given), option,
                            _("Leave it out, or give a plan, which is run."))  # fmt: skip
        return _read(Path(given), talk)
    from experiments.cli import sweeping

    how = sweeping.How(workers=workers, timeout=timeout, retry=retry)
    return sweeping.until_stopped(lambda: _run(given, assumption or [], points, out, how, talk), talk)


def _read(folder: Path, talk: Talk) -> int:
    from experiments.comparison.kept import is_comparison, read_comparison
    from experiments.studies.factors import policy_words
    from experiments.studies.order.study import of_comparison, of_sweep
    from experiments.studies.sweep import results
    from experiments.text.messages import titled

    if is_comparison(folder):
        kept = read_comparison(folder)
        return _tell(of_comparison(kept), lambda name: titled(*kept.title(name)), folder, talk)
    runs = folder / "runs"  # of a study of this command
    found = results.open(runs if runs.is_dir() and not (folder / "points.parquet").exists() else folder)
    points = found.points()
    varied = [name for name in points.columns if name != "set" and name not in found.plan.levers]
    return _tell(of_sweep(found, {name: points[name].to_numpy() for name in varied}), policy_words, folder, talk)


def _tell(found: Order, title: Callable[[str], str], folder: Path, talk: Talk) -> int:
    from experiments.studies.order import report

    if talk.as_json:
        talk.json({"folder": str(folder), "found": report.sentences(found, title), "varied": list(found.varied), **report.rows(found)})
    else:
        talk.data(*report.sentences(found, title), *(table.table() for table in report.tables(found, title)), *report.meaning(found))
    return OK


def _run(reference: str, assumptions: list[str], points: int | None, out: Path | None, how: How, talk: Talk) -> int:
    from experiments.cli.studying import Study, Told
    from experiments.studies.factors import policy_words
    from experiments.studies.order import report
    from experiments.studies.order.plan import POINTS, assumptions_asked, order_plan
    from experiments.studies.order.study import of_sweep
    from experiments.studies.sweep import plans

    chosen = assumptions_asked(assumptions)
    plan = plans.load(reference)
    study = Study("order", plan, out, how, talk)
    asked = order_plan(plan, chosen, POINTS if points is None else points)
    with study.claimed("runs"):
        runs = study.run(asked, "runs")
        drawn = runs.points()
        found = of_sweep(runs, {name: drawn[name].to_numpy() for name in runs.plan.uncertainties})
        return study.tell(Told(report.sentences(found, policy_words), report.meaning(found), report.tables(found, policy_words), report.tables(found, policy_words),
                               report.rows(found), lambda _folder, _footers, _facts: []))  # fmt: skip
