"""Which policy runs on which world: one task per world, so that its policies share the burn-in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from experiments.running.batch import Batch, WorldResult, gather, hold_to_asked, world_result
from experiments.running.keeping import room_for
from experiments.running.memory import affordable
from experiments.running.own import Code, hold
from experiments.running.plan import Plan, Simulator
from experiments.running.pool import STALL_SECONDS, Failure, Tick, supervise
from experiments.running.regional import district_results, hold_region_to_asked, region_result
from experiments.running.windows import simulate_window, with_periods
from experiments.text.progress import Progress

if TYPE_CHECKING:
    from simulation.course import Engine
    from simulation.kept_worlds import KeptWorlds

SMALL = 2_000_000
"""Enterprise-months that the compiled engine passes in about a second: processes to pass them take longer to start."""


def simulator(plan: Plan, threads: int = 1, kept: KeptWorlds | None = None) -> Simulator:
    """The plan's own simulator, or the model's door for its district or region, imported late: the listing commands do not need it.

    ``kept`` is where the compiled engine looks for worlds of a single district; whoever times leaves it out.
    """
    if plan.simulate is not None:
        return plan.simulate
    engine = cast("Engine", plan.engine)
    if plan.region is not None:
        from simulation.simulate_region import simulate_region

        return partial(simulate_region, engine=engine, threads=threads)
    if plan.window is not None and plan.kept_by:
        return partial(simulate_window, window=plan.window, engine=engine, kept=kept)
    from simulation.simulate import simulate_policies

    return partial(simulate_policies, engine=engine) if kept is None or engine != "compiled" else partial(simulate_policies, kept=kept)


def threads_beside(workers: int) -> int:
    """Threads that each of so many workers may use."""
    return max(1, available_workers() // max(1, workers))


def make_ready(plan: Plan) -> None:
    """Compile the plan's engine, or load it: before workers start, each of which would compile it for itself."""
    from simulation.simulate import prepare

    if plan.simulate is None and plan.engine == "compiled":
        prepare(plan.single if plan.region is None else plan.region.units[0].district, plan.parameters)


@dataclass(frozen=True)
class WorldTask:
    """One world of a plan, as a worker is given it."""

    plan: Plan
    world: int
    simulate: Simulator
    own: Code | None = None
    """What a simulator of the user's own must be in the worker too."""


@dataclass(frozen=True)
class FailedWorld:
    """A world that is missing from the comparison, and how to see why."""

    world: int
    kind: str
    reason: str
    replay: str
    trace: str


def run_world(task: WorldTask, tick: Tick) -> tuple[WorldResult, ...]:
    """All policies of the plan on one world; a result for each of its districts where those are the replicates."""
    plan = task.plan
    hold(task.simulate, task.own)
    runs = task.simulate(
        plan.district,
        plan.policies,
        parameters=plan.parameters_of(task.world),
        seed=plan.seed,
        world=task.world,
        months=plan.months,
        tick=tick,
        **({"breakdowns": plan.kept_by} if plan.kept_by else {}),
    )
    if plan.region is None:
        hold_to_asked(plan.names, runs, seed=plan.seed, world=task.world, months=plan.months)
        return (world_result(task.world, plan.names, runs, plan.kept_by),)
    hold_region_to_asked(plan.region, plan.names, runs, seed=plan.seed, world=task.world, months=plan.months)
    if plan.over == "districts":
        return district_results(plan.region, plan.names, runs)
    return (region_result(plan.region, task.world, plan.names, runs),)


def available_workers() -> int:
    """Processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else (os.cpu_count() or 1)


def usual_workers(plan: Plan, stall_seconds: float | None = None) -> int:
    """Processes for a plan where nobody says how many: none where starting them takes longer than the work, else all that hold their worlds.

    Only another process can be given up, so there are some where ``stall_seconds`` is given.
    """
    if plan.simulate is None and plan.engine == "compiled" and stall_seconds is None:
        months = plan.district.burn_in + plan.months * len(plan.policies)
        if plan.district.enterprises * months * len(plan.worlds) <= SMALL:
            return 0
    return affordable(plan, available_workers())


def run_worlds(
    plan: Plan,
    *,
    workers: int,
    stored: Any = None,
    progress: Progress | None = None,
    stall_seconds: float = STALL_SECONDS,
    kept: KeptWorlds | None = None,
) -> tuple[Batch, list[FailedWorld]]:
    """Run every world of ``plan`` that ``stored`` (an ``experiments.running.parts.Parts``) does not hold yet.

    Finished worlds are stored at once, so that an interrupted comparison loses only the worlds
    under way.  ``kept``: where burn-ins and baselines are looked for and put, for as many worlds as it has room.  The batch holds the complete worlds, whatever the order they came in.  ``UserError`` where a simulator of the
    user's own cannot be sent to workers or kept results under, for it has no name.
    """
    simulate, keeping = (simulator(plan, threads_beside(workers), store) for store in (None, kept))
    room = 0 if plan.region is not None else room_for(kept, [plan.single], plan.months)
    code = plan.own if workers > 0 or stored is not None else None
    results: list[WorldResult] = []
    failures: list[FailedWorld] = []
    tasks: list[WorldTask] = []
    for number, world in enumerate(plan.worlds):
        known = stored.load(world) if stored is not None else None
        if known is not None:
            results += known
        else:
            tasks.append(WorldTask(plan, world, keeping if number < room else simulate, code))
    if tasks and workers > 0:
        make_ready(plan)
    for task, result in supervise(run_world, tasks, workers=workers, stall_seconds=stall_seconds, progress=progress):
        if isinstance(result, Failure):
            failure = FailedWorld(task.world, result.kind, result.reason, plan.replay(task.world), result.trace)
            failures.append(failure)
            continue
        if stored is not None:
            stored.save(task.world, result)
        results += result
    failures.sort(key=lambda failure: failure.world)
    shared = plan.ensemble if plan.over == "worlds" else None
    set_of = None if shared is None else shared.of_world
    batch = gather(plan.names, plan.months, results, plan.over, plan.stands_for, set_of)
    return with_periods(batch, plan.by, plan.window), failures
