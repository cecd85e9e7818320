"""Intervals at their edges: how many worlds, how many events, which level, which direction."""

import math

import numpy as np
import pytest
from scipy import stats

from experiments.statistics import intervals as statistics
from experiments.statistics.intervals import (
    LEVEL,
    MIN_EVENTS,
    MIN_WORLDS,
    Paired,
    holm,
    interval,
    p_value,
    paired,
    rate_bound,
    share_bounds,
    tells_difference,
    tells_mean,
    together,
    worlds_needed,
)

SOME = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0])


def test_ten_worlds_and_ten_events_are_enough_and_nine_are_not():
    assert (MIN_WORLDS, MIN_EVENTS, LEVEL, statistics.MOST_ERRORS) == (10, 10, 0.95, 1e9)
    assert paired(SOME).low is not None and paired(SOME[:9]).low is None and paired(SOME[:9], least=9).low is not None
    assert tells_mean(10) and not tells_mean(9)
    assert tells_difference((0, 10)) and tells_difference((10, 0)) and not tells_difference((9, 9))


def test_worlds_are_counted_by_their_sign():
    pair = paired(np.array([-1.0, -0.5, 0.0, 2.0]))
    assert (pair.worlds, pair.less, pair.more, pair.same, pair.mean) == (4, 2, 1, 1, 0.125)
    assert (pair.better("lower"), pair.better("higher"), pair.better("neither")) == (2, 1, None)
    assert math.isnan(paired(np.zeros(0)).mean) and paired(np.zeros(0)).p is None


@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e200])
def test_differences_that_cancel_are_no_difference_and_small_ones_are_one(scale):
    cancel = np.array([0.1, 0.2, -0.3] * 7) * scale
    assert cancel.mean() != 0.0 and paired(cancel).mean == 0.0
    assert paired(cancel[:3]).mean == 0.0 and paired(np.zeros(12)).mean == 0.0
    small = np.array([1.0, 1.0, -2.0 + 1e-9] * 7) * scale
    assert paired(small).mean == small.mean() > 0.0


def test_an_interval_is_clear_where_zero_lies_outside():
    def clear(low, high):
        return Paired(10, 1.0, low, high, 0.5, 5, 5).clear

    assert clear(0.1, 2.0) and clear(-2.0, -0.1)
    assert not clear(0.0, 2.0) and not clear(-2.0, 0.0) and not clear(-1.0, 1.0) and not clear(None, None)


def test_a_p_value_is_at_most_one_and_follows_the_level():
    values = SOME - SOME.mean() + 0.01
    assert paired(values, level=0.99).p == 1.0
    assert paired(SOME, level=0.99).p == pytest.approx(5 * p_value(SOME)) and paired(SOME).p == pytest.approx(p_value(SOME))


def test_the_skew_term_by_hand():
    """Hall's: g * s / (6 n) * (1 + 2 q * q), outward, to the side to which the values reach."""
    n, q = len(SOME), stats.t.ppf(0.975, 9)
    shift = stats.skew(SOME, bias=False) * SOME.std(ddof=1) / (6 * n) * (1 + 2 * q * q)
    low, high = stats.t.interval(0.95, 9, SOME.mean(), stats.sem(SOME))
    assert shift > 0 and interval(SOME) == pytest.approx((low, high + shift))
    assert interval(-SOME) == pytest.approx((-high - shift, -low))


def test_the_p_value_by_hand_where_the_skew_widens_and_where_it_does_not():
    n = len(SOME)
    error, widening = stats.sem(SOME), stats.skew(SOME, bias=False) * SOME.std(ddof=1) / (6 * n)
    assert p_value(SOME) == pytest.approx(stats.ttest_1samp(SOME, 0).pvalue)  # the lower end is plain
    down = SOME - 8.0  # the upper end is moved, and it is the one next to zero
    q = stats.t.isf(p_value(down) / 2, n - 1)
    assert down.mean() + q * error + widening * (1 + 2 * q * q) == pytest.approx(0.0, abs=1e-9)
    assert p_value(-down) == pytest.approx(p_value(down))


