"""Which policy runs on which world: one task per world, so that its policies share the burn-in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from experiments.batch import Batch, WorldResult, gather, world_result
from experiments.plan import Plan
from experiments.pool import STALL_SECONDS, Failure, Progress, Tick, supervise

if TYPE_CHECKING:
    from simulation.simulate import Engine, Run

Simulator = Callable[..., "list[Run]"]


def simulator(engine: str = "compiled") -> Simulator:
    """The model's one door, imported late: the listing commands do not need it."""
    from simulation.simulate import simulate_policies

    return partial(simulate_policies, engine=cast("Engine", engine))


def is_ready(plan: Plan) -> bool:
    """Whether the plan's engine needs no compiling, as far as the cache on disk shows."""
    from simulation.engine.run import is_compiled

    return plan.engine != "compiled" or is_compiled()


def make_ready(plan: Plan) -> None:
    """Compile the plan's engine, or load it: before workers start, each of which would compile it for itself."""
    from simulation.simulate import prepare

    if plan.engine == "compiled":
        prepare(plan.district, plan.parameters)


@dataclass(frozen=True)
class WorldTask:
    """One world of a plan, as a worker is given it."""

    plan: Plan
    world: int
    simulate: Simulator


@dataclass(frozen=True)
class FailedWorld:
    """A world that is missing from the comparison, and how to see why."""

    world: int
    kind: str
    reason: str
    replay: str
    trace: str


def run_world(task: WorldTask, tick: Tick) -> WorldResult:
    """All policies of the plan on one world."""
    plan = task.plan
    runs = task.simulate(
        plan.district,
        plan.policies,
        parameters=plan.parameters,
        seed=plan.seed,
        world=task.world,
        months=plan.months,
        tick=tick,
    )
    return world_result(task.world, plan.names, runs)


def available_workers() -> int:
    """Processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else (os.cpu_count() or 1)


def run_worlds(
    plan: Plan,
    *,
    workers: int,
    stored: Any = None,
    progress: Progress | None = None,
    stall_seconds: float = STALL_SECONDS,
    simulate: Simulator | None = None,
) -> tuple[Batch, list[FailedWorld]]:
    """Run every world of ``plan`` that ``stored`` (an ``experiments.parts.Parts``) does not hold yet.

    Finished worlds are stored at once, so that an interrupted comparison loses only the worlds
    under way.  The batch holds the complete worlds, whatever the order they came in.
    """
    own = simulate or simulator(plan.engine)
    results: list[WorldResult] = []
    failures: list[FailedWorld] = []
    tasks: list[WorldTask] = []
    for world in plan.worlds:
        known = stored.load(world) if stored is not None else None
        if known is not None:
            results.append(known)
        else:
            tasks.append(WorldTask(plan, world, own))
    if simulate is None and tasks and workers > 0:
        make_ready(plan)
    for task, result in supervise(run_world, tasks, workers=workers, stall_seconds=stall_seconds, progress=progress):
        if isinstance(result, Failure):
            failure = FailedWorld(task.world, result.kind, result.reason, plan.replay(task.world), result.trace)
            failures.append(failure)
            continue
        if stored is not None:
            stored.save(result)
        results.append(result)
    failures.sort(key=lambda failure: failure.world)
    return gather(plan.names, plan.months, results), failures
