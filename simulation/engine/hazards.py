"""Phase hazards: they arrive, and enterprises remove some themselves."""

from __future__ import annotations

from typing import Any

from simulation.distributions import FEW, binomial_count
from simulation.draws import STREAM
from simulation.engine.blocks import (
    BLOCK,
    count_binomial,
    count_poisson,
    draw_block,
    draw_numbered,
    draw_placed,
    list_open,
)
from simulation.engine.clock import Clock, luck, real
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
from simulation.population import bound_row, pick_under
from simulation.rule import kernel, sweep
from simulation.rules import accidents, hazards

ARRIVAL_COUNT, ARRIVAL_KIND = STREAM["arrival_count"], STREAM["arrival_kind"]
REMOVAL, REPRESENTATIVE = STREAM["removal"], STREAM["representative"]
WORK_HALTS = NUMBER["work_halts"]
MEANS, ARRIVALS, BY_HAND, SLOWLY = range(4)
"""Rows of the block: mean arrivals and their draws; monthly removal of visible and of latent hazards."""


@sweep
def phase_hazards(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any) -> None:
    """Arrivals and removals of every enterprise, both by the state before the month."""
    block = room.block
    set_kinds(room, tables, p)
    for first in range(0, state.cells.shape[0], BLOCK):
        count = min(BLOCK, state.cells.shape[0] - first)
        set_means(state, block[MEANS], tables, p, first, count)
        draw_block(block[ARRIVALS], clock, ARRIVAL_COUNT, first, count, 0)
        count_poisson(block[MEANS], block[ARRIVALS], room.counted, count)
        arrive(state, room, clock, first, count)
        set_removals(state, p, block[BY_HAND], first, count)
        for k in range(count):
            block[SLOWLY, k] = hazards.latent_removal(block[BY_HAND, k], p.latent_removal_factor)
        remove(state, room, clock, first, count)
    if p.worker_stop_right > 0.0:
        for i in range(state.cells.shape[0]):
            if state.bytes[REPRESENTED, i]:
                halt_work(state, p, clock, totals, i)


@sweep
def set_kinds(room: Room, tables: Tables, p: Any) -> None:
    """Bounds by which an arriving hazard of a sector finds its cell."""
    sectors, cells = room.kinds.shape
    for sector in range(sectors):
        for cell in range(cells):
            domain = cell // CELLS_PER_DOMAIN
            latent = hazards.latent_share(p.latent_arrival_share, tables.domains[LATENT_SHARE, domain])
            major = hazards.major_share(tables.domains[MAJOR_SHARE, domain], tables.sectors[MAJOR_FACTOR, sector])
            room.kinds[sector, cell] = hazards.kind_share(
                tables.pairs[EXPOSURE, sector, domain], latent, cell & 2 != 0, major, cell & 1 != 0)
        bound_row(room.kinds[sector])


@sweep
def set_means(state: State, out: Any, tables: Tables, p: Any, first: int, count: int) -> None:
    """Mean number of hazards that arise in each enterprise of a block."""
    reals, singles, sectors = state.reals, state.singles, state.bytes[SECTOR]
    for k in range(count):
        i = first + k
        # A Poisson number of a larger mean is beyond what inversion by doubles can reach.
        out[k] = min(600.0, hazards.arrival_mean(
            p.hazard_arrivals, tables.sectors[EXPOSURE_SUM, sectors[i]], real(singles[SIZE, i]), real(singles[LASTING, i]), reals[OUTPUT, i]))


@sweep
def arrive(state: State, room: Room, clock: Clock, first: int, count: int) -> None:
    """New hazards of a block."""
    work, end = room.work, 0
    for k in range(count):
        arrived = room.counted[k]
        if end + max(arrived, FEW) > work.shape[1]:
            settle(state, room, clock, end)
            end = 0
        for number in range(FEW):
            # Written whether they arrive or not: a branch here would be guessed wrongly too often.
            work[0, end + number] = first + k
            work[1, end + number] = number
        for number in range(FEW, arrived):
            work[0, end + number] = first + k
            work[1, end + number] = number
        end += arrived
    settle(state, room, clock, end)


@sweep
def settle(state: State, room: Room, clock: Clock, end: int) -> None:
    """Give the new hazards that are listed their cell."""
    work, odds, cells = room.work, room.odds[0], state.cells
    draw_numbered(odds, clock, ARRIVAL_KIND, work[0], work[1], end)
    for entry in range(end):
        i = work[0, entry]
        cell = pick_under(room.kinds[state.bytes[SECTOR, i]], odds[entry])
        cells[i, cell] = hazards.one_more_hazard(whole(cells[i, cell]))


@sweep
def remove(state: State, room: Room, clock: Clock, first: int, count: int) -> None:
    """What the enterprises of a block remove by themselves, cell by cell."""
    places, trials, counted = room.work[0], room.work[1], room.counted
    for cell in range(state.cells.shape[1]):
        here, removal = state.cells[first:first + count, cell], room.block[SLOWLY if cell & 2 else BY_HAND]
        end = list_open(here, places)
        for entry in range(end):
            trials[entry] = here[places[entry]]
            room.odds[1, entry] = removal[places[entry]]
        draw_placed(room.odds[0], clock, REMOVAL, first, places, end, cell)
        count_binomial(trials, room.odds[1], room.odds[0], counted, end)
        for entry in range(end):
            here[places[entry]] -= counted[entry]


@sweep
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
                state.marks[HALTED, i] = 1
    totals[WORK_HALTS] += state.marks[HALTED, i]
