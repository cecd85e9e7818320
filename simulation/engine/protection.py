"""How far enterprises are protected by what they mean to their officials."""

from __future__ import annotations

from typing import Any

from simulation.engine.clock import real
from simulation.engine.columns import PRIORITY, TAX, TIE
from simulation.engine.state import State
from simulation.rule import kernel, sweep
from simulation.rules import penalties


@kernel
def shielded(state: State, p: Any, i: int, posted: bool) -> float:
    """How far one enterprise is protected; a posted result restrains that."""
    return penalties.protection(
        real(state.singles[TAX, i]), real(state.singles[TIE, i]), p.vertical_control, state.government[PRIORITY], p.protection_by_tax,
        p.protection_by_tie, posted, p.posted_restraint)


@kernel
def set_shields(state: State, p: Any, out: Any, first: int, end: int) -> None:
    """How far each enterprise from ``first`` to ``end`` is protected, nothing posted."""
    _shield(
        out, state.singles[TAX, first:end], state.singles[TIE, first:end], p.vertical_control, state.government[PRIORITY], p.protection_by_tax,
        p.protection_by_tie, p.posted_restraint)


@sweep
def _shield(out: Any, taxes: Any, ties: Any, vertical: float, priority: float, by_tax: float, by_tie: float, restraint: float) -> None:
    for k in range(out.shape[0]):
        out[k] = penalties.protection(real(taxes[k]), real(ties[k]), vertical, priority, by_tax, by_tie, False, restraint)
