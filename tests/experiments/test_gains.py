"""What pairs and expectations are worth, by hand: variances with one replicate left out, arms with luck of their own, too few of anything."""

import dataclasses
import math

import numpy as np
import pytest

from experiments.comparison import variance
from experiments.comparison.compare import run_plan
from experiments.comparison.differences import yearly
from experiments.comparison.variance import MIN_REPLICATES, Arms, Factor, gains, variance_ratio
from experiments.running.batch import MONTHLY, TOTALS
from experiments.statistics.intervals import interval
from tests.experiments.fakes import effect, fake_plan

RNG = np.random.default_rng(12)
BASE, OWN, THIRD = RNG.normal(5.0, 1.0, 14), RNG.normal(3.0, 2.0, 14), RNG.normal(0.0, 0.5, 14)


def by_leaving_out(above, below):
    """The factor and its interval as the jackknife defines them; each a list of shares and samples."""
    def total(terms, left=None):
        return sum(share * np.delete(values, [] if left is None else left).var(ddof=1) for share, values in terms)

    n = len(below[0][1])
    whole = math.log(total(above) / total(below))
    pseudo = np.array([n * whole - (n - 1) * math.log(total(above, i) / total(below, i)) for i in range(n)])
    return (math.exp(whole), *(math.exp(end) for end in interval(pseudo)))


@pytest.mark.parametrize("above", [[(1.0, OWN)], [(1.0, OWN), (1.0, BASE)], [(1.0, OWN), (-0.25, THIRD), (0.5, BASE)]])
def test_a_factor_and_its_interval_are_the_jackknifes(above):
    below = [(1.0, OWN - BASE), (0.5, THIRD)]
    found = variance_ratio(above, below)
    assert (found.value, found.low, found.high) == pytest.approx(by_leaving_out(above, below))


def test_a_factor_is_clear_where_one_lies_outside():
    assert Factor(2.0, 1.1, 3.0).clear and Factor(0.5, 0.2, 0.9).clear
    assert not Factor(2.0, 1.0, 3.0).clear and not Factor(0.5, 0.2, 1.0).clear


def test_no_spread_on_either_side_no_factor():
    flat = np.full(14, 3.0)
    assert variance_ratio([(1.0, flat)], [(1.0, OWN)]) is None and variance_ratio([(1.0, OWN)], [(1.0, flat)]) is None
    assert variance_ratio([(1.0, OWN)], [(1.0, flat * (1 + 1e-14 * np.arange(14)))]) is None
    one = np.where(np.arange(14) == 3, 1.0, 0.0)  # without that one nothing varies
    assert variance_ratio([(1.0, one)], [(1.0, OWN)]) is None and variance_ratio([(1.0, OWN)], [(1.0, one)]) is None


def test_arms_apart_have_the_luck_of_both_and_share_the_assumptions():
    (together,) = Arms(BASE, OWN).together
    assert together[0] == 1.0 and np.array_equal(together[1], OWN - BASE)
    assert [share for share, _values in Arms(BASE, OWN).apart] == [1.0, 1.0]
    shared = Arms(BASE, OWN, (THIRD, BASE)).apart
    assert [share for share, _values in shared] == [1.0, -0.5, 0.5, 0.5]
    for (_share, values), expected in zip(shared, (OWN - BASE, BASE - THIRD, BASE, THIRD), strict=True):
        assert np.array_equal(values, expected)


@pytest.fixture(scope="module")
def batch():
    return run_plan(fake_plan(policies=[effect("half", deaths=0.5)], worlds=MIN_REPLICATES, months=12)).batch


def test_the_means_of_each_gain_by_its_definition(batch):
    values = {name: yearly(batch, name, 0.0) for name in ("deaths", "expected_deaths", "lost_time_injuries", "expected_injuries")}
    found = {(gain.outcome, gain.means): gain for gain in gains(batch)}
    assert len(found) == 8 and {gain.policy for gain in found.values()} == {"half"}
    for outcome, (base, own) in values.items():
        gain = found[outcome, "pairs"]
        assert gain.spread == pytest.approx((own - base).std(ddof=1))
        assert gain.without == pytest.approx(math.sqrt(own.var(ddof=1) + base.var(ddof=1)))
    (base, own), (likely, other) = values["deaths"], values["expected_deaths"]
    expectation, both = found["deaths", "expectation"], found["deaths", "both"]
    assert expectation.spread == both.spread == pytest.approx((other - likely).std(ddof=1))
    assert expectation.without == pytest.approx((own - base).std(ddof=1))
    assert both.without == pytest.approx(math.sqrt(own.var(ddof=1) + base.var(ddof=1)))
    assert both.factor.value == pytest.approx((both.without / both.spread) ** 2)


