"""The plan of a quarter: so many visits by lot, so many by risk in the order of chance, then a reserve by risk."""

from __future__ import annotations

from typing import Any

from simulation.distributions import gumbel
from simulation.draws import STREAM
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    AGENDA_END,
    AGENDA_NEXT,
    CERTIFIED,
    CHOSEN,
    ESTIMATE,
    HIGH_RISK,
    KNOWN,
    LAST_LOOK,
    MONTHS_SINCE_RECORD,
    MONTHS_SINCE_VISIT,
    PRIOR,
    SIXTY_FOURTHS,
    SUPERVISION_CLASS,
)
from simulation.engine.order import smallest_first
from simulation.engine.state import AGENDA, LINE, OTHERS, Room, State, whole
from simulation.engine.tables import Tables
from simulation.rule import kernel
from simulation.rules import targeting

LOT, TARGET, PLAN_ORDER, SCHEME = STREAM["lot"], STREAM["target"], STREAM["plan_order"], STREAM["scheme"]
EXEMPTION = 3
"""Draw of the stream ``scheme``; the others belong to joining."""


@kernel
def draw_plan(state: State, room: Room, tables: Tables, p: Any, clock: Clock, department: int, capacity: float) -> None:
    """Draw the plan of a department for the months ahead."""
    count = int(p.plan_months * capacity) + 1
    lot = draw_lot(state, room, p, clock, department, int(count * p.random_share + 0.5))
    first = lot
    high, general = rank(state, room, p, clock, department, department == tables.emergency, first)
    wanted = count - lot
    from_high = min(high, int(wanted * p.priority_share + 0.5))
    from_general = min(general, wanted - from_high)
    from_high = min(high, wanted - from_general)
    reserve = min(general - from_general, count // 2)
    smallest_first(room.keys[OTHERS], room.items[OTHERS], high, from_high)
    smallest_first(room.keys[LINE], room.items[LINE], general, from_general + reserve)
    agenda = state.agenda[department]
    if lot + from_high + from_general + reserve > agenda.shape[0]:
        room.counts[AGENDA] = max(room.counts[AGENDA], lot + from_high + from_general + reserve)
        lot = from_high = from_general = reserve = 0
    # The lot stands at the head of the agenda already.
    end = lot
    for at in range(from_high):
        agenda[end] = room.items[OTHERS, at]
        end += 1
    for at in range(from_general + reserve):
        agenda[end] = room.items[LINE, at]
        end += 1
    shuffle(state, room, clock, department, end - reserve)
    state.desks[AGENDA_NEXT, department] = 0
    state.desks[AGENDA_END, department] = end


@kernel
def is_open(state: State, p: Any, clock: Clock, department: int, i: int) -> bool:
    """Whether the plan may take an enterprise: known to the department, and not spared for its certificate."""
    if not state.masks[KNOWN, i] & (1 << department):
        return False
    return not (state.shorts[CERTIFIED, i] > 0 and luck(clock, SCHEME, i, EXEMPTION) < p.scheme_exemption)


@kernel
def draw_lot(state: State, room: Room, p: Any, clock: Clock, department: int, wanted: int) -> int:
    """Mark the enterprises drawn by lot and put them at the head of the agenda; how many."""
    if wanted <= 0:
        return 0
    count = 0
    for i in range(state.masks.shape[1]):
        if is_open(state, p, clock, department, i):
            room.keys[LINE, count] = -gumbel(luck(clock, LOT, i, department))
            room.items[LINE, count] = i
            count += 1
    drawn = min(wanted, count)
    smallest_first(room.keys[LINE], room.items[LINE], count, drawn)
    agenda = state.agenda[department]
    if drawn > agenda.shape[0]:
        room.counts[AGENDA] = max(room.counts[AGENDA], 2 * drawn)
        drawn = agenda.shape[0]
    for at in range(drawn):
        agenda[at] = room.items[LINE, at]
        state.bytes[CHOSEN, room.items[LINE, at]] = 1
    return drawn


@kernel
def rank(state: State, room: Room, p: Any, clock: Clock, department: int, apart: bool, lot: int) -> tuple[int, int]:
    """Score all others, those of high risk apart where that is asked; how many of each.  Takes the marks of the lot away."""
    high = general = 0
    for i in range(state.masks.shape[1]):
        if state.bytes[CHOSEN, i]:
            state.bytes[CHOSEN, i] = 0
        elif is_open(state, p, clock, department, i):
            key = -score(state, p, clock, department, i)
            if apart and state.bytes[HIGH_RISK, i]:
                room.keys[OTHERS, high] = key
                room.items[OTHERS, high] = i
                high += 1
            else:
                room.keys[LINE, general] = key
                room.items[LINE, general] = i
                general += 1
    return high, general


@kernel
def shuffle(state: State, room: Room, clock: Clock, department: int, count: int) -> None:
    """Put the first of an agenda in the order of chance."""
    agenda = state.agenda[department]
    for at in range(count):
        room.items[LINE, at] = agenda[at]
        room.keys[LINE, at] = luck(clock, PLAN_ORDER, agenda[at], department)
    smallest_first(room.keys[LINE], room.items[LINE], count, count)
    for at in range(count):
        agenda[at] = room.items[LINE, at]


@kernel
def score(state: State, p: Any, clock: Clock, department: int, i: int) -> float:
    """Score of an enterprise in the ranking, noise included."""
    own = clock.month - whole(state.files[LAST_LOOK, department, i])
    since = targeting.shared_view(own, min(own, whole(state.shorts[MONTHS_SINCE_VISIT, i])), p.records_shared)
    risk = targeting.shared_view(risk_of(state, p, clock, department, i), pooled_risk(state, p, clock, i), p.records_shared)
    extra = targeting.record_points(
        whole(state.bytes[SUPERVISION_CLASS, i]), p.class_step, whole(state.shorts[MONTHS_SINCE_RECORD, i]), p.accident_points)
    noise = gumbel(luck(clock, TARGET, i, department))
    return targeting.visit_score(risk, since, noise, extra, p.risk_weight, p.time_weight, p.ranking_temperature)


@kernel
def risk_of(state: State, p: Any, clock: Clock, department: int, i: int) -> float:
    """A department's estimate of an enterprise's risk now."""
    return targeting.drifted_risk(
        state.files[ESTIMATE, department, i] / SIXTY_FOURTHS, state.shorts[PRIOR, i] / SIXTY_FOURTHS,
        clock.month - whole(state.files[LAST_LOOK, department, i]), p.risk_drift, p.risk_growth,
    )


@kernel
def pooled_risk(state: State, p: Any, clock: Clock, i: int) -> float:
    """The highest risk estimate among the departments that know an enterprise."""
    highest = 0.0
    for department in range(state.desks.shape[1]):
        if state.masks[KNOWN, i] & (1 << department):
            highest = max(highest, risk_of(state, p, clock, department, i))
    return highest
