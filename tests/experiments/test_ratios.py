"""Fieller's search step by step: where it begins, how far it goes, how fine it ends."""

import math

import numpy as np
import pytest
from scipy import stats

from experiments.statistics import ratios
from experiments.statistics.intervals import interval
from experiments.statistics.ratios import _last, fieller, pooled_ratio

COST = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0])
AVERTED = np.array([2.0, 2.5, 1.5, 2.2, 1.8, 2.7, 1.9, 2.1, 2.4, 1.6])


@pytest.mark.parametrize("step", [1e-3, 0.1, 1.0, -1e-3, -0.7])
def test_the_last_that_may_be_is_found_from_near_and_far(step):
    way = math.copysign(1.0, step)
    for end in (0.05, 1.0, 3.0, 700.0):
        found = _last(lambda ratio, end=end: way * ratio <= end, 0.0, step)
        assert found == pytest.approx(way * end, abs=1e-8 * max(end, abs(step))) and way * found <= end


def test_where_the_start_is_the_last_it_is_the_start():
    assert _last(lambda ratio: ratio <= 2.0, 2.0, 0.5) == pytest.approx(2.0, abs=1e-8)
    assert _last(lambda ratio: ratio <= 2.0, 2.5, 0.5) == 2.5
    assert _last(lambda ratio: True, 2.0, 0.0) == 2.0


def test_what_has_no_end_has_none_and_the_steps_are_counted():
    asked = []
    assert _last(lambda ratio: not asked.append(ratio), 0.0, 1.0) is None
    assert len(asked) == ratios.STRIDES and asked == pytest.approx([3.0**k for k in range(40)])
    assert _last(lambda ratio: ratio < 1e17, 0.0, 1.0) == pytest.approx(1e17)


def test_neighbouring_numbers_end_the_search():
    """A tolerance that no two numbers meet: the halves run out."""
    asked = []

    def may_be(ratio):
        asked.append(ratio)
        return ratio <= 0.0

    tiny = 5e-324
    assert _last(may_be, 0.0, tiny) == 0.0 and len(asked) <= 1 + ratios.HALVINGS


def test_student_alone_where_nothing_is_skew():
    """Symmetric pairs: the ends are those of Fieller's equation."""
    cost, averted = np.concatenate([COST, 8.0 - COST]), np.concatenate([AVERTED, 4.0 - AVERTED])
    n = len(cost)
    q, covariance = stats.t.ppf(0.975, n - 1), np.cov(cost, averted) / n
    a, b, c = (x * y - q * q * s for x, y, s in ((averted.mean(), averted.mean(), covariance[1, 1]),
                                                 (cost.mean(), averted.mean(), covariance[0, 1]), (cost.mean(), cost.mean(), covariance[0, 0])))  # fmt: skip
    root = math.sqrt(b * b - a * c)
    assert fieller(cost, averted) == pytest.approx((cost.mean() / averted.mean(), (b - root) / a, (b + root) / a), rel=1e-7)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_each_end_just_touches_zero_at_its_level(level, sign):
    value, low, high = fieller(sign * COST, AVERTED, level)
    assert value == pytest.approx(sign * COST.mean() / AVERTED.mean()) and low < value < high
    assert interval(sign * COST - low * AVERTED, level)[0] == pytest.approx(0.0, abs=1e-6)
    assert interval(sign * COST - high * AVERTED, level)[1] == pytest.approx(0.0, abs=1e-6)
    assert fieller(-sign * COST, -AVERTED, level) == pytest.approx((value, low, high))


def test_a_denominator_whose_interval_begins_at_zero_is_none():
    edge = interval(AVERTED)[0]
    assert fieller(COST, AVERTED - edge - 1e-9) is None and fieller(COST, AVERTED - edge + 0.01) is not None
    assert fieller(COST, AVERTED, 1 - 1e-12) is None


def test_a_ratio_beyond_all_numbers_is_none():
    assert fieller(1e300 * COST, 1e-300 * AVERTED) is None and pooled_ratio(1e300 * COST, 1e-300 * AVERTED) == (pytest.approx(math.nan, nan_ok=True), None, None)
    assert fieller(1e200 * COST, 1e-50 * AVERTED)[0] == pytest.approx(1e250 * COST.mean() / AVERTED.mean())
