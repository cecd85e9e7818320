"""What the sentences of an appraisal claim: which values are in force, and which amounts are told apart from nothing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from experiments.comparison.appraisal_tables import worth_cell
from experiments.comparison.compare import Comparison
from experiments.comparison.words.appraisal import how_valued, worth
from experiments.running.batch import MONTHLY
from experiments.text import messages
from experiments.text.labels import EQUIVALENTS
from scenarios import Ensemble, load_parameters
from tests.experiments.test_appraisal_rows import made


def with_overrides(found: Comparison, **given: float) -> Comparison:
    plan = dataclasses.replace(found.plan, parameters=load_parameters(overrides=given).values, overrides=given)
    return dataclasses.replace(found, plan=plan)


def test_a_value_that_was_given_has_no_range_and_no_set_has_another():
    plain = how_valued(made(6e6, 2.0))[0]
    assert "a life with 5.00 million yuan (2.0 to 10.5 million yuan)" in plain and "beyond the 1.10 million yuan a death" in plain
    given = how_valued(with_overrides(made(6e6, 2.0), value_of_life=2e6, serious_injury_value=0.05, other_injury_value=0.003))[0]
    assert "a life with 2.00 million yuan (as given), a serious injury with 5 % of a life (as given)" in given
    assert "values of its own" not in given and " to " not in given


def test_no_loss_is_said_to_lie_inside_a_life_where_none_does():
    told = how_valued(with_overrides(made(6e6, 2.0), loss_per_death=0.0))[0]
    assert "direct loss as it stands;" in told and "inside the value" not in told


def test_values_that_an_ensemble_brings_are_told_as_it_has_them():
    found = made(6e6, 2.0)
    sets = tuple(world // 2 % 3 for world in range(len(found.batch.worlds)))
    own = Ensemble("own", "Own", "", "", "", ("value_of_life",), np.array([[1e6], [2e6], [6e6]]))
    told = dataclasses.replace(found, plan=dataclasses.replace(with_overrides(found).plan, ensemble=own), batch=dataclasses.replace(found.batch, sets=sets))
    assert "a life with 3.00 million yuan (1.00 to 6.00 million yuan)" in how_valued(told)[0]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_benefit_that_is_not_told_apart_from_nothing_is_not_told_as_one(language):
    messages.activate(language)
    found = made(6e6, 2.0)
    mark = messages._(" (not told apart from nothing)")
    assert mark not in worth(found, "one")
    monthly = found.batch.monthly_array.copy()
    deaths = MONTHLY.index("expected_deaths")
    noise = np.random.default_rng(5).normal(0, 0.02, monthly.shape[1])
    monthly[1, :, deaths] = monthly[0, :, deaths] - noise[:, None]
    totals = found.batch.totals_array.copy()
    totals[:, :, deaths] = monthly[:, :, deaths].sum(axis=2)
    doubtful = dataclasses.replace(found, batch=dataclasses.replace(found.batch, monthly_array=monthly, totals_array=totals))
    assert worth(doubtful, "one").count(mark) == 1


def test_only_nothing_looks_like_nothing_in_a_cell():
    """The value is far smaller than its interval, by whose width the decimals go."""
    row = made(6e6, 2.0).row("one", EQUIVALENTS)
    small = dataclasses.replace(row, difference=-4e-7, simultaneous=(-4e-6, 1e-6), low=-4e-6, high=1e-6)
    assert worth_cell(small).plain.split("\n")[0] == "0.0000004 ?"
    assert worth_cell(dataclasses.replace(small, difference=0.0, simultaneous=(0.0, 0.0))).plain.split("\n")[0].startswith("0")
