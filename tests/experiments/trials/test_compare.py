"""Estimands made of others, and the words of a trial file."""

import numpy as np
import pytest

from experiments.studies.trials.estimators import ESTIMATORS, estimate
from experiments.studies.trials.estimators.estimate import Fit, over_worlds, unidentified
from scenarios.schema.trial_estimators import AnyEstimator
from tests.experiments.trials.synthetic import data, estimand


def done(**effects: float):
    random = np.random.default_rng(1)
    shared = random.normal(0, 0.02, 40)
    return {name: over_worlds(estimand("paired_ratio", name=name), [Fit(v) for v in np.log1p(mean / 100) + shared + random.normal(0, 0.005, 40)], 9, "log")
            for name, mean in effects.items()}  # fmt: skip


def compared(by: str, of: list[str], unit: str, parts):
    return estimate(estimand("compare", unit=unit, spec={"by": by, "of": of}, arms=[]), data(), parts)


def test_a_ratio_and_a_difference_of_two_effects():
    parts = done(a=-20.0, b=-5.0)
    ratio = compared("ratio", ["a", "b"], "ratio", parts)
    assert ratio.low < 4.0 < ratio.high and ratio.value == pytest.approx(parts["a"].value / parts["b"].value)
    difference = compared("difference", ["a", "b"], "percent", parts)
    # Both lived through the same worlds, so their difference is surer than either.
    assert difference.low < -15 < difference.high and difference.high - difference.low < 0.7 * (parts["a"].high - parts["a"].low)


def test_a_ratio_over_nothing_is_not_determined():
    parts = done(a=-20.0, b=0.05)
    assert parts["b"].low < 0 < parts["b"].high
    found = compared("ratio", ["a", "b"], "ratio", parts)
    assert np.isfinite(found.value) and "b, is not told apart from zero" in found.undetermined
    assert compared("ratio", ["b", "a"], "ratio", parts).undetermined == ""
    assert compared("difference", ["a", "b"], "percent", parts).undetermined == ""


def test_an_order_says_in_how_many_worlds_it_holds():
    close = compared("rising", ["near", "middle"], "yes or no", done(near=-30.05, middle=-30.0))
    assert close.sign_share == close.per_world.mean() and 0 < close.sign_share < 1


def test_an_order_holds_on_the_means_and_says_how_surely():
    parts = done(near=-73.0, middle=-36.0, far=-30.0)
    found = compared("rising", ["near", "middle", "far"], "yes or no", parts)
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)
    assert compared("falling", ["near", "middle", "far"], "yes or no", parts).value == 0.0
    close = compared("rising", ["near", "middle"], "yes or no", done(near=-30.05, middle=-30.0))
    assert (close.low, close.high) == (0.0, 1.0)


def test_a_part_without_a_figure_leaves_the_whole_without_one():
    found = compared("ratio", ["a", "b"], "ratio", {**done(a=-20.0), "b": unidentified("b", "too few")})
    assert np.isnan(found.value) and "b" in found.note


def test_every_word_of_the_schema_has_an_estimator():
    kinds: set[str] = set()
    for model in AnyEstimator.__origin__.__args__:
        kinds |= set(model.model_fields["type"].annotation.__args__)
    assert kinds == {*ESTIMATORS, "compare"}
