"""Phase planning: every department plans its visits on the records of last month."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.agenda import draw_plan, set_kept, set_risk
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    AGENDA_END,
    AGENDA_NEXT,
    AGENDA_WHOLE,
    CAMPAIGN_LEFT,
    CARRY,
    CERTIFIED,
    CHOSEN,
    DUE,
    GRADE,
    HANDED,
    HIGH_RISK,
    INBOX,
    JOINT,
    JOINT_COUNT,
    KNOWN,
    LAST_LOOK,
    MONTHS_SINCE_RECORD,
    MONTHS_SINCE_VISIT,
    PLACE,
    PRESSURE,
    PRIORITY,
    SECTOR,
    STAFFING,
    VISITS_THIS_MONTH,
    VISITS_THIS_YEAR,
)
from simulation.engine.order import smallest_first
from simulation.engine.policy import has_mandate
from simulation.engine.state import LINE, PLANNED, WAITING_LIST, Room, State, whole
from simulation.engine.tables import FIELD_DAYS, PER_DAY, PER_VISIT, Tables
from simulation.rule import kernel, sweep
from simulation.rules import government, staff, targeting, visits

RESPONSE_MEMORY = 3
FOLLOW_UP, WAITING, REACTION, LEFT_TO_ANOTHER = range(4)
"""Draws of the stream ``queue``, four to a department."""
QUEUE, JOINTLY = STREAM["queue"], STREAM["joint"]


@sweep
def phase_planning(state: State, room: Room, tables: Tables, p: Any, clock: Clock) -> None:
    """Plan department by department; then see who meets whom, and where."""
    planning = clock.now == 0 or clock.month % int(p.plan_months) == 0
    waiting = list_waiting(state, room)
    set_kept(room, p)
    if planning:
        set_risk(state, room, p, clock)
    room.planned_start[0] = 0
    for department in range(state.desks.shape[1]):
        capacity = monthly_capacity(state, tables, p, department)
        if planning:
            draw_plan(state, room, tables, p, clock, department, capacity)
        room.planned_start[department + 1] = plan_visits(state, room, p, clock, department, capacity, waiting)
    meet(state, room, p, clock)


@sweep
def list_waiting(state: State, room: Room) -> int:
    """List the enterprises that could wait for any department, so that each need not look at all."""
    due, handed, inbox, since = state.words[DUE], state.words[HANDED], state.words[INBOX], state.shorts[MONTHS_SINCE_RECORD]
    items, count = room.items[WAITING_LIST], 0
    for i in range(due.shape[0]):
        items[count] = i
        count += ((due[i] | handed[i] | inbox[i]) != 0) | (since[i] <= RESPONSE_MEMORY)
    return count


@kernel
def is_in_campaign(state: State, p: Any) -> bool:
    """Whether a campaign after a disaster runs this month."""
    return state.government[CAMPAIGN_LEFT] > 0 and p.campaign_strength > 0.0


@kernel
def monthly_capacity(state: State, tables: Tables, p: Any, department: int) -> float:
    """Visits that its field days allow this month."""
    plan = tables.plan
    days = staff.field_days_left(p.field_days * plan[FIELD_DAYS, department], p.training_days, p.training_normal, p.training_from_field)
    diverted = staff.diverted_share(p.diversion, state.government[PRIORITY], p.priority_base)
    return staff.monthly_visits(
        state.desks[STAFFING, department], days, diverted, p.equipment, plan[PER_VISIT, department], plan[PER_DAY, department]
    ) * government.campaign_factor(is_in_campaign(state, p), p.campaign_strength) * government.overtime_factor(
        state.desks[PRESSURE, department], p.overtime_by_pressure)


@sweep
def plan_visits(state: State, room: Room, p: Any, clock: Clock, department: int, capacity: float, waiting: int) -> int:
    """Split the month's visits among follow-ups, complaints, response and the plan of the quarter; the end of its plan."""
    desks, start = state.desks, room.planned_start[department]
    desks[CARRY, department] += capacity
    available = max(0, int(desks[CARRY, department]))
    desks[CARRY, department] -= available
    reactive = government.reactive_share(p.response_share, desks[PRESSURE, department], p.response_by_pressure)
    end = start
    for kind in range(3):
        share = p.reinspection_share if kind == FOLLOW_UP else p.complaint_share if kind == WAITING else reactive
        count = line_up(state, room, clock, department, kind, waiting)
        wanted = visits.follow_up_count(visits.planned_count(available, share, count), count_cases(room, count))
        take = min(wanted, available - (end - start))
        smallest_first(room.keys[LINE], room.items[LINE], count, take, room.bins)
        for rank in range(max(0, take)):
            end = choose(state, room, room.items[LINE, rank], end)
    position, last, tried = int(desks[AGENDA_NEXT, department]), int(desks[AGENDA_END, department]), 0
    # Nobody is tried twice in a month, so that an agenda that begins again ends where it began.
    while tried < last and end - start < available and end < room.planned.shape[0]:
        if position == last:
            if desks[AGENDA_WHOLE, department] == 0.0:
                break
            position = 0
        i = state.agenda[department, position]
        position += 1
        tried += 1
        if not state.marks[CHOSEN, i] and is_still_wanted(state, p, clock, department, i):
            end = choose(state, room, i, end)
    desks[AGENDA_NEXT, department] = position
    if end == room.planned.shape[0]:
        room.counts[PLANNED] = 2 * end
    put_in_order(state, room, start, end)
    return end


