"""Phase hazards: they arrive, and enterprises remove some themselves."""

from __future__ import annotations

from typing import Any

from simulation.distributions import binomial_count, poisson_count
from simulation.draws import STREAM
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
from simulation.engine.state import CELLS_PER_DOMAIN, State, whole
from simulation.engine.tables import EXPOSURE, EXPOSURE_SUM, LATENT_SHARE, MAJOR_FACTOR, MAJOR_SHARE, Tables
from simulation.outcomes import NUMBER
from simulation.population import pick_in_row
from simulation.rule import kernel
from simulation.rules import accidents, hazards

ARRIVAL_COUNT, ARRIVAL_KIND = STREAM["arrival_count"], STREAM["arrival_kind"]
REMOVAL, REPRESENTATIVE = STREAM["removal"], STREAM["representative"]
WORK_HALTS = NUMBER["work_halts"]


@kernel
def phase_hazards(state: State, tables: Tables, p: Any, clock: Clock, totals: Any) -> None:
    """Arrivals and removals of every enterprise, both by the state before the month."""
    for i in range(state.cells.shape[0]):
        arrive(state, tables, p, clock, i)
        remove(state, p, clock, i)
        if state.bytes[REPRESENTED, i]:
            halt_work(state, p, clock, totals, i)


@kernel
def arrive(state: State, tables: Tables, p: Any, clock: Clock, i: int) -> None:
    """New hazards, each given its domain, kind and severity."""
    reals, sector = state.reals, state.bytes[SECTOR, i]
    mean = hazards.arrival_mean(p.hazard_arrivals, tables.sectors[EXPOSURE_SUM, sector], reals[SIZE, i], reals[LASTING, i], reals[OUTPUT, i])
    for number in range(poisson_count(mean, luck(clock, ARRIVAL_COUNT, i, 0))):
        domain = pick_in_row(tables.pairs[EXPOSURE, sector], luck(clock, ARRIVAL_KIND, i, 3 * number))
        latent = hazards.is_latent(luck(clock, ARRIVAL_KIND, i, 3 * number + 1), p.latent_arrival_share, tables.domains[LATENT_SHARE, domain])
        major = hazards.is_major(luck(clock, ARRIVAL_KIND, i, 3 * number + 2), tables.domains[MAJOR_SHARE, domain], tables.sectors[MAJOR_FACTOR, sector])
        state.cells[i, CELLS_PER_DOMAIN * domain + 2 * latent + major] += 1


@kernel
def remove(state: State, p: Any, clock: Clock, i: int) -> None:
    """What the enterprise removes by itself, cell by cell."""
    removal = removal_of(state, p, i)
    slow = hazards.latent_removal(removal, p.latent_removal_factor)
    for cell in range(state.cells.shape[1]):
        count = whole(state.cells[i, cell])
        if count:
            state.cells[i, cell] -= binomial_count(count, slow if cell & 2 else removal, luck(clock, REMOVAL, i, cell))


@kernel
def removal_of(state: State, p: Any, i: int) -> float:
    """Monthly probability that an enterprise removes a visible hazard itself."""
    reals = state.reals
    own = hazards.removal_probability(reals[EFFORT, i], reals[COMPETENCE, i], p.removal_lowest, p.removal_highest)
    return hazards.self_check_removal(own, self_checks(state, p, i), genuine_share(state, p, i), p.self_check_yield)


@kernel
def self_checks(state: State, p: Any, i: int) -> float:
    """Self-checks a year that the rules and a certificate ask for."""
    return (p.self_inspection if state.masks[KNOWN, i] else 0.0) + (p.scheme_checks if state.shorts[CERTIFIED, i] else 0.0)


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
