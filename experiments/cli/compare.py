"""``inspectorate compare``: from names on the command line to the verdict and its folder."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import (
    FAILED_RUNS,
    IMPRECISE,
    NO_RESULT,
    OK,
    Interrupted,
    chosen_by_hand,
    command_line,
    suggested,
    utc_now,
)
from experiments.cli.options import (
    By,
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
    Scenario,
    Seed,
    Settings,
    Window,
)
from experiments.text.console import Talk
from experiments.text.formatting import exact
from experiments.text.messages import N_, _

if TYPE_CHECKING:
    from experiments.cli.comparing import Request
    from experiments.comparison.compare import Comparison
    from experiments.comparison.stopping import Target
    from experiments.running.plan import Plan

commands = typer.Typer()

Worlds = Annotated[
    int | None,
    typer.Option("--worlds", "-n", min=1, max=100_000,
                 help=N_("Worlds, 10 if left out; under ten, no interval. With --precision at most so many, 640 if left out.")),
]  # fmt: skip
Precision = Annotated[
    str | None,
    typer.Option("--precision", metavar="X|X%",
                 help=N_("Run worlds until every policy's difference in expected deaths is known to so many a year, or to so many "
                         "percent of the baseline's, with 95 % for all at once; exit code 4 where --worlds do not suffice.")),
]  # fmt: skip
Discount = Annotated[
    float, typer.Option("--discount", min=0, max=8, help=N_("Discount rate of money, percent a year, 0 to 8."))
]
FirstWorld = Annotated[int, typer.Option("--first-world", min=0, max=2**31, help=N_("Number of the first world."))]
Details = Annotated[bool, typer.Option("--details", help=N_("Print every outcome of every policy."))]
Sample = Annotated[
    float | None, typer.Option("--sample", metavar="SHARE", help=N_("Share of a region's districts, whole ones, fairly drawn."))
]


@commands.command("compare", help=N_("Compare policies with the baseline on the same worlds: the verdict, figures, data."))
def compare(
    policy: Policies = None,
    setting: Settings = None,
    district: District = "jiuyuan",
    scenario: Scenario = None,
    worlds: Worlds = None,
    precision: Precision = None,
    months: Months = 120,
    seed: Seed = 0,
    out: Out = None,
    workers: ComparingWorkers = None,
    parameter: Overrides = None,
    discount: Discount = 3.0,
    first_world: FirstWorld = 0,
    timeout: ComparingTimeout = None,
    dry_run: DryRun = False,
    details: Details = False,
    engine: EngineChoice = Engine.compiled,
    sample: Sample = None,
    ensemble: EnsembleChoice = None,
    by: By = None,
    window: Window = None,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Run the comparison and say what came out; the exit code."""
    from experiments.cli import comparing
    from experiments.comparison import precision as narrowing
    from experiments.running.shapes.command import of_percent

    request = comparing.Request(
        district=district, policies=policy or [], worlds=worlds, first_world=first_world, months=months, seed=seed, out=out, workers=workers,
        parameters=parameter or [], discount=of_percent(discount), timeout=timeout, dry_run=dry_run, details=details, engine=engine.value, sample=sample,
        ensemble=ensemble, precision=precision, by=by or [], settings=tuple(setting or ()), window=window,
    )  # fmt: skip
    if scenario is not None:
        request = comparing.of_scenario(scenario, request)
    talk = Talk(as_json, quiet)
    request = comparing.laid(request, talk)
    target = None if precision is None else narrowing.parse_target(precision)
    plan = comparing.planned(request)
    looks = None if target is None else narrowing.looks(plan)
    if request.dry_run:
        workers = comparing.made_ready(plan, request, talk)
        return comparing.dry_run(plan if looks is None else narrowing.at(plan, looks[-1]), looks, workers, talk)
    folder = request.out or Path("results") / f"compare-{plan.district.name}-{plan.identity[:8]}"
    return _run(plan, target, request, folder, talk)


