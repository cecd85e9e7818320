"""Fresh scores by hand: intervals for all picks at once, who is told apart from the winner, the price of each step."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.comparison.differences import cost_per_death
from experiments.statistics.intervals import interval, p_value, together
from experiments.studies.optimisation import fresh
from experiments.studies.optimisation.chosen import FRONT, RUNNER_UP, WINNER, Chosen, Pick
from experiments.studies.optimisation.chosen import NOTHING as AS_TODAY
from experiments.studies.optimisation.fresh import Estimate, Rescored, least, rescore
from experiments.studies.optimisation.scores import Worth
from tests.experiments.optimisation.by_hand import NOTHING, archive, lucky, measured

LUCK = np.random.default_rng(5).normal(0.0, 1.0, (4, 20))
DEATHS = LUCK * np.array([[0.0], [0.3], [0.3], [1.0]]) - np.array([[0.0], [2.0], [3.0], [2.0]])
MONEY = np.abs(LUCK) + np.array([[0.0], [50.0], [30.0], [80.0]])
CHOSEN = Chosen((Pick((1,), (WINNER,)), Pick((2,), (RUNNER_UP,)), Pick((3,), (RUNNER_UP, FRONT)), Pick((0,), (AS_TODAY,))),
                ((0,), (2,), (1,)), 4, 4, 4)  # fmt: skip
ROWS = [1, 2, 3, 0]
"""Of the tables, in the order of the picks."""
SEARCH = archive(lucky([0.0, -2.5, -2.0, -1.0]))


def rescored(deaths=DEATHS, government=MONEY, enterprise=3 * MONEY, budget=80.5, chosen=CHOSEN, **changed):
    tables = (np.asarray(table)[ROWS] for table in (deaths, government, enterprise))
    return rescore(chosen, SEARCH, measured(*tables, **changed), NOTHING, budget)


def test_an_interval_is_above_or_below_zero_where_it_leaves_zero_out():
    assert Estimate(1.0, 0.1, 2.0).positive and not Estimate(1.0, 0.0, 2.0).positive and not Estimate(1.0, None, None).positive
    assert Estimate(-1.0, -2.0, -0.1).negative and not Estimate(-1.0, -2.0, 0.0).negative and not Estimate(-1.0, None, None).negative
    assert Estimate(9.0, 0.5, 20.0).positive and Estimate(-9.0, -20.0, -0.5).negative


def test_each_pick_has_intervals_that_hold_for_the_three_that_do_anything():
    found = rescored()
    level = together(0.95, 3)
    for score, row in zip(found.scores, ROWS, strict=True):
        assert score.mix == (row,)
        for estimate, values in ((score.averted, -DEATHS[row]), (score.government, MONEY[row]), (score.enterprise, 3 * MONEY[row])):
            assert estimate.mean == pytest.approx(values.mean()) and (estimate.low, estimate.high) == pytest.approx(interval(values, level))
        assert score.robust == pytest.approx(-np.sort(DEATHS[row])[17])
        assert score.over_budget == (MONEY[row] > 80.5).sum()
    assert [score.searched for score in found.scores] == pytest.approx([2.5, 2.0, 1.0, 0.0])
    assert 0 < found.scores[2].over_budget < 20 and math.copysign(1.0, found.scores[3].averted.mean) == 1.0
    assert (found.worlds, found.replicates, found.over, found.baseline_deaths, found.failed) == (20, 20, "worlds", 6.0, 0)


def test_what_costs_the_budget_itself_is_within_it():
    assert [score.over_budget for score in rescored(government=np.full((4, 20), 80.5)).scores] == [0] * 4
    assert [score.over_budget for score in rescored(government=np.full((4, 20), 80.6)).scores] == [20] * 4


def test_who_averts_more_than_the_winner_and_who_is_not_told_apart():
    found = {score.mix: (score.tied, score.better) for score in rescored().scores}
    assert p_value(DEATHS[3] - DEATHS[1]) > 0.05 > p_value(DEATHS[2] - DEATHS[1])
    assert found == {(1,): (True, False), (2,): (False, True), (3,): (True, False), (0,): (False, False)}
    worse = {score.mix: (score.tied, score.better) for score in rescored(deaths=DEATHS * np.array([[1.0], [1.0], [0.4], [1.0]])).scores}
    assert worse[2,] == (False, False)


def test_two_rivals_are_held_to_intervals_that_hold_for_both(monkeypatch):
    asked = []

    def touching(_lead, level):
        asked.append(level)
        return -1.0, 0.0

    monkeypatch.setattr(fresh, "interval", touching)
    assert all(score.tied and not score.better for score in rescored().scores if RUNNER_UP in score.roles)
    assert together(0.95, 2) in asked


def test_without_a_winner_nobody_is_tied_with_it():
    chosen = Chosen((Pick((1,), (FRONT,)), *CHOSEN.picks[1:]), CHOSEN.corners, 4, 4, 4)
    assert not any(score.tied or score.better for score in rescored(chosen=chosen).scores)


@pytest.mark.parametrize(("replicates", "worlds", "over", "told"), [(10, 10, "worlds", True), (9, 9, "worlds", False), (5, 10, "sets", True),
                                                                    (4, 10, "sets", False), (9, 9, "sets", False)])  # fmt: skip
def test_intervals_need_ten_worlds_or_five_sets_of_ten_worlds(replicates, worlds, over, told):
    found = rescored(DEATHS[:, :replicates], MONEY[:, :replicates], MONEY[:, :replicates], replicates=replicates, worlds=worlds, over=over)
    assert found.tells_intervals == told == (replicates >= least(worlds, over))
    assert all((score.averted.low is not None) == (score.government.high is not None) == told for score in found.scores)
    assert found.scores[1].better == told and found.scores[1].tied != told and found.scores[0].averted.mean == pytest.approx(-DEATHS[1, :replicates].mean())
    assert [step.price[2] is not None for step in found.steps[:1]] == [told]
    assert (least(10, "sets"), least(9, "sets"), least(99, "worlds")) == (5, 10, 10)


def test_a_failed_run_leaves_its_pick_without_an_interval_and_nobody_told_apart():
    holed = DEATHS.copy()
    holed[3, 4] = math.nan
    found = rescored(holed, failed=1)
    assert [score.averted.low is None for score in found.scores] == [False, False, True, False] and found.failed == 1
    assert math.isnan(found.scores[2].averted.mean) and found.scores[2].government.low is not None
    assert [(score.tied, score.better) for score in found.scores] == [(True, False)] * 3 + [(False, False)]


def test_each_step_by_hand():
    found = rescored()
    assert [(step.start, step.end) for step in found.steps] == [((0,), (2,)), ((2,), (1,))]
    for step in found.steps:
        (a,), (b,) = step.start, step.end
        averted, money = DEATHS[a] - DEATHS[b], MONEY[b] - MONEY[a]
        assert (step.averted, step.government) == pytest.approx((averted.mean(), money.mean()))
        assert step.price[0] == cost_per_death(money, averted)[0] and step.price_of_all[0] == cost_per_death(4 * money, averted)[0]
    kind, *price = found.steps[0].price
    assert kind == "ratio" and price == pytest.approx(cost_per_death(MONEY[2] - MONEY[0], DEATHS[0] - DEATHS[2])[1:])
    assert found.steps[0].price_of_all[1:] == pytest.approx(tuple(4 * part for part in price)) and found.steps[1].price[0] == "wastes"


def test_the_optimism_is_the_search_over_fresh_worlds_of_what_it_said_helps():
    def made(*pairs):
        scores = rescored().scores
        some = [type(one)(one.mix, one.roles, said, Estimate(mean, None, None), one.government, one.enterprise, 0.0, 0, False, False)
                for one, (said, mean) in zip(scores, pairs, strict=False)]  # fmt: skip
        return Rescored(tuple(some), (), 20, 20, "worlds", 6.0, 0).optimism

    assert made((3.0, 2.0), (2.0, 2.0)) == pytest.approx(0.25) and made((3.0, 2.0), (2.0, 2.0), (0.0, 1.0), (-1.0, 5.0)) == pytest.approx(0.25)
    assert made((0.5, 0.25)) == pytest.approx(1.0)
    assert math.isnan(made((3.0, 0.0))) and math.isnan(made((3.0, -1.0))) and math.isnan(made((0.0, 1.0)))


def test_a_score_is_found_by_its_mix():
    assert rescored().score((2,)).searched == pytest.approx(2.0)


def test_what_mixes_are_worth_goes_the_same_way_as_what_they_cost():
    """The benefit of each pick, and the price of a further fatality-equivalent net of the loss averted."""
    worth = Worth(-2.0 * DEATHS, -10.0 * DEATHS, -5e6 * DEATHS)
    found = rescored(worth=worth.of(ROWS))
    for score in found.scores:
        (number,) = score.mix
        cost = MONEY[number] * 4
        assert score.equivalents.mean == pytest.approx((-2.0 * DEATHS[number]).mean())
        assert score.net_benefit.mean == pytest.approx((-5e6 * DEATHS[number] - cost).mean())
    (a,), (b,) = found.steps[0].start, found.steps[0].end
    averted = DEATHS[a] - DEATHS[b]
    assert found.steps[0].price_of_equivalents == pytest.approx(cost_per_death(4 * (MONEY[b] - MONEY[a]) - 10.0 * averted, 2 * averted))
    assert rescored().scores[0].net_benefit is None and rescored().steps[0].price_of_equivalents is None
