"""From factors to points: in a fixed order, of the promised number, inside the bounds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from experiments.studies.sweep.design import design_of, points_of
from experiments.text.errors import UserError
from scenarios import load_parameters

TWO = "[levers.unannounced_share]\nlow = 0.2\nhigh = 0.8\n[uncertainties.attention_fading]\nlow = 0.01\nhigh = 0.1\nscale = \"log\"\n"


def test_a_factorial_takes_every_combination_the_last_factor_fastest(make_plan: Any) -> None:
    plan = make_plan("[levers.unannounced_share]\nvalues = [0.1, 0.9]\n[uncertainties.attention_fading]\nlow = 0.02\nhigh = 0.08\nsteps = 3\n")
    assert design_of(plan).values.tolist() == [[0.1, 0.02], [0.1, 0.05], [0.1, 0.08], [0.9, 0.02], [0.9, 0.05], [0.9, 0.08]]


@pytest.mark.parametrize(("sampler", "points"), [
    ('{ method = "latin-hypercube", points = 17 }', 17),
    ('{ method = "sobol", points = 16 }', 16 * 4),
    ('{ method = "sobol", points = 16, second_order = true }', 16 * 6),
    ('{ method = "morris", points = 5 }', 5 * 3),
])  # fmt: skip
def test_a_design_has_the_promised_number_of_points_inside_the_bounds_and_is_the_same_each_time(make_plan: Any, sampler: str, points: int) -> None:
    plan = make_plan(TWO, sampler=sampler)
    one, other = design_of(plan), design_of(plan)
    assert points_of(plan) == one.points == points
    assert (one.values == other.values).all()
    assert (one.values >= [0.2, 0.01]).all() and (one.values <= [0.8, 0.1]).all()


def test_another_seed_draws_other_points(make_plan: Any) -> None:
    one = design_of(make_plan(TWO, sampler='{ method = "latin-hypercube", points = 8 }'))
    other = design_of(make_plan(TWO, sampler='{ method = "latin-hypercube", points = 8, seed = 1 }'))
    assert (one.values != other.values).all()


def test_a_latin_hypercube_has_one_point_in_each_slice_also_on_a_log_scale(make_plan: Any) -> None:
    values = design_of(make_plan(TWO, sampler='{ method = "latin-hypercube", points = 20 }')).values
    slices = np.floor(20 * (np.log(values[:, 1]) - np.log(0.01)) / np.log(10))
    assert sorted(np.clip(slices, 0, 19).tolist()) == list(range(20))


def test_a_list_of_values_is_drawn_from_evenly(make_plan: Any) -> None:
    plan = make_plan("[levers.unannounced_share]\nvalues = [0.1, 0.5, 0.9]\n", sampler='{ method = "latin-hypercube", points = 30 }')
    assert np.unique(design_of(plan).values, return_counts=True)[1].tolist() == [10, 10, 10]


def test_a_factor_without_bounds_has_the_expected_range_of_its_parameter(make_plan: Any) -> None:
    plan = make_plan("[uncertainties.attention_fading]\n", policies='["baseline"]', sampler='{ method = "latin-hypercube", points = 4 }')
    factor = plan.uncertainties["attention_fading"]
    assert [factor.low, factor.high] == load_parameters().entries["attention_fading"].expected


def test_points_of_an_ensemble_run_each_under_a_set_of_its_own(make_plan: Any) -> None:
    plan = make_plan(policies='["baseline", "incentives"]', ensemble="posterior", sampler='{ method = "ensemble", points = 12 }')
    sets = design_of(plan).sets
    assert sets is not None and len(set(sets)) == 12


def test_more_points_than_sets_are_refused(make_plan: Any) -> None:
    with pytest.raises(UserError, match="has 240 sets"):
        design_of(make_plan(policies='["baseline", "incentives"]', ensemble="posterior", sampler='{ method = "ensemble", points = 241 }'))


def test_a_size_bomb_is_refused_before_it_is_drawn(make_plan: Any) -> None:
    names = [name for name, entry in load_parameters().entries.items() if entry.kind == "uncertainty" and entry.expected[0] < entry.expected[1]][:8]
    rest = "".join(f"[uncertainties.{name}]\nsteps = 100\n" for name in names)
    with pytest.raises(UserError, match="10,000,000,000,000,000 points"):
        design_of(make_plan(rest, policies='["baseline"]'))
