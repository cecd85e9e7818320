"""Who hears of an accident or of a published penalty, and what it does to them."""

from __future__ import annotations

from typing import Any

from simulation.engine.columns import (
    ATTENTION,
    CERTAINTY_BELIEF,
    CLOSED_CAUSES,
    EVENT_CLASS,
    EVENT_DEATHS,
    EVENT_DOMAIN,
    EVENT_ENTERPRISE,
    EVENT_ON_RECORD,
    EVENT_SERIOUS,
    FATAL_THIS_YEAR,
    FED,
    FINE_BELIEF,
    INJURED,
    MONTHS_SINCE_RECORD,
    PLACE,
    PRESSURE,
    PUBLICATIONS_SEEN,
    SECTOR,
    WORST_CLASS,
)
from simulation.engine.fading import startle
from simulation.engine.state import FINE, NAMED, NEXT, PUBLISHED, WEIGHTS, Room, State, whole
from simulation.engine.tables import Tables
from simulation.news import DISASTER_DEATHS, DISASTER_KM, HEARD_FINE, HEARD_KM, HEARD_SECTOR, Heard
from simulation.outcomes import NUMBER
from simulation.rule import kernel, sweep
from simulation.rules import attention, beliefs, government

PUBLICATIONS = NUMBER["publications"]


@sweep
def feel_injuries(state: State, p: Any) -> None:
    """Every injury that is no statutory accident startles the enterprise in which it happened, and nobody else."""
    injured = state.marks[INJURED]
    jump = attention.accident_jump(0, 0, p.attention_by_injury, p.attention_by_serious, p.attention_by_death)
    for i in range(injured.shape[0]):
        for _ in range(injured[i]):
            startle(state, i, jump)


@kernel
def spread_accident(state: State, room: Room, tables: Tables, p: Any, event: int) -> None:
    """An accident startles its enterprise, presses the departments in whose field it fell, and, if bad, is heard of."""
    deaths, legal = int(room.events[EVENT_DEATHS, event]), int(room.events[EVENT_CLASS, event])
    victim, domain = int(room.events[EVENT_ENTERPRISE, event]), int(room.events[EVENT_DOMAIN, event])
    startle(state, victim, attention.accident_jump(
        deaths, int(room.events[EVENT_SERIOUS, event]), p.attention_by_injury, p.attention_by_serious, p.attention_by_death))
    if room.events[EVENT_ON_RECORD, event] > 0:
        state.shorts[MONTHS_SINCE_RECORD, victim] = 0
        state.bytes[WORST_CLASS, victim] = max(whole(state.bytes[WORST_CLASS, victim]), legal)
        if deaths > 0:
            state.shorts[FATAL_THIS_YEAR, victim] += 1
        jump = government.pressure_jump(legal, p.pressure_by_general, p.pressure_by_larger, p.pressure_by_major)
        for department in range(state.desks.shape[1]):
            if domain < 0 or state.weights[department, state.bytes[SECTOR, victim], domain] > 0.0:
                state.desks[PRESSURE, department] = attention.raised(state.desks[PRESSURE, department], jump)
    if deaths == 0:
        return
    for peer in range(state.cells.shape[0]):
        is_peer = peer != victim and state.bytes[SECTOR, peer] == state.bytes[SECTOR, victim]
        if attention.hears_of(deaths, room.events[EVENT_ON_RECORD, event] > 0, is_peer):
            distance = tables.distance[state.shorts[PLACE, victim], state.shorts[PLACE, peer]]
            startle(state, peer, attention.disaster_jump(deaths, distance, p.publication_reach, p.attention_by_disaster))


@kernel
def hear_of_disasters(state: State, p: Any, heard: Heard) -> None:
    """Disasters in other districts startle everybody here alike."""
    for number in range(heard.disasters.shape[1]):
        jump = attention.disaster_jump(
            int(heard.disasters[DISASTER_DEATHS, number]), heard.disasters[DISASTER_KM, number], p.publication_reach, p.attention_by_disaster)
        for peer in range(state.cells.shape[0]):
            startle(state, peer, jump)


