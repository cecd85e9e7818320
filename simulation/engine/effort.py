"""Phase effort: every enterprise revises effort and output on last month's efforts of its peers."""

from __future__ import annotations

from typing import Any

from simulation.distributions import normal_quantile
from simulation.draws import STREAM
from simulation.engine.clock import Clock, luck
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
    OUTPUT,
    PLACE,
    SECTOR,
    STOPPED,
    VISIT_BELIEF,
    WORKERS,
)
from simulation.engine.hazards import removal_of
from simulation.engine.state import Room, State, whole
from simulation.engine.tables import VALUE_ADDED, YEARLY_WAGE, Tables
from simulation.rule import kernel
from simulation.rules import effort, incentives, penalties

MARGIN_DRAW = STREAM["margin"]
NEAR_MEMBERS, NEAR_EFFORT, SECTOR_MEMBERS, SECTOR_EFFORT = range(4)


@kernel
def phase_effort(state: State, room: Room, tables: Tables, p: Any, clock: Clock) -> None:
    """Share out the efforts of peers, then let everybody revise."""
    peers, sensitive = room.peers, is_sensitive(p, clock)
    add_efforts(state, room)
    for i in range(state.cells.shape[0]):
        sector, place = state.bytes[SECTOR, i], state.shorts[PLACE, i]
        near = peers[NEAR_EFFORT, sector, place] / peers[NEAR_MEMBERS, sector, place]
        mean = peers[SECTOR_EFFORT, sector, 0] / peers[SECTOR_MEMBERS, sector, 0]
        revise(state, tables, p, clock, i, effort.peers_mean(mean, near, p.near_peer_weight))
        produce(state, p, sensitive, i)


@kernel
def is_sensitive(p: Any, clock: Clock) -> bool:
    """Whether a political event makes this a month of held-down output; they spread over the year."""
    months = int(p.sensitive_months + 0.5)
    return months > 0 and (clock.month % 12) * months % 12 < months


@kernel
def add_efforts(state: State, room: Room) -> None:
    """Sum efforts by sector and place, and by sector alone."""
    peers = room.peers
    peers[:] = 0.0
    for i in range(state.cells.shape[0]):
        sector, place = state.bytes[SECTOR, i], state.shorts[PLACE, i]
        peers[NEAR_MEMBERS, sector, place] += 1.0
        peers[NEAR_EFFORT, sector, place] += state.reals[EFFORT, i]
        peers[SECTOR_MEMBERS, sector, 0] += 1.0
        peers[SECTOR_EFFORT, sector, 0] += state.reals[EFFORT, i]


@kernel
def revise(state: State, tables: Tables, p: Any, clock: Clock, i: int, peers_effort: float) -> None:
    """Effort moves to where its perceived benefit equals its cost."""
    reals, workers, known = state.reals, whole(state.shorts[WORKERS, i]), state.masks[KNOWN, i] != 0
    hazards = 0
    for cell in range(state.cells.shape[1]):
        hazards += whole(state.cells[i, cell])
    noise = normal_quantile(luck(clock, MARGIN_DRAW, i, 0))
    reals[MARGIN, i] = effort.next_margin(reals[MARGIN, i], noise, p.margin_persistence, p.margin_spread, 0.0)
    saved = incentives.premium_slope(p.premium_swing, p.insurance_premium, workers, p.premium_response) if state.bytes[INSURED, i] else 0.0
    earned = incentives.class_slope(p.class_reward, workers, p.class_response) if known else 0.0
    benefit = effort.marginal_benefit(
        hazards, removal_of(state, p, i), p.removal_lowest, p.removal_highest, reals[VISIT_BELIEF, i], p.perceived_found,
        reals[CERTAINTY_BELIEF, i], reals[FINE_BELIEF, i], p.cost_recovery, reals[ATTENTION, i], p.perceived_risk,
        feared_loss(tables, p, whole(state.bytes[SECTOR, i]), workers), saved, earned,
    )
    target = effort.target_effort(
        benefit, p.effort_cost, workers, p.safety_subsidy, effort.financial_stress(reals[MARGIN, i]), p.stress_weight)
    reals[EFFORT, i] = effort.moved_effort(reals[EFFORT, i], target, peers_effort, p.peer_weight, p.effort_rate)


@kernel
def feared_loss(tables: Tables, p: Any, sector: int, workers: int) -> float:
    """What an owner fears to lose by one injury, in yuan."""
    listing = penalties.feared_listing(
        p.blacklist, p.perceived_listing, p.blacklist_output_cut, p.blacklist_least, workers, tables.sectors[VALUE_ADDED, sector], p.profit_share)
    return penalties.feared_loss(
        p.own_loss, p.perceived_fatal, p.accident_fine_general * p.accident_fine_scale,
        penalties.personal_fine(1, p.personal_fine, tables.sectors[YEARLY_WAGE, sector], p.manager_income), p.prosecution, p.court_fine, listing,
    )


@kernel
def produce(state: State, p: Any, sensitive: bool, i: int) -> None:
    """Output follows orders and the calendar."""
    reals, small = state.reals, state.bytes
    level = effort.output_level(
        reals[DEBT, i], sensitive, p.output_sensitive_cut, small[STOPPED, i] != 0, p.output_stop_share, p.output_catch_up,
        small[HALTED, i] != 0, p.stop_right_cut,
    )
    reals[DEBT, i] = effort.output_debt(reals[DEBT, i], level)
    reals[OUTPUT, i] = effort.listed_output(level, state.shorts[LISTED, i] > 0, p.blacklist_output_cut)
    small[STOPPED, i] = 0
    small[HALTED, i] = 0
