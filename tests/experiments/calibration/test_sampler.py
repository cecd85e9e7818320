"""The sampler on laws whose answer is known: few and many parameters, edges, ridges, two forms, two places far apart."""

import numpy as np
import pytest
from scipy.stats import truncnorm

from experiments.studies.calibration.sampler import sampled


def test_it_gives_the_law_it_is_given_and_twice_the_same():
    def log_likelihood(places):
        return -0.5 * (((places - (0.5, 0.05)) / 0.1) ** 2).sum(axis=1)

    found = sampled(log_likelihood, 2, chains=64, steps=120, seed=1)
    at_the_edge = truncnorm(-0.5, 9.5, loc=0.05, scale=0.1)
    assert found.places.mean(0) == pytest.approx([0.5, at_the_edge.mean()], abs=0.01)
    assert found.places.std(0) == pytest.approx([0.1, at_the_edge.std()], rel=0.1)
    assert (found.places == sampled(log_likelihood, 2, chains=64, steps=120, seed=1).places).all()
    assert found.agreement < 1.1 and 1 <= found.tries < 10 and found.effective > 500


@pytest.fixture(scope="module")
def of_sixty():
    """Sixty parameters: two pinned down, two tied together, one choice told by odds of nine, the rest told by nothing."""
    def log_likelihood(places):
        pinned = (((places[:, :2] - (0.3, 0.9)) / (0.05, 0.1)) ** 2).sum(axis=1)
        tied = ((places[:, 2] + places[:, 3] - 1.2) / 0.05) ** 2
        return -0.5 * (pinned + tied) + np.where(places[:, 4] >= 0.5, np.log(9.0), 0.0)

    return sampled(log_likelihood, 60, chains=128, steps=160, seed=2)


def test_of_sixty_parameters_those_that_are_told_are_found(of_sixty):
    own = of_sixty.places
    assert own[:, 0].mean() == pytest.approx(0.3, abs=0.01) and own[:, 0].std() == pytest.approx(0.05, rel=0.15)
    assert (own[:, 2] + own[:, 3]).std() == pytest.approx(0.05, rel=0.15) and np.corrcoef(own[:, 2], own[:, 3])[0, 1] < -0.9
    assert (own[:, 4] >= 0.5).mean() == pytest.approx(0.9, abs=0.04)


def test_what_nothing_tells_stays_even(of_sixty):
    free = of_sixty.places[:, 5:]
    assert np.abs(free.mean(0) - 0.5).max() < 0.06
    assert (free.std(0) * np.sqrt(12)) == pytest.approx(np.ones(55), abs=0.12)
    assert of_sixty.effective > 500


def test_two_places_far_apart_keep_their_shares():
    def log_likelihood(places):
        one, two = (-0.5 * (((places - middle) / 0.03) ** 2).sum(axis=1) for middle in (0.2, 0.8))
        return np.logaddexp(one + np.log(0.75), two + np.log(0.25))

    places = sampled(log_likelihood, 3, chains=256, steps=40, seed=3).places
    assert (places[:, 0] < 0.5).mean() == pytest.approx(0.75, abs=0.08)


def test_where_nothing_is_possible_it_says_so():
    with pytest.raises(ValueError, match="nowhere in the prior"):
        sampled(lambda places: np.full(len(places), np.nan), 2, chains=8, steps=4, seed=1)
