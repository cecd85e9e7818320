"""Who of a block is affected by the phase of consequences: few are, so all others are passed over together."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.blocks import draw_words, list_above_zero, take
from simulation.engine.clock import Clock, real, truncated, unsigned, whole
from simulation.engine.columns import (
    ATTENTION,
    CERTIFIED,
    FATAL_THIS_YEAR,
    INSURED,
    KNOWN,
    LISTED,
    OPEN_HAZARDS,
    REGISTERED,
    SECTOR,
    SIZE,
    SUPERVISION_CLASS,
    VISIBLE_MAJOR,
    VISIBLE_ORDINARY,
    WORKERS,
    WORST_CLASS,
)
from simulation.engine.state import Room, State
from simulation.engine.tables import EXPOSURE_SUM, Tables
from simulation.rule import sweep
from simulation.rules import incentives

STANDING = STREAM["standing"]
COMPLAINT_WORD, RECORD_WORD = 2, 3
"""Words of the block ``month``."""
JOINING, BRIEFING = 0, 1
"""Words of the block ``standing``; the next one belongs to the planning of visits."""
ROOTS, CHANCES, SAFETY = 4, 5, 6
"""Rows of the block after those of the words: what size does to complaints, their probability; the sector's exposure, then apparent safety."""


@sweep
def list_affected(state: State, room: Room, tables: Tables, p: Any, clock: Clock, level: float, first: int, end: int) -> int:
    """List those of a block to whom anything happens, by their places in it; how many.  Few: so all others are passed over together."""
    block, flags, small, shorts, k = room.block, room.flags, state.bytes, state.shorts, end - first
    known, sectors, registered = state.words[KNOWN, first:end], small[SECTOR, first:end], small[REGISTERED, first:end]
    flags = room.flags[:k]
    take(tables.size_roots, shorts[WORKERS, first:end], block[ROOTS, :k])
    find_complaints(flags, block[CHANCES, :k], room.luck[COMPLAINT_WORD, first:end], block[ROOTS, :k], state.notes[OPEN_HAZARDS, first:end], level)
    find_records(flags, room.luck[RECORD_WORD, first:end], known, sectors, registered, room.shares)
    find_standing(flags, small[INSURED, first:end], shorts[CERTIFIED, first:end], shorts[LISTED, first:end])
    if p.scheme_open > 0.0 or p.briefings > 0.0:
        draw_words(block[:4], clock, STANDING, first, 0, k)
        take(tables.sectors[EXPOSURE_SUM], sectors, block[SAFETY, :k])
        see_safety(
            block[SAFETY, :k], state.tallies[VISIBLE_ORDINARY, first:end], state.tallies[VISIBLE_MAJOR, first:end], state.singles[SIZE, first:end],
            p.scheme_usual_hazards)
        find_joining(
            flags, block[JOINING, :k], registered, block[SAFETY, :k], state.reals[ATTENTION, first:end], p.scheme_open, p.scheme_readiness)
        find_briefed(flags, block[BRIEFING, :k], known, p.briefings / 12.0)
    if p.blacklist >= 0.5:
        find_offenders(
            flags, small[SUPERVISION_CLASS, first:end], small[WORST_CLASS, first:end], shorts[FATAL_THIS_YEAR, first:end], p.blacklist)
    return list_above_zero(flags, room.work[0])


@sweep
def find_complaints(flags: Any, chances: Any, luck: Any, roots: Any, hazards: Any, level: float) -> None:
    """Flag those about whom somebody complains."""
    for k in range(flags.shape[0]):
        chances[k] = incentives.complaint_probability(level, roots[k], float(hazards[k]))
    for k in range(flags.shape[0]):
        flags[k] = luck[k] < chances[k]


@sweep
def find_records(flags: Any, luck: Any, known: Any, sectors: Any, registered: Any, shares: Any) -> None:
    """Flag those whose record is lost or entered by the department whose turn it is."""
    departments = shares.shape[1]
    for k in range(flags.shape[0]):
        drawn = luck[k] * departments
        turn = truncated(drawn)
        kind = sectors[k] + registered[k] * (shares.shape[2] // 2)
        change = shares[unsigned(1 - (known[k] >> turn & 1)), unsigned(turn), unsigned(kind)]
        flags[k] |= drawn - turn < change


@sweep
def find_standing(flags: Any, insured: Any, certified: Any, listed: Any) -> None:
    """Flag those that are insured, certified or on the blacklist."""
    for k in range(flags.shape[0]):
        flags[k] |= (insured[k] != 0) | (certified[k] > 0) | (listed[k] > 0)


@sweep
def see_safety(out: Any, ordinary: Any, major: Any, sizes: Any, usual: float) -> None:
    """How safe enterprises look to their owners; ``out`` comes with the exposure of their sectors."""
    for k in range(out.shape[0]):
        out[k] = incentives.apparent_safety(ordinary[k] + major[k], usual, real(sizes[k]), out[k])


@sweep
def find_joining(flags: Any, luck: Any, registered: Any, safety: Any, attention_now: Any, scheme_open: float, readiness: float) -> None:
    """Flag those that join the voluntary scheme if they are not in it."""
    for k in range(flags.shape[0]):
        flags[k] |= (registered[k] != 0) & incentives.joins_scheme(
            luck[k], scheme_open, safety[k], attention_now[k], readiness, scheme_open > 0.0)


@sweep
def find_briefed(flags: Any, luck: Any, known: Any, chance: float) -> None:
    """Flag those whose person in charge is briefed."""
    for k in range(flags.shape[0]):
        flags[k] |= (known[k] != 0) & (luck[k] < chance)


@sweep
def find_offenders(flags: Any, classes: Any, worst: Any, fatal: Any, blacklist: float) -> None:
    """Flag those that come on the blacklist if they are not on it."""
    for k in range(flags.shape[0]):
        flags[k] |= incentives.is_blacklisted(blacklist, whole(classes[k]), whole(worst[k]), whole(fatal[k]))
