"""The plan of a quarter: so many visits by lot, so many by risk in the order of chance, then a reserve by risk."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.blocks import BLOCK, draw_listed, to_gumbel
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    AGENDA_END,
    AGENDA_NEXT,
    CERTIFIED,
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
from simulation.engine.state import AGENDA, EXTRA, LINE, OTHERS, RISK, SINCE, Room, State, whole
from simulation.rule import kernel, sweep
from simulation.rules import targeting

LOT, TARGET, PLAN_ORDER, SCHEME = STREAM["lot"], STREAM["target"], STREAM["plan_order"], STREAM["scheme"]
EXEMPTION = 3
"""Draw of the stream ``scheme``; the others belong to joining."""


@sweep
def draw_plan(state: State, room: Room, p: Any, clock: Clock, department: int, emergency: bool, capacity: float) -> None:
    """Draw the plan of a department for the months ahead."""
    count = int(p.plan_months * capacity) + 1
    known = list_open(state, room, p, clock, department)
    lot = min(known, int(count * p.random_share + 0.5))
    if lot > 0:
        draw_lot(room, clock, department, known, lot)
    score_all(state, room, p, clock, department, lot, known)
    high = set_apart(state, room, lot, known) if emergency else 0
    general, wanted = known - lot - high, count - lot
    from_high = min(high, int(wanted * p.priority_share + 0.5))
    from_general = min(general, wanted - from_high)
    from_high = min(high, wanted - from_general)
    reserve = min(general - from_general, count // 2)
    smallest_first(room.keys[OTHERS], room.items[OTHERS], high, from_high)
    smallest_first(room.keys[LINE, lot:], room.items[LINE, lot:], general, from_general + reserve)
    write_agenda(state, room, clock, department, lot, from_high, from_general, reserve)


@sweep
def write_agenda(
    state: State, room: Room, clock: Clock, department: int, lot: int, from_high: int, from_general: int, reserve: int
) -> None:
    """The first of all lists in the order of chance, then the reserve."""
    agenda, items, first = state.agenda[department], room.items, lot + from_high + from_general
    state.desks[AGENDA_NEXT, department] = 0
    state.desks[AGENDA_END, department] = 0
    if first + reserve > agenda.shape[0]:
        room.counts[AGENDA] = max(room.counts[AGENDA], first + reserve)
        return
    for at in range(reserve):
        agenda[first + at] = items[LINE, lot + from_general + at]
    for at in range(from_high):
        items[LINE, lot + from_general + at] = items[OTHERS, at]
    draw_listed(room.keys[LINE], clock, PLAN_ORDER, items[LINE], 0, first, department)
    smallest_first(room.keys[LINE], items[LINE], first, first)
    for at in range(first):
        agenda[at] = items[LINE, at]
    state.desks[AGENDA_END, department] = first + reserve


@sweep
def list_open(state: State, room: Room, p: Any, clock: Clock, department: int) -> int:
    """List the enterprises that the plan may take: known, and not spared for a certificate."""
    known, certified, items, count = state.words[KNOWN], state.shorts[CERTIFIED], room.items[LINE], 0
    for i in range(known.shape[0]):
        # Written whether it counts or not: a branch here would be guessed wrongly too often.
        items[count] = i
        if certified[i] > 0 and luck(clock, SCHEME, i, EXEMPTION) < p.scheme_exemption:
            continue
        count += known[i] >> department & 1
    return count


@sweep
def draw_lot(room: Room, clock: Clock, department: int, known: int, wanted: int) -> None:
    """Bring those drawn by lot to the head of the list."""
    keys = room.keys[LINE]
    draw_listed(keys, clock, LOT, room.items[LINE], 0, known, department)
    for k in range(known):
        keys[k] = -keys[k]
    smallest_first(keys, room.items[LINE], known, wanted)


@sweep
def set_apart(state: State, room: Room, start: int, end: int) -> int:
    """Move those of high risk to the other list; how many."""
    keys, items, high, kept = room.keys, room.items, 0, start
    for k in range(start, end):
        if state.bytes[HIGH_RISK, items[LINE, k]]:
            keys[OTHERS, high] = keys[LINE, k]
            items[OTHERS, high] = items[LINE, k]
            high += 1
        else:
            keys[LINE, kept] = keys[LINE, k]
            items[LINE, kept] = items[LINE, k]
            kept += 1
    return high


@sweep
def score_all(state: State, room: Room, p: Any, clock: Clock, department: int, start: int, end: int) -> None:
    """Give the listed enterprises their scores as keys, highest first, noise included."""
    keys, items, block = room.keys[LINE], room.items[LINE], room.block
    draw_listed(keys, clock, TARGET, items, start, end, department)
    to_gumbel(keys, start, end)
    for first in range(start, end, BLOCK):
        count = min(BLOCK, end - first)
        for k in range(count):
            weigh_records(state, room, p, clock, department, items[first + k], k)
        for k in range(count):
            keys[first + k] = -targeting.visit_score(
                block[RISK, k], block[SINCE, k], keys[first + k], block[EXTRA, k], p.risk_weight, p.time_weight, p.ranking_temperature)


@kernel
def weigh_records(state: State, room: Room, p: Any, clock: Clock, department: int, i: int, k: int) -> None:
    """What the records say of an enterprise, into place ``k`` of the block."""
    own = clock.month - whole(state.files[LAST_LOOK, department, i])
    least = min(own, whole(state.shorts[MONTHS_SINCE_VISIT, i]))
    room.block[SINCE, k] = targeting.shared_view(own, least, p.records_shared)
    risk = risk_of(state, room, p, clock, department, i)
    room.block[RISK, k] = targeting.shared_view(risk, room.pooled[i], p.records_shared)
    room.block[EXTRA, k] = targeting.record_points(
        whole(state.bytes[SUPERVISION_CLASS, i]), p.class_step, whole(state.shorts[MONTHS_SINCE_RECORD, i]), p.accident_points)


@sweep
def set_kept(room: Room, p: Any) -> None:
    """What a look still counts after so many months, once for all."""
    for months in range(room.kept.shape[0]):
        room.kept[months] = targeting.kept_share(months, p.risk_drift)


@kernel
def risk_of(state: State, room: Room, p: Any, clock: Clock, department: int, i: int) -> float:
    """A department's estimate of an enterprise's risk now."""
    months = clock.month - whole(state.files[LAST_LOOK, department, i])
    return targeting.drifted_risk(
        state.files[ESTIMATE, department, i] / SIXTY_FOURTHS, state.shorts[PRIOR, i] / SIXTY_FOURTHS,
        room.kept[min(months, room.kept.shape[0] - 1)], p.risk_drift, p.risk_growth,
    )


@sweep
def pool_risks(state: State, room: Room, p: Any, clock: Clock) -> None:
    """The highest risk estimate among the departments that know an enterprise; of no use where no record is shared."""
    if p.records_shared <= 0.0:
        return
    for i in range(room.pooled.shape[0]):
        highest = 0.0
        for department in range(state.desks.shape[1]):
            if state.words[KNOWN, i] & (1 << department):
                highest = max(highest, risk_of(state, room, p, clock, department, i))
        room.pooled[i] = highest
