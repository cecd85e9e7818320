"""Phase books: stocks, means and money."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import SHARE_PARTS, YUAN_PARTS, parts, whole_yuan
from simulation.district import NOMINAL_EMPLOYEES
from simulation.engine.clock import Clock, real, unsigned
from simulation.engine.columns import (
    ATTENTION,
    CERTIFIED,
    CIRCLE_MEMBERS,
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
from simulation.engine.planning import is_in_campaign
from simulation.engine.removals import self_checks
from simulation.engine.staff import able
from simulation.engine.state import Room, State, whole
from simulation.engine.tables import EXPOSED_DOMAINS, VALUE_ADDED, YEARLY_WAGE, Tables
from simulation.orders import NOTED_ENTERPRISE_COST, Orders
from simulation.outcomes import NUMBER, OUTCOMES
from simulation.rule import sweep
from simulation.rules import costs, hazards

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
REAL_MEANS = (
    (EFFORTS, EFFORT), (ATTENTIONS, ATTENTION), (COMPETENCES, COMPETENCE), (MEMORIES, MEMORY), (OUTPUTS, OUTPUT), (BELIEFS, VISIT_BELIEF))
MEANS = (EFFORTS, ATTENTIONS, COMPETENCES, MEMORIES, OUTPUTS, BELIEFS, CERTIFIED_SHARE, INSURED_SHARE, CLASS_A, CLASS_D, BLACKLISTED)


@sweep
def phase_books(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, programmes: float, orders: Orders) -> None:
    """Count what stands at the end of the month and what the month cost; ``programmes`` is what those of the policy cost."""
    count_hazards(state, totals)
    count_money(state, tables, p, totals)
    if orders.notes.shape[1] > 0:
        note_costs(
            orders.notes[NOTED_ENTERPRISE_COST], state.reals[EFFORT], state.reals[OUTPUT], state.reals[ATTENTION], state.singles[SIZE],
            state.shorts[WORKERS], state.bytes[SECTOR], state.words[KNOWN], state.shorts[CERTIFIED], tables.sectors[VALUE_ADDED],
            tables.sectors[YEARLY_WAGE], p)
    for number, column in REAL_MEANS:
        totals[number] = sum_column(state.reals[column]) / SHARE_PARTS
    count_states(state, tables, totals)
    for number in MEANS:
        totals[number] /= state.cells.shape[0]
    count_government(state, tables, p, clock, totals, programmes)
    for number in MONEY:
        totals[number] = whole_yuan(totals[number])


@sweep
def count_hazards(state: State, totals: Any) -> None:
    """Open hazards by kind: visible ordinary and major, latent ordinary and major."""
    for kind in range(state.tallies.shape[0]):
        found = count_column(state.tallies[kind])
        totals[HAZARDS_OPEN] += found
        totals[LATENT_HAZARDS_OPEN if kind & 2 else VISIBLE_HAZARDS_OPEN] += found
        if kind & 1:
            totals[MAJOR_HAZARDS_OPEN] += found


@sweep
def count_money(state: State, tables: Tables, p: Any, totals: Any) -> None:
    """What safety and lost output cost; all of it in parts of a yuan."""
    reals, sectors, known, workers = state.reals, state.bytes[SECTOR], state.words[KNOWN], state.shorts[WORKERS]
    own = sum_effort(reals[EFFORT], workers, p.effort_cost, 1.0 - p.safety_subsidy)
    own += sum_lost_output(reals[OUTPUT], workers, sectors, tables.sectors[VALUE_ADDED])
    own += sum_self_checks(
        known, state.shorts[CERTIFIED], reals[ATTENTION], state.singles[SIZE], p.self_inspection, p.scheme_checks, p.self_inspection_audit,
        p.self_check_price)
    if p.worker_training != p.training_hours_normal:
        own += sum_training(known, workers, sectors, tables.sectors[YEARLY_WAGE], p.worker_training, p.training_hours_normal, p.working_hours)
    totals[ENTERPRISE_COST] += own / YUAN_PARTS
    if p.safety_subsidy != 0.0:
        totals[GOVERNMENT_COST] += sum_effort(reals[EFFORT], workers, p.effort_cost, p.safety_subsidy) / YUAN_PARTS


@sweep
def sum_effort(efforts: Any, workers: Any, cost: float, share: float) -> int:
    """What is spent on safety, or a share of it."""
    found = 0
    for i in range(efforts.shape[0]):
        found += parts(costs.effort_spending(efforts[i], cost, float(workers[i]), 1.0) * share, YUAN_PARTS)
    return found


@sweep
def sum_lost_output(outputs: Any, workers: Any, sectors: Any, added: Any) -> int:
    """Value of the output that is lost, below 0 where more is made up."""
    found = 0
    for i in range(outputs.shape[0]):
        found += parts(costs.lost_output(outputs[i], float(workers[i]), added[unsigned(sectors[i])]), YUAN_PARTS)
    return found


@sweep
def sum_self_checks(
    known: Any, certified: Any, attention: Any, sizes: Any, by_rule: float, by_scheme: float, audit: float, price: float
) -> int:
    """What self-checks cost."""
    found = 0
    for i in range(known.shape[0]):
        checks, genuine = self_checks(known[i], certified[i], by_rule, by_scheme), hazards.self_check_genuineness(attention[i], audit)
        found += parts(costs.self_check_cost(checks, genuine, real(sizes[i]), price), YUAN_PARTS)
    return found


@sweep
def sum_training(known: Any, workers: Any, sectors: Any, wages: Any, hours: float, normal: float, working: float) -> int:
    """What the training of workers costs beyond today's."""
    found = 0
    for i in range(known.shape[0]):
        cost = costs.training_time(hours, normal, float(workers[i]), wages[unsigned(sectors[i])], working)
        found += parts(cost, YUAN_PARTS) if known[i] else 0
    return found


