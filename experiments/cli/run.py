"""``inspectorate run``: one policy on one world, month by month."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from experiments.cli.common import (
    FAILED_RUNS,
    OK,
    chosen_by_hand,
    command_line,
    prepare_engine,
    show_by_hand,
    suggested,
    utc_now,
)
from experiments.cli.given import (
    check_policies,
    parse_overrides,
    warn_of_parameters,
    warn_of_policies,
    warn_of_replaced,
)
from experiments.cli.options import (
    District,
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
    Settings,
)
from experiments.text.console import Talk
from experiments.text.formatting import column, figure
from experiments.text.messages import N_, _, titled

if TYPE_CHECKING:
    from experiments.comparison.compare import Comparison
    from experiments.running.batch import Batch
    from experiments.running.plan import Plan
    from simulation.district import District as SimulatedDistrict
    from simulation.district import Domain, Place, Sector

commands = typer.Typer()

SHOWN = ("expected_deaths", "deaths", "reported_deaths", "lost_time_injuries", "hazards_open", "visits", "penalties",
         "government_cost", "enterprise_cost")  # fmt: skip

World = Annotated[int, typer.Option("--world", "-w", min=0, max=2**31, help=N_("Number of the world."))]


@commands.command("run", help=N_("Run one policy on one world: every month, every statutory accident."))
def run(
    policy: Policy = "baseline",
    setting: Settings = None,
    district: District = "jiuyuan",
    seed: Seed = 0,
    world: World = 0,
    months: Months = 120,
    out: Out = None,
    parameter: Overrides = None,
    engine: EngineChoice = Engine.compiled,
    ensemble: EnsembleChoice = None,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """One policy on one world: every month, every statutory accident."""
    from experiments.running.planning import make_plan

    talk = Talk(as_json, quiet)
    check_policies([policy])
    policy = _with_settings(policy, setting or [], district, talk)
    plan = make_plan(district, [policy], worlds=[world], months=months, seed=seed, parameters=parse_overrides(parameter or []),
                     engine=engine.value, single=True, ensemble=ensemble)  # fmt: skip
    warn_of_parameters(plan.overrides, talk)
    warn_of_replaced(plan.ensemble, plan.overrides, talk)
    warn_of_policies([policy], plan.months, plan.district, talk)
    comparison = _simulated(plan, out, talk)
    if not comparison.worlds:
        failure = comparison.failures[0]
        talk.warn(_("World {world} failed: {reason}.").format(world=failure.world, reason=failure.reason))
        talk.note(failure.trace)
        return FAILED_RUNS
    name = plan.names[-1]
    if talk.as_json:
        talk.json(_run_json(plan, comparison.batch, name))
    else:
        _show_run(plan, comparison.batch, name, talk)
    talk.warn(_("One world shows luck as much as policy. Compare on many: inspectorate compare."))
    if out is not None:
        talk.note(_("Written to {folder}.").format(folder=out))
    else:
        shown = policy if len(plan.policies) > 1 else "coordination"
        talk.next(suggested("compare", "--district", district, "--policy", shown, "--worlds", 20, "--months", months)
                  + chosen_by_hand(plan.overrides, plan.engine, ensemble=plan.ensemble_option))  # fmt: skip
    return OK


def _with_settings(policy: str, settings: Sequence[str], district: str, talk: Talk) -> str:
    """The policy, or the one that settings make of it, which is told in a note."""
    from experiments.running.settings import with_settings

    found = with_settings([policy], settings, district)
    for text in found.told():
        talk.note(text)
    return found.specs[-1]


def _simulated(plan: Plan, out: Path | None, talk: Talk) -> Comparison:
    """The run, kept in ``out`` where a folder is named."""
    from experiments.comparison.compare import run_plan
    from experiments.comparison.store import write_results
    from experiments.running import keeping
    from experiments.running.folder import claimed
    from experiments.running.parts import Parts

    def run(stored: Parts | None) -> Comparison:
        prepare_engine(plan.single, plan.parameters, talk, plan.engine)
        with talk.progress(1, _("Simulating")) as progress:
            return run_plan(plan, workers=1, stored=stored, progress=progress, kept=keeping.store())

    if out is None:
        return run(None)
    started, clock = utc_now(), time.monotonic()
    with claimed(out, plan):
        comparison = run(Parts(out / "parts", plan))
        times = {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)}
        write_results(comparison, out, command_line(), times)
    return comparison


def _run_json(plan: Plan, batch: Batch, policy: str) -> dict[str, Any]:
    from experiments.comparison.words import assumptions
    from experiments.running.batch import MONTHLY, TOTALS

    row, world = batch.row(policy), batch.worlds[0]
    return {
        "district": plan.district.name,
        "policy": policy,
        "seed": plan.seed,
        "world": world,
        "ensemble": None if plan.ensemble is None else {"name": plan.ensemble.name, "set": plan.ensemble.of_world(world)},
        "months": plan.months,
        "not_default": [change.plain for change in assumptions.changed(plan)],
        "digest": batch.digests[policy, world],
        "totals": {name: batch.totals_array[row, 0, i] for i, name in enumerate(TOTALS)},
        "first_month": 0,
        "outcomes": {name: _declared(name) for name in TOTALS},
        "monthly": {name: batch.monthly_array[row, 0, i] for i, name in enumerate(MONTHLY)},
        "events": [event for event in batch.events if event["policy"] == policy],
        "places": [place for place in batch.places if place["policy"] == policy],
    }


def _declared(name: str) -> dict[str, Any]:
    """What a figure is: its unit, and how months add up to the total (a ratio divides two sums)."""
    from experiments.text.labels import quantity
    from simulation.outcomes import OUTCOME_BY_NAME, RATIO_BY_NAME

    rule = "ratio" if name in RATIO_BY_NAME else OUTCOME_BY_NAME[name].months
    return {"unit": quantity(name).unit, "view": quantity(name).view, "months": rule}


def _show_run(plan: Plan, batch: Batch, policy: str, talk: Talk) -> None:
    from experiments.comparison.tables import monthly_title
    from experiments.comparison.words.doubt import title as ensemble_title
    from experiments.comparison.words.numbers import scaled
    from experiments.comparison.words.phrases import titled_policy
    from experiments.text.labels import quantity

    row = batch.row(policy)
    show_by_hand(plan, talk)
    if plan.district.note:
        talk.data(Text(plan.note, style="italic"))
    title = _("{district}, {policy}, world {world}, seed {seed}").format(
        district=titled(plan.district.title, plan.district.title_zh),
        policy=titled_policy(plan.policies[-1]),
        world=batch.worlds[0],
        seed=plan.seed,
    )
    talk.data(Text(title, style="bold"))
    if plan.ensemble is not None:
        talk.data(Text(_("Parameters: set {k} of the {all} of \"{ensemble}\".").format(
            k=plan.ensemble.of_world(batch.worlds[0]), all=plan.ensemble.sets, ensemble=ensemble_title(plan.ensemble))))  # fmt: skip
    months = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    months.add_column(_("month, from 0"), justify="right")
    columns = []
    for name in SHOWN:
        found = quantity(name)
        factor, _unit = scaled(found)
        months.add_column(monthly_title(found), justify="right", max_width=13)
        columns.append(column((batch.monthly(name)[row, 0] * factor).tolist()))
    for month in range(plan.months):
        months.add_row(str(month), *[texts[month] for texts in columns])
    made_up = _("Output held down in sensitive months is made up later, which moves enterprise cost from one month to another: read "
                "it over a year.")  # fmt: skip
    talk.data(months, Text(made_up), Text(""), _events(plan, batch, policy))


def _events(plan: Plan, batch: Batch, policy: str) -> Table | Text:
    events = [event for event in batch.events if event["policy"] == policy]
    if not events:
        return Text(_("No statutory accident was seen in this one world; that is luck too."))
    titles = event_titles(plan.single)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title=_("Statutory accidents"),
                  title_justify="left")  # fmt: skip
    for heading in (_("month, from 0"), _("place"), _("sector"), _("cause"), _("deaths"), _("serious"),
                    _("loss, yuan"), _("class"), _("on record")):  # fmt: skip
        table.add_column(heading)
    for event in events:
        table.add_row(
            str(event["month"]), *(of.get(event[key], event[key]) for key, of in titles.items()),
            str(event["deaths"]), str(event["serious"]), figure(event["loss"], 0), _(str(event.get("legal_class"))),
            _("yes") if event["on_record"] else _("no"),
        )  # fmt: skip
    return table


def event_titles(district: SimulatedDistrict) -> dict[str, dict[str, str]]:
    """What places, sectors and causes are called, each for itself: a sector and a hazard domain may share a key."""

    def called(parts: Sequence[Place | Sector | Domain]) -> dict[str, str]:
        return {part.name: titled(part.title, part.title_zh) for part in parts}

    act = _("unsafe act")
    causes = {**called(district.domains), "unsafe act": act[:1].upper() + act[1:]}
    return {"place": called(district.places), "sector": called(district.sectors), "cause": causes}
