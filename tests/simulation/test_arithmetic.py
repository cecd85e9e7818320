"""exp, log, powers and the inversions, against the standard library and SciPy."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulation.arithmetic import exponential, logarithm, power, whole_power
from simulation.distributions import (
    FEW,
    binomial_count,
    binomial_few,
    gumbel,
    normal_quantile,
    poisson_count,
    poisson_few,
)
from simulation.population import bounds_of, pick_of_bounds

unit = st.floats(1e-12, 1.0 - 1e-12)


@given(st.floats(-690.0, 690.0))
def test_the_exponential_agrees_with_the_library_to_a_few_last_places(x: float) -> None:
    assert exponential(x) == pytest.approx(math.exp(x), rel=1e-15 * 4)


@given(st.floats(1e-300, 1e300))
def test_the_logarithm_agrees_with_the_library_to_a_few_last_places(x: float) -> None:
    assert logarithm(x) == pytest.approx(math.log(x), rel=1e-15 * 4, abs=1e-15)


@given(st.floats(1e-6, 1e6), st.floats(-5.0, 5.0))
def test_powers_agree_with_the_library(base: float, exponent: float) -> None:
    assert power(base, exponent) == pytest.approx(base**exponent, rel=1e-13)


def test_the_edges_are_defined() -> None:
    assert exponential(0.0) == 1.0
    assert logarithm(1.0) == 0.0
    assert exponential(-1e9) == 0.0
    assert logarithm(0.0) == -745.0
    assert power(0.0, 0.0) == 1.0
    assert power(0.0, 0.7) == 0.0


@given(st.floats(0.0, 200.0), unit)
def test_a_poisson_count_is_the_quantile(mean: float, u: float) -> None:
    count = poisson_count(mean, u)
    assert stats.poisson.cdf(count, mean) >= u - 1e-9
    assert count == 0 or stats.poisson.cdf(count - 1, mean) <= u + 1e-9


@given(st.integers(0, 60), st.floats(0.0, 1.0), unit)
def test_a_binomial_count_is_the_quantile(trials: int, probability: float, u: float) -> None:
    count = binomial_count(trials, probability, u)
    assert 0 <= count <= trials
    assert stats.binom.cdf(count, trials, probability) >= u - 1e-9
    assert count == 0 or stats.binom.cdf(count - 1, trials, probability) <= u + 1e-9


@given(st.floats(0.0, 20.0), unit)
def test_few_of_a_poisson_count_are_those_of_the_count(mean: float, u: float) -> None:
    count, few = poisson_count(mean, u), poisson_few(mean, exponential(-mean), u)
    assert few == count if count <= FEW else few > FEW


@given(st.integers(1, 15), st.floats(0.0, 0.999), unit)
def test_few_of_a_binomial_count_are_those_of_the_count(trials: int, probability: float, u: float) -> None:
    count, few = binomial_count(trials, probability, u), binomial_few(trials, probability, u)
    assert few == count if count <= FEW else few > FEW


@given(st.floats(0.0, 1.0), st.integers(0, 400))
def test_whole_powers_agree_with_the_library(base: float, exponent: int) -> None:
    assert whole_power(base, exponent) == pytest.approx(base**exponent, rel=1e-12, abs=1e-300)


@given(st.lists(st.sampled_from([0.0, 1.0, 0.25, 3.0]), min_size=1, max_size=28).filter(any), st.integers(0, 999))
def test_bounds_pick_each_index_for_its_share_of_the_draws(shares: list[float], number: int) -> None:
    bounds, u = list(shares), (number + 0.5) / 1000.0
    bounds_of(bounds)
    picked = pick_of_bounds(bounds, u)
    assert shares[picked] > 0.0
    assert sum(shares[:picked]) - 1e-9 <= u * sum(shares) <= sum(shares[:picked + 1]) + 1e-9


@given(unit)
def test_the_normal_quantile_agrees_with_scipy(u: float) -> None:
    assert normal_quantile(u) == pytest.approx(stats.norm.ppf(u), rel=2e-9, abs=2e-9)


@given(unit)
def test_the_gumbel_number_agrees_with_scipy(u: float) -> None:
    assert gumbel(u) == pytest.approx(stats.gumbel_r.ppf(u), rel=1e-9, abs=1e-9)
