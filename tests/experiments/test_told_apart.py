"""Who is told apart, at the edges: an interval that touches zero, a rise of less than one death, what a policy spends, no effect at all."""

from types import SimpleNamespace

import numpy as np
import pytest

from experiments.comparison import ranking
from experiments.comparison.differences import Row, money
from experiments.comparison.ranking import cheapest, effect_bound, holds, lowers, raises, spending
from experiments.statistics.intervals import Paired, paired
from experiments.text.labels import quantity
from tests.experiments.fakes import effect, fake_comparison


def told(ends=(-2.0, -0.5), difference=-1.0, baseline=4.0):
    """What these functions read of a comparison, for one policy."""
    pair = Paired(12, difference, -9.0, -8.0, 1e-9, 12, 0)  # the interval of this policy alone and its p-value decide nothing
    row = Row("a", quantity("expected_deaths"), baseline, baseline + difference, pair, difference, -9.0, -8.0, None, 24.0, "plain", simultaneous=ends)
    return SimpleNamespace(row=lambda _policy, _name: row)


def test_an_interval_that_touches_zero_does_not_hold():
    assert holds(told((-1.0, -1e-300)), "a") and holds(told((1e-300, 1.0)), "a")
    assert not any(holds(told(ends), "a") for ends in ((-1.0, 0.0), (0.0, 1.0), (-1.0, 1.0), (0.0, 0.0), (np.nan, 1.0), None))


@pytest.mark.parametrize("difference", [-3.0, -0.02, 0.02, 3.0])
def test_the_sign_alone_says_whether_a_difference_that_holds_helps_or_harms(difference):
    assert lowers(told(difference=difference), "a") == (difference < 0) and raises(told(difference=difference), "a") == (difference > 0)
    assert not lowers(told((-1.0, 1.0), difference), "a") and not raises(told((-1.0, 1.0), difference), "a")


def test_the_largest_effect_is_a_share_of_the_baselines_deaths_and_none_without_any():
    assert effect_bound(told(ends=(-1.0, 0.5)), ["a"]) == 0.25 and effect_bound(told(ends=(0.5, 2.0)), ["a"]) == 0.5
    assert effect_bound(told(ends=(0.0, 0.0)), ["a"]) is None and effect_bound(told(ends=None), ["a"]) is None
    assert effect_bound(told(ends=(-1.0, 1.0), baseline=0.0), ["a"]) is None


def test_what_a_policy_spends_is_its_money_less_the_baselines():
    comparison = fake_comparison(policies=[effect("dear", government_cost=1.2), effect("cheap", government_cost=0.9)])
    spent = money(comparison.batch, comparison.discount)
    assert spending(comparison, "dear") == paired(spent[1] - spent[0]) and spending(comparison, "dear").mean > 0
    assert spending(comparison, "cheap") == paired(spent[2] - spent[0]) and np.isfinite(spending(comparison, "cheap").low)
    assert cheapest(comparison, ["dear", "cheap"]) == "cheap"


@pytest.mark.parametrize(("ends", "together"), [((-1.0, -1.0), False), ((-1.0, -0.1), False), ((-1.0, 0.0), True), ((-1.0, 0.5), True), ((0.0, 0.0), True)])
def test_a_rival_is_tied_where_the_interval_of_the_lead_holds_zero(ends, together, monkeypatch):
    monkeypatch.setattr(ranking, "lead", lambda _comparison, _first, _other: Paired(12, -0.5, *ends, 1e-9, 12, 0))
    assert ranking.tied(SimpleNamespace(ranking=["a", "b"], bundles={}), "a") == (["b"] if together else [])
