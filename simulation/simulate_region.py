"""The door for several districts: side by side, month by month, each hearing what its neighbours told the month before."""

from __future__ import annotations

import copy
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Unpack, cast

from simulation.asked import check_policies, whole
from simulation.course import Engine, check_request, refuse_classes
from simulation.district import OwnLever
from simulation.engine.run import EngineModel
from simulation.engine.schedule import Schedule
from simulation.engine.workspace import Workspace
from simulation.news import NOTHING_TOLD, Heard, Told, hear
from simulation.parameters import Parameters
from simulation.policy import BASELINE, Policy
from simulation.region import Region
from simulation.results import Run

if TYPE_CHECKING:
    from simulation.agents.classes import AgentClasses

WORLDS = 2**16
"""Worlds of a region; a district's world is its number times this, and the region's world added."""
KEPT_IN_MEMORY = 2**30
"""Bytes of settled states that are kept in memory; more go to a temporary file."""


def simulate_region(
    region: Region,
    policies: Sequence[Policy],
    *,
    parameters: Parameters,
    seed: int = 0,
    world: int = 0,
    months: int = 120,
    tick: Callable[[float], None] | None = None,
    engine: Engine = "compiled",
    threads: int = 1,
    each: Callable[[list[Run]], Any] = list,
    **classes: Unpack[AgentClasses],
) -> list[Any]:
    """Run several policies on one world of a region: for each policy the runs of its districts, in their order.

    All districts pass a month before any begins the next; what one publishes reaches its neighbours a month later.
    The burn-in, which no policy touches, is run once.  The numbers do not depend on ``threads``, which only the
    compiled engine uses.  ``each`` makes something of a policy's runs as soon as they are over, which is given in their place: a sum, for instance, so
    that the runs of one policy at a time are in memory.  ``classes`` are those of ``simulate_policies``.  Raises ``ValueError`` and ``TypeError`` like it, for world from
    2**16 on, and for threads below 1.
    """
    months, seed, world = check_request(months, seed, world, engine)
    check_policies(policies, parameters, *(unit.district for unit in region.units))
    refuse_classes(classes, engine)
    if world >= WORLDS:
        raise ValueError(f"world is {world}; a region has worlds 0 to {WORLDS - 1}")
    if whole("threads", threads) < 1:
        raise ValueError(f"threads is {threads}; at least 1 is needed")
    burn_ins = {unit.district.burn_in for unit in region.units}
    if len(burn_ins) != 1:
        raise ValueError("the districts of a region must have the same burn-in")
    burn_in = burn_ins.pop()
    done = _Done(region.enterprises * (burn_in + months * len(policies)), tick)
    if engine == "mesa":
        return _by_agents(_Beside(region, 1, done), region, policies, parameters, seed, world, burn_in, months, each, classes)
    return _by_engine(_Beside(region, threads, done), region, policies, parameters, seed, world, burn_in, months, each)


@dataclass
class _Done:
    """Enterprise-months passed, told as a share of all."""

    whole: int
    tick: Callable[[float], None] | None
    passed: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        with self._lock:
            self.passed += count
            if self.tick is not None:
                self.tick(self.passed / self.whole)


class _Beside:
    """Districts divided among threads, and the news between them."""

    def __init__(self, region: Region, threads: int, done: _Done) -> None:
        self.sizes = [unit.district.enterprises for unit in region.units]
        self.teams = _teams(self.sizes, threads)
        self.neighbours, self.distances = region.neighbours()
        self.told: list[Told] = [NOTHING_TOLD] * len(self.sizes)
        self._done = done

    def each(self, act: Callable[[int, int], None]) -> None:
        """Call ``act(team, unit)`` for all units, the teams at the same time."""
        def work(team: int) -> None:
            for unit in self.teams[team]:
                act(team, unit)

        if len(self.teams) == 1:
            work(0)
            return
        with ThreadPoolExecutor(len(self.teams)) as pool:
            for future in [pool.submit(work, team) for team in range(len(self.teams))]:
                future.result()

    def advance(self, months: int, step: Callable[[int, Heard], Told]) -> None:
        """Pass some months: ``step(unit, heard)`` is one of a unit and gives what it tells."""
        for _ in range(months):
            before, self.told = self.told, [NOTHING_TOLD] * len(self.sizes)

            def act(team: int, unit: int, before: list[Told] = before) -> None:
                heard = hear(
                    (before[other], km)
                    for other, km in zip(self.neighbours[unit].tolist(), self.distances[unit].tolist(), strict=True)
                )
                self.told[unit] = step(unit, heard)
                self._done.add(self.sizes[unit])

            self.each(act)


