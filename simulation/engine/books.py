"""Phase books: stocks, means and money."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import whole_yuan
from simulation.district import NOMINAL_EMPLOYEES
from simulation.engine.clock import Clock, real
from simulation.engine.columns import (
    ATTENTION,
    CERTIFIED,
    COMPETENCE,
    COVERED,
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
from simulation.engine.tables import EXPOSED_DOMAINS, VALUE_ADDED, YEARLY_WAGE, Tables
from simulation.outcomes import NUMBER, OUTCOMES
from simulation.rule import sweep
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


@sweep
def phase_books(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, programmes: float) -> None:
    """Count what stands at the end of the month and what the month cost; ``programmes`` is what those of the policy cost."""
    count_hazards(state, room, totals)
    count_money(state, tables, p, totals)
    sum_states(state, totals)
    count_states(state, tables, totals)
    for number in MEANS:
        totals[number] /= state.cells.shape[0]
    count_government(state, tables, p, clock, totals, programmes)
    for number in MONEY:
        totals[number] = whole_yuan(totals[number])


@sweep
def count_hazards(state: State, room: Room, totals: Any) -> None:
    """Open hazards by kind."""
    cells, sums = state.cells, room.found
    sums[:] = 0
    for i in range(cells.shape[0]):
        for cell in range(cells.shape[1]):
            sums[cell] += cells[i, cell]
    for cell in range(cells.shape[1]):
        totals[HAZARDS_OPEN] += sums[cell]
        totals[LATENT_HAZARDS_OPEN if cell & 2 else VISIBLE_HAZARDS_OPEN] += sums[cell]
        if cell & 1:
            totals[MAJOR_HAZARDS_OPEN] += sums[cell]


@sweep
def count_money(state: State, tables: Tables, p: Any, totals: Any) -> None:
    """What safety and lost output cost; sums are held apart from the totals while they grow."""
    reals, sectors, known = state.reals, state.bytes[SECTOR], state.words[KNOWN]
    enterprises, government = totals[ENTERPRISE_COST], totals[GOVERNMENT_COST]
    for i in range(sectors.shape[0]):
        workers, sector = whole(state.shorts[WORKERS, i]), sectors[i]
        spent = costs.effort_spending(reals[EFFORT, i], p.effort_cost, workers, 1.0)
        enterprises += spent * (1.0 - p.safety_subsidy)
        enterprises += costs.lost_output(reals[OUTPUT, i], workers, tables.sectors[VALUE_ADDED, sector])
        government += spent * p.safety_subsidy
        enterprises += costs.self_check_cost(self_checks(state, p, i), genuine_share(state, p, i), real(state.singles[SIZE, i]), p.self_check_price)
        if known[i]:
            enterprises += costs.training_time(
                p.worker_training, p.training_hours_normal, workers, tables.sectors[YEARLY_WAGE, sector], p.working_hours)
    totals[ENTERPRISE_COST] = enterprises
    totals[GOVERNMENT_COST] = government


@sweep
def sum_states(state: State, totals: Any) -> None:
    """States whose mean is told."""
    reals = state.reals
    efforts = attentions = competences = memories = outputs = beliefs = 0.0
    for i in range(reals.shape[1]):
        efforts += reals[EFFORT, i]
        attentions += reals[ATTENTION, i]
        competences += reals[COMPETENCE, i]
        memories += reals[MEMORY, i]
        outputs += reals[OUTPUT, i]
        beliefs += reals[VISIT_BELIEF, i]
    totals[EFFORTS] = efforts
    totals[ATTENTIONS] = attentions
    totals[COMPETENCES] = competences
    totals[MEMORIES] = memories
    totals[OUTPUTS] = outputs
    totals[BELIEFS] = beliefs


@sweep
def count_states(state: State, tables: Tables, totals: Any) -> None:
    """How many are certified, insured and so on; pairs in which a hazard can arise, and those that somebody covers."""
    certified, listed, small = state.shorts[CERTIFIED], state.shorts[LISTED], state.bytes
    with_certificate = with_insurance = in_a = in_d = on_list = covered = 0
    exposed = 0.0
    for i in range(certified.shape[0]):
        with_certificate += certified[i] > 0
        on_list += listed[i] > 0
        with_insurance += whole(small[INSURED, i])
        in_a += small[SUPERVISION_CLASS, i] == 0
        in_d += small[SUPERVISION_CLASS, i] == 3
        covered += whole(small[COVERED, i])
        exposed += tables.sectors[EXPOSED_DOMAINS, small[SECTOR, i]]
    totals[CERTIFIED_SHARE] = with_certificate
    totals[BLACKLISTED] = on_list
    totals[INSURED_SHARE] = with_insurance
    totals[CLASS_A] = in_a
    totals[CLASS_D] = in_d
    totals[COVERED_PAIRS] = covered
    totals[EXPOSED_PAIRS] = exposed


@sweep
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
        totals[GOVERNMENT_COST] += programmes * tables.employees / NOMINAL_EMPLOYEES
    alone = totals[VISITS] - totals[JOINT_VISITS] + state.government[JOINT_COUNT]
    totals[ENTERPRISE_COST] += alone * p.visit_enterprise_cost
