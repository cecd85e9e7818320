"""A ratio of sums over worlds, by hand: its linearised interval, in any unit, from nine worlds and from ten."""

import math

import numpy as np
import pytest

from experiments.statistics.intervals import interval
from experiments.statistics.ratios import pooled_ratio


def test_a_pooled_ratio_by_hand():
    above, below = np.arange(1.0, 13), np.arange(12.0, 0, -1) + 20
    ratio = above.sum() / below.sum()
    low, high = interval((above - ratio * below) / below.mean())
    assert pooled_ratio(above, below) == pytest.approx((ratio, ratio + low, ratio + high))
    assert pooled_ratio(3e7 * above, below) == pytest.approx(tuple(3e7 * (ratio + end) for end in (0.0, low, high)))
    assert pooled_ratio(above[:10], below[:10])[1] is not None and pooled_ratio(above[:9], below[:9])[1:] == (None, None)
    assert pooled_ratio(above[:9], below[:9])[0] == pytest.approx(above[:9].sum() / below[:9].sum())


@pytest.mark.parametrize(("above", "below"), [(1.0, 1.0), (1e200, 1e-50), (3.0, 1e200), (1e-200, 1e-180)])
def test_a_pooled_ratio_is_the_same_in_any_unit(above, below):
    """Also where the sums themselves would be beyond all numbers."""
    some, other = np.arange(1.0, 13), np.arange(12.0, 0, -1) + 20
    plain, found = pooled_ratio(some, other), pooled_ratio(above * some, below * other)
    assert found == pytest.approx(tuple(part * (above / below) for part in plain), rel=1e-12) and all(map(math.isfinite, found))
    few = slice(9)
    assert pooled_ratio(above * some[few], below * other[few])[0] == pytest.approx(pooled_ratio(some[few], other[few])[0] * (above / below), rel=1e-12)
