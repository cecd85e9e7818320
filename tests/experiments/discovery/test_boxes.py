"""What a box holds, by hand."""

from math import inf, isnan

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.studies.discovery.boxes import Box, Tally, quasi_p, tally

X = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0], "b": [5.0, 4.0, 3.0, 2.0, 1.0, 0.0]})
Y = np.array([False, True, True, False, True, False])


def test_both_ends_of_a_limit_lie_inside_and_all_limits_must_hold():
    assert Box({"a": (1.0, 3.0)}).inside(X).tolist() == [False, True, True, True, False, False]
    assert Box({"a": (1.0, inf), "b": (-inf, 2.0)}).inside(X).tolist() == [False, False, False, True, True, True]
    assert Box({}).inside(X).all()


def test_a_factor_set_free_is_no_limit_any_more():
    box = Box({"a": (1.0, inf), "b": (-inf, 2.0)})
    assert box.without("a").limits == {"b": (-inf, 2.0)} and box.without("c").limits == box.limits
    assert box.directions() == {("a", "above"), ("b", "below")}
    assert Box({"a": (1.0, 2.0)}).directions() == {("a", "above"), ("a", "below")}


def test_the_shares_of_a_tally():
    found = tally(Box({"a": (1.0, 3.0)}), X, Y)
    assert found == Tally(3, 2, 6, 3)
    assert (found.density, found.coverage, found.mass, found.base) == pytest.approx((2 / 3, 2 / 3, 1 / 2, 1 / 2))
    assert found.excess == pytest.approx(1 / 2 * (2 / 3 - 1 / 2))
    assert found.p == pytest.approx(sum(stats.hypergeom.pmf(k, 6, 3, 3) for k in (2, 3))) == pytest.approx(0.5)
    assert found + Tally(1, 1, 4, 2) == Tally(4, 3, 10, 5)


def test_an_empty_box_has_no_density_and_no_excess():
    empty = Tally(0, 0, 6, 3)
    assert isnan(empty.density) and empty.excess == 0.0 and empty.coverage == 0.0 and empty.p == 1.0
    assert isnan(Tally(2, 0, 6, 0).coverage)


def test_the_quasi_p_of_each_limit_is_against_the_box_without_it():
    box = Box({"a": (1.0, 2.0), "b": (-inf, 4.0)})
    found = quasi_p(box, X, Y)
    # Inside: points 1 and 2, both of interest.  Without a: points 1 to 5, three of five.  Without b: the same two of two.
    assert found == {"a": pytest.approx(0.6**2), "b": pytest.approx(1.0)}
    assert quasi_p(Box({"a": (9.0, inf)}), X, Y) == {"a": 1.0}
