"""Which mixes are scored again, from scores that are written down."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.studies.optimisation.chosen import (
    CORNERS,
    ENTERPRISES,
    FRONT,
    HALF,
    NOTHING,
    ROBUST,
    RUNNER_UP,
    SPARING,
    WINNER,
    Chosen,
    Pick,
    choose,
)
from tests.experiments.optimisation.by_hand import NOTHING as TODAY
from tests.experiments.optimisation.by_hand import archive, lucky

BUDGET = 100.0


def roles(deaths, *money, budget=BUDGET, runners_up=2):
    """By the number of each mix, what it is scored again for; deaths are means of ``lucky`` ones unless given by replicate."""
    found = choose(archive(deaths if np.ndim(deaths) == 2 else lucky(deaths), *money), TODAY, budget, runners_up)
    return {pick.mix[0]: pick.roles for pick in found.picks}, found


def test_the_winner_averts_most_within_the_budget_and_so_many_follow():
    found, chosen = roles([0.0, -1.0, -4.0, -3.0, -9.0, -2.0, -0.5], [0.0, 60.0, 100.0, 90.0, 100.5, 80.0, 40.0])
    assert chosen.winner == (2,) and chosen.runners_up == ((3,), (5,)) and 4 not in found
    assert found[2][0] == WINNER and list(found)[:3] == [2, 3, 5]
    assert (chosen.tried, chosen.affordable) == (7, 6) and [chosen.place(pick.mix) for pick in chosen.picks] == list(range(len(found)))
    none, _chosen = roles([0.0, -1.0, -4.0, -3.0], [0.0, 60.0, 100.0, 90.0], runners_up=0)
    assert not any(RUNNER_UP in own for own in none.values())


def test_of_equal_mixes_the_one_tried_first_wins():
    assert roles([0.0, -1.0, -4.0, -4.0], [0.0, 60.0, 90.0, 90.0])[1].winner == (2,)


@pytest.mark.parametrize("second", [0.0, 0.5])
def test_a_mix_that_averts_nothing_wins_nothing(second):
    found, chosen = roles([0.0, second], [0.0, 50.0])
    assert chosen.winner is None and chosen.runners_up == () and found == {0: (NOTHING,)} and chosen.corners == (TODAY,)


def test_little_averted_is_something():
    assert roles([0.0, -0.01], [0.0, 50.0])[1].winner == (1,)


def test_the_most_robust_averts_most_in_the_unfavourable_tenth():
    luck = np.where(np.arange(20) < 15, -8.0, 0.0)
    found, chosen = roles([[0.0] * 20, luck, [-5.0] * 20, [-2.0] * 20], [0.0, 90.0, 90.0, 80.0])
    assert chosen.winner == (1,) and ROBUST in found[2] and sum(ROBUST in own for own in found.values()) == 1


def test_the_cheapest_for_enterprises_averts_four_fifths_as_many_or_more():
    found, _chosen = roles([0.0, -10.0, -8.0, -7.9, -9.0], [0.0, 90.0, 85.0, 70.0, 80.0], [0.0, 9.0, 3.0, 1.0, 5.0])
    assert SPARING == 0.8 and ENTERPRISES in found[2] and sum(ENTERPRISES in own for own in found.values()) == 1


def test_half_the_budget_buys_the_mix_that_averts_most_for_half_of_it_at_most():
    found, _chosen = roles([0.0, -9.0, -1.0, -5.0, -4.0], [0.0, 90.0, 20.0, 51.0, 50.0], runners_up=0)
    assert HALF in found[4] and sum(HALF in own for own in found.values()) == 1
    found, _chosen = roles([0.0, -9.0, -5.0], [0.0, 90.0, 51.0])
    assert not any(HALF in own for own in found.values())
    found, _chosen = roles([0.0, -9.0, -0.5], [0.0, 90.0, 20.0])
    assert HALF in found[2]


def test_what_another_beats_in_all_is_on_no_front():
    """The dominated mix would be the cheapest for enterprises, the most robust and the best of half the budget, were it asked."""
    _found, chosen = roles([0.0, -9.0, -9.0, -4.0], [0.0, 90.0, 95.0, 40.0], [0.0, 5.0, 6.0, 2.0])
    assert chosen.undominated == 3 and chosen.affordable == 4


def test_the_corners_go_from_today_to_the_winner_each_step_dearer_than_the_one_before():
    found, chosen = roles([0.0, -3.0, -3.2, -5.0, -9.0], [0.0, 20.0, 60.0, 80.0, 200.0], runners_up=0)
    assert chosen.corners == ((0,), (1,), (3,)) and NOTHING in found[0] and FRONT in found[1] and FRONT in found[3]
    assert 2 not in found


def test_a_front_of_many_corners_is_thinned_to_seven():
    money = np.linspace(0.0, 100.0, 12)
    _found, chosen = roles(-np.sqrt(money), money)
    assert len(chosen.corners) == CORNERS == 7 and chosen.corners[0] == TODAY and chosen.corners[-1] == (11,)


def test_today_stands_first_even_where_a_mix_saves_money_and_lives():
    _found, chosen = roles([0.0, -2.0, -5.0], [0.0, -10.0, 50.0])
    assert chosen.corners == (TODAY, (1,), (2,))


def test_a_mix_has_all_of_its_roles_and_stands_once():
    found, chosen = roles([[0.0] * 20, [-9.0] * 20], [0.0, 40.0])
    assert found[1] == (WINNER, ROBUST, ENTERPRISES, HALF, FRONT) and len(chosen.picks) == 2


def test_without_a_winner_nobody_runs_after_it():
    picks = Chosen((Pick((3,), (FRONT,)), Pick((4,), (RUNNER_UP, FRONT))), (), 2, 2, 2)
    assert picks.winner is None and picks.runners_up == ((4,),) and picks.place((4,)) == 1
