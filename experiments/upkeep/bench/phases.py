"""Each phase of a month by itself: how long it takes."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from experiments.upkeep.bench.timing import go_on
from simulation.engine import accidents, books, consequences, effort, hazards, output, planning, policy, staff, visits
from simulation.engine.clock import Clock
from simulation.engine.run import EngineModel
from simulation.engine.state import EVENT_END, Room, State, copy_into, first_sizes, new_room
from simulation.engine.tables import Tables
from simulation.month import PHASES
from simulation.news import NOTHING_HEARD
from simulation.orders import NO_ORDERS
from simulation.outcomes import OUTCOMES
from simulation.policy import BASELINE
from simulation.rule import entry

ROOMS = (policy, staff, hazards, planning, visits, output, accidents, consequences, effort, books)
FUNCTIONS: dict[str, Any] = {
    phase.name: getattr(room, f"phase_{phase.name}") for phase, room in zip(PHASES, ROOMS, strict=True)
}


@entry
def nothing(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any) -> None:
    """What it costs to call compiled code with everything."""


def by_itself(name: str) -> Callable[..., None]:
    """A phase as a compiled function that Python can call; its arguments are taken by their names."""
    plain = FUNCTIONS[name].py_func
    wanted = list(inspect.signature(plain).parameters)
    compiled = entry(plain)

    def call(given: dict[str, Any]) -> None:
        compiled(*(given[argument] for argument in wanted))

    return call


class Stage:
    """A world whose phases are called one by one."""

    def __init__(self, settled: EngineModel) -> None:
        self.model = settled.under(BASELINE)
        count = settled.district.enterprises
        self.room = new_room(settled.district, first_sizes(count)._replace(planned=4 * count, published=count, events=count))
        self.levers, _ = settled.schedule.of(-1, 1)
        self.totals = np.zeros(len(OUTCOMES))
        self.month = settled.month

    def given(self) -> dict[str, Any]:
        """The arguments of every phase this month."""
        now = self.month + self.model.district.burn_in
        return {
            "state": self.model.state, "room": self.room, "tables": self.model.tables, "p": self.levers[0], "totals": self.totals,
            "clock": Clock(self.model.seed_key, self.model.world_key, self.month, now), "programmes": 0.0, "heard": NOTHING_HEARD,
            "orders": NO_ORDERS,
        }

    def begin_month(self) -> dict[str, Any]:
        """Clear what a month counts; the arguments of its phases."""
        if self.room.counts[:EVENT_END].any():
            raise RuntimeError("a buffer of the bench is too small")
        self.room.counts[:] = 0
        self.totals[:] = 0.0
        return self.given()


def empty_seconds(given: dict[str, Any]) -> float:
    """What a call costs in which nothing happens."""
    started = time.process_time()
    nothing(*(given[name] for name in ("state", "room", "tables", "p", "clock", "totals")))
    return time.process_time() - started


def equal_states(one: State, other: State) -> bool:
    """Whether two states are the same, bit for bit."""
    return all(np.array_equal(first, second) for first, second in zip(one, other, strict=True))


def phase_seconds(settled: EngineModel, months: int, runs: int) -> dict[str, float]:
    """Seconds a month of each phase; raises ``RuntimeError`` if they do not lead to the engine's state."""
    calls = {name: by_itself(name) for name in FUNCTIONS}
    stage = Stage(settled)
    start = settled.under(BASELINE).state
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for run in range(runs + 1):
        copy_into(stage.model.state, start)
        stage.month = settled.month
        taken = _pass_months(stage, calls, months)
        if run:  # the first one compiles
            for name, seconds in taken.items():
                samples[name].append(seconds)
    model = settled.under(BASELINE)
    go_on(model, months)
    if not equal_states(stage.model.state, model.state):
        raise RuntimeError("the phases called one by one do not lead to the engine's state")
    return {name: median(values) for name, values in samples.items()}


def _pass_months(stage: Stage, calls: dict[str, Callable[..., None]], months: int) -> dict[str, float]:
    taken = dict.fromkeys(calls, 0.0)
    for _ in range(months):
        given = stage.begin_month()
        empty = empty_seconds(given)
        for name, call in calls.items():
            started = time.process_time()
            call(given)
            taken[name] += max(0.0, time.process_time() - started - empty)
        stage.month += 1
    return {name: seconds / months for name, seconds in taken.items()}
