"""Costs and benefits: the table worked by hand, the edges of the arithmetic, and the values of sets of assumptions."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.comparison.appraisal import Harm, benefit, fatality_equivalents, harm, less, net_benefit, net_cost
from experiments.comparison.unit_values import LEVELS, VALUED, Values, drawn, levels, of_plan, ranges, values_of
from scenarios import load_ensemble, load_parameters

MILLION = 1e6
BY_HAND = {
    "incentives": ((10.95, 0.116, 3.54, 42.5, 1.25), 10.1, (0.19, 0.55, 1.8)),
    "attention": ((2.88, 0.082, 2.42, 27.8, 0.82), 3.2, (0.48, 1.4, 4.5)),
    "capacity": ((9.81, 0.063, 1.30, 13.4, 0.41), 26.6, (0.08, 0.22, 0.70)),
    "all five": ((30.29, 0.264, 7.57, 89.1, 2.53), 13.5, (0.14, 0.42, 1.35)),
}
"""Of the demo of ten worlds that was kept before there was an appraisal, million yuan a year: cost, deaths, serious and other injuries averted,
loss beyond deaths; then, as printed, the cost per fatality-equivalent net of loss and the benefit over the cost by low, central, high values."""
OUTCOMES = {
    "incentives": (2761250.633771, 8188066.073514, 0.115502, 0.12, 3.54, 46.2, 1374236.492219),
    "attention": (867422.731902, 2012030.071365, 0.081872, 0.09, 2.42, 30.28, 912243.570176),
    "capacity": (2136419.674521, 7671311.372442, 0.062726, 0.06, 1.3, 14.81, 479365.405931),
    "all five": (7675918.720359, 22612074.488806, 0.26439, 0.22, 7.57, 96.89, 2817181.591642),
}
"""The outcomes of the same demo: government and enterprise cost; expected deaths, deaths, serious and lost-time injuries, direct loss averted."""


def values(level: str) -> Values:
    return levels(load_parameters().values)[level]


def as_printed(value: float, printed: float) -> bool:
    """Whether ``value`` is ``printed`` at the decimals that it is printed with."""
    return round(value, len(str(printed).partition(".")[2])) == printed


@pytest.mark.parametrize("policy", BY_HAND)
def test_the_table_worked_by_hand_comes_out_of_the_demos_outcomes(policy):
    government, enterprises, *outcomes = OUTCOMES[policy]
    cost, averted = government + enterprises, harm(*outcomes, compensation=values("central").compensation)
    inputs, price, over = BY_HAND[policy]
    found = (cost / MILLION, averted.deaths, averted.serious, averted.other, averted.loss / MILLION)
    assert found == pytest.approx(inputs, abs=0.0501) and found[0] == pytest.approx(inputs[0], abs=0.005)
    assert as_printed(net_cost(averted, cost) / fatality_equivalents(averted, values("central")) / MILLION, price)
    for level, printed in zip(LEVELS, over, strict=True):
        assert as_printed(benefit(averted, values(level)) / cost, printed)


@pytest.mark.parametrize("policy", BY_HAND)
def test_the_table_worked_by_hand_agrees_with_its_own_rounded_columns(policy):
    (cost, deaths, serious, other, loss), price, over = BY_HAND[policy]
    averted = Harm(deaths, serious, other, loss)
    assert net_cost(averted, cost) / fatality_equivalents(averted, values("central")) == pytest.approx(price, rel=0.006)
    for level, printed in zip(LEVELS, over, strict=True):
        in_millions = dataclasses.replace(values(level), life=values(level).life / MILLION)
        assert as_printed(benefit(averted, in_millions) / cost, printed)


def test_the_values_are_those_of_the_evidence():
    assert ranges() == {
        "value_of_life": (2e6, 5e6, 10.5e6), "serious_injury_value": (0.05, 0.13, 0.26), "other_injury_value": (0.003, 0.009, 0.016)}  # fmt: skip
    assert [values(level) for level in LEVELS] == [
        Values(2e6, 0.05, 0.003, 1.1e6), Values(5e6, 0.13, 0.009, 1.1e6), Values(10.5e6, 0.26, 0.016, 1.1e6)]  # fmt: skip


def test_what_the_user_gives_holds_at_every_level():
    own = load_parameters(overrides={"value_of_life": 3e6}).values
    found = levels(own, {"value_of_life"})
    assert {one.life for one in found.values()} == {3e6} and [one.serious for one in found.values()] == [0.05, 0.13, 0.26]


amounts = st.floats(-1e6, 1e6)
harms = st.builds(Harm, amounts, amounts, amounts, amounts)


@given(harms, harms, amounts)
def test_net_benefit_is_benefit_less_cost_and_nothing_averted_leaves_the_cost(one, other, cost):
    central = values("central")
    averted = less(one, other)
    assert net_benefit(averted, central, cost) == benefit(averted, central) - cost
    nothing = less(one, one)
    assert fatality_equivalents(nothing, central) == benefit(nothing, central) == 0 and net_benefit(nothing, central, cost) == -cost
    assert net_cost(nothing, cost) == cost


@given(st.floats(0.01, 50), st.floats(0, 50), st.floats(0, 500), st.floats(-1e6, 1e7), st.floats(1e3, 1e8))
def test_at_the_switching_value_of_a_life_the_net_benefit_is_nothing(deaths, serious, other, loss, cost):
    averted, central = Harm(deaths, serious, other, loss), values("central")
    switching = net_cost(averted, cost) / fatality_equivalents(averted, central)
    there = dataclasses.replace(central, life=switching)
    assert net_benefit(averted, there, cost) == pytest.approx(0, abs=1e-6 * (cost + abs(loss)))
    assert net_benefit(averted, dataclasses.replace(central, life=switching + 1), cost) > net_benefit(averted, there, cost)


@given(st.floats(0, 1), st.lists(st.floats(0, 100), min_size=3, max_size=3).map(sorted))
def test_a_drawn_value_lies_in_its_range_and_rises_with_the_share(share, ends):
    low, central, high = ends
    assert low <= drawn(share, low, central, high) <= high
    assert drawn(share / 2, low, central, high) <= drawn(share, low, central, high) + 1e-9


@pytest.mark.parametrize("name", VALUED)
def test_the_mean_of_many_sets_is_the_central_value_and_of_few_near_it(name):
    low, central, high = ranges()[name]
    middles = (np.arange(10_000) + 0.5) / 10_000
    assert np.mean([drawn(share, low, central, high) for share in middles]) == pytest.approx(central, rel=1e-3)
    number = VALUED.index(name)
    for sets, off in ((5, 0.35), (240, 0.02)):
        found = [(one.life, one.serious, one.other)[number] for one in (values_of(load_parameters().values, place) for place in range(sets))]
        assert np.mean(found) == pytest.approx(central, rel=off) and low <= min(found) and max(found) <= high


def test_what_a_set_has_a_column_for_or_the_user_gave_is_not_drawn():
    parameters = load_parameters().values
    assert values_of(parameters, 3, VALUED) == values_of(parameters) == values("central")
    assert values_of(parameters, 3, ("value_of_life",)).life == 5e6 and values_of(parameters, 3).life != 5e6
    assert values_of(parameters, 3) == values_of(parameters, 3) != values_of(parameters, 4)


def test_the_places_of_an_ensemble_are_the_order_in_which_worlds_use_its_sets():
    ensemble = load_ensemble("posterior")
    assert [ensemble.place(ensemble.of_world(world)) for world in range(8)] == [0, 0, 1, 1, 2, 2, 3, 3]
    with pytest.raises(ValueError):
        ensemble.place(ensemble.sets)


def test_worlds_of_one_set_have_the_same_values():
    from experiments.running.planning import make_plan

    plan = make_plan("jiuyuan-hamlet", ["incentives"], worlds=6, months=12, ensemble="posterior")
    life = of_plan(plan, plan.worlds).life
    assert life[0] == life[1] and life[2] == life[3] and len(set(life.tolist())) == 3
    assert (of_plan(make_plan("jiuyuan-hamlet", ["incentives"], worlds=6, months=12, ensemble="none"), range(6)).life == 5e6).all()


def test_values_out_of_order_are_refused():
    with pytest.raises(ValueError):
        drawn(0.5, 2, 1, 3)
    assert drawn(0.5, 2, 2, 2) == 2 and drawn(1.0, 0, 0, 1) <= 1
