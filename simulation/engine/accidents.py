"""Phase accidents: injuries happen, are severe or not, reach the record or not."""

from __future__ import annotations

from typing import Any

from simulation.distributions import poisson_count
from simulation.draws import STREAM
from simulation.engine.blocks import BLOCK, draw_block, list_cells
from simulation.engine.clock import Clock
from simulation.engine.columns import (
    ATTENTION,
    KNOWN,
    OPEN_HAZARDS,
    OUTPUT,
    PLACE,
    PLACE_EXPECTED,
    PRESSURE,
    REPORTED_THIS_YEAR,
    SECTOR,
    WORKERS,
)
from simulation.engine.severity import (
    DEATHS,
    LOST_TIME_INJURIES,
    REPORTED_DEATHS,
    REPORTED_INJURIES,
    SERIOUS_INJURIES,
    draw_one,
    happen,
)
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
from simulation.orders import (
    NOTED_DEATHS,
    NOTED_EXPECTED_DEATHS,
    NOTED_EXPECTED_INJURIES,
    NOTED_INJURIES,
    NOTED_REPORTED_DEATHS,
    NOTED_REPORTED_INJURIES,
    NOTED_SERIOUS_INJURIES,
    Orders,
)
from simulation.outcomes import NUMBER
from simulation.rule import kernel
from simulation.rules import accidents, government, reporting, severity

ACCIDENT_COUNT = STREAM["accident_count"]
EXPECTED_INJURIES, EXPECTED_DEATHS = NUMBER["expected_injuries"], NUMBER["expected_deaths"]
EXPECTED_LARGER_ACCIDENTS = NUMBER["expected_larger_accidents"]


LUCK, RATES, UNSAFE = range(3)
"""Rows of the block: draws of the count, rates of the sector, expected injuries from unsafe acts."""


@kernel
def phase_accidents(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, orders: Orders) -> None:
    """Count what is to be expected, draw what happens; accidents that are ordered come last."""
    concealing = pressure(state, tables, p)
    room.counts[EVENT_FIRST] = room.counts[EVENT_END]
    set_fatal_shares(state, room, tables, p)
    noting, notes = orders.notes.shape[1] > 0, orders.notes
    for first in range(0, state.cells.shape[0], BLOCK):
        count = min(BLOCK, state.cells.shape[0] - first)
        draw_block(room.block[LUCK], clock, ACCIDENT_COUNT, first, count, 0)
        set_unsafe(state, room, tables, p, first, count)
        end, start = list_cells(state.cells, room.work, first, count), 0
        for k in range(count):
            stop = start
            while stop < end and room.work[0, stop] == first + k:
                stop += 1
            if noting:
                note_down(notes, totals, first + k, -1.0)
            intensity = weigh(state, room, tables, p, clock, totals, first + k, room.block[UNSAFE, k], start, stop)
            for injury in range(poisson_count(intensity, room.block[LUCK, k])):
                if injury == 0:
                    list_causes(state, room, tables, p, first + k, room.block[UNSAFE, k])
                draw_one(state, room, tables, p, clock, totals, first + k, injury, intensity, concealing)
            if noting:
                note_down(notes, totals, first + k, 1.0)
            start = stop
    for number in range(orders.accidents.shape[1]):
        happen(state, room, tables, p, clock, totals, orders, number)


