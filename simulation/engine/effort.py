"""Phase effort: every enterprise revises its effort on last month's efforts of its peers."""

from __future__ import annotations

from typing import Any

from simulation.arithmetic import SHARE_PARTS, parts
from simulation.engine.blocks import BLOCK, take, take_near, to_normal
from simulation.engine.clock import unsigned
from simulation.engine.columns import (
    ATTENTION,
    CERTAINTY_BELIEF,
    CIRCLE_MEMBERS,
    EFFORT,
    FINE_BELIEF,
    INSURED,
    KNOWN,
    MARGIN,
    OPEN_HAZARDS,
    PLACE,
    SECTOR,
    VISIT_BELIEF,
    WORKERS,
)
from simulation.engine.removals import set_removals
from simulation.engine.state import Room, State
from simulation.engine.tables import VALUE_ADDED, YEARLY_WAGE, Tables
from simulation.orders import SHOCK_MARGIN, Orders
from simulation.rule import kernel, sweep
from simulation.rules import effort, incentives, penalties

MARGIN_WORD = 1
"""Word of the block ``month``, drawn in the phase of accidents."""
NOISE, REMOVALS, PEERS, FEARED, SAVED, EARNED, BENEFIT, ADDED, PERSONAL = range(9)
"""Rows of the block: normal numbers, removal, efforts of peers, what an owner fears to lose by an injury, what more effort saves
in premium and earns in rewards, its perceived benefit; value added by a worker of the sector, the fine on a person in charge."""


@sweep
def phase_effort(state: State, room: Room, tables: Tables, p: Any, orders: Orders) -> None:
    """Share out the efforts of peers, then let everybody revise."""
    reals, shorts, small, block = state.reals, state.shorts, state.bytes, room.block
    share_efforts(reals[EFFORT], small[SECTOR], shorts[PLACE], room.sums)
    mix_efforts(room.sums, state.circles[CIRCLE_MEMBERS], room.near, p.near_peer_weight)
    set_personal_fines(tables, p, room.personal)
    for first in range(0, reals.shape[1], BLOCK):
        end = min(first + BLOCK, reals.shape[1])
        k, sectors, workers = end - first, small[SECTOR, first:end], shorts[WORKERS, first:end]
        attention, efforts = reals[ATTENTION, first:end], reals[EFFORT, first:end]
        to_normal(room.luck[MARGIN_WORD, first:end], block[NOISE, :k])
        if orders.shocks.shape[1] > 0:
            shock_margins(reals[MARGIN, first:end], block[NOISE, :k], orders.shocks[SHOCK_MARGIN, first:end], p.margin_persistence, p.margin_spread)
        else:
            next_margins(reals[MARGIN, first:end], block[NOISE, :k], p.margin_persistence, p.margin_spread)
        set_removals(state, p, block[REMOVALS, :k], first, end)
        take_near(room.near, sectors, shorts[PLACE, first:end], block[PEERS, :k])
        take(tables.sectors[VALUE_ADDED], sectors, block[ADDED, :k])
        take(room.personal, sectors, block[PERSONAL, :k])
        set_fears(block[FEARED, :k], block[PERSONAL, :k], block[ADDED, :k], workers, p)
        set_saved(block[SAVED, :k], small[INSURED, first:end], workers, p.premium_swing, p.insurance_premium, p.premium_response)
        set_earned(block[EARNED, :k], state.words[KNOWN, first:end], workers, p.class_reward, p.class_response)
        set_losses(
            block[BENEFIT, :k], reals[VISIT_BELIEF, first:end], reals[CERTAINTY_BELIEF, first:end], reals[FINE_BELIEF, first:end],
            attention, block[FEARED, :k], p.perceived_found, p.cost_recovery, p.perceived_risk)
        if p.permits_linked > 0.0:
            fear_withholding(
                block[BENEFIT, :k], reals[VISIT_BELIEF, first:end], workers, block[ADDED, :k], p.perceived_found, p.perceived_major,
                p.permits_linked, p.permit_output_cut, p.profit_share)
        set_benefits(
            block[BENEFIT, :k], state.notes[OPEN_HAZARDS, first:end], block[REMOVALS, :k], block[SAVED, :k], block[EARNED, :k],
            p.removal_lowest, p.removal_highest)
        move_efforts(
            efforts, block[BENEFIT, :k], workers, reals[MARGIN, first:end], block[PEERS, :k], p.effort_cost, p.safety_subsidy,
            p.stress_weight, p.peer_weight, p.effort_rate)


@sweep
def share_efforts(efforts: Any, sectors: Any, places: Any, sums: Any) -> None:
    """Sums of effort by sector and place, in parts of one."""
    sums[:] = 0
    for i in range(efforts.shape[0]):
        sums[unsigned(sectors[i]), unsigned(places[i])] += parts(efforts[i], SHARE_PARTS)


