"""Targets, history matching, the sampler, ranks of known truths: on problems whose answer is known."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.studies.calibration.emulator import fit
from experiments.studies.calibration.fit import evidence, matched, posterior, sampled
from experiments.studies.calibration.folds import within
from experiments.studies.calibration.soundness import ranked, recovered
from experiments.studies.calibration.targets import Observation, of_mean
from tests.experiments.calibration.made_up import small_plan

INF = float("inf")


def observed(key, value, spread, low=-INF, high=INF):
    return Observation(key, key.split("/")[0], value, low, high, spread, False, "made up")


@pytest.fixture(scope="module")
def emulators():
    places = np.random.default_rng(1).random((60, 3))
    luck = 0.02 * np.random.default_rng(2).standard_normal((60, 3))
    return {name: fit(name, places, places[:, p] + luck[:, p]) for p, name in enumerate(("x/one", "y/one", "z/one"))}


def test_a_value_pulls_both_ways_and_a_limit_only_from_its_wrong_side():
    mean, variance = np.array([-2.0, 0.0, 2.0]), np.ones(3)
    value, limit = observed("a/b", 0.0, 1.0), observed("a/b", float("nan"), 1.0, high=0.0)
    assert value.off(mean, variance) == pytest.approx([2, 0, 2])
    assert limit.off(mean, variance) == pytest.approx([0, 0, 2])
    likely = limit.log_likelihood(mean, variance)
    assert likely[0] > likely[1] > likely[2] and likely[1] == pytest.approx(np.log(0.5))


def test_a_mean_that_was_observed_lies_above_the_mean_of_logarithms():
    places = np.random.default_rng(1).random((60, 3))
    emulator = fit("level", places, np.exp(places[:, 0] + 0.3 * np.random.default_rng(2).standard_normal(60)), log=True)
    shifted = of_mean(replace(observed("a/b", 0.5, 0.1), log=True), emulator)
    assert float(emulator.shown(np.array(shifted.value))) == pytest.approx(np.exp(0.5))
    assert shifted.value < 0.47


def test_what_no_parameters_reach_is_told_and_not_fitted(emulators):
    plan = small_plan()
    rows = [observed("x/one", 0.2, 0.05), observed("y/one", 9.0, 0.05)]
    seen = evidence(plan, rows, emulators)
    found = matched(plan, seen)
    assert found.beyond == ("y/one",) and 0.2 < found.reach["x/one"] < 0.7
    fitted = posterior(plan, seen, steps=150, walkers=24)
    assert fitted.fitted == ("x/one",)
    assert fitted.draws[:, 0].mean() == pytest.approx(0.2, abs=0.05)
    assert fitted.draws[:, 1].std() == pytest.approx(np.sqrt(1 / 12), rel=0.2)


def test_a_split_does_not_see_its_trials(emulators):
    rows = [observed("x/one", 0.2, 0.05), observed("y/one", 0.3, 0.05)]
    assert [one.key for one in evidence(small_plan(), rows, emulators, ("x",)).observed] == ["y/one"]


def test_the_sampler_gives_the_distribution_it_is_given_and_twice_the_same():
    def log_likelihood(places):
        return -0.5 * (((places - 0.5) / 0.1) ** 2).sum(axis=1)

    start = np.random.default_rng(1).random((24, 2))
    draws, acceptance, _ = sampled(log_likelihood, start, steps=900, seed=1)
    assert draws.mean(0) == pytest.approx([0.5, 0.5], abs=0.02) and draws.std(0) == pytest.approx([0.1, 0.1], rel=0.15)
    assert acceptance > 0.2 and (draws == sampled(log_likelihood, start, steps=900, seed=1)[0]).all()


def _ranks(told):
    """Ranks of a normal problem whose noise is 0.2, by an inference that takes it for ``told``."""
    return ranked(
        ["a"], lambda places, data: -0.5 * ((places - data) / told)[:, 0] ** 2, lambda place, luck: place + 0.2 * luck.standard_normal(1),
        truths=50, seed=1, walkers=6, steps=90)


def test_ranks_are_even_for_a_sound_inference_and_not_for_one_too_sure_of_itself():
    assert _ranks(0.2).p[0] > 0.01
    assert _ranks(0.04).p[0] < 1e-4


def test_runs_left_out_are_found_again(emulators):
    rows = [observed(name, 0.0, 1.0) for name in emulators]
    seen = evidence(small_plan(), rows, emulators)
    held = emulators["x/one"].x[:8]
    figures = {name: held[:, p] for p, name in enumerate(emulators)}
    found = recovered(("a", "b", "c"), seen, held, figures, seed=1, steps=200, walkers=24)
    assert (found.correlation > 0.95).all() and (found.inside_95 >= 0.6).all()


def test_a_band_has_open_ends():
    assert within(1.0, (None, 2.0)) is True and within(3.0, (None, 2.0)) is False
    assert within(1.0, (None, None)) is None and within(float("nan"), (0.0, 2.0)) is None
