"""Phase accidents: injuries happen, are severe or not, reach the record or not."""

from __future__ import annotations

from typing import Any

from simulation.distributions import poisson_count
from simulation.district import NOMINAL_EMPLOYEES
from simulation.draws import STREAM
from simulation.engine.blocks import BLOCK, draw_block
from simulation.engine.clock import Clock, unsigned
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
from simulation.engine.severity import DEATHS as HAPPENED
from simulation.engine.severity import (
    LOST_TIME_INJURIES,
    REPORTED_DEATHS,
    REPORTED_INJURIES,
    SERIOUS_INJURIES,
    draw_one,
    happen,
)
from simulation.engine.state import CELLS_PER_DOMAIN, EVENT_END, EVENT_FIRST, FATAL, RATE, Room, State, whole
from simulation.engine.tables import (
    FATAL_SHARE,
    INJURY_RATE,
    LARGER,
    MAJOR,
    MEAN_DEATHS,
    UNSAFE_FATAL_SHARE,
    UNSAFE_RATE,
    Tables,
)
from simulation.orders import (
    NOTED_DEATHS,
    NOTED_EXPECTED_DEATHS,
    NOTED_EXPECTED_INJURIES,
    NOTED_FINES,
    NOTED_INJURIES,
    NOTED_REPORTED_DEATHS,
    NOTED_REPORTED_INJURIES,
    NOTED_SERIOUS_INJURIES,
    Orders,
)
from simulation.outcomes import NUMBER
from simulation.rule import kernel, sweep
from simulation.rules import accidents, government, reporting, severity

ACCIDENT_COUNT = STREAM["accident_count"]
EXPECTED_INJURIES, EXPECTED_DEATHS = NUMBER["expected_injuries"], NUMBER["expected_deaths"]
EXPECTED_LARGER_ACCIDENTS, EXPECTED_MAJOR_ACCIDENTS = NUMBER["expected_larger_accidents"], NUMBER["expected_major_accidents"]


LUCK, RATES, UNSAFE, INTENSITY, DEATHS, MORE, MOST, MEAN, TAIL_SHARE, FAR_SHARE = range(10)
"""Rows of the block: draws of the count, rates of the sector, expected injuries from unsafe acts and from everything,
expected deaths, expected accidents with three deaths or more and with ten; of the domain at hand, deaths by fatal accident and
the shares of them with three or more and with ten."""


@sweep
def phase_accidents(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, orders: Orders) -> None:
    """Count what is to be expected, draw what happens; accidents that are ordered come last."""
    concealing = pressure(state, tables, p)
    room.counts[EVENT_FIRST] = room.counts[EVENT_END]
    set_risks(room, tables, p)
    block, noting, notes = room.block, orders.notes.shape[1] > 0, orders.notes
    for first in range(0, state.cells.shape[0], BLOCK):
        count = min(BLOCK, state.cells.shape[0] - first)
        draw_block(block[LUCK], clock, ACCIDENT_COUNT, first, count, 0)
        set_unsafe(state, room, tables, p, first, count)
        set_hazards(state, room, tables, first, count)
        add_up(state, room, clock, totals, first, count)
        for k in range(count):
            if noting:
                notes[NOTED_EXPECTED_INJURIES, first + k] += block[INTENSITY, k]
                notes[NOTED_EXPECTED_DEATHS, first + k] += block[DEATHS, k]
                note_down(notes, totals, first + k, -1.0)
            # Mostly it is 0, and guessed rightly to be.
            for injury in range(poisson_count(block[INTENSITY, k], block[LUCK, k])):
                if injury == 0:
                    whole_of_causes = list_causes(state, room, first + k, block[UNSAFE, k])
                fines = draw_one(state, room, tables, p, clock, totals, first + k, injury, whole_of_causes, concealing)
                if noting:
                    notes[NOTED_FINES, first + k] += fines
            if noting:
                note_down(notes, totals, first + k, 1.0)
    for number in range(orders.accidents.shape[1]):
        happen(state, room, tables, p, clock, totals, orders, number)


@kernel
def note_down(notes: Any, totals: Any, i: int, sign: float) -> None:
    """Add the month's counts so far to an enterprise's notes, or take them off: what it adds to them is the difference."""
    notes[NOTED_INJURIES, i] += sign * totals[LOST_TIME_INJURIES]
    notes[NOTED_DEATHS, i] += sign * totals[HAPPENED]
    notes[NOTED_REPORTED_INJURIES, i] += sign * totals[REPORTED_INJURIES]
    notes[NOTED_REPORTED_DEATHS, i] += sign * totals[REPORTED_DEATHS]
    notes[NOTED_SERIOUS_INJURIES, i] += sign * totals[SERIOUS_INJURIES]


@kernel
def pressure(state: State, tables: Tables, p: Any) -> float:
    """Pressure to keep accidents off the record: the year's ceiling, and what the departments feel."""
    ceiling = p.death_ceiling * tables.employees / NOMINAL_EMPLOYEES
    nearness = reporting.ceiling_pressure(
        state.government[REPORTED_THIS_YEAR], ceiling, p.outcome_weight, p.one_vote_veto, p.veto_multiple)
    felt = 0.0
    for department in range(state.desks.shape[1]):
        felt += state.desks[PRESSURE, department]
    felt = felt / state.desks.shape[1]
    return government.felt_pressure(nearness, felt * p.outcome_weight, p.concealment_by_department)


