"""Memories fade and beliefs move, by what happened to oneself and to one's peers."""

from __future__ import annotations

from typing import Any

from simulation.engine.blocks import BLOCK
from simulation.engine.clock import real
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
from simulation.engine.state import Room, State
from simulation.rule import kernel, sweep
from simulation.rules import attention, beliefs, incentives

MEMBERS, VISITED, WITH_POSTED = range(3)
PEERS_VISITED, PEERS_POSTED = range(2)
"""Rows of the block: shares of the peers that were visited, and whose visit was posted."""


@sweep
def fade(state: State, room: Room, p: Any) -> None:
    """Share out what peers of one sector and place saw, then let every enterprise remember."""
    peers, sectors, places = room.peers, state.bytes[SECTOR], state.shorts[PLACE]
    share_visits(state, room)
    for first in range(0, sectors.shape[0], BLOCK):
        count = min(BLOCK, sectors.shape[0] - first)
        for k in range(count):
            room.block[PEERS_VISITED, k] = peers[VISITED, sectors[first + k], places[first + k]]
            room.block[PEERS_POSTED, k] = peers[WITH_POSTED, sectors[first + k], places[first + k]]
        remember(state, room, p, first, count)
        age_records(state, p, first, count)


@sweep
def share_visits(state: State, room: Room) -> None:
    """Shares of visited enterprises and of posted results, by sector and place."""
    peers, sectors, places = room.peers, state.bytes[SECTOR], state.shorts[PLACE]
    peers[:] = 0.0
    for i in range(sectors.shape[0]):
        peers[MEMBERS, sectors[i], places[i]] += 1.0
        if state.marks[VISITS_THIS_MONTH, i] > 0:
            peers[VISITED, sectors[i], places[i]] += 1.0
            peers[WITH_POSTED, sectors[i], places[i]] += state.marks[POSTED, i] > 0
    for sector in range(peers.shape[1]):
        for place in range(peers.shape[2]):
            if peers[MEMBERS, sector, place] > 0.0:
                peers[VISITED, sector, place] /= peers[MEMBERS, sector, place]
                peers[WITH_POSTED, sector, place] /= peers[MEMBERS, sector, place]


@sweep
def remember(state: State, room: Room, p: Any, first: int, count: int) -> None:
    """Attention, memory and competence fade; a month of visits or none moves the belief in visits."""
    reals, block, certified, visits = state.reals, room.block, state.shorts[CERTIFIED], state.marks[VISITS_THIS_MONTH]
    for k in range(count):
        i = first + k
        base = attention.lifted_base(real(state.singles[BASE_ATTENTION, i]), reals[MEMORY, i], p.memory_weight)
        reals[ATTENTION, i] = attention.faded(reals[ATTENTION, i], base, p.attention_fading)
        reals[MEMORY, i] = attention.faded(reals[MEMORY, i], 0.0, p.memory_fading)
        able = incentives.certified_competence(p.competence_mean, certified[i] > 0, p.scheme_competence)
        reals[COMPETENCE, i] = attention.faded(reals[COMPETENCE, i], able, p.competence_fading)
        reals[VISIT_BELIEF, i] = beliefs.visit_belief(
            reals[VISIT_BELIEF, i], visits[i], block[PEERS_VISITED, k], block[PEERS_POSTED, k], p.belief_rate, p.peer_visit_weight,
            p.posted_weight,
        )


@sweep
def age_records(state: State, p: Any, first: int, count: int) -> None:
    """What is on record of a block grows older."""
    reals, shorts, visits, fines = state.reals, state.shorts, state.marks[VISITS_THIS_MONTH], state.bytes[EARLIER_FINES]
    serious, classes = state.bytes[SERIOUS_VISITS], state.bytes[SUPERVISION_CLASS]
    repeat_months, class_months = int(p.repeat_months), int(p.class_months)
    for i in range(first, first + count):
        shorts[MONTHS_SINCE_VISIT, i] = 0 if visits[i] > 0 else shorts[MONTHS_SINCE_VISIT, i] + 1
        shorts[MONTHS_SINCE_RECORD, i] += 1
        shorts[MONTHS_SINCE_SERIOUS, i] += 1
        serious[i] = 0 if shorts[MONTHS_SINCE_SERIOUS, i] > repeat_months else serious[i]
        classes[i] = 1 if classes[i] == 0 and shorts[MONTHS_SINCE_VISIT, i] > class_months else classes[i]
        shorts[MONTHS_SINCE_FINE, i] += 1
        fines[i] = 0 if shorts[MONTHS_SINCE_FINE, i] > repeat_months else fines[i]
        reals[CLAIMS, i] = attention.faded(reals[CLAIMS, i], 0.0, p.claims_fading) + state.fresh[NEW_CLAIMS, i]
        reals[FINDINGS, i] = attention.faded(reals[FINDINGS, i], 0.0, p.claims_fading)
        state.fresh[NEW_CLAIMS, i] = 0.0


@kernel
def startle(state: State, i: int, jump: float) -> None:
    """An accident, its own or another's, raises attention and stays in memory."""
    state.reals[ATTENTION, i] = attention.raised(state.reals[ATTENTION, i], jump)
    state.reals[MEMORY, i] = attention.raised(state.reals[MEMORY, i], jump)
