"""Scores by hand: means, the unfavourable tenth, failed runs, batches put together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.studies.optimisation.scores import OBJECTIVES, ROBUST, Archive, Measured, objectives
from tests.experiments.optimisation.by_hand import archive, measured

RISING = np.arange(-20.0, 0.0)
"""Deaths in twenty replicates: in nine of ten at most -3."""


def test_the_objectives_are_three_means_and_the_deaths_of_the_unfavourable_tenth():
    found = objectives(measured([RISING, RISING[::-1] / 2], [[7.0] * 20, [9.0] * 20], [[1.0] * 20, RISING]))
    assert ROBUST == 0.9 and len(OBJECTIVES) == 4
    assert found == pytest.approx(np.array([[-10.5, 7.0, 1.0, -3.0], [-5.25, 9.0, -10.5, -1.5]]))


@pytest.mark.parametrize("what", ["deaths", "government", "enterprise"])
def test_a_mix_whose_run_failed_is_out_of_the_question_and_the_others_are_not(what):
    tables = {name: np.array([RISING, 2 * RISING]) for name in ("deaths", "government", "enterprise")}
    tables[what][1, 4] = math.nan
    found = objectives(measured(**tables))
    assert found[0] == pytest.approx([-10.5, -10.5, -10.5, -3.0]) and (found[1] == np.inf).all()


def test_a_row_is_one_mix_and_a_column_one_replicate():
    some = measured([RISING, 2 * RISING, 3 * RISING], [1.0, 2.0, 3.0], [4.0, 5.0, 6.0])
    deaths, government, enterprise = some.row(2)
    assert some.replicates == 20 and np.array_equal(deaths, 3 * RISING) and set(government) == {3.0} and set(enterprise) == {6.0}
    assert (some.over, some.failed) == ("worlds", 0)


def test_an_archive_keeps_the_order_in_which_mixes_were_tried():
    kept = archive([-1.0, -2.0], failed=1, over="sets")
    kept.add([(7,), (5,)], measured([-3.0, -4.0], [30.0, 40.0], [3.0, 4.0], failed=4, baseline_deaths=1.0, over="worlds"), 3)
    assert kept.mixes == [(0,), (1,), (7,), (5,)] and kept.generation == [0, 0, 3, 3] and len(kept) == 4
    assert [kept.place(mix) for mix in kept.mixes] == [0, 1, 2, 3] and (7,) in kept and (2,) not in kept
    whole = kept.measured
    assert isinstance(whole, Measured) and whole.deaths[:, 0].tolist() == [-1.0, -2.0, -3.0, -4.0]
    assert whole.government[:, 0].tolist() == [0.0, 0.0, 30.0, 40.0] and whole.enterprise[:, 0].tolist() == [0.0, 0.0, 3.0, 4.0]
    assert (whole.baseline_deaths, whole.worlds, whole.over, whole.failed) == (6.0, 20, "sets", 5)


def test_an_archive_that_is_given_mixes_knows_their_places():
    given = Archive([(3,), (1,)], [0, 0])
    assert (given.place((3,)), given.place((1,))) == (0, 1) and (1,) in given and (0,) not in given
    assert len(Archive()) == 0
