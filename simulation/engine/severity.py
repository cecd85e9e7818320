"""How bad an injury is, and whether it reaches the record."""

from __future__ import annotations

from typing import Any

from simulation.district import NOMINAL_EMPLOYEES
from simulation.draws import STREAM
from simulation.engine.by_domain import enter_injury
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    EVENT_CLASS,
    EVENT_DEATHS,
    EVENT_DOMAIN,
    EVENT_ENTERPRISE,
    EVENT_LOSS,
    EVENT_MONTH,
    EVENT_ON_RECORD,
    EVENT_SERIOUS,
    INJURED,
    INSURED,
    NEW_CLAIMS,
    PLACE,
    PLACE_DEATHS,
    PLACE_INJURIES,
    REPORTED_THIS_YEAR,
    SECTOR,
    WORKERS,
)
from simulation.engine.state import CELLS_PER_DOMAIN, EVENT_END, EVENTS_NEEDED, FATAL, Room, State, whole
from simulation.engine.tables import EXPOSED_SHARE, TAIL, UNSAFE_FATAL_SHARE, YEARLY_WAGE, Tables
from simulation.orders import (
    HIT_DEATHS,
    HIT_DOMAIN,
    HIT_ENTERPRISE,
    HIT_LOSS,
    HIT_ON_RECORD,
    HIT_SERIOUS,
    MOST_INJURIES,
    Orders,
)
from simulation.outcomes import NUMBER
from simulation.population import pick_in_row
from simulation.rule import kernel
from simulation.rules import penalties, reporting, severity

ACCIDENT = STREAM["accident"]
DRAWS_PER_INJURY = 8
CAUSE, KILLS, HOW_MANY, SERIOUS, LOSS, REPORTED, RECORDED, PROSECUTED = range(DRAWS_PER_INJURY)
LOST_TIME_INJURIES, SERIOUS_INJURIES, DEATHS = NUMBER["lost_time_injuries"], NUMBER["serious_injuries"], NUMBER["deaths"]
ACCIDENT_LOSS, REPORTED_INJURIES, FINES = NUMBER["accident_loss"], NUMBER["reported_injuries"], NUMBER["fines"]
STATUTORY_ACCIDENTS, LARGER_ACCIDENTS = NUMBER["statutory_accidents"], NUMBER["larger_accidents"]
ACCIDENTS_ON_RECORD, REPORTED_DEATHS = NUMBER["accidents_on_record"], NUMBER["reported_deaths"]
REPORTED_LARGER_ACCIDENTS, DEATHS_CONCEALED = NUMBER["reported_larger_accidents"], NUMBER["deaths_concealed"]


@kernel
def draw_one(
    state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, i: int, injury: int, intensity: float, concealing: float,
    orders: Orders
) -> float:
    """One injury: its cause, severity, loss and report; an event if it is a statutory accident.  The fines that follow, in yuan."""
    first, sector = DRAWS_PER_INJURY * injury, state.bytes[SECTOR, i]
    cause = pick_in_row(room.causes, intensity, luck(clock, ACCIDENT, i, first + CAUSE))
    domain = (cause - 1) // CELLS_PER_DOMAIN if cause > 0 else -1
    fatal = state.risks[FATAL, cause] if cause > 0 else tables.sectors[UNSAFE_FATAL_SHARE, sector]
    deaths = serious = 0
    if luck(clock, ACCIDENT, i, first + KILLS) < fatal:
        deaths = 1
        if cause > 0:
            exposed = severity.exposed_workers(whole(state.shorts[WORKERS, i]), tables.domains[EXPOSED_SHARE, domain], tables.most_exposed)
            deaths = severity.deaths_drawn(luck(clock, ACCIDENT, i, first + HOW_MANY), tables.pairs[TAIL, sector, domain], exposed)
    elif luck(clock, ACCIDENT, i, first + SERIOUS) < p.serious_share:
        serious = 1
    loss = severity.direct_loss(
        luck(clock, ACCIDENT, i, first + LOSS), deaths, serious, p.loss_per_injury, p.loss_per_serious, p.loss_per_death, p.loss_tail)
    count_injury(state, clock, totals, i, deaths, serious, loss)
    enter_injury(orders, sector, domain, deaths)
    on_record = reaches_record(state, tables, p, clock, totals, i, first, deaths, concealing)
    legal = severity.legal_class(deaths, serious, loss)
    if legal == 0:
        mark_injured(state, i)
        return 0.0
    fines = count_accident(tables, p, clock, totals, i, first, sector, deaths, serious, loss, legal, on_record)
    if on_record:
        state.government[REPORTED_THIS_YEAR] += deaths
    note(room, clock, i, domain, deaths, serious, loss, legal, on_record)
    return fines


@kernel
def mark_injured(state: State, i: int) -> None:
    """An injury that is no statutory accident, and so no event: it startles its own enterprise in the phase of consequences."""
    state.marks[INJURED, i] = min(whole(state.marks[INJURED, i]) + 1, 100)


@kernel
def count_injury(state: State, clock: Clock, totals: Any, i: int, deaths: int, serious: int, loss: float) -> None:
    """Enter what happened, on record or not."""
    injuries, place = 1 + max(0, deaths - 1), state.shorts[PLACE, i]
    totals[LOST_TIME_INJURIES] += injuries
    totals[SERIOUS_INJURIES] += serious
    totals[DEATHS] += deaths
    totals[ACCIDENT_LOSS] += loss
    if clock.month >= 0:
        state.place_totals[PLACE_INJURIES, place] += injuries
        state.place_totals[PLACE_DEATHS, place] += deaths


