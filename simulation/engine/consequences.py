"""Phase consequences: what a month leaves behind."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import YUAN_PARTS, parts
from simulation.draws import STREAM
from simulation.engine.affected import BRIEFING, CHANCES, COMPLAINT_WORD, JOINING, RECORD_WORD, SAFETY, list_affected
from simulation.engine.aftermath import feel_injuries, hear_of_disasters, spread_accident, spread_publications, wear_off
from simulation.engine.blocks import BLOCK
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    ATTENTION,
    CAMPAIGN_LEFT,
    CERTAINTY_BELIEF,
    CERTIFIED,
    CLAIMS,
    CLEAN_VISITS,
    COMPLAINED,
    EVENT_CLASS,
    EVENT_ON_RECORD,
    FATAL_THIS_YEAR,
    FED,
    FINDINGS,
    INBOX,
    INSURED,
    KNOWN,
    LISTED,
    PRESSURE,
    REFERRED,
    REGISTERED,
    SECTOR,
    SERIOUS_VISITS,
    SUPERVISION_CLASS,
    WORKERS,
    WORST_CLASS,
)
from simulation.engine.fading import fade, startle
from simulation.engine.looking import report_to
from simulation.engine.notes import note_cost
from simulation.engine.planning import is_in_campaign
from simulation.engine.policy import any_responsible, has_mandate, know
from simulation.engine.state import EVENT_END, EVENT_FIRST, Room, State, whole
from simulation.engine.tables import Tables
from simulation.news import Heard
from simulation.orders import NOTED_ENTERPRISE_COST, Orders
from simulation.outcomes import NUMBER
from simulation.rule import kernel, sweep
from simulation.rules import attention, incentives, responsibility

LARGER = 2
"""Legal class from which a campaign follows."""
COMPLAINT = STREAM["complaint"]
LAPSES, ENTERED = range(2)
COMPLAINTS, PREMIUMS, BLACKLISTINGS = NUMBER["complaints"], NUMBER["premiums"], NUMBER["blacklistings"]
ENTERPRISE_COST, GOVERNMENT_COST = NUMBER["enterprise_cost"], NUMBER["government_cost"]


@sweep
def phase_consequences(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, heard: Heard, orders: Orders) -> None:
    """Memories, own and others' accidents, publications, complaints, premiums, classes, records, pressure."""
    fade(state, room, p)
    feel_injuries(state, p)
    for event in range(room.counts[EVENT_FIRST], room.counts[EVENT_END]):
        spread_accident(state, room, tables, p, event)
    hear_of_disasters(state, p, heard)
    spread_publications(state, room, tables, p, totals, heard)
    wear_off(state.reals[CERTAINTY_BELIEF], state.marks[FED], p.certainty_unseen, p.certainty_fading)
    set_record_shares(state, room, tables, p)
    level = incentives.complaint_level(
        p.complaint_base, p.whistle_reward, p.whistle_reward_normal, p.complaint_reward_response, p.whistle_protection, p.protection_normal,
        p.complaint_protection_response)
    for first in range(0, state.cells.shape[0], BLOCK):
        end = min(first + BLOCK, state.cells.shape[0])
        for entry in range(list_affected(state, room, tables, p, clock, level, first, end)):
            k = room.work[0, entry]
            follow_up(state, room, p, clock, totals, first + k, k, orders)
    reward_classes(state, p, totals, orders)
    if is_in_campaign(state, p):
        frighten(state.reals[ATTENTION], state.words[KNOWN], p.attention_by_campaign * p.campaign_strength)
    after_month(state, room, p)


@kernel
def follow_up(state: State, room: Room, p: Any, clock: Clock, totals: Any, i: int, k: int, orders: Orders) -> None:
    """What happens to enterprise ``i``, number ``k`` of its block: a complaint, its accounts, a briefing, a look into its record."""
    block, departments = room.block, state.desks.shape[1]
    if room.luck[COMPLAINT_WORD, i] < block[CHANCES, k]:
        complain(state, clock, totals, i)
    settle_accounts(state, p, block[JOINING, k], block[SAFETY, k], totals, i, orders)
    if p.briefings > 0.0 and state.words[KNOWN, i] and block[BRIEFING, k] < p.briefings / 12.0:
        state.reals[ATTENTION, i] = attention.raised(state.reals[ATTENTION, i], p.attention_by_briefing)
        totals[GOVERNMENT_COST] += p.briefing_cost
    drawn = room.luck[RECORD_WORD, i] * departments
    turn = int(drawn)
    check_record(state, room, turn, i, drawn - turn)


@sweep
def reward_classes(state: State, p: Any, totals: Any, orders: Orders) -> None:
    """Class A is rewarded."""
    if p.class_reward > 0.0:
        paid = sum_rewards(state.bytes[SUPERVISION_CLASS], state.shorts[WORKERS], p.class_reward) / YUAN_PARTS
        totals[GOVERNMENT_COST] += paid
        totals[ENTERPRISE_COST] -= paid
        if orders.notes.shape[1] > 0:
            note_rewards(orders.notes[NOTED_ENTERPRISE_COST], state.bytes[SUPERVISION_CLASS], state.shorts[WORKERS], p.class_reward)


@sweep
def note_rewards(noted: Any, classes: Any, workers: Any, reward: float) -> None:
    """A reward is a cost the less, in the notes of who gets it."""
    for i in range(classes.shape[0]):
        noted[i] -= parts(incentives.class_reward_paid(reward, float(workers[i])), YUAN_PARTS) / YUAN_PARTS if classes[i] == 0 else 0.0


