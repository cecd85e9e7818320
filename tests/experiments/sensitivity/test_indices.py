"""Indices are held against functions of which they are known."""

import numpy as np
import pytest
from SALib.sample import sobol as sobol_sample

from experiments.studies.sensitivity.indices import convergence, estimated, unsettled
from experiments.studies.sensitivity.noise import agreement, noise_share
from tests.experiments.sensitivity.functions import g_function, g_indices, ishigami, ishigami_indices

WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def problem(factors: int) -> dict:
    return {"num_vars": factors, "names": [str(n) for n in range(factors)], "bounds": [[0.0, 1.0]] * factors}


def saltelli(factors: int, base: int, seed: int) -> np.ndarray:
    return sobol_sample.sample(problem(factors), base, calc_second_order=False, seed=seed)


def test_ishigami_indices_lie_in_their_intervals() -> None:
    found = estimated(ishigami(saltelli(3, 1024, 1)), 3, second_order=False, seed=0)
    assert found is not None and found.base == 1024
    first, total = ishigami_indices()
    assert (abs(found.first - first) <= found.first_reach + 1e-3).all() and (abs(found.total - total) <= found.total_reach).all()
    assert found.total_reach.max() < 0.12


def test_intervals_of_the_g_function_hold_in_about_95_of_100_designs() -> None:
    first, total = g_indices(WEIGHTS)
    held, asked = np.zeros(2), 0
    for seed in range(40):
        found = estimated(g_function(saltelli(5, 128, seed), WEIGHTS), 5, second_order=False, seed=seed)
        assert found is not None
        held += [(abs(found.first - first) <= found.first_reach).sum(), (abs(found.total - total) <= found.total_reach).sum()]
        asked += 5
    # A scrambled sequence does better than the independent samples that the resampling supposes.
    assert (held / asked >= 0.88).all()


def test_indices_with_pairs_are_read_from_their_own_design() -> None:
    design = sobol_sample.sample(problem(3), 512, calc_second_order=True, seed=3)
    found = estimated(ishigami(design), 3, second_order=True, seed=0)
    assert found is not None and found.base == 512
    assert found.total == pytest.approx(ishigami_indices()[1], abs=0.1)


def test_a_seed_of_nought_is_a_seed() -> None:
    values = ishigami(saltelli(3, 64, 1))
    once, again = (estimated(values, 3, second_order=False, seed=0) for _ in range(2))
    assert once is not None and again is not None and (once.total_reach == again.total_reach).all()


def test_what_does_not_vary_has_no_indices() -> None:
    assert estimated(np.full(5 * 64, 3.1), 3, second_order=False, seed=0) is None
    assert estimated(0.1 + 1e-17 * np.arange(5 * 64), 3, second_order=False, seed=0) is None


def test_convergence_goes_from_a_quarter_to_all_and_settles() -> None:
    steps = convergence(ishigami(saltelli(3, 1024, 1)), 3, second_order=False, seed=0)
    assert [step.base for step in steps] == [256, 512, 1024]
    assert unsettled(steps) < 0.05
    off = [abs(step.total - ishigami_indices()[1]).max() for step in steps]
    assert off[-1] < 0.05 and np.isnan(unsettled(steps[:1]))





def test_the_share_of_luck_is_the_one_put_in() -> None:
    rng = np.random.default_rng(4)
    signal, shared = rng.normal(size=(400, 1)), rng.normal(size=(1, 8))
    for spread in (0.5, 2.0):
        share = noise_share(signal + 10 * shared + spread * rng.normal(size=(400, 8)))
        assert share == pytest.approx((spread**2 / 8) / (1 + spread**2 / 8), rel=0.25)
    assert np.isnan(noise_share(signal)) and noise_share(signal + shared) == pytest.approx(0, abs=1e-12)


def test_halves_of_the_worlds_agree_where_there_is_a_signal_and_not_where_there_is_none() -> None:
    rng, design = np.random.default_rng(4), saltelli(5, 64, 1)
    clear = g_function(design, WEIGHTS)[:, None] + 0.01 * rng.normal(size=(len(design), 6))

    def totals(means: np.ndarray) -> np.ndarray:
        found = estimated(means, 5, second_order=False, seed=0)
        assert found is not None
        return found.total

    assert agreement(clear, totals) > 0.8
    assert np.isnan(agreement(clear[:, :1], totals))
    luck = [agreement(rng.normal(size=(len(design), 6)), totals) for _ in range(20)]
    assert abs(np.mean(luck)) < 0.4