def test_a_mean_that_the_skew_alone_may_make_has_p_one():
    values = np.array([-1.0] * 9 + [8.9])
    error_of_skew = stats.skew(values, bias=False) * values.std(ddof=1) / 60
    assert -error_of_skew < values.mean() < 0 and p_value(values) == 1.0


def test_values_without_spread_have_no_width_and_no_doubt():
    assert interval(np.full(12, 0.1)) == pytest.approx((0.1, 0.1), rel=1e-15) and p_value(np.full(12, 0.1)) == 0.0
    assert interval(np.zeros(12)) == (0.0, 0.0) and p_value(np.zeros(12)) == 1.0
    noisy = 0.1 * (1 + 1e-14 * np.arange(12))
    assert interval(noisy)[0] == interval(noisy)[1]
    spread = 0.1 * (1 + 1e-11 * np.arange(12))
    assert interval(spread)[0] < interval(spread)[1]


def test_bonferroni_and_holm_by_hand():
    assert together(0.95, 5) == pytest.approx(0.99) and together(0.95, 1) == together(0.95, 0) == pytest.approx(0.95)
    assert holm([0.02, 0.01, 0.5, 0.03]) == pytest.approx([0.06, 0.04, 0.5, 0.06])
    assert holm([0.4, 0.3]) == pytest.approx([0.6, 0.6]) and holm([0.2]) == [0.2]
    assert holm([-0.5, 0.2]) == [0.0, 0.2]  # nobody's p-value, and no less than nought


def test_bounds_of_rates_and_shares_at_their_ends():
    assert rate_bound(3, 12.0, 0.9) == pytest.approx(stats.chi2.ppf(0.9, 8) / 24)
    assert share_bounds(0, 5) == pytest.approx((0.0, 1 - 0.025**0.2)) and share_bounds(5, 5) == pytest.approx((0.025**0.2, 1.0))
    low, high = share_bounds(1, 4)
    assert (low, high) == pytest.approx((stats.beta.ppf(0.025, 1, 4), stats.beta.ppf(0.975, 2, 3)))


def test_worlds_needed_by_hand():
    values = np.array([1.0, -1.0, 2.0, 0.0, 3.0])
    assert worlds_needed(values) == math.ceil(5 * (2 * stats.sem(values) / 1.0) ** 2 * 1.3) == worlds_needed(-values)
    wider = stats.norm.ppf(0.995) / stats.norm.ppf(0.975)
    assert worlds_needed(values, 0.99) == math.ceil(5 * (2 * wider * stats.sem(values)) ** 2 * 1.3)
    assert worlds_needed(values[:3]) is not None and worlds_needed(values[:2]) is None
    assert worlds_needed(np.full(5, 2.0)) is None and worlds_needed(np.array([-1.0, 0.0, 1.0])) is None
    hardly = np.array([-1.0, 0.0, 1.0 + 1e-9])
    assert worlds_needed(hardly) is None and worlds_needed(np.array([-1.0, 0.0, 1.0 + 1e-8])) > 1e15


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_intervals_and_p_values_are_the_same_in_any_unit(size):
    down = SOME - 8.0
    for values in (SOME, down):
        assert interval(size * values) == pytest.approx(tuple(size * end for end in interval(values)))
        assert p_value(size * values) == pytest.approx(p_value(values)) and statistics.moments(size * values)[2] == pytest.approx(size * statistics.moments(values)[2])


def test_a_mean_as_many_errors_away_as_count_for_nothing_needs_no_number_of_worlds(monkeypatch):
    differences = np.array([1.0, 2.0, 4.0])
    mean, error, _skew = statistics.moments(differences)
    monkeypatch.setattr(statistics, "MOST_ERRORS", 2.0 * error / mean)
    assert statistics.worlds_needed(differences) is None
    monkeypatch.setattr(statistics, "MOST_ERRORS", 2.1 * error / mean)
    assert statistics.worlds_needed(differences) == math.ceil(3 * (2.0 * error / mean) ** 2 * 1.3)
