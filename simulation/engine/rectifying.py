"""What becomes of what a visit found."""

from __future__ import annotations

from typing import Any

from simulation.distributions import binomial_count
from simulation.draws import STREAM
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import CERTAINTY_BELIEF, DUE, HANDED, SECTOR, UNCORRECTED
from simulation.engine.notes import note_cost
from simulation.engine.policy import leads
from simulation.engine.state import CELLS_PER_DOMAIN, Room, State
from simulation.engine.stock import change
from simulation.engine.tables import Tables
from simulation.engine.visit import Visit
from simulation.orders import Orders
from simulation.outcomes import NUMBER
from simulation.rule import kernel
from simulation.rules import responsibility, visits

RECTIFICATION, PAPER = STREAM["rectification"], STREAM["paper"]
HAZARDS_RECTIFIED, MAJOR_HAZARDS_RECTIFIED = NUMBER["hazards_rectified"], NUMBER["major_hazards_rectified"]
HAZARDS_ON_PAPER, ENTERPRISE_COST = NUMBER["hazards_on_paper"], NUMBER["enterprise_cost"]


@kernel
def rectify(
    state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, visit: Visit, penalised: bool, advised: bool, orders: Orders
) -> tuple[bool, bool, bool]:
    """Remove what is truly removed; whether anything, and anything major, is neither removed nor papered over, and whether anything is not removed."""
    i, first, left, left_major, uncorrected = visit.i, 32 * visit.draws, False, False, False
    base = visits.base_put_off(p.rectified_base, p.compliance_delay, state.reals[CERTAINTY_BELIEF, i])
    for cell in range(state.cells.shape[1]):
        count = room.found[cell]
        if count == 0:
            continue
        major = cell & 1 != 0
        truly = visits.true_removal_probability(
            penalised, major, advised, visit.orders, visit.follows_up, base, p.rectified_by_penalty, p.rectified_by_listing,
            p.rectified_by_advice, p.rectified_by_notice, p.improvement_notices, p.rectified_by_follow_up, p.rectified_by_daily,
            p.daily_fines,
        )
        if p.lead_closure > 0.0 and not cell & 2 and leads(tables, p, visit.department, state.bytes[SECTOR, i], cell // CELLS_PER_DOMAIN):
            truly = 1.0 - (1.0 - truly) * responsibility.uncounted_share(p.lead_closure, p.process_weight)
        removed = binomial_count(count, truly, luck(clock, RECTIFICATION, i, first + cell))
        change(state, tables, i, cell, -removed)
        totals[HAZARDS_RECTIFIED] += removed
        cost = removed * (p.major_removal_cost if major else p.removal_cost)
        totals[ENTERPRISE_COST] += cost
        note_cost(orders, i, cost)
        if major:
            totals[MAJOR_HAZARDS_RECTIFIED] += removed
        paper = visits.paper_probability(p.rectified_reported, truly)
        papered = binomial_count(count - removed, paper, luck(clock, PAPER, i, first + cell))
        totals[HAZARDS_ON_PAPER] += papered
        left = left or papered < count - removed
        left_major = left_major or (major and papered < count - removed)
        uncorrected = uncorrected or removed < count
    return left, left_major, uncorrected


@kernel
def keep_open(state: State, visit: Visit, left: bool, left_major: bool, uncorrected: bool) -> None:
    """Enter what the visit leaves to be followed up; paper closes no case that was handed over."""
    words, i, bit = state.words, visit.i, 1 << visit.department
    if left:
        words[DUE, i] |= bit
    else:
        words[DUE, i] &= ~bit
    if not uncorrected:
        words[HANDED, i] &= ~bit
    if visit.orders:
        if left_major:
            words[UNCORRECTED, i] |= bit
        else:
            words[UNCORRECTED, i] &= ~bit
