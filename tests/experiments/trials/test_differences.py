"""Differences between arms find what was drawn, err as often as they say, and are the regressions they claim to be."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from experiments.studies.trials.estimators import estimate
from tests.experiments.trials.synthetic import data, estimand, units, windows, with_injuries

DID = estimand("difference_in_differences", spec={"matched_trend": False}, before=[-24, 0], after=[0, 36])
TWINS = estimand("paired_ratio", after=[0, 36])


def table(seed: int, worlds: int, number: int, effect: float, **keys: float) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return with_injuries(random, windows(units(random, worlds, number)), effect, **keys)


def test_a_difference_in_differences_finds_the_effect_drawn():
    found = estimate(DID, data(table(1, 12, 1000, -0.1)), {})
    assert found.value == pytest.approx(100 * np.expm1(-0.1), abs=1.0)
    assert found.low < 100 * np.expm1(-0.1) < found.high
    assert found.n_units == 12_000


def test_it_is_the_coefficient_and_the_clustered_error_of_the_poisson_regression():
    panel = table(2, 1, 300, -0.3)
    long = panel.assign(after=panel["since"] >= 0, treated=panel["arm"] == "treated")
    long = long.groupby(["unit", "treated", "after"])[["expected_injuries"]].sum().reset_index()
    long["years"] = panel.drop_duplicates("unit").set_index("unit")["workers"].reindex(long["unit"]).to_numpy() * np.where(long["after"], 3, 2)
    design = sm.add_constant(np.column_stack([long["treated"], long["after"], long["treated"] & long["after"]]).astype(float))
    reference = sm.GLM(long["expected_injuries"], design, family=sm.families.Poisson(), exposure=long["years"]).fit(
        cov_type="cluster", cov_kwds={"groups": long["unit"], "use_correction": False}
    )
    found = estimate(DID, data(panel), {})
    assert found.value == pytest.approx(100 * np.expm1(reference.params.iloc[3]), rel=1e-6)
    assert found.p == pytest.approx(reference.pvalues.iloc[3], rel=1e-4)


def test_an_event_study_reads_the_year_it_names():
    random = np.random.default_rng(3)
    panel = with_injuries(random, windows(units(random, 6, 600), last=4), 0.0)
    second = (panel["arm"] == "treated") & (panel["since"] == 12)
    panel.loc[second, "expected_injuries"] *= np.exp(-0.4)
    years = [estimate(estimand("event_study", spec={"year": year}, before=[-24, 0], after=[0, 48]), data(panel), {}).value for year in (1, 2, 3)]
    assert years[1] == pytest.approx(100 * np.expm1(-0.4), abs=2.0)
    assert abs(years[0]) < 3 and abs(years[2]) < 3


def test_the_past_held_equal_takes_out_what_only_goes_back_to_the_mean():
    """The worst of the past are treated and nothing is done: their counts fall all the same."""
    random = np.random.default_rng(4)
    rows = units(random, 8, 1500)
    panel = with_injuries(random, windows(rows.assign(risk=1.0, workers=40.0), first=-1, last=1), 0.0, noise=0.0)
    before = panel[panel["window"] == -1].set_index(["world", "unit"])["reported_injuries"]
    worst = before.rank(pct=True) > 0.8
    keys = pd.MultiIndex.from_frame(panel[["world", "unit"]])
    panel["arm"] = np.where(worst.reindex(keys), "treated", "others")
    naive, matched = (
        estimate(estimand("difference_in_differences", outcome="reported_injuries", spec={"matched_trend": flag}, before=[-12, 0], after=[0, 12]),
                 data(panel), {}) for flag in (False, True)
    )  # fmt: skip
    assert naive.value < -30
    assert abs(matched.value) < 10


@pytest.mark.parametrize("spec", [{"matched_trend": False}, {"matched_trend": True}], ids=["plain", "past held equal"])
def test_the_interval_of_one_world_holds_the_truth_as_often_as_it_says(spec):
    """The truth is no effect, so this is the size of the test, too."""
    asked = estimand("difference_in_differences", outcome="reported_injuries", spec=spec, before=[-24, 0], after=[0, 36])
    found = estimate(asked, data(table(5, 600, 200, 0.0, rate=0.1, noise=0.0)), {})
    ratio = 1 + found.per_world / 100
    error = np.arcsinh(found.widths / 100 / (2 * ratio)) / 1.96
    assert 0.93 <= np.mean(np.abs(np.log(ratio)) < 1.96 * error) <= 0.97


def twins(seed: int, worlds: int, number: int, effect: float, treated_share: float = 1.0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    rows = units(random, worlds, number, twins=True)
    rows["treated"] = (rows["unit"] < treated_share * number) & (rows["arm"] == "treated")
    panel = windows(rows, first=0)
    after = panel["treated"]
    expected = 0.03 * panel["workers"] * panel["risk"]
    luck = pd.Series(np.exp(random.normal(0, 0.3, len(panel)))).groupby([panel["world"], panel["unit"], panel["window"]]).transform("first")
    return panel.assign(expected_injuries=expected * luck * np.exp(effect * after), findings=np.where(panel["unit"] % 2, 1.0, 0.0) * (panel["arm"] == "treated"))


def test_twins_give_the_effect_on_the_treated_without_any_luck():
    found = estimate(TWINS, data(twins(7, 5, 200, -0.25, 0.25)), {})
    assert found.value == pytest.approx(100 * np.expm1(-0.25), abs=1e-9)
    everybody = estimate(TWINS.model_copy(update={"of": "all"}), data(twins(7, 5, 200, -0.25, 0.25)), {})
    assert -10 < everybody.value < -3


def test_a_condition_on_twins_is_read_where_the_treatment_was():
    asked = estimand("paired_ratio", after=[0, 36], where={"findings": {"at_least": 1}})
    found = estimate(asked, data(twins(8, 5, 200, -0.25)), {})
    assert found.value == pytest.approx(100 * np.expm1(-0.25), abs=1e-9)
    assert found.n_units == 2 * 5 * 100


def test_peers_are_those_of_a_treated_ones_sector():
    panel = twins(9, 4, 200, 0.0)
    panel["treated"] = (panel["unit"] == 0) & (panel["arm"] == "treated")
    panel["sector"] = np.where(panel["unit"] < 50, "metal", "wood")
    touched = (panel["arm"] == "treated") & (panel["sector"] == "metal")
    panel.loc[touched, "expected_injuries"] *= 0.5
    found = estimate(TWINS.model_copy(update={"of": "peers"}), data(panel), {})
    assert found.value == pytest.approx(-50) and found.n_units == 2 * 4 * 49


def test_rare_counts_are_added_over_the_worlds():
    random = np.random.default_rng(10)
    rows = windows(units(random, 40, 50, twins=True), first=0)
    rows["deaths"] = random.poisson(np.where(rows["arm"] == "treated", 0.02, 0.04)).astype(float)
    found = estimate(estimand("paired_ratio", outcome="deaths", after=[0, 36], band={"high": 0, "sign": "negative", "source": "judgement", "reason": "so"}),
                     data(rows), {})  # fmt: skip
    assert not len(found.per_world)
    assert found.low < -50 < found.high and found.p < 0.05 and found.sign_share > 0.95


def test_findings_for_each_visit_are_not_those_of_more_visits():
    random = np.random.default_rng(11)
    rows = units(random, 6, 300, twins=True)
    panel = windows(rows, first=0, last=1)
    visits = rows.loc[np.repeat(rows.index, np.where(rows["arm"] == "treated", 4, 2))].assign(month=3, ordinal=1)
    visits["found"] = random.poisson(np.where(visits["arm"] == "treated", 1.65, 1.5))
    for kind in ("ratio_of_ratios", "paired_ratio"):
        found = estimate(estimand(kind, outcome="findings", rows="visit", after=[0, 12]), data(panel, visits.drop(columns=["sector", "workers"])), {})
        assert found.low < 10 < found.high and found.high - found.low < 12


def test_rows_that_determine_nothing_end_as_a_note_and_not_as_an_error():
    panel = table(13, 3, 40, 0.0).assign(tie=1.0)
    found = estimate(estimand("poisson", spec={"on": "tie"}, after=[0, 36]), data(panel), {})
    assert np.isnan(found.value) and found.note
    assert estimate(estimand("paired_ratio", after=[0, 36], where={"workers": {"at_least": 1_000_000}}), data(panel), {}).note


def test_whole_districts_are_one_case_each():
    random = np.random.default_rng(12)
    worlds = pd.DataFrame({"variant": "", "world": np.repeat(np.arange(150), 4), "window": np.tile([-2, -1, 0, 1], 150), "months": 12, "workers": 1000.0})
    worlds["since"], worlds["arm"] = worlds["window"] * 12, np.where(worlds["world"] % 5 == 0, "treated", "others")
    worlds["expected_deaths"] = np.exp(random.normal(2.3, 0.1, 600) - 0.3 * ((worlds["arm"] == "treated") & (worlds["window"] >= 0)))
    asked = estimand("difference_in_differences", outcome="expected_deaths", rows="world_year", spec={"matched_trend": False}, before=[-24, 0], after=[0, 24])
    found = estimate(asked, data(worlds=worlds), {})
    assert found.low < 100 * np.expm1(-0.3) < found.high and found.p < 0.001
    assert estimate(asked.model_copy(update={"outcome": "nothing_such"}), data(worlds=worlds), {}).note == "nothing_such was not recorded"
