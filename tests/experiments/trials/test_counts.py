"""Regressions find the coefficient drawn, with units' own levels held or not."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from experiments.studies.trials.estimators import estimate
from tests.experiments.trials.synthetic import data, estimand, units, windows


def tied(seed: int, worlds: int, number: int, effect: float) -> pd.DataFrame:
    """A third of the units are tied, and the tied are the larger ones."""
    random = np.random.default_rng(seed)
    rows = units(random, worlds, number)
    rows["tie"] = (random.random(len(rows)) < np.where(rows["workers"] > 40, 0.5, 0.2)).astype(float)
    panel = windows(rows, first=0)
    expected = 0.02 * panel["workers"] ** 0.8 * np.where(panel["sector"] == "metal", 2.0, 1.0) * np.exp(effect * panel["tie"])
    return panel.assign(deaths=random.poisson(expected).astype(float), spread=random.poisson(expected * random.gamma(2.0, 0.5, len(panel))).astype(float))


TIE = {"arms": ["treated", "others"], "after": [0, 36], "outcome": "deaths"}


def test_a_poisson_regression_finds_the_effect_with_the_controls_held():
    asked = estimand("poisson", spec={"on": "tie", "controls": ["workers", "sector"]}, **TIE)
    found = estimate(asked, data(tied(1, 8, 600, 0.5)), {})
    assert found.low < 100 * np.expm1(0.5) < found.high and found.high - found.low < 20
    free = estimate(estimand("poisson", spec={"on": "tie"}, **TIE), data(tied(1, 8, 600, 0.5)), {})
    assert free.value < found.low  # per worker, the large ones have fewer: without the control the tie looks harmless


def test_a_negative_binomial_regression_allows_for_spread():
    asked = estimand("negative_binomial", spec={"on": "tie", "controls": ["workers", "sector"]}, **{**TIE, "outcome": "spread"})
    found = estimate(asked, data(tied(2, 8, 600, 0.5)), {})
    assert found.low < 100 * np.expm1(0.5) < found.high


def test_several_units_of_a_variable_and_its_log_change_the_effect_as_they_should():
    panel = tied(3, 5, 600, 0.3)
    one, five = (estimate(estimand("poisson", spec={"on": "tie", "per": per}, unit="log points", **TIE), data(panel), {}) for per in (1, 5))
    assert five.value == pytest.approx(5 * one.value)
    growth = estimate(estimand("poisson", spec={"on": "workers", "log": True, "controls": ["sector"]}, unit="elasticity", **TIE), data(panel), {})
    assert growth.value == pytest.approx(-0.2, abs=0.06)  # of the rate per worker: 0.8 less one


def test_a_logit_gives_the_ratio_of_odds_and_least_squares_the_difference():
    random = np.random.default_rng(4)
    rows = units(random, 8, 800)
    rows["tie"] = random.integers(0, 2, len(rows)).astype(float)
    panel = windows(rows, first=0, last=1)
    panel["found_out"] = (random.random(len(panel)) < np.where(panel["tie"] > 0, 0.5, 0.25)).astype(float)
    odds = estimate(estimand("logit", outcome="found_out", unit="ratio", spec={"on": "tie"}, after=[0, 12]), data(panel), {})
    assert odds.low < 3.0 < odds.high and odds.p < 0.001
    panel["found_out"] = (0.1 + 0.05 * panel["tie"]) * panel["workers"] + random.normal(0, 0.1, len(panel))
    plain = estimate(estimand("linear", outcome="found_out", unit="rate", spec={"on": "tie"}, after=[0, 12]), data(panel), {})
    assert plain.value == pytest.approx(0.05, abs=0.005)


@pytest.mark.parametrize("kind", ["poisson", "linear", "logit"])
def test_effects_of_units_take_their_own_level_out(kind):
    """Units with a high level are treated; within a unit the change is what counts."""
    random = np.random.default_rng(5)
    rows = units(random, 4, 300).assign(workers=10.0)
    rows["risk"] = np.where(rows["arm"] == "treated", 2.0, 1.0) * rows["risk"]
    panel = windows(rows, first=-3, last=3)
    rate = 0.05 * panel["risk"] * panel["workers"] * np.exp(-0.5 * ((panel["arm"] == "treated") & (panel["since"] >= 0)))
    panel["deaths"] = random.poisson(rate).astype(float)
    asked = estimand(kind, outcome="deaths", unit="log points" if kind != "linear" else "rate",
                     spec={"on": "treated", "fixed_effects": "unit"}, before=[-36, 0], after=[0, 36])  # fmt: skip
    found = estimate(asked, data(panel), {})
    assert found.high < 0
    if kind == "poisson":
        assert found.low < -0.5 < found.high


def test_effects_of_units_are_those_of_a_regression_with_a_level_for_each():
    random = np.random.default_rng(16)
    panel = windows(units(random, 1, 60), first=-2, last=3)
    panel["deaths"] = random.poisson(0.02 * panel["workers"] * panel["risk"]).astype(float)
    treated = ((panel["arm"] == "treated") & (panel["since"] >= 0)).astype(float)
    kept = panel.groupby("unit")["deaths"].transform("sum").to_numpy() > 0
    exog = np.column_stack([treated, pd.get_dummies(panel["unit"], dtype=float)])[kept]
    reference = sm.GLM(panel["deaths"][kept], exog[:, exog.any(axis=0)], family=sm.families.Poisson(), exposure=panel["workers"][kept]).fit()
    asked = estimand("poisson", outcome="deaths", unit="log points", spec={"on": "treated", "fixed_effects": "unit"}, before=[-24, 0], after=[0, 36])
    assert estimate(asked, data(panel), {}).value == pytest.approx(reference.params.iloc[0], abs=1e-6)


def test_a_trend_by_year_within_places():
    random = np.random.default_rng(6)
    panel = windows(units(random, 5, 200), first=0, last=6)
    panel["deaths"] = random.poisson(0.02 * panel["workers"] * np.exp(-0.1 * panel["since"] / 12)).astype(float)
    asked = estimand("poisson", outcome="deaths", spec={"on": "year", "fixed_effects": "place"}, after=[0, 72])
    found = estimate(asked, data(panel), {})
    assert found.low < 100 * np.expm1(-0.1) < found.high


def sequence(seed: int, worlds: int, number: int, second: float, third: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Three visits to every unit; those with more hazards keep more at each."""
    random = np.random.default_rng(seed)
    rows = units(random, worlds, number, arms=("treated",))
    visits = pd.concat([rows.assign(ordinal=k, month=12 * k, years_since_visit=random.uniform(0.5, 2, len(rows))) for k in (1, 2, 3)])
    mean = 3 * visits["risk"] * visits["ordinal"].map({1: 1.0, 2: second, 3: third}) * np.exp(0.1 * visits["years_since_visit"])
    visits["found"] = random.poisson(mean)
    # The bad ones are seen earlier in the year of their second visit, as a rule by risk would have it.
    return windows(rows, first=0), visits.drop(columns=["place", "risk"])


