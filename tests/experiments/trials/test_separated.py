"""A world in which one side has no event has no coefficient: the figure is said not to be identified, and no fit runs off without end."""

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.studies.trials.estimators import estimate
from experiments.studies.trials.estimators.robust import separates
from tests.experiments.trials.synthetic import data, estimand, units, windows

WORLDS = 6
REGRESSIONS: dict[str, dict[str, Any]] = {
    "poisson": {"spec": {"on": "tie"}, "after": [0, 12]},
    "negative_binomial": {"spec": {"on": "tie"}, "after": [0, 12]},
    "logit": {"spec": {"on": "tie"}, "after": [0, 12], "unit": "ratio"},
    "regression_discontinuity": {"spec": {"bandwidth": 1.0}, "after": [0, 12]},
    "fuzzy_discontinuity": {"spec": {"bandwidth": 1.0}, "after": [0, 12]},
    "difference_in_differences": {"spec": {"matched_trend": True}, "before": [-24, 0], "after": [0, 12]},
}


def panel(side: int, kind: str, fill: float = 0.0) -> pd.DataFrame:
    """Tied are every second unit, those above the cut-off and those treated; in world 0 nothing (or ``fill``) happens on ``side`` from month 0 on."""
    random = np.random.default_rng(7)
    rows = units(random, WORLDS, 300, ("others", "treated") if kind == "difference_in_differences" else ("all",))
    rows["tie"] = (rows["unit"] % 2).astype(float)
    rows["running"] = np.where(rows["tie"] > 0, 1, -1) * random.uniform(0.05, 0.9, len(rows))
    rows["treated"] = rows["tie"] * (random.random(len(rows)) < 0.8)
    found = windows(rows, first=-2, last=1)
    found["deaths"] = random.poisson(0.02 * found["workers"] * np.exp(0.4 * found["tie"])).clip(0, None).astype(float)
    gone = (found["world"] == 0) & (found["since"] >= 0) & (found["tie"] == side)
    found.loc[gone, "deaths"] = fill
    return found


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("kind", REGRESSIONS)
def test_a_world_without_events_on_one_side_identifies_nothing(kind, side):
    asked = estimand(kind, outcome="deaths", **({} if kind == "difference_in_differences" else {"arms": ["all"], "of": "all"}), **REGRESSIONS[kind])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = estimate(asked, data(panel(side, kind)), {})
    assert np.isnan(found.value) and "no figure in " in found.note
    others = panel(side, kind)
    alone = estimate(asked, data(others[others["world"] > 0]), {})
    assert len(alone.per_world) == WORLDS - 1 and np.isfinite(alone.per_world).all()


def test_odds_are_infinite_too_where_everybody_has_one():
    asked = estimand("logit", outcome="deaths", arms=["all"], of="all", **REGRESSIONS["logit"])
    found = estimate(asked, data(panel(1, "logit", fill=1.0)), {})
    assert np.isnan(found.value) and "no figure in " in found.note


def test_what_separates():
    events = np.array([0.0, 0.0, 3.0, 1.0])
    assert separates(np.array([1.0, 1.0, 0.0, 0.0]), events) and separates(np.array([0.0, 0.0, 1.0, 1.0]), events)
    assert not separates(np.array([1.0, 0.0, 1.0, 0.0]), events) and not separates(np.array([1.0, 2.0, 3.0, 4.0]), events)
