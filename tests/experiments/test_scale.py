"""Powers of two to divide by: exact, and only where powers of the values would overflow or vanish."""

import numpy as np
import pytest

from experiments.statistics.scale import USUAL, magnitude, rescaling


@pytest.mark.parametrize(("largest", "power"), [(1.0, 1.0), (1.99, 1.0), (2.0, 2.0), (0.3, 0.25), (5e-324, 2.0**-1074), (1.7e308, 2.0**1023)])
def test_the_magnitude_is_the_power_of_two_at_or_under_the_largest(largest, power):
    assert magnitude(np.array([0.0, largest / 3, -largest])) == power == magnitude(np.array([largest]))


def test_nothing_has_the_magnitude_one():
    assert magnitude(np.zeros(3)) == magnitude(np.array([])) == 1.0


def test_usual_values_are_left_as_they_are_and_others_come_to_between_one_and_two():
    for usual in (1e-70, 1.0, 3e9, 1e75, *USUAL):
        assert rescaling(np.array([usual, 0.0])) == 1.0
    for size in (5e-324, 1e-80, USUAL[0] / 2, USUAL[1] * 2, 1e80, 1.7e308):
        some = np.array([size, -0.4 * size])
        assert 1.0 <= (some / rescaling(some)).max() < 2.0


def test_several_have_one_scale_the_largest_ones():
    assert rescaling(np.array([1e-200]), np.array([-1e200, 3.0])) == rescaling(np.array([1e200]))
    assert rescaling(np.zeros(2), np.array([1e-200])) == rescaling(np.array([1e-200]))
    assert rescaling(np.array([])) == 1.0 and rescaling(np.array([]), np.array([1e-200])) == rescaling(np.array([1e-200]))


def test_at_either_bound_a_fourth_power_is_a_number():
    assert USUAL == (2.0**-250, 2.0**250)
    assert 0.0 < USUAL[0] ** 4 < 1.0 < USUAL[1] ** 4 < np.inf
