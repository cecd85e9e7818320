"""Who is told apart, at the edges: a p-value at five per cent, a rise of less than one death, what a policy spends, no effect at all."""

from types import SimpleNamespace

import numpy as np
import pytest

from experiments.comparison import ranking
from experiments.comparison.differences import money
from experiments.comparison.ranking import cheapest, effect_bound, holds, lowers, raises, spending
from experiments.statistics.intervals import paired
from tests.experiments.fakes import effect, fake_comparison


def told(p=0.01, difference=-1.0, ends=None, baseline=4.0):
    """What these functions read of a comparison, for one policy."""
    row = SimpleNamespace(difference=difference, simultaneous=ends, baseline_mean=baseline)
    return SimpleNamespace(corrected={"a": p}, row=lambda _policy, _name: row)


def test_five_per_cent_itself_does_not_hold():
    assert holds(told(0.0499), "a") and not holds(told(0.05), "a") and not holds(told(None), "a")


@pytest.mark.parametrize("difference", [-3.0, -0.02, 0.02, 3.0])
def test_the_sign_alone_says_whether_a_difference_that_holds_helps_or_harms(difference):
    assert lowers(told(difference=difference), "a") == (difference < 0) and raises(told(difference=difference), "a") == (difference > 0)
    assert not lowers(told(0.2, difference), "a") and not raises(told(0.2, difference), "a")


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


@pytest.mark.parametrize(("p", "together"), [(0.0, False), (0.0499, False), (0.05, True), (0.9, True)])
def test_a_rival_is_tied_from_five_per_cent_on_and_not_where_no_world_differs(p, together, monkeypatch):
    monkeypatch.setattr(ranking, "lead", lambda _comparison, _first, _other: SimpleNamespace(p=p))
    assert ranking.tied(SimpleNamespace(ranking=["a", "b"], bundles={}), "a") == (["b"] if together else [])
