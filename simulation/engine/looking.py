"""What an officer looks at and finds; what he notices outside his mandate and passes on."""

from __future__ import annotations

from typing import Any

from simulation.distributions import binomial_count
from simulation.draws import STREAM
from simulation.engine.by_domain import enter_examination
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import HANDED, KNOWN, PLACE, PROFESSIONAL, REFERRED, SECTOR, VISITS_IN_A_ROW, WATCHED
from simulation.engine.planning import is_in_campaign
from simulation.engine.policy import know, leads, responsible
from simulation.engine.protection import shielded
from simulation.engine.staff import able
from simulation.engine.state import CELLS_PER_DOMAIN, Room, State, whole
from simulation.engine.tables import PER_DAY, Tables
from simulation.engine.visit import Visit, chance, ordered
from simulation.orders import ORDER_ANNOUNCED, ORDER_NEARBY, ORDER_PLACE_IN_DAY, ORDER_SKILL, Orders
from simulation.outcomes import NUMBER
from simulation.rule import kernel
from simulation.rules import detection, penalties, responsibility, staff

VISIT, EXAMINATION, FINDING, REFERRAL = STREAM["visit"], STREAM["examination"], STREAM["finding"], STREAM["referral"]
CASE = STREAM["case"]
EXPECTED, PLACE_IN_DAY = 0, 1
REFERRALS = NUMBER["referrals"]


@kernel
def look(
    state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, visit: Visit, orders: Orders
) -> tuple[int, int]:
    """Find hazards in the domains that are examined; how many, and how many of them major."""
    i, department = visit.i, visit.department
    sector = state.bytes[SECTOR, i]
    expects = chance(clock, visit, VISIT, EXPECTED) < expected_probability(state, room, p, visit, orders)
    before = ordered(
        orders.visits, ORDER_PLACE_IN_DAY, visit.order,
        staff.place_in_day(chance(clock, visit, VISIT, PLACE_IN_DAY), tables.plan[PER_DAY, department]))
    tired = staff.fatigue(int(before), p.fatigue_rate)
    familiar = staff.familiarity(whole(state.rounds[VISITS_IN_A_ROW, department, i]), p.familiarity_rate, int(p.familiarity_longest))
    thorough = staff.diligence(p.thoroughness, p.process_weight, p.inspector_bonus, p.bonus_normal, p.diligence_response)
    if p.protected_overlooking > 0.0:
        thorough = thorough * penalties.left_by_protection(p.protected_overlooking, shielded(state, p, i, visit.posted))
    skill = ordered(orders.visits, ORDER_SKILL, visit.order, able(state, p, department, visit.post))
    professional = state.posts[PROFESSIONAL, department, visit.post] != 0.0
    sensor = visit.emergency and state.bytes[WATCHED, i] != 0
    found = majors = 0
    for domain in range(tables.specialist.shape[1]):
        first = CELLS_PER_DOMAIN * domain
        for cell in range(first, first + CELLS_PER_DOMAIN):
            room.found[cell] = 0
        weight = state.weights[department, sector, domain]
        if weight <= 0.0:
            refer(state, p, clock, totals, visit, domain)
            continue
        if not visit.audit and weight < 1.0 and chance(clock, visit, EXAMINATION, domain) >= weight:
            continue
        enter_examination(orders, sector, domain)
        specialist = professional and bool(tables.specialist[department, domain])
        for cell in range(first, first + CELLS_PER_DOMAIN):
            count = whole(state.cells[i, cell])
            if count == 0:
                continue
            latent, major = cell & 2 != 0, cell & 1 != 0
            match = detection.specialist_match(
                specialist, latent, major, p.visible_match, p.latent_match, p.judgement_standards, p.standards_effect)
            match = detection.audited_match(match, visit.audit, sensor, latent, p.audit_match)
            seen = thorough * detection.video_factor(visit.by_video, latent, p.video_visible, p.video_latent)
            if latent and p.count_distortion > 0.0 and leads(tables, p, department, sector, domain):
                seen = seen * responsibility.uncounted_share(p.count_distortion, p.process_weight)
            hidden = detection.hiding_share(expects, latent, p.hidden_when_expected)
            probability = detection.detection_probability(skill, match, seen, p.equipment, hidden, tired, familiar)
            room.found[cell] = binomial_count(count, probability, luck(clock, FINDING, i, 32 * visit.draws + cell))
            found += room.found[cell]
            if major:
                majors += room.found[cell]
    return found, majors


@kernel
def expected_probability(state: State, room: Room, p: Any, visit: Visit, orders: Orders) -> float:
    """Probability that the enterprise expects the visit: announced, told of by neighbours, or warned by those who protect it."""
    neighbours = room.place_visits[state.shorts[PLACE, visit.i]] - 1
    neighbours = int(ordered(orders.visits, ORDER_NEARBY, visit.order, neighbours))
    unannounced = detection.campaign_unannounced(p.unannounced_share, is_in_campaign(state, p), p.campaign_unannounced)
    expected = detection.expected_probability(unannounced, p.word_ahead, neighbours)
    if p.protected_warning > 0.0:
        expected = detection.warned_probability(expected, p.protected_warning, shielded(state, p, visit.i, visit.posted))
    return ordered(orders.visits, ORDER_ANNOUNCED, visit.order, expected)


@kernel
def refer(state: State, p: Any, clock: Clock, totals: Any, visit: Visit, domain: int) -> None:
    """Notice a hazard outside the mandate, perhaps, and pass it to the responsible department, perhaps."""
    i, first = visit.i, CELLS_PER_DOMAIN * domain
    if state.cells[i, first] == 0 and state.cells[i, first + 1] == 0:
        return
    if chance(clock, visit, REFERRAL, domain) >= p.notice_probability:
        return
    owner = responsible(state, state.bytes[SECTOR, i], domain)
    probability = responsibility.referral_probability(p.referral_duty, p.referral_by_chance)
    if owner >= 0 and owner != visit.department and chance(clock, visit, REFERRAL, 8 + domain) < probability:
        totals[REFERRALS] += 1.0
        report_to(state, owner, i)
        if p.case_follow_up > 0.0 and chance(clock, visit, CASE, domain) < p.case_follow_up:
            state.words[HANDED, i] |= 1 << owner


@kernel
def report_to(state: State, department: int, i: int) -> None:
    """A department hears of an enterprise: it knows it from now on and has it in its inbox from the next month on."""
    state.notes[REFERRED, i] |= 1 << department
    know(state, i, state.words[KNOWN, i] | 1 << department)
