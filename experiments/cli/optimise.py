"""``inspectorate optimise``: from a budget to a mix of levers, its rivals, and what each further death averted costs."""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from experiments.cli.common import FAILED_RUNS, OK, command_line, utc_now
from experiments.cli.sweeping import How, into, make_ready
from experiments.disk import files
from experiments.studies.optimisation.evaluation import OnTheModel, batch_plan, plan_text
from experiments.studies.optimisation.policy_text import policy_name
from experiments.studies.optimisation.scores import Archive, objectives
from experiments.studies.optimisation.search import within
from experiments.studies.optimisation.space import Space, space_of
from experiments.studies.optimisation.store import claim, summary, write_results
from experiments.studies.optimisation.study import Optimised, free_levers, optimise
from experiments.studies.optimisation.tables import printed
from experiments.studies.sweep import plans
from experiments.studies.sweep.results import Results
from experiments.studies.sweep.tasks import resolve
from experiments.text.console import Talk
from experiments.text.errors import UserError
from experiments.text.formatting import figure
from experiments.text.messages import _
from scenarios import PlanFile, load_parameters
from scenarios.schema.plan import MAX_WORLD


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


def run(request: Request, how: How, talk: Talk) -> int:
    """Search, score again, and say what came out; the exit code."""
    started, clock = utc_now(), time.monotonic()
    plan = planned(request)
    space = space_of(plan, load_parameters().entries)
    folder = request.out or Path("results") / f"optimise-{plan.name}-{request.budget:.0f}"
    sketch = resolve(batch_plan(plan, space, [space.nothing], plan.worlds, plan.first_world))
    claim(folder, plan, request.budget, request.exhaustive)
    make_ready(sketch, talk)
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
    found = optimise(plan, space, request.budget, evaluate, fresh, exhaustive=request.exhaustive, told=told)
    write_results(found, folder, command_line(), {"started": started, "finished": utc_now(), "seconds": round(time.monotonic() - clock, 1)})
    return _end(found, folder, talk)


def planned(request: Request) -> PlanFile:
    """The plan with what was asked for in place of its own values; ``UserError`` where a search can do nothing with it."""
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
    table = plan.optimise
    searched = table.population * table.generations + table.rounds * 2 * len(space.choices)
    tries = space.size if request.exhaustive else min(space.size, searched)
    talk.note(_("{mixes} mixes are possible; up to {tries} are tried, each on {worlds} worlds.").format(
        mixes=figure(space.size, 0), tries=figure(tries, 0), worlds=plan.worlds))  # fmt: skip
    free = free_levers(space.levers, plan)
    if free:
        talk.warn(_("No price in the model: {levers}. A search takes what costs nothing at any budget; give each a programme in the plan "
                    "([optimise.programmes]), or leave it out.").format(levers=", ".join(free)))  # fmt: skip


def _progress(generation: int, archive: Archive, budget: float) -> str:
    values = objectives(archive.measured)
    inside = values[within(values, budget)]
    if not len(inside):
        return _("Generation {n}: {tried} tried, none within the budget.").format(n=generation + 1, tried=len(archive))
    return _("Generation {n}: {tried} tried, {inside} within the budget, up to {averted} expected deaths averted a year on these worlds.").format(
        n=generation + 1, tried=len(archive), inside=len(inside), averted=figure(0.0 - float(inside[:, 0].min())))  # fmt: skip


def _end(found: Optimised, folder: Path, talk: Talk) -> int:
    if talk.as_json:
        talk.json(summary(found))
    else:
        talk.data(*printed(found))
    talk.note(_("Written to {folder}.").format(folder=folder))
    if found.winner is not None:
        policy = shlex.quote(str(folder / f"{policy_name(found.budget)}.toml"))
        talk.next(f"inspectorate compare --policy {policy} --district {shlex.quote(found.plan.district)} --months {found.plan.months}",
                  _("the first mix in every outcome"))  # fmt: skip
    return FAILED_RUNS if found.archive.measured.failed + found.rescored.failed else OK
