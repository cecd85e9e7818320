"""What departments do on one another's findings: fine the more surely, spare nobody in company, follow up cases, withhold permits."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from scenarios import load_district
from simulation import simulate
from simulation.model import DistrictModel
from simulation.policy import BASELINE, LeverSetting, Policy
from simulation.results import Run
from tests.simulation.districts import district, one_mechanism
from tests.simulation.docking import differences, pairs

PLACE = district(0.05, burn_in=24)
GRAVE = replace(PLACE, domains=tuple(replace(domain, major_share=0.1) for domain in PLACE.domains))
"""The same, where one hazard in ten is major."""
WORLDS, MONTHS = range(5), 36
NEW = dict(
    signal_weight=1.5, penalty_discretion=0.7, findings_usual=2.0, compliance_delay=0.6, penalty_by_shared_record=0.7, joint_strictness=0.8,
    permit_output_cut=0.4, perceived_major=0.05,
)  # fmt: skip
TOGETHER = dict(records_shared=0.9, joint_visits=0.8, referral_duty=0.9, case_follow_up=0.7, permits_linked=0.8)


FIRM = dict(leniency_mean=0.1, protection_by_tax=0.0, protection_by_tie=0.0)
"""Officers who fine often enough for a push to be told from luck."""


def policy(**levers: float) -> Policy:
    return Policy("given", tuple(LeverSetting(*pair) for pair in levers.items()))


@cache
def runs(levers: tuple[tuple[str, float], ...], grave: bool = False, **assumed: float) -> list[Run]:
    """The same worlds under some levers and assumptions."""
    given, values = Policy("given", tuple(LeverSetting(*pair) for pair in levers)), one_mechanism(**assumed)
    return [simulate(GRAVE if grave else PLACE, given, parameters=values, months=MONTHS, seed=5, world=world) for world in WORLDS]


def totals(found: list[Run], outcome: str) -> np.ndarray:
    return np.array([run.total(outcome) for run in found])


def rates(found: list[Run], over: str, under: str) -> np.ndarray:
    return totals(found, over) / totals(found, under)


def test_another_departments_case_makes_a_penalty_surer_where_records_are_shared() -> None:
    shared = (("records_shared", 1.0), ("penalty_certainty", 0.3))
    before, after = (rates(runs(shared, grave=True, penalty_by_shared_record=push, **FIRM), "penalties", "visits") for push in (0.0, 0.8))
    assert (after > before).all() and np.mean(after / before) > 1.05


def test_a_record_that_nobody_shares_moves_nobody() -> None:
    """Not in the burn-in either."""
    assert [run.digest for run in runs((), records_shared=0.0, penalty_by_shared_record=0.8)] == [run.digest for run in runs((), records_shared=0.0)]


def test_officers_who_go_together_spare_and_settle_less() -> None:
    joint, given = (("joint_visits", 1.0), ("penalty_certainty", 0.5)), dict(integrity_mean=0.6, leniency_mean=0.5)
    before, after = runs(joint, **given), runs(joint, **given, joint_strictness=0.9)
    assert totals(before, "joint_visits").min() > 0
    assert totals(after, "penalties").sum() > totals(before, "penalties").sum()
    assert totals(after, "side_payments").sum() < totals(before, "side_payments").sum()


def test_without_joint_visits_company_changes_nothing() -> None:
    assert [run.digest for run in runs((), joint_visits=0.0, joint_strictness=0.9)] == [run.digest for run in runs((), joint_visits=0.0)]


def test_cases_that_must_be_followed_up_are() -> None:
    referred = (("referral_duty", 1.0),)
    before, after = runs(referred, notice_probability=0.3), runs((*referred, ("case_follow_up", 1.0)), notice_probability=0.3)
    assert totals(before, "referrals").min() > 0
    assert (totals(after, "follow_ups") > totals(before, "follow_ups")).all()
    assert totals(after, "visits") == pytest.approx(totals(before, "visits"), rel=0.02)  # by the same officers in the same days


def test_a_case_comes_first_and_paper_closes_none() -> None:
    """Everything is reported as corrected and nothing is: no follow-up is due, and every case that was visited with findings stays open."""
    values = one_mechanism(
        notice_probability=0.5, rectified_reported=1.0, rectified_base=0.0, rectified_by_penalty=0.0, rectified_by_listing=0.0, rectified_by_advice=0.0,
        rectified_by_notice=0.0, rectified_by_follow_up=0.0, rectified_by_daily=0.0)  # fmt: skip
    model = DistrictModel(replace(PLACE, burn_in=6), BASELINE, values, 1, 0)
    for _ in range(6):
        model.step()
    model.policy = policy(case_follow_up=1.0, referral_duty=1.0)
    visited = 0
    for _ in range(12):
        cases = {department.number: set(department.handed) for department in model.departments}
        model.step()
        for department in model.departments:
            mine = cases[department.number]
            assert department.due == set()
            planned = set(department.planned)
            assert mine <= planned or planned <= mine
            visited += len(mine & planned)
    assert visited > 10 and any(department.handed for department in model.departments)


def test_a_withheld_permit_costs_output_and_is_feared() -> None:
    given = dict(permit_output_cut=0.5, perceived_major=0.05)
    off, on = runs((), grave=True, **given), runs((("permits_linked", 1.0),), grave=True, **given)
    assert (totals(on, "output") < totals(off, "output")).all()
    assert (totals(on, "effort") > totals(off, "effort")).all()


def test_permits_that_cost_nothing_change_nothing() -> None:
    on = (("permits_linked", 1.0),)
    assert [run.digest for run in runs(on, permit_output_cut=0.0)] == [run.digest for run in runs(())]


def test_a_major_finding_that_is_corrected_gives_the_permit_back() -> None:
    """Worked out by hand: a fifth of the output of two enterprises, one of which has shown by next month that nothing major is open."""
    model = DistrictModel(replace(PLACE, burn_in=0), policy(permits_linked=0.5), one_mechanism(hazard_arrivals=0.0, permit_output_cut=0.4, field_days=0.0), 1, 0)
    model.step()
    known = [enterprise for enterprise in model.enterprises if enterprise.known & (enterprise.known - 1)]
    left, shown = known[:2]
    for enterprise in (left, shown):
        enterprise.major_found, enterprise.debt = True, 0.0
        enterprise.produce()
        assert enterprise.output == pytest.approx(0.8)
        enterprise.uncorrected, enterprise.debt = 1, 0.0
    left.cells[1] = 1
    for enterprise, output in ((left, 0.8), (shown, 1.0)):
        enterprise.produce()
        assert enterprise.output == pytest.approx(output)
    assert (left.uncorrected, shown.uncorrected) == (1, 0)


def test_one_department_alone_withholds_nothing() -> None:
    model = DistrictModel(replace(PLACE, burn_in=0), policy(permits_linked=1.0), one_mechanism(permit_output_cut=0.4), 1, 0)
    model.step()
    enterprise = model.enterprises[0]
    enterprise.known, enterprise.major_found, enterprise.debt = 4, True, 0.0
    enterprise.produce()
    assert enterprise.output == 1.0


def test_both_conductors_agree_where_all_of_it_is_on() -> None:
    """Majors, cases and joint visits in numbers, so that every mark is set and lapses."""
    hamlet = load_district("jiuyuan-hamlet")
    busy = replace(
        hamlet, burn_in=6, domains=tuple(replace(domain, major_share=0.3) for domain in hamlet.domains),
        departments=tuple(replace(department, officers=2.0) for department in hamlet.departments))  # fmt: skip
    values = one_mechanism(**NEW, notice_probability=0.3, repeat_months=6.0, rectified_reported=0.4, rectified_base=0.2, rectified_by_listing=0.1, rectified_by_penalty=0.1)
    strict = policy(**TOGETHER, penalty_certainty=0.4, officers_per_10000_workers=8.0)
    for engine, model in pairs(busy, [BASELINE, strict], values, 3, 0, 20):
        assert differences(engine, model) == [], engine.policy.name
    assert any(department.handed for department in model.departments)
    assert any(enterprise.marked for enterprise in model.enterprises) and any(enterprise.uncorrected for enterprise in model.enterprises)
