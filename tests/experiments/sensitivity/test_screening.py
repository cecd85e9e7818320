"""Elementary effects: places in a range, effects of known functions, who goes on."""

import math

import numpy as np
import pytest
from SALib.analyze import morris
from SALib.sample import morris as morris_sample

from experiments.studies.sensitivity.screening import RESAMPLES, Screening, influence, kept, positions, screened
from scenarios.schema.plan import Factor
from tests.experiments.sensitivity.functions import g_function

WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def problem(factors: int) -> dict:
    return {"num_vars": factors, "names": [str(n) for n in range(factors)], "bounds": [[0.0, 1.0]] * factors}


def test_screening_ranks_the_factors_of_the_g_function_and_drops_what_moves_nothing() -> None:
    design = morris_sample.sample(problem(6), 30, num_levels=4, seed=2)
    values = g_function(design[:, :5], WEIGHTS)
    found = screened(design, values, levels=4, seed=0)
    assert list(np.argsort(-found.mu_star)) == [0, 1, 2, 3, 4, 5] and found.mu_star[5] == 0
    assert kept("abcdef", influence([found], [1.0]), 3) == ["a", "b", "c"]
    assert kept("abcdef", influence([found], [1.0]), 6) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("levels", [4, 6])
def test_effects_by_hand_from_trajectory_to_trajectory(levels: int) -> None:
    """One factor moves at a time: what the response changes, over the share of the range that the factor moved."""
    design = morris_sample.sample(problem(3), 8, num_levels=levels, seed=5)
    values = 2 * design[:, 0] - 3 * design[:, 1] ** 2 + design[:, 1] * design[:, 2]
    effects = np.zeros((3, 8))
    for number, (places, own) in enumerate(zip(design.reshape(8, 4, 3), values.reshape(8, 4), strict=True)):
        for before in range(3):
            step = places[before + 1] - places[before]
            (factor,) = np.flatnonzero(step)
            effects[factor, number] = (own[before + 1] - own[before]) / step[factor]
    found = screened(design, values, levels=levels, seed=3)
    assert found.mu == pytest.approx(effects.mean(axis=1)) and found.mu_star == pytest.approx(np.abs(effects).mean(axis=1))
    assert found.sigma == pytest.approx(effects.std(axis=1, ddof=1))
    library = morris.analyze(problem(3), design, values, num_resamples=1000, num_levels=levels, seed=3)
    assert RESAMPLES == 1000 and found.reach == pytest.approx(np.asarray(library["mu_star_conf"], dtype=float))


def test_a_factor_that_matters_to_one_response_only_goes_on() -> None:
    design = morris_sample.sample(problem(3), 10, num_levels=4, seed=2)
    large, small = (screened(design, size * design[:, factor], levels=4, seed=0) for size, factor in ((1000.0, 0), (0.001, 2)))
    assert influence([large, small], [1.0, 1.0]) == pytest.approx([1.0, 0.0, 1.0])
    assert influence([large, small], [1.0, 0.2]) == pytest.approx([1.0, 0.0, 0.2])
    assert large.mu_star[0] == pytest.approx(1000.0) and large.sigma[0] == pytest.approx(0.0, abs=1e-9)


def of(*mu_star: float) -> Screening:
    nought = np.zeros(len(mu_star))
    return Screening(np.array(mu_star), nought, nought, nought)


def test_influence_by_hand() -> None:
    assert influence([of(4.0, 1.0, 0.0), of(0.0, 3.0, 6.0)], [1.0, 0.5]).tolist() == [1.0, 0.25, 0.5]
    assert influence([of(0.0, 0.0), of(0.2, 0.5)], [1.0, 1.0]).tolist() == [0.4, 1.0]
    assert influence([of(0.0, 0.0)], [1.0]).tolist() == [0.0, 0.0]
    with pytest.raises(ValueError, match="zip"):
        influence([of(1.0)], [1.0, 0.5])


def test_the_most_influential_are_kept_in_the_order_of_the_plan() -> None:
    assert kept("abcd", np.array([0.2, 0.9, 0.0, 0.5]), 2) == ["b", "d"] and kept("abcd", np.array([0.2, 0.9, 0.0, 0.5]), 4) == ["a", "b", "d"]
    assert kept("abc", np.array([0.5, 0.5, 0.5]), 2) == ["a", "b"] and kept("abc", np.zeros(3), 2) == []


def test_a_place_in_the_range_is_told_on_the_scale_on_which_it_is_drawn() -> None:
    factors = {"even": Factor(low=2, high=4), "log": Factor(low=1, high=100, scale="log"), "listed": Factor(values=[5, 7, 30])}
    found = positions(factors, {"even": [2, 3], "log": [10, 100], "listed": [30, 7]})
    assert found == pytest.approx(np.array([[0, 0.5, 1], [0.5, 1, 0.5]]))
    assert positions({"log": Factor(low=4, high=64, scale="log")}, {"log": [4, 16, 64]})[:, 0] == pytest.approx([0.0, 0.5, 1.0])


def test_a_listed_value_is_the_nearest_of_the_list() -> None:
    assert positions({"two": Factor(values=[3, 1])}, {"two": [1.1, 2.9, 3.0]})[:, 0].tolist() == [1.0, 0.0, 0.0]
    assert positions({"one": Factor(values=[3])}, {"one": [3.0, 3.0]})[:, 0].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("factor", [Factor(), Factor(low=1), Factor(high=1)])
def test_a_factor_without_both_bounds_has_no_places(factor: Factor) -> None:
    with pytest.raises(ValueError, match="without bounds"):
        positions({"open": factor}, {"open": [1.0]})


def test_what_holds_arrays_is_compared_by_identity() -> None:
    one, other = of(1.0, 2.0), of(1.0, 2.0)
    assert one != other and len({one, other}) == 2 and math.isclose(one.mu_star[1], 2.0)
