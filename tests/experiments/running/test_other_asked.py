"""A folder of another comparison, search or sweep is refused with what differs: the key, the folder's value and the one asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.disk.files import write_json
from experiments.disk.reading import read_json
from experiments.running.folder import CARD, claimed
from experiments.studies.optimisation import store
from experiments.studies.sweep import claim, plans
from experiments.text.differing import MOST, differences
from experiments.text.errors import UserError
from simulation.parameters import Parameters
from simulation.policy import LeverSetting
from tests.experiments.fakes import effect, fake_plan

CAPACITY, OTHER = effect("capacity", deaths=0.5), effect("other", deaths=0.7)
FIRST = fake_plan(policies=[CAPACITY])
ASKED = {
    "months": (fake_plan(policies=[CAPACITY], months=FIRST.months + 12), f"months: {FIRST.months} in the folder, {FIRST.months + 12} asked for"),
    "seed": (fake_plan(policies=[CAPACITY], seed=5), "seed: 0 in the folder, 5 asked for"),
    "policies": (fake_plan(policies=[CAPACITY, OTHER]), "policies: [capacity] in the folder, [capacity other] asked for"),
    "parameters": (
        replace(FIRST, parameters=Parameters({**FIRST.parameters, "x": 2.0}), overrides={"x": 2.0}),
        "parameters.x: nothing in the folder, 2 asked for"),
    "a policy": (
        fake_plan(policies=[replace(CAPACITY, settings=(LeverSetting("deaths", 0.6),))]), "another content of policy capacity under the same name"),
    "a district": (replace(FIRST, district=replace(FIRST.single, employees=7)), "another content of district"),
}  # fmt: skip


@pytest.mark.parametrize("key", ASKED)
def test_a_comparison_is_refused_with_what_differs(key, tmp_path):
    other, told = ASKED[key]
    with claimed(tmp_path / "a", FIRST):
        pass
    with pytest.raises(UserError) as refused, claimed(tmp_path / "a", other):
        pass
    assert told in refused.value.what and refused.value.what.count(" in the folder, ") <= 1


def test_another_model_is_named_and_a_card_of_an_earlier_version_is_no_fault(tmp_path):
    with claimed(tmp_path / "a", FIRST):
        pass
    card = read_json(tmp_path / "a" / CARD)
    for changed, told in (
        ({**card, "identity": "x", "model": "0.0.1"}, "model: 0.0.1 in the folder, "),
        ({"schema_version": 1, "identity": "x", "simulator": card["simulator"]}, "its card does not say in what"),
    ):
        write_json(tmp_path / "a" / CARD, changed)
        with pytest.raises(UserError) as refused, claimed(tmp_path / "a", FIRST):
            pass
        assert told in refused.value.what


def test_a_search_for_a_mix_is_refused_with_what_differs(tmp_path):
    pytest.importorskip("pymoo")
    plan = plans.load("optimise")
    with store.claimed(tmp_path / "a", plan, 1e6, False):
        pass
    with pytest.raises(UserError, match="budget: 1000000 in the folder, 500000 asked for"), store.claimed(tmp_path / "a", plan, 5e5, False):
        pass
    shorter = plan.model_copy(update={"months": 24})
    with pytest.raises(UserError, match=r"plan\.months: 120 in the folder, 24 asked for"), store.claimed(tmp_path / "a", shorter, 1e6, False):
        pass
    assert claim.differences is differences  # a sweep's folder says it the same way


def test_differences_are_few_and_of_the_keys_within_tables():
    told = differences({"levers": {"a": {"low": 1, "high": 2.5}}, "same": 3}, {"levers": {"a": {"low": 1, "high": 3.0}}, "same": 3})
    assert told == "levers.a.high: 2.5 in the folder, 3 asked for"
    assert differences({"a": None}, {}) == differences({"a": (1, 2)}, {"a": [1, 2]}) == ""
    many = differences({f"k{n}": n for n in range(MOST + 3)}, {})
    assert many.count("in the folder") == MOST and many.endswith("and 3 more")
