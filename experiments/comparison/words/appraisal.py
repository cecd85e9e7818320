"""What a policy is worth beside what it costs, in sentences, and by which values that is told."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import Row
from experiments.comparison.unit_values import VALUED, ranges
from experiments.comparison.words.costs import pays
from experiments.comparison.words.numbers import told
from experiments.comparison.words.phrases import shown_name
from experiments.comparison.words.turns import hanging, net_agreed
from experiments.text.formatting import figure, money_scale, span_of
from experiments.text.labels import BENEFIT, GOVERNMENT, NET_BENEFIT, PRICE, TOTAL_COST
from experiments.text.messages import _, sentences


def worth(comparison: ComparisonData, policy: str) -> str:
    """Benefit, cost, net benefit and switching value of one policy; empty where nothing prices it or no interval is told."""
    net, price = comparison.row(policy, NET_BENEFIT), comparison.row(policy, PRICE)
    if net.kind == "unpriced" or net.priced != "wholly" or net.shown is None:
        return ""
    _factor, yuan = money_scale()
    found = told(net)
    assert found.interval is not None
    gain, cost = comparison.row(policy, BENEFIT), comparison.row(policy, TOTAL_COST)
    text = _("What it averts is worth {benefit} {yuan} a year{benefit_doubt} and it costs {cost}{cost_doubt}: net benefit {net} {yuan} a year ({name} {interval}).").format(
        benefit=_plainly(gain), benefit_doubt=_doubt(gain), cost=_plainly(cost), cost_doubt=_doubt(cost), net=found.size(),
        yuan=yuan, name=shown_name(comparison), interval=span_of(*found.interval, yuan, found.places, signed=True))  # fmt: skip
    alone = comparison.row(policy, PRICE + GOVERNMENT)
    text = sentences(text, net_agreed(comparison, policy), hanging(comparison, policy, NET_BENEFIT))
    return sentences(text, _("All costs: {pays}. Government money alone: {alone}.").format(pays=pays(price, shown_name(comparison)), alone=pays(alone)))


def _plainly(row: Row) -> str:
    """An amount with a sign only where it is below nothing."""
    found = told(row)
    return found.size(signed=found.value < 0)


def _doubt(row: Row) -> str:
    """What stands behind an amount whose interval holds zero."""
    return "" if row.told_apart else _(" (not told apart from nothing)")


def how_valued(comparison: ComparisonData) -> list[str]:
    """What a life, an injury and a loss are credited with, and what a switching value is."""
    if not comparison.policies:
        return []
    factor, yuan = money_scale()

    def money(low: float, high: float) -> str:
        return span_of(low * factor, high * factor, yuan)

    life, serious, other = (_Credited.of(comparison, name) for name in VALUED)
    text = _("What is averted is credited: a life with {life}, a serious injury with {serious}, another lost-time injury with {other}, {loss}; "
             "nothing for indirect loss.").format(
        life=life.words(_("{amount} {unit}").format(amount=figure(life.value * factor), unit=yuan), money),
        serious=serious.words(_("{share} of a life").format(share=_share(serious.value)), _range), other=other.words(_share(other.value), _range), loss=_loss(comparison))  # fmt: skip
    varied = comparison.interval_over == "sets" and any(each.ends for each in (life, serious, other))
    own = _("Each set of assumptions has values of its own out of these ranges.") if varied else ""
    switching = _("\"Pays from\" is the value of a life from which on the benefit exceeds the cost, with injuries as shares of a life: the cost beyond the "
                  "direct loss averted, over the fatality-equivalents averted.")  # fmt: skip
    payers = _("Who pays: what follows from levers and outcomes is told by item. Briefings, subsidies, experts, sensors, bonuses, rewards for "
               "classes and overtime, which the model counts in one sum, are other government money.")  # fmt: skip
    return [sentences(text, own), switching, payers]


@dataclass(frozen=True)
class _Credited:
    """What one thing averted is credited with: its central value and the ends of its range, None where it is given as one value."""

    value: float
    ends: tuple[float, float] | None

    @classmethod
    def of(cls, comparison: ComparisonData, name: str) -> _Credited:
        """What the user gave, else what the ensemble's sets that were used have, else the range of parameters.toml."""
        plan, batch = comparison.plan, comparison.batch
        if name in plan.overrides:
            return cls(plan.overrides[name], None)
        if plan.ensemble is not None and name in plan.ensemble.names and batch.sets:
            column = plan.ensemble.values[sorted(set(batch.sets)), plan.ensemble.names.index(name)]
            return cls(float(column.mean()), (float(column.min()), float(column.max())))
        low, central, high = ranges()[name]
        return cls(central, (low, high))

    def words(self, value: str, span: Callable[[float, float], str]) -> str:
        """Its value with its range in brackets, or that it is as given."""
        return _("{value} ({range})").format(value=value, range=_("as given") if self.ends is None else span(*self.ends))


def _loss(comparison: ComparisonData) -> str:
    """How direct loss is credited: that which lies inside the value of a life is not credited beside it."""
    factor, yuan = money_scale()
    compensation = _mean(comparison.appraised.values.compensation)
    if not compensation:
        return _("direct loss as it stands")
    return _("direct loss as it stands beyond the {compensation} {yuan} a death that lie inside the value of a life").format(
        compensation=figure(compensation * factor), yuan=yuan)  # fmt: skip


def _mean(values: object) -> float:
    import numpy as np

    found = np.asarray(values, dtype=float)
    return float(found.mean()) if found.size else math.nan


def _share(share: float) -> str:
    return _("{n} %").format(n=f"{100 * share:.3g}")


def _range(low: float, high: float) -> str:
    return _("{low} to {high}").format(low=_share(low), high=_share(high))
