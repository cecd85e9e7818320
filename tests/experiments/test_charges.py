"""Which levers the books charge for is found out in the model, and held against the list by which a policy is said to be priced."""

from __future__ import annotations

from functools import cache

import pytest

from experiments.comparison.prices import PRICED
from scenarios import silence
from simulation.policy import LeverSetting, Policy
from simulation.simulate import simulate_policies
from tests.simulation.test_levers import COMPANIONS, EVENTFUL, SMALL, lever_range, levers

UNMOVED = EVENTFUL.with_values(dict(
    **silence.OFF, effort_rate=0.0, removal_cost=0.0, major_removal_cost=0.0, scheme_checks=0.0, turnover=0.0, diversion=0.0, response_by_pressure=0.0,
    output_catch_up=0.0, scheme_usual_hazards=1000.0, unsafe_injury_rate=0.005,
))  # fmt: skip
"""Nobody acts otherwise: no enterprise revises its effort, pays for what a visit found or joins for the hazards it has left, no department has more
time or pressure than before; larger accidents are few and not none."""
OFF = dict.fromkeys((
    "joint_visits", "complaint_share", "report_audit", "response_share", "self_inspection", "stop_work", "worker_stop_right", "blacklist",
    "class_reward", "whistle_reward", "inspector_bonus", "scheme_open"), 0.0)  # fmt: skip
"""Levers by which a consequence of another one is charged (what is stopped, rewarded or joined): none but the one that is moved."""
BESIDE = {
    **COMPANIONS, "insurer_visits": {"insurance_high_risk": 1.0}, "self_inspection_audit": {"self_inspection": 12.0},
    "scheme_exemption": {"scheme_open": 1.0}, "complaint_share": {},
}  # fmt: skip
MONTHS = 18
SPARE_TIME = {"frequency_caps", "joint_visits", "records_shared", "scheme_exemption", "system_audit_share"}
"""Levers that spare enterprises visits: what that saves them is in the books, what it takes is not."""


@cache
def charged(lever: str) -> tuple[float, float]:
    """What moving a lever from today's value, or from 0, adds to the cost of the government and of enterprises."""
    low, today, high = lever_range(lever)
    far = high if high - today >= today - low else low
    beside = {**OFF, **BESIDE.get(lever, {})}
    policies = [Policy(name, tuple(LeverSetting(*pair) for pair in set_.items()))
                for name, set_ in (("without", beside), ("with", {**beside, lever: far}))]  # fmt: skip
    without, with_it = simulate_policies(SMALL, policies, parameters=UNMOVED, seed=4, months=MONTHS)
    added = [with_it.total(name) - without.total(name) for name in ("government_cost", "enterprise_cost")]
    return added[0], added[1]


@pytest.mark.parametrize("lever", levers())
def test_a_lever_has_a_price_where_the_books_charge_for_it_and_only_there(lever: str) -> None:
    assert (max(charged(lever)) > 0.0) == (lever in PRICED), charged(lever)


@pytest.mark.parametrize("lever", levers())
def test_what_has_no_price_leaves_the_books_alone_but_for_visits_spared(lever: str) -> None:
    assert lever in PRICED or (min(charged(lever)) < 0.0) == (lever in SPARE_TIME), charged(lever)
