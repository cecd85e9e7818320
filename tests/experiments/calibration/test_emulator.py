"""The emulator on a function that is known."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import qmc

from experiments.studies.calibration.emulator import fit, quality
from experiments.studies.calibration.kernel import _loss


@pytest.fixture(scope="module")
def noisy():
    luck = np.random.default_rng(3)
    places = luck.random((80, 3))
    return places, function(places) + 0.2 * luck.standard_normal(80)


def function(places):
    return 3 * np.sin(2 * places[:, 0]) + 2 * places[:, 1] - 1


@pytest.fixture(scope="module")
def emulator(noisy):
    return fit("figure", *noisy)


def test_it_finds_the_function_and_the_noise(emulator):
    fresh = np.random.default_rng(4).random((300, 3))
    mean, variance = emulator.predict(fresh)
    errors = mean - function(fresh)
    assert np.sqrt((errors**2).mean()) < 0.12
    assert np.sqrt(emulator.noise) == pytest.approx(0.2, rel=0.3)
    assert (np.abs(errors) < 1.96 * np.sqrt(variance)).mean() > 0.85


def test_leaving_one_out_is_what_doing_it_gives(emulator):
    middle, variance = emulator.left_out()
    for number in (0, 17, 79):
        keep = np.arange(80) != number
        mean, own = emulator.without(keep).predict(emulator.x[[number]])
        assert middle[number] == pytest.approx(mean[0], abs=1e-6)
        assert variance[number] == pytest.approx(own[0] + emulator.noise, rel=1e-4)


def test_its_quality_is_told_from_the_runs_left_out(emulator, noisy):
    told = quality(emulator)
    assert told.runs == 80 and told.explained > 0.9 and told.signal > 0.95 and 0.85 <= told.cover <= 1
    luck = np.random.default_rng(5).standard_normal(80)
    assert quality(fit("luck", noisy[0], luck)).explained < 0.2


def test_positive_figures_are_taken_as_logarithms_and_given_back(noisy):
    places, values = noisy
    emulator = fit("level", places, np.exp(values), log=True)
    mean, _ = emulator.predict(places)
    assert np.corrcoef(emulator.shown(mean), np.exp(function(places)))[0, 1] > 0.98
    # The mean of a lognormal: half the variance of the noise above the middle.
    assert float(emulator.shown(np.array(0.7))) == pytest.approx(np.exp(0.7 + emulator.noise / 2))
    assert emulator.taken(np.exp(0.7)) == pytest.approx(0.7)


def test_without_enough_runs_or_any_change_there_is_none(noisy):
    places, values = noisy
    with pytest.raises(ValueError, match="19 runs have the figure"):
        fit("figure", places, np.where(np.arange(80) < 19, values, np.nan))
    with pytest.raises(ValueError, match="all runs give 2"):
        fit("figure", places, np.full(80, 2.0))


def test_the_variance_is_never_below_nothing(emulator):
    same = replace(emulator, kernel=replace(emulator.kernel, noise=1e-9))
    assert (same.predict(emulator.x)[1] > 0).all()


def test_the_likelihood_climbs_by_its_own_gradient(noisy):
    logs = np.log([0.4, 0.7, 0.2, 0.9, 0.05, 2.0])
    places, values = noisy
    y = (values - values.mean()) / values.std()
    _, gradient = _loss(logs, places - 0.5, y, 0.01)
    for k in range(6):
        step = np.eye(6)[k] * 1e-5
        told = (_loss(logs + step, places - 0.5, y, 0.01)[0] - _loss(logs - step, places - 0.5, y, 0.01)[0]) / 2e-5
        assert gradient[k] == pytest.approx(told, rel=1e-4, abs=1e-5)


@pytest.fixture(scope="module")
def wide():
    """Forty parameters, of which five do anything, one of them a choice between two forms; 256 points."""
    places = qmc.Sobol(40, rng=np.random.default_rng(7)).random(256)
    return places, of_many(places) + 0.3 * np.random.default_rng(8).standard_normal(256)


def of_many(places):
    return 3 * np.sin(2 * places[:, 0]) + 2 * places[:, 1] + 2 * places[:, 2] * places[:, 3] + np.where(places[:, 4] >= 0.5, 0.8, 0.0)


def test_of_many_parameters_it_finds_those_that_do_anything_and_the_step_of_a_choice(wide):
    forms = np.arange(40) == 4
    emulator = fit("figure", *wide, noise=0.3**2, choices=forms)
    strongest = set(np.argsort(-emulator.kernel.relevance)[:5].tolist())
    assert strongest == {0, 1, 2, 3, 4}
    fresh = np.random.default_rng(9).random((500, 40))
    mean, variance = emulator.predict(fresh)
    errors = mean - of_many(fresh)
    assert np.sqrt((errors**2).mean()) < 0.2 and (np.abs(errors) < 1.96 * np.sqrt(variance)).mean() > 0.9
    both = np.repeat(fresh[:1], 3, axis=0)
    both[:, 4] = (0.49, 0.5, 0.98)
    below, at, above = emulator.predict(both)[0]
    assert at == pytest.approx(above) and at - below == pytest.approx(0.8, abs=0.25)


def test_noise_that_the_worlds_told_is_not_taken_for_what_the_parameters_do():
    """A figure that wiggles faster than the points can show: with known noise the rest is doubt of the emulator, without it noise of the worlds."""
    places = np.random.default_rng(5).random((120, 3))
    values = places[:, 0] + 0.4 * np.sin(60 * places[:, 1]) + 0.05 * np.random.default_rng(6).standard_normal(120)
    known, unknown = fit("figure", places, values, noise=0.05**2), fit("figure", places, values)
    assert known.noise == pytest.approx(0.05**2) and unknown.noise > 10 * known.noise
    fresh = np.random.default_rng(7).random((400, 3))
    errors = known.predict(fresh)[0] - fresh[:, 0] - 0.4 * np.sin(60 * fresh[:, 1])
    assert (np.abs(errors) < 1.96 * np.sqrt(known.predict(fresh)[1])).mean() > 0.85
    assert (np.abs(errors) < 1.96 * np.sqrt(unknown.predict(fresh)[1])).mean() < 0.6
