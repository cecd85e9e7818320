"""The step from worlds to an estimate: units, intervals, signs."""

import numpy as np
import pytest

from experiments.studies.trials.estimators.estimate import Fit, Unidentified, from_sums, in_unit, over_sums, over_worlds
from tests.experiments.trials.synthetic import estimand

FALLS = {"high": 0, "sign": "negative", "source": "judgement", "reason": "so"}
ASKED = estimand("paired_ratio", band=FALLS)


def log_ratio(sums):
    return np.log(sums[..., 0] / sums[..., 1])


@pytest.mark.parametrize(
    ("unit", "link", "shown"),
    [("percent", "log", 100.0), ("ratio", "log", 2.0), ("log points", "log", np.log(2)), ("percent", "plain", 100 * np.log(2)), ("share", "plain", np.log(2))],
)
def test_a_doubling_is_told_in_the_unit_of_the_file(unit, link, shown):
    assert in_unit(np.log(2), unit, link) == pytest.approx(shown)


def test_the_interval_over_worlds_holds_the_truth_as_often_as_it_says():
    random = np.random.default_rng(1)
    truth = 100 * np.expm1(-0.1 + 0.05**2 / 2)
    found = [over_worlds(ASKED, [Fit(v) for v in random.normal(-0.1, 0.05, 30)], 1, "log") for _ in range(1500)]
    assert 0.93 <= np.mean([one.low < truth < one.high for one in found]) <= 0.97
    assert np.mean([one.value for one in found]) == pytest.approx(truth, abs=0.1)


def test_no_effect_is_called_one_in_one_case_of_twenty():
    random = np.random.default_rng(2)
    found = [over_worlds(ASKED, [Fit(v) for v in random.normal(0, 0.02, 30)], 1, "log").p for _ in range(1500)]
    assert 0.03 <= np.mean(np.array(found) < 0.05) <= 0.07


def test_resampled_worlds_hold_the_truth_as_often_as_they_say():
    random = np.random.default_rng(3)
    found = [over_sums(ASKED, random.poisson([3.0, 4.0], (40, 2)).astype(float), log_ratio, 1, "log") for _ in range(300)]
    assert 0.92 <= np.mean([one.low < -25 < one.high for one in found]) <= 0.98


def test_a_few_worlds_take_the_error_of_their_units():
    one = over_worlds(ASKED, [Fit(-0.2, 0.1)], 1, "log")
    assert one.low == pytest.approx(100 * np.expm1(-0.2 - 0.196), abs=0.01) and one.p == pytest.approx(0.0455, abs=0.001)
    assert one.width == pytest.approx(one.high - one.low)
    two = over_worlds(ASKED, [Fit(-0.2, 0.1), Fit(-0.2, 0.1)], 1, "log")
    assert two.high - two.low == pytest.approx((one.high - one.low) / np.sqrt(2), rel=0.02)


def test_the_share_with_the_sign_counts_worlds():
    found = over_worlds(ASKED, [Fit(v) for v in (-0.1, -0.2, 0.1, -0.3)], 1, "log")
    assert found.sign_share == 0.75
    assert np.isnan(over_worlds(estimand("paired_ratio"), [Fit(0.1)] * 4, 1, "log").sign_share)


def test_a_world_without_a_figure_is_no_estimate():
    with pytest.raises(Unidentified):
        over_worlds(ASKED, [Fit(0.1), Fit(np.nan), Fit(0.1)], 1, "log")


def test_expected_numbers_may_be_small_and_counts_may_not():
    small = np.full((5, 2), [0.3, 0.4]) * np.linspace(0.9, 1.1, 5)[:, None]
    assert len(from_sums(ASKED, small, log_ratio, 1, "log", counted=(0, 1)).per_world) == 5
    few = np.array([[3.0, 4.0], [5.0, 4.0], [2.0, 6.0]])
    assert not len(from_sums(ASKED, few, log_ratio, 1, "log", counted=(0, 1)).per_world)