@sweep
def line_up(state: State, room: Room, clock: Clock, department: int, kind: int, waiting: int) -> int:
    """List who waits for a department, each with its luck; how many."""
    count, bit = 0, 1 << department
    for entry in range(waiting):
        i = room.items[WAITING_LIST, entry]
        if state.marks[CHOSEN, i]:
            continue
        if kind == FOLLOW_UP:
            waits = (state.words[DUE, i] | state.words[HANDED, i]) & bit != 0
        elif kind == WAITING:
            waits = state.words[INBOX, i] & bit != 0
        else:
            waits = state.shorts[MONTHS_SINCE_RECORD, i] <= RESPONSE_MEMORY and has_mandate(state, department, state.bytes[SECTOR, i])
        if waits:
            room.items[LINE, count] = i
            # Cases come before all others that are due.
            first = kind == FOLLOW_UP and state.words[HANDED, i] & bit != 0
            room.keys[LINE, count] = luck(clock, QUEUE, i, 4 * department + kind) - first
            count += 1
    return count


@kernel
def count_cases(room: Room, count: int) -> int:
    """How many of those in line come before others: cases that were handed over."""
    found = 0
    for entry in range(count):
        found += room.keys[LINE, entry] < 0.0
    return found


@kernel
def choose(state: State, room: Room, i: int, end: int) -> int:
    """Enter an enterprise in the plan of the month, if there is room; the new end of the plan."""
    if end == room.planned.shape[0]:
        return end
    state.marks[CHOSEN, i] = 1
    room.planned[end] = i
    return end + 1


@kernel
def put_in_order(state: State, room: Room, start: int, end: int) -> None:
    """Order a department's plan by number and take its marks away."""
    for at in range(start, end):
        state.marks[CHOSEN, room.planned[at]] = 0
        room.items[LINE, at - start] = room.planned[at]
        room.keys[LINE, at - start] = room.planned[at]
    smallest_first(room.keys[LINE], room.items[LINE], end - start, end - start, room.bins)
    for at in range(start, end):
        room.planned[at] = room.items[LINE, at - start]


@kernel
def is_still_wanted(state: State, p: Any, clock: Clock, department: int, i: int) -> bool:
    """Whether a planned visit is still made: not above the cap, not just seen by another who shares the record."""
    if not state.words[KNOWN, i] & (1 << department):
        return False
    if p.frequency_caps >= 0.5:
        # Graded at the start, or third for a certificate earned since.
        grade = 0 if state.shorts[CERTIFIED, i] == 0 else whole(state.bytes[GRADE, i]) if state.bytes[GRADE, i] else 3
        if state.shorts[VISITS_THIS_YEAR, i] >= targeting.yearly_cap(grade, state.bytes[HIGH_RISK, i] != 0):
            return False
    fresh = is_seen_by_another(state, clock, department, i)
    return not (fresh and luck(clock, QUEUE, i, 4 * department + LEFT_TO_ANOTHER) < p.records_shared)


@kernel
def is_seen_by_another(state: State, clock: Clock, department: int, i: int) -> bool:
    """Whether another department saw the enterprise this month or in the two before."""
    if state.marks[VISITS_THIS_MONTH, i] > 0:
        return True
    own = clock.month - whole(state.files[LAST_LOOK, department, i])
    since = whole(state.shorts[MONTHS_SINCE_VISIT, i])
    return since <= 1 and own > since + 1


@sweep
def meet(state: State, room: Room, p: Any, clock: Clock) -> None:
    """Count the visits in each place, and let departments that plan the same enterprise go together, perhaps."""
    marks, end = state.marks, room.planned_start[state.desks.shape[1]]
    for place in range(room.place_visits.shape[0]):
        room.place_visits[place] = 0
    for i in range(marks.shape[1]):
        marks[JOINT, i] = 0
    joint = 0
    for at in range(end):
        i = room.planned[at]
        room.place_visits[state.shorts[PLACE, i]] += 1
        marks[CHOSEN, i] += 1
        if marks[CHOSEN, i] == 2 and luck(clock, JOINTLY, i, 0) < p.joint_visits:
            marks[JOINT, i] = 1
            joint += 1
    for at in range(end):
        marks[CHOSEN, room.planned[at]] = 0
    state.government[JOINT_COUNT] = joint
