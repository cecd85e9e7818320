"""Phase output: how much every enterprise produces this month, before the month's accidents are drawn."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import YUAN_PARTS, parts
from simulation.engine.blocks import BLOCK
from simulation.engine.clock import Clock, unsigned
from simulation.engine.columns import (
    DEBT,
    HALTED,
    KNOWN,
    LATENT_MAJOR,
    LISTED,
    MAJOR_FOUND,
    OUTPUT,
    PRESSURE,
    SECTOR,
    STOPPED,
    UNCORRECTED,
    VISIBLE_MAJOR,
    WORKERS,
)
from simulation.engine.protection import set_shields
from simulation.engine.state import Room, State
from simulation.engine.tables import VALUE_ADDED, Tables
from simulation.orders import NOTED_ENTERPRISE_COST, SHOCK_DEMAND, Orders
from simulation.outcomes import NUMBER
from simulation.rule import kernel, sweep
from simulation.rules import costs, effort

ENTERPRISE_COST, UNLAWFUL_OUTPUT = NUMBER["enterprise_cost"], NUMBER["unlawful_output"]


@sweep
def phase_output(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, orders: Orders) -> None:
    """Orders to stop work, halts and the calendar of this month hold its output down; hazards arrived by the output before."""
    produce(
        state.reals[DEBT], state.reals[OUTPUT], state.marks[STOPPED], state.marks[HALTED], state.shorts[LISTED], is_sensitive(p, clock),
        p.output_sensitive_cut, p.output_stop_share, p.output_catch_up, p.stop_right_cut, p.blacklist_output_cut)
    if p.shutdown_by_pressure > 0.0:
        shut_down(state.reals[OUTPUT], mean_pressure(state), p.shutdown_by_pressure)
    if p.protected_overproduction > 0.0:
        for first in range(0, state.cells.shape[0], BLOCK):
            end = min(first + BLOCK, state.cells.shape[0])
            shields = room.block[0, :end - first]
            set_shields(state, p, shields, first, end)
            over_produce(state.reals[OUTPUT, first:end], shields, p.protected_overproduction)
    if p.permits_linked > 0.0:
        withhold(
            state.reals[OUTPUT], state.words[UNCORRECTED], state.words[KNOWN], state.marks[MAJOR_FOUND], state.tallies[VISIBLE_MAJOR],
            state.tallies[LATENT_MAJOR], p.permits_linked, p.permit_output_cut)
    if orders.shocks.shape[1] > 0:
        meet_demand(state.reals[OUTPUT], orders.shocks[SHOCK_DEMAND])
    if p.protected_overproduction > 0.0:
        count_unlawful(state, room, tables, p, totals, orders)
    state.marks[MAJOR_FOUND] = 0
    state.marks[STOPPED] = 0
    state.marks[HALTED] = 0


@kernel
def is_sensitive(p: Any, clock: Clock) -> bool:
    """Whether a political event makes this a month of held-down output; they spread over the year."""
    months = int(p.sensitive_months + 0.5)
    return months > 0 and (clock.month % 12) * months % 12 < months


@sweep
def produce(
    debts: Any, outputs: Any, stopped: Any, halted: Any, listed: Any, sensitive: bool, cut: float, stop_share: float, catch_up: float,
    halt_cut: float, listed_cut: float
) -> None:
    """Output follows orders and the calendar."""
    for k in range(debts.shape[0]):
        level = effort.output_level(debts[k], sensitive, cut, stopped[k] != 0, stop_share, catch_up, halted[k] != 0, halt_cut)
        debts[k] = effort.output_debt(debts[k], level)
        outputs[k] = effort.listed_output(level, listed[k] > 0, listed_cut)


@kernel
def mean_pressure(state: State) -> float:
    """Mean accountability pressure on the departments."""
    felt = 0.0
    for department in range(state.desks.shape[1]):
        felt += state.desks[PRESSURE, department]
    return felt / state.desks.shape[1]


@sweep
def shut_down(outputs: Any, pressure: float, cut: float) -> None:
    """Pressure shuts work down all over the district."""
    for k in range(outputs.shape[0]):
        outputs[k] = effort.shut_down_output(outputs[k], pressure, cut)


@kernel
def count_unlawful(state: State, room: Room, tables: Tables, p: Any, totals: Any, orders: Orders) -> None:
    """What is produced beyond what is permitted, in parts of a yuan: booked against lost output, which is counted from all output, and told apart."""
    found, noting = 0, orders.notes.shape[1] > 0
    for first in range(0, state.cells.shape[0], BLOCK):
        end = min(first + BLOCK, state.cells.shape[0])
        shields = room.block[0, :end - first]
        set_shields(state, p, shields, first, end)
        outputs, workers, sectors = state.reals[OUTPUT, first:end], state.shorts[WORKERS, first:end], state.bytes[SECTOR, first:end]
        found += sum_unlawful(outputs, shields, workers, sectors, tables.sectors[VALUE_ADDED], p.protected_overproduction)
        if noting:
            note_unlawful(
                orders.notes[NOTED_ENTERPRISE_COST, first:end], outputs, shields, workers, sectors, tables.sectors[VALUE_ADDED], p.protected_overproduction)
    totals[ENTERPRISE_COST] += found / YUAN_PARTS
    totals[UNLAWFUL_OUTPUT] += found / YUAN_PARTS


@sweep
def sum_unlawful(outputs: Any, shields: Any, workers: Any, sectors: Any, added: Any, overproduction: float) -> int:
    """Value of what some enterprises produce beyond what is permitted, in parts of a yuan."""
    found = 0
    for k in range(outputs.shape[0]):
        found += parts(costs.unlawful_output(outputs[k], overproduction, shields[k], float(workers[k]), added[unsigned(sectors[k])]), YUAN_PARTS)
    return found


@sweep
def note_unlawful(noted: Any, outputs: Any, shields: Any, workers: Any, sectors: Any, added: Any, overproduction: float) -> None:
    """The same of each enterprise, added to its notes."""
    for k in range(outputs.shape[0]):
        noted[k] += parts(costs.unlawful_output(outputs[k], overproduction, shields[k], float(workers[k]), added[unsigned(sectors[k])]), YUAN_PARTS) / YUAN_PARTS


@sweep
def over_produce(outputs: Any, shields: Any, overproduction: float) -> None:
    """The protected produce more than is permitted."""
    for k in range(outputs.shape[0]):
        outputs[k] = effort.protected_output(outputs[k], overproduction, shields[k])


@sweep
def meet_demand(outputs: Any, demands: Any) -> None:
    """More or less than normal is wanted."""
    for k in range(outputs.shape[0]):
        outputs[k] = effort.demanded_output(outputs[k], demands[k])


@sweep
def withhold(outputs: Any, uncorrected: Any, known: Any, found: Any, visible: Any, latent: Any, linked: float, cut: float) -> None:
    """Another department that knows of a major finding withholds a permit; what is corrected in truth is shown at once where a permit hangs on it."""
    for k in range(outputs.shape[0]):
        uncorrected[k] = uncorrected[k] if visible[k] + latent[k] > 0 else 0
        withheld = ((found[k] != 0) | (uncorrected[k] != 0)) & (known[k] & (known[k] - 1) != 0)
        outputs[k] = effort.permitted_output(outputs[k], withheld, linked, cut)
