"""What a verdict says of the assumption that a sign hangs on, of money from few sets, of the largest effect and of the best value."""

from __future__ import annotations

import dataclasses
import json
import re

import numpy as np
import pytest

from experiments.comparison.compare import run_plan
from experiments.comparison.differences import HEADLINE_OUTCOME
from experiments.comparison.figures import appraisal as appraisal_figure
from experiments.comparison.figures import fans
from experiments.comparison.figures.titles import short_finding
from experiments.comparison.ranking import LEAST_EFFECT
from experiments.comparison.records import as_json, records
from experiments.comparison.tables import verdict_text
from experiments.comparison.words.verdict import headline
from experiments.statistics.sets import HEADLINE_SETS
from experiments.text import messages
from experiments.text.labels import NET_BENEFIT
from scenarios.ensembles import Ensemble
from tests.experiments.fakes import as_of_the_model, effect, fake_comparison, fake_plan, simulate_policies

HANGS = "shared_diligence"
OTHERS = ("diversion", "novice_loss", "belief_rate")


def simulate(district, policies, *, parameters, **rest):
    """The fake model, in which what a policy does to deaths grows with one parameter and is nothing where that is 0.6."""
    scaled = [
        dataclasses.replace(policy, settings=tuple(
            dataclasses.replace(s, value=1 - (1 - s.value) * 5 * (parameters[HANGS] - 0.6)) if s.lever == "deaths" else s for s in policy.settings))
        for policy in policies
    ]  # fmt: skip
    return simulate_policies(district, scaled, parameters=parameters, **rest)


def compared(low, high, policies, sets=HEADLINE_SETS, overrides=None, seed=3):
    """Policies over so many sets, in which the parameter on which all hangs lies between ``low`` and ``high``, beside three that do nothing."""
    random = np.random.default_rng(seed)
    values = np.column_stack([random.permutation(np.linspace(low, high, sets)), random.random((sets, len(OTHERS)))])
    names = (HANGS, *OTHERS)
    plan = fake_plan(worlds=2 * sets, policies=policies, parameters={**dict.fromkeys(names, 0.5), **(overrides or {})})
    ensemble = Ensemble("small", "Small", "小参数集", "", "", names, values)
    return as_of_the_model(run_plan(dataclasses.replace(plan, ensemble=ensemble, ensemble_spec="small", overrides=overrides or {}, simulate=simulate)))


@pytest.fixture(scope="module")
def turning():
    """One policy that helps on the whole and does harm where departments look little at what they share; one that does nothing."""
    return compared(0.45, 0.95, [effect("lead", deaths=0.5, government_cost=1.5), effect("idle")], sets=30)


def told(comparison, language="en"):
    messages.activate(language)
    try:
        return ("" if language == "zh" else " ").join(verdict_text(comparison).split())
    finally:
        messages.activate("en")


def test_a_finding_whose_sign_hangs_on_an_assumption_names_it_with_its_value(turning):
    (text, *_rest) = headline(turning)
    sign = turning.signs["lead", HEADLINE_OUTCOME]
    assert sign.parameter == HANGS and sign.turn.place.low <= 0.6 <= sign.turn.place.high and not sign.turn.place.rises
    assert "For lead the effect turns where \"look of each department at a shared cell" in text
    assert "(shared_diligence) is below 0.6" in text and "of 30 sets of assumptions: more expected deaths than the baseline there." in text


def test_what_turns_stands_in_both_languages_table_data_and_json(turning, tmp_path):
    assert "is below 0.6" in told(turning).split("What the signs hang on")[1]
    chinese = told(turning, "zh")
    assert chinese.count("各部门对共管单元的检查细致程度（以其余部门数为幂）") >= 2 and "反转" in chinese and "turns" not in chinese
    row = next(row for row in records(turning) if (row["policy"], row["outcome"]) == ("lead", HEADLINE_OUTCOME))
    assert row["turns_along"] == HANGS and row["turns_low"] <= row["turns_at"] <= row["turns_high"] and row["turns_positive"] == "below"
    found = {(one["policy"], one["outcome"]): one for one in json.loads(json.dumps(as_json(turning, tmp_path)["turns"]))}
    assert found["lead", HEADLINE_OUTCOME]["told"] == "turns" and found["lead", HEADLINE_OUTCOME]["turn"]["positive"] == "below"
    assert found["idle", HEADLINE_OUTCOME]["told"] in ("not determined", "not explained") and found["idle", HEADLINE_OUTCOME]["turn"] is None


def test_a_sign_that_is_open_on_the_whole_is_told_by_the_side_that_helps():
    found = compared(0.4, 0.8, [effect("lead", deaths=0.5)], sets=30)
    assert not found.row("lead", HEADLINE_OUTCOME).told_apart
    assert "Whether expected deaths are averted by lead hangs on an assumption: they are where \"look of each" in headline(found)[0]
    assert re.search(r"\(shared_diligence\) is above 0\.(59|6)", headline(found)[0])


def test_a_sign_that_nothing_explains_is_not_determined():
    found = compared(0.7, 0.9, [effect("idle"), effect("lead", deaths=0.5)], sets=30)
    assert "Whether idle averts expected deaths is not determined, and no single parameter explains in which sets it does." in " ".join(headline(found))


def test_where_all_sets_agree_it_is_said_of_how_many():
    found = compared(0.75, 0.95, [effect("lead", deaths=0.5)])
    text = " ".join(headline(found))
    assert "fewer in all 20 sets of assumptions" in text and "turns" not in text and "hangs on" not in text
    assert found.signs["lead", HEADLINE_OUTCOME].agreed and "in none of the sets" in told(found)


