"""Every lever moves something, and the mechanisms do what they are named for."""

from dataclasses import replace

import pytest

from simulation.policy import BASELINE, LeverSetting, Policy
from simulation.simulate import Run, simulate_policies
from tests.simulation.districts import SCENARIOS, district, parameters

EVENTFUL = parameters(
    hazard_injury_rate=0.004, fatal_major_multiple=10.0, serious_share=0.3, high_risk_points=3.0, penalty_certainty=0.4,
    injury_reporting=0.5, serious_recording=0.2, complaint_base=0.001, turnover=0.1,
    integrity_mean=0.5,
)
"""Parameters under which a small district sees in a year what the whole one sees in many."""

SMALL = district(0.02, burn_in=6)
SMALL = replace(
    SMALL,
    sectors=tuple(replace(s, high_risk_share=max(s.high_risk_share, 0.5), unsafe_fatal_share=0.05, tail_shift=-2.5) for s in SMALL.sectors),
    domains=tuple(replace(d, fatal_share=0.2, major_share=0.1, exposed_share=0.9) for d in SMALL.domains),
    register=replace(SMALL.register, count=40), others=replace(SMALL.others, count=40), insured=8.0, graded=8.0,
    employees=20000, departments=tuple(replace(d, officers=4.0, field_days_factor=0.3) for d in SMALL.departments),
)


def lever_range(name: str) -> tuple[float, float, float]:
    import tomllib

    entry = tomllib.loads((SCENARIOS / "parameters.toml").read_text())["parameters"][name]
    return entry["expected"][0], entry["value"], entry["expected"][1]


def levers() -> list[str]:
    import tomllib

    table = tomllib.loads((SCENARIOS / "parameters.toml").read_text())["parameters"]
    return [name for name, entry in table.items() if entry["kind"] == "lever"]


def runs(months: int = 18, **settings: float) -> tuple[Run, Run]:
    policy = Policy("changed", tuple(LeverSetting(name, value) for name, value in settings.items()))
    first, second = simulate_policies(SMALL, [BASELINE, policy], parameters=EVENTFUL, seed=3, months=months)
    return first, second


COMPANIONS = {
    # A lever that acts only beside another: what must be on for it to show.
    "campaign_months": {"campaign_strength": 1.0}, "court_fine": {"prosecution": 0.9}, "prosecution": {"court_fine": 1e6},
    "one_vote_veto": {"death_ceiling": 3.0}, "scheme_exemption": {"scheme_open": 1.0}, "frequency_caps": {"field_days": 220.0},
    "complaint_share": {"field_days": 120.0, "whistle_reward": 3000.0},
}


@pytest.mark.parametrize("lever", levers())
def test_every_lever_moves_something(lever: str) -> None:
    low, today, high = lever_range(lever)
    far = high if high - today >= today - low else low
    companions = tuple(LeverSetting(name, value) for name, value in COMPANIONS.get(lever, {}).items())
    without = Policy("without", companions)
    with_it = Policy("with", (*companions, LeverSetting(lever, far)))
    first, second = simulate_policies(SMALL, [without, with_it], parameters=EVENTFUL, seed=3, months=18)
    assert first.digest != second.digest


def test_insurance_is_paid_for_and_its_advisers_come() -> None:
    before, after = runs(insurance_high_risk=1.0, insurer_visits=4.0)
    assert after.total("premiums") > before.total("premiums") > 0.0
    assert after.total("outside_visits") > before.total("outside_visits") == 0.0


def test_experts_come_and_order_nothing() -> None:
    before, after = runs(expert_visits=50.0)
    assert after.total("outside_visits") > 0.0
    assert after.monthly["government_cost"][0] > before.monthly["government_cost"][0]
    assert after.total("hazards_open") < before.total("hazards_open")


def test_sensors_and_grid_agents_report() -> None:
    before, after = runs(remote_monitoring=1.0, grid_agents=2.0)
    assert after.total("sensor_alarms") > 0.0 == before.total("sensor_alarms")
    assert after.total("grid_reports") > 0.0 == before.total("grid_reports")
    assert after.total("complaint_visits") > before.total("complaint_visits")


def test_a_representative_who_may_stop_work_does_so_at_major_hazards() -> None:
    before, after = runs(worker_stop_right=1.0)
    assert after.total("work_halts") > 0.0 == before.total("work_halts")
    assert after.total("major_hazards_open") < before.total("major_hazards_open")


def test_the_blacklist_lists_and_costs_contracts() -> None:
    before, after = runs(blacklist=1.0)
    assert after.total("blacklistings") > 0.0 == before.total("blacklistings")
    assert after.monthly["output"][-1] < before.monthly["output"][-1]