@sweep
def mix_efforts(sums: Any, members: Any, near: Any, near_weight: float) -> None:
    """What an enterprise takes its peers to do, by sector and place."""
    for sector in range(sums.shape[0]):
        of_sector, in_sector = 0, 0.0
        for place in range(sums.shape[1]):
            of_sector += sums[sector, place]
            in_sector += members[sector, place]
        for place in range(sums.shape[1]):
            if members[sector, place] > 0.0:
                mean = of_sector / SHARE_PARTS / in_sector
                near[sector, place] = effort.peers_mean(mean, sums[sector, place] / SHARE_PARTS / members[sector, place], near_weight)


@sweep
def next_margins(margins: Any, noise: Any, persistence: float, spread: float) -> None:
    """Financial margins of a block."""
    for k in range(margins.shape[0]):
        margins[k] = effort.next_margin(margins[k], noise[k], persistence, spread, 0.0)


@sweep
def shock_margins(margins: Any, noise: Any, shocks: Any, persistence: float, spread: float) -> None:
    """The same where a study shocks some."""
    for k in range(margins.shape[0]):
        margins[k] = effort.next_margin(margins[k], noise[k], persistence, spread, shocks[k])


@sweep
def set_personal_fines(tables: Tables, p: Any, personal: Any) -> None:
    """Fine on the person in charge after a death, by sector."""
    for sector in range(personal.shape[0]):
        personal[sector] = penalties.personal_fine(1, p.personal_fine, tables.sectors[YEARLY_WAGE, sector], p.manager_income)


@kernel
def set_fears(out: Any, personal: Any, added: Any, workers: Any, p: Any) -> None:
    """What owners fear to lose by one injury, in yuan."""
    accident_fine = p.accident_fine_general * p.accident_fine_scale
    fear_listing(out, added, workers, p.blacklist, p.perceived_listing, p.blacklist_output_cut, p.blacklist_least, p.profit_share)
    fear_losses(out, personal, p.own_loss, p.perceived_fatal, accident_fine, p.prosecution, p.court_fine)


@sweep
def fear_listing(out: Any, added: Any, workers: Any, on: float, chance: float, cut: float, least: float, profit: float) -> None:
    """What owners fear to lose by the blacklist."""
    for k in range(out.shape[0]):
        out[k] = penalties.feared_listing(on, chance, cut, least, float(workers[k]), added[k], profit)


@sweep
def fear_losses(out: Any, personal: Any, own_loss: float, fatal: float, accident_fine: float, prosecution: float, court_fine: float) -> None:
    """What owners fear to lose in all; ``out`` comes with what they fear of the blacklist."""
    for k in range(out.shape[0]):
        out[k] = penalties.feared_loss(own_loss, fatal, accident_fine, personal[k], prosecution, court_fine, out[k])


@sweep
def set_saved(out: Any, insured: Any, workers: Any, swing: float, premium: float, response: float) -> None:
    """What one more unit of effort saves in premium."""
    for k in range(out.shape[0]):
        out[k] = incentives.premium_slope(swing, premium, float(workers[k]), response) if insured[k] else 0.0


@sweep
def set_earned(out: Any, known: Any, workers: Any, reward: float, response: float) -> None:
    """What one more unit of effort brings in class rewards."""
    for k in range(out.shape[0]):
        out[k] = incentives.class_slope(reward, float(workers[k]), response) if known[k] else 0.0


@sweep
def set_losses(
    out: Any, visits: Any, certainties: Any, fines: Any, attention: Any, feared: Any, found: float, recovery: float, risk: float
) -> None:
    """What one open hazard is believed to cost, in yuan a month."""
    for k in range(out.shape[0]):
        out[k] = effort.believed_cost(visits[k], found, certainties[k], fines[k], recovery, attention[k], risk, feared[k])


@sweep
def fear_withholding(
    out: Any, visits: Any, workers: Any, added: Any, found: float, major: float, linked: float, cut: float, profit: float
) -> None:
    """What permits that may be withheld add to what one open hazard is believed to cost."""
    for k in range(out.shape[0]):
        out[k] += penalties.feared_withholding(visits[k], found, major, linked, cut, float(workers[k]), added[k], profit)


@sweep
def set_benefits(out: Any, hazards: Any, removals: Any, saved: Any, earned: Any, lowest: float, highest: float) -> None:
    """Perceived benefit of one more unit of effort; ``out`` comes with what an open hazard is believed to cost."""
    for k in range(out.shape[0]):
        out[k] = effort.marginal_benefit(float(hazards[k]), removals[k], lowest, highest, out[k], saved[k], earned[k])


@sweep
def move_efforts(
    efforts: Any, benefits: Any, workers: Any, margins: Any, peers: Any, cost: float, subsidy: float, stress_weight: float,
    peer_weight: float, rate: float
) -> None:
    """Efforts of a block move to where their perceived benefit equals their cost."""
    for k in range(efforts.shape[0]):
        target = effort.target_effort(benefits[k], cost, float(workers[k]), subsidy, effort.financial_stress(margins[k]), stress_weight)
        efforts[k] = effort.moved_effort(efforts[k], target, peers[k], peer_weight, rate)