@sweep
def set_risks(room: Room, tables: Tables, p: Any) -> None:
    """Of each cell: expected injuries from one open hazard at normal output, probability that one of them kills."""
    for cell in range(room.risks.shape[1] - 1):
        domain, latent, major = cell // CELLS_PER_DOMAIN, cell & 2 != 0, cell & 1 != 0
        room.risks[RATE, 1 + cell] = accidents.hazard_intensity(
            1, p.hazard_injury_rate, tables.domains[INJURY_RATE, domain], latent, major, p.latent_injury_multiple, p.major_injury_multiple)
        room.risks[FATAL, 1 + cell] = severity.fatal_probability(tables.domains[FATAL_SHARE, domain], major, p.fatal_major_multiple)


@sweep
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


@sweep
def set_hazards(state: State, room: Room, tables: Tables, first: int, count: int) -> None:
    """Expected injuries and deaths in each enterprise of a block: cell by cell, several enterprises at a time."""
    block, hazards, end = room.block, room.counted, first + count
    output, sectors, workers = state.reals[OUTPUT, first:end], state.bytes[SECTOR, first:end], state.shorts[WORKERS, first:end]
    unsafe, injuries, deaths = block[UNSAFE, :count], block[INTENSITY, :count], block[DEATHS, :count]
    larger, major = block[MORE, :count], block[MOST, :count]
    means, tails, far = block[MEAN, :count], block[TAIL_SHARE, :count], block[FAR_SHARE, :count]
    for k in range(count):
        injuries[k] = unsafe[k]
        deaths[k] = unsafe[k] * tables.sectors[UNSAFE_FATAL_SHARE, sectors[k]] * 1.0
        larger[k] = 0.0
        major[k] = 0.0
        hazards[k] = 0
    for domain in range(tables.reach.shape[0]):
        look_up(workers, sectors, tables.reach[domain], tables.severities[MEAN_DEATHS, :, domain], means)
        look_up(workers, sectors, tables.reach[domain], tables.severities[LARGER, :, domain], tails)
        look_up(workers, sectors, tables.reach[domain], tables.severities[MAJOR, :, domain], far)
        for cell in range(CELLS_PER_DOMAIN * domain, CELLS_PER_DOMAIN * (domain + 1)):
            here = state.cells[first:end, cell]
            rate, kills = room.risks[RATE, 1 + cell], room.risks[FATAL, 1 + cell]
            add_cell(here, output, injuries, deaths, larger, major, means, tails, far, rate, kills)
            add_numbers(here, hazards)


@sweep
def look_up(workers: Any, sectors: Any, reach: Any, severities: Any, out: Any) -> None:
    """What a domain's accidents do, by sector and workers exposed."""
    for k in range(out.shape[0]):
        out[k] = severities[unsigned(sectors[k]), unsigned(reach[unsigned(workers[k])])]


@sweep
def add_numbers(numbers: Any, sums: Any) -> None:
    """Add whole numbers to sums."""
    for k in range(numbers.shape[0]):
        sums[k] += numbers[k]


@sweep
def add_cell(
    here: Any, output: Any, injuries: Any, deaths: Any, larger: Any, major: Any, means: Any, tails: Any, far: Any, rate: float, kills: float
) -> None:
    """What the open hazards of a cell add to what is to be expected."""
    for k in range(here.shape[0]):
        part = output[k] * (here[k] * rate)
        injuries[k] += part
        deaths[k] += part * kills * means[k]
        larger[k] += part * kills * tails[k]
        major[k] += part * kills * far[k]


@sweep
def add_up(state: State, room: Room, clock: Clock, totals: Any, first: int, count: int) -> None:
    """Count what is to be expected in a block, enterprise by enterprise."""
    block, places, expected = room.block, state.shorts[PLACE], state.place_totals[PLACE_EXPECTED]
    injuries, deaths = totals[EXPECTED_INJURIES], totals[EXPECTED_DEATHS]
    larger, major = totals[EXPECTED_LARGER_ACCIDENTS], totals[EXPECTED_MAJOR_ACCIDENTS]
    for k in range(count):
        state.notes[OPEN_HAZARDS, first + k] = room.counted[k]
        injuries += block[INTENSITY, k]
        deaths += block[DEATHS, k]
        larger += block[MORE, k]
        major += block[MOST, k]
        if clock.month >= 0:
            expected[places[first + k]] += block[DEATHS, k]
    totals[EXPECTED_INJURIES], totals[EXPECTED_DEATHS] = injuries, deaths
    totals[EXPECTED_LARGER_ACCIDENTS], totals[EXPECTED_MAJOR_ACCIDENTS] = larger, major


@kernel
def list_causes(state: State, room: Room, i: int, unsafe: float) -> float:
    """Intensity by cause in an enterprise in which somebody is hurt; their sum."""
    causes, total = room.causes, unsafe
    causes[0] = unsafe
    for cell in range(state.cells.shape[1]):
        causes[1 + cell] = state.reals[OUTPUT, i] * (whole(state.cells[i, cell]) * room.risks[RATE, 1 + cell])
        total += causes[1 + cell]
    return total
