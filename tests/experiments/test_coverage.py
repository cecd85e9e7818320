"""The intervals hold the truth as often as they say, rare and skewed counts included, or they abstain.

Each case simulates 2,000 comparisons of known truth: counts with shared luck between worlds
(gamma), deaths per accident with a heavy tail n**-a cut at 30.  A comparison with fewer than
ten events in both arms says nothing and is not counted.  With 2,000 comparisons the standard
error of a coverage near 0.95 is 0.005, so the band of 93 to 97 % gets one standard error.
"""

from __future__ import annotations

import numpy as np
import pytest

from experiments.statistics import MIN_EVENTS, holm, interval, p_value

COMPARISONS = 2000
SLACK = 0.005


def heavy_tail(rng, accidents, exponent):
    """Deaths (same shape as ``accidents``): each accident kills n or more with probability n**-exponent."""
    if exponent is None:
        return accidents.astype(float)
    deaths = np.minimum(np.floor(rng.random(int(accidents.sum())) ** (-1 / exponent)), 30)
    owner = np.repeat(np.arange(accidents.size), accidents.ravel())
    return np.bincount(owner, weights=deaths, minlength=accidents.size).reshape(accidents.shape)


def mean_deaths(exponent):
    return 1.0 if exponent is None else sum(n**-exponent for n in range(1, 31))


@pytest.mark.parametrize("worlds", [10, 20, 60])
@pytest.mark.parametrize("averted", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("exponent", [None, 3.0, 2.2], ids=["single", "tail-3", "tail-2.2"])
@pytest.mark.parametrize("rate", [1.0, 5.0])
def test_intervals_hold_the_truth(rate, exponent, averted, worlds):
    rng = np.random.default_rng([worlds, int(10 * averted), int(10 * (exponent or 0)), int(rate)])
    luck = rng.gamma(4.0, 0.25, (COMPARISONS, worlds))
    arms = [rng.poisson(rate * luck * factor) for factor in (1.0, 1.0 - averted)]
    differences = heavy_tail(rng, arms[1], exponent) - heavy_tail(rng, arms[0], exponent)
    enough = (arms[0] + arms[1]).sum(axis=1) >= MIN_EVENTS
    truth = -averted * rate * mean_deaths(exponent)
    held = [low <= truth <= high for low, high in map(interval, differences[enough])]
    assert enough.mean() > 0.5
    assert 0.93 - SLACK <= np.mean(held) <= 0.97 + SLACK


def test_two_equal_policies_differ_in_one_comparison_of_twenty():
    rng = np.random.default_rng(11)
    differences = rng.poisson(3.0, (COMPARISONS, 20)) - rng.poisson(3.0, (COMPARISONS, 20)).astype(float)
    found = np.mean([p_value(row) < 0.05 for row in differences])
    assert 0.03 <= found <= 0.06


def test_correction_keeps_six_idle_policies_from_a_winner():
    rng = np.random.default_rng(12)
    baseline = rng.normal(0, 1, (500, 1, 20))
    differences = rng.normal(0, 1, (500, 6, 20)) - baseline
    winners = [min(holm([p_value(row) for row in study])) < 0.05 for study in differences]
    assert np.mean(winners) <= 0.07
