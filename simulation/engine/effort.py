"""Phase effort: every enterprise revises effort and output on last month's efforts of its peers."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.blocks import BLOCK, draw_block, to_normal
from simulation.engine.clock import Clock
from simulation.engine.columns import (
    ATTENTION,
    CERTAINTY_BELIEF,
    DEBT,
    EFFORT,
    FINE_BELIEF,
    HALTED,
    INSURED,
    KNOWN,
    LISTED,
    MARGIN,
    OPEN_HAZARDS,
    OUTPUT,
    PLACE,
    SECTOR,
    STOPPED,
    VISIT_BELIEF,
    WORKERS,
)
from simulation.engine.hazards import set_removals
from simulation.engine.state import Room, State, whole
from simulation.engine.tables import VALUE_ADDED, YEARLY_WAGE, Tables
from simulation.rule import kernel, sweep
from simulation.rules import effort, incentives, penalties

MARGIN_DRAW = STREAM["margin"]
NEAR, MEMBERS, SECTOR_EFFORT, SECTOR_MEMBERS = range(4)
LUCK, NOISE, REMOVALS, PEERS, FEARED = range(5)
"""Rows of the block: draws, normal numbers, removal, efforts of peers, what an owner fears to lose by an injury."""


@sweep
def phase_effort(state: State, room: Room, tables: Tables, p: Any, clock: Clock) -> None:
    """Share out the efforts of peers, then let everybody revise."""
    sensitive = is_sensitive(p, clock)
    share_efforts(state, room, p)
    for first in range(0, state.cells.shape[0], BLOCK):
        count = min(BLOCK, state.cells.shape[0] - first)
        draw_block(room.block[LUCK], clock, MARGIN_DRAW, first, count, 0)
        to_normal(room.block[LUCK], room.block[NOISE], count)
        set_removals(state, p, room.block[REMOVALS], first, count)
        for k in range(count):
            i = first + k
            room.block[PEERS, k] = room.peers[NEAR, state.bytes[SECTOR, i], state.shorts[PLACE, i]]
            room.block[FEARED, k] = feared_loss(tables, p, whole(state.bytes[SECTOR, i]), whole(state.shorts[WORKERS, i]))
        revise(state, room, p, first, count)
        produce(state, p, sensitive, first, count)


@kernel
def is_sensitive(p: Any, clock: Clock) -> bool:
    """Whether a political event makes this a month of held-down output; they spread over the year."""
    months = int(p.sensitive_months + 0.5)
    return months > 0 and (clock.month % 12) * months % 12 < months


@sweep
def share_efforts(state: State, room: Room, p: Any) -> None:
    """What an enterprise takes its peers to do, by sector and place."""
    peers, efforts, sectors, places = room.peers, state.reals[EFFORT], state.bytes[SECTOR], state.shorts[PLACE]
    peers[:] = 0.0
    for i in range(efforts.shape[0]):
        peers[MEMBERS, sectors[i], places[i]] += 1.0
        peers[NEAR, sectors[i], places[i]] += efforts[i]
        peers[SECTOR_MEMBERS, sectors[i], 0] += 1.0
        peers[SECTOR_EFFORT, sectors[i], 0] += efforts[i]
    for sector in range(peers.shape[1]):
        for place in range(peers.shape[2]):
            if peers[MEMBERS, sector, place] > 0.0:
                mean = peers[SECTOR_EFFORT, sector, 0] / peers[SECTOR_MEMBERS, sector, 0]
                near = peers[NEAR, sector, place] / peers[MEMBERS, sector, place]
                peers[NEAR, sector, place] = effort.peers_mean(mean, near, p.near_peer_weight)


@sweep
def revise(state: State, room: Room, p: Any, first: int, count: int) -> None:
    """Efforts of a block move to where their perceived benefit equals their cost."""
    reals, workers, known, insured = state.reals, state.shorts[WORKERS], state.words[KNOWN], state.bytes[INSURED]
    hazards, block = state.notes[OPEN_HAZARDS], room.block
    for k in range(count):
        i = first + k
        reals[MARGIN, i] = effort.next_margin(reals[MARGIN, i], block[NOISE, k], p.margin_persistence, p.margin_spread, 0.0)
        saved = incentives.premium_slope(p.premium_swing, p.insurance_premium, workers[i], p.premium_response) if insured[i] else 0.0
        earned = incentives.class_slope(p.class_reward, workers[i], p.class_response) if known[i] else 0.0
        benefit = effort.marginal_benefit(
            hazards[i], block[REMOVALS, k], p.removal_lowest, p.removal_highest, reals[VISIT_BELIEF, i], p.perceived_found,
            reals[CERTAINTY_BELIEF, i], reals[FINE_BELIEF, i], p.cost_recovery, reals[ATTENTION, i], p.perceived_risk, block[FEARED, k],
            saved, earned,
        )
        target = effort.target_effort(
            benefit, p.effort_cost, workers[i], p.safety_subsidy, effort.financial_stress(reals[MARGIN, i]), p.stress_weight)
        reals[EFFORT, i] = effort.moved_effort(reals[EFFORT, i], target, block[PEERS, k], p.peer_weight, p.effort_rate)


@kernel
def feared_loss(tables: Tables, p: Any, sector: int, workers: int) -> float:
    """What an owner fears to lose by one injury, in yuan."""
    listing = penalties.feared_listing(
        p.blacklist, p.perceived_listing, p.blacklist_output_cut, p.blacklist_least, workers, tables.sectors[VALUE_ADDED, sector], p.profit_share)
    return penalties.feared_loss(
        p.own_loss, p.perceived_fatal, p.accident_fine_general * p.accident_fine_scale,
        penalties.personal_fine(1, p.personal_fine, tables.sectors[YEARLY_WAGE, sector], p.manager_income), p.prosecution, p.court_fine, listing,
    )


@sweep
def produce(state: State, p: Any, sensitive: bool, first: int, count: int) -> None:
    """Output of a block follows orders and the calendar."""
    reals, stopped, halted, listed = state.reals, state.marks[STOPPED], state.marks[HALTED], state.shorts[LISTED]
    for i in range(first, first + count):
        level = effort.output_level(
            reals[DEBT, i], sensitive, p.output_sensitive_cut, stopped[i] != 0, p.output_stop_share, p.output_catch_up, halted[i] != 0,
            p.stop_right_cut,
        )
        reals[DEBT, i] = effort.output_debt(reals[DEBT, i], level)
        reals[OUTPUT, i] = effort.listed_output(level, listed[i] > 0, p.blacklist_output_cut)
        stopped[i] = 0
        halted[i] = 0
