"""Statistics against tables, closed forms and each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from experiments.comparison.differences import cost_per_death, discount_weights
from experiments.statistics.intervals import (
    holm,
    interval,
    p_value,
    paired,
    rate_bound,
    share_bounds,
)
from experiments.statistics.ratios import fieller, pooled_ratio


def test_symmetric_differences_get_students_interval():
    values = np.array([-3.0, -2, -1, -1, 0, 0, 1, 1, 2, 3]) + 5
    expected = stats.t.interval(0.95, 9, loc=5, scale=stats.sem(values))
    assert interval(values) == pytest.approx(expected)
    assert p_value(values) == pytest.approx(stats.ttest_1samp(values, 0).pvalue)


def test_skew_moves_one_end_outward_and_none_inward():
    values = np.array([0.0, 0, 0, 0, 0, 0, 0, 0, 1, 9])
    low, high = interval(values)
    plain_low, plain_high = stats.t.interval(0.95, 9, loc=1, scale=stats.sem(values))
    skewness = stats.skew(values, bias=False)
    q = stats.t.ppf(0.975, 9)
    assert low == pytest.approx(plain_low)
    assert high == pytest.approx(plain_high + skewness * values.std(ddof=1) / 60 * (1 + 2 * q * q))


def test_the_p_value_is_the_level_at_which_the_interval_touches_zero():
    rng = np.random.default_rng(3)
    for shift in (0.3, -0.3, 0.8, -0.8):
        values = rng.exponential(1.0, 15) - 1 + shift
        p = p_value(values)
        if p < 1:
            assert min(abs(end) for end in interval(values, 1 - p)) == pytest.approx(0, abs=1e-9)
            level = 1 - p / 4
            assert paired(values, level=level).p == pytest.approx(min(1.0, 0.05 * p / (1 - level)))


def test_under_ten_worlds_there_is_no_interval():
    pair = paired(np.arange(9.0) + 1)
    assert (pair.low, pair.high, pair.p, pair.more) == (None, None, None, 9)
    assert not pair.clear


def test_equal_worlds_are_the_same_and_not_clear():
    pair = paired(np.zeros(12))
    assert (pair.low, pair.high, pair.p, pair.same) == (0.0, 0.0, 1.0, 12)
    assert not pair.clear


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_nothing_seen_is_bounded_by_the_rule_of_three():
    assert rate_bound(0, 100) == pytest.approx(-math.log(0.05) / 100)
    assert rate_bound(4, 10) == pytest.approx(stats.chi2.ppf(0.95, 10) / 20)


def test_clopper_pearson_against_scipy():
    for k, n in ((0, 12), (3, 12), (12, 12)):
        expected = stats.binomtest(k, n).proportion_ci(0.95, "exact")
        assert share_bounds(k, n) == pytest.approx((expected.low, expected.high))


def test_fieller_is_unbounded_where_the_denominator_may_be_zero():
    rng = np.random.default_rng(1)
    assert fieller(rng.normal(5, 1, 20), rng.normal(0, 1, 20)) is None


def test_fieller_covers_the_ratio_of_means():
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(1000):
        cost, averted = rng.normal(6, 2, 20), rng.normal(2, 0.6, 20)
        found = fieller(cost, averted)
        inside += found is not None and found[1] <= 3 <= found[2]
    assert 0.93 <= inside / 1000 <= 0.97


def test_a_pooled_ratio_is_the_ratio_of_sums_and_bounds_it():
    rng = np.random.default_rng(4)
    below = rng.poisson(40, 20).astype(float)
    above = rng.poisson(2 * below).astype(float)
    mean, low, high = pooled_ratio(above, below)
    assert mean == pytest.approx(above.sum() / below.sum())
    assert low < 2.0 < high
    assert math.isnan(pooled_ratio(np.zeros(12), np.zeros(12))[0])


@pytest.mark.parametrize(
    ("cost", "averted", "kind"),
    [
        (2.0, 1.0, "ratio"),
        (-2.0, 1.0, "saves"),
        (2.0, -1.0, "wastes"),
        (-2.0, -1.0, "trades"),
        (0.0, 1.0, "bound"),
        (2.0, 0.0, "unclear"),
    ],
)
def test_cost_per_death_speaks_only_where_both_signs_are_sure(cost, averted, kind):
    noise = np.linspace(-0.3, 0.3, 12)
    found = cost_per_death(cost + noise, averted + noise[::-1] / 2)
    assert found[0] == kind
    assert math.isfinite(found[1]) == (kind == "ratio")


def test_under_ten_worlds_a_cost_per_death_needs_one_sign_in_every_world():
    averted = np.array([1.0, 1.2, 0.9])
    assert cost_per_death(np.array([2.0, 3.0, 2.5]), averted)[:2] == ("ratio", pytest.approx(7.5 / 3.1))
    assert cost_per_death(np.array([2.0, -0.1, 2.5]), averted)[0] == "unclear"


def test_discounting_a_constant_flow_leaves_its_yearly_amount():
    weights = discount_weights(120, 0.03)
    assert weights.mean() == pytest.approx(1)
    assert weights[12] / weights[0] == pytest.approx(1 / 1.03)
    assert discount_weights(24, 0.0).tolist() == [1.0] * 24


def test_an_interval_at_a_higher_level_is_wider_and_holds_the_other():
    values = np.array([0.1, 0.4, -0.2, 0.9, 0.3, 0.5])
    usual, wide = interval(values), interval(values, 0.99)
    assert wide[0] < usual[0] < usual[1] < wide[1]
