"""What a policy costs before it is run."""

import json
import math
import re
from dataclasses import replace

import pytest

from experiments.cli.app import main
from experiments.comparison.prices import OWN_PRICE, PRICES, how_priced, price_lines, without_price, yearly_cost
from experiments.comparison.records import as_json
from experiments.comparison.tables import verdict_text
from experiments.comparison.words.cautions import limits
from experiments.comparison.words.rows import row_words
from experiments.comparison.words.verdict import headline
from experiments.text import messages
from scenarios import load_parameters
from simulation.policy import LeverSetting, Policy
from tests.experiments.fakes import fake_comparison, over_sets


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


FREE, PART, DEAR = (
    Policy(name, tuple(LeverSetting(*pair) for pair in (*levers.items(), ("deaths", 0.5))), yearly_cost=cost)
    for name, levers, cost in (
        ("free", {"unannounced_share": 0.9}, 0), ("part", {"unannounced_share": 0.9, "worker_training": 9.0}, 0), ("dear", {"unannounced_share": 0.9}, 5))
)  # fmt: skip
"""Policies that halve the deaths of the fake model: no lever of the first has a price, one of the second, and the third carries a cost."""


def test_a_lever_that_the_books_charge_for_is_not_called_free():
    assert [how_priced(policy) for policy in (FREE, PART, DEAR, Policy("none"))] == ["not", "partly", "wholly", "wholly"]
    assert without_price(PART) == without_price(FREE) == ["unannounced_share"]
    (line,) = price_lines(["worker_training"])
    assert "wages" in line


def test_a_verdict_and_an_explanation_say_what_has_no_price(capsys):
    said = [line for line in limits(fake_comparison(policies=[FREE, PART, DEAR], worlds=12)) if "no price" in line]
    assert [("count as free" in line, "not priced" in line) for line in said] == [(False, True), (True, False)]
    assert main(["explain", "unannounced-visits"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "gives no cost (yearly_cost): unannounced_share." in told and "therefore not priced" in told and "free" not in told
    assert main(["explain", "unannounced-visits", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["priced"] == "not" and found["without_price"] == ["unannounced_share"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("money", [{}, {"enterprise_cost": 0.9}, {"enterprise_cost": 1.01}, {"enterprise_cost": 1.0001}])
def test_nobody_is_praised_for_a_cost_that_nothing_prices(language, money, tmp_path):
    """Headline, tables, data frame and JSON: no figure, whatever its consequences cost."""
    policy = replace(FREE, settings=(*FREE.settings, *(LeverSetting(*pair) for pair in money.items())))
    comparison = over_sets(fake_comparison(policies=[policy], worlds=40))
    messages.activate(language)
    try:
        told = verdict_text(comparison).split(messages._("How to read it"))[0].replace("\n", " ")
        words = messages._("not priced")
        assert headline(comparison)[0].count(words) == 1 and told.count(words) >= 2
        assert not re.search(messages._("averts deaths at a cost below the lowest value of a life") + "|" + messages._("saves money and lives"), told)
        (record,) = [row for row in as_json(comparison, tmp_path)["rows"] if row["outcome"] == "cost_per_death_averted"]
        assert record["words"] == words and all(math.isnan(record[key]) for key in ("difference", "low", "high"))
    finally:
        messages.activate("en")


def test_a_cost_of_which_a_part_has_no_price_is_not_praised():
    comparison = fake_comparison(policies=[PART], worlds=12)
    row = comparison.row("part", "cost_per_death_averted")
    assert row.kind != "unpriced" and row_words(row) == "a part of the cost is not priced"
    assert "value of a life" not in headline(over_sets(fake_comparison(policies=[PART], worlds=40)))[0]


def test_what_costs_money_and_lives_is_told_all_the_same():
    worse = Policy("worse", (LeverSetting("unannounced_share", 0.9), LeverSetting("deaths", 2.0), LeverSetting("government_cost", 3.0)))
    assert row_words(fake_comparison(policies=[worse], worlds=12).row("worse", "cost_per_death_averted")) == "costs money and lives"


def test_who_costs_least_is_not_said_where_one_of_them_has_no_price():
    other = replace(DEAR, name="other", settings=(*DEAR.settings, LeverSetting("government_cost", 1.5)))
    for policies, says in (([FREE, other], False), ([DEAR, other], True)):
        assert ("the least:" in headline(over_sets(fake_comparison(policies=policies, worlds=40)))[0]) == says
