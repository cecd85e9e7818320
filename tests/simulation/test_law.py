"""Draws may be made otherwise, as long as the model is the same in law: levels, effects of a policy, and how noisy paired differences are."""

from __future__ import annotations

import numpy as np
import pytest

from tests.simulation.law import bound, deviations, outcomes_by_world

WORLDS = 100


@pytest.fixture(scope="module")
def found():
    return outcomes_by_world(WORLDS)


def test_every_outcome_and_every_effect_is_what_it_was_in_law(found):
    compared = deviations(found)
    assert len(compared) > 150
    beyond = [one for one in compared if abs(one.z) > bound(len(compared))]
    assert not beyond, beyond


def test_the_comparison_would_notice_a_model_that_is_another(found):
    moved = found * 1.05
    compared = deviations(moved)
    assert sum(abs(one.z) > bound(len(compared)) for one in compared) > 10


@pytest.mark.parametrize("outcome", ["deaths", "lost_time_injuries", "hazards_open", "major_hazards_open", "enterprise_cost"])
def test_paired_differences_are_no_noisier_than_they_were(found, outcome):
    one = next(one for one in deviations(found) if (one.of, one.outcome) == ("difference", outcome))
    # A standard deviation of n worlds is known to sqrt((kurtosis - 1) / 4n), 7 % of a hundred from a normal law and more of rare deaths: three of these above.
    assert one.spread < 1.0 + 3.0 * np.sqrt((one.kurtosis - 1.0) / (4.0 * WORLDS))
