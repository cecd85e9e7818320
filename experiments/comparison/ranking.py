"""Who is told apart from whom: from the baseline, from one another, and how large an effect may still be."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, money, yearly
from experiments.statistics import intervals as statistics
from experiments.statistics.intervals import Array, Paired
from experiments.text.labels import NET_BENEFIT

LEAST_EFFECT = 0.01
"""Of the baseline's expected deaths: an effect below it is not called the largest, whatever its interval.

A hundredth is less than the levels are known to (credibility.md), and figures show no less to either side.
"""


def singles(comparison: ComparisonData) -> list[str]:
    """Policies that are no bundle of others, in the order of the ranking."""
    return [name for name in comparison.ranking if name not in comparison.bundles]


def candidates(comparison: ComparisonData) -> list[str]:
    """Policies of which one can have the largest effect, or be the best value: the single ones, or the bundles where there are no others."""
    return singles(comparison) or list(comparison.ranking)


def holds(comparison: ComparisonData, policy: str) -> bool:
    """Whether the policy's difference in expected deaths holds after correction for all compared: by the interval that is shown."""
    return comparison.row(policy, HEADLINE_OUTCOME).told_apart


def lowers(comparison: ComparisonData, policy: str) -> bool:
    """Whether fewer expected deaths than the baseline's hold after correction."""
    return holds(comparison, policy) and comparison.row(policy, HEADLINE_OUTCOME).difference < 0


def raises(comparison: ComparisonData, policy: str) -> bool:
    """Whether more expected deaths than the baseline's hold after correction."""
    return holds(comparison, policy) and comparison.row(policy, HEADLINE_OUTCOME).difference > 0


def winner(comparison: ComparisonData) -> str | None:
    """The candidate that averts most, if its effect holds."""
    return next((name for name in candidates(comparison) if lowers(comparison, name)), None)


def slight(comparison: ComparisonData, policy: str) -> bool:
    """Whether the policy's effect on expected deaths is below the least that is called the largest."""
    row = comparison.row(policy, HEADLINE_OUTCOME)
    return not abs(row.difference) >= LEAST_EFFECT * row.baseline_mean


def deaths(comparison: ComparisonData, policy: str) -> Array:
    """Expected deaths a year under ``policy``, by world, or by set where worlds share them."""
    batch = comparison.batch
    return batch.replicated(yearly(batch, HEADLINE_OUTCOME, 0.0)[batch.row(policy)])


def lead(comparison: ComparisonData, first: str, other: str) -> Paired:
    """Expected deaths under ``first`` minus those under ``other``, with the interval that holds for all its rivals at once."""
    level = statistics.together(comparison.batch.level, rivals(comparison))
    return statistics.paired(deaths(comparison, first) - deaths(comparison, other), comparison.batch.least, level)


def rivals(comparison: ComparisonData) -> int:
    """How many other candidates one of them is held against."""
    return len(candidates(comparison)) - 1


def tied(comparison: ComparisonData, first: str) -> list[str]:
    """Other candidates not told apart from ``first``, by the intervals that hold for all of them at once."""
    return [name for name in candidates(comparison) if name != first and not lead(comparison, first, name).clear]


def spending(comparison: ComparisonData, policy: str, other: str | None = None) -> Paired:
    """What the policy costs government and enterprises together a year, against the ``other`` or the baseline; yuan, discounted."""
    batch = comparison.batch
    values = batch.replicated(money(batch, comparison.discount))
    return statistics.paired(values[batch.row(policy)] - values[0 if other is None else batch.row(other)], batch.least, batch.level)


def cheapest(comparison: ComparisonData, policies: Sequence[str]) -> str:
    """The one of ``policies`` with the lowest mean cost."""
    return min(policies, key=lambda name: spending(comparison, name).mean)


def effect_bound(comparison: ComparisonData, policies: Sequence[str]) -> float | None:
    """The largest effect that the intervals of ``policies`` leave room for, as a share of the baseline's deaths.

    Said of several at once, so that it is by the intervals that hold for all policies compared.
    """
    rows = [comparison.row(name, HEADLINE_OUTCOME) for name in policies]
    ends = [abs(end) / row.baseline_mean for row in rows for end in row.simultaneous or () if end and row.baseline_mean]
    return max(ends, default=None)


def by_net_benefit(comparison: ComparisonData) -> list[str]:
    """The candidates of which all costs have a price, highest net benefit first."""
    priced = [name for name in candidates(comparison) if comparison.priced[name] == "wholly"]
    return sorted(priced, key=lambda name: -comparison.row(name, NET_BENEFIT).difference)


def ahead(comparison: ComparisonData, first: str, other: str) -> Paired:
    """Net benefit of ``first`` minus that of ``other``, yuan a year, with the interval that holds for all its rivals at once."""
    batch = comparison.batch
    one, two = (batch.replicated(comparison.appraised.net_benefit(batch.row(name))) for name in (first, other))
    level = statistics.together(batch.level, len(by_net_benefit(comparison)) - 1)
    return statistics.paired(one - two, batch.least, level)
