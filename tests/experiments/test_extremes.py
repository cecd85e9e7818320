"""Every number made of worlds ends in time and makes sense, whatever the worlds hold: zeros, constants, multiples, tiny, huge, mixed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from experiments.comparison.differences import cost_per_death
from experiments.comparison.variance import variance_ratio
from experiments.statistics.intervals import interval, p_value, paired, worlds_needed
from experiments.statistics.ratios import fieller, pooled_ratio
from experiments.statistics.sets import split
from tests.experiments.extremes import SIZES, in_time, pairs, values

pytestmark = pytest.mark.filterwarnings("error")
POWERS = st.integers(-60, 60).map(lambda power: 2.0**power)
ORDINARY = st.lists(st.floats(-9.0, 9.0).map(lambda value: round(value, 3)), min_size=12, max_size=12).map(np.array)


@given(pairs())
@settings(max_examples=400)
def test_a_cost_per_death_ends_and_is_one_of_its_kinds(pair):
    cost, averted = pair
    with in_time():
        kind, value, low, high = cost_per_death(cost, averted)
    assert kind in {"ratio", "bound", "saves", "wastes", "trades", "unclear"}
    if kind == "ratio":
        assert 0 <= low <= value * (1 + 1e-6) and value <= high * (1 + 1e-6) and math.isfinite(high)
    elif kind == "bound":
        assert math.isnan(value) and low is None and 0 < high < math.inf
    else:
        assert math.isnan(value) and low is None and high is None


@given(values().filter(lambda some: interval(some)[0] > 0))
def test_what_costs_nothing_in_any_world_costs_nothing_for_a_death(averted):
    with in_time():
        assert fieller(np.zeros(12), averted) == (0.0, 0.0, 0.0)
        assert cost_per_death(np.zeros(12), averted) == ("ratio", 0.0, 0.0, 0.0)
        assert cost_per_death(np.zeros(3), np.ones(3)) == ("ratio", 0.0, None, None)


@given(values())
def test_what_costs_nothing_and_does_nothing_or_harm_has_no_price(averted):
    assume(interval(averted)[0] <= 0)
    with in_time():
        assert cost_per_death(np.zeros(12), averted)[0] == "unclear"


@pytest.mark.parametrize("size", SIZES)
def test_a_cost_in_proportion_to_the_deaths_has_that_proportion_and_no_doubt(size):
    averted = np.linspace(1.0, 2.0, 12)
    with in_time():
        assert fieller(7.0 * averted * size, averted) == pytest.approx((7.0 * size,) * 3, rel=1e-5)
        assert fieller(7.0 * averted, averted * size)[0] == pytest.approx(7.0 / size)


@given(pairs())
@settings(max_examples=300)
def test_fiellers_interval_ends_and_holds_the_ratio(pair):
    with in_time():
        found = fieller(*pair)
    if found is not None:
        value, low, high = found
        slack = 1e-6 * (abs(low) + abs(high))
        assert all(map(math.isfinite, found)) and low - slack <= value <= high + slack


@given(ORDINARY, ORDINARY, POWERS, POWERS)
def test_fiellers_interval_follows_the_units(cost, averted, unit, other):
    found, scaled = fieller(cost, averted), fieller(cost * unit, averted * other)
    assert (found is None) == (scaled is None)
    if found is not None:
        assert scaled == pytest.approx(tuple(part * unit / other for part in found), rel=1e-12)


def test_fieller_by_hand_and_by_its_definition():
    """At each end the interval of cost - ratio * averted just touches zero."""
    rng = np.random.default_rng(8)
    cost, averted = rng.exponential(3.0, 30) + 1, rng.normal(2.0, 0.5, 30)
    value, low, high = fieller(cost, averted)
    assert value == pytest.approx(cost.mean() / averted.mean()) and low < value < high
    assert interval(cost - low * averted)[0] == pytest.approx(0.0, abs=1e-7)
    assert interval(cost - high * averted)[1] == pytest.approx(0.0, abs=1e-7)


def test_a_denominator_that_only_rounding_tells_from_zero_has_no_ratio():
    averted = np.linspace(-1.0, 1.0, 12)
    edge = averted - interval(averted)[0]  # its interval begins at zero
    for shift in (1e-17, 1e-16, 1e-15, 1e-14):
        with in_time():
            found = fieller(np.linspace(1.0, 2.0, 12)[::-1], edge + shift)
        assert found is None or found[2] > 1e6


@given(values())
@settings(max_examples=300)
def test_an_interval_holds_the_mean_and_no_other_sign_is_clear(some):
    with in_time():
        pair = paired(some)
    scale = float(np.abs(some).max()) or 1.0
    mean = float((some / scale).mean()) * scale
    slack = 1e-9 * scale
    assert pair.low - slack <= mean <= pair.high + slack
    assert 0.0 <= pair.p <= 1.0 and pair.less + pair.more + pair.same == 12
    if np.ptp(some / scale) > 1e-6 and (pair.low > 1e-9 * scale or pair.high < -1e-9 * scale):
        assert pair.p < 0.05 + 1e-6


@pytest.mark.parametrize("size", SIZES)
def test_an_interval_and_its_p_value_follow_the_units(size):
    some = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0, -8.0])
    assert interval(some * size) == pytest.approx(tuple(end * size for end in interval(some)), rel=1e-9)
    assert p_value(some * size) == pytest.approx(p_value(some), rel=1e-9)


def test_floating_noise_around_zero_is_not_clear():
    """Two policies that do the same, their sums added in another order."""
    noise = 1e-16 * np.array([1.0, -1, 0, 2, -1, 0, 1, -2, 0, 0, 1, -1])
    assert not paired(noise).clear and paired(noise).p > 0.5


@given(pairs())
@settings(max_examples=200)
def test_a_pooled_ratio_is_a_ratio_with_its_interval_or_none(pair):
    with in_time():
        value, low, high = pooled_ratio(pair[0], np.abs(pair[1]))
    if math.isnan(value):
        assert low is None and high is None
    else:
        assert math.isfinite(value) and not (math.isnan(low) or math.isnan(high)) and low <= value + 1e-9 * abs(value) and value - 1e-9 * abs(value) <= high


@given(values())
@settings(max_examples=200)
def test_worlds_needed_is_a_number_of_worlds_or_none(some):
    with in_time():
        needed = worlds_needed(some)
    assert needed is None or 1 <= needed < 1e20


@given(values(), st.sampled_from([1, 2, 3]))
@settings(max_examples=200)
def test_the_split_is_a_share_with_its_interval_or_none(some, of_each):
    with in_time():
        found = split(some, [world // of_each for world in range(12)])
    if found is not None and found.determined:
        assert 0 <= found.low <= found.parameters <= found.high <= 1 and found.chance + found.parameters == 1


@given(pairs())
@settings(max_examples=200)
def test_a_ratio_of_variances_is_a_number_within_its_interval_or_none(pair):
    above, below = pair
    with in_time():
        found = variance_ratio([(1.0, above)], [(1.0, below)])
    if found is not None:
        assert 0 < found.value < math.inf and 0 <= found.low <= found.value * (1 + 1e-6) and found.value <= found.high * (1 + 1e-6)
