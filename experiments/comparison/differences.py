"""From a batch to rows: each policy's paired difference from the baseline, per outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.comparison.prices import Priced
from experiments.comparison.telling import tells_interval
from experiments.running.batch import TOTALS, Batch
from experiments.running.replicates import Over
from experiments.statistics import intervals as statistics
from experiments.statistics.intervals import LEVEL, MIN_WORLDS, Paired, tells_mean
from experiments.statistics.ratios import fieller
from experiments.statistics.sets import Split, split
from experiments.text.labels import COST_PER_DEATH, DETAIL, Quantity, quantity

Array = NDArray[np.float64]
HEADLINE_OUTCOME = "expected_deaths"
"""The outcome by which policies are ranked and whose statements are corrected for their number."""


@dataclass(frozen=True)
class Row:
    """One policy and one quantity against the baseline; None and nan where nothing may be said."""

    policy: str
    quantity: Quantity
    baseline_mean: float
    policy_mean: float
    paired: Paired
    difference: float
    low: float | None
    high: float | None
    events: tuple[int, int] | None
    """Months with at least one event, baseline and policy: one catastrophe is one event."""
    exposure: float
    """World-years in each arm."""
    kind: str
    """plain, few (too few events), and for the cost per death: ratio, bound, saves, wastes, trades, unclear, unpriced."""
    over: Over = "worlds"
    """What ``paired`` counts."""
    split: Split | None = None
    """How much of the interval comes from the parameters; None without an ensemble or from too few sets."""
    simultaneous: tuple[float, float] | None = None
    """Ends of the interval that holds for all policies compared at once, with one policy ``low`` and ``high``; None where these are."""
    level: float = LEVEL
    """Of its intervals."""
    priced: Priced = "wholly"
    """Of a cost: of how much of what the policy does it is the cost."""
    alike: bool = False
    """Whether an interval is withheld because the arms differ in too few events, or the replicates are too much alike."""

    @property
    def shown(self) -> tuple[float, float] | None:
        """The interval that tables and figures show, and by which all is judged: the one for all policies at once."""
        return self.simultaneous

    @property
    def told_apart(self) -> bool:
        """Whether the difference is told apart from zero: whether the interval shown leaves zero out."""
        return self.shown is not None and statistics.leaves_zero_out(*self.shown)

    @property
    def turned(self) -> int:
        """Replicates in which the difference has the other sign than on the whole."""
        return self.paired.more if self.difference < 0 else self.paired.less if self.difference > 0 else 0

    @property
    def total_events(self) -> int | None:
        return None if self.events is None else sum(self.events)

    @property
    def worlds_better(self) -> int | None:
        """Worlds in which the policy did better; None where nothing may be said or no side is better."""
        return self.paired.better(self.quantity.better) if self.kind == "plain" else None

    @property
    def share_better(self) -> float:
        better = self.worlds_better
        return math.nan if better is None or not self.paired.worlds else better / self.paired.worlds

    @property
    def relative(self) -> float:
        """Difference as a share of the baseline; nan where the baseline is zero."""
        return self.difference / self.baseline_mean if self.baseline_mean else math.nan


def discount_weights(months: int, rate: float) -> Array:
    """Weights with mean 1 that turn monthly money into its equal yearly amount at ``rate`` a year."""
    weights = np.asarray((1 + rate) ** (-np.arange(months) / 12), dtype=float)
    return weights / weights.mean()


def discounted(batch: Batch, name: str, discount: float) -> Array:
    """(policies, worlds) of an outcome whose months add up, a year, as its equal yearly amount at ``discount``.

    Whatever is set against money (deaths, injuries, losses) goes through this, so that all of it is discounted alike.
    """
    if not discount:
        return batch.totals(name) / batch.years
    return np.asarray(batch.monthly(name) @ discount_weights(batch.months, discount)) / batch.years


def yearly(batch: Batch, name: str, discount: float) -> Array:
    """(policies, worlds) of a quantity: per year where months add up, money as its equal yearly amount."""
    found = quantity(name)
    if not found.yearly:
        return batch.totals(name)
    return discounted(batch, name, discount if found.is_money else 0.0)


def event_months(batch: Batch, name: str) -> Array:
    """(policies, worlds): months with at least one event."""
    return np.count_nonzero(batch.monthly(name), axis=2).astype(float)


def row(batch: Batch, policy: str, name: str, discount: float) -> Row:
    """The row of one policy and one outcome or ratio."""
    found = quantity(name)
    values = yearly(batch, name, discount)
    base, own = values[0], values[batch.row(policy)]
    few = None
    if found.counted:
        per_world = event_months(batch, name)
        few = (int(per_world[0].sum()), int(per_world[batch.row(policy)].sum()))
    return paired_row(batch, policy, found, base, own, few)


def paired_row(batch: Batch, policy: str, found: Quantity, base: Array, own: Array, events: tuple[int, int] | None = None) -> Row:
    """The row of a quantity whose values in both arms are known: ``base`` and ``own`` are (worlds,); ``events`` of what is counted."""
    usable = np.isfinite(base) & np.isfinite(own)
    parts = None if batch.sets is None else split((own - base)[usable], batch.sets_of(usable))
    base, own = batch.replicated(base, usable), batch.replicated(own, usable)
    pair = statistics.paired(own - base, batch.least, batch.level)
    exposure, over = batch.exposure, batch.interval_over
    means = [float(arm.mean()) if len(arm) else math.nan for arm in (base, own)]
    if events is not None:
        if not statistics.tells_difference(events):
            nothing = Paired(pair.worlds, math.nan, None, None, None, pair.less, pair.more)
            return Row(policy, found, math.nan, math.nan, nothing, math.nan, None, None, events, exposure, "few", over, level=batch.level)
        # An arm with few events has no mean to show, only a bound.
        means = [mean if tells_mean(count) else math.nan for mean, count in zip(means, events, strict=True)]
    wide, alike = None, False
    if pair.low is not None and not tells_interval(batch, policy, found, own - base):
        pair, alike = Paired(pair.worlds, pair.mean, None, None, None, pair.less, pair.more), True
    if pair.low is not None:
        wide = statistics.interval(own - base, statistics.together(batch.level, len(batch.policies) - 1))
    return Row(
        policy, found, means[0], means[1], pair, pair.mean, pair.low, pair.high, events, exposure, "plain", over, parts, wide, batch.level,
        alike=alike,
    )  # fmt: skip


def money(batch: Batch, discount: float) -> Array:
    """(policies, worlds): yuan a year of government and enterprises together, as an equal yearly amount."""
    return yearly(batch, "government_cost", discount) + yearly(batch, "enterprise_cost", discount)


def cost_row(batch: Batch, policy: str, discount: float, priced: Priced = "wholly") -> Row:
    """Cost per expected death averted: money of government and enterprises over deaths, paired and discounted alike."""
    spent, deaths = money(batch, discount), discounted(batch, HEADLINE_OUTCOME, discount)
    p = batch.row(policy)
    return price_row(batch, policy, quantity(COST_PER_DEATH), spent[p] - spent[0], deaths[0] - deaths[p], priced)


def price_row(batch: Batch, policy: str, found: Quantity, cost: Array, averted: Array, priced: Priced = "wholly") -> Row:
    """What one unit of ``averted`` costs; ``cost`` and ``averted`` are (worlds,), paired differences in favour of being positive.

    Where nothing prices the policy there is none: the money would be that of its consequences alone. That it costs money and lives
    is true all the same. Whether cost and averted are told apart from zero is judged as in every row, by intervals that hold for all
    policies at once.
    """
    cost, averted = batch.replicated(cost), batch.replicated(averted)
    kind, value, wide_low, high = cost_per_death(cost, averted, batch.least, statistics.together(batch.level, len(batch.policies) - 1))
    if priced == "not" and kind != "wastes":
        kind, value, wide_low, high = UNPRICED
    n, low, wide = len(cost), wide_low, None
    if high is not None:
        wide = (math.nan if wide_low is None else wide_low, high)
        alone = fieller(cost, averted, batch.level)
        if alone is not None:
            low, high = None if wide_low is None else alone[1], alone[2]
    none = Paired(n, math.nan, None, None, None, 0, 0)
    exposure, over = batch.exposure, batch.interval_over
    return Row(policy, found, math.nan, math.nan, none, value, low, high, None, exposure, kind, over, simultaneous=wide, level=batch.level,
               priced=priced)


UNPRICED: tuple[str, float, float | None, float | None] = ("unpriced", math.nan, None, None)
"""The cost per death averted of what nothing prices."""


def cost_per_death(
    cost: Array, averted: Array, least: int = MIN_WORLDS, level: float = LEVEL
) -> tuple[str, float, float | None, float | None]:
    """Kind, ratio of means and its interval, from paired differences.

    Only where both the cost and the deaths averted are told apart from zero (under ``least`` worlds:
    have one sign in every world) is a ratio given.  Where the deaths averted are and the cost is
    not, the upper end of Fieller's interval is a bound: the cost per death may be nothing, or more
    than nothing up to there.  A cost of exactly nothing in every world is known: the cost per death is 0.
    """
    signs = (_sign(cost, least, level), _sign(averted, least, level))
    if signs[1] == 1 and not cost.any():
        return ("ratio", 0.0, 0.0, 0.0) if len(cost) >= least else ("ratio", 0.0, None, None)
    if signs == (0, 1) and len(cost) >= least:
        found = fieller(cost, averted, level)
        if found is not None and found[2] > 0:
            return "bound", math.nan, None, found[2]
    if 0 in signs:
        return "unclear", math.nan, None, None
    if signs == (-1, 1):
        return "saves", math.nan, None, None
    if signs == (1, -1):
        return "wastes", math.nan, None, None
    if signs == (-1, -1):
        return "trades", math.nan, None, None
    if len(cost) < least:
        return "ratio", float(cost.mean() / averted.mean()), None, None
    found = fieller(cost, averted, level)
    if found is None or found[1] <= 0:
        return "unclear", math.nan, None, None
    return "ratio", *found


def _sign(values: Array, least: int, level: float) -> int:
    if len(values) < least:
        return 1 if (values > 0).all() and len(values) else -1 if (values < 0).all() and len(values) else 0
    low, high = statistics.interval(values, level)
    return (1 if low > 0 else -1) if statistics.leaves_zero_out(low, high) else 0


def quantities() -> tuple[str, ...]:
    """All quantities of a comparison, those of the verdict first."""
    return DETAIL + tuple(name for name in TOTALS if name not in DETAIL)


def all_rows(batch: Batch, discount: float, priced: Mapping[str, Priced]) -> Iterator[Row]:
    """Every policy and every quantity, the baseline apart; ``priced`` by policy."""
    for policy in batch.policies[1:]:
        for name in quantities():
            if name == COST_PER_DEATH:
                yield cost_row(batch, policy, discount, priced[policy])
            else:
                yield row(batch, policy, name, discount)
