"""One task of a sweep by itself, in this process and without a folder: how a failed one is looked at."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.running.own import expression_of
from experiments.running.plan import Simulator
from experiments.running.worlds import available_workers
from experiments.studies.sweep.given import Given, Measure, measured
from experiments.studies.sweep.plans import load
from experiments.studies.sweep.tasks import resolve
from experiments.studies.sweep.work import door
from scenarios import PlanFile
from simulation.results import Run


def run_task(plan: PlanFile | str, point: int, world: int, *, simulate: Simulator | None = None, outcomes: Mapping[str, Measure] | None = None) -> list[Run]:
    """The runs of one task, one for each policy; whatever a simulator or an outcome of one's own raises comes through, for a debugger."""
    sweep = resolve(load(plan) if isinstance(plan, str) else plan)
    context, item = sweep.context, sweep.item(point, world)
    runs: list[Run] = door(context, simulate, threads=available_workers())(
        context.district, context.policies_at(item), parameters=context.parameters.with_values(item.values), seed=context.seed, world=world,
        months=context.months, tick=lambda share: None, **context.asked,
    )  # fmt: skip
    measured(runs, outcomes or {})
    return runs


def replay_call(plan: str, point: int, world: int, given: Given) -> str:
    """The call that runs a task again where only Python can give what it takes."""
    simulate = "" if given.simulate is None else f", simulate={expression_of(given.simulate)}"
    outcomes = ", ".join(f"{name!r}: {expression_of(given.outcomes[name])}" for name in given.names)
    return f"experiments.studies.sweep.single.run_task({plan!r}, {point}, {world}{simulate}{f', outcomes={{{outcomes}}}' if outcomes else ''})"
