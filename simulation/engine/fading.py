"""Memories fade and beliefs move, by what happened to oneself and to one's peers."""

from __future__ import annotations

from typing import Any

from simulation.engine.columns import (
    ATTENTION,
    BASE_ATTENTION,
    CERTIFIED,
    CLAIMS,
    COMPETENCE,
    EARLIER_FINES,
    FINDINGS,
    MEMORY,
    MONTHS_SINCE_FINE,
    MONTHS_SINCE_RECORD,
    MONTHS_SINCE_SERIOUS,
    MONTHS_SINCE_VISIT,
    NEW_CLAIMS,
    PLACE,
    POSTED,
    SECTOR,
    SERIOUS_VISITS,
    SUPERVISION_CLASS,
    VISIT_BELIEF,
    VISITS_THIS_MONTH,
)
from simulation.engine.state import Room, State, whole
from simulation.rule import kernel
from simulation.rules import attention, beliefs, incentives

MEMBERS, VISITED, WITH_POSTED = range(3)


@kernel
def fade(state: State, room: Room, p: Any) -> None:
    """Share out what peers of one sector and place saw, then let every enterprise remember."""
    peers, small, shorts = room.peers, state.bytes, state.shorts
    peers[:] = 0.0
    for i in range(small.shape[1]):
        sector, place = small[SECTOR, i], shorts[PLACE, i]
        peers[MEMBERS, sector, place] += 1.0
        peers[VISITED, sector, place] += small[VISITS_THIS_MONTH, i] > 0
        peers[WITH_POSTED, sector, place] += small[POSTED, i] > 0
    for i in range(small.shape[1]):
        sector, place = small[SECTOR, i], shorts[PLACE, i]
        members = peers[MEMBERS, sector, place]
        remember(state, p, i, peers[VISITED, sector, place] / members, peers[WITH_POSTED, sector, place] / members)


@kernel
def remember(state: State, p: Any, i: int, peers_visited: float, peers_posted: float) -> None:
    """Attention, memory, competence and the record fade; a month of visits or none moves the belief in visits."""
    reals, shorts, visits = state.reals, state.shorts, whole(state.bytes[VISITS_THIS_MONTH, i])
    base = attention.lifted_base(reals[BASE_ATTENTION, i], reals[MEMORY, i], p.memory_weight)
    reals[ATTENTION, i] = attention.faded(reals[ATTENTION, i], base, p.attention_fading)
    reals[MEMORY, i] = attention.faded(reals[MEMORY, i], 0.0, p.memory_fading)
    able = incentives.certified_competence(p.competence_mean, shorts[CERTIFIED, i] > 0, p.scheme_competence)
    reals[COMPETENCE, i] = attention.faded(reals[COMPETENCE, i], able, p.competence_fading)
    reals[VISIT_BELIEF, i] = beliefs.visit_belief(
        reals[VISIT_BELIEF, i], visits, peers_visited, peers_posted, p.belief_rate, p.peer_visit_weight, p.posted_weight)
    shorts[MONTHS_SINCE_VISIT, i] = 0 if visits > 0 else shorts[MONTHS_SINCE_VISIT, i] + 1
    shorts[MONTHS_SINCE_RECORD, i] += 1
    shorts[MONTHS_SINCE_SERIOUS, i] += 1
    if shorts[MONTHS_SINCE_SERIOUS, i] > int(p.repeat_months):
        state.bytes[SERIOUS_VISITS, i] = 0
    if state.bytes[SUPERVISION_CLASS, i] == 0 and shorts[MONTHS_SINCE_VISIT, i] > int(p.class_months):
        state.bytes[SUPERVISION_CLASS, i] = 1
    shorts[MONTHS_SINCE_FINE, i] += 1
    if shorts[MONTHS_SINCE_FINE, i] > int(p.repeat_months):
        state.bytes[EARLIER_FINES, i] = 0
    reals[CLAIMS, i] = attention.faded(reals[CLAIMS, i], 0.0, p.claims_fading) + reals[NEW_CLAIMS, i]
    reals[FINDINGS, i] = attention.faded(reals[FINDINGS, i], 0.0, p.claims_fading)
    reals[NEW_CLAIMS, i] = 0.0


@kernel
def startle(state: State, i: int, jump: float) -> None:
    """An accident, its own or another's, raises attention and stays in memory."""
    state.reals[ATTENTION, i] = attention.raised(state.reals[ATTENTION, i], jump)
    state.reals[MEMORY, i] = attention.raised(state.reals[MEMORY, i], jump)
