"""Targets, history matching, the sampler, ranks of known truths: on problems whose answer is known."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.studies.calibration import soundness
from experiments.studies.calibration.emulator import fit
from experiments.studies.calibration.fit import evidence, matched, posterior
from experiments.studies.calibration.folds import within
from experiments.studies.calibration.soundness import recovered, together, whole
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
    fitted = posterior(plan, seen, steps=80, chains=32)
    assert fitted.fitted == ("x/one",)
    assert fitted.draws[:, 0].mean() == pytest.approx(0.2, abs=0.05)
    assert fitted.draws[:, 1].std() == pytest.approx(np.sqrt(1 / 12), rel=0.2)


def test_a_split_does_not_see_its_trials(emulators):
    rows = [observed("x/one", 0.2, 0.05), observed("y/one", 0.3, 0.05)]
    assert [one.key for one in evidence(small_plan(), rows, emulators, ("x",)).observed] == ["y/one"]


def test_runs_left_out_are_found_again(emulators):
    rows = [observed(name, 0.0, 1.0) for name in emulators]
    seen = evidence(small_plan(), rows, emulators)
    held = emulators["x/one"].x[:8]
    figures = {name: held[:, p] for p, name in enumerate(emulators)}
    found = recovered(("a", "b", "c"), seen, held, figures, seed=1, steps=60, chains=32)
    assert (found.correlation > 0.95).all() and (found.inside_95 >= 0.6).all()
    both = together([found, found])
    assert both.truths.shape == (16, 3) and (both.inside_95 == found.inside_95).all() and (both.correlation == pytest.approx(found.correlation))


def test_ranks_of_all_parameters_are_even_by_weighting_and_by_sampling(emulators, monkeypatch):
    seen = evidence(small_plan(), [observed("x/one", 0.0, 0.3), observed("y/one", 0.0, 0.05)], emulators)
    by_weight = whole(seen, ("a", "b", "c"), truths=60, steps=8, pool=16384, seed=1)
    assert by_weight.sampled_truths == 0 and (by_weight.adjusted > 0.05).all()
    monkeypatch.setattr("experiments.studies.calibration.soundness.ENOUGH", 1e9)
    by_sampler = whole(seen, ("a", "b", "c"), truths=60, steps=8, pool=512, seed=1)
    assert by_sampler.sampled_truths == 60 and (by_sampler.adjusted > 0.05).all()


def test_ranks_show_an_inference_that_is_too_sure_of_itself(emulators, monkeypatch):
    seen = evidence(small_plan(), [observed("x/one", 0.0, 0.3)], emulators)
    sound = soundness._gaussian
    monkeypatch.setattr(soundness, "_gaussian", lambda means, variances, data: sound(means, variances / 16, data))
    found = whole(seen, ("a", "b", "c"), truths=60, steps=8, pool=16384, seed=1)
    assert found.adjusted[0] < 1e-3 and (found.adjusted[1:] > 0.05).all()


@pytest.fixture(scope="module")
def six():
    """A bank of six parameters, the last a choice between two forms: three figures, which two of the parameters do not move."""
    places = np.random.default_rng(11).random((160, 6))
    noise = 0.1 * np.random.default_rng(12).standard_normal((160, 3))
    forms = np.arange(6) == 5
    figures = np.column_stack([places[:, 0] + places[:, 1] ** 2, np.sin(3 * places[:, 1]) + places[:, 2], np.where(places[:, 5] >= 0.5, 1.0, 0.0) + places[:, 2]]) + noise
    return places, figures, {f"{name}/one": fit(name, places, figures[:, k], noise=0.1**2, choices=forms) for k, name in enumerate("xyz")}


def test_intervals_hold_the_truth_of_runs_anywhere_in_the_prior(six):
    places, figures, emulators = six
    seen = evidence(small_plan(), [observed(name, 0.0, 1.0) for name in emulators], emulators)
    held = np.arange(40)
    found = recovered(tuple("abcdef"), seen, places[held], {name: figures[held, k] for k, name in enumerate(emulators)}, seed=1, steps=40, chains=32)
    assert 0.90 <= found.wide.mean() <= 0.98
    assert (found.spreads.mean(0)[[3, 4]] * np.sqrt(12)) == pytest.approx([1, 1], abs=0.12) and found.spreads.mean(0)[0] * np.sqrt(12) < 0.7


def test_the_data_tell_which_form_of_a_choice_holds_and_leave_what_they_do_not_reach(six):
    plan = small_plan()
    plan = replace(plan, priors=tuple(replace(plan.priors[0], name=name) for name in "abcdef"))
    for value, share in ((0.3, 0.0), (1.7, 1.0)):
        seen = evidence(plan, [observed("y/one", 1.2, 0.05), observed("z/one", value, 0.05)], six[2])
        draws = posterior(plan, seen, steps=60, chains=48).draws
        assert (draws[:, 5] >= 0.5).mean() == pytest.approx(share, abs=0.05)
        assert draws[:, 3:5].std(0) * np.sqrt(12) == pytest.approx([1, 1], abs=0.15)
    # A value between the two that either form can give: both stay.
    draws = posterior(plan, evidence(plan, [observed("z/one", 1.0, 0.3)], six[2]), steps=60, chains=48).draws
    assert 0.2 < (draws[:, 5] >= 0.5).mean() < 0.8


def test_a_band_has_open_ends():
    assert within(1.0, (None, 2.0)) is True and within(3.0, (None, 2.0)) is False
    assert within(1.0, (None, None)) is None and within(float("nan"), (0.0, 2.0)) is None