def _run(plan: Plan, target: Target | None, request: Request, folder: Path, talk: Talk) -> int:
    from experiments.cli.comparing import made_ready, simulated, tell_failures
    from experiments.comparison import precision
    from experiments.comparison.store import write_results
    from experiments.running.folder import claimed

    started, clock = utc_now(), time.monotonic()

    with claimed(folder, plan):
        workers = made_ready(plan, request, talk)

        def run(part: Plan) -> Comparison:
            return simulated(part, request, workers, folder, talk)

        try:
            comparison = run(plan) if target is None else precision.run_until(plan, target, run)
        except KeyboardInterrupt:
            raise Interrupted(_("Finished worlds are kept in {folder}; the same command goes on from there.").format(folder=folder)) from None
        talk.note(_("Writing tables and figures ..."))
        times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
        write_results(comparison, folder, command_line(), times)
    tell_failures(comparison, talk)
    _report(comparison, request.details, folder, talk)
    if comparison.failures:
        return FAILED_RUNS if comparison.worlds else NO_RESULT
    return IMPRECISE if comparison.stopping and not comparison.stopping.reached else OK


def _report(comparison: Comparison, details: bool, folder: Path, talk: Talk) -> None:
    from experiments.comparison.records import as_json
    from experiments.comparison.tables import verdict_parts

    if talk.as_json:
        talk.json(as_json(comparison, folder))
    else:
        talk.data(*verdict_parts(comparison, details))
    talk.note(_("Written to {folder}: verdict.txt, comparison.csv, figures/, manifest.json and the data.").format(
        folder=folder))  # fmt: skip
    _suggest(comparison, talk)


def _suggest(comparison: Comparison, talk: Talk) -> None:
    """The next command: more worlds where they are few, fresh worlds for a winner, else why it might work."""
    from experiments.cli.explain import NOMINAL
    from experiments.comparison.ranking import candidates, tied, winner
    from experiments.statistics.intervals import MIN_WORLDS

    plan = comparison.plan
    if not comparison.worlds or not comparison.policies:
        return
    first, stopping = winner(comparison), comparison.stopping
    if stopping is not None and not stopping.reached and stopping.needed is not None:
        talk.next(_again(comparison, plan.policy_specs, f"--precision {stopping.target.text} --worlds {stopping.needed} --dry-run"),
                  _("how long as many worlds as it needs would take"))  # fmt: skip
    elif comparison.worlds < MIN_WORLDS:
        talk.next(_again(comparison, plan.policy_specs, "--worlds 20 --dry-run"),
                  _("how long enough worlds for an interval would take"))  # fmt: skip
    elif first is not None and len(candidates(comparison)) > 1:
        equals = tied(comparison, first)
        why = _("score the first and those not told apart from it again on fresh worlds") if equals else _(
            "score the first one again on fresh worlds")  # fmt: skip
        specs = [_spec_of(comparison, name) for name in (first, *equals)]
        fresh = f"--worlds {comparison.worlds if comparison.over == 'worlds' else 1} --first-world {_fresh_world(plan)}"
        talk.next(_again(comparison, specs, fresh), why)
    shown = first or candidates(comparison)[0]
    where = () if plan.region is not None or plan.district_spec == NOMINAL else ("--district", plan.district_spec)
    talk.next(suggested("explain", _spec_of(comparison, shown), *where),
              _("what it sets, why, and on what evidence"))  # fmt: skip


def _again(comparison: Comparison, specs: Sequence[str], worlds: str) -> str:
    """The same comparison for other policies or worlds: what the user chose by hand holds on."""
    from experiments.comparison.data import DISCOUNT

    plan = comparison.plan
    named = suggested("compare", "--district", plan.district_spec, *(word for spec in specs for word in ("--policy", spec)))
    parts = [named, worlds, f"--months {plan.months} --seed {plan.seed}"]
    parts += [] if plan.sample is None else [f"--sample {exact(plan.sample)}"]
    parts += [f"--by {name}" for name in plan.by]
    parts += [] if plan.window is None else [f"--window {plan.window[0]}-{plan.window[1]}"]
    unusual = None if comparison.discount == DISCOUNT else comparison.discount
    return " ".join(parts) + chosen_by_hand(plan.overrides, plan.engine, unusual, plan.ensemble_option)


def _fresh_world(plan: Plan) -> int:
    """The first world after those of the plan, whose set of parameters none of them had either."""
    from scenarios.ensembles import NEIGHBOURS

    after = max(plan.worlds) + 1
    return after if plan.ensemble is None else -(-after // NEIGHBOURS) * NEIGHBOURS


def _spec_of(comparison: Comparison, name: str) -> str:
    for policy, spec in zip(comparison.plan.policies[1:], comparison.plan.policy_specs, strict=False):
        if policy.name == name:
            return spec
    return name
