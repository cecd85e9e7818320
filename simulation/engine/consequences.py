"""Phase consequences: what a month leaves behind."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.aftermath import hear_of_disasters, spread_accident, spread_publications
from simulation.engine.blocks import BLOCK, draw_block
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    ATTENTION,
    CAMPAIGN_LEFT,
    CERTIFIED,
    CLAIMS,
    CLEAN_VISITS,
    COMPLAINED,
    EFFORT,
    EVENT_CLASS,
    EVENT_ON_RECORD,
    FATAL_THIS_YEAR,
    FINDINGS,
    INBOX,
    INSURED,
    KNOWN,
    LISTED,
    OPEN_HAZARDS,
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
from simulation.engine.planning import is_in_campaign
from simulation.engine.policy import any_responsible, has_mandate, know
from simulation.engine.state import EVENT_END, EVENT_FIRST, Room, State, whole
from simulation.engine.tables import Tables
from simulation.news import Heard
from simulation.outcomes import NUMBER
from simulation.rule import kernel, sweep
from simulation.rules import attention, incentives, responsibility

JOINING = 0
"""Draw of the stream ``scheme``; number 3 belongs to the planning of visits."""
LARGER = 2
"""Legal class from which a campaign follows."""
COMPLAINS, CHECKED, BRIEFED = range(3)
"""Rows of the block: draws."""
LAPSES, ENTERED = range(2)
COMPLAINT, SCHEME, BRIEFING, RECORD = STREAM["complaint"], STREAM["scheme"], STREAM["briefing"], STREAM["record"]
COMPLAINTS, PREMIUMS, BLACKLISTINGS = NUMBER["complaints"], NUMBER["premiums"], NUMBER["blacklistings"]
ENTERPRISE_COST, GOVERNMENT_COST = NUMBER["enterprise_cost"], NUMBER["government_cost"]


@sweep
def phase_consequences(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, heard: Heard) -> None:
    """Memories, own and others' accidents, publications, complaints, premiums, classes, records, pressure."""
    fade(state, room, p)
    for event in range(room.counts[EVENT_FIRST], room.counts[EVENT_END]):
        spread_accident(state, room, tables, p, event)
    hear_of_disasters(state, p, heard)
    spread_publications(state, room, tables, p, totals, heard)
    set_record_shares(state, room, tables, p)
    forget_chances(room, p)
    block, departments, campaign = room.block, state.desks.shape[1], is_in_campaign(state, p)
    for first in range(0, state.cells.shape[0], BLOCK):
        count = min(BLOCK, state.cells.shape[0] - first)
        draw_block(block[COMPLAINS], clock, COMPLAINT, first, count, 0)
        draw_block(block[CHECKED], clock, RECORD, first, count, 0)
        if p.briefings > 0.0:
            draw_block(block[BRIEFED], clock, BRIEFING, first, count, 0)
        for k in range(count):
            if block[COMPLAINS, k] < complaint_chance(state, room, p, first + k):
                complain(state, clock, totals, first + k)
            settle_accounts(state, p, clock, totals, first + k)
            if state.words[KNOWN, first + k]:
                brief(state, p, totals, first + k, block[BRIEFED, k], campaign)
            turn = int(block[CHECKED, k] * departments)
            check_record(state, room, turn, first + k, block[CHECKED, k] * departments - turn)
    after_month(state, room, p)


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


@sweep
def forget_chances(room: Room, p: Any) -> None:
    """Forget the chances of complaints known so far if they stand for other parameters."""
    now, same = room.complaint_now, True
    now[0], now[1], now[2] = p.complaint_base, p.whistle_reward, p.whistle_reward_normal
    now[3], now[4], now[5] = p.complaint_reward_response, p.whistle_protection, p.protection_normal
    now[6] = p.complaint_protection_response
    for number in range(now.shape[0]):
        same = same and now[number] == room.complaint_set[number]
        room.complaint_set[number] = now[number]
    if not same:
        room.complaint[:] = -1.0


