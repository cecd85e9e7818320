"""``inspectorate variance``: from a comparison to what its pairs and its expected outcomes are worth."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import FAILED_RUNS, NO_RESULT, OK, command_line, utc_now
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
    from experiments.comparison.variance import Gain
    from experiments.running.plan import Plan

commands = typer.Typer()

Worlds = Annotated[
    int, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds; 40 are needed, 80 where two share a set of assumptions."))
]


@commands.command("variance", help=N_("Say what shared luck and expected outcomes are worth: how many worlds they save, by policy."))
def variance(
    policy: Policies = None,
    district: District = "jiuyuan",
    worlds: Worlds = 80,
    months: Months = 120,
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
    """Run the worlds, write the factors and say them; the exit code."""
    from experiments.cli import comparing

    request = comparing.Request(
        district=district, policies=policy or [], worlds=worlds, months=months, seed=seed, out=out, workers=workers, parameters=parameter or [],
        timeout=timeout, dry_run=dry_run, engine=engine.value, ensemble=ensemble,
    )  # fmt: skip
    talk = Talk(as_json, quiet)
    plan = comparing.planned(request)
    _refuse_few(plan)
    if request.dry_run:
        return comparing.dry_run(plan, None, comparing.made_ready(plan, request, talk), talk)
    return _run(plan, request, talk)


def _run(plan: Plan, request: Request, talk: Talk) -> int:
    from experiments.cli import comparing
    from experiments.comparison.store import MANIFEST, manifest
    from experiments.comparison.variance import gains
    from experiments.disk import files
    from experiments.running.folder import claimed

    folder = request.out or Path("results") / f"variance-{plan.district.name}-{plan.identity[:8]}"
    started, clock = utc_now(), time.monotonic()
    with claimed(folder, plan):
        comparison = comparing.simulated(plan, request, comparing.made_ready(plan, request, talk), folder, talk)
        comparing.tell_failures(comparison, talk)
        if not comparison.worlds:
            return NO_RESULT
        found = list(gains(comparison.batch))
        _write(comparison, found, folder)
        times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
        files.write_json(folder / MANIFEST, manifest(comparison, folder, command_line(), [], times))
    _tell(comparison, found, folder, talk)
    return FAILED_RUNS if comparison.failures else OK


def _tell(comparison: Comparison, found: list[Gain], folder: Path, talk: Talk) -> None:
    from experiments.comparison import gains as gain_words
    from experiments.comparison.words import assumptions

    plan = comparison.plan
    if talk.as_json:
        talk.json({"district": plan.district.name, "months": plan.months, "seed": plan.seed, "worlds": comparison.worlds,
                   "not_default": [change.plain for change in assumptions.of(comparison)], "factors_over": comparison.interval_over, "rows": rows(comparison, found),
                   "headline": gain_words.headline(comparison, found), "folder": str(folder)})  # fmt: skip
    else:
        talk.data(*gain_words.parts(comparison, found))
    talk.note(_("Written to {folder}.").format(folder=folder))


def _refuse_few(plan: Plan) -> None:
    """``UserError`` where a variance would hardly be known."""
    from experiments.comparison.variance import MIN_REPLICATES

    sets = plan.worlds if plan.ensemble is None else {plan.ensemble.of_world(world) for world in plan.worlds}
    if len(sets) >= MIN_REPLICATES and plan.over == "worlds":
        return
    needed = MIN_REPLICATES if plan.ensemble is None else 2 * MIN_REPLICATES
    raise UserError(
        _("A variance from {n} worlds is hardly known.").format(n=len(plan.worlds)),
        "--worlds",
        _("Take {n} or more; where two worlds share a set of assumptions it takes twice as many.").format(n=needed),
    )


def rows(comparison: Comparison, found: list[Gain]) -> list[dict[str, object]]:
    """Tidy rows as plain values; None where nothing may be said."""
    from experiments.comparison.words import assumptions

    by_hand = assumptions.column(assumptions.of(comparison))
    plain = []
    for gain in found:
        values = asdict(gain)
        factor = values.pop("factor") or {"value": None, "low": None, "high": None}
        plain.append({**values, "factor": factor["value"], "low": factor["low"], "high": factor["high"],
                      comparison.interval_over: comparison.batch.replicates, "not_default": by_hand})  # fmt: skip
    return plain


def _write(comparison: Comparison, found: list[Gain], folder: Path) -> None:
    import pyarrow as pa

    from experiments.comparison import gains as gain_words
    from experiments.comparison.figures import gains as figure
    from experiments.comparison.figures.style import in_style, save
    from experiments.disk import files
    from experiments.text.paper import text_of

    files.write_csv(folder / "variance.csv", pa.Table.from_pylist(rows(comparison, found)))
    files.write_text(folder / "variance.txt", text_of(gain_words.parts(comparison, found)))
    pictures = folder / "figures"
    pictures.mkdir(exist_ok=True)
    with in_style():
        drawn = figure.draw(comparison, found)
        if drawn is not None:
            save(drawn, pictures / "variance", comparison)
