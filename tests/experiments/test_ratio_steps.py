"""The parts of Fieller's search against what they stand for: the moments of cost less ratio times deaths, the ends of Student's t, who asks."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from experiments.statistics import ratios
from experiments.statistics.intervals import interval
from experiments.statistics.ratios import _last, _zero_may_be, fieller, pooled_ratio

RNG = np.random.default_rng(3)
AVERTED = 0.6 + 0.2 * RNG.exponential(1.0, 16)
COST = 0.6 * AVERTED + 0.5 * RNG.exponential(1.0, 16)
"""Skew both, and not independent; the largest of each lies between one and two, so that units stay as they are."""


@pytest.fixture
def asked(monkeypatch):
    """Starts and steps of the search, whose ends are then its starts."""
    found = []
    monkeypatch.setattr(ratios, "_last", lambda _may_be, start, step: found.append((start, step)) or start)
    return found


def test_units_stay_as_they_are_here():
    assert all(1.0 <= np.abs(values).max() < 2.0 for values in (COST, AVERTED)) and min(stats.skew(COST), stats.skew(AVERTED)) > 0.5


@pytest.mark.parametrize("ratio", [-2.0, -0.3, 0.0, 0.7, 1.0, 5.0])
def test_the_moments_at_a_ratio_are_those_of_the_cost_less_so_many_deaths(ratio, monkeypatch):
    told = []
    monkeypatch.setattr(ratios, "expanded", lambda *moments: told.append(moments) or (0.0, 1.0, 0.0))
    assert _zero_may_be(COST, AVERTED, 2.0)(ratio)
    left = COST - ratio * AVERTED
    deviations = left - left.mean()
    largest = np.abs(COST).max() + abs(ratio) * np.abs(AVERTED).max()
    assert told == [pytest.approx((16, left.mean(), left.var(ddof=1), (deviations**3).mean(), largest), rel=1e-9, abs=1e-15)]


@pytest.mark.parametrize(("low", "high", "may_be"), [(0.0, 1.0, True), (-1.0, 0.0, True), (-1.0, 1.0, True), (0.1, 1.0, False), (-1.0, -0.1, False)])
def test_a_ratio_may_be_where_its_interval_holds_or_touches_zero(low, high, may_be, monkeypatch):
    monkeypatch.setattr(ratios, "ends", lambda *_moments: (low, high))
    assert _zero_may_be(COST, AVERTED, 2.0)(0.5) is may_be


@pytest.mark.parametrize("level", [0.8, 0.99])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_search_begins_at_the_ends_of_fiellers_equation_and_strides_half_as_far(level, sign, asked):
    value, low, high = fieller(sign * COST, AVERTED, level)
    n, top, bottom = len(COST), sign * COST.mean(), AVERTED.mean()
    q, covariance = stats.t.ppf(0.5 + level / 2, n - 1), np.cov(sign * COST, AVERTED) / n
    a, b, c = bottom**2 - q**2 * covariance[1, 1], top * bottom - q**2 * covariance[0, 1], top**2 - q**2 * covariance[0, 0]
    root = math.sqrt(b * b - a * c)
    assert asked == [pytest.approx(((b - root) / a, -root / a)), pytest.approx(((b + root) / a, root / a))]
    assert (value, low, high) == pytest.approx((top / bottom, (b - root) / a, (b + root) / a))


def test_without_any_doubt_the_first_stride_is_a_billionth_of_the_ratio(asked):
    for unit in (1.0, -1.0):
        assert fieller(unit * AVERTED, AVERTED) == pytest.approx((unit, unit, unit))
        assert [step for _start, step in asked] == pytest.approx([-1e-9, 1e-9], rel=1e-6)
        asked.clear()


def test_what_rounding_leaves_under_the_root_is_nought():
    for factor in np.linspace(0.3, 1.7, 60):
        assert fieller(factor * AVERTED, AVERTED) == pytest.approx((factor,) * 3, rel=1e-5)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
@pytest.mark.parametrize("signs", [(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)])
def test_each_end_of_what_is_skew_just_touches_zero(level, signs):
    cost, averted = signs[0] * COST, signs[1] * AVERTED
    value, low, high = fieller(cost, averted, level)
    assert low < value < high
    touching = [min(abs(end) for end in interval(cost - ratio * averted, level)) for ratio in (low, high)]
    assert touching == pytest.approx([0.0, 0.0], abs=1e-8)


@pytest.mark.parametrize("none", [{1.0}, {-1.0}, {1.0, -1.0}])
def test_an_end_that_is_nowhere_leaves_no_ratio(none, monkeypatch):
    monkeypatch.setattr(ratios, "_last", lambda _may_be, start, step: None if math.copysign(1.0, step) in none else start)
    assert fieller(COST, AVERTED) is None


@pytest.mark.parametrize(("ends", "told"), [((0.0, 1.0), False), ((-1.0, 0.0), False), ((-1.0, 1.0), False), ((0.1, 1.0), True), ((-1.0, -0.1), True)])
def test_a_denominator_whose_interval_touches_zero_has_no_ratio(ends, told, monkeypatch):
    monkeypatch.setattr(ratios, "interval", lambda _values, _level: ends)
    assert (fieller(COST, AVERTED) is not None) == told


def test_a_denominator_that_students_t_does_not_tell_from_zero_has_none_whatever_its_interval(monkeypatch, asked):
    monkeypatch.setattr(ratios, "interval", lambda _values, _level: (0.1, 1.0))
    spread = AVERTED - AVERTED.mean() + 0.05
    assert fieller(COST, spread) is None and fieller(COST, np.zeros(16)) is None and asked == []


def test_strides_grow_from_the_start_and_halves_end_at_nine_digits():
    assert (ratios.STRIDES, ratios.HALVINGS) == (40, 100)
    told = []
    assert _last(lambda ratio: not told.append(ratio), 5.0, 1.0) is None and told == pytest.approx([5.0 + 3.0**k for k in range(40)])
    told.clear()
    assert _last(lambda ratio: told.append(ratio) or ratio <= 2.0, 0.0, 1.0) == pytest.approx(2.0, abs=1e-8) and len(told) <= 40
    assert _last(lambda ratio: ratio <= 0.5, -1.0, 2.0) == pytest.approx(0.5, abs=1e-8)


def test_sums_of_nothing_have_no_ratio_and_sums_of_one_do():
    first = SimpleNamespace(plus=np.eye(12)[0], minus=-np.eye(12)[0])
    assert math.isnan(pooled_ratio(COST, np.zeros(16))[0]) and pooled_ratio(COST, np.zeros(16))[1:] == (None, None)
    assert pooled_ratio(np.ones(12), first.plus)[0] == 12.0 and pooled_ratio(np.ones(12), first.minus)[0] == -12.0


def test_a_ratio_of_sums_beyond_all_numbers_is_none():
    below = np.array([1.0] + [0.1] * 15)
    assert math.isnan(pooled_ratio(np.full(16, 1.7e308), below)[0]) and fieller(np.full(16, 1.7e308), 0.1 * AVERTED) is None
    assert pooled_ratio(np.full(16, 1.7e307), below)[0] == pytest.approx(1.7e307 * (16 / 2.5))