@kernel
def note_down(notes: Any, totals: Any, i: int, sign: float) -> None:
    """Add the month's counts so far to an enterprise's notes, or take them off: what it adds to them is the difference."""
    notes[NOTED_EXPECTED_INJURIES, i] += sign * totals[EXPECTED_INJURIES]
    notes[NOTED_EXPECTED_DEATHS, i] += sign * totals[EXPECTED_DEATHS]
    notes[NOTED_INJURIES, i] += sign * totals[LOST_TIME_INJURIES]
    notes[NOTED_DEATHS, i] += sign * totals[DEATHS]
    notes[NOTED_REPORTED_INJURIES, i] += sign * totals[REPORTED_INJURIES]
    notes[NOTED_REPORTED_DEATHS, i] += sign * totals[REPORTED_DEATHS]
    notes[NOTED_SERIOUS_INJURIES, i] += sign * totals[SERIOUS_INJURIES]


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
def set_unsafe(state: State, room: Room, tables: Tables, p: Any, first: int, count: int) -> None:
    """Expected injuries of the month from unsafe acts, in each enterprise of a block."""
    rates, out = room.block[RATES], room.block[UNSAFE]
    reals, workers, known = state.reals, state.shorts[WORKERS], state.words[KNOWN]
    trained = accidents.training_factor(p.worker_training, p.training_hours_normal, p.training_response)
    untrained = accidents.training_factor(p.training_hours_normal, p.training_hours_normal, p.training_response)
    for k in range(count):
        rates[k] = tables.sectors[UNSAFE_RATE, state.bytes[SECTOR, first + k]]
    for k in range(count):
        i = first + k
        out[k] = reals[OUTPUT, i] * accidents.unsafe_intensity(
            workers[i], p.unsafe_injury_rate, rates[k], reals[ATTENTION, i], p.unsafe_response, trained if known[i] else untrained)


@kernel
def weigh(
    state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, i: int, unsafe: float, start: int, stop: int
) -> float:
    """Expected injuries of an enterprise from unsafe acts and from the cells listed; counts what they would do."""
    sector, workers, place = state.bytes[SECTOR, i], whole(state.shorts[WORKERS, i]), state.shorts[PLACE, i]
    deaths, here, larger = totals[EXPECTED_DEATHS], state.place_totals[PLACE_EXPECTED, place], totals[EXPECTED_LARGER_ACCIDENTS]
    total, hazards = 0.0, 0
    if unsafe > 0.0:
        total += unsafe
        deaths += unsafe * tables.sectors[UNSAFE_FATAL_SHARE, sector] * 1.0
        here += unsafe * tables.sectors[UNSAFE_FATAL_SHARE, sector] * 1.0
    for entry in range(start, stop):
        cell = room.work[1, entry]
        domain, count = cell // CELLS_PER_DOMAIN, whole(state.cells[i, cell])
        hazards += count
        part = intensity_of(state, tables, p, i, cell, count)
        if part > 0.0:
            exposed = severity.exposed_workers(workers, tables.domains[EXPOSED_SHARE, domain], tables.most_exposed)
            fatal = part * room.causes[FATAL, 1 + cell]
            total += part
            deaths += fatal * tables.severities[MEAN_DEATHS, sector, domain, exposed]
            here += fatal * tables.severities[MEAN_DEATHS, sector, domain, exposed]
            larger += fatal * tables.severities[LARGER, sector, domain, exposed]
    state.words[OPEN_HAZARDS, i] = hazards
    totals[EXPECTED_DEATHS] = deaths
    totals[EXPECTED_LARGER_ACCIDENTS] = larger
    totals[EXPECTED_INJURIES] += total
    if clock.month >= 0:
        state.place_totals[PLACE_EXPECTED, place] = here
    return total


@kernel
def intensity_of(state: State, tables: Tables, p: Any, i: int, cell: int, count: int) -> float:
    """Expected injuries of the month from the open hazards of one cell."""
    return state.reals[OUTPUT, i] * accidents.hazard_intensity(
        count, p.hazard_injury_rate, tables.domains[INJURY_RATE, cell // CELLS_PER_DOMAIN], cell & 2 != 0, cell & 1 != 0,
        p.latent_injury_multiple, p.major_injury_multiple,
    )


@kernel
def list_causes(state: State, room: Room, tables: Tables, p: Any, i: int, unsafe: float) -> None:
    """Intensity by cause in an enterprise in which somebody is hurt."""
    room.causes[PARTS, 0] = unsafe
    for cell in range(state.cells.shape[1]):
        count = whole(state.cells[i, cell])
        room.causes[PARTS, 1 + cell] = intensity_of(state, tables, p, i, cell, count) if count else 0.0
