"""``inspectorate baseline``: the baseline against its calibration targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from experiments.cli.common import FAILED_RUNS, OK, chosen_by_hand, prepare_engine, show_by_hand, suggested
from experiments.cli.given import parse_overrides, warn_of_replaced
from experiments.cli.options import (
    District,
    Engine,
    EngineChoice,
    EnsembleChoice,
    Json,
    Lang,
    NoStore,
    Overrides,
    Quiet,
    Seed,
    Workers,
)
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.messages import N_, _, titled, within

if TYPE_CHECKING:
    from experiments.comparison.compare import Comparison
    from experiments.running.plan import Plan
    from experiments.studies.baseline import Landing

commands = typer.Typer()

Worlds = Annotated[int, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds; under ten, no interval."))]
Years = Annotated[float, typer.Option("--years", min=0.1, max=100, help=N_("Years after the burn-in."))]


@commands.command("baseline", help=N_("Hold the baseline against its calibration targets."))
def baseline(
    district: District = "jiuyuan",
    worlds: Worlds = 10,
    years: Years = 5.0,
    seed: Seed = 0,
    workers: Workers = None,
    parameter: Overrides = None,
    engine: EngineChoice = Engine.compiled,
    ensemble: EnsembleChoice = None,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """The baseline against its targets."""
    from experiments.comparison.compare import run_plan
    from experiments.comparison.words import assumptions
    from experiments.running import keeping
    from experiments.running.planning import make_plan
    from experiments.running.replicates import counted
    from experiments.running.worlds import available_workers
    from experiments.studies import baseline as landing

    talk = Talk(as_json, quiet)
    overrides = parse_overrides(parameter or [])
    months = round(years * 12)
    if months < 1:
        raise UserError(_("Less than a month cannot be run."), "--years", _("Give at least 0.1."))
    plan = make_plan(district, [], worlds=worlds, months=months, seed=seed, parameters=overrides, engine=engine.value,
                     single=True, ensemble=ensemble)  # fmt: skip
    warn_of_replaced(plan.ensemble, plan.overrides, talk)
    prepare_engine(plan.single, plan.parameters, talk, plan.engine)
    crew = min(available_workers() if workers is None else workers, worlds)
    with talk.progress(worlds, _("Simulating")) as progress:
        comparison = run_plan(plan, workers=crew, progress=progress, kept=keeping.store())
    for failure in comparison.failures:
        talk.warn(_("World {world} failed: {reason}.").format(world=failure.world, reason=failure.reason))
    if not comparison.worlds:
        return FAILED_RUNS
    found = landing.landings(comparison.batch, plan.single)
    if talk.as_json:
        by_hand, sets = assumptions.column(assumptions.changed(plan)), None if plan.ensemble is None else comparison.batch.replicates
        talk.json([{**row, "ensemble": plan.ensemble and plan.ensemble.name, "sets": sets, "not_default": by_hand} for row in landing.rows(found)])
    else:
        _show(plan, comparison, found, talk)
    talk.note(_("{tally}, on {worlds}.").format(tally=landing.tally(found), worlds=counted(comparison.worlds)))
    talk.next(suggested("compare", "--district", district, "--policy", "coordination", "--worlds", 10, "--dry-run")
              + chosen_by_hand(overrides, engine.value, ensemble=plan.ensemble_option))  # fmt: skip
    return FAILED_RUNS if comparison.failures else OK


def _show(plan: Plan, comparison: Comparison, found: list[Landing], talk: Talk) -> None:
    from experiments.comparison.words.doubt import under_which
    from experiments.comparison.words.phrases import years_each
    from experiments.running.replicates import counted
    from experiments.studies import baseline as landing

    show_by_hand(plan, talk)
    if plan.district.note:
        talk.data(Text(plan.note, style="italic"))
    talk.data(Text(_("Baseline of {district} against its calibration targets: {worlds}").format(
        district=within(titled(plan.district.title, plan.district.title_zh)),
        worlds=years_each(counted(comparison.worlds), comparison.worlds > 1, plan.years)), style="bold"))  # fmt: skip
    if which := under_which(comparison):
        talk.data(Text(which))
    talk.data(landing.table(found))
    talk.data(Text(_("The targets are figures of other places; they calibrate levels, not this district itself. Counts "
                     "of a smaller district are held against bands scaled by its enterprises.")))  # fmt: skip
    if comparison.worlds < 10:
        talk.data(Text(_("{n}: no interval under ten.").format(n=counted(comparison.worlds))))
