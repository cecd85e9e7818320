"""What a policy costs before it is run."""

import re

from experiments.cli.app import main
from experiments.comparison.compare import run_plan
from experiments.comparison.prices import OWN_PRICE, PRICES, price_lines, without_price, yearly_cost
from experiments.comparison.words.cautions import limits
from scenarios import load_parameters
from simulation.policy import LeverSetting, Policy
from tests.experiments.fakes import fake_plan


def test_the_parts_of_a_bundle_cost_what_they_cost_alone():
    assert yearly_cost(Policy("bundle", yearly_cost=5, part_costs=((700, 0, None), (90, 3, 12)))) == 795
    assert yearly_cost(Policy("free")) == 0


def test_a_lever_with_a_price_shows_the_models_own():
    entries = load_parameters().entries
    for lever, parameter in PRICES.items():
        (line,) = price_lines([lever])
        value = re.match(rf"{lever}: ([\d,.]+) ", line)
        assert value and float(value[1].replace(",", "")) == entries[parameter].value and f"({parameter})" in line
    assert price_lines(["inspection_share"]) == []
    assert all("the sum itself" in price_lines([lever])[0] for lever in OWN_PRICE)
    assert set(PRICES) | set(OWN_PRICE) <= set(entries)


def test_levers_that_nothing_prices_are_named_unless_the_policy_carries_a_cost():
    settings = (LeverSetting("training_days", 30.0), LeverSetting("unannounced_share", 0.9), LeverSetting("class_reward", 5.0))
    assert without_price(Policy("mixed", settings)) == ["unannounced_share"]
    assert without_price(Policy("priced", settings, yearly_cost=5)) == without_price(Policy("none")) == []


def test_a_verdict_and_an_explanation_say_what_counts_as_free(capsys):
    free, priced = (Policy(name, (LeverSetting("unannounced_share", 0.9),), yearly_cost=cost) for name, cost in (("free", 0), ("priced", 5)))
    said = [line for line in limits(run_plan(fake_plan(policies=[free, priced], worlds=2))) if "count as free" in line]
    assert said == ["free sets unannounced_share, which have no price in the model, and its file gives no cost (yearly_cost): they count as free."]
    assert main(["explain", "unannounced-visits"]) == 0
    assert "gives no cost (yearly_cost): unannounced_share." in " ".join(capsys.readouterr().out.split())
