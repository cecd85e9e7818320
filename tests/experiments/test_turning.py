"""Turning points told from ensembles of known truth: hardly ever where there is none, mostly where there is one, and inside their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.statistics import turning as told
from experiments.statistics.crossing import crossing
from experiments.statistics.sets import HEADLINE_SETS
from experiments.statistics.turning import LEAST_BEYOND, turning

ENSEMBLES = 150
SLACK = 0.03
"""Of shares in so many ensembles: about two standard errors."""
NOISE = {
    "normal": lambda rng, shape: rng.normal(size=shape),
    "heavy": lambda rng, shape: rng.standard_t(3, size=shape) / np.sqrt(3),
    "skew": lambda rng, shape: rng.exponential(size=shape) - 1,
}


@pytest.fixture(autouse=True)
def fewer_shuffles(monkeypatch):
    """The chance is told to a two-hundredth: enough for 5 %."""
    monkeypatch.setattr(told, "SHUFFLES", 199)


def share_told(make, sets, names, policies=1, seed=1):
    """In what share of ensembles something is told of any policy."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(ENSEMBLES):
        values = rng.random((sets, names))
        found.append(any(turn is not None for turn in turning(make(rng, values, policies), values)))
    return np.mean(found)


@pytest.mark.parametrize("kind", NOISE)
@pytest.mark.parametrize(("sets", "names", "policies"), [(20, 80, 3), (60, 40, 1)])
def test_nothing_is_told_where_nothing_goes_with_anything(kind, sets, names, policies):
    """Policies that share most of their noise, as those on the same worlds do."""

    def null(rng, values, count):
        return 0.8 * NOISE[kind](rng, len(values)) + 0.6 * NOISE[kind](rng, (count, len(values)))

    assert share_told(null, sets, names, policies) <= 0.05 + SLACK


@pytest.mark.parametrize("shape", [lambda x: 3 * x, lambda x: 3 * x**2, lambda x: 0.2 + np.sqrt(x)])
@pytest.mark.parametrize("sets", [20, 120])
def test_nothing_is_told_where_an_effect_goes_with_a_parameter_and_turns_nowhere(shape, sets):
    """It touches zero, or nearly, at the end of the range: the hardest that there is."""
    assert share_told(lambda rng, values, _count: (shape(values[:, 0]) + rng.normal(size=len(values)))[None], sets, 16) <= 0.05 + SLACK


@pytest.mark.parametrize("sets", [20, 120])
def test_nothing_is_told_of_a_spread_that_goes_with_a_parameter_or_of_two_that_turn_it_only_together(sets):
    spread = share_told(lambda rng, values, _count: (rng.normal(size=len(values)) * np.exp(2 * values[:, 0]))[None], sets, 16)
    pair = share_told(lambda rng, values, _count: (16 * (values[:, 0] - 0.5) * (values[:, 1] - 0.5) + 0.5 * rng.normal(size=len(values)))[None], sets, 16)
    assert max(spread, pair) <= 0.05 + SLACK


SHAPES = {
    "line": (lambda x: 5 * (x - 0.4), 0.4),
    "log": (lambda x: 2 * np.log((x + 0.1) / 0.5), 0.4),
    "levels off": (lambda x: 4 * (np.exp(-1.2) - np.exp(-4 * x)), 0.3),
    "square": (lambda x: 5 * (x**2 - 0.36), 0.6),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("sets", [20, 60, 240])
def test_the_interval_holds_the_turning_point(shape, sets):
    rng, (mean, at) = np.random.default_rng(sets), SHAPES[shape]
    held = []
    for _ in range(400 if sets > 20 else 1200):
        x = rng.random(sets)
        found = crossing(x, mean(x) + rng.normal(size=sets))
        if found is not None:
            held.append(found.low <= at <= found.high and found.rises)
    assert len(held) > 100 and np.mean(held) >= 0.93 - np.sqrt(0.06 / len(held))


@pytest.mark.parametrize(("sets", "least"), [(20, 0.08), (60, 0.6), (120, 0.85)])
def test_a_true_turning_point_among_many_parameters_is_found(sets, least):
    """A slope of four standard deviations of all else, eighty parameters, three policies of which one turns."""
    rng, hits = np.random.default_rng(7), []
    for _ in range(60):
        values = rng.random((sets, 80))
        differences = rng.normal(size=(3, sets))
        differences[1] += 4 * (values[:, 11] - 0.45)
        found = turning(differences, values)
        hits.append(found[1] is not None and found[1].parameter == 11)
    assert np.mean(hits) >= least


def one(sets=60, at=0.5, scale=1.0, seed=2):
    rng = np.random.default_rng(seed)
    values = rng.random((sets, 5))
    return scale * (6 * (values[:, 2] - at) + rng.normal(0, 0.4, sets))[None], values


def test_what_is_told_says_which_side_is_which():
    differences, values = one()
    (turn,) = turning(differences, values)
    assert turn.parameter == 2 and turn.place.rises and turn.place.low < 0.5 < turn.place.high and turn.below + turn.above == 60
    (other,) = turning(-differences, values)
    assert not other.place.rises and other.place.at == pytest.approx(turn.place.at)


@pytest.mark.parametrize("scale", [1e-200, 1e-6, 1e9, 1e200])
def test_units_change_nothing(scale):
    differences, values = one()
    (plain,), (scaled,) = turning(differences, values), turning(differences * scale, values * 1e6)
    assert scaled.parameter == plain.parameter and scaled.place.low == pytest.approx(1e6 * plain.place.low, rel=1e-6)


def test_nothing_is_told_from_fewer_sets_or_where_few_lie_beyond():
    for sets, says in ((HEADLINE_SETS - 1, False), (HEADLINE_SETS, True)):
        (turn,) = turning(*one(sets))
        assert (turn is not None) is says
    rng = np.random.default_rng(3)
    x = np.sort(rng.random(60))
    values = np.column_stack([x, rng.random(60)])
    for beyond, says in ((LEAST_BEYOND - 2, False), (LEAST_BEYOND + 1, True)):
        at = x[beyond - 1 : beyond + 1].mean()
        assert (turning((40 * (x - at) + rng.normal(0, 0.05, 60))[None], values)[0] is not None) is says


def test_what_never_varies_is_no_parameter_and_no_difference():
    differences, values = one()
    assert turning(np.zeros((2, 60)), values) == [None, None]
    assert turning(differences, np.ones((60, 3))) == [None] and turning(differences, np.empty((60, 0))) == [None]
    assert crossing(np.full(30, 2.0), np.linspace(-1, 1, 30)) is None
    assert turning(np.zeros((0, 60)), values) == []


def test_the_same_sets_give_the_same_words_and_more_policies_ask_for_more():
    differences, values = one()
    assert turning(differences, values) == turning(differences, values)
    wide = turning(np.vstack([differences, *(np.random.default_rng(k).normal(size=(1, 60)) for k in range(5))]), values)[0]
    narrow = turning(differences, values)[0]
    assert wide.place.low < narrow.place.low and wide.place.high > narrow.place.high


def test_sets_that_do_not_fit_are_an_error():
    with pytest.raises(ValueError, match="60 sets of differences, 59 of values"):
        turning(one()[0], one()[1][:59])