@kernel
def reaches_record(state: State, tables: Tables, p: Any, clock: Clock, totals: Any, i: int, first: int, deaths: int, concealing: float) -> bool:
    """Whether an accident reaches the record; the insurer learns of what the enterprise reports."""
    willing = reporting.willing_by_size(p.injury_reporting, float(state.shorts[WORKERS, i]), p.reporting_half_size)
    reports = luck(clock, ACCIDENT, i, first + REPORTED) < reporting.injury_report_probability(
        willing, p.report_audit, p.premium_swing, p.claims_management, state.bytes[INSURED, i] != 0)
    if deaths > 0:
        hidden = reporting.fatal_concealment(
            p.concealment_base, concealing, p.concealment_by_pressure, deaths, p.concealment_by_deaths, p.whistle_reward,
            p.whistle_reward_normal, p.whistle_protection - p.protection_normal, p.report_audit - p.audit_normal,
        )
        on_record = luck(clock, ACCIDENT, i, first + RECORDED) >= kept_out(state, tables, p, hidden, deaths)
    else:
        on_record = reports and luck(clock, ACCIDENT, i, first + RECORDED) < p.serious_recording
    known = on_record or (reports and deaths == 0)
    totals[REPORTED_INJURIES] += known * (1 + max(0, deaths - 1))
    if known:
        state.fresh[NEW_CLAIMS, i] += p.claim_by_death if deaths > 0 else p.claim_by_injury
    return on_record


@kernel
def kept_out(state: State, tables: Tables, p: Any, hidden: float, deaths: int) -> float:
    """Probability that deaths are kept off the record, once officials defend the year's ceiling."""
    if p.concealment_at_ceiling <= 0.0 and p.reclassified <= 0.0:
        return hidden
    if not reporting.breaks_ceiling(state.government[REPORTED_THIS_YEAR], deaths, ceiling_of(tables, p)):
        return hidden
    weight = reporting.ceiling_weight(p.outcome_weight, p.one_vote_veto, p.veto_multiple)
    return reporting.kept_out_probability(hidden, p.concealment_at_ceiling, p.reclassified, weight)


@kernel
def ceiling_of(tables: Tables, p: Any) -> float:
    """Reported deaths that the district may have in a year, 0 without a ceiling."""
    return p.death_ceiling * tables.employees / NOMINAL_EMPLOYEES


@kernel
def count_accident(
    tables: Tables, p: Any, clock: Clock, totals: Any, i: int, first: int, sector: int, deaths: int, serious: int, loss: float, legal: int,
    on_record: bool
) -> float:
    """Enter a statutory accident, with the fines of one on record: on the unit, on the person in charge, by a court."""
    totals[STATUTORY_ACCIDENTS] += 1.0
    totals[LARGER_ACCIDENTS] += legal >= 2
    if not on_record:
        totals[DEATHS_CONCEALED] += deaths
        return 0.0
    totals[ACCIDENTS_ON_RECORD] += 1.0
    totals[REPORTED_DEATHS] += deaths
    totals[REPORTED_LARGER_ACCIDENTS] += legal >= 2
    unit = penalties.accident_fine(
        deaths, serious, loss, p.accident_fine_scale, p.accident_fine_general, p.accident_fine_larger, p.accident_fine_major,
        p.accident_fine_especially,
    )
    person = penalties.personal_fine(deaths, p.personal_fine, tables.sectors[YEARLY_WAGE, sector], p.manager_income)
    court = p.court_fine if deaths > 0 and luck(clock, ACCIDENT, i, first + PROSECUTED) < p.prosecution else 0.0
    fines = unit + person + court
    totals[FINES] += fines
    return fines


@kernel
def note(room: Room, clock: Clock, i: int, domain: int, deaths: int, serious: int, loss: float, legal: int, on_record: bool) -> None:
    """Write the event down."""
    events, number = room.events, room.counts[EVENT_END]
    if number == events.shape[1]:
        room.counts[EVENTS_NEEDED] = 2 * number
        return
    events[EVENT_MONTH, number] = clock.month
    events[EVENT_ENTERPRISE, number] = i
    events[EVENT_DOMAIN, number] = domain
    events[EVENT_DEATHS, number] = deaths
    events[EVENT_SERIOUS, number] = serious
    events[EVENT_LOSS, number] = loss
    events[EVENT_CLASS, number] = legal
    events[EVENT_ON_RECORD, number] = on_record
    room.counts[EVENT_END] = number + 1


@kernel
def happen(state: State, room: Room, tables: Tables, p: Any, clock: Clock, totals: Any, orders: Orders, number: int) -> None:
    """An accident that is ordered: counted, reported and heard of like any other."""
    hit = orders.accidents
    i, deaths, serious, loss = int(hit[HIT_ENTERPRISE, number]), int(hit[HIT_DEATHS, number]), int(hit[HIT_SERIOUS, number]), hit[HIT_LOSS, number]
    on_record, legal = hit[HIT_ON_RECORD, number] != 0.0, severity.legal_class(deaths, serious, loss)
    count_injury(state, clock, totals, i, deaths, serious, loss)
    if on_record:
        totals[REPORTED_INJURIES] += 1 + max(0, deaths - 1)
        state.fresh[NEW_CLAIMS, i] += p.claim_by_death if deaths > 0 else p.claim_by_injury
    if legal == 0:
        mark_injured(state, i)
        return
    first = DRAWS_PER_INJURY * (MOST_INJURIES + number)
    count_accident(tables, p, clock, totals, i, first, state.bytes[SECTOR, i], deaths, serious, loss, legal, on_record)
    if on_record:
        state.government[REPORTED_THIS_YEAR] += deaths
    note(room, clock, i, int(hit[HIT_DOMAIN, number]), deaths, serious, loss, legal, on_record)
