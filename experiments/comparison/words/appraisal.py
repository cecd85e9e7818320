"""What a policy is worth beside what it costs, in sentences, and by which values that is told."""

from __future__ import annotations

import math

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import Row
from experiments.comparison.unit_values import ranges
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
    text = _("What it averts is worth {benefit} {yuan} a year and it costs {cost}: net benefit {net} {yuan} a year ({name} {interval}).").format(
        benefit=_plainly(comparison.row(policy, BENEFIT)), cost=_plainly(comparison.row(policy, TOTAL_COST)), net=found.size(),
        yuan=yuan, name=shown_name(comparison), interval=span_of(*found.interval, yuan, found.places, signed=True))  # fmt: skip
    alone = comparison.row(policy, PRICE + GOVERNMENT)
    text = sentences(text, net_agreed(comparison, policy), hanging(comparison, policy, NET_BENEFIT))
    return sentences(text, _("All costs: {pays}. Government money alone: {alone}.").format(pays=pays(price, shown_name(comparison)), alone=pays(alone)))


def _plainly(row: Row) -> str:
    """An amount with a sign only where it is below nothing."""
    found = told(row)
    return found.size(signed=found.value < 0)


def how_valued(comparison: ComparisonData) -> list[str]:
    """What a life, an injury and a loss are credited with, and what a switching value is."""
    if not comparison.policies:
        return []
    factor, yuan = money_scale()
    (low, life, high), serious, other = (_in_force(comparison, name, values) for name, values in ranges().items())
    values = comparison.appraised.values
    text = _("What is averted is credited: a life with {life} {yuan} ({interval}), a serious injury with {serious} of a life ({serious_range}), "
             "another lost-time injury with {other} ({other_range}), direct loss as it stands beyond the {compensation} {yuan} a death that lie "
             "inside the value of a life; nothing for indirect loss.").format(
        life=figure(life * factor), yuan=yuan, interval=span_of(low * factor, high * factor, yuan),
        serious=_share(serious[1]), serious_range=_range(serious), other=_share(other[1]), other_range=_range(other),
        compensation=figure(_mean(values.compensation) * factor))  # fmt: skip
    own = _("Each set of assumptions has values of its own out of these ranges.") if comparison.interval_over == "sets" else ""
    switching = _("\"Pays from\" is the value of a life from which on the benefit exceeds the cost, with injuries as shares of a life: the cost beyond the "
                  "direct loss averted, over the fatality-equivalents averted.")  # fmt: skip
    payers = _("Who pays: what follows from levers and outcomes is told by item. Briefings, subsidies, experts, sensors, bonuses, rewards for "
               "classes and overtime, which the model counts in one sum, are other government money.")  # fmt: skip
    return [sentences(text, own), switching, payers]


def _in_force(comparison: ComparisonData, name: str, values: tuple[float, float, float]) -> tuple[float, float, float]:
    """The range, or thrice what the user gave in its place."""
    given = comparison.plan.overrides.get(name)
    return values if given is None else (given, given, given)


def _mean(values: object) -> float:
    import numpy as np

    found = np.asarray(values, dtype=float)
    return float(found.mean()) if found.size else math.nan


def _share(share: float) -> str:
    return _("{n} %").format(n=f"{100 * share:.3g}")


def _range(values: tuple[float, float, float]) -> str:
    low, _central, high = values
    return _("{low} to {high}").format(low=_share(low), high=_share(high))