def test_a_campaign_adds_visits_after_a_larger_accident_and_ends() -> None:
    before, after = runs(campaign_strength=3.0, campaign_months=2.0)
    assert before.total("larger_accidents") > 0.0
    assert after.total("visits") > before.total("visits")


def test_caps_hold_visits_down() -> None:
    _before, after = runs(field_days=220.0, frequency_caps=1.0)
    uncapped = runs(field_days=220.0)[1]
    assert after.total("visits") < uncapped.total("visits")


def test_the_scheme_certifies_and_spares() -> None:
    _before, after = runs(scheme_open=12.0, scheme_exemption=1.0)
    assert after.monthly["certified"][-1] > after.monthly["certified"][0]


def test_class_rewards_cost_the_government_and_raise_effort() -> None:
    before, after = runs(class_reward=5000.0)
    assert after.total("effort") > before.total("effort")
    assert after.total("government_cost") > before.total("government_cost")


def test_video_saves_time_and_audits_take_it() -> None:
    video, audits = runs(video_share=1.0)[1], runs(system_audit_share=1.0)[1]
    plain = runs()[0]
    assert video.total("visits") > plain.total("visits") > audits.total("visits")
    assert video.total("video_visits") == video.total("visits")
    assert audits.total("system_audits") == audits.total("visits")


def test_audited_officers_take_fewer_side_payments() -> None:
    before, after = runs(penalty_certainty=1.0, integrity_audit=0.0)[1], runs(penalty_certainty=1.0, integrity_audit=1.0)[1]
    assert before.total("side_payments") > after.total("side_payments") == 0.0


def test_daily_fines_run_until_the_hazard_is_gone() -> None:
    before, after = runs(penalty_certainty=1.0, reinspection_share=0.5)[1], runs(penalty_certainty=1.0, reinspection_share=0.5, daily_fines=1.0)[1]
    assert after.total("fines") > before.total("fines")


def test_training_of_workers_lowers_unsafe_acts_and_costs_their_time() -> None:
    before, after = runs(worker_training=40.0)
    assert after.monthly["expected_injuries"][0] < before.monthly["expected_injuries"][0]
    assert after.monthly["enterprise_cost"][0] > before.monthly["enterprise_cost"][0]


def test_a_disaster_stays_in_memory() -> None:
    before, _after = runs()
    assert before.total("memory") > 0.0
    assert parameters().memory_fading < parameters().attention_fading


def test_posted_results_and_vertical_control_leave_less_protection() -> None:
    local, posted = runs(penalty_certainty=1.0)[1], runs(penalty_certainty=1.0, results_posted=1.0)[1]
    vertical = runs(penalty_certainty=1.0, vertical_control=1.0)[1]
    assert local.total("penalties") < posted.total("penalties") < vertical.total("penalties")


def test_a_daily_fine_runs_on_the_older_fine_and_only_for_who_imposed_it() -> None:
    """Worked out by hand: 20 days of an earlier fine of 10,000 yuan, nothing for another department's."""
    from simulation.agents.inspection import Inspection
    from simulation.model import DistrictModel

    model = DistrictModel(SMALL, BASELINE, EVENTFUL.with_values({"daily_fines": 1.0, "daily_days": 20.0}), 3, 0)
    for _ in range(3):
        model.step()
    enterprise = next(e for e in model.enterprises if sum(e.cells) > 3 and e.facts.registered)
    for by, fined in ((0, 200000.0), (1, 0.0)):
        model.totals = dict.fromkeys(model.history, 0.0)
        enterprise.standing_fine, enterprise.fined_by = 10000.0, by
        model.departments[0].due.add(enterprise.facts.index)
        inspection = Inspection(model, model.departments[0], enterprise)
        inspection.fine_for_delay(total=2)
        assert model.totals["fines"] == fined
        assert enterprise.standing_fine == (0.0 if by == 0 else 10000.0)


def test_a_new_officer_is_nobody_s_old_acquaintance() -> None:
    from simulation.model import DistrictModel

    model = DistrictModel(SMALL, BASELINE, EVENTFUL.with_values({"rotation": 0.0, "turnover": 0.0}), 3, 0)
    for _ in range(3):
        model.step()
    bureau = model.departments[0]
    index = next(i for i in range(len(model.enterprises)) if bureau.last_officer[i] >= 0)
    bureau.officer_for(index)
    assert bureau.run[index] >= 1
    bureau.officers[bureau.last_officer[index]].hired = model.month
    bureau.officer_for(index)
    assert bureau.run[index] == 0
