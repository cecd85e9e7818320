"""Worlds that share a set of parameters: closed forms of the means by set and of the split."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from experiments.statistics.sets import MIN_SETS, by_set, split


def in_pairs(worlds, first=0):
    """The set of each world, two neighbours in one."""
    return [(first + world) // 2 for world in range(worlds)]


def test_means_by_set_in_the_order_of_their_numbers():
    values = np.array([[1.0, 3.0, 10.0, 4.0, 6.0], [0.0, 0.0, 7.0, 1.0, 2.0]])
    assert by_set(values, [5, 5, 9, 2, 2]).tolist() == [[5.0, 2.0, 10.0], [1.5, 0.0, 7.0]]
    with pytest.raises(ValueError, match="5 worlds, 4 sets"):
        by_set(values, [1, 1, 2, 2])


def test_the_mean_over_sets_gives_a_set_with_one_world_the_weight_of_the_others():
    assert by_set(np.array([0.0, 2.0, 4.0]), [0, 0, 1]).mean() == 2.5


@pytest.mark.parametrize("apart", [0.2, 1.0, 5.0])
def test_the_split_of_pairs_is_one_less_the_variance_within_over_that_between(apart):
    means = apart * np.arange(6.0)
    values = np.repeat(means, 2) + np.tile([-0.5, 0.5], 6)
    found = split(values, in_pairs(12))
    # By hand: within sets a variance of 0.5, halved in a mean of two; between the means of 0..5 one of 3.5.
    assert found.parameters == pytest.approx(max(0.0, 1 - 0.25 / (3.5 * apart**2)))
    assert found.parameters + found.chance == 1.0


def test_the_split_with_a_set_of_one_world_by_hand():
    values = np.array([0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0])
    found = split(values, in_pairs(11))
    means = np.array([1.0, 5.0, 9.0, 13.0, 17.0, 20.0])
    within = 2.0  # of each pair: (1 + 1) / 1
    chance = within * (5 * 0.5 + 1) / 6
    assert found.parameters == pytest.approx(1 - chance / means.var(ddof=1))


def test_its_interval_is_that_of_the_ratio_of_two_variances():
    rng = np.random.default_rng(3)
    values = np.repeat(rng.normal(0, 1, 10), 2) + rng.normal(0, 1, 20)
    found = split(values, in_pairs(20))
    groups = values.reshape(10, 2)
    f = stats.f_oneway(*groups).statistic
    assert found.low == pytest.approx(max(0.0, 1 - stats.f.ppf(0.975, 9, 10) / f))
    assert found.high == pytest.approx(1 - stats.f.ppf(0.025, 9, 10) / f)
    assert found.parameters == pytest.approx(max(0.0, 1 - 1 / f))


@pytest.mark.parametrize("worlds", [1, 5, 8, 9])
def test_nothing_is_split_under_five_sets_of_two(worlds):
    assert split(np.arange(float(worlds)), in_pairs(worlds)) is None
    assert MIN_SETS == 5


def test_what_does_not_vary_is_not_split_and_what_varies_between_sets_alone_is_all_parameters():
    assert split(np.full(12, 0.1), in_pairs(12)) is None
    found = split(np.repeat(np.arange(6.0), 2), in_pairs(12))
    assert (found.parameters, found.low, found.high) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_the_split_is_the_same_in_any_unit(size):
    values = np.repeat(np.arange(6.0), 2) + np.tile([-0.5, 0.9], 6)
    found, plain = split(size * values, in_pairs(12)), split(values, in_pairs(12))
    assert (found.low, found.parameters, found.high) == pytest.approx((plain.low, plain.parameters, plain.high))
    assert 0 < plain.low < plain.parameters < plain.high < 1


def test_floating_noise_beside_large_values_is_no_spread_and_more_is():
    steps = np.repeat(np.arange(6.0), 2)
    assert split(1e6 + 1e-7 * steps, in_pairs(12)) is None and split(1e6 + 1e-5 * steps, in_pairs(12)) is not None
    assert split(1e-3 * (1 + 1e-13 * steps), in_pairs(12)) is None and split(1e-3 * (1 + 1e-11 * steps), in_pairs(12)) is not None
    assert split(np.zeros(12), in_pairs(12)) is None


def test_the_worlds_of_one_row_are_counted_too():
    with pytest.raises(ValueError, match="3 worlds, 2 sets"):
        by_set(np.zeros(3), [0, 1])


def test_sets_that_differ_less_than_their_worlds_leave_no_share_that_fits():
    """What would read 0 % (0 to 0 %): means that are nearly alike over worlds that are far apart."""
    values = np.repeat(1e-6 * np.arange(20.0), 2) + np.tile([-5.0, 5.0], 20)
    found = split(values, in_pairs(40))
    assert found is not None and not found.determined and np.isnan(found.low) and np.isnan(found.high)


@pytest.mark.parametrize("seed", range(40))
def test_no_share_is_ever_told_as_nothing_with_an_end_of_nothing(seed):
    rng = np.random.default_rng(seed)
    found = split(rng.normal(0, 1, 20) * (rng.random(20) > 0.7), in_pairs(20))
    assert found is None or not found.determined or round(100 * found.high) >= 1
