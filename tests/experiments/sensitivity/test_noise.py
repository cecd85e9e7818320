"""Luck among points and sizes of blocks, by hand."""

import math

import numpy as np
import pytest
from SALib.analyze import sobol
from scipy import stats

from experiments.studies.sensitivity.indices import LEAST_BASE, RESAMPLES, block, convergence, estimated, unsettled
from experiments.studies.sensitivity.noise import agreement, noise_share

VALUES = np.array([[1.0, 2.0, 4.0], [3.0, 3.0, 9.0], [2.0, 7.0, 5.0], [8.0, 6.0, 10.0]])


def test_the_share_of_luck_is_the_error_of_a_two_way_table():
    points, worlds = VALUES.shape
    rows, columns = VALUES.mean(axis=1), VALUES.mean(axis=0)
    left = sum((VALUES[i, j] - rows[i] - columns[j] + VALUES.mean()) ** 2 for i in range(points) for j in range(worlds))
    expected = left / ((points - 1) * (worlds - 1)) / worlds / rows.var(ddof=1)
    assert 0 < expected < 1 and noise_share(VALUES) == pytest.approx(expected) == pytest.approx(noise_share(1e200 * VALUES))


def test_all_luck_is_one_and_no_luck_nought():
    assert noise_share(np.array([[1.0, -1.0], [-1.0, 1.1]])) == 1.0
    assert noise_share(np.array([[1.0, 2.0], [3.0, 4.0]])) == pytest.approx(0.0, abs=1e-15)


def test_one_world_one_point_or_equal_points_tell_nothing():
    assert math.isnan(noise_share(VALUES[:, :1])) and math.isnan(noise_share(VALUES[:1])) and math.isnan(noise_share(np.ones((4, 3))))
    assert not math.isnan(noise_share(VALUES[:2, :2]))


@pytest.mark.filterwarnings("error")
def test_agreement_is_the_rank_correlation_of_the_halves():
    first, second = VALUES[:, :1].mean(axis=1), VALUES[:, 1:].mean(axis=1)
    assert agreement(VALUES, lambda means: means) == pytest.approx(stats.spearmanr(first, second).statistic)
    assert math.isnan(agreement(VALUES[:, :1], lambda means: means)) and math.isnan(agreement(VALUES, lambda means: means[:2]))
    assert not math.isnan(agreement(VALUES[:, :2], lambda means: means[:3]))
    assert math.isnan(agreement(np.column_stack([np.ones(4), VALUES[:, 0]]), lambda means: means))
    assert math.isnan(agreement(np.column_stack([VALUES[:, 0], np.ones(4)]), lambda means: means))


def test_the_points_of_a_base_sample():
    assert block(3, False) == 5 and block(3, True) == 8 and block(1, False) == 3


def test_under_eight_base_samples_there_are_no_indices():
    values = np.random.default_rng(1).random(5 * LEAST_BASE)
    assert LEAST_BASE == 8 and estimated(values, 3, False, 0).base == 8 and estimated(values[:-1], 3, False, 0) is None
    assert estimated(values * 1e250, 3, False, 0).total == pytest.approx(estimated(values, 3, False, 0).total)
    assert estimated(np.zeros(5 * LEAST_BASE), 3, False, 0) is None and estimated(1e-13 * values, 3, False, 0) is None
    assert estimated(1e-10 * values, 3, False, 0) is not None and estimated(5.2e-12 * values, 3, False, 0) is not None
    once, again = (estimated(values, 3, False, 0) for _ in range(2))
    assert np.array_equal(once.total_reach, again.total_reach)

    assert isinstance(once.base, int)


def test_values_that_differ_in_their_last_digits_alone_do_not_differ():
    values, signs = np.random.default_rng(1).random(5 * LEAST_BASE), np.tile([1.0, -1.0], 20)
    assert estimated(1e6 + 1e-8 * values, 3, False, 0) is None and estimated(1e6 + 1e-5 * values, 3, False, 0) is not None
    assert float((1e-12 * signs).std()) == 1e-12
    assert estimated(1e-12 * signs, 3, False, 0) is None and estimated(1.01e-12 * signs, 3, False, 0) is not None


def test_indices_and_their_reach_are_the_librarys_with_the_next_seed():
    values = np.random.default_rng(1).random(5 * LEAST_BASE)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    library, found = sobol.analyze(problem, values, calc_second_order=False, num_resamples=1000, seed=8), estimated(values, 3, False, 7)
    assert RESAMPLES == 1000
    for own, key in ((found.first, "S1"), (found.first_reach, "S1_conf"), (found.total, "ST"), (found.total_reach, "ST_conf")):
        assert own == pytest.approx(np.asarray(library[key], dtype=float))


def test_convergence_takes_a_quarter_a_half_and_all_of_whole_base_samples():
    values = np.random.default_rng(2).random(5 * 33 + 2)
    steps = convergence(values, 3, False, 0)
    assert [step.base for step in steps] == [8, 16, 33]
    assert steps[1].total == pytest.approx(estimated(values[: 5 * 16], 3, False, 0).total)
    assert unsettled(steps) == pytest.approx(np.abs(steps[2].total - steps[1].total).max()) and math.isnan(unsettled(steps[:1]))
    assert unsettled(steps[:2]) == pytest.approx(np.abs(steps[1].total - steps[0].total).max())
    assert [step.base for step in convergence(values[: 5 * 20], 3, False, 0)] == [10, 20]


def test_indices_are_compared_by_identity():
    one, other = (estimated(np.random.default_rng(1).random(5 * LEAST_BASE), 3, False, 0) for _ in range(2))
    assert one != other and len({one, other, one}) == 2
