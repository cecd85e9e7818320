"""``inspectorate optimise``: from a budget to a mix of levers, its rivals, and what each further death averted costs."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli.common import FAILED_RUNS, OK, command_line, suggested, utc_now
from experiments.cli.options import Json, Lang, NoStore, Quiet, RunTimeout, Workers
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.formatting import figure
from experiments.text.lever_names import lever_name
from experiments.text.messages import N_, _, enumerated

if TYPE_CHECKING:
    from experiments.cli.sweeping import How
    from experiments.studies.optimisation.scores import Archive
    from experiments.studies.optimisation.space import Space
    from experiments.studies.optimisation.study import Optimised
    from experiments.studies.sweep.results import Results
    from scenarios import PlanFile

commands = typer.Typer()

LeverPlan = Annotated[str, typer.Argument(metavar="PLAN", help=N_("A plan whose levers may be chosen: a name or a .toml file."))]
Budget = Annotated[float, typer.Option("--budget", min=0, max=1e12, help=N_("What the mix may cost the government a year more than today, in yuan."))]
District = Annotated[str | None, typer.Option("--district", "-d", help=N_("District, in place of the plan's."))]
Months = Annotated[int | None, typer.Option("--months", min=1, max=1200, help=N_("Months after the burn-in, in place of the plan's."))]
Worlds = Annotated[int | None, typer.Option("--worlds", "-n", min=1, max=100_000, help=N_("Worlds that every mix is tried on, in place of the plan's."))]
FreshWorlds = Annotated[int | None, typer.Option("--fresh-worlds", min=1, max=100_000, help=N_("Worlds for scoring again, in place of the plan's."))]
Population = Annotated[int | None, typer.Option("--population", min=4, max=1000, help=N_("Mixes of a generation, in place of the plan's."))]
Generations = Annotated[int | None, typer.Option("--generations", min=1, max=1000, help=N_("Generations, in place of the plan's."))]
Seed = Annotated[int | None, typer.Option("--seed", min=0, max=2**31, help=N_("Seed of the luck and of the search, in place of the plan's."))]
Ensemble = Annotated[str | None, typer.Option("--ensemble", metavar="NAME|FILE|none", help=N_("Sets of parameters that the worlds run under, in place of the plan's."))]
Exhaustive = Annotated[bool, typer.Option("--exhaustive", help=N_("Try every mix of the plan, and hold the search against that; for small plans."))]
OutAgain = Annotated[Path | None, typer.Option("--out", "-o", help=N_("Folder of the results; taken up again where it stopped."))]


@dataclass(frozen=True)
class Request:
    """The arguments of the command; None where the plan's own value holds."""

    plan: str
    budget: float
    district: str | None = None
    months: int | None = None
    worlds: int | None = None
    fresh_worlds: int | None = None
    population: int | None = None
    generations: int | None = None
    seed: int | None = None
    ensemble: str | None = None
    out: Path | None = None
    exhaustive: bool = False


@commands.command("optimise", help=N_("Find the mix of levers for a yearly budget; scores the first ones again on fresh worlds."))
def optimise(
    budget: Budget,
    plan: LeverPlan = "optimise",
    district: District = None,
    months: Months = None,
    worlds: Worlds = None,
    fresh_worlds: FreshWorlds = None,
    population: Population = None,
    generations: Generations = None,
    seed: Seed = None,
    ensemble: Ensemble = None,
    exhaustive: Exhaustive = False,
    out: OutAgain = None,
    workers: Workers = None,
    timeout: RunTimeout = 600.0,
    no_store: NoStore = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> int:
    """Search, score again, and say what came out; the exit code."""
    from experiments.cli import sweeping

    talk = Talk(as_json, quiet)
    request = Request(plan, budget, district, months, worlds, fresh_worlds, population, generations, seed, ensemble, out, exhaustive)
    how = sweeping.How(workers=workers, timeout=timeout)
    return sweeping.until_stopped(lambda: _run(request, how, talk), talk)


def _run(request: Request, how: How, talk: Talk) -> int:
    from experiments.studies.optimisation.store import claimed

    plan = planned(request)
    folder = request.out or Path("results") / f"optimise-{plan.name}-{request.budget:.0f}"
    with claimed(folder, plan, request.budget, request.exhaustive):
        return _searched(plan, folder, request, how, talk)


def _searched(plan: PlanFile, folder: Path, request: Request, how: How, talk: Talk) -> int:
    from experiments.cli.sweeping import into, make_ready
    from experiments.disk import files
    from experiments.studies.optimisation.evaluation import OnTheModel, batch_plan, plan_text
    from experiments.studies.optimisation.space import space_of
    from experiments.studies.optimisation.store import write_results
    from experiments.studies.optimisation.study import optimise as search
    from experiments.studies.sweep.tasks import resolve
    from scenarios import load_parameters

    started, clock = utc_now(), time.monotonic()
    space = space_of(plan, load_parameters().entries)
    make_ready(resolve(batch_plan(plan, space, [space.nothing], plan.worlds, plan.first_world)), talk)
    _announce(plan, space, request, talk)
    plan_files = folder / "plans"
    plan_files.mkdir(exist_ok=True)

    def sweep(batch: PlanFile, place: Path) -> Results:
        path = plan_files / f"{batch.name}.toml"
        files.write_text(path, plan_text(batch))
        talk.note(_("{batch}: {n} mixes.").format(batch=batch.name, n=len(batch.points)))
        return into(batch, place, replace(how, shown_plan=str(path)), talk)

    def told(generation: int, archive: Archive) -> None:
        if not request.exhaustive:
            talk.note(_progress(generation, archive, request.budget))

    evaluate = OnTheModel(plan, space, folder, sweep, plan.worlds, plan.first_world)
    fresh = OnTheModel(plan, space, folder, sweep, plan.optimise.fresh_worlds, first_fresh(plan))
    found = search(plan, space, request.budget, evaluate, fresh, exhaustive=request.exhaustive, told=told)
    write_results(found, folder, command_line(), {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)})
    return _end(found, folder, talk)


