"""Visits by those who cannot penalise: insurers' advisers, hired experts, grid agents, and sensors."""

from __future__ import annotations

from typing import Any

from simulation.distributions import binomial_count
from simulation.draws import STREAM
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import ATTENTION, COMPETENCE, INSURED, REGISTERED, SECTOR, WATCHED
from simulation.engine.looking import report_to
from simulation.engine.notes import note_cost
from simulation.engine.policy import any_responsible
from simulation.engine.state import State, whole
from simulation.engine.stock import change
from simulation.engine.tables import Tables
from simulation.orders import Orders
from simulation.outcomes import NUMBER
from simulation.rule import kernel
from simulation.rules import attention, detection, incentives, visits

INSURER, EXPERT = 0, 1
LOOK, SEES, FALSE_ALARM, RECIPIENT, REPORTS = 2, 3, 4, 5, 6
"""Draws of the stream ``outside``: the first two say who comes, the rest belong to a grid agent's look."""
OUTSIDE, OUTSIDE_FINDING, SENSOR = STREAM["outside"], STREAM["outside_finding"], STREAM["sensor"]
OUTSIDE_RECTIFICATION = STREAM["outside_rectification"]
ENTERPRISE_COST, GOVERNMENT_COST, OUTSIDE_VISITS = NUMBER["enterprise_cost"], NUMBER["government_cost"], NUMBER["outside_visits"]
GRID_REPORTS, SENSOR_ALARMS = NUMBER["grid_reports"], NUMBER["sensor_alarms"]


@kernel
def visit_from_outside(state: State, p: Any, clock: Clock, totals: Any, i: int, tables: Tables, orders: Orders) -> None:
    """All that others than departments do at one enterprise in a month."""
    small = state.bytes
    if p.insurer_visits > 0.0 and small[INSURED, i] and luck(clock, OUTSIDE, i, INSURER) < p.insurer_visits / 12.0:
        totals[ENTERPRISE_COST] += p.insurer_visit_cost
        note_cost(orders, i, p.insurer_visit_cost)
        advise(state, tables, p, clock, totals, i, INSURER, p.insurer_skill, False)
    if p.expert_visits > 0.0 and small[REGISTERED, i] and luck(clock, OUTSIDE, i, EXPERT) < p.expert_visits / 1200.0:
        totals[GOVERNMENT_COST] += p.expert_visit_cost
        advise(state, tables, p, clock, totals, i, EXPERT, p.expert_skill, True)
    if p.grid_agents > 0.0:
        look_in(state, p, clock, totals, i)
    if small[WATCHED, i]:
        listen(state, p, clock, totals, i, tables.emergency)


@kernel
def advise(state: State, tables: Tables, p: Any, clock: Clock, totals: Any, i: int, who: int, skill: float, specialist: bool) -> None:
    """A visit that finds, explains and teaches, but orders nothing."""
    reals, total = state.reals, 0
    truly = visits.true_removal_probability(
        False, False, True, False, False, p.rectified_base, 0.0, 0.0, p.rectified_by_advice, 0.0, 0.0, 0.0, 0.0, 0.0)
    for cell in range(state.cells.shape[1]):
        count = whole(state.cells[i, cell])
        if count == 0:
            continue
        match = detection.specialist_match(
            specialist, cell & 2 != 0, cell & 1 != 0, p.visible_match, p.latent_match, 0.0, p.standards_effect)
        chance = detection.detection_probability(skill, match, p.thoroughness, 1.0, 0.0, 0.0, 1.0)
        found = binomial_count(count, chance, luck(clock, OUTSIDE_FINDING, i, 32 * who + cell))
        total += found
        change(state, tables, i, cell, -binomial_count(found, truly, luck(clock, OUTSIDE_RECTIFICATION, i, 32 * who + cell)))
    totals[OUTSIDE_VISITS] += 1.0
    reals[ATTENTION, i] = attention.raised(reals[ATTENTION, i], p.attention_by_advice)
    if total > 0:
        reals[COMPETENCE, i] = attention.raised(reals[COMPETENCE, i], p.competence_by_advice)


@kernel
def look_in(state: State, p: Any, clock: Clock, totals: Any, i: int) -> None:
    """A grid agent looks in, reports what he sees, perhaps, and files a report for nothing now and then."""
    if luck(clock, OUTSIDE, i, LOOK) >= incentives.grid_look_probability(p.grid_agents, p.grid_rounds):
        return
    visible = 0
    for cell in range(state.cells.shape[1]):
        if not cell & 2:
            visible += whole(state.cells[i, cell])
    sees = binomial_count(visible, p.grid_skill, luck(clock, OUTSIDE, i, SEES)) > 0
    reports = sees and luck(clock, OUTSIDE, i, REPORTS) < p.grid_reporting
    if reports or (not sees and incentives.is_false_alarm(luck(clock, OUTSIDE, i, FALSE_ALARM), p.grid_false)):
        recipient = any_responsible(state, state.bytes[SECTOR, i], luck(clock, OUTSIDE, i, RECIPIENT))
        if recipient >= 0:
            totals[GRID_REPORTS] += 1.0
            report_to(state, recipient, i)


@kernel
def listen(state: State, p: Any, clock: Clock, totals: Any, i: int, emergency: int) -> None:
    """Sensors show latent hazards to the emergency bureau, perhaps."""
    for cell in range(state.cells.shape[1]):
        count = whole(state.cells[i, cell])
        if count and cell & 2 and binomial_count(count, p.sensor_alarm, luck(clock, SENSOR, i, cell)) > 0:
            totals[SENSOR_ALARMS] += 1.0
            report_to(state, emergency, i)
            break
    totals[GOVERNMENT_COST] += p.sensor_cost / 12.0
