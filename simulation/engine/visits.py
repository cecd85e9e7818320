"""Phase visits: one after the other, department by department in the order of their numbers; others come last."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.by_domain import enter_findings, enter_visit_of
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    CARRY,
    COMPLAINED,
    DUE,
    HANDED,
    HIRED,
    INBOX,
    JOINT,
    LAST_LOOK,
    LAST_OFFICER,
    OFFICERS,
    PLACE,
    PLACE_VISITS,
    SECTOR,
    VISITS_IN_A_ROW,
    VISITS_THIS_MONTH,
)
from simulation.engine.filing import file_visit, teach
from simulation.engine.looking import look
from simulation.engine.notes import note_cost
from simulation.engine.outside import visit_from_outside
from simulation.engine.overtime import pay_overtime
from simulation.engine.penalties import fine_for_delay, penalise, publish
from simulation.engine.planning import is_seen_by_another
from simulation.engine.rectifying import keep_open, rectify
from simulation.engine.state import Room, State, whole
from simulation.engine.tables import ENFORCES, Tables
from simulation.engine.visit import Visit, chance, ordered
from simulation.orders import (
    NAMED_ENTERPRISE,
    NAMED_FINE,
    NOTED_FINDINGS,
    NOTED_MAJOR_FINDINGS,
    NOTED_PENALTIES,
    NOTED_VISITS,
    ORDER_ADVICE,
    ORDER_DEPARTMENT,
    ORDER_ENTERPRISE,
    ORDER_POST,
    ORDERED,
    VISITED_FINDINGS,
    VISITED_FINED,
    VISITED_MAJORS,
    VISITED_POST,
    VISITED_TIMES,
    Orders,
)
from simulation.outcomes import NUMBER
from simulation.rule import kernel, sweep
from simulation.rules import visits

ASSIGNMENT, VISIT = STREAM["assignment"], STREAM["visit"]
ADVICE, BY_VIDEO, AUDIT, POSTED = 3, 4, 5, 6
"""Draws of the stream ``visit``; the first two belong to the look."""
VISITS, EMERGENCY_VISITS, VIDEO_VISITS = NUMBER["visits"], NUMBER["emergency_visits"], NUMBER["video_visits"]
SYSTEM_AUDITS, FOLLOW_UPS, JOINT_VISITS = NUMBER["system_audits"], NUMBER["follow_ups"], NUMBER["joint_visits"]
OVERLAP_VISITS, ADVICE_VISITS, COMPLAINT_VISITS = NUMBER["overlap_visits"], NUMBER["advice_visits"], NUMBER["complaint_visits"]
COMPLAINTS_VERIFIED, HAZARDS_FOUND = NUMBER["complaints_verified"], NUMBER["hazards_found"]
MAJOR_HAZARDS_FOUND = NUMBER["major_hazards_found"]
HAZARDS_FOUND_EMERGENCY = NUMBER["hazards_found_emergency"]
MAJOR_HAZARDS_FOUND_EMERGENCY = NUMBER["major_hazards_found_emergency"]


@sweep
def phase_visits(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, orders: Orders) -> None:
    """Carry out what is ordered, then the plans, then all that others than departments do."""
    for order in range(orders.visits.shape[1]):
        department, i = int(orders.visits[ORDER_DEPARTMENT, order]), int(orders.visits[ORDER_ENTERPRISE, order])
        if state.desks[OFFICERS, department] > 0.0:
            inspect(state, room, tables, p, clock, totals, department, i, order, orders)
    for number in range(orders.publications.shape[1]):
        publish(room, totals, int(orders.publications[NAMED_ENTERPRISE, number]), orders.publications[NAMED_FINE, number])
    if p.overtime_by_pressure > 0.0:
        pay_overtime(state, room, p, totals)
    # Numbers written out would be types of their own, for which all of a visit would be compiled once more.
    for department in range(state.desks.shape[1]):
        for at in range(room.planned_start[department], room.planned_start[department + 1]):
            inspect(state, room, tables, p, clock, totals, department, whole(room.planned[at]), whole(-1), orders)
    if p.insurer_visits <= 0.0 and p.expert_visits <= 0.0 and p.grid_agents <= 0.0 and p.remote_monitoring <= 0.0:
        return
    for i in range(state.cells.shape[0]):
        visit_from_outside(state, p, clock, totals, i, tables, orders)


@kernel
def inspect(
    state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, department: int, i: int, order: int, orders: Orders
) -> None:
    """One visit of one department to one enterprise."""
    visit = set_out(state, tables, p, clock, department, i, order, orders)
    count_visit(state, p, clock, totals, visit, orders)
    state.desks[CARRY, department] -= visits.visit_time(visit.by_video, visit.audit, p.video_saving, p.audit_extra) - 1.0
    found, majors = look(state, room, tables, p, clock, totals, visit, orders)
    count_findings(state, totals, visit, found, majors)
    fine_for_delay(state, p, totals, visit, found, orders)
    penalised = found > 0 and visit.orders and penalise(state, room, p, clock, totals, visit, found, majors, orders)
    advised = found > 0 and chance(clock, visit, VISIT, ADVICE) < ordered(orders.visits, ORDER_ADVICE, order, p.advice_share)
    totals[ADVICE_VISITS] += advised
    left, left_major, uncorrected = rectify(state, room, tables, p, clock, totals, visit, penalised, advised, orders)
    keep_open(state, visit, left, left_major, uncorrected)
    teach(state, p, visit, found, penalised, advised)
    file_visit(state, room, p, clock, visit, found, majors)
    if orders.notes.shape[1] > 0:
        orders.notes[NOTED_VISITS, i] += 1.0
        orders.notes[NOTED_FINDINGS, i] += found
        orders.notes[NOTED_MAJOR_FINDINGS, i] += majors
        orders.notes[NOTED_PENALTIES, i] += penalised
    if orders.visited.shape[1] > 0:
        enter_visit(orders, visit, found, majors, penalised)
    if orders.departments.shape[1] > 0:
        enter_visit_of(orders, department, found, penalised)
    if orders.domains.shape[1] > 0 or orders.cells.shape[1] > 0:
        enter_findings(orders, state.bytes[SECTOR, i], room.found)


@kernel
def enter_visit(orders: Orders, visit: Visit, found: int, majors: int, penalised: bool) -> None:
    """Enter the visit among those of its department, where somebody looks at them."""
    visited, department, i = orders.visited, visit.department, visit.i
    visited[VISITED_TIMES, department, i] += 1
    visited[VISITED_POST, department, i] = visit.post
    visited[VISITED_FINDINGS, department, i] += found
    visited[VISITED_MAJORS, department, i] += majors
    visited[VISITED_FINED, department, i] += penalised


@kernel
def set_out(state: State, tables: Tables, p: Any, clock: Clock, department: int, i: int, order: int, orders: Orders) -> Visit:
    """Decide who goes and how."""
    follows_up = (state.words[DUE, i] | state.words[HANDED, i]) & (1 << department) != 0
    may_order = bool(tables.plan[ENFORCES, department]) or p.towns_enforce >= 0.5
    draws = department + ORDERED if order >= 0 else department
    post = officer_for(state, p, clock, department, i, draws, int(ordered(orders.visits, ORDER_POST, order, -1.0)))
    plain = Visit(department, i, post, department == tables.emergency, follows_up, may_order, False, False, False, draws, order)
    # A draw by itself is dear: none is made where it can decide nothing.
    by_video = p.video_share > 0.0 and chance(clock, plain, VISIT, BY_VIDEO) < p.video_share
    audit = not by_video and p.system_audit_share > 0.0 and chance(clock, plain, VISIT, AUDIT) < p.system_audit_share
    posted = p.results_posted > 0.0 and chance(clock, plain, VISIT, POSTED) < p.results_posted
    return Visit(department, i, post, plain.emergency, follows_up, may_order, by_video, audit, posted, draws, order)


@kernel
def officer_for(state: State, p: Any, clock: Clock, department: int, i: int, draws: int, post: int) -> int:
    """The officer who goes: the one of a ``post`` that is ordered, else the last one, unless rotation or a departure sends another."""
    rounds, officers = state.rounds, int(state.desks[OFFICERS, department])
    last = whole(state.files[LAST_OFFICER, department, i])
    again = 0 <= last < officers and luck(clock, ASSIGNMENT, i, 2 * draws) >= p.rotation
    number = last if again else int(luck(clock, ASSIGNMENT, i, 2 * draws + 1) * officers)
    if 0 <= post < officers:
        number = post
    same = number == last and state.posts[HIRED, department, number] <= state.files[LAST_LOOK, department, i]
    in_a_row = min(whole(rounds[VISITS_IN_A_ROW, department, i]) + 1, 100) if same else 0
    rounds[VISITS_IN_A_ROW, department, i] = in_a_row
    state.files[LAST_OFFICER, department, i] = number
    return number


@kernel
def count_visit(state: State, p: Any, clock: Clock, totals: Any, visit: Visit, orders: Orders) -> None:
    """Enter the visit in the counts of the month."""
    i = visit.i
    totals[VISITS] += 1.0
    if clock.month >= 0:
        state.place_totals[PLACE_VISITS, state.shorts[PLACE, i]] += 1.0
    totals[EMERGENCY_VISITS] += visit.emergency
    totals[VIDEO_VISITS] += visit.by_video
    totals[SYSTEM_AUDITS] += visit.audit
    totals[FOLLOW_UPS] += visit.follows_up
    if not state.marks[JOINT, i] or state.marks[VISITS_THIS_MONTH, i] == 0:  # those who go together keep it from its work once
        note_cost(orders, i, p.visit_enterprise_cost)
    if state.marks[JOINT, i]:
        totals[JOINT_VISITS] += 1.0
        state.desks[CARRY, visit.department] += p.joint_saving if state.marks[VISITS_THIS_MONTH, i] > 0 else 0.0
    elif is_seen_by_another(state, clock, visit.department, i):
        totals[OVERLAP_VISITS] += 1.0


@kernel
def count_findings(state: State, totals: Any, visit: Visit, found: int, majors: int) -> None:
    """Enter what was found, and whether it bears out a complaint."""
    totals[HAZARDS_FOUND] += found
    totals[MAJOR_HAZARDS_FOUND] += majors
    if visit.emergency:
        totals[HAZARDS_FOUND_EMERGENCY] += found
        totals[MAJOR_HAZARDS_FOUND_EMERGENCY] += majors
    words, bit = state.words, 1 << visit.department
    if words[INBOX, visit.i] & bit:
        words[INBOX, visit.i] &= ~bit
        totals[COMPLAINT_VISITS] += 1.0
    if words[COMPLAINED, visit.i] & bit:
        words[COMPLAINED, visit.i] &= ~bit
        totals[COMPLAINTS_VERIFIED] += found > 0