@kernel
def spread_publications(state: State, room: Room, tables: Tables, p: Any, totals: Any, heard: Heard) -> None:
    """Peers read of the month's published penalties: the nearer, the more; the more they have read before, the less."""
    own = int(totals[PUBLICATIONS])
    count = own + heard.penalties.shape[1]
    if count > room.published.shape[1]:
        room.counts[PUBLISHED] = 2 * count
        return
    if count == 0:
        return
    chain(state, room, tables, p, own, heard)
    for peer in range(state.cells.shape[0]):
        if room.first_read[state.bytes[SECTOR, peer]] >= 0:
            read(state, room, p, peer)
    for number in range(count):
        state.readers[PUBLICATIONS_SEEN, published_sector(state, room, own, heard, number)] += 1.0


@kernel
def published_sector(state: State, room: Room, own: int, heard: Heard, number: int) -> int:
    """The sector of a publication: the district's own come first, then those heard from others."""
    if number < own:
        return int(state.bytes[SECTOR, int(room.published[NAMED, number])])
    return int(heard.penalties[HEARD_SECTOR, number - own])


@kernel
def chain(state: State, room: Room, tables: Tables, p: Any, own: int, heard: Heard) -> None:
    """Weigh each publication for each place, and chain those of a sector in their order."""
    room.first_read[:] = -1
    for number in range(own + heard.penalties.shape[1] - 1, -1, -1):
        sector = published_sector(state, room, own, heard, number)
        room.published[NEXT, number] = room.first_read[sector]
        room.first_read[sector] = number
        if number >= own:
            room.published[NAMED, number] = -1.0
            room.published[FINE, number] = heard.penalties[HEARD_FINE, number - own]
        for other in range(tables.distance.shape[0]):
            if number < own:
                distance = tables.distance[state.shorts[PLACE, int(room.published[NAMED, number])], other]
            else:
                distance = heard.penalties[HEARD_KM, number - own]
            room.published[WEIGHTS + other, number] = beliefs.publication_weight(
                distance, p.publication_reach, state.readers[PUBLICATIONS_SEEN, sector], p.publication_fading)


@kernel
def read(state: State, room: Room, p: Any, peer: int) -> None:
    """What a peer makes of the penalties of its sector: each raises its attention, the strongest alone moves what it believes."""
    reals, number, place = state.reals, room.first_read[state.bytes[SECTOR, peer]], state.shorts[PLACE, peer]
    feared, strongest = reals[FINE_BELIEF, peer], 0.0
    while number >= 0:
        following = int(room.published[NEXT, number])
        if int(room.published[NAMED, number]) == peer:
            number = following
            continue
        weight = room.published[WEIGHTS + place, number]
        reals[ATTENTION, peer] = attention.raised(reals[ATTENTION, peer], weight * p.attention_by_publication)
        if p.cause_by_publication > 0.0:
            reals[CLOSED_CAUSES, peer] = attention.raised(reals[CLOSED_CAUSES, peer], weight * p.cause_by_publication)
        strongest = max(strongest, weight)
        feared = max(feared, beliefs.felt_by_peer(reals[FINE_BELIEF, peer], room.published[FINE, number], p.penalty_belief_rate, weight))
        number = following
    reals[FINE_BELIEF, peer] = feared
    if strongest > 0.0:
        state.marks[FED, peer] = 1
        reals[CERTAINTY_BELIEF, peer] = beliefs.certainty_belief(
            reals[CERTAINTY_BELIEF, peer], True, True, strongest * p.penalty_belief_rate)


@sweep
def wear_off(certainties: Any, fed: Any, unseen: float, fading: float) -> None:
    """What an enterprise believes of the certainty of penalties wears off where nothing fed it this month."""
    for i in range(certainties.shape[0]):
        certainties[i] = beliefs.unfed_certainty(certainties[i], unseen, fading, fed[i] != 0)
