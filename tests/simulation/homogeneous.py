"""A district in which all enterprises are alike and nothing happens that a test did not ask for.

One sector, one hazard domain, one place, one department that is the emergency bureau.  It is cut from the
shipped district, so that a new field of a district needs no line here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from simulation.district import Cell, District
from simulation.model import DistrictModel
from simulation.parameters import Parameters
from simulation.policy import BASELINE
from tests.simulation.districts import district, one_mechanism

# Baseline values that would stir a district in which a closed form is wanted.
QUIET: dict[str, float] = dict(
    # nobody looks
    officers_per_10000_workers=0.0, other_officers=0.0, field_days=0.0, insurer_visits=0.0, expert_visits=0.0, grid_agents=0.0,
    remote_monitoring=0.0, campaign_strength=0.0,
    # nobody learns of anything but what the test lets happen
    briefings=0.0, advice_share=0.0, training_response=0.0, complaint_base=0.0, publication=0.0, results_posted=0.0,
    attention_by_penalty=0.0, attention_by_visit=0.0, attention_by_advice=0.0, attention_by_briefing=0.0,
    attention_by_publication=0.0, attention_by_injury=0.0, attention_by_serious=0.0, attention_by_death=0.0,
    attention_by_disaster=0.0, attention_by_listing=0.0, attention_by_campaign=0.0, competence_by_visit=0.0,
    competence_by_advice=0.0, competence_by_audit=0.0,
    # no hazards, no injuries, no checks of one's own, no halts, no calendar
    hazard_arrivals=0.0, latent_arrival_share=0.0, self_inspection=0.0, unsafe_injury_rate=0.0, hazard_injury_rate=0.0,
    worker_stop_right=0.0, sensitive_months=0.0, stop_work=0.0,
    # no reward, premium, list, certificate or distress that moves anybody
    class_reward=0.0, premium_swing=0.0, insurance_high_risk=0.0, blacklist=0.0, scheme_open=0.0, stress_weight=0.0,
    # visits of one kind
    video_share=0.0, system_audit_share=0.0, frequency_caps=0.0, daily_fines=0.0, improvement_notices=0.0,
    rectified_by_follow_up=0.0,
    # all alike
    hazard_spread=0.0, attention_spread=0.0, skill_spread=0.0, novice_loss=0.0, turnover=0.0, record_lapse=0.0,
)


def quiet(**changes: float) -> Parameters:
    """Parameters under which nothing happens but what ``changes`` let happen."""
    return _baseline().with_values({**QUIET, **changes})


@functools.cache
def _baseline() -> Parameters:
    return one_mechanism()


@functools.cache
def _shipped() -> District:
    return district()


def alike(enterprises: int, workers: int = 20, *, sector: Any = None, domain: Any = None, department: Any = None) -> District:
    """So many enterprises of so many workers; the mappings change fields of the sector, the domain and the department."""
    base = _shipped()
    one_sector = replace(base.sectors[0], **{
        "exposure": (1.0,), "unsafe_rate": 1.0, "unsafe_fatal_share": 0.0, "tail_shift": 0.0, "major_factor": 1.0,
        "high_risk_share": 0.0, **(sector or {})})
    one_domain = replace(base.domains[0], **{
        "injury_rate": 1.0, "fatal_share": 0.0, "tail_exponent": 2.0, "exposed_share": 0.0, "latent_share": 1.0,
        "major_share": 0.0, **(domain or {})})
    bureau = next(plan for plan in base.departments if plan.is_emergency)
    one_department = replace(bureau, **{
        "specialist_domains": (0,), "known_registered": 1.0, "known_by_sector": (1.0,), "professional_factor": 1.0,
        "field_days_factor": 1.0, "officers_per_visit": 1.0, "visits_per_day": 1.0, "enforces": True, **(department or {})})
    return replace(
        base, domains=(one_domain,), sectors=(one_sector,), departments=(one_department,), responsibility=((Cell((0,)),),),
        places=(replace(base.places[0], industry_share=1.0, service_share=1.0),),
        register=replace(base.register, count=enterprises, mean_workers=float(workers), log_sigma=0.0, sector_mix=(1.0,)),
        others=replace(base.others, count=0, sector_mix=(1.0,)), large_plants=0, employees=enterprises * workers,
        insured=0.0, graded=0.0, burn_in=0,
    )


def model(place: District, values: Parameters, seed: int = 1, world: int = 0) -> DistrictModel:
    """The model of a district, ready for its first month."""
    return DistrictModel(place, BASELINE, values, seed, world)


def months(run: DistrictModel, count: int, watch: Callable[[DistrictModel], Any] = lambda run: None) -> list[Any]:
    """Run so many months; what ``watch`` saw at the end of each."""
    seen = []
    for _ in range(count):
        run.step()
        seen.append(watch(run))
    return seen
