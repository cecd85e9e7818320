"""The emulator on a function that is known."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.studies.calibration.emulator import _inverse, fit, quality


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
    same = replace(emulator, kernel=replace(emulator.kernel, noise=1e-9), inverse=_inverse(replace(emulator.kernel, noise=1e-9), emulator.x))
    assert (same.predict(emulator.x)[1] > 0).all()
