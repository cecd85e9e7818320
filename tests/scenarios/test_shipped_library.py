"""Every shipped policy and district loads, says why, and sets nothing but levers."""

from __future__ import annotations

import pytest

from scenarios import (
    district_names,
    load_district,
    load_evidence,
    load_parameters,
    load_policy,
    load_policy_file,
    load_policy_files,
    policy_names,
)
from simulation.policy import BASELINE

COUNTERMEASURES = ("attention", "coordination", "boundaries", "capacity", "incentives")


@pytest.mark.parametrize("name", policy_names())
def test_a_shipped_policy_sets_levers_in_their_range_and_gives_its_reasons(name: str) -> None:
    policy, table = load_policy(name), load_parameters()
    assert policy.name == name
    assert policy.title and policy.title_zh and "?" in policy.question and policy.reasoning
    for setting in policy.settings:
        assert table.entries[setting.lever].kind == "lever"
    assert set(policy.evidence) <= set(load_evidence()) | {"assumption"}
    assert [file.name for file in load_policy_files(name)] == [*policy.parts, name]


def test_the_baseline_sets_and_costs_nothing() -> None:
    baseline = load_policy("baseline")
    assert policy_names()[0] == "baseline"
    assert (baseline.settings, baseline.programme_cost_in(0)) == (BASELINE.settings, 0)


def test_all_five_is_the_five_countermeasures_together() -> None:
    together = load_policy("+".join(COUNTERMEASURES))
    assert set(load_policy("all-five").settings) == set(together.settings)
    assert load_policy("all-five").programme_cost_in(50) == together.programme_cost_in(50)


@pytest.mark.parametrize("left_out", COUNTERMEASURES)
def test_a_bundle_without_one_is_the_other_four(left_out: str) -> None:
    others = load_policy("+".join(name for name in COUNTERMEASURES if name != left_out))
    assert set(load_policy(f"without-{left_out}").settings) == set(others.settings)


@pytest.mark.parametrize("name", district_names())
def test_a_shipped_district_loads(name: str) -> None:
    district = load_district(name)
    assert district.name == name
    assert district.enterprises == district.register.count + district.others.count
    assert sum(plan.is_emergency for plan in district.departments) == 1
    assert name == "jiuyuan" or district.note


def test_values_outside_the_expected_range_are_collected_as_warnings() -> None:
    assert load_parameters().warnings == []
    assert load_parameters(overrides={"field_days": 200}).warnings
    assert any(load_policy_file(name).warnings for name in policy_names())