def _teams(sizes: Sequence[int], threads: int) -> list[list[int]]:
    """Units by thread, each of about the same enterprises, the largest first."""
    teams: list[list[int]] = [[] for _ in range(min(threads, len(sizes)))]
    load = [0] * len(teams)
    for unit in sorted(range(len(sizes)), key=lambda k: (-sizes[k], k)):
        lightest = load.index(min(load))
        teams[lightest].append(unit)
        load[lightest] += sizes[unit]
    return teams


def _by_engine(
    beside: _Beside, region: Region, policies: Sequence[Policy], parameters: Parameters, seed: int, world: int, burn_in: int, months: int,
    each: Callable[[list[Run]], Any],
) -> list[Any]:
    workspaces = [Workspace() for _ in beside.teams]
    models: list[Any] = [None] * len(region.units)

    def begin(team: int, k: int) -> None:
        models[k] = EngineModel(
            region.units[k].district, BASELINE, parameters, seed, region.numbers[k] * WORLDS + world, workspaces[team])

    beside.each(begin)
    for model, schedule in zip(models, _schedules(BASELINE, models), strict=True):
        model.schedule = schedule
    beside.advance(burn_in, lambda k, heard: cast(Told, models[k].advance_beside(heard)))
    told = beside.told
    results: list[Any] = []
    with _kept() as file:
        marks = [model.save(file) if len(policies) > 1 else None for model in models]
        for policy in policies:
            file.seek(0)
            for model, mark, schedule in zip(models, marks, _schedules(policy, models), strict=True):
                if results:
                    model.restore(file, mark, schedule)
                else:
                    model.schedule = schedule
            beside.told = told
            beside.advance(months, lambda k, heard: cast(Told, models[k].advance_beside(heard)))
            results.append(each([model.run() for model in models]))
    return results


def _schedules(policy: Policy, models: Sequence[EngineModel]) -> list[Schedule]:
    """A policy's schedule for each model; districts with the same baseline share one."""
    shared: dict[tuple[OwnLever, ...], Schedule] = {}
    for model in models:
        if model.district.own_levers not in shared:
            shared[model.district.own_levers] = Schedule(policy, model.parameters)
    return [shared[model.district.own_levers] for model in models]


def _kept() -> IO[bytes]:
    """Where settled states wait for the next policy."""
    return cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY, prefix="inspectorate-"))


def _by_agents(
    beside: _Beside, region: Region, policies: Sequence[Policy], parameters: Parameters, seed: int, world: int, burn_in: int, months: int,
    each: Callable[[list[Run]], Any], classes: AgentClasses
) -> list[Any]:
    from simulation.agent_worlds import run_of_agents
    from simulation.model import DistrictModel

    settled = [
        DistrictModel(unit.district, BASELINE, parameters, seed, number * WORLDS + world, **classes)
        for unit, number in zip(region.units, region.numbers, strict=True)
    ]
    models = settled

    def step(k: int, heard: Heard) -> Told:
        models[k].heard = heard
        models[k].step()
        return models[k].told()

    beside.advance(burn_in, step)
    told, results = beside.told, list[Any]()
    for policy in policies:
        models = [copy.deepcopy(model, {id(model.district): model.district, id(model.parameters): model.parameters}) for model in settled]
        for model in models:
            model.policy = policy
        beside.told = told
        beside.advance(months, step)
        results.append(each([run_of_agents(model) for model in models]))
    return results
