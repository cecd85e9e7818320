"""Jumps, densities, tails, shares, shapes, levels and allocations on rows of known truth."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.trials.estimators import estimate
from experiments.studies.trials.estimators.levels import nickell_pull
from tests.experiments.trials.synthetic import data, estimand, units, windows, with_injuries


def cut_off(seed: int, worlds: int, number: int, jump: float, taken: float) -> pd.DataFrame:
    """The rate rises with the running variable and jumps at zero for those treated; a share ``taken`` above is."""
    random = np.random.default_rng(seed)
    rows = units(random, worlds, number, arms=("all",))
    rows["running"] = random.uniform(-1, 1, len(rows))
    rows["treated"] = (rows["running"] >= 0) & (random.random(len(rows)) < taken)
    panel = windows(rows, first=0, last=1)
    rate = 0.05 * panel["workers"] * np.exp(0.5 * panel["running"] + jump * panel["treated"])
    return panel.assign(injuries=random.poisson(rate).astype(float), exact=rate)


JUMP = {"outcome": "injuries", "arms": ["all"], "after": [0, 12]}


def test_a_jump_at_the_cut_off():
    asked = estimand("regression_discontinuity", spec={"bandwidth": 0.6}, **JUMP)
    found = estimate(asked, data(cut_off(1, 10, 2000, -0.3, 1.0)), {})
    assert found.low < 100 * np.expm1(-0.3) < found.high and found.high - found.low < 16


def test_a_fuzzy_jump_is_the_effect_on_those_who_took_it_up():
    panel = cut_off(2, 12, 2500, 0.0, 0.5)
    panel["injuries"] = 0.05 * panel["workers"] * (1 + 0.5 * panel["running"] - 0.4 * panel["treated"])
    asked = estimand("fuzzy_discontinuity", spec={"bandwidth": 0.6, "model": "linear"}, unit="rate", **JUMP)
    found = estimate(asked, data(panel), {})
    assert found.value == pytest.approx(-0.02, abs=0.002)
    sharp = estimate(estimand("regression_discontinuity", spec={"bandwidth": 0.6, "model": "linear"}, unit="rate", **JUMP), data(panel), {})
    assert sharp.value == pytest.approx(-0.01, abs=0.002)


@pytest.mark.parametrize("kind", ["regression_discontinuity", "fuzzy_discontinuity"])
def test_the_interval_of_one_jump_holds_the_truth_as_often_as_it_says(kind):
    found = estimate(estimand(kind, spec={"bandwidth": 0.8}, unit="log points", **JUMP), data(cut_off(3, 400, 500, 0.0, 0.8)), {})
    assert 0.93 <= np.mean(np.abs(found.per_world) < found.widths / 2) <= 0.97


def ceilings(seed: int, worlds: int, bunching: float) -> pd.DataFrame:
    """Ten years of pools with a ceiling of about 30 deaths; of the years just over it a share reports the ceiling."""
    random = np.random.default_rng(seed)
    rows = pd.DataFrame({"variant": "", "arm": "ceiling", "world": np.repeat(np.arange(worlds), 10), "window": np.tile(np.arange(10), worlds), "months": 12})
    rows["since"], rows["ceiling"], rows["workers"] = rows["window"] * 12, 30.4, 1000.0
    rows["deaths"] = random.poisson(29 * np.exp(random.normal(0, 0.15, len(rows)))).astype(float)
    hides = (rows["deaths"] > 30) & (rows["deaths"] <= 36) & (random.random(len(rows)) < bunching)
    rows["reported_deaths"] = np.where(hides, 30.0 - random.integers(0, 4, len(rows)), rows["deaths"])
    return rows


def bunching(outcome: str):
    band = {"high": 0, "sign": "negative", "source": "judgement", "reason": "so"}
    return estimand("density_jump", outcome=outcome, unit="log points", rows="world_year", arms=["ceiling"], after=[0, 120], band=band,
                    spec={"threshold": 1.0, "bandwidth": 0.4, "over": "ceiling"})  # fmt: skip


def test_bunching_under_a_ceiling_is_seen_and_its_absence_too():
    worlds = data(worlds=ceilings(4, 60, 0.7))
    reported, true = estimate(bunching("reported_deaths"), worlds, {}), estimate(bunching("deaths"), worlds, {})
    assert reported.value < -0.8 and reported.high < 0 and reported.p < 0.01 and reported.sign_share > 0.95
    assert true.low < 0 < true.high and true.p > 0.05
    assert "exact test" in reported.note


def test_a_smooth_density_jumps_in_one_case_of_twenty():
    found = [estimate(bunching("deaths"), data(worlds=ceilings(seed, 60, 0.0)), {}) for seed in range(160)]
    assert 0.02 <= np.mean([one.p < 0.05 for one in found]) <= 0.085
    # The skew of the bell leaves a little, less than half of one error.
    assert abs(np.mean([one.value for one in found])) < 0.5 * np.std([one.value for one in found])


TAIL = estimand("tail_exponent", outcome="deaths_of_accident", unit="exponent", rows="accident", arms=["as-is"], of="all", after=[0, 60], spec={"at": [3, 10]})


def accidents(seed: int, worlds: int, number: int, exponent: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    random = np.random.default_rng(seed)
    rows = pd.DataFrame({"variant": "", "world": np.repeat(np.arange(worlds), number), "arm": "as-is", "month": random.integers(0, 60, worlds * number)})
    rows["deaths"] = np.floor(3 * random.random(len(rows)) ** (-1 / exponent))
    frame = pd.DataFrame({"variant": "", "world": np.arange(worlds), "arm": "as-is", "window": 0, "since": 0, "months": 60, "workers": 1.0})
    return rows, frame


@pytest.mark.parametrize(("worlds", "number"), [(20, 2000), (200, 40)], ids=["each world by itself", "all together"])
def test_a_tail_exponent_from_accidents_that_happened(worlds, number):
    rows, frame = accidents(15, worlds, number, 1.5)
    found = estimate(TAIL, data(accidents=rows, worlds=frame), {})
    assert found.low < 1.5 < found.high and found.high - found.low < 0.3
    assert bool(len(found.per_world)) is (number == 2000)


def test_a_tail_exponent_from_expected_numbers_needs_no_accident():
    _rows, frame = accidents(6, 10, 1, 1.5)
    frame["expected_larger_accidents"] = np.linspace(0.1, 0.2, 10)
    frame["expected_major_accidents"] = frame["expected_larger_accidents"] * (10 / 3) ** -2.5
    found = estimate(TAIL, data(accidents=_rows, worlds=frame), {})
    assert found.value == pytest.approx(2.5)
    assert estimate(TAIL, data(accidents=_rows, worlds=frame), {}, counted=True).value != pytest.approx(2.5)


def test_the_share_of_officers_in_the_change_of_injuries():
    random = np.random.default_rng(7)
    panel = with_injuries(random, windows(units(random, 10, 1000, arms=("treated",)), first=-1, last=1), 0.0, noise=0.0)
    officer = panel["unit"] % 50
    style = random.normal(0, 0.1, 50)
    panel["expected_injuries"] *= np.exp((panel["since"] >= 0) * (style[officer] + random.normal(0, 0.3, len(panel))))
    first = panel[panel["window"] == 0]
    visits = first[["variant", "world", "arm", "unit"]].assign(month=1, officer="e-" + (first["unit"] % 50).astype(str))
    later = visits.assign(month=6, officer="e-other")
    asked = estimand("variance_share", spec={"of": "officer"}, arms=["treated"], before=[-12, 0], after=[0, 12])
    found = estimate(asked, data(panel, pd.concat([later, visits])), {})
    assert found.value == pytest.approx(100 * style.var() / (style.var() + 0.09), abs=2.0)


def test_ranks_go_with_size_or_do_not():
    random = np.random.default_rng(8)
    panel = windows(units(random, 6, 500), first=0)
    panel["expected_deaths"] = panel["workers"] ** 0.75 * np.exp(random.normal(0, 0.2, len(panel)))
    panel["luck"] = panel["workers"] * np.exp(random.normal(0, 0.5, len(panel)))
    ask = {"unit": "share", "spec": {"with": "workers"}, "after": [0, 36]}
    assert estimate(estimand("rank_correlation", outcome="expected_deaths", **ask), data(panel), {}).high < -0.7
    nothing = estimate(estimand("rank_correlation", outcome="luck", **ask), data(panel), {})
    assert abs(nothing.value) < 0.08


@pytest.mark.parametrize(("power", "hump"), [((0.5, -0.5), 1.0), ((0.5, 0.5), 0.0), ((-0.5, -0.5), 0.0), ((-0.5, 0.5), 0.0)])
def test_a_rate_that_peaks_at_middle_sizes(power, hump):
    random = np.random.default_rng(9)
    rows = units(random, 8, 500)
    rows["workers"] = np.exp(random.uniform(0, np.log(5000), len(rows))).round().clip(1)
    panel = windows(rows, first=0, last=1)
    size = np.log(panel["workers"] / 70)
    panel["reported_injuries"] = random.poisson(0.2 * panel["workers"] * np.exp(np.where(size < 0, power[0], power[1]) * size)).astype(float)
    asked = estimand("hump", outcome="reported_injuries", unit="yes or no", of="all", after=[0, 12], spec={"on": "workers", "edges": [1, 20, 100, 500, 20000]})
    found = estimate(asked, data(panel), {})
    assert found.value == hump and found.low == found.high == hump


def test_levels_per_worker_year_visit_unit_and_hazard():
    random = np.random.default_rng(10)
    panel = windows(units(random, 4, 100), first=0, last=2).assign(visits=2.0, findings=3.0, visible_hazards=1.5, latent_hazards=0.5)
    panel["expected_deaths"] = panel["workers"] * 4e-5
    for per, outcome, scale, truth in (("worker_year", "expected_deaths", 1e5, 4.0), ("visit", "findings", 1, 1.5), ("unit", "visits", 1, 4.0), ("hazard", "findings", 1, 3.0)):
        asked = estimand("level", outcome=outcome, unit="rate", of="all", after=[0, 24], spec={"per": per, "scale": scale})
        assert estimate(asked, data(panel), {}).value == pytest.approx(truth), per


def test_an_elasticity_over_arms_of_equal_worlds():
    random = np.random.default_rng(11)
    arms = ("half", "same", "double")
    panel = windows(units(random, 6, 100, arms=arms, twins=True), first=0)
    level = panel["arm"].map({"half": 0.5, "same": 1.0, "double": 2.0}) * np.exp(panel["world"] / 10)
    panel["visits"] = level
    panel["expected_injuries"] = panel["workers"] * (panel["arm"].map({"half": 0.5, "same": 1.0, "double": 2.0})) ** -0.15 * np.exp(-panel["world"])
    found = estimate(estimand("elasticity", unit="elasticity", of="all", arms=list(arms), after=[0, 36], spec={"of": "visits"}), data(panel), {})
    assert found.value == pytest.approx(-0.15)


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_what_carries_over_from_year_to_year_is_found_in_short_rows(rho):
    random = np.random.default_rng(14)
    worlds, years = 400, 8
    series = np.zeros((worlds, years + 50))
    for year in range(1, years + 50):
        series[:, year] = rho * series[:, year - 1] + random.normal(0, 1, worlds)
    values = series[:, 50:] + random.normal(20, 3, worlds)[:, None]
    rows = pd.DataFrame({"variant": "", "arm": "all", "world": np.repeat(np.arange(worlds), years), "window": np.tile(np.arange(years), worlds), "months": 12})
    rows["since"], rows["reported_deaths"], rows["workers"] = rows["window"] * 12, values.ravel(), 1.0
    asked = estimand("autoregression", outcome="reported_deaths", unit="share", rows="world_year", arms=["all"])
    found = estimate(asked, data(worlds=rows), {})
    assert found.low < rho < found.high and found.high - found.low < 0.2
    assert nickell_pull(rho, years - 1) < -0.1


def test_an_allocation_gains_by_what_the_predictors_know():
    """What a visit averts grows with size; the record is a weak sign of it, size itself a strong one."""
    random = np.random.default_rng(13)
    panel = windows(units(random, 8, 1200, arms=("treated", "others"), twins=True), first=0, last=1)
    panel["workers"] = panel.groupby(["world", "unit"])["workers"].transform("first")
    risk = 0.05 * panel["workers"]
    record = pd.Series(random.poisson(risk), index=panel.index).groupby([panel["world"], panel["unit"]]).transform("first")
    panel["history_reported_injuries"] = record.astype(float)
    panel["expected_injuries"] = risk * np.where(panel["arm"] == "treated", 0.9, 1.0)

    def ratio(first: str, second: str) -> float:
        spec = {"rules": [first, second], "share": 0.1, "predictors": ["workers", "sector", "reported_injuries"]}
        return estimate(estimand("allocation", unit="ratio", after=[0, 12], spec=spec), data(panel), {}).value

    one = panel[(panel["arm"] == "others") & (panel["world"] == 0)]["workers"]
    best = one.nlargest(120).mean() / one.mean()
    assert ratio("predicted_effect", "lot") == pytest.approx(best, rel=0.15)
    assert ratio("predicted_level", "predicted_effect") == pytest.approx(1.0, abs=0.05)
    assert 1.2 < ratio("historic", "lot") < ratio("predicted_effect", "lot")
    assert ratio("predicted_effect", "historic") == pytest.approx(ratio("predicted_effect", "lot") / ratio("historic", "lot"), rel=0.02)
