"""The plan of a quarter: so many visits by lot, so many by risk in the order of chance, then a reserve by risk."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.blocks import BLOCK, draw_list_word, to_gumbel
from simulation.engine.clock import Clock, real, unsigned, whole
from simulation.engine.columns import (
    AGENDA_END,
    AGENDA_NEXT,
    AGENDA_WHOLE,
    CERTIFIED,
    ESTIMATE,
    HIGH_RISK,
    KNOWN,
    LAST_LOOK,
    MONTHS_SINCE_RECORD,
    MONTHS_SINCE_VISIT,
    PRIOR,
    SECTOR,
    SIXTY_FOURTHS,
    SIZE,
    SUPERVISION_CLASS,
    VISIBLE_MAJOR,
    VISIBLE_ORDINARY,
)
from simulation.engine.order import smallest_first
from simulation.engine.state import AGENDA, LINE, OTHERS, Room, State
from simulation.engine.tables import EXPOSURE_SUM, Tables
from simulation.rule import kernel, sweep
from simulation.rules import targeting

PLAN, STANDING = STREAM["plan"], STREAM["standing"]
TARGET, LOT, ORDER = range(3)
"""Words of the block ``plan``, a block for each enterprise and department: noise of the ranking, the lot, the place in the order."""
EXEMPTION = 2
"""Word of the block ``standing``; the others belong to joining and briefing."""
SINCE, RISKS, EXTRA = range(3)
"""Rows of the block: months since the last look, risk, points for what is on file."""
LONGEST = 120
"""Months after which a look counts no less than before."""


@sweep
def draw_plan(state: State, room: Room, tables: Tables, p: Any, clock: Clock, department: int, capacity: float) -> None:
    """Draw the plan of a department for the months ahead."""
    keys, items, count = room.keys, room.items, int(p.plan_months * capacity) + 1
    known = list_known(state.words[KNOWN], items[LINE], department)
    if p.scheme_exemption > 0.0:
        known = spare(state, room, p, clock, known)
    lot = min(known, int(count * p.random_share + 0.5))
    if lot > 0:
        draw_list_word(keys[LINE, :known], clock, PLAN, items[LINE, :known], department, LOT)
        smallest_first(keys[LINE], items[LINE], known, lot, room.bins)
    score_all(state, room, tables, p, clock, department, lot, known)
    high = set_apart(state, room, lot, known) if department == tables.emergency else 0
    general, wanted = known - lot - high, count - lot
    from_high = min(high, int(wanted * p.priority_share + 0.5))
    from_general = min(general, wanted - from_high)
    from_high = min(high, wanted - from_general)
    reserve = min(general - from_general, count // 2)
    smallest_first(keys[OTHERS], items[OTHERS], high, from_high, room.bins)
    smallest_first(keys[LINE, lot:], items[LINE, lot:], general, from_general + reserve, room.bins)
    write_agenda(state, room, clock, department, lot, from_high, from_general, reserve)
    state.desks[AGENDA_WHOLE, department] = lot + from_high + from_general + reserve == known


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
    draw_list_word(room.keys[LINE, :first], clock, PLAN, items[LINE, :first], department, ORDER)
    smallest_first(room.keys[LINE], items[LINE], first, first, room.bins)
    for at in range(first):
        agenda[at] = items[LINE, at]
    state.desks[AGENDA_END, department] = first + reserve


@sweep
def list_known(known: Any, items: Any, department: int) -> int:
    """List the enterprises that a department knows; how many."""
    count = 0
    for i in range(known.shape[0]):
        # Written whether it counts or not: a branch here would be guessed wrongly too often.
        items[count] = i
        count += whole(known[i]) >> department & 1
    return count


@sweep
def spare(state: State, room: Room, p: Any, clock: Clock, known: int) -> int:
    """Strike from the list those whom a certificate spares; how many are left."""
    items, certified, kept = room.items[LINE], state.shorts[CERTIFIED], 0
    draw_list_word(room.keys[LINE, :known], clock, STANDING, items[:known], 0, EXEMPTION)
    for entry in range(known):
        i = items[entry]
        items[kept] = i
        kept += not (certified[i] > 0 and room.keys[LINE, entry] < p.scheme_exemption)
    return kept


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
def score_all(state: State, room: Room, tables: Tables, p: Any, clock: Clock, department: int, start: int, end: int) -> None:
    """Give the listed enterprises their scores as keys, highest first, noise included."""
    block, looks, risk = room.block, state.files[LAST_LOOK, department], room.risk[department]
    for first in range(start, end, BLOCK):
        last = min(first + BLOCK, end)
        k, items, keys = last - first, room.items[LINE, first:last], room.keys[LINE, first:last]
        draw_list_word(keys, clock, PLAN, items, department, TARGET)
        to_gumbel(keys, 0, k)
        look_up(
            block[SINCE, :k], block[RISKS, :k], block[EXTRA, :k], items, looks, state.shorts[MONTHS_SINCE_VISIT], risk, room.pooled,
            state.bytes[SUPERVISION_CLASS], state.shorts[MONTHS_SINCE_RECORD], clock.month, p.records_shared, p.class_step, p.accident_points)
        if p.signal_weight > 0.0:
            add_signals(
                block[EXTRA, :k], items, state.tallies[VISIBLE_ORDINARY], state.tallies[VISIBLE_MAJOR], state.singles[SIZE], state.bytes[SECTOR],
                tables.sectors[EXPOSURE_SUM], p.scheme_usual_hazards, p.signal_weight)
        score(keys, block[RISKS, :k], block[SINCE, :k], block[EXTRA, :k], p.risk_weight, p.time_weight, p.ranking_temperature)


@sweep
def look_up(
    since: Any, risks: Any, extra: Any, items: Any, looks: Any, since_visit: Any, risk: Any, pooled: Any, classes: Any, since_record: Any,
    month: int, shared: float, step: float, accident_points: float
) -> None:
    """What the department goes by: its own records and, as far as records are shared, everybody's; points for what is on file."""
    for k in range(since.shape[0]):
        i = unsigned(items[k])
        own = month - whole(looks[i])
        since[k] = targeting.shared_view(float(own), float(min(own, whole(since_visit[i]))), shared)
        risks[k] = targeting.shared_view(risk[i], pooled[i], shared)
        extra[k] = targeting.record_points(whole(classes[i]), step, whole(since_record[i]), accident_points)