@sweep
def sum_rewards(classes: Any, workers: Any, reward: float) -> int:
    """Rewards of a month, in parts of a yuan."""
    paid = 0
    for i in range(classes.shape[0]):
        paid += parts(incentives.class_reward_paid(reward, float(workers[i])), YUAN_PARTS) if classes[i] == 0 else 0
    return paid


@sweep
def frighten(values: Any, known: Any, jump: float) -> None:
    """In a campaign everybody who is known hears of it."""
    for i in range(values.shape[0]):
        values[i] = attention.raised(values[i], jump) if known[i] else values[i]


@sweep
def after_month(state: State, room: Room, p: Any) -> None:
    """Reports reach the inbox, pressure decays, a campaign follows a larger accident on record."""
    for i in range(state.words.shape[1]):
        state.words[INBOX, i] |= state.notes[REFERRED, i]
        state.notes[REFERRED, i] = 0
    for department in range(state.desks.shape[1]):
        state.desks[PRESSURE, department] = attention.faded(state.desks[PRESSURE, department], 0.0, p.pressure_fading)
    if state.government[CAMPAIGN_LEFT] > 0:
        state.government[CAMPAIGN_LEFT] -= 1
    for event in range(room.counts[EVENT_FIRST], room.counts[EVENT_END]):
        if room.events[EVENT_ON_RECORD, event] > 0 and room.events[EVENT_CLASS, event] >= LARGER:
            state.government[CAMPAIGN_LEFT] = int(p.campaign_months + 0.5)


@kernel
def complain(state: State, clock: Clock, totals: Any, i: int) -> None:
    """Somebody reports an enterprise to one of the departments that could answer for it."""
    totals[COMPLAINTS] += 1.0
    recipient = any_responsible(state, state.bytes[SECTOR, i], luck(clock, COMPLAINT, i, 0))
    if recipient >= 0:
        state.words[COMPLAINED, i] |= 1 << recipient
        report_to(state, recipient, i)


@kernel
def settle_accounts(state: State, p: Any, joined: float, safety: float, totals: Any, i: int, orders: Orders) -> None:
    """Premiums are paid, certificates run and are earned, the blacklist is kept."""
    reals, shorts, small, workers = state.reals, state.shorts, state.bytes, whole(state.shorts[WORKERS, i])
    if small[INSURED, i]:
        factor = incentives.premium_factor(reals[CLAIMS, i], reals[FINDINGS, i], p.premium_swing, p.claim_weight)
        if small[SUPERVISION_CLASS, i] == 0:
            factor -= p.class_discount
        totals[PREMIUMS] += p.insurance_premium * workers / 12.0 * max(0.0, factor)
    if shorts[CERTIFIED, i]:
        shorts[CERTIFIED, i] -= 1
        totals[ENTERPRISE_COST] += p.scheme_cost * workers / 12.0
        note_cost(orders, i, p.scheme_cost * workers / 12.0)
    elif p.scheme_open > 0.0 and small[REGISTERED, i] and incentives.joins_scheme(
        joined, p.scheme_open, safety, reals[ATTENTION, i], p.scheme_readiness, p.scheme_open > 0.0
    ):
        shorts[CERTIFIED, i] = int(p.scheme_months)
    keep_blacklist(state, p, totals, i)


@kernel
def keep_blacklist(state: State, p: Any, totals: Any, i: int) -> None:
    """Put an enterprise on the blacklist, keep it there, or let it go."""
    shorts, small = state.shorts, state.bytes
    if shorts[LISTED, i]:
        if incentives.blacklist_ends(
            whole(shorts[LISTED, i]), whole(small[CLEAN_VISITS, i]), int(p.blacklist_least), int(p.blacklist_months)
        ):
            shorts[LISTED, i] = 0
            small[SUPERVISION_CLASS, i] = 2
            small[SERIOUS_VISITS, i] = 0
        else:
            shorts[LISTED, i] += 1
    elif incentives.is_blacklisted(
        p.blacklist, whole(small[SUPERVISION_CLASS, i]), whole(small[WORST_CLASS, i]), whole(shorts[FATAL_THIS_YEAR, i])
    ):
        shorts[LISTED, i] = 1
        startle(state, i, p.attention_by_listing)
        totals[BLACKLISTINGS] += 1.0


@sweep
def set_record_shares(state: State, room: Room, tables: Tables, p: Any) -> None:
    """Probability that a record lapses, or is entered, when its turn comes: by department and kind of enterprise.

    Kinds are the sectors of those outside the register, then of those in it.
    """
    departments, kinds = tables.coverage.shape
    sectors = kinds - 1
    for department in range(departments):
        for kind in range(2 * sectors):
            sector = kind % sectors
            coverage = tables.coverage[department, sector if kind < sectors else sectors]
            room.shares[LAPSES, department, kind] = responsibility.lapse_probability(p.record_lapse, coverage, departments)
            room.shares[ENTERED, department, kind] = responsibility.discovery_probability(
                p.record_lapse, coverage, p.registry_drive, departments) if has_mandate(state, department, sector) else 0.0


@kernel
def check_record(state: State, room: Room, department: int, i: int, left: float) -> None:
    """A department's turn to go through the record of an enterprise: lose it, keep it, or enter it."""
    known, bit = state.words[KNOWN, i], 1 << department
    kind = state.bytes[SECTOR, i] + state.bytes[REGISTERED, i] * (room.shares.shape[2] // 2)
    if known & bit:
        if left < room.shares[LAPSES, department, kind]:
            know(state, i, known & ~bit)
    elif left < room.shares[ENTERED, department, kind]:
        know(state, i, known | bit)
