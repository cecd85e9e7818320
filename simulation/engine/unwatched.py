"""Removals in enterprises some of whose hazards nobody watches: those are a group of their own, which owners neglect."""

from __future__ import annotations

from typing import Any

from simulation.distributions import binomial_count
from simulation.draws import word_drawn
from simulation.engine.clock import Clock, whole
from simulation.engine.columns import COVERED, KNOWN, SECTOR
from simulation.engine.removals import BY_HAND, HAZARDS, LATENT, LOTS, REMOVALS, REMOVED, SLOWLY
from simulation.engine.state import CELLS_PER_DOMAIN, Room, State
from simulation.engine.stock import change
from simulation.engine.tables import EXPOSED_DOMAINS, Tables
from simulation.rule import kernel, sweep
from simulation.rules import hazards

UNWATCHED, SECOND_BLOCK = 3, 1
"""Number of the first kind of hazards that nobody watches; their words are those of the second block."""


@sweep
def remove_apart(state: State, room: Room, tables: Tables, p: Any, clock: Clock, first: int, count: int) -> None:
    """Remove what the enterprises of a block with unwatched hazards remove, and strike them from what is removed of all others together."""
    for k in range(count):
        i = first + k
        sector = whole(state.bytes[SECTOR, i])
        if state.bytes[COVERED, i] == tables.sectors[EXPOSED_DOMAINS, sector]:
            continue
        watched = watched_domains(state, i, sector)
        unwatched = 0
        for cell in range(state.cells.shape[1]):
            if not watched >> cell // CELLS_PER_DOMAIN & 1:
                unwatched += whole(state.cells[i, cell])
        if unwatched == 0:
            continue
        for kind in range(3):
            chance = room.block[SLOWLY if kind == LATENT else BY_HAND, k]
            neglected = hazards.unwatched_removal(chance, p.unwatched_removal)
            room.counted[REMOVALS + kind, k] = 0
            lose(state, tables, clock, i, kind, watched, chance, room.block[REMOVALS + kind, k])
            luck = word_drawn(clock.seed, clock.world, HAZARDS, i, clock.now, SECOND_BLOCK, kind)
            lose(state, tables, clock, i, UNWATCHED + kind, watched, neglected, luck)


@kernel
def watched_domains(state: State, i: int, sector: int) -> int:
    """Domains for which a department that knows the enterprise answers, as bits."""
    watched, known = 0, whole(state.words[KNOWN, i])
    for domain in range(state.answered.shape[1]):
        if whole(state.answered[sector, domain]) & known:
            watched |= 1 << domain
    return watched


@kernel
def lose(state: State, tables: Tables, clock: Clock, i: int, group: int, watched: int, chance: float, luck: float) -> None:
    """Remove some of the hazards of a group, a kind that is watched or one that is not: how many by ``luck``, which of them by lot."""
    left = 0
    for cell in range(state.cells.shape[1]):
        if belongs(cell, group, watched):
            left += whole(state.cells[i, cell])
    for number in range(binomial_count(left, chance, luck)):
        drawn = int(word_drawn(clock.seed, clock.world, REMOVED, i, clock.now, LOTS * group + number, 0) * left)
        for cell in range(state.cells.shape[1]):
            if belongs(cell, group, watched):
                drawn -= whole(state.cells[i, cell])
                if drawn < 0:
                    change(state, tables, i, cell, whole(-1))
                    break
        left -= 1


@kernel
def belongs(cell: int, group: int, watched: int) -> bool:
    """Whether hazards of a cell are of a group."""
    of_watched = watched >> cell // CELLS_PER_DOMAIN & 1 != 0
    return min(cell & 3, LATENT) == group % UNWATCHED and of_watched == (group < UNWATCHED)
