"""Penalties of a visit: whether, how much, and who reads of them."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.clock import Clock
from simulation.engine.columns import (
    CERTAINTY_BELIEF,
    EARLIER_FINES,
    FED,
    FINE_BELIEF,
    FINED_BY,
    INTEGRITY,
    JOINT,
    LENIENCY,
    MARKED,
    MONTHS_SINCE_FINE,
    STANDING_FINE,
    STOPPED,
)
from simulation.engine.filing import mark
from simulation.engine.notes import note_fine, note_stop
from simulation.engine.protection import shielded
from simulation.engine.state import FINE, NAMED, Room, State, whole
from simulation.engine.visit import Visit, chance, ordered
from simulation.orders import BY_RULE, ORDER_PENALTY, Orders
from simulation.outcomes import NUMBER
from simulation.rule import kernel
from simulation.rules import beliefs, penalties, staff

PENALTY = STREAM["penalty"]
IMPOSED, TOLD, STOP, SETTLED = range(4)
"""Draws of the stream ``penalty``."""
STOP_WORK_ORDERS, FINES, SIDE_PAYMENTS = NUMBER["stop_work_orders"], NUMBER["fines"], NUMBER["side_payments"]
PENALTIES, GOVERNMENT_COST, PUBLICATIONS = NUMBER["penalties"], NUMBER["government_cost"], NUMBER["publications"]
PENALTIES_EMERGENCY, FINES_EMERGENCY = NUMBER["penalties_emergency"], NUMBER["fines_emergency"]


@kernel
def penalise(state: State, room: Room, p: Any, clock: Clock, totals: Any, visit: Visit, found: int, majors: int, orders: Orders) -> bool:
    """Fine the enterprise, or not; stop its work after major findings, perhaps."""
    i, reals = visit.i, state.reals
    state.marks[FED, i] = 1
    stops = p.stop_work
    if p.protected_stop_evasion > 0.0:
        stops = stops * penalties.left_by_protection(p.protected_stop_evasion, shielded(state, p, i, visit.posted))
    if majors > 0 and chance(clock, visit, PENALTY, STOP) < stops:
        state.marks[STOPPED, i] = 1
        totals[STOP_WORK_ORDERS] += 1.0
        note_stop(orders, i)
    if p.cost_recovery > 0.0:
        totals[FINES] += p.cost_recovery
        note_fine(orders, i, p.cost_recovery)
    if is_spared(state, p, clock, totals, visit, found, majors, ordered(orders.visits, ORDER_PENALTY, visit.order, BY_RULE)):
        reals[CERTAINTY_BELIEF, i] = beliefs.certainty_belief(reals[CERTAINTY_BELIEF, i], True, False, p.impunity_belief_rate)
        return False
    amount = penalties.fine_amount(
        p.fine_tariff, p.fine_scale, majors, whole(state.bytes[EARLIER_FINES, i]), p.fine_escalation, p.fine_major_multiple, p.fine_cap)
    fine(state, room, p, clock, totals, visit, amount, orders)
    return True


@kernel
def is_spared(state: State, p: Any, clock: Clock, totals: Any, visit: Visit, found: int, majors: int, order: float) -> bool:
    """Whether findings end without a fine: by an order, by the law, by the officer's judgement, or by a payment to him."""
    if order != BY_RULE:
        return order == 0.0
    i, earlier = visit.i, whole(state.bytes[EARLIER_FINES, visit.i])
    certainty = penalties.discretionary_certainty(p.penalty_certainty, found, p.findings_usual, p.penalty_discretion)
    elsewhere = state.words[MARKED, i] & ~(1 << visit.department) != 0
    certainty = penalties.informed_certainty(certainty, elsewhere, p.records_shared, p.penalty_by_shared_record)
    lenient = staff.leniency_left(state.posts[LENIENCY, visit.department, visit.post], p.inspector_bonus, p.bonus_normal, p.bonus_strictness)
    together = state.marks[JOINT, i] != 0
    lenient = staff.in_company(lenient, together, p.joint_strictness)
    probability = penalties.penalty_probability(
        certainty, lenient, shielded(state, p, i, visit.posted), majors, earlier, p.penalty_major_push, p.penalty_repeat_push)
    if penalties.is_exempt(p.minor_exemption, majors, earlier) or chance(clock, visit, PENALTY, IMPOSED) >= probability:
        return True
    settled = staff.settled_probability(
        state.posts[INTEGRITY, visit.department, visit.post], p.inspector_bonus, p.bonus_normal, p.integrity_audit)
    spared = chance(clock, visit, PENALTY, SETTLED) < staff.in_company(settled, together, p.joint_strictness)
    totals[SIDE_PAYMENTS] += spared
    return spared


@kernel
def fine(state: State, room: Room, p: Any, clock: Clock, totals: Any, visit: Visit, amount: float, orders: Orders) -> None:
    """Impose a fine, to be believed, paid, and perhaps published."""
    i, reals = visit.i, state.reals
    state.bytes[EARLIER_FINES, i] = min(whole(state.bytes[EARLIER_FINES, i]) + 1, 100)
    reals[STANDING_FINE, i] = amount
    state.bytes[FINED_BY, i] = visit.department
    state.shorts[MONTHS_SINCE_FINE, i] = 0
    mark(state, p, visit)
    reals[FINE_BELIEF, i] = beliefs.penalty_belief(reals[FINE_BELIEF, i], amount, p.penalty_belief_rate)
    reals[CERTAINTY_BELIEF, i] = beliefs.certainty_belief(reals[CERTAINTY_BELIEF, i], True, True, p.penalty_belief_rate)
    totals[PENALTIES] += 1.0
    totals[FINES] += amount
    note_fine(orders, i, amount)
    totals[GOVERNMENT_COST] += p.inspector_bonus
    if visit.emergency:
        totals[PENALTIES_EMERGENCY] += 1.0
        totals[FINES_EMERGENCY] += amount
    if chance(clock, visit, PENALTY, TOLD) < p.publication:
        publish(room, totals, i, amount)


@kernel
def publish(room: Room, totals: Any, i: int, amount: float) -> None:
    """Publish a penalty with the enterprise's name; peers read it in the phase of consequences."""
    number = int(totals[PUBLICATIONS])
    totals[PUBLICATIONS] += 1.0
    if number >= room.published.shape[1]:
        return  # the phase of consequences sees that there was no room
    room.published[NAMED, number] = i
    room.published[FINE, number] = amount


@kernel
def fine_for_delay(state: State, p: Any, totals: Any, visit: Visit, found: int, orders: Orders) -> None:
    """Let the daily fine run for what a follow-up of the department that imposed it still finds open."""
    i, reals = visit.i, state.reals
    if not (visit.follows_up and visit.orders and state.bytes[FINED_BY, i] == visit.department):
        return
    if found > 0:
        amount = penalties.overdue_fine(reals[STANDING_FINE, i], p.daily_days, p.daily_fines)
        if amount > 0.0:
            totals[FINES] += amount
            note_fine(orders, i, amount)
            reals[FINE_BELIEF, i] = beliefs.penalty_belief(reals[FINE_BELIEF, i], amount, p.penalty_belief_rate)
    reals[STANDING_FINE, i] = 0.0
    state.bytes[FINED_BY, i] = -1
