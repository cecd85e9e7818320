"""Which sentences stand together: no contradiction, ties told, bounds instead of "nothing"."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from experiments.cli.compare import _suggest
from experiments.comparison.differences import HEADLINE_OUTCOME, cost_per_death
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.ranking import effect_bound, spending, tied, winner
from experiments.comparison.words.cautions import limits, reading
from experiments.comparison.words.costs import cost_in_full
from experiments.comparison.words.phrases import shown_name
from experiments.comparison.words.rows import row_words
from experiments.comparison.words.verdict import headline
from experiments.statistics import intervals as statistics
from experiments.statistics.ratios import fieller
from experiments.text.console import Talk
from simulation.policy import LeverSetting, Policy
from tests.experiments.fakes import effect, fake_comparison, over_sets

A, B, IDLE, BAD = effect("a", deaths=0.8, government_cost=1.2), effect("b", deaths=0.8), effect("idle"), effect("bad", deaths=1.5)


@pytest.fixture(scope="module")
def tie():
    return fake_comparison(policies=[A, B, effect("weak", deaths=0.95)])


def test_a_policy_that_does_harm_is_no_contradiction_to_the_first_sentence():
    told = headline(fake_comparison(policies=[IDLE, BAD]))
    assert told[0].startswith("No policy compared lowers expected deaths so that it holds after correction for 2 policies")
    assert told[1] == "More expected deaths than the baseline, after correction: bad."


def test_a_bundle_that_helps_is_no_contradiction_to_the_first_sentence():
    comparison = fake_comparison(policies=[IDLE, effect("bundle", deaths=0.5)])
    told = headline(dataclasses.replace(comparison, bundles={"bundle": ("idle", "other")}))
    assert told[0].startswith("No single policy lowers expected deaths so that it holds")
    assert told[1].startswith("Several together, bundle:")


@pytest.fixture(scope="module")
def tie_of_sets():
    """As many sets as a headline about money needs."""
    return over_sets(fake_comparison(policies=[A, B, effect("weak", deaths=0.95)], worlds=40))


def test_policies_not_told_apart_from_the_first_are_listed_with_the_cheapest_of_them(tie_of_sets):
    tie = tie_of_sets
    assert winner(tie) == "a" and tied(tie, "a") == ["b"]
    told = headline(tie)[0]
    assert "Not told apart from it: b. Of these 2, b costs government and enterprises together the least:" in told
    assert spending(tie, "b").mean < spending(tie, "a").mean
    assert 'not told apart from "B"' in short_finding(tie)


def test_the_largest_effect_comes_with_its_cost(tie_of_sets):
    tie = tie_of_sets
    assert f"Cost per death averted: {cost_in_full(tie.row('a', 'cost_per_death_averted'), shown_name(tie))}." in headline(tie)[0]


def test_not_told_apart_is_bounded_by_the_interval():
    comparison = fake_comparison(policies=[B, IDLE])
    row = comparison.row("idle", HEADLINE_OUTCOME)
    assert effect_bound(comparison, ["idle"]) == max(map(abs, row.simultaneous)) / row.baseline_mean
    assert "Not told apart from the baseline in expected deaths: idle; any effect is under about" in headline(comparison)[1]
    assert "any effect is under about" in headline(fake_comparison(policies=[IDLE]))[1]


def test_deaths_averted_at_a_cost_that_may_be_nothing_have_an_upper_bound():
    rng = np.random.default_rng(3)
    averted, cost = rng.normal(1.0, 0.1, 40), rng.normal(0.0, 1.0, 40)
    kind, value, low, high = cost_per_death(cost, averted)
    assert (kind, low) == ("bound", None) and np.isnan(value)
    assert high == fieller(cost, averted)[2] > 0
    assert cost_per_death(cost[:9], averted[:9])[0] == "unclear"


def test_the_bound_of_a_cost_is_told_as_one():
    row = fake_comparison(policies=[B]).row("b", "cost_per_death_averted")
    assert row.kind == "bound" and row.low is None
    assert cost_in_full(row).startswith("at most ")
    assert row_words(row).startswith("averts deaths at a cost not told apart from zero")


def test_the_bound_holds_in_19_of_20_comparisons_and_more():
    rng = np.random.default_rng(4)
    held = []
    for _ in range(2000):
        averted, cost = rng.normal(1.0, 0.5, 20), rng.normal(0.1, 1.0, 20)
        kind, _value, _low, high = cost_per_death(cost, averted)
        if kind == "bound":
            held.append(high >= 0.1)
    assert len(held) > 1000 and np.mean(held) >= 0.95


def test_a_mean_needs_enough_events_in_its_own_arm_and_a_difference_in_one_of_the_two():
    many = statistics.MIN_EVENTS
    assert statistics.tells_difference((many, 0)) and not statistics.tells_difference((many - 1, many - 1))
    rare = effect("rare", lost_time_injuries=0.0)
    row = fake_comparison(policies=[rare]).row("rare", "lost_time_injuries")
    assert row.kind == "plain" and row.baseline_mean > 0 and np.isnan(row.policy_mean)
    assert "policy: none seen in 24 world-years, at most" in row_words(row)


def test_neither_direction_of_the_record_counts_as_better():
    comparison = fake_comparison(policies=[effect("a", deaths=0.2)])
    assert comparison.row("a", "reported_deaths").worlds_better is None
    assert comparison.row("a", "deaths").worlds_better is not None
    assert any("fewer on record may be more concealed" in line for line in reading(comparison))


@pytest.mark.parametrize(
    ("months", "setting", "told"),
    [
        (60, LeverSetting("deaths", 1.0, start=0, ramp=29), False),
        (60, LeverSetting("deaths", 1.0, start=0, ramp=31), True),
        (60, LeverSetting("deaths", 1.0, start=0, end=30), False),
        (60, LeverSetting("deaths", 1.0, start=0, end=48), True),
        (60, LeverSetting("deaths", 1.0, start=0, end=60), False),
        (60, LeverSetting("deaths", 1.0, start=90), True),
    ],
)
def test_a_lever_that_moves_late_asks_for_a_longer_run(months, setting, told):
    comparison = fake_comparison(policies=[Policy("slow", (setting,))], worlds=2, months=months)
    said = [line for line in limits(comparison) if line.startswith("slow changes as late as month")]
    assert bool(said) == told and all("(deaths)" in line and "--months" in line for line in said)


def test_a_short_horizon_is_told():
    assert limits(fake_comparison(worlds=2, months=24))[0].startswith("2 years is short")
    assert not any("is short" in line for line in limits(fake_comparison(worlds=2, months=60)))


def test_the_next_command_keeps_what_was_chosen_by_hand(tie, capsys):
    plan = dataclasses.replace(tie.plan, overrides={"fine_scale": 2.0})
    _suggest(dataclasses.replace(tie, plan=plan, discount=0.05), Talk())
    told = capsys.readouterr().err
    assert "--policy a --policy b --worlds 12 --first-world 12" in told and "--policy weak" not in told
    assert "--parameter fine_scale=2" in told and "--discount 5" in told


def test_one_policy_is_not_called_one_of_several():
    told = headline(fake_comparison(policies=[BAD], worlds=4))[0]
    assert "In this sample bad does not lower" in told
    assert "none of the" not in told
