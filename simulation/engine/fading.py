"""Memories fade and beliefs move, by what happened to oneself and to one's peers."""

from __future__ import annotations

from typing import Any

from simulation.engine.blocks import BLOCK, take_near
from simulation.engine.clock import real, unsigned
from simulation.engine.columns import (
    ATTENTION,
    BASE_ATTENTION,
    CERTIFIED,
    CIRCLE_MEMBERS,
    CLAIMS,
    CLOSED_CAUSES,
    COMPETENCE,
    EARLIER_FINES,
    FINDINGS,
    MARKED,
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
from simulation.engine.stakes import set_own_attention
from simulation.engine.state import Room, State
from simulation.rule import kernel, sweep
from simulation.rules import attention, beliefs, incentives, penalties

PEERS_VISITED, PEERS_POSTED, OWN = range(3)
"""Rows of the block: shares of the peers that were visited, and whose visit was posted; attention of those left alone."""


@sweep
def fade(state: State, room: Room, p: Any) -> None:
    """Share out what peers of one sector and place saw, then let every enterprise remember."""
    reals, shorts, small, block, visits = state.reals, state.shorts, state.bytes, room.block, state.marks[VISITS_THIS_MONTH]
    share_visits(visits, small[SECTOR], shorts[PLACE], state.circles[CIRCLE_MEMBERS], room.near)
    share_visits(state.marks[POSTED], small[SECTOR], shorts[PLACE], state.circles[CIRCLE_MEMBERS], room.posted)
    for first in range(0, reals.shape[1], BLOCK):
        end = min(first + BLOCK, reals.shape[1])
        k, sectors, places = end - first, small[SECTOR, first:end], shorts[PLACE, first:end]
        if p.stake_attention > 0.0 or p.protected_neglect > 0.0:
            set_own_attention(state, p, first, end, block[OWN, :k])
            return_to_base(reals[ATTENTION, first:end], block[OWN, :k], reals[MEMORY, first:end], p.memory_weight, p.attention_fading)
        else:
            return_to_base(
                reals[ATTENTION, first:end], state.singles[BASE_ATTENTION, first:end], reals[MEMORY, first:end], p.memory_weight, p.attention_fading)
        if p.cause_by_publication > 0.0:
            forget(reals[CLOSED_CAUSES, first:end], p.cause_fading)
        forget(reals[MEMORY, first:end], p.memory_fading)
        unlearn(reals[COMPETENCE, first:end], shorts[CERTIFIED, first:end], p.competence_mean, p.scheme_competence, p.competence_fading)
        take_near(room.near, sectors, places, block[PEERS_VISITED, :k])
        take_near(room.posted, sectors, places, block[PEERS_POSTED, :k])
        believe(
            reals[VISIT_BELIEF, first:end], visits[first:end], block[PEERS_VISITED, :k], block[PEERS_POSTED, :k], p.belief_rate,
            p.belief_fading, p.peer_visit_weight, p.posted_weight)
        age_records(state, p, first, end)


@sweep
def share_visits(marks: Any, sectors: Any, places: Any, members: Any, shares: Any) -> None:
    """Share of enterprises with a mark, by sector and place."""
    shares[:] = 0.0
    for i in range(marks.shape[0]):
        if marks[i] > 0:
            shares[unsigned(sectors[i]), unsigned(places[i])] += 1.0
    for sector in range(shares.shape[0]):
        for place in range(shares.shape[1]):
            if members[sector, place] > 0.0:
                shares[sector, place] /= members[sector, place]


@sweep
def return_to_base(values: Any, bases: Any, memories: Any, memory_weight: float, fading: float) -> None:
    """Attention returns to its base, which memory lifts."""
    for k in range(values.shape[0]):
        values[k] = attention.faded(values[k], attention.lifted_base(real(bases[k]), memories[k], memory_weight), fading)


@sweep
def forget(values: Any, fading: float) -> None:
    """What returns to nothing."""
    for k in range(values.shape[0]):
        values[k] = attention.faded(values[k], 0.0, fading)


@sweep
def unlearn(values: Any, certified: Any, mean: float, by_scheme: float, fading: float) -> None:
    """Competence returns to what is usual, with a certificate or without."""
    for k in range(values.shape[0]):
        values[k] = attention.faded(values[k], incentives.certified_competence(mean, certified[k] > 0, by_scheme), fading)


@sweep
def believe(
    beliefs_now: Any, visits: Any, visited: Any, posted: Any, rate: float, fading: float, spill_over: float, posted_weight: float
) -> None:
    """A month of visits or none moves the belief in visits."""
    for k in range(beliefs_now.shape[0]):
        beliefs_now[k] = beliefs.visit_belief(beliefs_now[k], visits[k], visited[k], posted[k], rate, fading, spill_over, posted_weight)


@kernel
def age_records(state: State, p: Any, first: int, end: int) -> None:
    """What is on record of a block grows older."""
    shorts, small, repeat_months = state.shorts, state.bytes, int(p.repeat_months)
    since_visit, since_serious, since_fine = shorts[MONTHS_SINCE_VISIT, first:end], shorts[MONTHS_SINCE_SERIOUS, first:end], shorts[MONTHS_SINCE_FINE, first:end]
    age_visits(since_visit, state.marks[VISITS_THIS_MONTH, first:end])
    age(shorts[MONTHS_SINCE_RECORD, first:end])
    age(since_serious)
    age(since_fine)
    lapse(small[SERIOUS_VISITS, first:end], since_serious, repeat_months)
    lapse(small[EARLIER_FINES, first:end], since_fine, repeat_months)
    if p.penalty_by_shared_record > 0.0:
        lapse_record(state.words[MARKED, first:end], since_fine, since_serious)
    lose_class(small[SUPERVISION_CLASS, first:end], since_visit, int(p.class_months))
    claim(state.reals[CLAIMS, first:end], state.fresh[NEW_CLAIMS, first:end], p.claims_fading)
    forget(state.reals[FINDINGS, first:end], p.claims_fading)
    state.fresh[NEW_CLAIMS, first:end] = 0.0


@sweep
def age_visits(since: Any, visits: Any) -> None:
    """Months since the last visit."""
    for k in range(since.shape[0]):
        since[k] = 0 if visits[k] > 0 else since[k] + 1


@sweep
def age(since: Any) -> None:
    """One month more."""
    for k in range(since.shape[0]):
        since[k] += 1


@sweep
def lapse(counts: Any, since: Any, months: int) -> None:
    """What is older than so many months no longer counts."""
    for k in range(counts.shape[0]):
        counts[k] = 0 if since[k] > months else counts[k]


@sweep
def lapse_record(marked: Any, since_fine: Any, since_serious: Any) -> None:
    """A record of fines and major findings that has grown too old counts for no department."""
    for k in range(marked.shape[0]):
        marked[k] = marked[k] if penalties.record_stands(since_fine[k], since_serious[k]) else 0


@sweep
def lose_class(classes: Any, since_visit: Any, months: int) -> None:
    """Class A lapses without a visit."""
    for k in range(classes.shape[0]):
        classes[k] = 1 if (classes[k] == 0) & (since_visit[k] > months) else classes[k]


@sweep
def claim(claims: Any, fresh: Any, fading: float) -> None:
    """Claims that the insurer remembers, with those of the month."""
    for k in range(claims.shape[0]):
        claims[k] = attention.faded(claims[k], 0.0, fading) + fresh[k]


@kernel
def startle(state: State, i: int, jump: float) -> None:
    """An accident, its own or another's, raises attention and stays in memory."""
    state.reals[ATTENTION, i] = attention.raised(state.reals[ATTENTION, i], jump)
    state.reals[MEMORY, i] = attention.raised(state.reals[MEMORY, i], jump)
