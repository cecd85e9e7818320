"""The rows of a comparison worked out by hand from its months: money by the year, events, signs, who is corrected for how many."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from experiments.comparison import differences
from experiments.comparison.differences import (
    UNPRICED,
    Row,
    all_rows,
    cost_per_death,
    cost_row,
    discount_weights,
    event_months,
    money,
    quantities,
    row,
    yearly,
)
from experiments.comparison.ranking import effect_bound, lead
from experiments.running.batch import MONTHLY, TOTALS, Batch
from experiments.statistics.intervals import LEVEL, Paired, interval, paired, together
from experiments.statistics.ratios import fieller
from experiments.statistics.sets import split
from experiments.text.labels import COST_PER_DEATH, quantity
from tests.experiments.fakes import effect, fake_comparison

MONTHS = 36
"""Three years: by the year is neither the total nor a month's."""


def batch(worlds=12, policies=("baseline", "a", "b"), **months):
    """Every quantity zero but ``months``: (policies, worlds) of the same in each month, or (policies, worlds, months)."""
    monthly = np.zeros((len(policies), worlds, len(MONTHLY), MONTHS))
    for name, values in months.items():
        values = np.asarray(values, dtype=float)
        monthly[:, :, MONTHLY.index(name)] = values if values.ndim == 3 else values[:, :, None]
    totals = np.zeros((len(policies), worlds, len(TOTALS)))
    totals[:, :, : len(MONTHLY)] = monthly.sum(axis=3)
    return Batch(policies, tuple(range(worlds)), MONTHS, {}, totals, monthly, (), ())


LUCK = np.random.default_rng(6).normal(0.0, 1.0, (3, 12))
DEATHS = 2.0 + 0.1 * LUCK - np.array([[0.0], [0.5], [0.2]])
MONEY = 1000.0 + LUCK[::-1] + np.array([[0.0], [300.0], [90.0]])


def test_money_is_by_the_year_whatever_the_discount():
    constant = batch(government_cost=np.full((3, 12), 700.0))
    for discount in (0.0, 0.03, 0.2):
        assert yearly(constant, "government_cost", discount) == pytest.approx(np.full((3, 12), 8400.0))


def test_money_that_comes_late_counts_less_and_only_where_it_is_discounted():
    late = np.zeros((3, 12, MONTHS))
    late[:, :, 24:] = 900.0  # the third year
    found = batch(government_cost=late, deaths=late)
    weights = 1.03 ** (-np.arange(MONTHS) / 12)
    assert yearly(found, "government_cost", 0.03) == pytest.approx(np.full((3, 12), 12 * 900.0 * weights[24:].sum() / weights.sum()))
    assert yearly(found, "government_cost", 0.0) == pytest.approx(np.full((3, 12), 3600.0))
    assert yearly(found, "deaths", 0.03) == pytest.approx(np.full((3, 12), 3600.0))
    assert discount_weights(MONTHS, 0.03)[12] == pytest.approx(weights[12] * MONTHS / weights.sum())


def test_a_state_is_no_flow():
    some = batch(effort=np.full((3, 12), 0.5))
    assert np.array_equal(yearly(some, "effort", 0.03), some.totals("effort"))


def test_money_is_the_governments_and_the_enterprises():
    both = batch(government_cost=np.full((3, 12), 100.0), enterprise_cost=np.full((3, 12), 5.0))
    assert money(both, 0.03) == pytest.approx(np.full((3, 12), 1260.0))


def test_a_row_is_the_policy_less_the_baseline_with_its_intervals():
    found = row(batch(expected_deaths=DEATHS), "b", "expected_deaths", 0.0)
    differences = 12 * (DEATHS[2] - DEATHS[0])
    assert (found.baseline_mean, found.policy_mean) == pytest.approx((12 * DEATHS[0].mean(), 12 * DEATHS[2].mean()))
    assert found.difference == pytest.approx(differences.mean()) and (found.low, found.high) == pytest.approx(interval(differences))
    assert found.simultaneous == pytest.approx(interval(differences, together(LEVEL, 2)))
    assert found.relative == pytest.approx(differences.mean() / (12 * DEATHS[0].mean()))
    assert (found.kind, found.events, found.exposure, found.over, found.level) == ("plain", None, 36.0, "worlds", LEVEL)
    assert found.total_events is None


