"""Shocks to margins and demand: whom a trial shocks in which month, and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenarios.schema.trial_arms import Shock
from simulation.acts import Hands
from simulation.acts.hands import push
from simulation.orders import NO_SHOCKS, SHOCK_DEMAND, SHOCK_MARGIN, SHOCK_ROWS

ROWS = {"margin": SHOCK_MARGIN, "demand": SHOCK_DEMAND}
FOR_GOOD = 1_000_000


@dataclass(frozen=True)
class _Wave:
    """A shock of ``units`` (n,), no unit twice, that begins in the months ``first`` (n,) and lasts ``months``."""

    row: int
    size: float
    units: Any
    first: Any
    months: int


class Shocks:
    """All shocks of one course of a world; those that overlap add up.  ``levels`` (months,), by name, are where a whole district stands by itself."""

    def __init__(self, enterprises: int, levels: Mapping[str, Any] | None = None) -> None:
        self._enterprises, self._levels = enterprises, levels or {}
        self._waves: list[_Wave] = []

    def add(self, shock: Shock, units: Any, first: Any) -> None:
        """Enter a shock of ``units`` (n,), each from its month of ``first`` (n,) on."""
        self._waves.append(_Wave(ROWS[shock.of], shock.size, units, first, FOR_GOOD if shock.months is None else shock.months))

    def of_month(self, month: int, hands: Hands) -> Any:
        """(SHOCK_ROWS, enterprises), as the orders of a month hold them; without a column where nobody is shocked."""
        found = self._drifted(month, hands)
        for wave in self._waves:
            since = month - wave.first
            hit = (since >= 0) & (since < wave.months)
            if not hit.any():
                continue
            found = np.zeros((SHOCK_ROWS, self._enterprises)) if found is None else found
            found[wave.row, wave.units[hit]] += _strength(wave, since[hit], hands)
        return NO_SHOCKS if found is None else found

    def _drifted(self, month: int, hands: Hands) -> Any:
        """The same of what moves the whole district by itself; None where nothing does."""
        found = None
        for name, level in self._levels.items():
            found = np.zeros((SHOCK_ROWS, self._enterprises)) if found is None else found
            now, before = float(level[month]), float(level[month - 1]) if month else 0.0
            # A margin is held where it was and moved by what is new.
            found[ROWS[name]] = now if name == "demand" else push(hands.p, before, begins=False) + push(hands.p, now - before, begins=True)
        return found


def _strength(wave: _Wave, since: Any, hands: Hands) -> Any:
    """(n,) what the month adds to what is shocked."""
    if wave.row != SHOCK_MARGIN:
        return wave.size
    p = hands.p
    return np.where(since == 0, push(p, wave.size, begins=True), push(p, wave.size, begins=False))
