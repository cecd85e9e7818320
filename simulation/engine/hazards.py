"""Phase hazards: they arrive, and enterprises remove some themselves."""

from __future__ import annotations

from typing import Any

from simulation.distributions import binomial_count, poisson_count
from simulation.draws import STREAM
from simulation.engine.blocks import BLOCK, draw_block, draw_cells, list_cells
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    ATTENTION,
    CERTIFIED,
    COMPETENCE,
    EFFORT,
    HALTED,
    KNOWN,
    LASTING,
    OUTPUT,
    REPRESENTED,
    SECTOR,
    SIZE,
)
from simulation.engine.state import CELLS_PER_DOMAIN, Room, State, whole
from simulation.engine.tables import EXPOSURE, EXPOSURE_SUM, LATENT_SHARE, MAJOR_FACTOR, MAJOR_SHARE, Tables
from simulation.outcomes import NUMBER
from simulation.population import pick_of
from simulation.rule import kernel
from simulation.rules import accidents, hazards

ARRIVAL_COUNT, ARRIVAL_KIND = STREAM["arrival_count"], STREAM["arrival_kind"]
REMOVAL, REPRESENTATIVE = STREAM["removal"], STREAM["representative"]
WORK_HALTS = NUMBER["work_halts"]
ARRIVALS, BY_HAND, SLOWLY = range(3)
"""Rows of the block: draws of arrivals; monthly removal of visible and of latent hazards."""


@kernel
def phase_hazards(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any) -> None:
    """Arrivals and removals of every enterprise, both by the state before the month."""
    for first in range(0, state.cells.shape[0], BLOCK):
        count = min(BLOCK, state.cells.shape[0] - first)
        draw_block(room.block[ARRIVALS], clock, ARRIVAL_COUNT, first, count, 0)
        arrive(state, room, tables, p, clock, first, count)
        set_removals(state, p, room.block[BY_HAND], first, count)
        for k in range(count):
            room.block[SLOWLY, k] = hazards.latent_removal(room.block[BY_HAND, k], p.latent_removal_factor)
        remove(state, room, clock, first, count)
    if p.worker_stop_right > 0.0:
        for i in range(state.cells.shape[0]):
            if state.bytes[REPRESENTED, i]:
                halt_work(state, p, clock, totals, i)


@kernel
def arrive(state: State, room: Room, tables: Tables, p: Any, clock: Clock, first: int, count: int) -> None:
    """New hazards of a block."""
    reals, work, end = state.reals, room.work, 0
    for k in range(count):
        i = first + k
        mean = hazards.arrival_mean(
            p.hazard_arrivals, tables.sectors[EXPOSURE_SUM, state.bytes[SECTOR, i]], reals[SIZE, i], reals[LASTING, i], reals[OUTPUT, i])
        for number in range(poisson_count(mean, room.block[ARRIVALS, k])):
            if end == work.shape[1]:
                settle(state, room, tables, p, clock, end)
                end = 0
            work[0, end] = i
            work[1, end] = 3 * number
            end += 1
    settle(state, room, tables, p, clock, end)


@kernel
def settle(state: State, room: Room, tables: Tables, p: Any, clock: Clock, end: int) -> None:
    """Give the new hazards that are listed their domain, kind and severity."""
    work, odds = room.work, room.odds
    for number in range(3):
        draw_cells(odds[number], clock, ARRIVAL_KIND, work, end, number)
    for entry in range(end):
        i = work[0, entry]
        sector = state.bytes[SECTOR, i]
        domain = pick_of(tables.pairs[EXPOSURE, sector], tables.sectors[EXPOSURE_SUM, sector], odds[0, entry])
        latent = hazards.is_latent(odds[1, entry], p.latent_arrival_share, tables.domains[LATENT_SHARE, domain])
        major = hazards.is_major(odds[2, entry], tables.domains[MAJOR_SHARE, domain], tables.sectors[MAJOR_FACTOR, sector])
        state.cells[i, CELLS_PER_DOMAIN * domain + 2 * latent + major] += 1


@kernel
def remove(state: State, room: Room, clock: Clock, first: int, count: int) -> None:
    """What the enterprises of a block remove by themselves, cell by cell."""
    cells, work, odds, block = state.cells, room.work, room.odds[0], room.block
    end = list_cells(cells, work, first, count)
    draw_cells(odds, clock, REMOVAL, work, end, 0)
    for entry in range(end):
        i, cell = work[0, entry], work[1, entry]
        chance = block[SLOWLY if cell & 2 else BY_HAND, i - first]
        cells[i, cell] -= binomial_count(whole(cells[i, cell]), chance, odds[entry])


@kernel
def set_removals(state: State, p: Any, out: Any, first: int, count: int) -> None:
    """Monthly probability that each enterprise of a block removes a visible hazard itself."""
    reals = state.reals
    for k in range(count):
        i = first + k
        own = hazards.removal_probability(reals[EFFORT, i], reals[COMPETENCE, i], p.removal_lowest, p.removal_highest)
        out[k] = hazards.self_check_removal(own, self_checks(state, p, i), genuine_share(state, p, i), p.self_check_yield)


@kernel
def self_checks(state: State, p: Any, i: int) -> float:
    """Self-checks a year that the rules and a certificate ask for."""
    by_rule, by_scheme = p.self_inspection, p.scheme_checks
    return (by_rule if state.words[KNOWN, i] else 0.0) + (by_scheme if state.shorts[CERTIFIED, i] else 0.0)


@kernel
def genuine_share(state: State, p: Any, i: int) -> float:
    """Share of them that is done and not merely filed."""
    return hazards.self_check_genuineness(state.reals[ATTENTION, i], p.self_inspection_audit)


@kernel
def halt_work(state: State, p: Any, clock: Clock, totals: Any, i: int) -> None:
    """A safety representative halts work at a visible major hazard, perhaps, until it is gone."""
    chance = accidents.stop_probability(True, p.stop_notice)
    for cell in range(1, state.cells.shape[1], CELLS_PER_DOMAIN):
        count = whole(state.cells[i, cell])
        if count:
            gone = binomial_count(count, chance, luck(clock, REPRESENTATIVE, i, cell))
            state.cells[i, cell] -= gone
            if gone > 0:
                state.bytes[HALTED, i] = 1
    totals[WORK_HALTS] += state.bytes[HALTED, i]