def planned(request: Request) -> PlanFile:
    """The plan with what was asked for in place of its own values; ``UserError`` where a search can do nothing with it."""
    from experiments.studies.sweep import plans
    from scenarios.schema.plan import MAX_WORLD

    plan = plans.load(request.plan)
    if plan.uncertainties:
        raise UserError(_("A search sets levers; what is uncertain differs between the worlds."), f"{plan.name}: [uncertainties]",
                        _("Remove the table, and name an ensemble whose sets the worlds run under."))  # fmt: skip
    own = {"district": request.district, "months": request.months, "worlds": request.worlds, "seed": request.seed, "ensemble": request.ensemble}
    table = {"fresh_worlds": request.fresh_worlds, "population": request.population, "generations": request.generations}
    plan = plan.model_copy(update={**_given(own), "optimise": plan.optimise.model_copy(update=_given(table))})
    if first_fresh(plan) + plan.optimise.fresh_worlds > MAX_WORLD:
        raise UserError(_("There are not so many worlds."), "--worlds", _("Choose fewer worlds or a lower first one."))
    return plan


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


def first_fresh(plan: PlanFile) -> int:
    """The first world that the search does not see, even so that two neighbours share their set of assumptions with none of its own."""
    after = plan.first_world + plan.worlds
    return after + after % 2


def _announce(plan: PlanFile, space: Space, request: Request, talk: Talk) -> None:
    """What is about to be tried, and levers that the model has no price for."""
    from experiments.cli.sweeping import not_sampled
    from experiments.studies.optimisation.study import free_levers

    table = plan.optimise
    searched = table.population * table.generations + table.rounds * 2 * len(space.choices)
    tries = space.size if request.exhaustive else min(space.size, searched)
    talk.note(_("{mixes} mixes are possible; up to {tries} are tried, each on {worlds} worlds.").format(
        mixes=figure(space.size, 0), tries=figure(tries, 0), worlds=plan.worlds))  # fmt: skip
    if plan.sampler.method != "factorial":
        talk.note(not_sampled(plan, _("the search draws the mixes.")))
    free = free_levers(space.levers, plan)
    if free:
        talk.warn(_("No price in the model: {levers}. A search takes what costs nothing at any budget; give each a programme in the plan "
                    "([optimise.programmes]), or leave it out.").format(levers=enumerated(lever_name(lever) for lever in free)))  # fmt: skip


def _progress(generation: int, archive: Archive, budget: float) -> str:
    from experiments.studies.optimisation.scores import objectives
    from experiments.studies.optimisation.search import within

    values = objectives(archive.measured)
    inside = values[within(values, budget)]
    if not len(inside):
        return _("Generation {n}: {tried} tried, none within the budget.").format(n=generation + 1, tried=len(archive))
    return _("Generation {n}: {tried} tried, {inside} within the budget, up to {averted} expected deaths averted a year on these worlds.").format(
        n=generation + 1, tried=len(archive), inside=len(inside), averted=figure(0.0 - float(inside[:, 0].min())))  # fmt: skip


def _end(found: Optimised, folder: Path, talk: Talk) -> int:
    from experiments.studies.optimisation.policy_text import policy_name
    from experiments.studies.optimisation.store import summary
    from experiments.studies.optimisation.tables import printed

    if talk.as_json:
        talk.json(summary(found))
    else:
        talk.data(*printed(found))
    talk.note(_("Written to {folder}.").format(folder=folder))
    if found.winner is not None:
        policy = folder / f"{policy_name(found.budget)}.toml"
        talk.next(suggested("compare", "--policy", policy, "--district", found.plan.district, "--months", found.plan.months),
                  _("the first mix in every outcome"))  # fmt: skip
    return FAILED_RUNS if found.archive.measured.failed + found.rescored.failed else OK