@kernel
def complaint_chance(state: State, room: Room, p: Any, i: int) -> float:
    """Probability of a complaint; for the many small enterprises it is worked out once for each size and number of hazards."""
    workers, hazards = whole(state.shorts[WORKERS, i]), whole(state.notes[OPEN_HAZARDS, i])
    small = workers < room.complaint.shape[0] and hazards < room.complaint.shape[1]
    if small and room.complaint[workers, hazards] >= 0.0:
        return room.complaint[workers, hazards]
    chance = incentives.complaint_probability(
        workers, hazards, p.complaint_base, p.whistle_reward, p.whistle_reward_normal, p.complaint_reward_response, p.whistle_protection,
        p.protection_normal, p.complaint_protection_response,
    )
    if small:
        room.complaint[workers, hazards] = chance
    return chance


@kernel
def complain(state: State, clock: Clock, totals: Any, i: int) -> None:
    """Somebody reports an enterprise to one of the departments that could answer for it."""
    totals[COMPLAINTS] += 1.0
    recipient = any_responsible(state, state.bytes[SECTOR, i], luck(clock, COMPLAINT, i, 1))
    if recipient >= 0:
        state.words[COMPLAINED, i] |= 1 << recipient
        report_to(state, recipient, i)


@kernel
def settle_accounts(state: State, p: Any, clock: Clock, totals: Any, i: int) -> None:
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
    # A draw by itself is dear: none where nobody can join.
    elif p.scheme_open > 0.0 and small[REGISTERED, i] and incentives.joins_scheme(
        luck(clock, SCHEME, i, JOINING), p.scheme_open, reals[EFFORT, i], reals[ATTENTION, i], p.scheme_open > 0.0
    ):
        shorts[CERTIFIED, i] = int(p.scheme_months)
    if small[SUPERVISION_CLASS, i] == 0 and p.class_reward > 0.0:
        totals[GOVERNMENT_COST] += p.class_reward * workers / 12.0
        totals[ENTERPRISE_COST] += -p.class_reward * workers / 12.0
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


@kernel
def brief(state: State, p: Any, totals: Any, i: int, drawn: float, campaign: bool) -> None:
    """The person in charge is briefed, perhaps; in a campaign everybody who is known hears of it."""
    reals = state.reals
    if p.briefings > 0.0 and drawn < p.briefings / 12.0:
        reals[ATTENTION, i] = attention.raised(reals[ATTENTION, i], p.attention_by_briefing)
        totals[GOVERNMENT_COST] += p.briefing_cost
    if campaign:
        reals[ATTENTION, i] = attention.raised(reals[ATTENTION, i], p.attention_by_campaign * p.campaign_strength)


@sweep
def set_record_shares(state: State, room: Room, tables: Tables, p: Any) -> None:
    """Probability that a record lapses, or is entered, when its turn comes: by department and kind of enterprise."""
    departments, kinds = tables.coverage.shape
    for department in range(departments):
        for kind in range(kinds):
            coverage = tables.coverage[department, kind]
            room.shares[LAPSES, department, kind] = responsibility.lapse_probability(p.record_lapse, coverage, departments)
            room.shares[ENTERED, department, kind] = responsibility.discovery_probability(
                p.record_lapse, coverage, p.registry_drive, departments)


@kernel
def check_record(state: State, room: Room, department: int, i: int, left: float) -> None:
    """A department's turn to go through the record of an enterprise: lose it, keep it, or enter it."""
    sector, known, bit = state.bytes[SECTOR, i], state.words[KNOWN, i], 1 << department
    kind = room.shares.shape[2] - 1 if state.bytes[REGISTERED, i] else sector
    if known & bit:
        if left < room.shares[LAPSES, department, kind]:
            know(state, i, known & ~bit)
    elif has_mandate(state, department, sector) and left < room.shares[ENTERED, department, kind]:
        know(state, i, known | bit)
