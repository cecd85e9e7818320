"""What a policy costs before it is run."""

import re

from experiments.comparison.prices import OWN_PRICE, PRICES, price_lines, yearly_cost
from scenarios import load_parameters
from simulation.policy import Policy


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