def test_worlds_that_share_a_set_are_taken_in_pairs(batch):
    """By sets: means of two worlds, their luck beside them; a set of one world or the third of a set is left out."""
    sets = (*tuple(world // 2 for world in range(MIN_REPLICATES - 2)), 0, 900)
    some = dataclasses.replace(batch, sets=sets)
    base, own = yearly(batch, "expected_deaths", 0.0)[:, : MIN_REPLICATES - 2]
    middle = [(arm[::2] + arm[1::2]) / 2 for arm in (base, own)]
    luck = [(arm[::2] - arm[1::2]) / math.sqrt(2) for arm in (base, own)]
    found = next(gain for gain in gains(some) if (gain.outcome, gain.means) == ("expected_deaths", "pairs"))
    assert found.spread == pytest.approx((middle[1] - middle[0]).std(ddof=1)) and found.factor is None
    without = (middle[1] - middle[0]).var(ddof=1) + (luck[1].var(ddof=1) + luck[0].var(ddof=1) - (luck[1] - luck[0]).var(ddof=1)) / 2
    assert found.without == pytest.approx(math.sqrt(without))


def test_a_variance_that_comes_out_below_nought_is_a_spread_of_nought(batch):
    """Worlds of a set in which the arms always differ the other way round: apart they seem to have less than no variance."""
    luck = np.tile([1.0, -1.0], MIN_REPLICATES // 2) * (1 + np.arange(MIN_REPLICATES) // 2)
    totals = batch.totals_array.copy()
    for row, values in enumerate((5 + luck, 5 - luck)):
        totals[row, :, TOTALS.index("expected_deaths")] = values
    some = dataclasses.replace(batch, sets=tuple(world // 2 for world in range(MIN_REPLICATES)), totals_array=totals)
    found = next(gain for gain in gains(some) if (gain.outcome, gain.means) == ("expected_deaths", "pairs"))
    assert (found.spread, found.without, found.factor) == (0.0, 0.0, None)


def test_one_replicate_too_few_has_spreads_and_no_factor(batch):
    def first(worlds):
        part = dataclasses.replace(batch, worlds=batch.worlds[:worlds], totals_array=batch.totals_array[:, :worlds],
                                   monthly_array=batch.monthly_array[:, :worlds])  # fmt: skip
        return next(gains(part))

    assert first(MIN_REPLICATES).factor is not None and first(MIN_REPLICATES - 1).factor is None
    assert first(3).spread > 0 and math.isnan(first(2).spread)


def test_noise_beside_large_values_is_no_spread():
    noisy = 1e6 * (1 + 1e-14 * np.arange(14))
    assert variance_ratio([(1.0, OWN)], [(1.0, noisy)]) is None
    assert variance_ratio([(1.0, OWN)], [(1.0, noisy + 1e-5 * np.arange(14))]) is not None
    assert variance_ratio([(1.0, OWN), (1.0, noisy)], [(1.0, BASE)]).value == pytest.approx(variance_ratio([(1.0, OWN)], [(1.0, BASE)]).value)


def test_values_of_less_than_one_are_noise_where_their_squares_sum_to_a_quadrillionth_of_a_billionth():
    """1e-24 itself is noise, half as much again is none."""
    signs = np.tile([1.0, -1.0], 2)
    assert 4 * 5e-13**2 == 1e-24
    assert variance_ratio([(1.0, OWN[:4])], [(1.0, 5e-13 * signs)]) is None
    assert variance_ratio([(1.0, OWN[:4])], [(1.0, math.sqrt(1.5) * 5e-13 * signs)]) is not None


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_a_factor_is_the_same_in_any_unit(size):
    found, plain = (variance_ratio([(1.0, unit * OWN)], [(1.0, unit * BASE)]) for unit in (size, 1.0))
    assert (found.value, found.low, found.high) == pytest.approx((plain.value, plain.low, plain.high))


def test_without_numbers_there_is_no_factor():
    holed = np.where(np.arange(14) == 3, math.nan, OWN)
    assert variance_ratio([(1.0, holed)], [(1.0, OWN)]) is None and variance_ratio([(1.0, OWN)], [(1.0, holed)]) is None


@pytest.mark.parametrize(("end", "finite"), [(708.5, True), (709.0, False), (709.5, False)])
def test_an_end_beyond_all_numbers_is_infinite(end, finite, monkeypatch):
    monkeypatch.setattr(variance, "interval", lambda _values: (0.0, end))
    assert math.isfinite(variance_ratio([(1.0, OWN)], [(1.0, BASE)]).high) == finite


def changed(batch, outcome, base, own):
    """The batch with other values of an outcome, (replicates,) each, all in the first month."""
    totals, monthly = batch.totals_array.copy(), batch.monthly_array.copy()
    for row, values in enumerate((base, own)):
        totals[row, :, TOTALS.index(outcome)] = values
        monthly[row, :, MONTHLY.index(outcome)] = 0.0
        monthly[row, :, MONTHLY.index(outcome), 0] = values
    found = gains(dataclasses.replace(batch, totals_array=totals, monthly_array=monthly))
    return next(gain for gain in found if (gain.outcome, gain.means) == (outcome, "pairs")).factor


def test_counts_need_ten_differing_worlds_and_ten_events_and_expectations_neither(batch):
    n = MIN_REPLICATES
    few, enough = (np.where(np.arange(n) < k, 1.0 + np.arange(n), 0.0) for k in (9, 10))
    luck = np.arange(n) % 3 + 1.0
    assert changed(batch, "deaths", luck, luck + few) is None and changed(batch, "deaths", luck, luck + enough) is not None
    assert changed(batch, "expected_deaths", luck, luck + few) is not None
    assert changed(batch, "deaths", np.zeros(n), enough) is not None and changed(batch, "deaths", enough, np.zeros(n)) is not None
    assert changed(batch, "deaths", np.where(np.arange(n) < 5, 1.0, 0.0), np.where((np.arange(n) > 5) & (np.arange(n) < 12), 2.0, 0.0)) is None
