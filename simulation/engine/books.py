"""Phase books: stocks, means and money."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import whole_yuan
from simulation.engine.clock import Clock
from simulation.engine.columns import (
    ATTENTION,
    CERTIFIED,
    COMPETENCE,
    EFFORT,
    INSURED,
    JOINT_COUNT,
    KNOWN,
    LISTED,
    MEMORY,
    OFFICERS,
    OUTPUT,
    PRESSURE,
    PRIORITY,
    SECTOR,
    SIZE,
    STAFFING,
    SUPERVISION_CLASS,
    VISIT_BELIEF,
    WORKERS,
)
from simulation.engine.hazards import genuine_share, self_checks
from simulation.engine.planning import is_in_campaign
from simulation.engine.staff import able
from simulation.engine.state import Room, State, whole
from simulation.engine.tables import EXPOSURE, VALUE_ADDED, YEARLY_WAGE, Tables
from simulation.outcomes import NUMBER, OUTCOMES
from simulation.rule import kernel
from simulation.rules import costs

HAZARDS_OPEN, VISIBLE_HAZARDS_OPEN = NUMBER["hazards_open"], NUMBER["visible_hazards_open"]
LATENT_HAZARDS_OPEN, MAJOR_HAZARDS_OPEN = NUMBER["latent_hazards_open"], NUMBER["major_hazards_open"]
ENTERPRISE_COST, GOVERNMENT_COST = NUMBER["enterprise_cost"], NUMBER["government_cost"]
EFFORTS, ATTENTIONS, COMPETENCES = NUMBER["effort"], NUMBER["attention"], NUMBER["competence"]
MEMORIES, OUTPUTS, BELIEFS = NUMBER["memory"], NUMBER["output"], NUMBER["believed_visit_probability"]
CERTIFIED_SHARE, INSURED_SHARE, BLACKLISTED = NUMBER["certified"], NUMBER["insured"], NUMBER["blacklisted"]
CLASS_A, CLASS_D = NUMBER["class_a"], NUMBER["class_d"]
EXPOSED_PAIRS, COVERED_PAIRS = NUMBER["exposed_pairs"], NUMBER["covered_pairs"]
OFFICERS_TOTAL, INSPECTOR_SKILL, GOVERNMENT_PRIORITY = NUMBER["officers"], NUMBER["inspector_skill"], NUMBER["government_priority"]
DEPARTMENT_PRESSURE, COMPLAINTS_VERIFIED = NUMBER["department_pressure"], NUMBER["complaints_verified"]
VISITS, JOINT_VISITS = NUMBER["visits"], NUMBER["joint_visits"]
MONEY = tuple(NUMBER[outcome.name] for outcome in OUTCOMES if outcome.unit == "yuan")
MEANS = (EFFORTS, ATTENTIONS, COMPETENCES, MEMORIES, OUTPUTS, BELIEFS, CERTIFIED_SHARE, INSURED_SHARE, CLASS_A, CLASS_D, BLACKLISTED)


@kernel
def phase_books(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, programmes: float) -> None:
    """Count what stands at the end of the month and what the month cost; ``programmes`` is what those of the policy cost."""
    list_answered(state, room)
    for i in range(state.cells.shape[0]):
        count_hazards(state, totals, i)
        count_money(state, tables, p, totals, i)
        count_states(state, totals, i)
        count_pairs(state, room, tables, totals, i)
    for number in MEANS:
        totals[number] /= state.cells.shape[0]
    count_government(state, tables, p, clock, totals, programmes)
    for number in MONEY:
        totals[number] = whole_yuan(totals[number])


@kernel
def list_answered(state: State, room: Room) -> None:
    """Departments that answer for each sector and domain, as bits."""
    departments, sectors, domains = state.weights.shape
    for sector in range(sectors):
        for domain in range(domains):
            bits = 0
            for department in range(departments):
                if state.weights[department, sector, domain] > 0.0:
                    bits |= 1 << department
            room.answered[sector, domain] = bits


@kernel
def count_hazards(state: State, totals: Any, i: int) -> None:
    """Open hazards by kind."""
    for cell in range(state.cells.shape[1]):
        count = whole(state.cells[i, cell])
        if count:
            totals[HAZARDS_OPEN] += count
            totals[LATENT_HAZARDS_OPEN if cell & 2 else VISIBLE_HAZARDS_OPEN] += count
            if cell & 1:
                totals[MAJOR_HAZARDS_OPEN] += count


@kernel
def count_money(state: State, tables: Tables, p: Any, totals: Any, i: int) -> None:
    """What safety and lost output cost."""
    reals, workers, sector = state.reals, whole(state.shorts[WORKERS, i]), state.bytes[SECTOR, i]
    spent = costs.effort_spending(reals[EFFORT, i], p.effort_cost, workers, 1.0)
    totals[ENTERPRISE_COST] += spent * (1.0 - p.safety_subsidy)
    totals[ENTERPRISE_COST] += costs.lost_output(reals[OUTPUT, i], workers, tables.sectors[VALUE_ADDED, sector])
    totals[GOVERNMENT_COST] += spent * p.safety_subsidy
    totals[ENTERPRISE_COST] += costs.self_check_cost(self_checks(state, p, i), genuine_share(state, p, i), reals[SIZE, i], p.self_check_price)
    if state.masks[KNOWN, i]:
        totals[ENTERPRISE_COST] += costs.training_time(
            p.worker_training, p.training_hours_normal, workers, tables.sectors[YEARLY_WAGE, sector], p.working_hours)


@kernel
def count_states(state: State, totals: Any, i: int) -> None:
    """States whose mean is told."""
    reals, small = state.reals, state.bytes
    totals[EFFORTS] += reals[EFFORT, i]
    totals[ATTENTIONS] += reals[ATTENTION, i]
    totals[COMPETENCES] += reals[COMPETENCE, i]
    totals[MEMORIES] += reals[MEMORY, i]
    totals[OUTPUTS] += reals[OUTPUT, i]
    totals[BELIEFS] += reals[VISIT_BELIEF, i]
    totals[CERTIFIED_SHARE] += state.shorts[CERTIFIED, i] > 0
    totals[INSURED_SHARE] += small[INSURED, i]
    totals[CLASS_A] += small[SUPERVISION_CLASS, i] == 0
    totals[CLASS_D] += small[SUPERVISION_CLASS, i] == 3
    totals[BLACKLISTED] += state.shorts[LISTED, i] > 0


@kernel
def count_pairs(state: State, room: Room, tables: Tables, totals: Any, i: int) -> None:
    """Enterprise-domain pairs in which a hazard can arise, and those that somebody covers."""
    sector = state.bytes[SECTOR, i]
    for domain in range(tables.pairs.shape[2]):
        if tables.pairs[EXPOSURE, sector, domain] > 0.0:
            totals[EXPOSED_PAIRS] += 1.0
            totals[COVERED_PAIRS] += state.masks[KNOWN, i] & room.answered[sector, domain] > 0


@kernel
def count_government(state: State, tables: Tables, p: Any, clock: Clock, totals: Any, programmes: float) -> None:
    """Staff, pressure, and what the government pays; last, what visits cost enterprises."""
    departments, officers, staffing, skill, felt = state.desks.shape[1], 0, 0.0, 0.0, 0.0
    for department in range(departments):
        felt += state.desks[PRESSURE, department]
        staffing += state.desks[STAFFING, department]
        for post in range(int(state.desks[OFFICERS, department])):
            officers += 1
            skill += able(state, p, department, post)
    totals[OFFICERS_TOTAL] += staffing
    totals[INSPECTOR_SKILL] += skill / max(1, officers)
    totals[GOVERNMENT_PRIORITY] += state.government[PRIORITY]
    totals[DEPARTMENT_PRESSURE] += felt / departments
    totals[GOVERNMENT_COST] += costs.officer_cost(staffing, p.officer_yearly_cost, p.officer_pay)
    totals[GOVERNMENT_COST] += costs.training_beyond(staffing, p.training_days, p.training_normal, p.training_day_cost)
    totals[GOVERNMENT_COST] += costs.equipment_beyond(staffing, p.equipment, p.equipment_cost)
    totals[GOVERNMENT_COST] += totals[COMPLAINTS_VERIFIED] * p.whistle_reward
    totals[GOVERNMENT_COST] += p.grid_agents / 100.0 * state.cells.shape[0] * p.grid_agent_cost / 12.0
    if is_in_campaign(state, p):
        extra = totals[VISITS] * p.campaign_strength / (1.0 + p.campaign_strength)
        totals[GOVERNMENT_COST] += extra * p.overtime_cost
    if clock.month >= 0:
        totals[GOVERNMENT_COST] += programmes * tables.employees / 65000.0
    alone = totals[VISITS] - totals[JOINT_VISITS] + state.government[JOINT_COUNT]
    totals[ENTERPRISE_COST] += alone * p.visit_enterprise_cost
