"""The attention of an enterprise that is left alone: with what hangs on its safety record, less what protection spares it."""

from __future__ import annotations

from typing import Any

from simulation.engine.clock import real
from simulation.engine.columns import BASE_ATTENTION, CERTIFIED, INSURED, KNOWN
from simulation.engine.protection import shielded
from simulation.engine.state import State
from simulation.rule import kernel, sweep
from simulation.rules import attention, incentives, penalties


@kernel
def own_attention(state: State, p: Any, i: int) -> float:
    """Attention to which an enterprise returns without memories."""
    base = real(state.singles[BASE_ATTENTION, i])
    if p.stake_attention > 0.0:
        stake = incentives.stake_on_record(
            p.premium_swing, p.insurance_premium, state.bytes[INSURED, i] != 0, p.class_reward, state.words[KNOWN, i] != 0,
            state.shorts[CERTIFIED, i] > 0, p.reward_unverified)
        base = attention.drawn_by_stake(base, stake, p.stake_attention, p.stake_half)
    if p.protected_neglect > 0.0:
        base = base * penalties.left_by_protection(p.protected_neglect, shielded(state, p, i, False))
    return base


@sweep
def set_own_attention(state: State, p: Any, first: int, end: int, out: Any) -> None:
    """The same of every enterprise from ``first`` to ``end``."""
    for k in range(end - first):
        out[k] = own_attention(state, p, first + k)
