"""Cost and benefit of a policy: what it averts in deaths, injuries and losses, valued and set against what it costs.

Pure arithmetic: numbers or arrays by world in, the same out.  A serious and another lost-time injury are held as shares of a
death, so that both scale with the value of a life.  Sources: evidence V1 to V6 for the shares, D03 to D05 for the value of a
life, D07 for the compensation that lies inside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.differences import HEADLINE_OUTCOME, discounted
from experiments.comparison.unit_values import Values
from experiments.running.batch import Batch

Array = NDArray[np.float64]
Basis = Literal["all", "government"]
BASES: tuple[Basis, ...] = ("all", "government")
"""Whose money counts as the cost: that of government and enterprises together, or government money alone."""


@dataclass(frozen=True)
class Harm:
    """What happens in a year, or with a policy less of it: numbers, or arrays of one shape."""

    deaths: float | Array
    """Expected deaths."""
    serious: float | Array
    """Serious injuries."""
    other: float | Array
    """Lost-time injuries that are neither deadly nor serious."""
    loss: float | Array
    """Direct loss beyond compensation for deaths, yuan; negative where less was lost than deaths alone are expected to cost."""


def harm(deaths: float | Array, killed: float | Array, serious: float | Array, lost_time: float | Array, loss: float | Array,
         compensation: float | Array) -> Harm:  # fmt: skip
    """Harm from outcomes: expected ``deaths``, those ``killed``, serious and all lost-time injuries (both among the last), direct loss in yuan.

    Deaths are rare, so that the expected ones are credited.  Injuries are not: those that happened are counted.  No end is cut off at
    zero: differences of what is cut off would be biased.
    """
    return Harm(deaths, serious, lost_time - serious - killed, loss - compensation * deaths)


def less(base: Harm, own: Harm) -> Harm:
    """What is averted: the harm of ``base`` that is not in ``own``."""
    return Harm(base.deaths - own.deaths, base.serious - own.serious, base.other - own.other, base.loss - own.loss)


def fatality_equivalents(found: Harm, values: Values) -> float | Array:
    """Deaths, with injuries as shares of one."""
    return found.deaths + values.serious * found.serious + values.other * found.other


def benefit(averted: Harm, values: Values) -> float | Array:
    """Yuan that what is averted is worth: lives, injuries, and direct loss beyond deaths as it stands, with no multiple for indirect loss."""
    return values.life * fatality_equivalents(averted, values) + averted.loss


def net_benefit(averted: Harm, values: Values, cost: float | Array) -> float | Array:
    """Yuan by which the benefit exceeds the cost."""
    return benefit(averted, values) - cost


def net_cost(averted: Harm, cost: float | Array) -> float | Array:
    """Yuan of cost beyond the direct loss averted.

    Over the fatality-equivalents averted it is their price, and the switching value of a life: from it on the benefit exceeds the cost.
    """
    return cost - averted.loss


@dataclass(frozen=True)
class Appraised:
    """Every policy of a batch against its baseline: arrays (policies, worlds), yuan and cases a year, all discounted alike."""

    harm: Harm
    government: Array
    enterprises: Array
    values: Values
    """Those of each world, (worlds,)."""

    def averted(self, policy: int) -> Harm:
        """What the policy averts, by world."""
        return less(_arm(self.harm, 0), _arm(self.harm, policy))

    def cost(self, policy: int, basis: Basis) -> Array:
        """What it costs, by world."""
        money = self.government + (self.enterprises if basis == "all" else 0.0)
        return np.asarray(money[policy] - money[0])

    def net_benefit(self, policy: int, basis: Basis = "all") -> Array:
        """Its net benefit, by world."""
        return np.asarray(net_benefit(self.averted(policy), self.values, self.cost(policy, basis)))


def _arm(found: Harm, policy: int) -> Harm:
    return Harm(*(np.asarray(getattr(found, name))[policy] for name in ("deaths", "serious", "other", "loss")))


def appraised(batch: Batch, values: Values, discount: float) -> Appraised:
    """The numbers of ``batch`` that cost and benefit are made of; ``values`` are those of its worlds."""

    def of(name: str) -> Array:
        return discounted(batch, name, discount)

    found = harm(of(HEADLINE_OUTCOME), of("deaths"), of("serious_injuries"), of("lost_time_injuries"), of("accident_loss"), values.compensation)
    return Appraised(found, of("government_cost"), of("enterprise_cost"), values)
