"""Searches and loops of the studies end in time and make sense on zeros, constants, multiples, tiny, huge and mixed values."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.studies.calibration.sampler import sampled
from experiments.studies.discovery import workbench
from experiments.studies.discovery.search import MOST_LIMITS, best
from experiments.studies.interactions.simultaneous import simultaneous
from experiments.studies.optimisation.chosen import choose
from experiments.studies.optimisation.fronts import hull, non_dominated, thinned
from experiments.studies.optimisation.scores import Measured
from experiments.studies.optimisation.search import first_mixes, search
from experiments.studies.optimisation.space import Choice, Space
from experiments.studies.sensitivity.indices import estimated
from experiments.studies.sensitivity.noise import noise_share
from experiments.studies.trials.estimators.levels import _unpulled
from tests.experiments.extremes import SIZES, in_time, pairs, values
from tests.experiments.optimisation.made_up import made_up_space


@given(pairs(), st.integers(1, 6))
@settings(max_examples=150)
def test_a_hull_ends_and_rises_along_its_corners(pair, most):
    cost, averted = pair
    with in_time():
        corners = hull(cost, averted)
        left = thinned(corners, cost, averted, most)
    assert corners and averted[corners[-1]] == averted.max() and cost[corners[0]] == cost.min()
    assert all(cost[a] < cost[b] and averted[a] < averted[b] for a, b in itertools.pairwise(corners))
    assert len(left) == min(len(corners), max(2, most)) and left[0] == corners[0] and left[-1] == corners[-1]
    assert set(left) <= set(corners)


@given(pairs())
def test_what_no_other_beats_is_never_empty(pair):
    kept = non_dominated(np.column_stack(pair))
    assert kept.any() and kept[np.lexsort(pair[::-1])[0]]


@st.composite
def spaces(draw):
    levels = draw(st.lists(st.integers(2, 9), min_size=1, max_size=4))
    choices = [Choice(f"lever_{k}", tuple(float(i) for i in range(n)), draw(st.integers(0, n - 1)), "", "") for k, n in enumerate(levels)]
    return Space(tuple(choices))


@given(spaces(), st.integers(1, 40), st.integers(0, 5))
@settings(max_examples=150)
def test_the_first_generation_of_any_space_is_full_and_has_no_mix_twice(space, population, seed):
    with in_time():
        mixes = first_mixes(space, population, seed)
    assert len(mixes) == len(set(mixes)) == min(population, space.size)


@pytest.mark.parametrize("budget", [0.0, 1.0, 1e300])
@pytest.mark.parametrize("size", [0.0, 1e-300, 1.0, 1e290, math.nan])
def test_a_search_ends_where_everything_is_the_same_huge_or_broken(size, budget):
    space = made_up_space(levels=3)

    def evaluate(mixes, _batch):
        deaths = np.array([[-size * sum(mix)] * 3 for mix in mixes])
        return Measured(deaths, np.zeros_like(deaths) if size == 1.0 else np.abs(deaths), np.abs(deaths), 5.0, 3)

    with in_time(20):
        archive = search(space, evaluate, budget=budget, population=6, generations=4, rounds=3)
        chosen = choose(archive, space.nothing, budget, 2)
    assert 6 <= len(archive) <= space.size and chosen.picks
    affordable = size == 1.0 or size <= budget
    assert (chosen.winner is not None) == (size > 0 and affordable)


@given(st.lists(values(), min_size=2, max_size=4).map(np.array))
@settings(max_examples=100)
def test_a_family_of_intervals_holds_its_means(family):
    with in_time():
        band = simultaneous(family, seed=1, draws=199)
    scale = np.abs(family).max(axis=1)
    inside = (band.low <= band.mean + 1e-9 * scale) & (band.mean - 1e-9 * scale <= band.high)
    assert inside.all() and ((band.p >= 0) & (band.p <= 1)).all() and math.isfinite(band.critical)


@given(values(n=40))
@settings(max_examples=40)
def test_indices_of_anything_are_numbers_or_none(some):
    with in_time():
        found = estimated(some, 3, second_order=False, seed=0)
    assert found is None or (np.isfinite(found.first).all() and np.isfinite(found.total).all() and (found.total >= 0).all())


@given(values())
def test_a_share_of_luck_is_a_share_or_none(some):
    with in_time():
        share = noise_share(some.reshape(4, 3))
    assert math.isnan(share) or 0.0 <= share <= 1.0


@given(st.one_of(st.floats(-1e300, 1e300), st.floats(-2, 2), st.just(math.nan)), st.integers(2, 60))
@settings(max_examples=300)
def test_a_carry_over_is_put_right_for_any_number_of_years(raw, pairs):
    with in_time():
        found = _unpulled(raw, pairs)
    assert found == raw or math.isnan(raw) or -0.98 <= found <= 0.98


@pytest.fixture(scope="module", autouse=True)
def loaded():
    """The workbench takes seconds to load, which are none of a search."""
    assert workbench._loaded()


@pytest.mark.parametrize("kind", ["constant", "one differs", "multiples", "two values", "tiny", "huge"])
@pytest.mark.parametrize("interest", ["few", "half", "all but one", "by the first"])
def test_the_search_for_a_box_ends(kind, interest):
    rng = np.random.default_rng(5)
    n, drawn = 60, rng.random(60)
    first = {"constant": np.ones(n), "one differs": np.where(np.arange(n) == 7, 2.0, 1.0), "multiples": drawn, "two values": (drawn > 0.5) * 1.0,
             "tiny": 1e-300 * drawn, "huge": 1e300 * drawn}[kind]  # fmt: skip
    x = pd.DataFrame({"a": first, "b": 3 * first, "c": np.zeros(n)})
    y = {"few": np.arange(n) < 2, "half": np.arange(n) % 2 == 0, "all but one": np.arange(n) > 0, "by the first": first >= np.median(first)}[interest]
    with in_time(60):
        box, _way = best(x, y)
    assert len(box.limits) <= MOST_LIMITS and set(box.limits) <= {"a", "b"}


@pytest.mark.parametrize("likelihood", [lambda places: np.zeros(len(places)), lambda places: -1e300 * places[:, 0], lambda places: 1e-300 * places[:, 0],
                                        lambda places: np.where(places[:, 0] < 0.01, 0.0, -np.inf),
                                        lambda places: np.where(places[:, 0] < 0.5, np.nan, 1e300)])  # fmt: skip
@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_sampler_ends_on_a_likelihood_that_tells_nothing_or_too_much(likelihood):
    with in_time(30):
        found = sampled(likelihood, 2, chains=8, steps=40, seed=1)
    assert found.places.shape == (8 * 30, 2) and ((found.places >= 0) & (found.places <= 1)).all()
    assert 1 <= found.tries <= 200 and math.isfinite(found.apart) and found.effective > 0


@pytest.mark.parametrize("size", SIZES)
def test_thinning_follows_the_units(size):
    cost, averted = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 5.0, 5.1, 5.15])
    assert thinned([0, 1, 2, 3], cost * size, averted / size, 3) == [0, 1, 3]
