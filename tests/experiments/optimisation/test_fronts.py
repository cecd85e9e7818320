"""Fronts, hulls and volumes, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.studies.optimisation.fronts import _triangle, hull, hypervolume, non_dominated, thinned

COST = np.array([0.0, 1.0, 2.0, 2.0, 3.0, 1.5])
AVERTED = np.array([0.0, 3.0, 3.5, 1.0, 5.0, np.nan])


def test_a_mix_that_another_beats_is_not_on_the_front():
    values = np.column_stack([-AVERTED, COST])
    assert non_dominated(values).tolist() == [True, True, True, False, True, False]


def test_equal_mixes_are_both_on_the_front():
    assert non_dominated(np.array([[1.0, 2.0], [1.0, 2.0], [0.0, 3.0]])).all()


def test_along_the_hull_each_step_is_dearer_than_the_one_before():
    assert hull(COST, AVERTED) == [0, 1, 4]  # mix 2 lies under the line from 1 to 4


def test_a_mix_that_saves_money_and_lives_stands_before_doing_nothing():
    assert hull(np.array([0.0, -1.0, 2.0]), np.array([0.0, 2.0, 3.0])) == [1, 2]


def test_thinning_keeps_the_ends_and_takes_the_flattest_corner():
    cost, averted = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 5.0, 5.1, 5.15])
    assert thinned([0, 1, 2, 3], cost, averted, 3) == [0, 1, 3]
    assert thinned([0, 1], cost, averted, 1) == [0, 1]


def test_the_volume_of_two_corners_is_the_area_of_their_steps():
    corners = np.array([[0.25, 0.5], [0.5, 0.25], [2.0, 0.0]])  # the last lies beyond the worst
    volume = hypervolume(corners, np.ones(2), np.zeros(2))
    assert volume == pytest.approx(0.75 * 0.5 + 0.5 * 0.25)
    assert hypervolume(corners[2:], np.ones(2), np.zeros(2)) == 0.0


def test_a_front_bent_all_the_way_is_its_own_hull():
    assert hull(np.arange(5.0), np.array([0.0, 10.0, 15.0, 17.0, 18.0])) == [0, 1, 2, 3, 4]
    assert hull(np.array([1.0, 2.0, 10.0, 11.0]), np.array([0.0, 1.0, 5.0, 5.6])) == [0, 1, 3]


def test_a_dearer_mix_that_averts_less_than_the_last_is_left_out():
    assert hull(np.array([0.0, 1.0, 2.0]), np.array([0.0, 3.0, 2.0])) == [0, 1]
    assert hull(np.array([0.0, 1.0, 1.0]), np.array([0.0, 3.0, 3.0])) in ([0, 1], [0, 2])


def test_what_a_corner_loses_is_the_area_of_its_triangle():
    assert _triangle(np.array([2.0, 3.0, 7.0]), np.array([1.0, 5.0, 6.0]), 0, 1, 2) == pytest.approx(7.5)
    assert _triangle(np.array([2.0, 3.0, 7.0]), np.array([1.0, 5.0, 6.0]), 2, 1, 0) == pytest.approx(7.5)


def test_where_worst_and_ideal_are_one_only_what_is_as_good_counts():
    worst, ideal = np.array([1.0, 1.0]), np.array([0.0, 1.0])
    assert hypervolume(np.array([[0.25, 1.0]]), worst, ideal) == pytest.approx(0.75)
    assert hypervolume(np.array([[0.25, 1.5]]), worst, ideal) == hypervolume(np.array([[0.25, 2.0]]), worst, ideal) == 0.0


def test_what_is_as_good_in_one_and_worse_in_the_other_is_beaten():
    assert non_dominated(np.array([[1.0, 2.0], [1.0, 3.0], [0.5, 3.0]])).tolist() == [True, False, True]


def test_the_hull_has_no_corner_on_a_line_and_none_that_averts_no_more():
    assert hull(np.arange(3.0), np.arange(3.0)) == [0, 2] and hull(np.arange(3.0), np.array([0.0, 1.0, 3.0])) == [0, 2]
    assert hull(np.arange(3.0), np.array([0.0, 3.0, 3.0])) == [0, 1]
    assert hull(np.array([0.0, 4.0, 12.0]), np.array([0.0, 5.0, 14.5])) == [0, 1, 2]  # 1.25 and then 1.19 for each


def test_of_several_that_cost_least_the_hull_begins_with_the_one_that_averts_most():
    assert hull(np.array([0.0, 0.0, 1.0]), np.array([1.0, 2.0, 3.0])) == [1, 2]
    assert hull(np.array([0.0, 1.0, 1.0]), np.array([0.0, 2.0, 3.0])) == [0, 2]


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_thinning_goes_down_to_two_in_any_unit(size):
    cost, averted = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 5.0, 5.1, 5.15])
    for unit, other in ((size, 1.0), (1.0, size), (size, size)):
        assert thinned([0, 1, 2, 3], unit * cost, other * averted, 3) == [0, 1, 3] and thinned([0, 1, 3], unit * cost, other * averted, 2) == [0, 3]


def test_thinning_bears_the_largest_numbers_there_are():
    cost, averted = np.array([-1.0, -0.4, 0.3, 1.0]), np.array([-1.0, 0.9, 0.97, 1.0])
    for unit, other in ((1.7e308, 1.0), (1.0, 1.7e308)):
        assert thinned([0, 1, 2, 3], unit * cost, other * averted, 3) == [0, 1, 3]


def test_the_volume_is_a_share_of_the_box_whatever_its_place_and_size():
    corners, worst, ideal = np.array([[0.25, 0.5], [0.5, 0.25]]), np.ones(2), np.zeros(2)
    place, size = np.array([3.0, -7.0]), np.array([10.0, 0.2])
    assert hypervolume(place + size * corners, place + size * worst, place + size * ideal) == pytest.approx(hypervolume(corners, worst, ideal))
    assert hypervolume(np.array([[-1.0, 0.5]]), worst, ideal) == pytest.approx(0.5)  # better than ideal counts as ideal