def test_nothing_is_said_of_turning_from_fewer_sets_or_without_any():
    few = compared(0.4, 0.9, [effect("lead", deaths=0.5)], sets=HEADLINE_SETS - 1)
    for found in (few, fake_comparison(policies=[effect("lead", deaths=0.5)], worlds=40)):
        assert found.signs == {} and "turns where" not in told(found) and "What the signs hang on" not in told(found)


def test_a_parameter_given_by_hand_explains_nothing():
    found = compared(0.45, 0.95, [effect("lead", deaths=0.5)], overrides={HANGS: 0.9})
    assert all(sign.parameter != HANGS for sign in found.signs.values())


# Money.

MONEY = ("Cost per death averted: ", "net benefit", "the least: ")
DEAR, CHEAP, WEAK = effect("dear", deaths=0.5, government_cost=1.6), effect("cheap", deaths=0.55), effect("weak", deaths=0.97)


@pytest.mark.parametrize(("sets", "given"), [(HEADLINE_SETS - 1, False), (HEADLINE_SETS, True)])
def test_a_headline_about_money_needs_twenty_sets(sets, given):
    found = compared(0.79, 0.81, [DEAR, CHEAP, WEAK], sets=sets)
    head = " ".join(headline(found))
    assert ("Cost per death averted: " in head, "What it averts is worth" in head, "Best value for money" in head) == (given,) * 3
    assert (f"that needs {HEADLINE_SETS} sets of assumptions, and this run has {sets}" in head) is not given
    assert ("All costs *" in told(found).replace("all costs", "All costs"), "averted *" in told(found)) == (not given,) * 2
    assert ("too few for a statement about money" in appraisal_figure.finding(found)) is not given


def test_without_an_ensemble_there_is_one_set_and_tables_keep_their_figures():
    found = fake_comparison(policies=[effect("lead", deaths=0.5, government_cost=1.5)], worlds=40)
    assert "that needs 20 sets of assumptions, and this run has 1" in " ".join(headline(found))
    assert not any(word in " ".join(headline(found)[:-1]) for word in MONEY) and "Benefit and cost, all costs *" in told(found)
    assert "需有20组假设" in told(found, "zh")


def test_the_best_value_stands_beside_the_largest_effect_where_it_is_another():
    head = headline(compared(0.79, 0.81, [DEAR, CHEAP, WEAK], sets=24))
    assert head[0].startswith("Largest effect of those compared: dear.")
    assert head[1].startswith("Best value for money, by net benefit: cheap. Its net benefit exceeds that of the next, ")
    assert "What it averts is worth" in head[1]


def test_a_best_value_that_is_not_told_apart_says_so():
    twins = compared(0.79, 0.81, [CHEAP, effect("twin", deaths=0.55)], sets=24)
    assert headline(twins)[1].startswith("Best value for money: not told apart. ")
    ruinous = compared(0.79, 0.81, [effect("a", deaths=0.9, government_cost=30.0), effect("b", deaths=0.8, government_cost=40.0)], sets=24)
    assert headline(ruinous)[1].startswith("Best value for money: not told apart. No net benefit above zero holds after correction for 2 policies.")


def test_what_has_no_price_is_no_best_value():
    free = dataclasses.replace(CHEAP, name="free", settings=(*CHEAP.settings, *effect("x", unannounced_share=0.5).settings))
    text = headline(compared(0.79, 0.81, [DEAR, CHEAP, free], sets=24))[1]
    assert "Left out, since not all they do has a price: free." in text and "free" not in text.split("Left out")[0]


# The largest effect.


def test_an_effect_below_the_least_is_not_called_the_largest():
    for size, called in ((LEAST_EFFECT / 2, False), (4 * LEAST_EFFECT, True)):
        found = exact(size)
        text = " ".join([*headline(found), short_finding(found), fans.draw_expected_deaths(found).finding])
        assert found.row("small", HEADLINE_OUTCOME).told_apart
        assert ("Largest effect" in text, "the most" in text) == (called, called), text
        assert ("too little to be called the largest effect" in text) is not called


def exact(share):
    """Two policies that avert ``share`` of the baseline's deaths, and half of that, hardly differing between worlds."""
    comparison = fake_comparison(policies=[effect("small"), effect("smaller")], worlds=12)
    from experiments.running.batch import MONTHLY, TOTALS

    monthly, totals = comparison.batch.monthly_array.copy(), comparison.batch.totals_array.copy()
    at, of = MONTHLY.index(HEADLINE_OUTCOME), TOTALS.index(HEADLINE_OUTCOME)
    for row, part in ((1, 1.0), (2, 0.5)):
        monthly[row, :, at], totals[row, :, of] = monthly[0, :, at] * (1 - share * part), totals[0, :, of] * (1 - share * part)
    return dataclasses.replace(comparison, batch=dataclasses.replace(comparison.batch, monthly_array=monthly, totals_array=totals))


def test_the_first_of_the_single_ones_is_not_called_the_first_of_all():
    found = fake_comparison(policies=[effect("one", deaths=0.6), effect("two", deaths=0.9), effect("both", deaths=0.4)], worlds=12)
    assert headline(found)[0].startswith("Largest effect of those compared: both.")
    bundled = dataclasses.replace(found, bundles={"both": ("one", "two")})
    assert headline(bundled)[0].startswith("Largest effect of the single policies compared: one.")


def test_net_benefit_hangs_on_values_that_the_sets_draw(turning):
    assert turning.signs["lead", NET_BENEFIT].sets == 30
    sure = compared(0.79, 0.81, [effect("lead", deaths=0.5, government_cost=2.1)], sets=60)
    assert sure.signs["lead", NET_BENEFIT].parameter == "value_of_life"
    assert "\"value of a statistical life\" (value_of_life) is above" in " ".join(headline(sure))
