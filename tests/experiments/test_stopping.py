"""The rule of stopping as figures: the looks, the error that each may spend, what was reached."""

import math

import pytest

from experiments.comparison.precision import all_looks, half_width
from experiments.comparison.stopping import CEILING, FIRST, FURTHEST, Look, Stopping, Target, spent
from experiments.statistics.intervals import LEVEL, together
from tests.experiments.fakes import fake_plan


def stopped(number=3, worlds=80, width=0.1, wanted=0.2):
    return Stopping(Target(0.2), Look(number, worlds), 640, {"a": width, "b": 0.05}, {"a": wanted, "b": 0.2}, 160)


def test_the_error_spent_at_each_look_by_hand():
    assert [spent(k) for k in (1, 2, 3, 9)] == pytest.approx([1 / 2, 1 / 6, 1 / 12, 1 / 90])
    assert [Look(k, 20).level for k in (1, 2, 3)] == pytest.approx([0.975, 1 - 0.05 / 6, 1 - 0.05 / 12])


def test_the_looks_are_at_twenty_replicates_and_twice_as_many_each_time():
    looks = list(all_looks(fake_plan()))
    assert [look.worlds for look in looks[:4]] == [20, 40, 80, 160] and looks[0].number == 1
    assert len(looks) == FURTHEST and looks[-1] == Look(13, 81_920) and FIRST == 20
    assert CEILING in [look.worlds for look in looks]


def test_a_target_is_so_many_deaths_or_a_share_of_the_baselines():
    assert Target(0.2).width(7.0) == 0.2 and Target(0.05, True).width(7.0) == pytest.approx(0.35)
    assert [Target(0.2).text, Target(10.0).text, Target(0.05, True).text, Target(0.00005).text] == ["0.2", "10", "5%", "0.00005"]


def test_it_is_reached_where_every_width_is_as_wanted():
    assert stopped(width=0.2).reached and not stopped(width=0.2000001).reached
    assert not stopped(width=math.inf).reached


def test_the_card_tells_the_looks_made_and_the_levels():
    card = stopped().card
    assert card["worlds_at_looks"] == [20, 40, 80] and stopped().made == [Look(1, 20), Look(2, 40), Look(3, 80)]
    assert all(isinstance(worlds, int) for worlds in card["worlds_at_looks"])
    assert (card["look"], card["worlds"], card["ceiling"], card["worlds_needed"], card["target"]) == (3, 80, 640, 160, "0.2")
    assert card["level_of_each_interval"] == pytest.approx(1 - 0.05 / 12)
    assert card["level_of_simultaneous_intervals"] == pytest.approx(together(1 - 0.05 / 12, 2)) == pytest.approx(1 - 0.05 / 24)
    assert card["reached"] is True and card["half_widths"] == {"a": 0.1, "b": 0.05}
    assert stopped(number=1, worlds=40).made == [Look(1, 40)] and stopped(number=2, worlds=80).made == [Look(1, 40), Look(2, 80)]


def test_the_farther_end_counts():
    assert half_width(1.0, (0.5, 3.0)) == 2.0 and half_width(1.0, (-4.0, 3.0)) == 5.0 and half_width(1.0, None) == math.inf
    assert LEVEL == 0.95
