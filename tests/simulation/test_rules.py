"""Properties of rules, and their limits in closed form; the tables by hand stand in ``rules/``."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.distributions import binomial_count, poisson_count
from simulation.draws import STREAM, uniform
from simulation.rules import attention, detection, hazards, penalties, population, responsibility, severity

share = st.floats(0.0, 1.0)

@given(share, share, share, share)
def test_more_effort_never_keeps_a_hazard_open(e: float, more: float, c: float, top: float) -> None:
    low, high = sorted((e, more))
    assert hazards.removal_probability(low, c, 0.0, top) <= hazards.removal_probability(high, c, 0.0, top)


@given(share, share, share)
def test_a_larger_share_only_adds_cells(a: float, b: float, u: float) -> None:
    low, high = sorted((a, b))
    rank = int(u * 10)
    assert not responsibility.is_within(rank, 10, low) or responsibility.is_within(rank, 10, high)


@given(share, share, share, st.integers(0, 3), st.integers(0, 3))
def test_protection_never_raises_a_penalty(c: float, lenient: float, shield: float, majors: int, repeats: int) -> None:
    free = penalties.penalty_probability(c, lenient, 0.0, majors, repeats, 0.5, 0.2)
    assert penalties.penalty_probability(c, lenient, shield, majors, repeats, 0.5, 0.2) <= free


def test_uninspected_hazards_settle_at_the_closed_form() -> None:
    mean, removal = 0.8, 0.1
    total, months, count = 0, 0, 8
    for entity in range(60):
        for month in range(200):
            count += poisson_count(mean, uniform(1, 0, STREAM["hazards"], entity, month, 0))
            count -= binomial_count(count, removal, uniform(1, 0, STREAM["removed"], entity, month, 0))
            total, months = total + count, months + 1
    assert total / months == pytest.approx(hazards.steady_stock(mean, removal), rel=0.03)


def test_a_constant_detection_gives_the_geometric_delay() -> None:
    found = detection.detection_probability(0.5, 0.5, 1.0, 1.0, 0.0, 0.0, 1.0)
    delays = []
    for entity in range(4000):
        delay = 1
        while binomial_count(1, found, uniform(2, 0, STREAM["finding"], entity, delay, 0)) == 0:
            delay += 1
        delays.append(delay)
    assert np.mean(delays) == pytest.approx(1.0 / found, rel=0.05)


def test_deaths_drawn_have_the_mean_and_tail_of_the_closed_forms() -> None:
    drawn = np.array([severity.deaths_drawn(uniform(3, 0, STREAM["accident"], n, 0, 0), 2.0, 30) for n in range(40000)])
    assert drawn.mean() == pytest.approx(severity.mean_deaths(2.0, 30), rel=0.03)
    assert (drawn >= 3).mean() == pytest.approx(severity.tail_probability(3, 2.0, 30), rel=0.06)


def test_lasting_factors_have_mean_one() -> None:
    from simulation.distributions import normal_quantile

    drawn = [population.lasting_factor(normal_quantile(uniform(4, 0, STREAM["population"], n, 0, 0)), 0.6) for n in range(40000)]
    assert np.mean(drawn) == pytest.approx(1.0, rel=0.02)


def test_losses_have_the_mean_that_their_parts_say() -> None:
    drawn = [severity.direct_loss((n + 0.5) / 200000, 1, 0, 1e4, 1e5, 1e6, 3.0) for n in range(200000)]
    assert np.mean(drawn) == pytest.approx(1.01e6, rel=0.02)


def test_discovery_and_lapse_hold_the_coverage() -> None:
    lapse, coverage = 0.02, 0.6
    found = responsibility.discovery_probability(lapse, coverage, 0.0, 4)
    assert coverage * responsibility.lapse_probability(lapse, coverage, 4) == pytest.approx((1 - coverage) * found)


def test_fading_halves_in_the_time_that_its_rate_says() -> None:
    value = 1.0
    for _ in range(24):
        value = attention.faded(value, 0.0, 1.0 - math.exp(-math.log(2.0) / 24.0))
    assert value == pytest.approx(0.5)
