"""The picks on fresh worlds: what was luck of the search goes, and prices are those that were put in."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.studies.optimisation.chosen import RUNNER_UP, WINNER, choose
from experiments.studies.optimisation.exhaustive import try_all
from experiments.studies.optimisation.fresh import rescore
from experiments.studies.optimisation.search import search
from tests.experiments.optimisation.made_up import evaluator, made_up_space, truth

BUDGET = 1_500_000.0


def rescored(worlds=20, budget=BUDGET, **settings):
    space = made_up_space()
    archive = search(space, evaluator(space, **settings), budget=budget, population=12, generations=4)
    chosen = choose(archive, space.nothing, budget, 4)
    fresh = evaluator(space, worlds=worlds, first_world=1000, **settings)([pick.mix for pick in chosen.picks], "fresh")
    return space, chosen, rescore(chosen, archive, fresh, space.nothing, budget)


def test_the_winner_and_its_runners_up_are_scored_again():
    _space, chosen, found = rescored()
    roles = [role for score in found.scores for role in score.roles]
    assert roles.count(WINNER) == 1 and roles.count(RUNNER_UP) == 4
    assert found.scores[0].mix == chosen.winner and found.tells_intervals


def test_intervals_on_fresh_worlds_hold_the_truth():
    space, _chosen, found = rescored()
    for score in found.scores:
        averted, cost = truth(space, score.mix)
        assert score.averted.low <= averted <= score.averted.high
        assert score.government.mean == pytest.approx(cost) and score.over_budget == 0


def test_where_nothing_helps_the_search_finds_luck_and_fresh_worlds_do_not():
    held = 0
    for worlds in range(12, 22):
        _space, chosen, found = rescored(worlds=worlds, effect=0.0, noise=0.5)
        winner = found.score(chosen.winner)
        assert winner.searched > 0.1 and winner.searched > winner.averted.mean
        held += not winner.averted.positive
    assert held >= 9


def test_the_optimism_of_the_search_is_what_luck_added():
    assert abs(rescored(noise=0.0)[2].optimism) < 1e-9
    assert rescored(noise=0.5)[2].optimism > 0.02


def test_the_price_of_a_step_is_the_one_that_was_put_in():
    space, chosen, found = rescored(noise=0.01)
    assert len(found.steps) == len(chosen.corners) - 1 >= 3
    prices = []
    for step in found.steps:
        (from_averted, from_cost), (to_averted, to_cost) = truth(space, step.start), truth(space, step.end)
        kind, price, low, high = step.price
        assert kind == "ratio" and low <= (to_cost - from_cost) / (to_averted - from_averted) <= high
        assert step.price_of_all[1] == pytest.approx(1.5 * price)
        prices.append(price)
    assert prices == sorted(prices)


def test_a_step_that_luck_hides_has_no_price():
    _space, _chosen, found = rescored(noise=2.0)
    assert "unclear" in [step.price[0] for step in found.steps]


def test_under_ten_worlds_no_interval_is_given_and_nobody_is_told_apart():
    _space, _chosen, found = rescored(worlds=9)
    assert not found.tells_intervals
    assert all(score.averted.low is None for score in found.scores)
    assert not any(score.better for score in found.scores)


def test_a_runner_up_that_is_better_on_fresh_worlds_is_told():
    space = made_up_space()
    lucky = (0, 0, 1)  # one cheap briefing: the search was lucky with it
    archive = try_all(space, evaluator(space, noise=0.0))
    archive.batches[0].deaths[archive.place(lucky)] -= 5.0
    chosen = choose(archive, space.nothing, BUDGET, 4)
    assert chosen.winner == lucky
    found = rescore(chosen, archive, evaluator(space, worlds=20, first_world=500)([pick.mix for pick in chosen.picks], "fresh"), space.nothing, BUDGET)
    assert all(score.better and not score.tied for score in found.scores if RUNNER_UP in score.roles)
    assert np.isfinite(found.optimism) and found.optimism > 0.1
