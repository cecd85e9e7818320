"""Phase accidents: injuries happen, are severe or not, reach the record or not."""

from __future__ import annotations

from typing import Any

from simulation.distributions import poisson_count
from simulation.draws import STREAM
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    ATTENTION,
    KNOWN,
    OUTPUT,
    PLACE,
    PLACE_EXPECTED,
    PRESSURE,
    REPORTED_THIS_YEAR,
    SECTOR,
    WORKERS,
)
from simulation.engine.severity import draw_one
from simulation.engine.state import CELLS_PER_DOMAIN, EVENT_END, EVENT_FIRST, FATAL, PARTS, Room, State, whole
from simulation.engine.tables import (
    EXPOSED_SHARE,
    FATAL_SHARE,
    INJURY_RATE,
    LARGER,
    MEAN_DEATHS,
    UNSAFE_FATAL_SHARE,
    UNSAFE_RATE,
    Tables,
)
from simulation.outcomes import NUMBER
from simulation.rule import kernel
from simulation.rules import accidents, government, reporting, severity

ACCIDENT_COUNT = STREAM["accident_count"]
EXPECTED_INJURIES, EXPECTED_DEATHS = NUMBER["expected_injuries"], NUMBER["expected_deaths"]
EXPECTED_LARGER_ACCIDENTS = NUMBER["expected_larger_accidents"]


@kernel
def phase_accidents(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any) -> None:
    """Count what is to be expected, draw what happens."""
    concealing = pressure(state, tables, p)
    room.counts[EVENT_FIRST] = room.counts[EVENT_END]
    set_fatal_shares(state, room, tables, p)
    for i in range(state.cells.shape[0]):
        intensity = weigh(state, room, tables, p, clock, totals, i)
        totals[EXPECTED_INJURIES] += intensity
        for injury in range(poisson_count(intensity, luck(clock, ACCIDENT_COUNT, i, 0))):
            draw_one(state, room, tables, p, clock, totals, i, injury, concealing)


@kernel
def pressure(state: State, tables: Tables, p: Any) -> float:
    """Pressure to keep accidents off the record: the year's ceiling, and what the departments feel."""
    ceiling = p.death_ceiling * tables.employees / 65000.0
    nearness = reporting.ceiling_pressure(
        state.government[REPORTED_THIS_YEAR], ceiling, p.outcome_weight, p.one_vote_veto, p.veto_multiple)
    felt = 0.0
    for department in range(state.desks.shape[1]):
        felt += state.desks[PRESSURE, department]
    felt = felt / state.desks.shape[1]
    return government.felt_pressure(nearness, felt * p.outcome_weight, p.concealment_by_department)


@kernel
def set_fatal_shares(state: State, room: Room, tables: Tables, p: Any) -> None:
    """Probability that an injury from a cell's hazards kills."""
    for cell in range(state.cells.shape[1]):
        room.causes[FATAL, 1 + cell] = severity.fatal_probability(tables.domains[FATAL_SHARE, cell // CELLS_PER_DOMAIN], cell & 1 != 0, p.fatal_major_multiple)


@kernel
def weigh(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, i: int) -> float:
    """Expected injuries of an enterprise, by cause in ``parts``: an unsafe act, then the cells in their order."""
    parts, sector = room.causes[PARTS], state.bytes[SECTOR, i]
    parts[0] = unsafe_intensity(state, tables, p, i)
    total = 0.0
    if parts[0] > 0.0:
        total += parts[0]
        expect(state, clock, totals, i, parts[0] * tables.sectors[UNSAFE_FATAL_SHARE, sector] * 1.0)
    for cell in range(state.cells.shape[1]):
        count = whole(state.cells[i, cell])
        parts[1 + cell] = 0.0
        if count == 0:
            continue
        domain = cell // CELLS_PER_DOMAIN
        part = state.reals[OUTPUT, i] * accidents.hazard_intensity(
            count, p.hazard_injury_rate, tables.domains[INJURY_RATE, domain], cell & 2 != 0, cell & 1 != 0, p.latent_injury_multiple,
            p.major_injury_multiple,
        )
        parts[1 + cell] = part
        if part > 0.0:
            exposed = severity.exposed_workers(whole(state.shorts[WORKERS, i]), tables.domains[EXPOSED_SHARE, domain], tables.most_exposed)
            total += part
            expect(state, clock, totals, i, part * room.causes[FATAL, 1 + cell] * tables.severities[MEAN_DEATHS, sector, domain, exposed])
            totals[EXPECTED_LARGER_ACCIDENTS] += part * room.causes[FATAL, 1 + cell] * tables.severities[LARGER, sector, domain, exposed]
    return total


@kernel
def unsafe_intensity(state: State, tables: Tables, p: Any, i: int) -> float:
    """Expected injuries of the month from unsafe acts."""
    hours = p.worker_training if state.masks[KNOWN, i] else p.training_hours_normal
    trained = accidents.training_factor(hours, p.training_hours_normal, p.training_response)
    return state.reals[OUTPUT, i] * accidents.unsafe_intensity(
        whole(state.shorts[WORKERS, i]), p.unsafe_injury_rate, tables.sectors[UNSAFE_RATE, state.bytes[SECTOR, i]], state.reals[ATTENTION, i],
        p.unsafe_response, trained,
    )


@kernel
def expect(state: State, clock: Clock, totals: Any, i: int, deaths: float) -> None:
    """Count expected deaths, of the district and of the place."""
    totals[EXPECTED_DEATHS] += deaths
    if clock.month >= 0:
        state.place_totals[PLACE_EXPECTED, state.shorts[PLACE, i]] += deaths
