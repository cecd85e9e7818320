"""``inspectorate matrix``: who answers for what, before and under a policy, and what is open, found and expected in each cell."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from experiments.cli.common import (
    FAILED_RUNS,
    NO_RESULT,
    OK,
    command_line,
    show_by_hand,
    utc_now,
)
from experiments.cli.given import check_policies, parse_overrides
from experiments.cli.options import (
    ComparingTimeout,
    ComparingWorkers,
    District,
    DryRun,
    Engine,
    EngineChoice,
    EnsembleChoice,
    Json,
    Lang,
    Months,
    NoStore,
    Out,
    Overrides,
    Policy,
    Quiet,
    Seed,
)
from experiments.text.console import Talk
from experiments.text.messages import N_, _
from experiments.text.paper import bullets

if TYPE_CHECKING:
    from experiments.cli.comparing import Request
    from experiments.comparison.compare import Comparison
    from experiments.running.plan import Plan
    from experiments.studies.matrix.report import Matrix

commands = typer.Typer()

Worlds = Annotated[int, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds; no interval under ten sets of assumptions (twenty worlds)."))]


@commands.command("matrix", help=N_("Show who answers for what, and what is open, found and expected in each cell, before and under a policy."))
def matrix(
    policy: Policy = "baseline",
    district: District = "jiuyuan",
    worlds: Worlds = 10,
    months: Months = 60,
    seed: Seed = 0,
    out: Out = None,
    workers: ComparingWorkers = None,
    parameter: Overrides = None,
    timeout: ComparingTimeout = None,
    dry_run: DryRun = False,
    engine: EngineChoice = Engine.compiled,
    ensemble: EnsembleChoice = None,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run the worlds, draw the matrix, write and say it; a stopped run goes on. The exit code."""
    from experiments.cli import comparing
    from experiments.running.planning import make_plan

    talk = Talk(as_json, quiet)
    check_policies([policy])
    plan = make_plan(district, [policy], worlds=worlds, months=months, seed=seed, parameters=parse_overrides(parameter or []), engine=engine.value,
                     ensemble=ensemble, single=True, by=["cell"])  # fmt: skip
    request = comparing.Request(
        district=district, policies=[policy], worlds=worlds, months=months, seed=seed, out=out, workers=workers, parameters=parameter or [],
        timeout=timeout, dry_run=dry_run, engine=engine.value, ensemble=ensemble, by=["cell"],
    )  # fmt: skip
    if dry_run:
        return comparing.dry_run(plan, None, comparing.made_ready(plan, request, talk), talk)
    return _run(plan, request, talk)


def _run(plan: Plan, request: Request, talk: Talk) -> int:
    from experiments.cli import comparing
    from experiments.running.folder import claimed
    from experiments.studies.matrix.report import matrix_of

    folder = request.out or Path("results") / f"matrix-{plan.district.name}-{plan.identity[:8]}"
    started, clock = utc_now(), time.monotonic()
    with claimed(folder, plan):
        comparison = comparing.simulated(plan, request, comparing.made_ready(plan, request, talk), folder, talk)
        comparing.tell_failures(comparison, talk)
        if not comparison.worlds:
            return NO_RESULT
        found = matrix_of(comparison)
        _write(comparison, found, folder, {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)})
    _tell(comparison, found, talk)
    talk.note(_("Written to {folder}: matrix.json, matrix.csv, matrix.png, matrix.svg, manifest.json.").format(folder=folder))
    return FAILED_RUNS if comparison.failures else OK


def _write(comparison: Comparison, found: Matrix, folder: Path, times: dict[str, object]) -> None:
    import pyarrow as pa

    from experiments.comparison.store import MANIFEST, manifest
    from experiments.comparison.words import assumptions
    from experiments.disk import files
    from experiments.studies.matrix.figures import draw
    from experiments.studies.matrix.records import flat, records

    files.write_json(folder / "matrix.json", {**records(found), "not_default": [change.plain for change in assumptions.of(comparison)]})
    files.write_csv(folder / "matrix.csv", pa.Table.from_pylist(flat(found, assumptions.column(assumptions.of(comparison)))))
    draw(found, comparison, folder)
    files.write_json(folder / MANIFEST, manifest(comparison, folder, command_line(), [], times))


def _tell(comparison: Comparison, found: Matrix, talk: Talk) -> None:
    from experiments.comparison.words import assumptions
    from experiments.studies.matrix.records import records
    from experiments.studies.matrix.report import changes, counted, grid, headline, reading
    from simulation.policy import BASELINE

    if talk.as_json:
        talk.json({**records(found), "not_default": [change.plain for change in assumptions.of(comparison)]})
        return
    plan = comparison.plan
    show_by_hand(plan, talk)
    if plan.note:
        talk.data(Text(plan.note, style="italic"))
    before, after = [row.before for row in found.rows], [row.after for row in found.rows]
    talk.data(Text(headline(found)), Text(_("Baseline"), style="bold"), grid(found, before))
    if found.chosen.name != BASELINE.name:
        made = changes(found)
        talk.data(Text(_("Under the policy, in month {month}").format(month=found.month), style="bold"), grid(found, after, before=before),
                  *([bullets(made)] if made else [Text(_("The policy gives no cell to others."))]))  # fmt: skip
    talk.data(counted(found), Text(reading(), style="dim"))
