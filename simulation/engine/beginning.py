"""The first state of a world: its enterprises as drawn, its departments as the budget has them."""

from __future__ import annotations

from typing import Any

from simulation.engine.clock import Clock
from simulation.engine.columns import (
    ATTENTION,
    BASE_ATTENTION,
    CERTAINTY_BELIEF,
    CERTIFIED,
    CIRCLE_MEMBERS,
    COMPETENCE,
    EFFORT,
    ESTIMATE,
    FINE_BELIEF,
    FINED_BY,
    GAPS_SET,
    GRADE,
    HIGH_RISK,
    INSURANCE_SET,
    KNOWN,
    LAST_LOOK,
    LAST_OFFICER,
    LASTING,
    LEADS_SET,
    MONTHS_SINCE_FINE,
    MONTHS_SINCE_RECORD,
    MONTHS_SINCE_SERIOUS,
    MONTHS_SINCE_VISIT,
    OUTPUT,
    PLACE,
    PRIOR,
    PRIORITY,
    REGISTERED,
    SECTOR,
    SIXTY_FOURTHS,
    SIZE,
    SUPERVISION_CLASS,
    TAX,
    TIE,
    VISIT_BELIEF,
    WORKERS,
)
from simulation.engine.staff import staff_posts
from simulation.engine.state import LONG_AGO, Room, State
from simulation.engine.tables import EXPOSED_SHARE, LARGER, MAJOR, MEAN_DEATHS, TAIL, Tables
from simulation.population import BELIEF_AT_FIRST, Drawn
from simulation.rule import entry, kernel
from simulation.rules import severity, targeting


@entry
def begin(state: State, room: Room, tables: Tables, drawn: Drawn, p: Any, clock: Clock) -> None:
    """Enter the enterprises and fill the posts."""
    state.government[PRIORITY] = p.priority_base
    state.government[LEADS_SET] = -1.0
    state.government[GAPS_SET] = -1.0
    state.government[INSURANCE_SET] = -1.0
    for i in range(drawn.sector.shape[0]):
        _enter(state, drawn, p, i)
        _open_files(state, p, clock, i)
        _weigh_severity(tables, drawn, int(p.most_exposed), i)
        state.circles[CIRCLE_MEMBERS, drawn.sector[i], drawn.place[i]] += 1.0
    for department in range(state.desks.shape[1]):
        staff_posts(state, room, tables, p, clock, department)


@kernel
def _enter(state: State, drawn: Drawn, p: Any, i: int) -> None:
    reals, shorts, small = state.reals, state.shorts, state.bytes
    workers = drawn.workers[i]
    shorts[WORKERS, i] = workers
    shorts[PLACE, i] = drawn.place[i]
    shorts[MONTHS_SINCE_VISIT, i] = LONG_AGO
    shorts[MONTHS_SINCE_RECORD, i] = LONG_AGO
    shorts[MONTHS_SINCE_FINE, i] = LONG_AGO
    shorts[MONTHS_SINCE_SERIOUS, i] = LONG_AGO
    small[FINED_BY, i] = -1
    small[SECTOR, i] = drawn.sector[i]
    small[REGISTERED, i] = drawn.registered[i]
    small[HIGH_RISK, i] = drawn.high_risk[i]
    small[GRADE, i] = drawn.grade[i]
    small[SUPERVISION_CLASS, i] = 1
    if drawn.grade[i] > 0:
        shorts[CERTIFIED, i] = max(0, int(p.scheme_months) - drawn.certificate_age[i])
    state.words[KNOWN, i] = drawn.known[i]
    state.singles[LASTING, i] = drawn.lasting[i]
    state.singles[BASE_ATTENTION, i] = drawn.attention[i]
    state.singles[TAX, i] = drawn.tax[i]
    state.singles[TIE, i] = drawn.tie[i]
    state.singles[SIZE, i] = drawn.size[i]
    reals[EFFORT, i] = 0.3
    reals[COMPETENCE, i] = p.competence_mean
    reals[ATTENTION, i] = drawn.attention[i]
    reals[OUTPUT, i] = 1.0
    reals[VISIT_BELIEF, i] = BELIEF_AT_FIRST
    reals[CERTAINTY_BELIEF, i] = p.certainty_unseen
    reals[FINE_BELIEF, i] = p.fine_tariff


@kernel
def _open_files(state: State, p: Any, clock: Clock, i: int) -> None:
    prior = targeting.prior_risk(state.bytes[HIGH_RISK, i] != 0, state.shorts[WORKERS, i], p.high_risk_points, p.size_points)
    state.shorts[PRIOR, i] = int(prior * SIXTY_FOURTHS)
    for department in range(state.desks.shape[1]):
        state.files[ESTIMATE, department, i] = int(prior * SIXTY_FOURTHS)
        state.files[LAST_LOOK, department, i] = clock.month - LONG_AGO // 2
        state.files[LAST_OFFICER, department, i] = -1


@kernel
def _weigh_severity(tables: Tables, drawn: Drawn, most: int, i: int) -> None:
    sector = drawn.sector[i]
    for domain in range(tables.domains.shape[1]):
        exposed = severity.exposed_workers(drawn.workers[i], tables.domains[EXPOSED_SHARE, domain], most)
        if tables.severities[sector, domain, exposed, MEAN_DEATHS] == 0.0:
            tables.severities[sector, domain, exposed, LARGER] = severity.tail_probability(3, tables.pairs[TAIL, sector, domain], exposed)
            tables.severities[sector, domain, exposed, MAJOR] = severity.tail_probability(10, tables.pairs[TAIL, sector, domain], exposed)
            # Last: districts share the table, and another thread takes what it sees here for whole.
            tables.severities[sector, domain, exposed, MEAN_DEATHS] = severity.mean_deaths(tables.pairs[TAIL, sector, domain], exposed)
