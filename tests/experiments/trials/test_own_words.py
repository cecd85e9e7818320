"""Acts by the unit, clusters with an order, second steps, what is counted beside the notes: on small worlds, with answers known beforehand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.studies.trials.assignment import assigned
from experiments.studies.trials.course import pass_world
from experiments.studies.trials.estimators import estimate
from experiments.studies.trials.estimators.estimate import Fit, over_worlds
from experiments.studies.trials.estimators.rows import first_windows
from experiments.studies.trials.rates import rate_of
from experiments.studies.trials.script import Script
from experiments.studies.trials.sensitive import sensitive_months
from scenarios import load_district
from scenarios.schema.trial import TrialFile
from scenarios.schema.trial_arms import Arm
from scenarios.variations import policy_of
from tests.experiments.trials.synthetic import data, estimand
from tests.experiments.trials.test_course import LOTS, P, asking, design, small, table


def rebuilt(trial: TrialFile, **tables: Any) -> TrialFile:
    """The trial with whole tables replaced, checked by the schema."""
    changed = TrialFile.model_validate({**trial.model_dump(by_alias=True), **tables})
    return changed.located(trial.file, trial.base)


def test_how_often_goes_by_the_first_case_that_fits() -> None:
    rows = table(60)
    arm = Arm.model_validate({"name": "a", "title": "a", "interventions": [{
        "do": "visit", "times": 1, "every": 2, "cases": [
            {"where": {"workers": {"at_least": 150}}, "times": 3}, {"where": {"workers": {"at_least": 100}}, "times": 2},
            {"where": {"injuries": {"at_most": 0}}, "times": 0}]}]})  # fmt: skip
    script = Script(load_district("jiuyuan-hamlet"), np.zeros((1, 0)))
    script.add(arm, 0, np.arange(60), np.full(60, 5), LOTS, rows)
    done = pd.Series([unit for doings in script._doings.values() for unit, _ in doings]).value_counts().reindex(range(60), fill_value=0)
    workers, calm = rows.workers.to_numpy(), (rows.history_injuries == 0).to_numpy()
    wanted = np.where(workers >= 150, 3, np.where(workers >= 100, 2, np.where(calm, 0, 1)))
    assert (done.to_numpy() == wanted).all() and set(wanted) == {0, 1, 2, 3}
    assert set(script._doings) == {5, 7, 9} and script.targets == set(np.flatnonzero(wanted).tolist())


def test_a_wedge_treats_whole_clusters_in_equal_groups() -> None:
    rows = table(400)
    trial = design("all", (None,), unit="place", wedge={"steps": 4, "every": 6})
    months = assigned(trial, rows, LOTS, None).month
    of_place = rows.assign(month=months).groupby("place").month.unique()
    assert all(len(found) == 1 for found in of_place) and sorted(int(found[0]) for found in of_place) == [3, 9, 15, 21]


def test_a_wedge_may_go_by_a_variable_the_highest_first() -> None:
    rows = table(400)
    months = assigned(design("all", (None,), unit="place", wedge={"steps": 2, "every": 12, "order": "workers"}), rows, LOTS, None).month
    means = rows.assign(month=months).groupby("month").apply(lambda part: part.groupby("place").workers.mean())
    assert means[3].min() > means[15].max()


def test_a_second_step_goes_on_from_the_first() -> None:
    arm = Arm.model_validate({"name": "a", "title": "a", "levers": {"field_days": 60}, "second_step": {"field_days": {"value": 90, "start": 12}}})
    policy = policy_of(arm)
    assert [policy.levers_in(month, P)["field_days"] for month in (0, 11, 12, 40)] == [60, 60, 90, 90]


def test_ordered_and_planned_visits_add_up_and_open_hazards_are_a_mean() -> None:
    trial = asking(small("a2-penalty-contingency", 120), "visits", "ordered_visits", "planned_visits", "hazards_open", "visible_hazards", "latent_hazards")
    found = pass_world(trial, "", 0, P)
    panel = found.panel
    assert (panel.visits == panel.ordered_visits + panel.planned_visits).all()
    assert (panel[panel.window < 0].ordered_visits == 0).all() and (panel[panel.arm == "untouched"].ordered_visits == 0).all()
    first = panel[(panel.arm == "penalised") & (panel.window == 0)]
    assert (first.ordered_visits == first.treated).all() and first.treated.sum() > 0
    assert panel.hazards_open.to_numpy() == pytest.approx((panel.visible_hazards + panel.latent_hazards).to_numpy(), rel=1e-5)


def test_a_rate_is_what_was_counted_over_workers_and_years_or_visits() -> None:
    counted, workers, visits = np.array([3.0, 0.0, 2.0]), np.array([50.0, 10.0, 20.0]), np.array([2.0, 0.0, 4.0])
    assert rate_of("injuries_per_100_workers", counted, workers, visits, 2.0).tolist() == [3.0, 0.0, 5.0]
    assert rate_of("injuries_per_worker", counted, workers, visits, 2.0).tolist() == [0.03, 0.0, 0.05]
    found = rate_of("findings_per_visit", counted, workers, visits, 2.0)
    assert found[[0, 2]].tolist() == [1.5, 0.5] and np.isnan(found[1])


def test_a_lot_and_a_condition_may_go_by_a_rate() -> None:
    trial = small("a2-penalty-contingency", 120)
    where = {"reported_injuries_per_100_workers": {"top": 0.25}}
    chosen = rebuilt(trial, eligible={**trial.eligible.model_dump(exclude_none=True), "where": where})
    panel = pass_world(asking(chosen, "visits", "reported_injuries"), "", 0, P).panel
    first = panel[(panel.arm == "penalised") & (panel.window == 0)].reset_index()
    rates = (first.history_reported_injuries / first.workers).to_numpy()
    highest = set(np.lexsort((np.arange(120), -rates))[:30].tolist())
    assert 0 < first.treated.sum() <= 30 and set(first.unit[first.treated]) <= highest


def test_sensitive_months_are_those_of_the_calendar() -> None:
    trial = small("a2-penalty-contingency", 60)
    quarterly = P.with_values({"sensitive_months": 4.0})
    found = sensitive_months(trial, quarterly, [])
    assert not found.any()
    assert np.flatnonzero(sensitive_months(trial, quarterly, [policy_of(trial.arms[0])])[:12]).tolist() == [0, 3, 6, 9]


def windows(effect: float, calendar: float) -> pd.DataFrame:
    """Two clusters treated a year apart: rates fall by ``effect`` with the treatment, and by ``calendar`` in each later year."""
    rows = []
    for world in range(6):
        for unit in range(80):
            own = unit % 2
            for period in range(-2, 3):
                since = (period - own) * 12
                rate = 0.2 * np.exp(calendar * period) * (1 + effect if since >= 0 else 1.0)
                rows.append({"variant": "", "world": world, "arm": "a", "unit": unit, "window": period - own, "since": since, "months": 12, "period": period,
                             "treated": True, "workers": 100.0, "sector": "metal", "injuries": 100 * rate})
    return pd.DataFrame(rows)


def test_a_wedge_is_read_against_the_calendar() -> None:
    """Without effects of periods the trend of all looks like an effect of the treatment."""
    frame = windows(-0.2, -0.15)
    both, alone = (
        estimate(estimand("poisson", outcome="injuries", arms=["a"], before=[-36, 0], after=[0, 36], spec={"on": "treated", "fixed_effects": effects}), data(frame), {})
        for effects in ("unit_and_period", "unit"))  # fmt: skip
    assert both.value == pytest.approx(-20.0, abs=1e-6)
    assert alone.value < -27


def parts(**effects: float) -> dict[str, Any]:
    random = np.random.default_rng(1)
    return {name: over_worlds(estimand("paired_ratio", name=name), [Fit(v) for v in np.log1p(mean / 100 + random.normal(0, 0.002, 40))], 9, "log")
            for name, mean in effects.items()}  # fmt: skip


@pytest.mark.parametrize(("by", "wanted"), [("double_difference", -8.0), ("sum", 100.0), ("mean", 25.0), ("share", 0.1), ("largest", 0.0), ("smallest", 1.0)])
def test_more_comparisons_between_arms(by: str, wanted: float) -> None:
    done = parts(a=10.0, b=20.0, c=34.0, d=36.0)
    unit = "yes or no" if by in ("largest", "smallest") else "ratio" if by == "share" else "percent"
    found = estimate(estimand("compare", unit=unit, spec={"by": by, "of": list(done)}, arms=[]), data(), done)
    assert found.value == pytest.approx(wanted, abs=0.4 if by != "share" else 0.005)
    assert found.low <= found.value <= found.high and len(found.per_world) == 40




def mixed(effect: float, trend: float) -> pd.DataFrame:
    """Two sides of which the treated are mostly metal, where rates have a trend of their own."""
    random, rows = np.random.default_rng(9), []
    for world in range(6):
        for unit in range(200):
            treated, metal = unit % 2 == 0, random.random() < (0.8 if unit % 2 == 0 else 0.2)
            for window in (-1, 0):
                rate = 0.2 * np.exp(trend * metal * (window + 1)) * (1 + effect if treated and window == 0 else 1.0)
                rows.append({"variant": "", "world": world, "arm": "a", "unit": unit, "window": window, "since": window * 12, "months": 12, "treated": True, "insured": float(treated),
                             "workers": 100.0, "sector": "metal" if metal else "wood", "injuries": 100 * rate})  # fmt: skip
    return pd.DataFrame(rows)


def test_a_split_may_be_held_against_controls() -> None:
    """Insured against uninsured in one arm: a sector's own trend looks like the trait's effect until it is controlled for."""
    spans = {"outcome": "injuries", "arms": ["a"], "split": "insured", "before": [-12, 0], "after": [0, 12]}
    plain, held = (
        estimate(estimand("difference_in_differences", spec={"matched_trend": False, **more}, **spans), data(mixed(-0.1, -0.6)), {})
        for more in ({}, {"controls": ["sector"]}))  # fmt: skip
    assert held.value == pytest.approx(-10.0, abs=1e-6)
    assert plain.value < -25
    after = estimate(estimand("poisson", spec={"on": "treated", "controls": ["sector"]}, **{**spans, "before": None}), data(mixed(-0.1, -0.6)), {})
    assert after.value == pytest.approx(-10.0, abs=1e-6)


def test_units_that_are_treated_earlier_are_not_left_out() -> None:
    """Their earliest window is a later one than that of the others."""
    found = first_windows(windows(-0.2, 0.0))
    assert len(found) == 6 * 80 and found.groupby(found.unit % 2).window.unique().map(list).tolist() == [[-2], [-3]]
