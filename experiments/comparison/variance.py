"""What shared luck and expectations are worth: how many worlds the same certainty would need without them.

A factor is the ratio of two variances of the same difference of policies: "one world tells as much as N".  Its 95 % interval is
the jackknife's on the logarithm (Miller, Ann. Math. Stat. 39, 1968, 567-582), which does not need normal values as the F
distribution does; ``tests/experiments/test_variance.py`` holds it to 93 to 97 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.comparison.differences import event_months, yearly
from experiments.running.batch import Batch
from experiments.statistics.intervals import MIN_EVENTS, Array, interval, tells_difference
from experiments.statistics.scale import rescaling
from experiments.text.labels import quantity

MOST_LOG = 709.0
"""The exponential of more is no number."""
MIN_REPLICATES = 40
"""Under so many worlds, or sets where worlds share them, no factor is given: a variance from fewer is hardly known."""
EXPECTED = {"deaths": "expected_deaths", "lost_time_injuries": "expected_injuries"}
"""What happened, and what the state of the enterprises made likely."""
JUDGED = ("expected_deaths", "deaths", "expected_injuries", "lost_time_injuries")


@dataclass(frozen=True)
class Factor:
    """How many times one variance is the other, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves one out."""
        return self.low > 1 or self.high < 1


@dataclass(frozen=True)
class Gain:
    """One policy and one outcome: what is gained, by which means."""

    policy: str
    outcome: str
    means: str
    """``pairs``: shared worlds against worlds of one's own; ``expectation``: the expected outcome against what happened;
    ``both``: the expected outcome on shared worlds against what happened on worlds of one's own."""
    spread: float
    """Standard deviation of the difference in one replicate as it is done here; units of the outcome a year."""
    without: float
    """The same without this means."""
    factor: Factor | None
    """None where a spread is zero, or too few events or replicates were seen."""


Terms = Sequence[tuple[float, Array]]
"""A variance as a sum: how much of the variance of each sample; all samples (n,), of the same replicates."""


def variance_ratio(above: Terms, below: Terms) -> Factor | None:
    """One variance over another, n >= 3; None where nothing varies, or one is beside the other as good as nothing."""
    scale = rescaling(*(sample for _share, sample in (*above, *below)))
    above, below = ([(share, sample / scale) for share, sample in terms] for terms in (above, below))
    (top, left_top), (bottom, left_bottom) = _total(above), _total(below)
    if not np.concatenate([[top, bottom], left_top, left_bottom]).min() > 0:
        return None
    n, whole = len(left_top), math.log(top / bottom)
    low, high = interval(n * whole - (n - 1) * np.log(left_top / left_bottom))
    return Factor(math.exp(whole), math.exp(low), math.exp(high) if high < MOST_LOG else math.inf)


def _total(terms: Terms) -> tuple[float, Array]:
    """The variance, and those with each replicate left out."""
    parts = [(share, *_variances(values)) for share, values in terms]
    return sum(share * whole for share, whole, _left in parts), np.sum([share * left for share, _whole, left in parts], axis=0)


def _variances(values: Array) -> tuple[float, Array]:
    """The unbiased variance, and those with each value left out."""
    n = len(values)
    squares = (values - values.mean()) ** 2
    total = float(squares.sum())
    left: Array = np.maximum(0.0, total - squares * n / (n - 1)) / (n - 2)
    # Floating noise on equal values is no spread.
    return (0.0 if total <= 1e-24 * max(1.0, float(np.abs(values).max()) ** 2) else total / (n - 1)), left


@dataclass(frozen=True)
class Arms:
    """One outcome under the baseline and under a policy, (replicates,) each, a year.

    Where two worlds share a set of assumptions, these are the means of its two worlds, and ``luck`` holds for both arms how the
    two differ, scaled to the luck of one world; None where all worlds have the same assumptions.
    """

    base: Array
    own: Array
    luck: tuple[Array, Array] | None = None

    @property
    def together(self) -> Terms:
        """The variance of the difference on shared worlds."""
        return [(1.0, self.own - self.base)]

    @property
    def apart(self) -> Terms:
        """The variance of the difference if each policy had luck of its own, under the same assumptions."""
        if self.luck is None:
            return [(1.0, self.own), (1.0, self.base)]
        base, own = self.luck
        # The mean of two worlds has half the luck of one: what is shared goes out, what each has of its own comes in.
        return [*self.together, (-0.5, own - base), (0.5, own), (0.5, base)]


def gains(batch: Batch) -> Iterator[Gain]:
    """Every policy: its outcomes by pairs, and what happened against what was expected."""
    for policy in batch.policies[1:]:
        for outcome in JUDGED:
            arms = _arms(batch, policy, outcome)
            yield _gain(batch, policy, outcome, "pairs", arms.apart, arms.together)
        for outcome, expected in EXPECTED.items():
            happened, likely = _arms(batch, policy, outcome), _arms(batch, policy, expected)
            yield _gain(batch, policy, outcome, "expectation", happened.together, likely.together)
            yield _gain(batch, policy, outcome, "both", happened.apart, likely.together)


def _arms(batch: Batch, policy: str, outcome: str) -> Arms:
    values = yearly(batch, outcome, 0.0)[[0, batch.row(policy)]]
    if batch.sets is None:
        return Arms(values[0], values[1])
    place: dict[int, list[int]] = {}
    for world, number in enumerate(batch.sets):
        place.setdefault(number, []).append(world)
    pairs = np.array([worlds[:2] for worlds in place.values() if len(worlds) > 1], dtype=np.int64).reshape(-1, 2)
    one, other = values[:, pairs[:, 0]], values[:, pairs[:, 1]]
    middle, luck = (one + other) / 2, (one - other) / math.sqrt(2)
    return Arms(middle[0], middle[1], (luck[0], luck[1]))


def _gain(batch: Batch, policy: str, outcome: str, means: str, above: Terms, below: Terms) -> Gain:
    (_share, sample), *_others = below
    n = len(sample)
    told = n >= MIN_REPLICATES and _enough(batch, policy, outcome)
    spread, without = (math.sqrt(max(0.0, _total(terms)[0])) if n > 2 else math.nan for terms in (below, above))
    return Gain(policy, outcome, means, spread, without, variance_ratio(above, below) if told else None)


def _enough(batch: Batch, policy: str, outcome: str) -> bool:
    """Whether enough happened, and differed in enough worlds: the variance of what hardly ever differs is hardly known."""
    if not quantity(outcome).counted:
        return True
    values = batch.totals(outcome)
    if np.count_nonzero(values[batch.row(policy)] - values[0]) < MIN_EVENTS:
        return False
    months = event_months(batch, outcome).sum(axis=1)
    return tells_difference((int(months[0]), int(months[batch.row(policy)])))