@sweep
def note_costs(
    noted: Any, efforts: Any, outputs: Any, attention: Any, sizes: Any, workers: Any, sectors: Any, known: Any, certified: Any, added: Any,
    wages: Any, p: Any
) -> None:
    """The same of each enterprise, added to its notes."""
    cost, share, price, hours = p.effort_cost, 1.0 - p.safety_subsidy, p.self_check_price, p.worker_training
    by_rule, by_scheme, audit, normal, working = p.self_inspection, p.scheme_checks, p.self_inspection_audit, p.training_hours_normal, p.working_hours
    for i in range(efforts.shape[0]):
        sector, count = unsigned(sectors[i]), float(workers[i])
        checks, genuine = self_checks(known[i], certified[i], by_rule, by_scheme), hazards.self_check_genuineness(attention[i], audit)
        found = parts(costs.effort_spending(efforts[i], cost, count, 1.0) * share, YUAN_PARTS)
        found += parts(costs.lost_output(outputs[i], count, added[sector]), YUAN_PARTS)
        found += parts(costs.self_check_cost(checks, genuine, real(sizes[i]), price), YUAN_PARTS)
        trained = parts(costs.training_time(hours, normal, count, wages[sector], working), YUAN_PARTS)
        noted[i] += (found + (trained if known[i] else 0)) / YUAN_PARTS


@sweep
def sum_column(values: Any) -> int:
    """Sum of a column, in parts of one."""
    found = 0
    for i in range(values.shape[0]):
        found += parts(values[i], SHARE_PARTS)
    return found


@sweep
def count_column(values: Any) -> int:
    """Sum of a column of whole numbers."""
    found = 0
    for i in range(values.shape[0]):
        found += whole(values[i])
    return found


@sweep
def count_above_zero(values: Any) -> int:
    """How many of a column are above 0."""
    found = 0
    for i in range(values.shape[0]):
        found += values[i] > 0
    return found


@sweep
def count_equal(values: Any, wanted: int) -> int:
    """How many of a column are as wanted."""
    found = 0
    for i in range(values.shape[0]):
        found += values[i] == wanted
    return found


@sweep
def count_states(state: State, tables: Tables, totals: Any) -> None:
    """How many are certified, insured and so on; pairs in which a hazard can arise, and those that somebody covers."""
    small = state.bytes
    totals[CERTIFIED_SHARE] = count_above_zero(state.shorts[CERTIFIED])
    totals[BLACKLISTED] = count_above_zero(state.shorts[LISTED])
    totals[INSURED_SHARE] = count_column(small[INSURED])
    totals[CLASS_A] = count_equal(small[SUPERVISION_CLASS], 0)
    totals[CLASS_D] = count_equal(small[SUPERVISION_CLASS], 3)
    totals[COVERED_PAIRS] = count_column(small[COVERED])
    exposed = 0.0
    for sector in range(state.circles.shape[1]):
        for place in range(state.circles.shape[2]):
            exposed += state.circles[CIRCLE_MEMBERS, sector, place] * tables.sectors[EXPOSED_DOMAINS, sector]
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
