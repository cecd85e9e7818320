"""``inspectorate coverage``: whether the intervals of comparisons hold what they claim, on the real model."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import FAILED_RUNS, NO_RESULT, OK, command_line, utc_now
from experiments.cli.options import (
    ComparingTimeout,
    ComparingWorkers,
    District,
    DryRun,
    EnsembleChoice,
    Json,
    Lang,
    Months,
    NoStore,
    Out,
    Policies,
    Quiet,
    Seed,
)
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.cli.comparing import Request
    from experiments.comparison.compare import Comparison
    from experiments.running.plan import Plan
    from experiments.studies.coverage.study import Covered

commands = typer.Typer()
USUAL = ("attention", "coordination", "boundaries", "capacity", "incentives", "all-five")

Worlds = Annotated[int, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds in all; two share a set of assumptions."))]
Block = Annotated[int, typer.Option("--block", min=10, max=10_000, help=N_("Worlds of a block: as many as the comparison whose intervals are tried."))]


@commands.command("coverage", help=N_("Say how often intervals hold what they claim: blocks of worlds against all, every outcome, at 3, 5 and 10 years."))
def coverage(
    policy: Policies = None,
    district: District = "jiuyuan-quarter",
    worlds: Worlds = 480,
    block: Block = 10,
    months: Months = 120,
    seed: Seed = 0,
    out: Out = None,
    workers: ComparingWorkers = None,
    timeout: ComparingTimeout = None,
    dry_run: DryRun = False,
    ensemble: EnsembleChoice = None,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run all worlds once, cut them into blocks and count; a stopped run goes on."""
    from experiments.cli import comparing
    from experiments.studies.coverage.study import LEAST_BLOCKS

    request = comparing.Request(
        district=district, policies=policy or list(USUAL), worlds=worlds, months=months, seed=seed, out=out, workers=workers, parameters=[],
        timeout=timeout, dry_run=dry_run, ensemble=ensemble,
    )  # fmt: skip
    talk = Talk(as_json, quiet)
    plan = comparing.planned(request)
    if worlds // block < LEAST_BLOCKS:
        raise UserError(_("{n} blocks tell nothing of how often intervals hold.").format(n=worlds // block), "--worlds",
                        _("Take {n} or more.").format(n=LEAST_BLOCKS * block))  # fmt: skip
    if request.dry_run:
        return comparing.dry_run(plan, None, comparing.made_ready(plan, request, talk), talk)
    return _run(plan, request, block, talk)


def _run(plan: Plan, request: Request, block: int, talk: Talk) -> int:
    from experiments.cli import comparing
    from experiments.comparison.store import MANIFEST, manifest
    from experiments.disk import files
    from experiments.running.folder import claimed
    from experiments.studies.coverage.study import HORIZONS
    from experiments.studies.coverage.study import coverage as covered

    folder = request.out or Path("results") / f"coverage-{plan.district.name}-{plan.identity[:8]}"
    started, clock = utc_now(), time.monotonic()
    with claimed(folder, plan):
        comparison = comparing.simulated(plan, request, comparing.made_ready(plan, request, talk), folder, talk)
        comparing.tell_failures(comparison, talk)
        if not comparison.worlds:
            return NO_RESULT
        horizons = [months for months in HORIZONS if months <= plan.months] or [plan.months]
        found = covered(comparison.batch, block, comparison.discount, comparison.priced, horizons)
        _write(found, folder)
        times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
        files.write_json(folder / MANIFEST, manifest(comparison, folder, command_line(), [], times))
    _tell(comparison, found, folder, talk)
    return FAILED_RUNS if comparison.failures else OK


def _write(found: Sequence[Covered], folder: Path) -> None:
    from experiments.disk import files
    from experiments.studies.coverage.report import markdown, records
    from experiments.studies.study_page import write_rows

    files.write_text(folder / "coverage.md", markdown(found))
    write_rows(folder, {"coverage": records(found)})


def _tell(comparison: Comparison, found: Sequence[Covered], folder: Path, talk: Talk) -> None:
    from experiments.studies.coverage.report import headline, reading, records, table

    if talk.as_json:
        talk.json({"district": comparison.plan.district.name, "worlds": comparison.worlds, "rows": records(found), "headline": headline(found),
                   "folder": str(folder)})  # fmt: skip
    else:
        talk.data(*([comparison.plan.note] if comparison.plan.note else []), headline(found), table(found), reading())
    talk.note(_("Written to {folder}.").format(folder=folder))