@sweep
def add_signals(
    extra: Any, items: Any, ordinary: Any, major: Any, sizes: Any, sectors: Any, exposures: Any, usual: float, weight: float
) -> None:
    """What the enterprises look like from outside comes on top of what is on file."""
    for k in range(extra.shape[0]):
        i = unsigned(items[k])
        visible = whole(ordinary[i]) + whole(major[i])
        extra[k] += targeting.private_signal(visible, usual, real(sizes[i]), exposures[unsigned(sectors[i])], weight)


@sweep
def score(keys: Any, risks: Any, since: Any, extra: Any, risk_weight: float, time_weight: float, temperature: float) -> None:
    """Scores as keys; ``keys`` come with the noise."""
    for k in range(keys.shape[0]):
        keys[k] = -targeting.visit_score(risks[k], since[k], keys[k], extra[k], risk_weight, time_weight, temperature)


@sweep
def set_kept(room: Room, p: Any) -> None:
    """What a look still counts after so many months, once for all; the last entry says for which drift."""
    if room.kept[LONGEST + 1] == 1.0 + p.risk_drift:
        return
    for months in range(LONGEST + 1):
        room.kept[months] = targeting.kept_share(months, p.risk_drift)
    room.kept[LONGEST + 1] = 1.0 + p.risk_drift


@kernel
def risk_of(state: State, room: Room, p: Any, clock: Clock, department: int, i: int) -> float:
    """A department's estimate of an enterprise's risk now."""
    months = clock.month - whole(state.files[LAST_LOOK, department, i])
    return targeting.drifted_risk(
        state.files[ESTIMATE, department, i] / SIXTY_FOURTHS, state.shorts[PRIOR, i] / SIXTY_FOURTHS, room.kept[min(months, LONGEST)],
        p.risk_drift, p.risk_growth)


@sweep
def set_risk(state: State, room: Room, p: Any, clock: Clock) -> None:
    """Every department's estimates of the enterprises that it knows, and the highest estimate of any."""
    room.pooled[:] = 0.0
    for department in range(state.desks.shape[1]):
        items = room.items[LINE]
        known = list_known(state.words[KNOWN], items, department)
        estimate(
            room.risk[department], room.pooled, items[:known], state.files[ESTIMATE, department], state.files[LAST_LOOK, department],
            state.shorts[PRIOR], room.kept, clock.month, p.risk_drift, p.risk_growth)


@sweep
def estimate(
    out: Any, pooled: Any, items: Any, estimates: Any, looks: Any, priors: Any, kept: Any, month: int, drift: float, growth: float
) -> None:
    """``risk_of`` for those listed."""
    for k in range(items.shape[0]):
        i = unsigned(items[k])
        share = kept[unsigned(min(month - whole(looks[i]), LONGEST))]
        out[i] = targeting.drifted_risk(estimates[i] / SIXTY_FOURTHS, priors[i] / SIXTY_FOURTHS, share, drift, growth)
        pooled[i] = max(pooled[i], out[i])
