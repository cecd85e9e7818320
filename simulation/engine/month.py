"""Months, phase by phase, without a return to Python."""

from __future__ import annotations

from typing import Any

from simulation.engine.accidents import phase_accidents
from simulation.engine.books import phase_books
from simulation.engine.clock import Clock
from simulation.engine.consequences import phase_consequences
from simulation.engine.effort import phase_effort
from simulation.engine.hazards import phase_hazards
from simulation.engine.output import phase_output
from simulation.engine.planning import phase_planning
from simulation.engine.policy import phase_policy
from simulation.engine.staff import phase_staff
from simulation.engine.state import Room, State
from simulation.engine.tables import Tables
from simulation.engine.visits import phase_visits
from simulation.news import Heard
from simulation.orders import Orders
from simulation.rule import entry


@entry
def advance(
    state: State, room: Room, tables: Tables, start: Clock, levers: Any, programmes: Any, heard: Heard, orders: Orders,
    history: Any,
) -> None:
    """As many months as ``levers`` has rows, phase by phase as ``simulation.month.PHASES`` lists them, from ``start`` on.

    Each row of ``history`` takes the outcomes of its month; what is ``heard`` from other districts is heard, and what is
    ordered is done, in each of them.
    """
    for step in range(levers.shape[0]):
        p, totals = levers[step], history[step]
        clock = Clock(start.seed, start.world, start.month + step, start.now + step)
        totals[:] = 0.0
        phase_policy(state, tables, p, clock)
        phase_staff(state, room, tables, p, clock)
        phase_hazards(state, room, tables, p, clock, totals)
        phase_planning(state, room, tables, p, clock)
        phase_visits(state, room, tables, p, clock, totals, orders)
        phase_output(state, room, tables, p, clock, totals, orders)
        phase_accidents(state, room, tables, p, clock, totals, orders)
        phase_consequences(state, room, tables, p, clock, totals, heard, orders)
        phase_effort(state, room, tables, p, orders)
        phase_books(state, room, tables, p, clock, totals, programmes[step], orders)
