"""What a visit leaves behind: in the enterprise's heads and in the files."""

from __future__ import annotations

from typing import Any

from simulation.engine.agenda import risk_of
from simulation.engine.clock import Clock
from simulation.engine.columns import (
    ATTENTION,
    CLEAN_VISITS,
    COMPETENCE,
    ESTIMATE,
    FINDINGS,
    LAST_LOOK,
    MAJOR_FOUND,
    MARKED,
    MONTHS_SINCE_SERIOUS,
    POSTED,
    PRIOR,
    SERIOUS_VISITS,
    SIXTY_FOURTHS,
    SUPERVISION_CLASS,
    VISITS_THIS_MONTH,
    VISITS_THIS_YEAR,
)
from simulation.engine.state import Room, State, whole
from simulation.engine.visit import Visit
from simulation.rule import kernel
from simulation.rules import attention, incentives, targeting


@kernel
def teach(state: State, p: Any, visit: Visit, found: int, penalised: bool, advised: bool) -> None:
    """What the visit leaves behind in the enterprise's heads."""
    i, reals = visit.i, state.reals
    state.marks[VISITS_THIS_MONTH, i] += 1
    state.shorts[VISITS_THIS_YEAR, i] += 1
    if visit.posted:
        state.marks[POSTED, i] = 1
    jump = p.attention_by_penalty if penalised else p.attention_by_visit
    reals[ATTENTION, i] = attention.raised_towards(reals[ATTENTION, i], jump, p.attention_standard)
    if advised:
        reals[ATTENTION, i] = attention.raised(reals[ATTENTION, i], p.attention_by_advice)
        reals[COMPETENCE, i] = attention.raised(reals[COMPETENCE, i], p.competence_by_advice)
    if found > 0:
        reals[COMPETENCE, i] = attention.raised(reals[COMPETENCE, i], p.competence_by_visit)
    if visit.audit:
        reals[COMPETENCE, i] = attention.raised(reals[COMPETENCE, i], p.competence_by_audit)


@kernel
def mark(state: State, p: Any, visit: Visit) -> None:
    """Enter in the record that this department fined or found major hazards, where others go by it."""
    if p.penalty_by_shared_record > 0.0:
        state.words[MARKED, visit.i] |= 1 << visit.department


@kernel
def file_visit(state: State, room: Room, p: Any, clock: Clock, visit: Visit, found: int, majors: int) -> None:
    """Enter the visit in the files: risk estimate, supervision class, findings that the insurer will see."""
    i, department, small = visit.i, visit.department, state.bytes
    seen = targeting.seen_risk(state.shorts[PRIOR, i] / SIXTY_FOURTHS, found, p.findings_weight)
    estimate = targeting.updated_risk(risk_of(state, room, p, clock, department, i), seen, p.risk_learning)
    state.files[ESTIMATE, department, i] = int(estimate * SIXTY_FOURTHS)
    state.files[LAST_LOOK, department, i] = clock.month
    if not visit.orders:
        return
    if majors > 0:
        state.marks[MAJOR_FOUND, i] = 1
        small[SERIOUS_VISITS, i] = min(whole(small[SERIOUS_VISITS, i]) + 1, 100)
        state.shorts[MONTHS_SINCE_SERIOUS, i] = 0
        mark(state, p, visit)
        state.reals[FINDINGS, i] += p.claim_by_finding
    small[CLEAN_VISITS, i] = min(whole(small[CLEAN_VISITS, i]) + 1, 100) if found == 0 else 0
    small[SUPERVISION_CLASS, i] = incentives.next_class(
        whole(small[SUPERVISION_CLASS, i]), whole(small[CLEAN_VISITS, i]), whole(small[SERIOUS_VISITS, i]), int(p.class_clean_visits),
        int(p.class_serious_visits),
    )
