"""Phase policy: what the levers of the month change at once, and the marks of the month wiped out."""

from __future__ import annotations

from typing import Any

from simulation.draws import uniform
from simulation.engine.clock import Clock
from simulation.engine.columns import (
    COVERED,
    FATAL_THIS_YEAR,
    FED,
    GAPS_SET,
    HIGH_RISK,
    INJURED,
    INSURANCE_SET,
    INSURED,
    KNOWN,
    LEADS_SET,
    MONITORING_SET,
    POSTED,
    REGISTERED,
    REPRESENTED,
    RIGHT_SET,
    SECTOR,
    VISITS_THIS_MONTH,
    VISITS_THIS_YEAR,
    WATCHED,
    WORST_CLASS,
)
from simulation.engine.state import State
from simulation.engine.tables import EMPTY_RANK, EXPOSURE, HEIR, LED, MANDATES, SHARED_RANK, Tables
from simulation.population import INSURANCE, POPULATION, REPRESENTATIVE, SENSOR
from simulation.rule import kernel, sweep
from simulation.rules import incentives, responsibility


@sweep
def phase_policy(state: State, tables: Tables, p: Any, clock: Clock) -> None:
    """Set the weights and marks that follow the levers; a new month begins."""
    government, small = state.government, state.bytes
    if government[LEADS_SET] != p.leads_named or government[GAPS_SET] != p.gaps_assigned:
        government[LEADS_SET] = p.leads_named
        government[GAPS_SET] = p.gaps_assigned
        set_weights(state, tables, p)
        for i in range(small.shape[1]):
            know(state, i, state.words[KNOWN, i])
    mark(state, tables, p, clock)
    for i in range(small.shape[1]):
        state.marks[VISITS_THIS_MONTH, i] = 0
        state.marks[POSTED, i] = 0
        state.marks[INJURED, i] = 0
        state.marks[FED, i] = 0
        small[WORST_CLASS, i] = 0
    if clock.month % 12 == 0:
        for i in range(small.shape[1]):
            state.shorts[VISITS_THIS_YEAR, i] = 0
            state.shorts[FATAL_THIS_YEAR, i] = 0


@sweep
def mark(state: State, tables: Tables, p: Any, clock: Clock) -> None:
    """Who is insured, has a representative, is watched: a larger share only ever adds enterprises."""
    small, government = state.bytes, state.government
    if (
        government[INSURANCE_SET] == p.insurance_high_risk and government[RIGHT_SET] == p.worker_stop_right
        and government[MONITORING_SET] == p.remote_monitoring
    ):
        return
    government[INSURANCE_SET] = p.insurance_high_risk
    government[RIGHT_SET] = p.worker_stop_right
    government[MONITORING_SET] = p.remote_monitoring
    for i in range(small.shape[1]):
        registered, high_risk = small[REGISTERED, i] != 0, small[HIGH_RISK, i] != 0
        small[INSURED, i] = incentives.is_insured(
            uniform(clock.seed, clock.world, POPULATION, i, 0, INSURANCE), high_risk, registered, p.insurance_high_risk,
            tables.other_insured,
        )
        small[REPRESENTED, i] = uniform(clock.seed, clock.world, POPULATION, i, 0, REPRESENTATIVE) < p.worker_stop_right
        small[WATCHED, i] = high_risk and uniform(clock.seed, clock.world, POPULATION, i, 0, SENSOR) < p.remote_monitoring


@kernel
def know(state: State, i: int, known: int) -> None:
    """Set which departments know an enterprise, and with it the domains that somebody who does answers for."""
    state.words[KNOWN, i] = known
    sector, covered = state.bytes[SECTOR, i], 0
    for domain in range(state.answered.shape[1]):
        if state.answered[sector, domain] & known:
            covered += 1
    state.bytes[COVERED, i] = covered


@sweep
def set_weights(state: State, tables: Tables, p: Any) -> None:
    """The responsibility matrix as the levers have it."""
    departments, sectors, domains = state.weights.shape
    state.answered[:] = 0
    state.mandated[:] = 0
    for department in range(departments):
        for sector in range(sectors):
            for domain in range(domains):
                weight = _weight(tables, p, department, sector, domain)
                state.weights[department, sector, domain] = weight
                if weight > 0.0:
                    state.mandated[department, sector] = 1
                    if tables.pairs[EXPOSURE, sector, domain] > 0.0:
                        state.answered[sector, domain] |= 1 << department


@kernel
def _weight(tables: Tables, p: Any, department: int, sector: int, domain: int) -> float:
    mandates = tables.duties[MANDATES:, sector, domain]
    count = 0
    mine = False
    for number in mandates:
        if number >= 0:
            count += 1
            mine = mine or number == department
    if count == 0:
        given = responsibility.is_within(tables.duties[EMPTY_RANK, sector, domain], tables.empty, p.gaps_assigned)
        return 1.0 if given and tables.duties[HEIR, sector, domain] == department else 0.0
    if not mine:
        return 0.0
    led = _is_led(tables, p, sector, domain)
    if p.sharing_form >= 0.5 and not led:
        return responsibility.volunteer_weight(count, p.volunteer_cost)
    return responsibility.examination_weight(count, led, mandates[0] == department, p.shared_diligence, p.led_diligence)


@kernel
def _is_led(tables: Tables, p: Any, sector: int, domain: int) -> bool:
    rank = tables.duties[SHARED_RANK, sector, domain]
    return tables.duties[LED, sector, domain] != 0 or (rank >= 0 and responsibility.is_within(rank, tables.shared, p.leads_named))


@kernel
def leads(tables: Tables, p: Any, department: int, sector: int, domain: int) -> bool:
    """Whether a department is the named lead of a cell that several share, this month."""
    return tables.duties[MANDATES, sector, domain] == department and _is_led(tables, p, sector, domain)


@kernel
def has_mandate(state: State, department: int, sector: int) -> bool:
    """Whether a department answers for anything in a sector."""
    return state.mandated[department, sector] != 0


@kernel
def responsible(state: State, sector: int, domain: int) -> int:
    """The department that looks hardest at a cell, or -1 where the cell is blind."""
    best, owner = 0.0, -1
    for department in range(state.weights.shape[0]):
        if state.weights[department, sector, domain] > best:
            best, owner = state.weights[department, sector, domain], department
    return owner


@kernel
def any_responsible(state: State, sector: int, chance: float) -> int:
    """One of the departments that answer for a sector, by chance, or -1 if none does."""
    able = 0
    for department in range(state.weights.shape[0]):
        able += has_mandate(state, department, sector)
    turn = int(chance * able)
    for department in range(state.weights.shape[0]):
        if has_mandate(state, department, sector):
            if turn == 0:
                return department
            turn -= 1
    return -1