def test_a_world_without_a_number_is_left_out_of_its_row_alone():
    some = batch(expected_deaths=DEATHS)
    totals = some.totals_array.copy()
    totals[1, 3, TOTALS.index("concealed_share")] = math.nan
    holed = dataclasses.replace(some, totals_array=totals)
    assert row(holed, "a", "concealed_share", 0.0).paired.worlds == 11
    assert row(holed, "b", "concealed_share", 0.0).paired.worlds == row(holed, "a", "expected_deaths", 0.0).paired.worlds == 12


def test_what_the_parameters_add_is_told_of_the_difference_and_only_where_worlds_share_them():
    some = batch(expected_deaths=DEATHS)
    sets = tuple(world // 2 for world in range(12))
    found = row(dataclasses.replace(some, sets=sets), "a", "expected_deaths", 0.0)
    expected = split(12 * (DEATHS[1] - DEATHS[0]), sets)
    assert (found.split.low, found.split.parameters, found.split.high) == pytest.approx((expected.low, expected.parameters, expected.high))
    assert row(some, "a", "expected_deaths", 0.0).split is None


def test_an_event_is_a_month_in_which_something_happened():
    happened = np.zeros((3, 12, MONTHS))
    happened[0, :, 5] = 7.0
    happened[1, :3, 5:8] = 1.0
    happened[2, :9, 0] = 2.0
    some = batch(deaths=happened)
    assert event_months(some, "deaths").sum(axis=1).tolist() == [12, 9, 9]
    assert event_months(some, "deaths")[1].tolist() == [3.0] * 3 + [0.0] * 9
    few = row(some, "a", "deaths", 0.0)
    assert few.kind == "plain" and few.events == (12, 9) and few.total_events == 21
    assert few.baseline_mean == pytest.approx(7 / 3) and math.isnan(few.policy_mean)
    rare = row(batch(deaths=happened[[2, 1, 0]]), "a", "deaths", 0.0)
    assert rare.kind == "few" and rare.events == (9, 9) and rare.low is None and math.isnan(rare.difference)
    assert rare.exposure == 36.0 and rare.paired.worlds == 12 and rare.paired.less + rare.paired.more == 9
    assert rare.worlds_better is None and math.isnan(rare.share_better)


def test_the_share_of_worlds_in_which_a_policy_did_better_and_in_which_it_turned():
    def made(difference, less, more, name="expected_deaths", baseline=4.0):
        pair = Paired(10, difference, None, None, None, less, more)
        return Row("a", quantity(name), baseline, math.nan, pair, difference, None, None, None, 1.0, "plain")

    fewer, more = made(-1.0, 8, 1), made(1.0, 3, 6)
    assert (fewer.worlds_better, fewer.share_better, fewer.turned, fewer.relative) == (8, 0.8, 1, -0.25)
    assert (more.worlds_better, more.turned) == (3, 3)
    assert made(0.0, 4, 4).turned == 0 and math.isnan(made(0.5, 1, 2, baseline=0.0).relative)
    assert math.isnan(dataclasses.replace(fewer, paired=Paired(0, math.nan, None, None, None, 0, 0)).share_better)


def test_the_cost_per_death_is_what_is_spent_over_the_deaths_averted():
    some = batch(expected_deaths=DEATHS, government_cost=MONEY, enterprise_cost=2 * MONEY)
    found = cost_row(some, "a", 0.0)
    cost, averted = 12 * 3 * (MONEY[1] - MONEY[0]), 12 * (DEATHS[0] - DEATHS[1])
    assert (found.kind, found.difference) == ("ratio", pytest.approx(cost.mean() / averted.mean()))
    assert (found.low, found.high) == pytest.approx(cost_per_death(cost, averted)[2:])
    assert found.paired.worlds == 12 and (found.paired.less, found.paired.more) == (0, 0) and found.exposure == 36.0


@pytest.mark.parametrize("worlds", [3, 9])
def test_under_ten_worlds_every_sign_must_be_the_same(worlds):
    ones, mixed = np.arange(1.0, worlds + 1), np.arange(worlds) - 0.5
    assert cost_per_death(ones, 2 * ones) == ("ratio", 0.5, None, None)
    assert cost_per_death(-ones, ones)[0] == "saves" and cost_per_death(ones, -ones)[0] == "wastes" and cost_per_death(-ones, -ones)[0] == "trades"
    assert cost_per_death(mixed, ones)[0] == cost_per_death(ones, mixed)[0] == cost_per_death(ones, ones - 1)[0] == "unclear"
    assert cost_per_death(ones, 1 - ones)[0] == "unclear"


def test_without_a_world_nothing_has_a_price():
    assert cost_per_death(np.zeros(0), np.zeros(0))[0] == "unclear"


def test_at_ten_worlds_intervals_decide():
    cost, averted = np.array([-1.0] + [5.0] * 4 + [6.0] * 5), np.linspace(1.0, 2.0, 10)
    assert cost_per_death(cost, averted)[0] == "ratio" and cost_per_death(cost[:9], averted[:9])[0] == "unclear"
    assert cost_per_death(cost, averted, least=11)[0] == "unclear"
    assert cost_per_death(cost, averted, level=1 - 1e-9)[0] != "ratio"
    assert cost_per_death(cost, averted)[2] is not None and cost_per_death(cost - cost.mean(), averted)[0] == "bound"


@pytest.mark.parametrize(("found", "sure", "unsure"), [
    (None, ("unclear", None, None), ("unclear", None, None)), ((1.0, 0.5, 2.0), ("ratio", 0.5, 2.0), ("bound", None, 2.0)),
    ((1.0, -0.5, 2.0), ("unclear", None, None), ("bound", None, 2.0)), ((1.0, 0.0, 0.5), ("unclear", None, None), ("bound", None, 0.5)),
    ((-1.0, -2.0, 0.0), ("unclear", None, None), ("unclear", None, None)), ((-1.0, -2.0, -0.5), ("unclear", None, None), ("unclear", None, None)),
])  # fmt: skip
def test_the_ends_of_the_ratio_say_what_may_be_told(found, sure, unsure, monkeypatch):
    """The cost told apart from zero needs an interval above zero; one that is not, an end above zero."""
    monkeypatch.setattr(differences, "fieller", lambda _cost, _averted, _level: found)
    cost, averted = np.linspace(1.0, 2.0, 10), np.linspace(1.0, 1.5, 10)
    kind, _value, low, high = cost_per_death(cost, averted)
    assert (kind, low, high) == sure
    kind, _value, low, high = cost_per_death(cost - 1.5, averted)
    assert (kind, low, high) == unsure


def test_every_policy_and_every_quantity_has_its_row_once():
    made = batch(expected_deaths=DEATHS)
    found = [(one.policy, one.quantity.name) for one in all_rows(made, 0.03, dict.fromkeys(made.policies, "wholly"))]
    assert len(found) == len(set(found)) and {policy for policy, _name in found} == {"a", "b"}
    assert [name for policy, name in found if policy == "b"] == list(quantities())
    assert set(quantities()) == set(TOTALS) | {COST_PER_DEATH} and quantities().index("expected_deaths") < quantities().index("officers")


def test_one_policy_against_another_and_the_largest_effect_left_open():
    comparison = fake_comparison(policies=[effect("a", deaths=0.8), effect("idle")])
    deaths = yearly(comparison.batch, "expected_deaths", 0.0)
    assert lead(comparison, "a", "idle") == paired(deaths[1] - deaths[2])
    rows = [comparison.row(name, "expected_deaths") for name in ("a", "idle")]
    assert effect_bound(comparison, ["a", "idle"]) == max(abs(end) / one.baseline_mean for one in rows for end in one.simultaneous)
    assert effect_bound(comparison, []) is None
    third = fake_comparison(policies=[effect("a", deaths=0.8), effect("b", deaths=0.9), effect("idle")])
    deaths = yearly(third.batch, "expected_deaths", 0.0)
    assert lead(third, "b", "idle") == paired(deaths[2] - deaths[3], level=together(LEVEL, 2))


def test_a_cost_of_nothing_is_nothing_from_end_to_end_and_nothing_averted_is_no_sign():
    nothing, averted = np.zeros(12), 1.0 + np.arange(12) / 100
    assert cost_per_death(nothing, averted) == cost_per_death(nothing[:10], averted[:10]) == ("ratio", 0.0, 0.0, 0.0)
    assert cost_per_death(nothing[:9], averted[:9]) == ("ratio", 0.0, None, None)
    assert cost_per_death(nothing, nothing)[0] == "unclear"


FOUR = np.stack([DEATHS[0], DEATHS[1], DEATHS[2], DEATHS[0] - 0.3 + LUCK[2] / 50])
SPENT = np.stack([MONEY[0], MONEY[1], MONEY[2], MONEY[0] + 40.0 + LUCK[0]])


@pytest.mark.parametrize("policies", [("a",), ("a", "b"), ("a", "b", "c")])
def test_the_cost_per_death_is_judged_for_all_policies_at_once_and_its_narrow_ends_are_those_of_one(policies):
    count = len(policies)
    some = batch(policies=("baseline", *policies), expected_deaths=FOUR[: count + 1], government_cost=SPENT[: count + 1])
    cost, averted = 12 * (SPENT[1] - SPENT[0]), 12 * (FOUR[0] - FOUR[1])
    found, (_, low, high), (_, wide_low, wide_high) = cost_row(some, "a", 0.0), fieller(cost, averted), fieller(cost, averted, together(LEVEL, count))
    assert found.kind == "ratio" and (found.low, found.high) == pytest.approx((low, high)) and found.simultaneous == pytest.approx((wide_low, wide_high))
    assert found.told_apart and (wide_low == low) == (count == 1)
    free = cost_row(batch(policies=("baseline", *policies), expected_deaths=FOUR[: count + 1]), "a", 0.0)
    assert (free.kind, free.difference, free.low, free.high, free.simultaneous) == ("ratio", 0.0, 0.0, 0.0, (0.0, 0.0)) and not free.told_apart


def test_a_cost_not_told_apart_has_a_bound_and_no_lower_end_whatever_is_compared_with_it():
    unclear = np.stack([MONEY[0], MONEY[0] + LUCK[1] - LUCK[1].mean() + 0.1, MONEY[2]])
    for policies in (2, 3):
        some = batch(policies=("baseline", "a", "b")[:policies], expected_deaths=DEATHS[:policies], government_cost=unclear[:policies])
        cost, averted = 12 * (unclear[1] - unclear[0]), 12 * (DEATHS[0] - DEATHS[1])
        found, wide = cost_row(some, "a", 0.0), fieller(cost, averted, together(LEVEL, policies - 1))
        assert found.kind == "bound" and found.low is None and math.isnan(found.simultaneous[0]) and not found.told_apart
        assert found.simultaneous[1] == pytest.approx(wide[2]) and found.high == pytest.approx(fieller(cost, averted)[2])


def test_what_nothing_prices_has_no_cost_per_death_but_wastes_what_it_wastes():
    some = batch(expected_deaths=DEATHS, government_cost=MONEY)
    unpriced, wasted = cost_row(some, "a", 0.0, "not"), cost_row(batch(expected_deaths=4.0 - DEATHS, government_cost=MONEY), "a", 0.0, "not")
    assert unpriced.kind == UNPRICED[0] == "unpriced" and unpriced.low is unpriced.high is unpriced.simultaneous is None and not unpriced.told_apart
    assert wasted.kind == "wastes" and wasted.simultaneous is None
    assert cost_row(some, "a", 0.0, "partly").kind == cost_row(some, "a", 0.0).kind == "ratio"


def test_money_and_deaths_of_less_than_one_have_their_signs_too():
    tenths = 0.1 + np.arange(12) / 1000
    assert [cost_per_death(cost, averted)[0] for cost, averted in ((-tenths, tenths), (tenths, -tenths), (-tenths, -tenths))] == ["saves", "wastes", "trades"]
