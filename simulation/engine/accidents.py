"""Phase accidents: injuries happen, are severe or not, reach the record or not."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import SHARE_PARTS, parts
from simulation.distributions import poisson_count
from simulation.draws import STREAM
from simulation.engine.blocks import BLOCK, draw_words, list_above_zero, take
from simulation.engine.by_domain import enter_cells, enter_domains
from simulation.engine.clock import Clock, real, unsigned, whole
from simulation.engine.columns import (
    ATTENTION,
    HARM_DEATHS,
    HARM_INJURIES,
    HARM_LARGER,
    HARM_MAJOR,
    KNOWN,
    LASTING,
    OPEN_HAZARDS,
    OUTPUT,
    PLACE,
    PLACE_EXPECTED,
    REPORTED_THIS_YEAR,
    SECTOR,
    WORKERS,
)
from simulation.engine.output import mean_pressure
from simulation.engine.severity import DEATHS as HAPPENED
from simulation.engine.severity import (
    LOST_TIME_INJURIES,
    REPORTED_DEATHS,
    REPORTED_INJURIES,
    SERIOUS_INJURIES,
    ceiling_of,
    draw_one,
    happen,
)
from simulation.engine.state import EVENT_END, EVENT_FIRST, RATE, Room, State
from simulation.engine.tables import UNSAFE_FATAL_SHARE, UNSAFE_RATE, Tables
from simulation.orders import (
    NOTED_DEATHS,
    NOTED_EXPECTED_DEATHS,
    NOTED_EXPECTED_INJURIES,
    NOTED_FINES,
    NOTED_HAZARDS_OPEN,
    NOTED_INJURIES,
    NOTED_REPORTED_DEATHS,
    NOTED_REPORTED_INJURIES,
    NOTED_SERIOUS_INJURIES,
    Orders,
)
from simulation.outcomes import NUMBER
from simulation.rule import kernel, sweep
from simulation.rules import accidents, government, reporting

MONTH, INJURIES_WORD = STREAM["month"], 0
EXPECTED_INJURIES, EXPECTED_DEATHS = NUMBER["expected_injuries"], NUMBER["expected_deaths"]
EXPECTED_LARGER_ACCIDENTS, EXPECTED_MAJOR_ACCIDENTS = NUMBER["expected_larger_accidents"], NUMBER["expected_major_accidents"]


RATES, FATAL_SHARES, UNSAFE, INTENSITY, DEATHS = range(5)
"""Rows of the block: rates of the sector, its share of unsafe acts that kill, expected injuries from unsafe acts
and from everything, expected deaths."""


@sweep
def phase_accidents(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, orders: Orders) -> None:
    """Count what is to be expected, draw what happens; accidents that are ordered come last."""
    concealing = pressure(state, tables, p)
    room.counts[EVENT_FIRST] = room.counts[EVENT_END]
    block, noting, notes = room.block, orders.notes.shape[1] > 0, orders.notes
    injuries = deaths = larger = major = 0
    room.place_sums[:] = 0
    for first in range(0, state.cells.shape[0], BLOCK):
        end = min(first + BLOCK, state.cells.shape[0])
        k, output = end - first, state.reals[OUTPUT, first:end]
        # The other words of the block are for the phases of consequences and effort.
        draw_words(room.luck[:, first:end], clock, MONTH, first, 0, k)
        luck = room.luck[INJURIES_WORD, first:end]
        set_unsafe(state, room, tables, p, first, end)
        add_hazards(block[INTENSITY, :k], block[UNSAFE, :k], output, state.harm[HARM_INJURIES, first:end])
        add_deaths(block[DEATHS, :k], block[UNSAFE, :k], block[FATAL_SHARES, :k], output, state.harm[HARM_DEATHS, first:end])
        injuries += sum_parts(block[INTENSITY, :k])
        deaths += sum_by_place(block[DEATHS, :k], state.shorts[PLACE, first:end], room.place_sums)
        larger += sum_products(output, state.harm[HARM_LARGER, first:end])
        major += sum_products(output, state.harm[HARM_MAJOR, first:end])
        tally(state.notes[OPEN_HAZARDS, first:end], state.tallies[:, first:end])
        if noting:
            note_expected(
                notes[NOTED_EXPECTED_INJURIES, first:end], notes[NOTED_EXPECTED_DEATHS, first:end], notes[NOTED_HAZARDS_OPEN, first:end],
                block[INTENSITY, :k], block[DEATHS, :k], state.notes[OPEN_HAZARDS, first:end])
        find_injured(room.flags[:k], block[INTENSITY, :k], luck)
        for entry in range(list_above_zero(room.flags[:k], room.work[0])):
            at = room.work[0, entry]
            hurt(state, room, tables, p, clock, totals, orders, first + at, block[INTENSITY, at], luck[at], block[UNSAFE, at], concealing)
    totals[EXPECTED_INJURIES], totals[EXPECTED_DEATHS] = injuries / SHARE_PARTS, deaths / SHARE_PARTS
    totals[EXPECTED_LARGER_ACCIDENTS], totals[EXPECTED_MAJOR_ACCIDENTS] = larger / SHARE_PARTS, major / SHARE_PARTS
    if orders.domains.shape[1] > 0:
        enter_domains(state, room, tables, totals, orders)
    enter_cells(state, tables, orders)
    if clock.month >= 0:
        for place in range(room.place_sums.shape[0]):
            state.place_totals[PLACE_EXPECTED, place] += room.place_sums[place] / SHARE_PARTS
    for number in range(orders.accidents.shape[1]):
        happen(state, room, tables, p, clock, totals, orders, number)


@kernel
def hurt(
    state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, orders: Orders, i: int, intensity: float, luck: float,
    unsafe: float, concealing: float
) -> None:
    """The injuries of an enterprise in which somebody is hurt."""
    noting, notes = orders.notes.shape[1] > 0, orders.notes
    if noting:
        note_down(notes, totals, i, -1.0)
    of_causes = list_causes(state, room, i, unsafe)
    for injury in range(poisson_count(intensity, luck)):
        fines = draw_one(state, room, tables, p, clock, totals, i, injury, of_causes, concealing, orders)
        if noting:
            notes[NOTED_FINES, i] += fines
    if noting:
        note_down(notes, totals, i, 1.0)


@sweep
def note_expected(noted_injuries: Any, noted_deaths: Any, noted_hazards: Any, injuries: Any, deaths: Any, hazards: Any) -> None:
    """What a study notes of everybody."""
    for k in range(injuries.shape[0]):
        noted_injuries[k] += parts(injuries[k], SHARE_PARTS) / SHARE_PARTS
        noted_deaths[k] += parts(deaths[k], SHARE_PARTS) / SHARE_PARTS
        noted_hazards[k] += hazards[k]


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
    nearness = reporting.ceiling_pressure(
        state.government[REPORTED_THIS_YEAR], ceiling_of(tables, p), p.outcome_weight, p.one_vote_veto, p.veto_multiple)
    return government.felt_pressure(nearness, mean_pressure(state) * p.outcome_weight, p.concealment_by_department)


@kernel
def set_unsafe(state: State, room: Room, tables: Tables, p: Any, first: int, end: int) -> None:
    """Expected injuries of the month from unsafe acts, in each enterprise of a block."""
    k, sectors, block = end - first, state.bytes[SECTOR, first:end], room.block
    trained = accidents.training_factor(p.worker_training, p.training_hours_normal, p.training_response)
    untrained = accidents.training_factor(p.training_hours_normal, p.training_hours_normal, p.training_response)
    take(tables.sectors[UNSAFE_RATE], sectors, block[RATES, :k])
    take(tables.sectors[UNSAFE_FATAL_SHARE], sectors, block[FATAL_SHARES, :k])
    act_unsafely(
        block[UNSAFE, :k], state.reals[OUTPUT, first:end], state.shorts[WORKERS, first:end], block[RATES, :k], state.reals[ATTENTION, first:end],
        state.words[KNOWN, first:end], state.singles[LASTING, first:end], p.unsafe_injury_rate, p.unsafe_response, trained, untrained, p.unsafe_lasting)


@sweep
def act_unsafely(
    out: Any, outputs: Any, workers: Any, rates: Any, attention: Any, known: Any, lasting: Any, rate: float, response: float, trained: float,
    untrained: float, weight: float
) -> None:
    """Expected injuries from unsafe acts."""
    for k in range(out.shape[0]):
        out[k] = outputs[k] * accidents.unsafe_intensity(
            float(workers[k]), rate, rates[k], attention[k], response,
            (trained if known[k] else untrained) * accidents.lasting_unsafe(real(lasting[k]), weight))


@sweep
def add_hazards(out: Any, unsafe: Any, outputs: Any, weights: Any) -> None:
    """Expected injuries from unsafe acts and open hazards."""
    for k in range(out.shape[0]):
        out[k] = unsafe[k] + outputs[k] * (weights[k] / SHARE_PARTS)


@sweep
def add_deaths(out: Any, unsafe: Any, shares: Any, outputs: Any, weights: Any) -> None:
    """Expected deaths from unsafe acts and open hazards."""
    for k in range(out.shape[0]):
        out[k] = unsafe[k] * shares[k] + outputs[k] * (weights[k] / SHARE_PARTS)


@sweep
def sum_parts(values: Any) -> int:
    """Sum in parts of one."""
    found = 0
    for k in range(values.shape[0]):
        found += parts(values[k], SHARE_PARTS)
    return found


@sweep
def sum_products(outputs: Any, weights: Any) -> int:
    """Sum of what open hazards weigh at the output of the month, in parts of one."""
    found = 0
    for k in range(outputs.shape[0]):
        found += parts(outputs[k] * (weights[k] / SHARE_PARTS), SHARE_PARTS)
    return found


@sweep
def sum_by_place(values: Any, places: Any, sums: Any) -> int:
    """Sum in parts of one, of all and by place."""
    found = 0
    for k in range(values.shape[0]):
        part = parts(values[k], SHARE_PARTS)
        sums[unsigned(places[k])] += part
        found += part
    return found


@sweep
def tally(out: Any, tallies: Any) -> None:
    """Open hazards of all kinds."""
    for k in range(out.shape[0]):
        out[k] = tallies[0, k] + tallies[1, k] + tallies[2, k] + tallies[3, k]


@sweep
def find_injured(flags: Any, intensities: Any, luck: Any) -> None:
    """Flag those in which somebody may be hurt: the chance that nobody is hurt is at least 1 less the intensity."""
    for k in range(flags.shape[0]):
        flags[k] = luck[k] >= 1.0 - intensities[k] - 1e-12


@kernel
def list_causes(state: State, room: Room, i: int, unsafe: float) -> float:
    """Intensity by cause in an enterprise in which somebody is hurt; their sum."""
    causes, total = room.causes, unsafe
    causes[0] = unsafe
    for cell in range(state.cells.shape[1]):
        causes[1 + cell] = state.reals[OUTPUT, i] * (whole(state.cells[i, cell]) * state.risks[RATE, 1 + cell])
        total += causes[1 + cell]
    return total