ORDINAL = {"rows": "visit", "outcome": "findings", "arms": ["treated"]}


def test_the_second_visit_over_the_first():
    panel, visits = sequence(7, 6, 1200, 0.7, 0.6)
    for ordinals, truth in (([2, 1], -30.0), ([3, 2], 100 * (0.6 / 0.7 - 1))):
        for effects in ("unit", "none"):
            found = estimate(estimand("ratio_by_ordinal", spec={"ordinals": ordinals, "fixed_effects": effects}, **ORDINAL), data(panel, visits), {})
            assert found.value == pytest.approx(truth, abs=3.0)


def test_it_is_the_poisson_regression_with_a_level_for_every_unit_and_its_controls():
    panel, visits = sequence(8, 1, 60, 0.7, 0.6)
    pair = visits[visits["ordinal"] < 3]
    exog = np.column_stack([(pair["ordinal"] == 2).astype(float), pair["years_since_visit"], pd.get_dummies(pair["unit"], dtype=float)])
    kept = pair.groupby("unit")["found"].transform("sum").to_numpy() > 0
    exog = exog[kept][:, exog[kept].any(axis=0)]
    reference = sm.GLM(pair["found"].to_numpy()[kept], exog, family=sm.families.Poisson()).fit()
    asked = estimand("ratio_by_ordinal", spec={"ordinals": [2, 1], "controls": ["years_since_visit"]}, unit="log points", **ORDINAL)
    assert estimate(asked, data(panel, visits), {}).value == pytest.approx(reference.params[0], abs=1e-4)


def test_a_regression_of_visits_reads_what_belongs_to_the_visit():
    panel, visits = sequence(9, 6, 400, 0.7, 0.6)
    asked = estimand("poisson", spec={"on": "years_since_visit", "per": 5, "controls": ["workers", "sector"]},
                     where={"ordinal": {"at_least": 2, "at_most": 2}}, **ORDINAL)  # fmt: skip
    found = estimate(asked, data(panel, visits), {})
    assert found.low < 100 * np.expm1(0.5) < found.high and found.n_units == 6 * 400
