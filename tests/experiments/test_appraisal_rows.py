"""The rows, tables and files of an appraisal: one criterion, discounted alike, both languages, and items that add up."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from experiments.comparison.appraisal import appraised
from experiments.comparison.appraisal_records import payer_records, worth_records, yearly_records
from experiments.comparison.appraisal_tables import worth_tables
from experiments.comparison.compare import Comparison
from experiments.comparison.dearest import QUANTITIES, dearest, in_runs_only, items
from experiments.comparison.differences import cost_per_death, cost_row, discount_weights, discounted, money
from experiments.comparison.payers import REST, government_items, people
from experiments.comparison.prices import PRICED
from experiments.comparison.unit_values import levels, of_plan
from experiments.comparison.words.appraisal import how_valued, worth
from experiments.comparison.words.costs import pays, price_words
from experiments.running.batch import MONTHLY, TOTALS
from experiments.running.planning import make_plan
from experiments.running.worlds import run_worlds
from experiments.statistics.intervals import LEVEL, together
from experiments.studies.sweep import plans
from experiments.studies.sweep.contrasts import differences
from experiments.studies.sweep.local import LocalCrew
from experiments.studies.sweep.study import run_sweep
from experiments.studies.sweep.tasks import resolve
from experiments.text import messages
from experiments.text.labels import (
    APPRAISED,
    BENEFIT,
    BENEFIT_OVER_COST,
    COST_PER_DEATH,
    GOVERNMENT,
    NET_BENEFIT,
    PRICE,
    TOTAL_COST,
)
from experiments.text.paper import text_of
from scenarios import load_district, load_parameters, load_policy
from scenarios.schema.plan import LeverFactor
from simulation.rules import costs
from tests.experiments.fakes import effect, fake_comparison

WORLDS = 12


def made(cost: float, averted: float, spread: float = 0.05, months: int = 24) -> Comparison:
    """One policy that costs so many yuan and averts so many expected deaths a year, both with some spread over worlds."""
    plain = fake_comparison(policies=[effect("one")], worlds=WORLDS, months=months)
    noise = np.random.default_rng(3).normal(0, spread, (2, WORLDS))
    monthly, totals = np.zeros((2, WORLDS, len(MONTHLY), months)), np.zeros((2, WORLDS, len(TOTALS)))
    monthly[:, :, MONTHLY.index("expected_deaths")] = 5 / 12
    monthly[1, :, MONTHLY.index("expected_deaths")] -= (averted * (1 + noise[0]) / 12)[:, None]
    monthly[1, :, MONTHLY.index("government_cost")] = (cost * (1 + noise[1]) / 12)[:, None]
    totals[:, :, : len(MONTHLY)] = monthly.sum(axis=3)
    return dataclasses.replace(plain, batch=dataclasses.replace(plain.batch, monthly_array=monthly, totals_array=totals))


def test_a_policy_pays_from_its_cost_per_life_on_where_it_averts_deaths_alone():
    found = made(6e6, 2.0)
    price = found.row("one", PRICE)
    assert price.kind == "ratio" and price.difference == pytest.approx(3e6 + 1.1e6, rel=0.05)  # the compensation is no loss averted beyond deaths
    assert pays(price).startswith("pays from 4.") and pays(price).endswith("million yuan a life on")
    assert found.row("one", NET_BENEFIT).difference == pytest.approx(2 * 5e6 - 2 * 1.1e6 - 6e6, rel=0.1)
    assert found.row("one", BENEFIT_OVER_COST).difference == pytest.approx(7.8 / 6, rel=0.05)


@pytest.mark.parametrize(("cost", "averted", "price", "over"), [
    (0.0, 2.0, "pays from", "not determined"), (-6e6, 2.0, "pays at any value of a life", "saves money and averts harm"),
    (6e6, -2.0, "pays at no value of a life", "costs money and does harm"), (-6e7, -2.0, "costs lives and injuries, saves money", "saves money, does harm"),
    (6e6, 0.0, "is not determined", "at a cost"), (0.0, 0.0, "is not determined", "not determined"),
])  # fmt: skip
def test_the_edges_have_words_of_their_own(cost, averted, price, over):
    found = made(cost, averted)
    assert price in pays(found.row("one", PRICE))
    words = price_words(found.row("one", BENEFIT_OVER_COST))
    assert over in words or (averted == 0.0 and cost > 0 and "exceeds the benefit" in words), words


def test_nothing_is_told_of_a_policy_that_is_told_apart_in_nothing():
    found = made(6e6, 2.0, spread=30.0)
    assert found.row("one", PRICE).kind == "unclear" and not found.row("one", NET_BENEFIT).told_apart
    assert "not told apart" in price_words(found.row("one", NET_BENEFIT)) and np.isnan(found.row("one", PRICE).difference)


def test_deaths_and_money_are_discounted_alike():
    """What grows alike in time has the same ratio at every rate; what is averted late is dearer."""
    late, early = made(6e6, 2.0), made(6e6, 2.0)
    assert [cost_row(early.batch, "one", rate).difference for rate in (0.0, 0.03, 0.2)] == pytest.approx([early.row("one", COST_PER_DEATH).difference] * 3)
    monthly = late.batch.monthly_array.copy()
    at = MONTHLY.index("expected_deaths")
    monthly[1, :, at] = 5 / 12
    monthly[1, :, at, 12:] -= 2 * 2 / 12
    batch = dataclasses.replace(late.batch, monthly_array=monthly)
    weights = discount_weights(24, 0.2)
    spent, deaths = money(batch, 0.2), discounted(batch, "expected_deaths", 0.2)
    assert deaths[0] - deaths[1] == pytest.approx(np.full(WORLDS, 2 * 2 * weights[12:].sum() / 12 / 2))
    assert cost_row(batch, "one", 0.2).difference == pytest.approx((spent[1] - spent[0]).mean() / (deaths[0] - deaths[1]).mean())


def test_the_rows_are_judged_by_intervals_for_all_policies_at_once():
    found = fake_comparison(policies=[effect("a", deaths=0.5, government_cost=1.2), effect("b", deaths=0.8, government_cost=1.1)], worlds=WORLDS)
    batch, values = found.batch, of_plan(found.plan, found.batch.worlds)
    parts = appraised(batch, values, found.discount)
    averted, cost = parts.averted(1), parts.cost(1, "government")
    kind, value, low, high = cost_per_death(cost, np.asarray(averted.deaths), level=together(LEVEL, 2))
    row = found.row("a", COST_PER_DEATH + GOVERNMENT)
    assert (row.kind, row.difference, row.shown) == (kind, pytest.approx(value), pytest.approx((low, high)))
    assert {row.quantity.name for row in found.rows} >= set(APPRAISED)


def test_what_nothing_prices_has_no_net_benefit_but_a_benefit():
    free = dataclasses.replace(effect("free", deaths=0.5), settings=(*effect("free", deaths=0.5).settings, *effect("x", unannounced_share=0.5).settings))
    found = fake_comparison(policies=[free], worlds=WORLDS)
    assert found.priced["free"] == "not"
    for name in (NET_BENEFIT, TOTAL_COST, BENEFIT_OVER_COST, PRICE):
        assert found.row("free", name).kind == "unpriced" and np.isnan(found.row("free", name).difference)
    assert found.row("free", BENEFIT).kind == "plain" and worth(found, "free") == ""
    assert all(np.isnan(year[NET_BENEFIT]) and np.isfinite(year[BENEFIT]) for year in yearly_records(found))


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_sentences_and_tables_stand_in_both_languages_and_never_weigh_a_life(language):
    messages.activate(language)
    found = made(6e6, 2.0)
    told = [worth(found, "one"), *how_valued(found), found.verdict()]
    tables = text_of(worth_tables(found, details=True))
    assert all(told) and messages._("Benefit and cost, all costs") in tables
    assert messages._("Total cost") in tables or messages._("total cost") in tables
    for text in (*told, tables):
        assert "highest value" not in text and "最高生命价值" not in text and not re.search(r"\bnan\b", text)


def test_the_files_hold_every_policy_at_every_value_and_year():
    found = fake_comparison(policies=[effect("a", deaths=0.5, government_cost=1.2)], worlds=WORLDS, months=30)
    rows = worth_records(found)
    assert {row["values"] for row in rows} == {"sets", "low", "central", "high"} and {row["costs"] for row in rows} == {"all", "government"}
    ratio = next(row for row in rows if row["quantity"] == BENEFIT_OVER_COST and row["values"] == "central" and row["costs"] == "all")
    worth_, cost = found.by_level["a", "central", BENEFIT], found.row("a", TOTAL_COST)
    assert ratio["of_means"] == pytest.approx(worth_.difference / cost.difference)
    years = yearly_records(found)
    assert [(row["year"], row["months"]) for row in years] == [(0, 12), (1, 12), (2, 6)]
    total = sum(row["government_cost"] for row in years)
    assert total == pytest.approx(float((found.batch.totals("government_cost")[1] - found.batch.totals("government_cost")[0]).mean()))
    assert {(row["payer"], row["item"]) for row in payer_records(found)} >= {("government", "all"), ("enterprises", "all"), ("transfer", "fines")}
    assert people(found.plan) == (200.0, 2000.0)


@pytest.mark.parametrize("policy", ["capacity", "whistleblower-reward", "staffing-16"])
def test_government_money_by_item_adds_up_and_leaves_nothing_over_where_all_of_it_follows_from_levers(policy):
    plan = make_plan("jiuyuan-hamlet", [policy], worlds=2, months=14, ensemble="none", parameters={"briefing_cost": 0.0, "overtime_by_pressure": 0.0})
    batch, failures = run_worlds(plan, workers=0)
    assert not failures
    found = government_items(plan, batch, 0.03)
    assert sum(found.values()) == pytest.approx(discounted(batch, "government_cost", 0.03))
    assert np.abs(found[REST]).max() <= 6.0  # the model counts whole yuan a month


def test_by_level_holds_low_with_low():
    found = made(6e6, 2.0)
    order = [found.by_level["one", level, NET_BENEFIT].difference for level in levels(found.plan.parameters)]
    assert order == sorted(order) and len(order) == 3


def test_the_dearest_item_of_attention_is_paid_training_time():
    district, parameters = load_district("jiuyuan"), load_parameters().values
    first = dearest(items(load_policy("attention"), district, parameters))
    assert first is not None and first.lever == "worker_training" and 3e6 < first.yuan < 8e6
    assert dearest(items(load_policy("capacity"), district, parameters)).lever == "officer_pay"
    assert dearest(items(load_policy("baseline"), district, parameters)) is None
    assert dearest(items(load_policy("incentives"), district, parameters)).lever == "class_reward"


def test_the_items_written_out_are_those_of_the_rules():
    district, p = load_district("jiuyuan"), load_parameters().values
    officers = sum(department.officers for department in district.departments)
    assert QUANTITIES["training_days"](40, district, p) == pytest.approx(
        12 * costs.training_beyond(officers, 40, p.training_normal, p.training_day_cost))  # fmt: skip
    assert QUANTITIES["equipment"](1.2, district, p) == pytest.approx(12 * costs.equipment_beyond(officers, 1.2, p.equipment_cost))
    assert QUANTITIES["officer_pay"](1.15, district, p) == pytest.approx(
        12 * (costs.officer_cost(officers, p.officer_yearly_cost, 1.15) - costs.officer_cost(officers, p.officer_yearly_cost, 1.0)))  # fmt: skip
    low, high = (12 * costs.training_time(4, p.training_hours_normal, district.employees, wage, p.working_hours) for wage in (57410, 117244))
    assert low < QUANTITIES["worker_training"](4, district, p) < high


def test_what_has_a_quantity_has_a_price():
    assert set(QUANTITIES) <= PRICED and in_runs_only(load_policy("attention")) == ["self_inspection_audit"]


def test_a_sweep_is_worth_what_its_runs_are_and_a_factor_may_be_a_value(tmp_path):
    from experiments.studies.sweep.appraisal import averted, values
    from experiments.studies.sweep.appraisal import worth as of_sweep

    plan = swept(tmp_path)
    found = run_sweep(plan, tmp_path / "out", LocalCrew(0, 600))
    credited, told = values(found), of_sweep(found)
    assert credited.life[:, 0, 0].tolist() == [2e6, 8e6] and set(credited.serious.ravel().tolist()) == {0.13}
    equivalents = told["fatality_equivalents"]
    assert equivalents[0] == pytest.approx(equivalents[1]) and (equivalents[:, 0] == 0).all()
    gain = told[BENEFIT][1] - told[BENEFIT][0]
    assert gain == pytest.approx(-6e6 * equivalents[0])
    cost = found.cube("government_cost") + found.cube("enterprise_cost")
    assert told[NET_BENEFIT] == pytest.approx(told[BENEFIT] - (cost - cost[:, :1])) and averted(found, credited).deaths.shape == (2, 2, 2)


def test_a_sweep_tells_no_net_benefit_of_what_nothing_prices(tmp_path):
    """Levers of the plan count too: with officers among them the policy is priced in part, as a comparison has it."""
    plan = swept(tmp_path).model_copy(update={"policies": ["baseline", "unannounced-visits", "attention"]})
    rows = {(row["policy"], row["outcome"]): row for row in differences(run_sweep(plan, tmp_path / "out", LocalCrew(0, 600))).to_pylist() if row["point"] == 0}
    free = rows["unannounced-visits", NET_BENEFIT]
    assert free["kind"] == "unpriced" and np.isnan(free["difference"]) and rows["unannounced-visits", NET_BENEFIT + GOVERNMENT]["kind"] == "unpriced"
    assert np.isfinite(rows["unannounced-visits", BENEFIT]["difference"]) and np.isfinite(rows["attention", NET_BENEFIT]["difference"])
    moved = plan.model_copy(update={"levers": {"officers_per_10000_workers": LeverFactor(values=[2.0, 3.0])}})
    assert resolve(moved).priced == {"unannounced-visits": "partly", "attention": resolve(plan).priced["attention"]}


def swept(folder):
    (folder / "worth.toml").write_text("""schema_version = 1
name = "worth"
title = "T"
question = "q"
district = "jiuyuan-hamlet"
months = 3
worlds = 2
policies = ["baseline", "attention"]
ensemble = "none"
sampler = { method = "factorial" }
[uncertainties]
value_of_life = { values = [2000000, 8000000] }
""", "utf-8")
    return plans.load(str(folder / "worth.toml"))
