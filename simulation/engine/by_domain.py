"""What is entered by hazard domain, by cell of the matrix and by department, where somebody asks for it."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import SHARE_PARTS, parts
from simulation.engine.clock import whole
from simulation.engine.columns import OUTPUT, SECTOR, STOCK_DEATHS, STOCK_HAZARDS, STOCK_INJURIES, WORKERS
from simulation.engine.state import CELLS_PER_DOMAIN, FATAL, RATE, Room, State
from simulation.engine.tables import MEAN_DEATHS, Tables
from simulation.orders import (
    CELL_DEATHS,
    CELL_EXPECTED_DEATHS,
    CELL_HAZARDS_FOUND,
    CELL_HAZARDS_OPEN,
    CELL_VISITS,
    DEPARTMENT_FINDINGS,
    DEPARTMENT_PENALTIES,
    DEPARTMENT_VISITS,
    DOMAIN_DEATHS,
    DOMAIN_EXPECTED_DEATHS,
    DOMAIN_EXPECTED_INJURIES,
    DOMAIN_HAZARDS_FOUND,
    DOMAIN_HAZARDS_OPEN,
    DOMAIN_INJURIES,
    Orders,
)
from simulation.outcomes import NUMBER
from simulation.rule import kernel, sweep

EXPECTED_INJURIES, EXPECTED_DEATHS = NUMBER["expected_injuries"], NUMBER["expected_deaths"]


@sweep
def enter_domains(state: State, room: Room, tables: Tables, totals: Any, orders: Orders) -> None:
    """What is open and what is to be expected, by domain; what no domain brings comes of unsafe acts."""
    domains, sums = state.stocks.shape[1], room.domain_sums
    usual = usual_output(state.reals[OUTPUT])
    add_unusual(state, tables, sums, usual)
    injuries = deaths = 0.0
    for domain in range(domains):
        of_injuries = usual * (state.stocks[STOCK_INJURIES, domain] / SHARE_PARTS) + sums[0, domain] / SHARE_PARTS
        of_deaths = usual * (state.stocks[STOCK_DEATHS, domain] / SHARE_PARTS) + sums[1, domain] / SHARE_PARTS
        orders.domains[DOMAIN_EXPECTED_INJURIES, domain] += of_injuries
        orders.domains[DOMAIN_EXPECTED_DEATHS, domain] += of_deaths
        orders.domains[DOMAIN_HAZARDS_OPEN, domain] += state.stocks[STOCK_HAZARDS, domain]
        injuries += of_injuries
        deaths += of_deaths
    orders.domains[DOMAIN_EXPECTED_INJURIES, domains] += totals[EXPECTED_INJURIES] - injuries
    orders.domains[DOMAIN_EXPECTED_DEATHS, domains] += totals[EXPECTED_DEATHS] - deaths


@kernel
def usual_output(outputs: Any) -> float:
    """The output that most enterprises have this month, by the first of them: whatever it is, the sums are the same but for rounding."""
    count = outputs.shape[0]
    return outputs[0] if count < 3 or outputs[0] == outputs[1] else outputs[2]


@sweep
def add_unusual(state: State, tables: Tables, sums: Any, usual: float) -> None:
    """What is to be expected beyond that at the usual output, of enterprises that have another: by domain, in parts of one."""
    sums[:] = 0
    for i in range(state.cells.shape[0]):
        beyond = state.reals[OUTPUT, i] - usual
        if beyond == 0.0:
            continue
        for cell in range(state.cells.shape[1]):
            count, domain = whole(state.cells[i, cell]), cell // CELLS_PER_DOMAIN
            if count:
                rate, fatal = state.risks[RATE, 1 + cell], state.risks[FATAL, 1 + cell]
                mean = tables.severities[state.bytes[SECTOR, i], domain, tables.reach[domain, state.shorts[WORKERS, i]], MEAN_DEATHS]
                sums[0, domain] += count * parts(beyond * rate, SHARE_PARTS)
                sums[1, domain] += count * parts(beyond * (rate * fatal * mean), SHARE_PARTS)


@sweep
def enter_cells(state: State, tables: Tables, orders: Orders) -> None:
    """What is open and what is to be expected of it, by sector and domain: whole parts of one, whose sum is the same in whatever order."""
    if orders.cells.shape[1] == 0:
        return
    for i in range(state.cells.shape[0]):
        sector, output = state.bytes[SECTOR, i], state.reals[OUTPUT, i]
        for cell in range(state.cells.shape[1]):
            count, domain = whole(state.cells[i, cell]), cell // CELLS_PER_DOMAIN
            if count:
                rate, fatal = state.risks[RATE, 1 + cell], state.risks[FATAL, 1 + cell]
                mean = tables.severities[sector, domain, tables.reach[domain, state.shorts[WORKERS, i]], MEAN_DEATHS]
                orders.cells[CELL_EXPECTED_DEATHS, sector, domain] += count * (parts(output * (rate * fatal * mean), SHARE_PARTS) / SHARE_PARTS)
                orders.cells[CELL_HAZARDS_OPEN, sector, domain] += count


@kernel
def enter_injury(orders: Orders, sector: int, domain: int, deaths: int) -> None:
    """Enter one accident by its sector and domain, -1 for an unsafe act."""
    if orders.domains.shape[1] > 0:
        column = domain if domain >= 0 else orders.domains.shape[1] - 1
        orders.domains[DOMAIN_INJURIES, column] += 1 + max(0, deaths - 1)
        orders.domains[DOMAIN_DEATHS, column] += deaths
    if orders.cells.shape[1] > 0:
        orders.cells[CELL_DEATHS, sector, domain if domain >= 0 else orders.cells.shape[2] - 1] += deaths


@kernel
def enter_findings(orders: Orders, sector: int, found: Any) -> None:
    """Enter what a department's visit found, by domain and by cell."""
    for cell in range(found.shape[0]):
        domain = cell // CELLS_PER_DOMAIN
        if orders.domains.shape[1] > 0:
            orders.domains[DOMAIN_HAZARDS_FOUND, domain] += found[cell]
        if orders.cells.shape[1] > 0:
            orders.cells[CELL_HAZARDS_FOUND, sector, domain] += found[cell]


@kernel
def enter_examination(orders: Orders, sector: int, domain: int) -> None:
    """Enter a visit in a cell that it examines."""
    if orders.cells.shape[1] > 0:
        orders.cells[CELL_VISITS, sector, domain] += 1.0


@kernel
def enter_visit_of(orders: Orders, department: int, found: int, penalised: bool) -> None:
    """Enter a visit by its department."""
    orders.departments[DEPARTMENT_VISITS, department] += 1.0
    orders.departments[DEPARTMENT_FINDINGS, department] += found
    orders.departments[DEPARTMENT_PENALTIES, department] += penalised
