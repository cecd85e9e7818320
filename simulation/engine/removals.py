"""How likely an enterprise is to remove a hazard itself, and by which draws it does."""

from __future__ import annotations

from typing import Any

from simulation.draws import STREAM
from simulation.engine.columns import ATTENTION, CERTIFIED, COMPETENCE, EFFORT, KNOWN
from simulation.engine.state import State
from simulation.rule import kernel, sweep
from simulation.rules import hazards

HAZARDS, REMOVED = STREAM["hazards"], STREAM["removed"]
ARRIVALS, REMOVALS = 0, 1
"""Words of the block ``hazards``: how many arrive, then how many are removed of each kind; latent hazards, major or not, are one."""
MEANS, BY_HAND, SLOWLY, SHARES = range(4, 8)
"""Rows of the block after those of the words: mean arrivals; monthly removal of visible and of latent hazards; exposure of the sector."""
VISIBLE, VISIBLE_MAJOR, LATENT = range(3)
"""What is removed together: one number is drawn for each, and who goes is drawn by lot among them."""
LOTS = 512
"""Numbers of the stream ``removed`` that belong to each of them."""

@kernel
def set_removals(state: State, p: Any, out: Any, first: int, end: int) -> None:
    """Monthly probability that each enterprise from ``first`` to ``end`` removes a visible hazard itself."""
    reals = state.reals
    removals(
        out, reals[EFFORT, first:end], reals[COMPETENCE, first:end], reals[ATTENTION, first:end], state.words[KNOWN, first:end],
        state.shorts[CERTIFIED, first:end], p.removal_lowest, p.removal_highest, p.self_inspection, p.scheme_checks,
        p.self_inspection_audit, p.self_check_yield)


@sweep
def removals(
    out: Any, efforts: Any, competences: Any, attention: Any, known: Any, certified: Any, lowest: float, highest: float, by_rule: float,
    by_scheme: float, audit: float, check_yield: float
) -> None:
    """What an enterprise removes by itself, and by the self-checks that the rules and a certificate ask for."""
    for k in range(out.shape[0]):
        own = hazards.removal_probability(efforts[k], competences[k], lowest, highest)
        genuine = hazards.self_check_genuineness(attention[k], audit)
        out[k] = hazards.self_check_removal(own, self_checks(known[k], certified[k], by_rule, by_scheme), genuine, check_yield)


@kernel
def self_checks(known: int, certified: int, by_rule: float, by_scheme: float) -> float:
    """Self-checks a year that the rules and a certificate ask for."""
    return (by_rule if known else 0.0) + (by_scheme if certified else 0.0)
