"""The fit: what it must find, what its interval must hold, and where it must say nothing."""

import numpy as np
import pytest

from experiments.studies.explorer.fit import basis_of, best, exponents, fitted, least_points

RNG = np.random.default_rng(7)
PLACES = RNG.uniform(-1, 1, (40, 2))


def curved(places: np.ndarray) -> np.ndarray:
    return 3 + 2 * places[:, 0] - places[:, 1] ** 2 + 0.5 * places[:, 0] * places[:, 1]


def test_a_polynomial_is_found_again_and_a_lower_degree_is_not_taken_for_it():
    [fit] = best(PLACES, [40, 40], [(np.repeat(curved(PLACES)[:, None], 10, 1), True)])
    new = RNG.uniform(-1, 1, (20, 2))
    mean, variance = fit.predict(new)
    assert fit.basis.degree >= 2 and fit.explained == pytest.approx(1)
    assert np.allclose(mean, curved(new), atol=1e-8) and np.all(variance < 1e-12)


def test_no_power_of_a_factor_is_above_what_its_values_tell():
    powers = exponents([2, 3], 3)
    assert powers[:, 0].max() == 1 and powers[:, 1].max() == 2 and powers.sum(1).max() == 3
    assert len({tuple(row) for row in powers.tolist()}) == len(powers) == 6


def test_what_worlds_share_at_all_points_is_in_the_interval():
    """Offsets of ten worlds by 1: their mean is known to about a third, however well the points agree with one another."""
    held = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        values = curved(PLACES)[:, None] + rng.normal(size=10)[None] + 0.2 * rng.normal(size=(40, 10))
        fit = fitted(basis_of(PLACES, [40, 40], 2), PLACES, values, True)
        mean, variance = fit.predict(np.zeros((1, 2)))
        held.append(abs(mean[0] - 3) <= fit.quantile * np.sqrt(variance[0]))
    assert 0.9 <= np.mean(held) <= 0.99


def test_what_the_polynomial_misses_is_in_the_interval():
    values = np.repeat(np.sin(6 * PLACES[:, 0])[:, None], 10, 1)
    fit = fitted(basis_of(PLACES, [40, 40], 1), PLACES, values, True)
    assert np.sqrt(fit.predict(PLACES)[1]).min() > 0.3


def test_places_beyond_the_points_are_refused_and_the_points_themselves_never():
    along = np.column_stack([PLACES[:, 0], PLACES[:, 0] + 0.05 * PLACES[:, 1]])
    basis = basis_of(along, [40, 40], 1)
    assert basis.reaches(along).all()
    assert not basis.reaches(np.array([[1.0, -1.0], [-1.0, 1.0], [0.0, 1.0]])).any() and basis.reaches(np.zeros((1, 2))).all()


def test_points_that_do_not_tell_the_factors_apart_have_no_fit():
    same = np.column_stack([PLACES[:, 0], PLACES[:, 0]])
    assert best(same, [40, 40], [(np.ones((40, 10)), True)]) is None
    assert best(PLACES[: least_points([40, 40]) - 1], [5, 5], [(np.ones((5, 10)), True)]) is None


def test_too_few_replicates_tell_no_interval():
    values = curved(PLACES)[:, None] + RNG.normal(size=(40, 3))
    assert fitted(basis_of(PLACES, [40, 40], 2), PLACES, values, False).quantile is None
    assert fitted(basis_of(PLACES, [40, 40], 2), PLACES, values[:, :1], True).quantile is None
