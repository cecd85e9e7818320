"""How a difference is written: one unit, one rounding and one direction, wherever it stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from experiments.comparison.differences import Row
from experiments.text.formatting import decimals, ends, enough, figure, money_scale, span
from experiments.text.labels import Quantity, unit
from experiments.text.messages import _

LEAST_MONEY = 1_000.0
"""Yuan a year: a smaller difference of a cost is rounding of the model, and told as nothing."""


def scaled(quantity: Quantity) -> tuple[float, str]:
    """Factor for showing the quantity, and its unit: money in the unit officials use."""
    if not quantity.is_money:
        return 1.0, unit(quantity.name)
    factor, yuan = money_scale()
    return factor, _("{unit} a year").format(unit=yuan) if quantity.yearly else yuan


@dataclass(frozen=True)
class Told:
    """A difference, policy minus baseline, and the interval shown with it, in the unit shown; all with the same decimals."""

    value: float
    interval: tuple[float, float] | None
    places: int

    def size(self, signed: bool = True) -> str:
        """The difference, or how large it is; only nothing looks like nothing."""
        value = self.value if signed else abs(self.value)
        return figure(value, enough(value, self.places), signed)

    def ends(self, signed: bool = True) -> tuple[str, str]:
        """Both ends of the interval shown."""
        assert self.interval is not None
        return ends(*self.interval, self.places, signed)

    def span(self, low: float | None, high: float | None) -> str:
        """Another interval of the same difference with the same decimals."""
        return span(low, high, self.places)


def told(row: Row) -> Told:
    """The numbers of ``row`` as they are written everywhere."""
    factor, _unit = scaled(row.quantity)
    values = [row.difference, *(row.shown or ())]
    if row.quantity.is_money and row.quantity.yearly:
        return told_money(values)
    return told_plain([value * factor for value in values])


def told_plain(values: Sequence[float]) -> Told:
    """A difference of something that is no money with the ends of its interval, if it has one."""
    return Told(values[0], _pair(values), decimals(values))


def told_money(values: Sequence[float]) -> Told:
    """A difference of money in yuan a year with the ends of its interval, if it has one."""
    factor, _yuan = money_scale()
    shown = [value * factor for value in values]
    if not abs(values[0]) < LEAST_MONEY:
        return Told(shown[0], _pair(shown), decimals(shown))
    coarse = max(0, round(-math.log10(LEAST_MONEY * factor)))
    # Adding nothing takes the sign of a rounded nothing away.
    shown = [0.0, *(round(value, coarse) + 0.0 for value in shown[1:])]
    return Told(0.0, _pair(shown), min(coarse, decimals(shown)))


def _pair(values: Sequence[float]) -> tuple[float, float] | None:
    return (values[1], values[2]) if len(values) > 2 else None


def unclear(row: Row) -> bool:
    """Whether a question mark stands beside the difference: an interval is shown and holds zero, and not all is nothing."""
    if row.shown is None or row.told_apart or row.paired.same == row.paired.worlds:
        return False
    found = told(row)
    return any((found.value, *(found.interval or ())))
